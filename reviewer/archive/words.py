"""The lessons in a few plain sentences, for the terminal and for the page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reviewer.archive.duplicates import Duplicates
from reviewer.archive.outcomes import Difference, clear
from reviewer.archive.values import Lessons, Slice

_COMPARED = 10
"""Letters from which on an author or reason is compared with others."""


def in_short(lessons: Lessons, duplicates: Duplicates | None) -> list[str]:
    """What one would tell a colleague about the archive."""
    return [*_scores(lessons), *_findings(lessons), *_time(lessons), *_authors(lessons), *_duplicates(duplicates), *_outcome(lessons)]


def shown(name: str) -> str:
    """A reason or dimension as words."""
    return name.replace("_", " ")


def percent(part: float, whole: float) -> str:
    """A share in percent; never 0 % or 100 % where that is not quite so."""
    if not whole:
        return "0 %"
    value = 100 * part / whole
    if 0 < value < 1:
        return "under 1 %"
    return "over 99 %" if 99 < value < 100 else f"{value:.0f} %"


def signed(value: float) -> str:
    """A figure with its sign and one decimal; never -0.0."""
    return f"{round(value, 1) + 0.0:+.1f}"


def many(count: int, one: str, several: str | None = None) -> str:
    """A count with its noun."""
    return f"{count:,} {one if count == 1 else several or one + 's'}"


def _scores(lessons: Lessons) -> Iterator[str]:
    overall = lessons.scores["overall"]
    yield (
        f"{lessons.ready:,} of {many(lessons.letters, 'letter')} ({percent(lessons.ready, lessons.letters)}) are ready to send as they stand; "
        f"the middle letter scores {overall.median:.0f}, the middle half lies between {overall.quarter:.0f} and {overall.three_quarters:.0f}."
    )
    weakest = lessons.scores[lessons.weakest]
    yield f"{lessons.weakest.capitalize()} is the weakest of the five scores: {weakest.mean:.0f} on average, and a quarter of the letters have {weakest.quarter:.0f} or less."


def _findings(lessons: Lessons) -> Iterator[str]:
    scored = [one for one in lessons.findings if one.dimension]
    if scored:
        best = max(scored, key=lambda one: one.gain)
        yield (
            f"What would gain most over all letters is {best.code} {best.name}: {percent(best.letters, lessons.letters)} of the letters have it, "
            f"and mending it is worth {best.gain:.1f} points a letter."
        )


def _time(lessons: Lessons) -> Iterator[str]:
    overall = next((drift for drift in lessons.drifts if drift.name == "overall"), None)
    if overall is None:
        return
    if overall.low <= 0 <= overall.high:
        yield f"The overall score shows no clear movement over time ({overall.a_year:+.0f} points a year, somewhere between {overall.low:+.0f} and {overall.high:+.0f})."
    else:
        direction = "rises" if overall.a_year > 0 else "falls"
        yield f"The overall score {direction} by {abs(overall.a_year):.0f} points a year ({overall.low:+.0f} to {overall.high:+.0f})."


def _authors(lessons: Lessons) -> Iterator[str]:
    known = [one for one in lessons.authors if one.letters >= _COMPARED and one.low is not None and one.name != "others"]
    if len(known) < 2:
        return
    best, least = max(known, key=_overall), min(known, key=_overall)
    apart = (best.low or 0) > (least.high or 0)
    yield (
        f"By author the mean runs from {_overall(least):.0f} ({least.name}) to {_overall(best):.0f} ({best.name})"
        + ("." if apart else ", which with so few letters may be chance.")
    )


def _overall(one: Slice) -> float:
    return one.scores["overall"]


def _duplicates(duplicates: Duplicates | None) -> Iterator[str]:
    if duplicates is None:
        return
    if duplicates.passages:
        first = duplicates.passages[0]
        authors = f" by {many(first.authors, 'author')}" if first.authors else ""
        yield f"The passage that is pasted most, {first.words} words long, stands in {many(first.letters, 'letter')}{authors}."
    if duplicates.groups:
        yield f"{many(duplicates.repeated, 'letter')} ({percent(duplicates.repeated, duplicates.letters)}) are nearly the same as another; they form {many(len(duplicates.groups), 'group')}."
    if not duplicates.passages and not duplicates.groups:
        yield "No passage of eight words and more stands in several letters."


def _outcome(lessons: Lessons) -> Iterator[str]:
    outcome = lessons.outcome
    if outcome is None:
        return
    counts = f"Amazon's answer is known for {many(outcome.accepted + outcome.refused, 'letter')}, {outcome.accepted:,} of them accepted"
    if not outcome.scores:
        yield f"{counts}: too few to compare."
        return
    stand = clear(outcome.scores)
    found = clear(outcome.findings)
    if not stand and not found:
        yield f"{counts}; no difference between accepted and refused letters stands when all are looked at together."
    else:
        told = [*(one.name for one in stand), *(f"{one.name} in {one.accepted:.0f} against {one.refused:.0f} %" for one in _first(found))]
        yield f"{counts}; they differ clearly in {', '.join(told)}. That is no proof that the wording made the difference."


def _first(found: Sequence[Difference]) -> Sequence[Difference]:
    return found[:3]
