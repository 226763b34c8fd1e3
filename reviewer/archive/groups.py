"""Letters that are nearly the same: each held against the largest letter of every group, exactly.

A letter belongs to a group when `share` of its runs stand in the group's largest letter. Letters are taken from the largest to the smallest,
so a part of a letter finds the whole. Candidates come from the rarest runs alone (prefix filtering, Bayardo et al. 2007): a letter that shares
enough must share one of them.
"""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from reviewer.archive.index import Numbers, Shared

_AT_ONCE = 4
"""Rare runs that are looked up together before it is known whether a letter has a group."""
_FEW = 100
"""Candidates up to which each is held against the letter by itself."""


@dataclass(frozen=True)
class Near:
    """Letters of which one holds most of each other; numbered from 0 in the order in which they came."""

    members: list[int]
    """In order, the largest among them."""
    largest: int
    shares: list[float]
    """For each member the share of it, from 0 to 1, that stands in the largest."""


def find(shared: Shared, share: float, least: int) -> list[Near]:
    """The groups of two and more, largest first; letters with fewer than `least` runs are left aside."""
    leads = np.zeros(len(shared.sizes), dtype=bool)
    twins: dict[bytes, tuple[int, int]] = {}
    members: dict[int, list[tuple[int, float]]] = {}
    for letter in np.lexsort((np.arange(len(shared.sizes)), -shared.sizes)).tolist():
        size = int(shared.sizes[letter])
        if size < least:
            break
        numbers = shared.numbers_of(letter)
        if len(numbers) < math.ceil(share * least):
            continue  # too few for a member, and for a letter that holds another
        needed = math.ceil(share * size)
        whole = hashlib.blake2b(numbers.tobytes(), digest_size=16).digest() if len(numbers) == size else b""
        found = twins.get(whole) or (_leader(shared, numbers, needed, leads) if len(numbers) >= needed else None)
        if found is None:
            leads[letter] = True
            found = letter, size
        if whole:
            twins.setdefault(whole, found)
        members.setdefault(found[0], []).append((letter, found[1] / size))
    groups = [Near(sorted(one for one, _ in found), lead, [part for _, part in sorted(found)]) for lead, found in members.items() if len(found) > 1]
    return sorted(groups, key=lambda group: (-len(group.members), group.members[0]))


def _leader(shared: Shared, numbers: Numbers, needed: int, leads: npt.NDArray[np.bool_]) -> tuple[int, int] | None:
    """A leader that holds at least `needed` of the runs, and how many it holds."""
    by_rarity = numbers[np.argsort(shared.held[numbers], kind="stable")]
    tried: set[int] = set()
    for begin in range(0, len(numbers) - needed + 1, _AT_ONCE):
        probes = by_rarity[begin : min(begin + _AT_ONCE, len(numbers) - needed + 1)]
        near = np.concatenate([shared.holding(int(probe)) for probe in probes])
        candidates = [one for one in np.unique(near[leads[near]]).tolist() if one not in tried]
        tried.update(candidates)
        if len(candidates) > _FEW:  # letters out of one pool of sentences: count for all leaders at once, and be done
            every = np.concatenate([shared.holding(int(number)) for number in numbers])
            counts = np.bincount(every[leads[every]], minlength=1)
            lead = int(counts.argmax())
            return (lead, int(counts[lead])) if counts[lead] >= needed else None
        overlaps = [(one, len(np.intersect1d(numbers, shared.numbers_of(one), assume_unique=True))) for one in candidates]
        best = max(overlaps, key=lambda pair: pair[1], default=(0, 0))
        if best[1] >= needed:
            return best
    return None
