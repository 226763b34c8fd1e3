"""Bytes to text: UTF-8 and UTF-16, anything else refused."""

from __future__ import annotations

import codecs

from reviewer.types import ReviewerError

ALLOWED = "txt, md, docx, eml, html, pdf"
"""The kinds of file that are read, as error messages name them."""


def decode(data: bytes, name: str) -> str:
    """The text of UTF-8 or UTF-16 bytes, the byte order mark left out. Raises ReviewerError for anything else."""
    for mark, encoding in ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
        if data.startswith(mark):
            return _decode(data[len(mark) :], encoding, name)
    sample = data[:4096]
    if b"\x00" in sample:
        even, odd = sample[::2].count(0), sample[1::2].count(0)
        if max(even, odd) > 0.3 * len(sample) / 2 and min(even, odd) <= max(even, odd) / 20:
            return _decode(data, "utf-16-be" if even > odd else "utf-16-le", name)
        raise ReviewerError(f"{name}: is a binary file; allowed are {ALLOWED}")
    return _decode(data, "utf-8", name)


def _decode(data: bytes, encoding: str, name: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        found = f"byte 0x{data[error.start]:02x} at position {error.start}"
        raise ReviewerError(f"{name}: is not {encoding.upper()} ({found}); save the file as UTF-8 and try again") from None
    controls = sum(ord(c) < 32 and c not in "\t\r\n\x0b\x0c" for c in text[:4096])
    if controls > 8:
        raise ReviewerError(f"{name}: is a binary file; allowed are {ALLOWED}")
    return text
