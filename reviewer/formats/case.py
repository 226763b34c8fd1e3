"""The case of a Report as rows that every format prints: what was asked, what is named, which documents are mentioned."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from reviewer.case.answers import lines_named, named, verb
from reviewer.case.values import Answer, CaseReport, Channel, Notice, State


@dataclass(frozen=True)
class Row:
    """One point of the case: whether the draft meets it, and on which lines."""

    section: str
    name: str
    met: bool
    place: str
    doubtful: bool = False
    """Whether something stands in its place that does not answer it, or only in part."""

    @property
    def mark(self) -> str:
        """A tick, a cross, or a question mark."""
        return "✓" if self.met else "?" if self.doubtful else "✗"


_ID_NAMES = {"asin": "ASIN", "order": "order", "complaint": "complaint", "case": "case"}
_CHANNELS = {Channel.BUTTON: "by the button", Channel.EMAIL: "by e-mail", Channel.REPLY: "by a reply to it", Channel.UPLOAD: "by upload"}


def summary(notice: Notice) -> str:
    """What a notice says, in one line."""
    if not notice.recognised:
        return "the notice was not recognised as one; nothing was compared with it"
    reasons = ", ".join(dict.fromkeys(found.reason.replace("_", " ") for found in notice.reasons))
    about = f"the notice is about {reasons}" if reasons else "the reason of the notice was not recognised"
    level = f" ({notice.level} level)" if notice.level else ""
    proof = "; it leaves room to show an error" if notice.proof_of_error else ""
    how = [f"within {notice.deadline.days} days" if notice.deadline.days is not None else f"by {_day(notice.deadline.date)}"] if notice.deadline else []
    how += [_CHANNELS[notice.channel]] if notice.channel else []
    return f"{about}{level}{proof}" + (f"; answer {', '.join(how)}" if how else "")


def _day(written: str | None) -> str:
    """A date of a deadline; without its year where the notice names none."""
    import datetime

    if written is None or not written.startswith("--"):
        return written or "an unclear date"
    try:
        day = datetime.date.fromisoformat(f"2000-{written[2:]}")
    except ValueError:
        return written
    return f"{day.day} {day:%B}"


def rows(case: CaseReport) -> Iterator[Row]:
    """Every point of the case, those of one section together."""
    for asks in _points(case):
        met = any(answer.lines for answer in asks)
        name = named(list(dict.fromkeys(answer.ask for answer in asks)))
        nearest = next((answer for answer in asks if answer.state is not State.OPEN), asks[0])
        place = _place(sorted({line for answer in asks for line in answer.lines})) if met else _instead(nearest)
        yield Row("The notice asks for", name, met, place, nearest.state in _DOUBTFUL)
    for identifier in case.identifiers:
        if identifier.kind != "case" or identifier.lines:
            place = f"as a group, {lines_named(identifier.grouped)}" if identifier.grouped else _place(identifier.lines)
            yield Row("The notice names", f"{_ID_NAMES[identifier.kind]} {identifier.id}", bool(identifier.lines or identifier.grouped), place)
    for document in case.documents:
        yield Row("Usually needed too", document.document, bool(document.lines), _place(document.lines))
    yield from metric_rows(case)


_DOUBTFUL = (State.PARTLY, State.MENTIONED, State.ELSEWHERE)


def _instead(answer: Answer) -> str:
    """What stands in the place of an answer."""
    near, where = answer.near, lines_named(answer.near)
    match answer.state:
        case State.PARTLY:
            return f"in part, {where}; missing: {named(answer.missing, 'and')}"
        case State.MENTIONED:
            return f"{where}, mentioned, not attached"
        case State.PROMISED:
            return f"{where} {verb(near, 'is only a promise', 'are only promises')}"
        case State.ELSEWHERE:
            return f"{where}, about another matter"
        case State.LACKING:
            return f"{where} {verb(near, 'says', 'say')} that you have none"
    return "no line"


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
            yield Row(section, health.violation_words(violation), False, f"{violation.place} of {case.health.file}")


def _points(case: CaseReport) -> list[list[Answer]]:
    """The asks that must be answered, alternatives together."""
    found: dict[object, list[Answer]] = {}
    for answer in case.answers:
        if answer.required or answer.group is not None:
            found.setdefault(answer.ask if answer.group is None else answer.group, []).append(answer)
    return list(found.values())


def _place(lines: list[int]) -> str:
    return lines_named(lines) if lines else "no line"
