"""The draft held against earlier appeals."""

from __future__ import annotations

from reviewer.case.case import Case, Text
from reviewer.case.judge import judge
from reviewer.case.values import Ask, CaseReport
from reviewer.document import Document
from reviewer.labels import cue_labels
from reviewer.rule import Reading
from reviewer.types import Flag, Role, Severity
from tests.case.test_against import notice

EARLIER = """Root cause
- On 3 May our clerk changed the stock of 41 orders by hand and did not check the sync.
Actions taken
- We have added a second check before shipping, done by the night lead.
Our late shipment rate was 7.2 % in the last 30 days.
Prevention
- Our warehouse manager now reviews all open orders every morning at nine.
Please reinstate our account, thank you very much for your time and help.
"""


def held(text: str, *asks: Ask) -> tuple[CaseReport, list[tuple[str, str]]]:
    document = Document(text)
    labels = cue_labels(document)
    reading = Reading(document, [label.role for label in labels], flags=[label.flags for label in labels])
    case = Case((Text("reply.txt", ""),) if asks else (), (notice(*asks),) if asks else (), (Text("first.txt", EARLIER),))
    report, found = judge(reading, case)
    return report, [(rule.code, hit.detail) for rule, hit in found if rule.code.startswith(("CAS5", "CAS103"))]


def test_word_for_word_and_in_substance() -> None:
    report, found = held(
        "Root cause\n- Our clerk changed the stock of 41 orders by hand and did not check the sync.\n"
        "Prevention\n- Our warehouse manager reviews the open orders at nine each morning.\n"
    )
    assert [(one.exact, one.source) for one in report.repeated] == [(True, "first.txt"), (False, "first.txt")]
    assert [code for code, _ in found] == ["CAS501", "CAS502"]


def test_a_request_and_a_greeting_may_stand_again() -> None:
    assert not held("Please reinstate our account, thank you very much for your time and help.\n")[1]


def test_new_facts_are_not_repetition() -> None:
    text = "Root cause\n- The printer in hall 2 was off from 1 to 4 May, and nobody had a list of what was packed.\n"
    assert not held(text)[1]


def test_other_figures_for_the_same_fact() -> None:
    report, _ = held(
        "Our late shipment rate was 6.8 % in the last 30 days.\nOn 5 May our clerk changed by hand the stock of 38 orders without a check of the sync.\n"
    )
    assert {(one.said, one.earlier) for one in report.contradictions} == {("6.8 %", "7.2 %"), ("38 orders", "41 orders"), ("5 May", "3 May")}


def test_a_correction_is_no_contradiction() -> None:
    report, _ = held("Our late shipment rate was 6.8 % in the last 30 days; the 7.2 % of our first letter were wrong.\n")
    assert not report.contradictions
    report, _ = held("On May 3rd our clerk changed by hand the stock of 41 orders without a check of the sync.\n")
    assert not report.contradictions, "the same date in another form"


def test_the_same_answer_to_what_was_asked_again() -> None:
    same = "Root cause\n- The cause: on 3 May our clerk changed the stock of 41 orders by hand and did not check the sync.\n"
    assert ("CAS103", "the root cause") in held(same, Ask.ROOT_CAUSE)[1]
    more = same + "- The cause behind it was that nobody but him had the password of the stock tool.\n"
    assert "CAS103" not in dict(held(more, Ask.ROOT_CAUSE)[1])


def test_the_earlier_sentence_is_quoted() -> None:
    report, found = held("Prevention\n- Our warehouse manager reviews the open orders at nine each morning.\n")
    assert report.repeated[0].earlier == "Our warehouse manager now reviews all open orders every morning at nine."
    assert found == [("CAS502", "Our warehouse manager now reviews all open orders every morning at nine.")]


def test_a_repeated_fact_is_a_suggestion_and_a_repeated_promise_a_fault() -> None:
    text = "On 3 May our clerk changed the stock of 41 orders by hand.\nPlease reinstate our account, thank you very much for your time and help.\n"
    document = Document(text)
    flags = [frozenset({Flag.CONCRETE}), frozenset({Flag.BOILERPLATE})]
    reading = Reading(document, [Role.ROOT_CAUSE, Role.COMMITMENT], flags=flags)
    _, found = judge(reading, Case(previous=(Text("first.txt", EARLIER),)))
    assert [(rule.code, rule.severity) for rule, _ in found] == [("CAS501", Severity.SUGGESTION), ("CAS501", Severity.WARNING)]
    assert "do not change them" in found[0][0].help


def test_a_new_fact_under_the_same_heading_is_something_new() -> None:
    text = "Actions taken\n- We have added a second check before shipping, done by the night lead.\n- On 6 May we read 212 reviews; the list is attached.\n"
    document = Document(text)
    roles = [Role.FRAME, Role.CORRECTIVE_ACTION, Role.BACKGROUND]
    case = Case((Text("reply.txt", ""),), (notice(Ask.CORRECTIVE_ACTIONS),), (Text("first.txt", EARLIER),))

    def codes(*flags: Flag) -> set[str]:
        own = [frozenset[Flag](), frozenset({Flag.CONCRETE}), frozenset(flags)]
        return {rule.code for rule, _ in judge(Reading(document, roles, flags=own), case)[1]}

    assert "CAS103" not in codes(Flag.CONCRETE)
    assert "CAS103" in codes(Flag.VAGUE)
