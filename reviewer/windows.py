"""A letter as windows of tokens for the encoder: every unit is read with its neighbours, its shape on the page and the reason of the notice.

A window is [CLS], the words of the reason where it is known, then the units one after the other, each opened by a marker that
says what it is on the page, then [SEP]. A letter that does not fit into one window is read in several that overlap.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import numpy as np
import numpy.typing as npt

from reviewer.blocks import BlockKind

if TYPE_CHECKING:
    from tokenizers import Tokenizer

    from reviewer.document import Document

T = TypeVar("T")

CLS, SEP, PAD = 101, 102, 0
MOST_TOKENS = 320
"""The longest window."""
MOST_UNIT_TOKENS = 120
"""A longer unit keeps its first and its last words."""
OVERLAP = 3
"""Units that two neighbouring windows share on each side of the cut."""
_MARKERS = {kind: number for number, kind in enumerate(BlockKind, 1)}
_CONTINUES = 10
"""Added to the marker of a unit that does not open its block. Markers are the unused entries of the vocabulary."""


@dataclass(frozen=True)
class Piece:
    """A unit as the encoder sees it: its marker, the ids of its tokens, and where in the unit each token stands."""

    marker: int
    ids: tuple[int, ...]
    offsets: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class Window:
    """Some units of a letter: `first` to `last` are in it, of which `keep_first` to `keep_last` are judged here."""

    ids: tuple[int, ...]
    unit_of_token: tuple[int, ...]
    """For each token the number of its unit counted from `first`, or -1."""
    first: int
    last: int
    keep_first: int
    keep_last: int


def marker(kind: BlockKind, *, opens: bool) -> int:
    """The token that says what a unit is on the page, and whether it opens its block."""
    return _MARKERS[kind] + (0 if opens else _CONTINUES)


def pieces(document: Document, tokenizer: Tokenizer) -> list[Piece]:
    """The units of a document for the encoder."""
    opens = [n == 0 or s.block != document.sentences[n - 1].block for n, s in enumerate(document.sentences)]
    markers = [marker(document.block_of(s).kind, opens=o) for s, o in zip(document.sentences, opens, strict=True)]
    return tokenized([document.plain[s.span.start : s.span.end] for s in document.sentences], markers, tokenizer)


def tokenized(texts: Sequence[str], markers: Sequence[int], tokenizer: Tokenizer) -> list[Piece]:
    """Pieces from the plain texts of units and their markers."""
    encoded = tokenizer.encode_batch(list(texts), add_special_tokens=False)
    return [Piece(mark, _shortened(one.ids), _shortened(one.offsets)) for mark, one in zip(markers, encoded, strict=True)]


def _shortened(values: Sequence[T]) -> tuple[T, ...]:
    if len(values) <= MOST_UNIT_TOKENS:
        return tuple(values)
    tail = MOST_UNIT_TOKENS // 3
    return (*values[: MOST_UNIT_TOKENS - tail], *values[-tail:])


def windows(units: Sequence[Piece], reason: Sequence[int] = ()) -> list[Window]:
    """The windows of a letter; every unit is kept in exactly one of them."""
    room = MOST_TOKENS - 2 - len(reason)
    lengths = [1 + len(unit.ids) for unit in units]
    made: list[Window] = []
    first = keep = 0
    while keep < len(units):
        last, used = first, 0
        while last < len(units) and used + lengths[last] <= room:
            used += lengths[last]
            last += 1
        keep_last = len(units) if last == len(units) else max(keep + 1, last - OVERLAP)
        made.append(_window(units, reason, first, max(last, keep_last), keep, keep_last))
        keep = keep_last
        first = max(keep - OVERLAP, 0)
        while first < keep and sum(lengths[first : keep + 1]) > room:
            first += 1
    return made


def _window(units: Sequence[Piece], reason: Sequence[int], first: int, last: int, keep_first: int, keep_last: int) -> Window:
    ids = [CLS, *reason]
    owners = [-1] * len(ids)
    for number in range(first, last):
        own = (units[number].marker, *units[number].ids)
        ids.extend(own)
        owners.extend([number - first] * len(own))
    return Window((*ids, SEP), (*owners, -1), first, last, keep_first, keep_last)


@dataclass(frozen=True)
class Batch:
    """Windows padded to one length: `ids` and `mask` of shape (windows, tokens), `members` of shape (windows, units, tokens) with 1 where a token is of a unit."""

    ids: npt.NDArray[np.int64]
    mask: npt.NDArray[np.int64]
    members: npt.NDArray[np.float32]


def batched(some: Sequence[Window]) -> Batch:
    """The arrays of some windows."""
    tokens = max(len(window.ids) for window in some)
    units = max(window.last - window.first for window in some)
    ids = np.full((len(some), tokens), PAD, dtype=np.int64)
    mask = np.zeros((len(some), tokens), dtype=np.int64)
    members = np.zeros((len(some), units, tokens), dtype=np.float32)
    for row, window in enumerate(some):
        ids[row, : len(window.ids)] = window.ids
        mask[row, : len(window.ids)] = 1
        for token, unit in enumerate(window.unit_of_token):
            if unit >= 0:
                members[row, unit, token] = 1.0
    return Batch(ids, mask, members)


@dataclass(frozen=True)
class Judged:
    """What the encoder says of the units of one letter."""

    logits: npt.NDArray[np.float64]
    """Shape (units, labels)."""
    parts: list[npt.NDArray[np.float32]]
    """For each unit what its marker and each of its tokens add to the logits, up to a factor; shape (1 + tokens, labels)."""


Run = Callable[[Batch], tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]]
"""From a Batch to logits of shape (windows, units, labels) and the parts of the tokens, of shape (windows, tokens, labels)."""


def judged(letters: Sequence[tuple[Sequence[Piece], Sequence[int]]], labels: int, run: Run, batch_tokens: int = 0) -> list[Judged]:
    """What `run` says of the units of some letters, each letter given by its units and the ids of its reason.

    Windows of like length are run together, about `batch_tokens` tokens at a time, or each alone; every unit is taken from the window that keeps it.
    """
    made = [Judged(np.zeros((len(units), labels)), [np.zeros((0, labels), dtype=np.float32)] * len(units)) for units, _ in letters]
    cut = [(window, number) for number, (units, reason) in enumerate(letters) for window in windows(units, reason)]
    cut.sort(key=lambda item: len(item[0].ids))
    while cut:
        group = [cut.pop()]
        while cut and (len(group) + 1) * len(group[0][0].ids) <= batch_tokens:
            group.append(cut.pop())
        logits, parts = run(batched([window for window, _ in group]))
        for row, (window, number) in enumerate(group):
            kept = slice(window.keep_first - window.first, window.keep_last - window.first)
            made[number].logits[window.keep_first : window.keep_last] = logits[row, kept]
            owners = np.array(window.unit_of_token)
            for unit in range(window.keep_first, window.keep_last):
                made[number].parts[unit] = parts[row, : len(owners)][owners == unit - window.first]
    return made
