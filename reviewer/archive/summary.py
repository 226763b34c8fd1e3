"""The lessons for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from reviewer.archive import words
from reviewer.archive.duplicates import Duplicates
from reviewer.archive.outcomes import WARNING, Difference
from reviewer.archive.values import Lessons, Slice
from reviewer.formats.terminal import Style, styled, wrapped
from reviewer.types import Severity

_ROWS = 10
_BAR = 20
_COLOURS = {Severity.ERROR.value: "red", Severity.WARNING.value: "yellow", Severity.SUGGESTION.value: "cyan"}


class _Summary(msgspec.Struct, frozen=True):
    """What `reviewer summary --format json` prints."""

    lessons: Lessons
    duplicates: Duplicates | None


def as_json(lessons: Lessons, duplicates: Duplicates | None) -> str:
    """All figures as one JSON object."""
    return msgspec.json.format(msgspec.json.encode(_Summary(lessons, duplicates)), indent=2).decode() + "\n"


def render(lessons: Lessons, duplicates: Duplicates | None, *, colour: bool = False) -> str:
    """The lessons as lines of at most 88 characters."""
    return "\n".join(_lines(lessons, duplicates, styled(colour=colour))) + "\n"


def _lines(lessons: Lessons, duplicates: Duplicates | None, style: Style) -> Iterator[str]:
    failed = f", {words.many(lessons.failed, 'row')} not readable" if lessons.failed else ""
    yield f"{style(visible(lessons.table), bold=True)}: {words.many(lessons.letters, 'letter')}{failed}"
    yield ""
    for sentence in words.in_short(lessons, duplicates):
        yield from wrapped("  - ", visible(sentence))
    yield from _scores(lessons, style)
    yield from _slices("By reason", lessons.reasons, style)
    yield from _slices("By author", lessons.authors, style)
    yield from _slices("By month", lessons.months[-_ROWS - 2 :], style)
    yield from _findings(lessons, style)
    if duplicates is not None:
        yield from _duplicates(duplicates, style)
    yield from _outcome(lessons, style)


def _head(title: str, style: Style) -> Iterator[str]:
    yield ""
    yield style(title, bold=True)


def _scores(lessons: Lessons, style: Style) -> Iterator[str]:
    yield from _head("Scores (median, and where the middle half lies)", style)
    for name, spread in lessons.scores.items():
        yield f"  {name:<14}{spread.median:>3.0f}  {_bar(spread.median / 100, _colour(spread.median), style)}  {spread.quarter:.0f} to {spread.three_quarters:.0f}"


def _slices(title: str, chosen: Sequence[Slice], style: Style) -> Iterator[str]:
    if not chosen:
        return
    yield from _head(f"{title} (mean overall score, letters, ready)", style)
    for one in chosen[: _ROWS + 2]:
        mean = one.scores["overall"]
        yield f"  {_short(words.shown(one.name), 24):<24} {mean:>3.0f}  {_bar(mean / 100, _colour(mean), style)}  {one.letters:>7,}  {words.percent(one.ready, one.letters):>9}"
    if len(chosen) > _ROWS + 2:
        yield f"  and {len(chosen) - _ROWS - 2} more"


def _findings(lessons: Lessons, style: Style) -> Iterator[str]:
    if not lessons.findings:
        return
    yield from _head("Most frequent findings (share of letters, points a letter)", style)
    for one in lessons.findings[:_ROWS]:
        share = one.letters / lessons.letters
        yield f"  {one.code:<7}{_short(one.name, 30):<30} {_bar(share, _COLOURS.get(one.severity, 'cyan'), style)}  {words.percent(one.letters, lessons.letters):>9}  {one.gain:>4.1f}"


def _duplicates(duplicates: Duplicates, style: Style) -> Iterator[str]:
    if not duplicates.passages:
        return
    yield from _head("Pasted most (letters, words)", style)
    for one in duplicates.passages[:5]:
        said = visible(one.text) if one.text else f"a passage that begins in row {one.rows[0]}"
        yield from wrapped(f"  {one.letters:>6,} {one.words:>4}  ", said if len(said) <= 200 else said[:199] + "…")


def _outcome(lessons: Lessons, style: Style) -> Iterator[str]:
    outcome = lessons.outcome
    if outcome is None:
        return
    yield from _head(f"Accepted ({outcome.accepted:,}) and refused ({outcome.refused:,}); unknown: {outcome.unknown:,}", style)
    for one in [*outcome.scores, *outcome.findings[:5]]:
        yield f"  {one.name:<14}{one.accepted:>4.0f} {one.refused:>4.0f}  {words.signed(one.difference):>6}  ({words.signed(one.low)} to {words.signed(one.high)}){_stands(one, style)}"
    for note in (WARNING, *(note for note in outcome.notes if note != WARNING)):
        yield from wrapped("  ", note)


def _stands(one: Difference, style: Style) -> str:
    return "  " + style("clear", fg="green") if one.clear else ""


def _colour(value: float) -> str:
    return "green" if value >= 75 else "yellow" if value >= 50 else "red"


def _bar(share: float, colour: str, style: Style) -> str:
    filled = min(_BAR, max(0, round(share * _BAR)))
    return style("█" * filled, fg=colour) + style("░" * (_BAR - filled), dim=True)


def _short(text: str, width: int) -> str:
    said = visible(text)
    return said if len(said) <= width else said[: width - 1] + "…"


def visible(text: str) -> str:
    """The text without control characters, which could steer a terminal."""
    return "".join(character if character.isprintable() else "\ufffd" for character in " ".join(text.split()))
