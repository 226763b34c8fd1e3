"""Line and column arithmetic: the only place where positions are made.

A line ends at LF, CRLF or CR, as in every code editor and in the Language Server Protocol; U+2028, form feed and
their kin do not end one. Columns count code points from 1 unless a method says otherwise.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Literal

_BREAK = re.compile(r"\r\n|\n|\r")

Encoding = Literal["utf-8", "utf-16", "utf-32"]
"""What an editor counts characters of a line in; the names are those of the Language Server Protocol."""
_CODE_UNITS: dict[Encoding, tuple[str, int]] = {"utf-8": ("utf-8", 1), "utf-16": ("utf-16-le", 2), "utf-32": ("utf-32-le", 4)}
"""The codec of each, and how many bytes one unit has."""


class Positions:
    """Offsets of one text to lines and columns, and back."""

    def __init__(self, text: str) -> None:
        """Index the line starts of `text`."""
        self.text = text
        self.starts = [0]
        self.ends: list[int] = []
        for match in _BREAK.finditer(text):
            self.ends.append(match.start())
            self.starts.append(match.end())
        self.ends.append(len(text))

    def __len__(self) -> int:
        """How many lines there are; the empty text has one."""
        return len(self.starts)

    def line(self, offset: int) -> int:
        """The line, from 1, that holds `offset`. Raises ValueError outside the text."""
        if not 0 <= offset <= len(self.text):
            raise ValueError(f"offset {offset} is outside the text, which has {len(self.text)} characters")
        return bisect_right(self.starts, offset)

    def line_column(self, offset: int) -> tuple[int, int]:
        """Line and column, both from 1, in code points."""
        line = self.line(offset)
        return line, offset - self.starts[line - 1] + 1

    def line_character(self, offset: int, encoding: Encoding = "utf-16") -> tuple[int, int]:
        """Line and character, both from 0, in code units of `encoding`, as editors talk to language servers."""
        line = self.line(offset)
        return line - 1, _length(self.text[self.starts[line - 1] : offset], encoding)

    def offset(self, line: int, character: int, encoding: Encoding = "utf-16") -> int:
        """The offset of a zero-based line and character; a character past the end gives the line's end."""
        if line >= len(self):
            return len(self.text)
        start, end = self.starts[line], self.ends[line]
        codec, size = _CODE_UNITS[encoding]
        units = self.text[start:end].encode(codec)[: character * size]
        return start + len(units.decode(codec, "ignore"))

    def line_text(self, line: int) -> str:
        """The text of a line, from 1, without its line break."""
        return self.text[self.starts[line - 1] : self.ends[line - 1]]


def _length(text: str, encoding: Encoding) -> int:
    codec, size = _CODE_UNITS[encoding]
    return len(text.encode(codec)) // size
