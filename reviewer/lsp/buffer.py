"""The text of one open document, kept in step with the editor."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from lsprotocol import types
from pygls.uris import to_fs_path

from reviewer.positions import Encoding, Positions

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True)
class Buffer:
    """One state of a document. A change gives a new value, so that a review knows for good which text it has read.

    Lines end at LF, CRLF and CR, as the protocol says. `encoding` is what the editor counts characters in.
    """

    uri: str
    version: int
    text: str
    encoding: Encoding

    @classmethod
    def opened(cls, document: types.TextDocumentItem, encoding: Encoding) -> Buffer:
        """The document as the editor opened it."""
        return cls(document.uri, document.version, _whole(document.text), encoding)

    def changed(self, version: int, changes: Iterable[types.TextDocumentContentChangeEvent]) -> Buffer:
        """The document after `changes`, each of which counts from the text that the one before left."""
        buffer = replace(self, version=version)
        for change in changes:
            start, end = 0, len(buffer.text)
            if isinstance(change, types.TextDocumentContentChangePartial):
                start, end = sorted((buffer.offset(change.range.start), buffer.offset(change.range.end)))
            buffer = replace(buffer, text=buffer.text[:start] + _whole(change.text) + buffer.text[end:])
        return buffer

    @cached_property
    def _positions(self) -> Positions:
        return Positions(self.text)

    def offset(self, position: types.Position) -> int:
        """The offset, in code points, of a place in the editor."""
        return self._positions.offset(position.line, position.character, self.encoding)

    def range(self, start: int, end: int) -> types.Range:
        """The place in the editor of the code points `start` to `end`."""
        first, last = (types.Position(*self._positions.line_character(offset, self.encoding)) for offset in (start, end))
        return types.Range(first, last)

    @property
    def path(self) -> Path | None:
        """The file that the document is, or None for one that was never saved or lives elsewhere."""
        path = to_fs_path(self.uri)
        return Path(path) if path else None

    @property
    def name(self) -> str:
        """The path of the file, or what the editor calls a document that has none."""
        return str(self.path or self.uri.rpartition(":")[2] or self.uri)


def _whole(text: str) -> str:
    """The text with halves of characters, which no judge can read, replaced one for one."""
    return _LONE_SURROGATE.sub("\ufffd", text)
