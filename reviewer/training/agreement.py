"""How far two readers agree: the bar that the model is held against."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec
import numpy as np

from reviewer.training.corpus import Letter, Reading
from reviewer.types import Dimension, Flag, Role

Read = tuple[Letter, Reading, Reading]
"""A letter with two independent readings."""


@dataclass(frozen=True)
class Agreement:
    """For one label: how often each reader gave it, F1 of one reader against the other, and Cohen's kappa."""

    label: str
    first: int
    second: int
    f1: float
    kappa: float


def of_labels(read: Sequence[tuple[Letter, Reading, Reading]]) -> list[Agreement]:
    """Agreement for every role and flag over all units."""
    roles = [_agreement(role.value, [r is role for _, a, _ in read for r in a.roles], [r is role for _, _, b in read for r in b.roles]) for role in Role]
    flags = [_agreement(flag.value, [flag in f for _, a, _ in read for f in a.flags], [flag in f for _, _, b in read for f in b.flags]) for flag in Flag]
    return roles + flags


def of_ready(read: Sequence[tuple[Letter, Reading, Reading]]) -> Agreement:
    """Agreement on `ready`."""
    return _agreement("ready", [a.ready for _, a, _ in read], [b.ready for _, _, b in read])


def of_scores(read: Sequence[tuple[Letter, Reading, Reading]]) -> dict[Dimension, float]:
    """Quadratically weighted kappa for each score."""
    return {d: weighted_kappa([_mark(a, d) for _, a, _ in read], [_mark(b, d) for _, _, b in read]) for d in Dimension}


def _mark(reading: Reading, dimension: Dimension) -> int:
    mark: int = msgspec.structs.asdict(reading.scores)[dimension.value]
    return mark


def _agreement(label: str, first: Sequence[bool], second: Sequence[bool]) -> Agreement:
    one, two = np.asarray(first, dtype=bool), np.asarray(second, dtype=bool)
    both = int((one & two).sum())
    total = int(one.sum() + two.sum())
    return Agreement(label, int(one.sum()), int(two.sum()), 2 * both / total if total else float("nan"), kappa(one, two))


def kappa(one: np.ndarray, two: np.ndarray) -> float:
    """Cohen's kappa of two boolean arrays of one length (Cohen 1960)."""
    observed = float((one == two).mean())
    chance = float(one.mean() * two.mean() + (1 - one.mean()) * (1 - two.mean()))
    return (observed - chance) / (1 - chance) if chance < 1 else float("nan")


def weighted_kappa(first: Sequence[int], second: Sequence[int], least: int = 1, most: int = 5) -> float:
    """Quadratically weighted kappa of marks from `least` to `most` (Cohen 1968)."""
    size = most - least + 1
    table = np.zeros((size, size))
    for one, two in zip(first, second, strict=True):
        table[one - least, two - least] += 1
    weights = np.subtract.outer(np.arange(size), np.arange(size)) ** 2
    expected = np.outer(table.sum(1), table.sum(0)) / table.sum()
    by_chance = float((weights * expected).sum())
    return 1 - float((weights * table).sum()) / by_chance if by_chance else 1.0
