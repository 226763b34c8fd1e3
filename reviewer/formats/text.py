"""The Report for a terminal: what would gain most, then each finding with its line and carets."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

from reviewer.formats import case
from reviewer.formats.terminal import WIDTH, Style, styled, wrapped
from reviewer.formats.verdict import because, gain, points
from reviewer.positions import Positions
from reviewer.types import NOBODY_CAN_MEND, Contribution, Diagnostic, Dimension, Report, Severity, Verdict

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.SUGGESTION: "cyan"}


def render(report: Report, text: str, *, colour: bool = False, quiet: bool = False) -> str:
    """The review of `text` as lines for a terminal."""
    return "\n".join(_lines(report, text, styled(colour=colour), quiet)) + "\n"


def _lines(report: Report, text: str, style: Style, quiet: bool) -> Iterator[str]:
    ready = report.verdict is Verdict.READY
    verdict = style(report.verdict.value.upper(), fg="green" if ready else "red", bold=True)
    yield f"{style(report.file, bold=True)}: {verdict}, overall {points(report.overall)} of 100"
    if quiet:
        return
    if reason := because(report):
        yield from wrapped("", reason)
        yield from _unspoken(report)
    road = "a plan of action" if report.road == "plan" else "a dispute: nobody is asked to confess, the proof is what counts"
    yield f"read as {road}; {report.statistics.words} words"
    yield ""
    for dimension in Dimension:
        value = points(report.scores.of(dimension))
        colour = "green" if value >= 75 else "yellow" if value >= 50 else "red"
        yield f"  {dimension.value:<12} {value:>3}  {style('█' * (value // 5), fg=colour)}{style('░' * (20 - value // 5), dim=True)}"
    yield from _case(report, style)
    if report.changes:
        yield ""
        yield style("What would gain most", bold=True)
        for number, change in enumerate(report.changes, 1):
            where = "whole letter" if change.line is None else f"line {change.line}"
            yield from wrapped(f"  {number}. ", f"{change.message} [{', '.join([change.code, where, *gain(change)])}]")
    findings = [d for d in report.diagnostics if not d.code.startswith("ENG")]
    if findings:
        yield ""
        yield style("Line by line", bold=True)
    positions = Positions(text)
    alike: dict[tuple[str, str], list[Diagnostic]] = {}
    for diagnostic in findings:
        alike.setdefault((diagnostic.code, diagnostic.message), []).append(diagnostic)
    for first, *others in alike.values():
        yield ""
        yield from _finding(first, others, positions, style)
    yield from _english(report, style)
    yield ""
    yield _summary(report)


def _unspoken(report: Report) -> Iterator[str]:
    """The two greatest losses of each score below its least value of which no finding of weight speaks."""
    spoken = {d.dimension for d in report.diagnostics if d.severity is not Severity.SUGGESTION and d.dimension is not None}
    short = [said.split()[0] for said in report.because if " is below " in said]
    for dimension in [d for d in Dimension if d.value in short and d not in spoken]:
        yield from _losses(dimension.value, [c for c in report.contributions if c.dimension is dimension])
    if "overall" in short and not spoken and not any(d.value in short for d in Dimension):
        yield from _losses("overall", report.contributions)


def _losses(name: str, contributions: Sequence[Contribution]) -> Iterator[str]:
    lost = sorted((c for c in contributions if c.points < 0 and c.reason not in NOBODY_CAN_MEND), key=lambda c: c.points)[:2]
    if lost:
        said = "; ".join(f"{c.reason.rstrip('.')} [{'whole letter' if c.line is None else f'line {c.line}'}, {c.points:.0f}]" for c in lost)
        yield from wrapped(f"  {name}: ", said)


def _case(report: Report, style: Style) -> Iterator[str]:
    """What the notice wants, and the lines that give it."""
    if report.case is None:
        return
    for notice in report.case.notices:
        yield from wrapped("", case.summary(notice))
    section = ""
    for row in case.rows(report.case):
        if row.section != section:
            section = row.section
            yield ""
            yield style(section, bold=True)
        mark = style(row.mark, fg="green" if row.met else "yellow" if row.doubtful else "red")
        yield from wrapped(f"  {mark} ", f"{_visible(row.name)} [{row.place}]")


def _finding(diagnostic: Diagnostic, others: Sequence[Diagnostic], positions: Positions, style: Style) -> Iterator[str]:
    """One finding, and the places of `others` of which the same is said."""
    severity = style(diagnostic.severity.value, fg=_COLOURS[diagnostic.severity], bold=True)
    whole = diagnostic.start == diagnostic.end
    yield f"{'whole letter' if whole else f'{diagnostic.line}:{diagnostic.column}'} {severity} {diagnostic.code} {diagnostic.name}"
    if not whole:
        yield from _snippet(diagnostic, positions, style)
    yield from wrapped("    ", diagnostic.message)
    if others:
        yield from wrapped("    also: ", ", ".join(f"{other.line}:{other.column}" for other in others))
    yield from wrapped("    try: ", diagnostic.help)


def _snippet(diagnostic: Diagnostic, positions: Positions, style: Style) -> Iterator[str]:
    """The first line of the finding with carets under it, cut to the width of a terminal."""
    line = positions.line_text(diagnostic.line)
    first = diagnostic.column - 1
    last = len(line) if diagnostic.end_line > diagnostic.line else diagnostic.end_column - 1
    begin = 0 if last <= WIDTH - 12 else max(0, first - 24)
    end = min(len(line), begin + WIDTH - 12)
    shown = ("…" if begin else "") + _visible(line[begin:end]) + ("…" if end < len(line) else "")
    margin = f"{diagnostic.line:>5} │ "
    yield style(margin, dim=True) + shown
    before = _columns(("…" if begin else "") + _visible(line[begin:first]))
    carets = max(1, _columns(_visible(line[first : min(last, end)])))
    yield style(" " * 5 + " │ ", dim=True) + " " * before + style("^" * carets, fg=_COLOURS[diagnostic.severity])


def _visible(text: str) -> str:
    """The text with tabs and control characters, which could steer a terminal, made harmless."""
    return "".join(" " if c == "\t" else c if c.isprintable() else "\ufffd" for c in text)


def _columns(text: str) -> int:
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _english(report: Report, style: Style) -> Iterator[str]:
    slips = [d for d in report.diagnostics if d.code.startswith("ENG")]
    if not slips:
        return
    yield ""
    yield style("English (never part of a score)", bold=True)
    for slip in slips:
        yield from wrapped(f"  {slip.line}:{slip.column} ", f"{slip.message} [{slip.code}]")


def _summary(report: Report) -> str:
    counts = [f"{len(found)} {severity.value}{'' if len(found) == 1 else 's'}" for severity in Severity for found in [report.of_severity(severity)]]
    aside = f"; {len(report.suppressed)} set aside" if report.suppressed else ""
    return ", ".join(counts) + aside + ". `reviewer explain CODE` says more about each."
