"""The judge of the case: everything that is known around a draft, in one pass."""

from __future__ import annotations

from collections.abc import Iterator

from reviewer.case import against, previous
from reviewer.case.against import Finding
from reviewer.case.case import Case
from reviewer.case.metrics import Conflict
from reviewer.case.values import CaseReport
from reviewer.rule import Hit, Reading
from reviewer.rules import case as rules


def judge(reading: Reading, case: Case) -> tuple[CaseReport, list[Finding]]:
    """The draft held against its case, and the findings on it."""
    contradicted = _contradicted(reading, case)
    names = against.identifiers(reading, case)
    off_topic = against.off_topic(reading, case, names)
    report = CaseReport(
        notices=list(case.understood),
        answers=against.answers(reading, case, against.strangers(reading, case) if off_topic else frozenset()),
        identifiers=names,
        documents=against.documents(reading, case),
        limits=against.limits(reading, case),
        repeated=previous.repeated(reading, case),
        contradictions=previous.contradictions(reading, case),
        health=case.health,
        conflicts=contradicted,
    )
    return report, list(_findings(reading, case, report, off_topic=off_topic))


def _contradicted(reading: Reading, case: Case) -> list[Conflict]:
    """The figures that the metrics contradict, or a rate of the notice; what compares them is loaded only where there are any."""
    if case.health is None and not any(notice.rates for notice in case.recognised):
        return []
    from reviewer.case import figures

    return figures.conflicts(reading, case)


def _findings(reading: Reading, case: Case, report: CaseReport, *, off_topic: bool) -> Iterator[Finding]:
    for text, notice in zip(case.notices, case.understood, strict=True):
        if not notice.recognised:
            yield rules.NO_NOTICE, Hit(against.WHOLE, text.name)
        yield from against.deadline(notice, case.today)
    yield from against.unanswered(reading, report.answers)
    yield from against.uncovered(reading, report.identifiers)
    if off_topic:
        yield rules.OTHER_TOPIC, Hit(against.WHOLE, ", ".join(reason.replace("_", " ") for reason in case.reasons))
    yield from against.copied(reading, case)
    for document in report.documents:
        if not document.lines:
            yield rules.USUAL_DOCUMENT, Hit(against.WHOLE, document.document)
    yield from against.beyond_wording(reading, report.answers, report.limits)
    yield from against.road(reading, case)
    yield from previous.findings(reading, report.repeated, report.contradictions, report.answers)
    if report.conflicts:
        from reviewer.case import figures

        yield from figures.findings(report.conflicts)
    if case.health is not None:
        from reviewer.case import passed_over

        yield from passed_over.findings(reading, case, off_topic=off_topic)
