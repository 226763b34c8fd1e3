"""Files that are written whole or not at all, and the files that travel with the package."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from reviewer.types import ReviewerError


@contextlib.contextmanager
def whole(path: Path) -> Iterator[BinaryIO]:
    """A stream to a file beside `path` that takes its place when the block ends well, and vanishes when it does not.

    Raises ReviewerError where the folder cannot be written to.
    """
    try:
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
        try:
            with os.fdopen(handle, "wb") as stream:
                yield stream
            os.chmod(temporary, 0o666 & ~_umask())
            os.replace(temporary, path)
        except BaseException:
            os.unlink(temporary)
            raise
    except OSError as error:
        raise ReviewerError(f"{path}: cannot be written ({error.strerror})") from None


def write_whole(path: Path, content: str | bytes) -> None:
    """Write `content` beside `path`, then rename. Raises ReviewerError where the folder cannot be written to."""
    with whole(path) as stream:
        stream.write(content.encode() if isinstance(content, str) else content)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def shipped(name: str) -> Path:
    """The path of a data or model file, in the installed package or in a checkout. Raises ReviewerError where it is missing."""
    package = Path(__file__).parent
    for root in (package / "shipped", package.parent):
        if (root / name).exists():
            return root / name
    raise ReviewerError(f"{name} is missing from the installation; `pip install --force-reinstall .` in the checkout restores it")
