"""The verdict of a Report in the words that every format prints."""

from __future__ import annotations

import math

from reviewer.types import Change, Report


def points(score: float) -> int:
    """A score in whole points, never rounded up: a limit that is missed must not look met."""
    return math.floor(score + 1e-6)


def hundredths(score: float) -> float:
    """A score with two places for a table, never rounded up either."""
    return math.floor(score * 100 + 1e-6) / 100


def because(report: Report) -> str | None:
    """What makes the letter `revise`, in one line; None where it is ready."""
    return f"revise because: {'; '.join(report.because)}" if report.because else None


def gain(change: Change) -> list[str]:
    """What a change gains in points; nothing where it is less than half a point and comes first for another reason."""
    return [f"+{change.gain:.0f}"] if change.gain >= 0.5 else []
