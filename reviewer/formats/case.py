"""The case of a Report as rows that every format prints: what was asked, what is named, which documents are mentioned."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from reviewer.case.answers import named
from reviewer.case.values import Answer, CaseReport, Notice


@dataclass(frozen=True)
class Row:
    """One point of the case: whether the draft meets it, and on which lines."""

    section: str
    name: str
    met: bool
    place: str


_ID_NAMES = {"asin": "ASIN", "order": "order", "complaint": "complaint", "case": "case"}


def summary(notice: Notice) -> str:
    """What a notice says, in one line."""
    if not notice.recognised:
        return "the notice was not recognised as one; nothing was compared with it"
    reasons = ", ".join(dict.fromkeys(found.reason.replace("_", " ") for found in notice.reasons)) or "no reason was recognised"
    level = f" ({notice.level} level)" if notice.level else ""
    proof = "; it leaves room to show an error" if notice.proof_of_error else ""
    return f"the notice is about {reasons}{level}{proof}"


def rows(case: CaseReport) -> Iterator[Row]:
    """Every point of the case, those of one section together."""
    for asks in _points(case):
        met = any(answer.lines for answer in asks)
        name = named(list(dict.fromkeys(answer.ask for answer in asks)))
        yield Row("The notice asks for", name, met, _place(sorted({line for answer in asks for line in answer.lines})))
    for identifier in case.identifiers:
        if identifier.kind != "case" or identifier.lines:
            yield Row("The notice names", f"{_ID_NAMES[identifier.kind]} {identifier.id}", bool(identifier.lines), _place(identifier.lines))
    for document in case.documents:
        yield Row("Usually needed too", document.document, bool(document.lines), _place(document.lines))
    yield from metric_rows(case)


def metric_rows(case: CaseReport) -> Iterator[Row]:
    """Every metric of the account that has a target, and the violations that the page counts."""
    if case.health is None:
        return
    from reviewer.formats import health

    section = "The account's metrics"
    for one in case.health.metrics:
        if one.met is not None and one.goal is not None:
            name = f"{health.title(one.measure, case.health.marketplace)}: {health.value_words(one.measure)}, target {health.goal_words(one.goal, one.measure.metric)}"
            yield Row(section, name, one.met, one.position)
    for violation in case.health.violations:
        if violation.count:
            yield Row(section, health.violation_words(violation), False, violation.place)


def _points(case: CaseReport) -> list[list[Answer]]:
    """The asks that must be answered, alternatives together."""
    found: dict[object, list[Answer]] = {}
    for answer in case.answers:
        if answer.required or answer.group is not None:
            found.setdefault(answer.ask if answer.group is None else answer.group, []).append(answer)
    return list(found.values())


def _place(lines: list[int]) -> str:
    if not lines:
        return "no line"
    shown = ", ".join(map(str, lines[:6])) + (", …" if len(lines) > 6 else "")
    return f"line {shown}" if len(lines) == 1 else f"lines {shown}"
