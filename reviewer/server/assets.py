"""The page and its files, read once."""

from __future__ import annotations

from pathlib import Path

_TYPES = {".css": "text/css; charset=utf-8", ".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8"}
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""What the page may do: load its own files and ask its own service, nothing else."""
INDEX = "index.html"


def assets() -> dict[str, tuple[bytes, str]]:
    """Content and media type of the files of the page, by their names."""
    folder = Path(__file__).parent / "page"
    return {path.name: (path.read_bytes(), _TYPES[path.suffix]) for path in sorted(folder.iterdir()) if path.suffix in _TYPES}
