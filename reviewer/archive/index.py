"""Which runs of words stand in two or more letters: an inverted index of 64-bit hashes in plain arrays.

All runs of 100,000 letters of 250 words need some 300 MB. Beyond that each sentence is kept by its smallest hash alone: MinHash over the
runs of a sentence, with the index in the place of LSH buckets. Equal sentences always meet, sentences that are partly alike with the
probability of their resemblance.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from reviewer.archive import grams
from reviewer.archive.grams import Grams
from reviewer.originality import Hashes

LETTERS = 100_000
"""Letters up to which every run is kept."""
RUNS = 40_000_000
"""Runs up to which every run is kept: archives of few but very long letters have a bound as well."""
_PARTS = 16
"""Ranges of hashes that are sorted one after the other, so that no sorted copy of all is held."""
_MIX = np.uint64(0x9E3779B97F4A7C15)

Counts = npt.NDArray[np.int64]
Numbers = npt.NDArray[np.uint32]


class Index:
    """Takes letters one by one; `shared` then says what they have in common."""

    def __init__(self, letters: int = LETTERS, runs: int = RUNS) -> None:
        """Hold every run up to so many letters and runs, then the smallest of each sentence."""
        self._limits = letters, runs
        self.thinned = False
        self._hashes: Hashes = np.empty(1 << 16, dtype=np.uint64)
        self._joins = np.empty(1 << 16, dtype=np.uint8)
        self._used = 0
        self._ends: list[int] = []
        self._sizes: list[int] = []

    def add(self, letter: Grams) -> None:
        """Hold one more letter."""
        if not self.thinned and (len(self._ends) >= self._limits[0] or self._used + len(letter.hashes) > self._limits[1]):
            self._thin()
        if self.thinned:
            letter = grams.smallest(letter)
        count = len(letter.hashes)
        self._reserve(count)
        self._hashes[self._used : self._used + count] = letter.hashes
        self._joins[self._used : self._used + count] = letter.joins
        if count:
            self._joins[self._used] = 2
        self._used += count
        self._ends.append(self._used)
        self._sizes.append(len(np.unique(letter.hashes)))

    def _reserve(self, count: int) -> None:
        needed = self._used + count
        if needed > len(self._hashes):
            size = max(needed, len(self._hashes) * 5 // 4)
            self._hashes.resize(size, refcheck=False)
            self._joins.resize(size, refcheck=False)

    def _thin(self) -> None:
        """Keep the smallest hash of each sentence of what is held."""
        self.thinned = True
        starts = np.flatnonzero(self._joins[: self._used])
        if not len(starts):
            return
        hashes = np.minimum.reduceat(self._hashes[: self._used], starts)
        self._joins = self._joins[starts]
        self._ends = np.searchsorted(starts, self._ends).tolist()
        self._hashes = hashes
        self._used = len(hashes)
        self._sizes = [len(np.unique(hashes[start:end])) for start, end in zip([0, *self._ends[:-1]], self._ends, strict=True)]

    def shared(self) -> Shared:
        """What two or more letters hold. The index is spent afterwards."""
        hashes, joins = self._hashes[: self._used], self._joins[: self._used]
        ends = np.array(self._ends, dtype=np.int64)
        group_of: Numbers = np.zeros(self._used, dtype=np.uint32)
        holders: list[Numbers] = []
        counts: list[Counts] = []
        signatures: list[Numbers] = []
        total = 1
        for part in range(_PARTS):
            at = np.flatnonzero(hashes >> np.uint64(60) == np.uint64(part))
            at = at[np.argsort(hashes[at], kind="stable")]
            if not len(at):
                continue
            letters = np.searchsorted(ends, at, side="right").astype(np.uint32)
            opens = np.append(True, hashes[at[1:]] != hashes[at[:-1]])
            distinct = opens | np.append(True, letters[1:] != letters[:-1])
            numbers = np.cumsum(opens) - 1
            held = np.bincount(numbers[distinct])
            common = held >= 2
            named = np.where(common, np.cumsum(common) - 1 + total, 0).astype(np.uint32)
            group_of[at] = named[numbers]
            kept = distinct & common[numbers]
            holders.append(letters[kept])
            counts.append(held[common])
            signatures.append(_signatures(letters[kept], held[common]))
            total += int(common.sum())
        self._hashes = np.empty(0, dtype=np.uint64)
        every = np.concatenate([np.zeros(1, dtype=np.int64), *counts])
        return Shared(
            group_of=group_of,
            joins=joins,
            bounds=np.append(0, ends),
            sizes=np.array(self._sizes, dtype=np.int64),
            held=every,
            signatures=np.concatenate([np.zeros(1, dtype=np.uint32), *signatures]),
            holders=np.concatenate([np.empty(0, dtype=np.uint32), *holders]),
            holders_from=np.append(0, np.cumsum(every)),
            thinned=self.thinned,
        )


def _signatures(letters: Numbers, held: Counts) -> Numbers:
    """For each run one number that stands for the set of letters that hold it."""
    if not len(held):
        return np.empty(0, dtype=np.uint32)
    mixed = (letters.astype(np.uint64) + np.uint64(1)) * _MIX
    mixed ^= mixed >> np.uint64(29)
    mixed *= _MIX
    starts = np.append(0, np.cumsum(held)[:-1])
    return (np.add.reduceat(mixed, starts) >> np.uint64(32)).astype(np.uint32)


@dataclass(frozen=True)
class Shared:
    """The runs that two or more letters hold; letters are numbered from 0 in the order in which they came."""

    group_of: Numbers
    """For every run of every letter the number of its hash, from 1; 0 where no other letter holds it."""
    joins: npt.NDArray[np.uint8]
    bounds: Counts
    """The runs of letter n are `bounds[n]:bounds[n + 1]`."""
    sizes: Counts
    """How many different runs each letter has."""
    held: Counts
    """For each number how many letters hold it."""
    signatures: Numbers
    """For each number a mark of the set of letters that hold it."""
    holders: Numbers
    holders_from: Counts
    thinned: bool
    """Whether a run stands for a whole sentence."""

    def holding(self, number: int) -> Numbers:
        """The letters that hold a run, in order."""
        return self.holders[self.holders_from[number] : self.holders_from[number + 1]]

    def numbers_of(self, letter: int) -> Numbers:
        """The different shared runs of a letter."""
        numbers = np.unique(self.group_of[self.bounds[letter] : self.bounds[letter + 1]])
        return numbers[1:] if len(numbers) and numbers[0] == 0 else numbers
