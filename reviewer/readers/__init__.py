"""Files and streams to text: txt, md, docx, eml, html and text PDF, with limits against hostile files.

For txt and md the text is the file, line by line as an editor shows it. For the other kinds a line of the text is a
paragraph or line that the user sees; list items get a "- " or "1. " and headings a "# " so that the shape stays.
Nothing in a file is executed, no entity is resolved, nothing is fetched.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from reviewer.document import MAX_CHARACTERS
from reviewer.readers.encoding import ALLOWED, decode
from reviewer.types import ReviewerError

MAX_BYTES = 10 * 1024 * 1024
"""The largest file that is opened."""
SUFFIXES = (".txt", ".md", ".markdown", ".text", ".docx", ".eml", ".html", ".htm", ".pdf")
"""The endings that are known; a folder is searched for them."""


@dataclass(frozen=True)
class Draft:
    """The text of a file, with the name under which findings are reported."""

    text: str
    name: str
    kind: str


def expand(paths: Sequence[str]) -> Iterator[Path]:
    """The files among `paths`; a folder gives the known files below it, sorted, hidden ones left out."""
    for name in paths:
        path = Path(name)
        if path.is_dir():
            for below in sorted(path.rglob("*")):
                hidden = any(part.startswith(".") for part in below.relative_to(path).parts)
                if below.is_file() and below.suffix.lower() in SUFFIXES and not hidden:
                    yield below
        else:
            yield path


def read(path: Path) -> Draft:
    """The text of a file. Raises ReviewerError that names the file, what was found and what is allowed."""
    try:
        size = path.stat().st_size
        if path.is_dir():
            raise ReviewerError(f"{path}: is a folder")
        if not path.is_file():
            raise ReviewerError(f"{path}: is not a regular file")
        if size > MAX_BYTES:
            raise ReviewerError(f"{path}: has {size:,} bytes; at most {MAX_BYTES:,} are read")
        data = path.read_bytes()
    except FileNotFoundError:
        raise ReviewerError(f"{path}: there is no such file or folder") from None
    except OSError as error:
        raise ReviewerError(f"{path}: cannot be read ({error.strerror})") from None
    return from_bytes(data, str(path))


def from_bytes(data: bytes, name: str) -> Draft:
    """The text of a file's bytes, its kind told from the ending of `name`, or from the bytes where it has none."""
    if len(data) > MAX_BYTES:
        raise ReviewerError(f"{name}: has more than {MAX_BYTES:,} bytes, which is the most that is read")
    if not data.strip():
        raise ReviewerError(f"{name}: is empty")
    suffix = Path(name).suffix.lower()
    kind = _kind(data, suffix, name)
    text = _reader(kind)(data, name)
    if len(text) > MAX_CHARACTERS:
        raise ReviewerError(f"{name}: the text has {len(text):,} characters; at most {MAX_CHARACTERS:,} are reviewed")
    if not any(character.isalnum() for character in text):
        raise ReviewerError(f"{name}: holds no text" + ("; a scanned PDF has to be typed or recognised first" if kind == "pdf" else ""))
    return Draft(text, name, kind)


def _reader(kind: str) -> Callable[[bytes, str], str]:
    """What reads a kind of file; its libraries are imported only when such a file comes."""
    if kind == "docx":
        from reviewer.readers import word

        return word.text
    if kind == "eml":
        from reviewer.readers import mail

        return mail.text
    if kind == "html":
        from reviewer.readers import web

        return web.text
    if kind == "pdf":
        from reviewer.readers import pdf

        return pdf.text
    return decode


def _kind(data: bytes, suffix: str, name: str) -> str:
    if data.startswith(b"%PDF-"):
        return "pdf"
    if data.startswith(b"PK\x03\x04"):
        return "docx"
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise ReviewerError(f"{name}: is an encrypted or old Word file; remove the password or save it as .docx")
    if suffix in (".docx", ".pdf"):
        raise ReviewerError(f"{name}: has the ending {suffix} but is no such file; allowed are {ALLOWED}")
    if suffix == ".eml":
        return "eml"
    if suffix in (".html", ".htm"):
        return "html"
    return "text"
