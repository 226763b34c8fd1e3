"""From shared runs to passages: the longest stretches of words that the same letters hold, most pasted first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from reviewer.archive.grams import N
from reviewer.archive.index import Counts, Numbers, Shared

_ALIKE = 0.8
"""Two neighbouring runs of a sentence belong to one passage when so large a share of letters hold both: an agency edits what it pastes."""
_MANY = 8
"""Letters from which on that is so; below it the letters must be the same."""
_STRETCH = 1 << 22
"""Runs that are looked at together."""


@dataclass(frozen=True)
class Stretch:
    """A passage in the letter where it stands first: its runs are `first` to `first + runs`, counted over all letters."""

    letter: int
    first: int
    runs: int
    words: int
    held: int
    """How many letters hold it: those that hold its rarest run."""
    holders: Numbers


def find(shared: Shared, at_most: int) -> Iterator[Stretch]:
    """The passages with the most pasted words, most first, each told once; at most so many."""
    starts, runs, words, rarest, key = _segments(shared)
    held = shared.held[shared.group_of[rarest]]
    order = np.lexsort((starts, -(held - 1) * words))
    _, once = np.unique(key[order], return_index=True)  # the same words in other letters
    told: set[int] = set()
    for number in order[np.sort(once)]:
        first, count = int(starts[number]), int(runs[number])
        numbers = shared.group_of[first : first + count].tolist()
        if 2 * sum(one in told for one in numbers) >= count:
            continue
        told.update(numbers)
        letter = int(np.searchsorted(shared.bounds, first, side="right")) - 1
        yield Stretch(
            letter, first - int(shared.bounds[letter]), count, int(words[number]), int(held[number]), shared.holding(int(shared.group_of[rarest[number]]))
        )
        at_most -= 1
        if not at_most:
            return


def _segments(shared: Shared) -> tuple[Counts, Counts, Counts, Counts, Numbers]:
    """All stretches: first run, number of runs, words, the place of the rarest run, and a key that is equal where the words are."""
    found = [_segments_in(shared, start, end) for start, end in _chunks(shared)]
    empty = np.empty(0, dtype=np.int64)
    columns = [np.concatenate([empty, *column]) for column in zip(*found, strict=True)] if found else [empty] * 5
    return columns[0], columns[1], columns[2], columns[3], columns[4].astype(np.uint32)


def _chunks(shared: Shared) -> Iterator[tuple[int, int]]:
    """Stretches of whole letters."""
    start = 0
    while start < len(shared.group_of):
        end = int(shared.bounds[np.searchsorted(shared.bounds, start + _STRETCH)]) if start + _STRETCH < shared.bounds[-1] else int(shared.bounds[-1])
        yield start, end
        start = end


def _segments_in(shared: Shared, start: int, end: int) -> tuple[Counts, Counts, Counts, Counts, Counts]:
    group, joins = shared.group_of[start:end], shared.joins[start:end]
    held, marks = shared.held[group], shared.signatures[group]
    here = group > 0
    goes_on = np.zeros(len(group), dtype=bool)
    alike = marks[1:] == marks[:-1]
    least, most = np.minimum(held[1:], held[:-1]), np.maximum(held[1:], held[:-1])
    alike |= (joins[1:] == 0) & (least >= _MANY) & (least >= _ALIKE * most)
    goes_on[1:] = here[1:] & here[:-1] & (joins[1:] < 2) & alike
    firsts = np.flatnonzero(here & ~goes_on)
    if not len(firsts):
        return (np.empty(0, dtype=np.int64),) * 5
    lasts = np.append(firsts[1:], len(group)) - 1
    if not here.all():  # a stretch ends before the first run that no other letter holds
        gaps = np.flatnonzero(~here)
        after = np.searchsorted(gaps, firsts)
        lasts = np.minimum(lasts, np.where(after < len(gaps), gaps[np.minimum(after, len(gaps) - 1)], len(group)) - 1)
    runs = lasts - firsts + 1
    sentences = np.cumsum(joins > 0)
    words = runs + (N - 1) * (sentences[lasts] - sentences[firsts] + 1)
    kept = words - (N - 1) * _overshadowed(held, joins, firsts, lasts) >= N
    firsts, lasts, runs, words = firsts[kept], lasts[kept], runs[kept], words[kept]
    if not len(firsts):
        return (np.empty(0, dtype=np.int64),) * 5
    bounds = np.stack([firsts, np.minimum(lasts + 1, len(group) - 1)], axis=1).ravel()
    key = np.minimum.reduceat(group, bounds)[::2]
    key = np.minimum(key, group[lasts])
    rarest = _rarest(held, firsts, lasts)
    return firsts + start, runs, words, rarest + start, key.astype(np.int64)


def _overshadowed(held: Counts, joins: npt.NDArray[np.uint8], firsts: Counts, lasts: Counts) -> Counts:
    """On how many sides, 0 to 2, a stretch overlaps one in the same sentence that more letters hold."""
    before, after = np.maximum(firsts - 1, 0), np.minimum(lasts + 1, len(held) - 1)
    left = (joins[firsts] == 0) & (held[before] > held[firsts])
    right = (after > lasts) & (joins[after] == 0) & (held[after] > held[lasts])
    sides: Counts = left.astype(np.int64) + right
    return sides


def _rarest(held: Counts, firsts: Counts, lasts: Counts) -> Counts:
    """The place of the run of each stretch that the fewest letters hold."""
    length = len(held)
    ranked = held * length + np.arange(length)  # the first of equals
    bounds = np.stack([firsts, np.minimum(lasts + 1, length - 1)], axis=1).ravel()
    least: Counts = np.minimum(np.minimum.reduceat(ranked, bounds)[::2], ranked[lasts]) % length
    return least
