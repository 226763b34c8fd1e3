"""Intervals for what is counted and averaged over an archive."""

from __future__ import annotations

import math
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.int64]
_ROUNDS = 1_000
_BUCKETS = 2_000
"""The most groups that are drawn from; more are put together at random, which leaves the spread of the mean as it is."""


def normal(comparisons: int = 1, level: float = 0.95) -> float:
    """How many standard errors an interval reaches to each side, where `comparisons` are looked at together (Bonferroni)."""
    return NormalDist().inv_cdf(1 - (1 - level) / 2 / max(1, comparisons))


def wilson(hits: int, total: int, z: float = normal()) -> tuple[float, float]:
    """The interval of a share (Wilson 1927); 0 to 1 where nothing was counted."""
    if not total:
        return 0.0, 1.0
    share = hits / total
    middle = share + z * z / (2 * total)
    spread = z * math.sqrt(share * (1 - share) / total + z * z / (4 * total * total))
    scale = 1 + z * z / total
    return max(0.0, (middle - spread) / scale), min(1.0, (middle + spread) / scale)


def newcombe(hits: int, total: int, other_hits: int, other_total: int, z: float = normal()) -> tuple[float, float]:
    """The interval of the first share less the second (Newcombe 1998, method 10)."""
    one, other = hits / total, other_hits / other_total
    low, high = wilson(hits, total, z)
    other_low, other_high = wilson(other_hits, other_total, z)
    return (
        one - other - math.hypot(one - low, other_high - other),
        one - other + math.hypot(high - one, other - other_low),
    )


def mean(values: Floats) -> tuple[float, float] | None:
    """The interval of a mean; None for fewer than five values."""
    if len(values) < 5:
        return None
    reach = normal() * float(values.std(ddof=1)) / math.sqrt(len(values))
    return float(values.mean()) - reach, float(values.mean()) + reach


def difference(values: Floats, first: npt.NDArray[np.bool_], groups: Numbers, seed: int = 7) -> tuple[float, float, float]:
    """Mean of `values[first]` less the mean of the others: the 95 % bootstrap interval and the standard error, drawn by whole groups."""
    generator = np.random.default_rng(seed)
    _, group = np.unique(groups, return_inverse=True)
    count = int(group.max()) + 1
    if count > _BUCKETS:
        group = generator.permutation(count)[group] % _BUCKETS
        count = _BUCKETS
    sums = [np.bincount(group[side], weights=values[side], minlength=count) for side in (first, ~first)]
    sizes = [np.bincount(group[side], minlength=count) for side in (first, ~first)]
    drawn = []
    for _ in range(_ROUNDS):
        times = np.bincount(generator.integers(0, count, count), minlength=count)
        totals = [float(times @ size) for size in sizes]
        if all(totals):
            drawn.append(float(times @ sums[0]) / totals[0] - float(times @ sums[1]) / totals[1])
    low, high = np.percentile(drawn, [2.5, 97.5])
    return float(low), float(high), float(np.std(drawn))


def slope(times: Floats, values: Floats) -> tuple[float, float, float]:
    """The least-squares slope of `values` over `times`, and its 95 % interval."""
    centred = times - times.mean()
    spread = float(centred @ centred)
    steep = float(centred @ values) / spread
    rest = values - values.mean() - steep * centred
    reach = normal() * math.sqrt(float(rest @ rest) / (len(values) - 2) / spread)
    return steep, steep - reach, steep + reach
