"""Two Reports on versions of one letter: what was mended, what is new, what is still there, and how the scores moved."""

from __future__ import annotations

from collections import defaultdict

import msgspec

from reviewer.types import Diagnostic, Dimension, Report, Verdict


class Comparison(msgspec.Struct, frozen=True):
    """The way from an older Report to a newer one; points are newer less older."""

    old: str
    new: str
    verdict: tuple[Verdict, Verdict]
    overall: tuple[float, float]
    scores: dict[Dimension, tuple[float, float]]
    mended: list[Diagnostic]
    """Findings of the older letter alone."""
    added: list[Diagnostic]
    """Findings of the newer letter alone."""
    remaining: list[Diagnostic]
    """Findings of both, as they stand in the newer letter."""


def compare(old: Report, new: Report) -> Comparison:
    """Matches findings by fingerprint, which holds no line number; then those of one code in the order of the text, since a line may have been reworded."""
    waiting: dict[str, list[Diagnostic]] = defaultdict(list)
    prints = {d.fingerprint for d in new.diagnostics}
    kept = {d.fingerprint for d in old.diagnostics} & prints
    for diagnostic in old.diagnostics:
        if diagnostic.fingerprint not in kept:
            waiting[diagnostic.code].append(diagnostic)
    added, remaining = [], []
    for diagnostic in new.diagnostics:
        if diagnostic.fingerprint in kept:
            remaining.append(diagnostic)
        elif waiting[diagnostic.code]:
            waiting[diagnostic.code].pop(0)
            remaining.append(diagnostic)
        else:
            added.append(diagnostic)
    mended = sorted((d for left in waiting.values() for d in left), key=lambda d: (d.start, d.code))
    scores = {dimension: (old.scores.of(dimension), new.scores.of(dimension)) for dimension in Dimension}
    return Comparison(old.file, new.file, (old.verdict, new.verdict), (old.overall, new.overall), scores, mended, added, remaining)
