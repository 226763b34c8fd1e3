"""The draft held against a notice whose meaning is given, so that these tests do not hang on how notices are read."""

from __future__ import annotations

import datetime
import time

import msgspec
import pytest

from reviewer.case.answers import answered_by
from reviewer.case.case import Case, Text
from reviewer.case.judge import judge
from reviewer.case.values import Ask, CaseReport, Deadline, Notice, NoticeAsk, NoticeReason, Rate, Reason, State
from reviewer.document import Document
from reviewer.labels import cue_labels
from reviewer.rule import Reading
from reviewer.types import Flag, Road, Role


def notice(
    *asks: Ask | tuple[Ask, bool, int | None],
    reasons: tuple[Reason, ...] = (),
    asins: tuple[str, ...] = (),
    orders: tuple[str, ...] = (),
    deadline: str | None = None,
    proof_of_error: bool = False,
) -> Notice:
    full = [ask if isinstance(ask, tuple) else (ask, True, None) for ask in asks]
    return Notice(
        schema=1,
        recognised=True,
        kind=None,
        level=None,
        reasons=[NoticeReason(reason, 0, 0, "") for reason in reasons],
        asins=list(asins),
        order_ids=list(orders),
        complaint_ids=[],
        case_ids=[],
        policies=[],
        rates=[],
        asks=[NoticeAsk(ask, required, group, "", 0, 0) for ask, required, group in full],
        deadline=Deadline("", date=deadline) if deadline else None,
        proof_of_error=proof_of_error,
        channel=None,
    )


def held(
    text: str, said: Notice, *, words: str = "", road: Road = Road.PLAN, roles: dict[int, Role] | None = None, today: datetime.date | None = None
) -> tuple[CaseReport, dict[str, list[str]]]:
    """The case report, and for each code what its findings say."""
    document = Document(text)
    labels = cue_labels(document)
    given = [(roles or {}).get(n, label.role) for n, label in enumerate(labels)]
    reading = Reading(document, given, road, [label.flags for label in labels])
    report, found = judge(reading, Case((Text("notice.txt", words),), (said,), (), today))
    codes: dict[str, list[str]] = {}
    for rule, hit in found:
        codes.setdefault(rule.code, []).append(hit.detail or document.excerpt(hit.span))
    return report, codes


PLAN = """Root cause
- The cause was that our clerk confirmed orders before pick-up.
Actions taken
- We have refunded the 12 buyers and shipped all open orders.
Prevention
- To prevent this, the shift lead checks the scan list every evening."""


def test_a_plan_with_all_parts_answers_a_plan_of_action() -> None:
    report, codes = held(PLAN, notice(Ask.ROOT_CAUSE, Ask.CORRECTIVE_ACTIONS, Ask.PREVENTIVE_ACTIONS, Ask.PLAN_OF_ACTION))
    assert all(answer.lines for answer in report.answers)
    assert report.answers[0].lines == [2]
    assert not codes


def test_a_missing_part_is_named_once() -> None:
    text = PLAN.split("Prevention", maxsplit=1)[0]
    _, codes = held(text, notice(Ask.ROOT_CAUSE, Ask.PREVENTIVE_ACTIONS, Ask.PREVENTIVE_ACTIONS, Ask.PLAN_OF_ACTION))
    assert codes == {"CAS101": ["the steps so that it does not happen again; no line of the letter gives it"]}


def test_one_of_several_alternatives_is_enough() -> None:
    asked = notice((Ask.RETRACTION, True, 1), (Ask.INVOICES, True, 1), (Ask.PHOTOS, True, None))
    _, codes = held(PLAN + "\nInvoices of the last 365 days are attached.\n", asked)
    assert codes == {"CAS102": ["photographs; the letter does not mention it"]}
    _, codes = held(PLAN, asked)
    assert codes == {"CAS102": ["a retraction by the rights owner or invoices; the letter does not mention it", "photographs; the letter does not mention it"]}


def test_what_is_optional_is_no_finding() -> None:
    _, codes = held(PLAN, notice((Ask.EXPLANATION_OF_ERROR, False, None), (Ask.PHOTOS, False, None)))
    assert not codes


def test_a_dispute_is_not_asked_for_a_plan_but_for_proof() -> None:
    asked = notice(Ask.ROOT_CAUSE, Ask.PREVENTIVE_ACTIONS, (Ask.EXPLANATION_OF_ERROR, False, None), proof_of_error=True)
    bare = "We dispute this. We never owned the other account."
    _, codes = held(bare, asked, road=Road.DISPUTE)
    assert set(codes) == {"CAS401", "CAS403"}
    shown = bare + " The lease of 1 May 2025 is attached. To prevent doubt we check the address list every month."
    _, codes = held(shown, asked, road=Road.DISPUTE)
    assert not codes


def test_a_dispute_where_a_plan_is_wanted_is_a_suggestion() -> None:
    text = "We dispute this. The proof of delivery is attached. To prevent doubt our clerk checks every scan."
    _, codes = held(text, notice(Ask.ROOT_CAUSE, Ask.CORRECTIVE_ACTIONS), road=Road.DISPUTE, roles={1: Role.EVIDENCE, 2: Role.PREVENTIVE_ACTION})
    assert set(codes) == {"CAS402"}


@pytest.mark.parametrize(
    ("line", "codes"),
    [
        ("B0C7RTM4XK and B0C7RTN92Q are closed.", {}),
        ("b0c7rtm4xk is closed.", {"CAS111": ["the ASIN B0C7RTN92Q"]}),
        ("Both listings are closed.", {"CAS111": ["the ASINs B0C7RTM4XK, B0C7RTN92Q"]}),
        ("B0C7RTM4XK and B0C7RTN29Q are closed.", {"CAS112": ["B0C7RTN92Q, the letter B0C7RTN29Q"]}),
        ("Everything is closed.", {"CAS111": ["the ASINs B0C7RTM4XK, B0C7RTN92Q"]}),
    ],
)
def test_asins_of_the_notice(line: str, codes: dict[str, list[str]]) -> None:
    assert held(line, notice(asins=("B0C7RTM4XK", "B0C7RTN92Q")))[1] == codes


def test_orders_are_examples() -> None:
    said = notice(orders=("113-4471902-8830265", "113-9025518-1170344"))
    assert not held("Order 113-4471902-8830265 left on 21 October.", said)[1]
    assert held("The orders left on 21 October.", said)[1] == {"CAS113": ["the orders 113-4471902-8830265, 113-9025518-1170344"]}


def test_another_problem_than_that_of_the_notice() -> None:
    text = """The courier depot closed because of snow and 63 parcels stayed there.
All 63 parcels were delivered by 28 November.
Two couriers collect each day now.
We changed the handling time."""
    roles = {0: Role.ROOT_CAUSE, 1: Role.CORRECTIVE_ACTION, 2: Role.PREVENTIVE_ACTION, 3: Role.PREVENTIVE_ACTION}
    words = "The cable of the heated blanket became hot and burned the cover. Complaint about an unsafe product."
    _, codes = held(text, notice(reasons=(Reason.SAFETY,)), words=words, roles=roles)
    assert codes["CAS121"] == ["safety"]
    _, codes = held(text, notice(reasons=(Reason.LATE_SHIPMENT,)), words="Your late shipment rate is too high.", roles=roles)
    assert "CAS121" not in codes


def test_the_notice_copied_back_is_no_answer_but_a_quotation_is_none_of_our_business() -> None:
    words = "Customers told us that the cable of the heated blanket became hot and in one case burned the cover of the sofa."
    _, codes = held(f"What happened: {words}", notice(), words=words)
    assert codes == {"CAS122": ["22"]}
    assert not held(f'You wrote: "{words}"', notice(), words=words)[1]


@pytest.mark.parametrize(
    ("today", "said"),
    [
        (datetime.date(2026, 1, 13), "2026-01-15; 2 days are left"),
        (datetime.date(2026, 1, 15), "2026-01-15; that is today"),
        (datetime.date(2026, 1, 20), "2026-01-15; that day is past"),
    ],
)
def test_the_deadline_nears(today: datetime.date, said: str) -> None:
    assert held("We checked.", notice(deadline="2026-01-15"), today=today)[1] == {"CAS131": [said]}


def test_a_far_deadline_and_one_without_a_year_that_does_not_exist_are_silent() -> None:
    assert not held("We checked.", notice(deadline="2026-01-15"), today=datetime.date(2025, 12, 1))[1]
    assert not held("We checked.", notice(deadline="--02-29"), today=datetime.date(2025, 2, 28))[1]


@pytest.mark.parametrize(
    ("reason", "line", "found"),
    [
        (Reason.INAUTHENTIC, "We have no invoice for the 60 presses.", True),
        (Reason.INAUTHENTIC, "We could not find the invoices of February.", True),
        (Reason.INAUTHENTIC, "No invoice was altered; all invoices are attached.", False),
        (Reason.INAUTHENTIC, "Invoices without prices are attached.", False),
        (Reason.RELATED_ACCOUNT, "My brother's shop is still closed.", True),
        (Reason.RELATED_ACCOUNT, "The other account was reinstated on 3 May.", False),
        (Reason.LATE_SHIPMENT, "We have no invoice for the postage.", False),
        (Reason.TRADEMARK, "The rights owner has not answered our two letters.", True),
        (Reason.SAFETY, "We do not have a test report for this lot.", True),
    ],
)
def test_what_wording_cannot_mend(reason: Reason, line: str, found: bool) -> None:
    assert ("CAS301" in held(line, notice(reasons=(reason,)))[1]) is found


def test_documents_that_the_reason_usually_needs() -> None:
    plan = PLAN.replace("scan list", "shelf")
    _, codes = held(plan, notice(reasons=(Reason.LATE_SHIPMENT,)))
    assert codes == {"CAS201": ["tracking or carrier records of the orders concerned"]}
    report, codes = held(plan + "\nThe tracking list is attached.", notice(reasons=(Reason.LATE_SHIPMENT,)))
    assert report.documents[0].lines == [7]
    assert not codes
    _, codes = held(plan, notice(Ask.SHIPMENT_PROOF, reasons=(Reason.LATE_SHIPMENT,)))
    assert list(codes) == ["CAS102"], "a point that the notice asks for is not named twice"


def test_a_text_that_is_no_notice_gives_no_comparison() -> None:
    unread = Notice(1, False, None, None, [], [], [], [], [], [], [], [], None, False, None)
    _, codes = held("We have no invoice.", unread)
    assert codes == {"CAS141": ["notice.txt"]}


def test_flags_decide_what_explains_an_error() -> None:
    document = Document("The notice is mistaken.\nHere is why.")
    reading = Reading(document, [Role.ACKNOWLEDGEMENT, Role.BACKGROUND], Road.PLAN, [frozenset({Flag.DENIES}), frozenset()])
    report, _ = judge(reading, Case((Text("n", ""),), (notice(Ask.EXPLANATION_OF_ERROR),)))
    assert report.answers[0].lines == [1]


def severities(text: str, said: Notice, roles: dict[int, Role] | None = None, words: str = "") -> list[tuple[str, str]]:
    document = Document(text)
    given = [(roles or {}).get(n, label.role) for n, label in enumerate(cue_labels(document))]
    _, found = judge(Reading(document, given), Case((Text("notice.txt", words),), (said,)))
    return [(rule.code, rule.severity.value) for rule, _ in found]


def test_all_asins_at_once_count_in_a_cause_an_action_or_a_control_only() -> None:
    said = notice(asins=("B0C7RTM4XK", "B0C7RTN92Q"))
    line = "On 6 May I read through the 212 reviews of both products and B0C7RTM4XK."
    report, codes = held(line, said, roles={0: Role.CORRECTIVE_ACTION})
    assert not codes
    assert [(one.lines, one.grouped) for one in report.identifiers] == [([1], []), ([], [1])]
    assert held(line, said, roles={0: Role.BACKGROUND})[1] == {"CAS111": ["the ASIN B0C7RTN92Q"]}
    assert held("All orders were refunded.", said, roles={0: Role.CORRECTIVE_ACTION})[1] == {"CAS111": ["the ASINs B0C7RTM4XK, B0C7RTN92Q"]}


@pytest.mark.parametrize(
    ("line", "state"),
    [
        ("Invoice.pdf is the invoice of Kant GmbH.", State.ANSWERED),
        ("The invoices of Kant GmbH are attached.", State.ANSWERED),
        ("Invoice no. 2025-1177 covers the 60 presses.", State.ANSWERED),
        ("Annex 2 holds the invoices.", State.ANSWERED),
        ("Since 9 June presses come only from Kant GmbH, under invoice.", State.MENTIONED),
        ("The invoices are in the folder in our office.", State.MENTIONED),
        ("The invoice of 12 May was paid.", State.MENTIONED),
        ("We have no invoice for the presses.", State.LACKING),
        ("We counted the stock.", State.OPEN),
    ],
)
def test_a_document_is_given_mentioned_lacking_or_open(line: str, state: State) -> None:
    report, codes = held(f"We write about the presses.\n{line}", notice(Ask.INVOICES, reasons=(Reason.INAUTHENTIC,)), roles={1: Role.BACKGROUND})
    (answer,) = report.answers
    assert (answer.state, answer.lines) == (state, [2] if state is State.ANSWERED else [])
    assert answer.near == ([2] if state in (State.MENTIONED, State.LACKING) else [])
    assert ("CAS102" in codes) is (state in (State.MENTIONED, State.OPEN))
    assert ("CAS301" in codes) is (state is State.LACKING)


def test_a_line_under_a_heading_of_documents_or_with_the_role_of_evidence_gives_one() -> None:
    asked = notice(Ask.ADDRESS_DOCUMENT)
    listed = held("Documents attached\n- Internet bill of 12 September for 31 Hobart Street", asked, roles={1: Role.BACKGROUND})[0]
    assert listed.answers[0].lines == [2]
    proof = held("The lease shows the address.\nThe old water bill showed Quay Lane.", asked, roles={0: Role.EVIDENCE, 1: Role.ROOT_CAUSE})[0]
    assert proof.answers[0].lines == [1]


def test_a_document_that_is_insisted_on_and_open_or_lacking_makes_an_error() -> None:
    invoices = notice(Ask.INVOICES, reasons=(Reason.INAUTHENTIC,))
    assert severities("We counted the stock.", invoices) == [("CAS102", "error")]
    assert severities("We have no invoice for the presses.", invoices) == [("CAS301", "error")]
    assert severities("We counted the stock.", notice(Ask.PHOTOS)) == [("CAS102", "warning")]
    assert severities("We have no invoice for the presses.", notice((Ask.INVOICES, False, None))) == [("CAS301", "warning")]
    either = notice((Ask.INVOICES, True, 1), (Ask.RETRACTION, True, 1))
    assert severities("We counted the stock.", either) == [("CAS102", "warning")]
    partly = "We have no invoice for 2 presses.\nThe other invoices are attached."
    assert severities(partly, invoices) == [("CAS301", "warning")], "what is attached answers the point"


def test_a_promise_and_a_missing_part_are_named_for_what_they_are() -> None:
    text = "We had no check of the labels.\nWe have refunded the 12 buyers.\nWe will never let you down again."
    roles = {0: Role.ROOT_CAUSE, 1: Role.CORRECTIVE_ACTION, 2: Role.COMMITMENT}
    report, codes = held(text, notice(Ask.PLAN_OF_ACTION), roles=roles)
    assert (report.answers[0].state, report.answers[0].near, report.answers[0].missing) == (State.PARTLY, [1, 2], [Ask.PREVENTIVE_ACTIONS])
    assert codes == {"CAS101": ["a plan of action; missing: the steps so that it does not happen again"]}
    _, codes = held(text, notice(Ask.PREVENTIVE_ACTIONS), roles=roles)
    assert codes == {"CAS101": ["the steps so that it does not happen again; line 3 is only a promise"]}


def test_lines_about_another_matter_answer_no_part_of_the_plan() -> None:
    text = "The courier depot closed because of snow.\nAll 63 parcels were delivered by 28 November.\nTwo couriers collect each day now."
    roles = {0: Role.ROOT_CAUSE, 1: Role.CORRECTIVE_ACTION, 2: Role.PREVENTIVE_ACTION}
    words = "The cable of the heated blanket became hot."
    report, codes = held(text, notice(Ask.ROOT_CAUSE, reasons=(Reason.SAFETY,)), words=words, roles=roles)
    assert (report.answers[0].state, report.answers[0].near) == (State.ELSEWHERE, [1])
    assert codes["CAS101"] == ["the root cause; line 1 is about another matter"]
    report, codes = held(text, notice(Ask.ROOT_CAUSE, reasons=(Reason.LATE_SHIPMENT,)), words=words, roles=roles)
    assert report.answers[0].lines == [1]
    assert "CAS101" not in codes


def test_of_two_branches_only_the_one_that_the_draft_takes_is_asked_for() -> None:
    said = notice(Ask.OTHER_ACCOUNT, Ask.EXPLANATION_OF_ERROR)
    branches = ("yours", "not yours")
    said = msgspec.structs.replace(said, asks=[msgspec.structs.replace(ask, branch=one) for ask, one in zip(said.asks, branches, strict=True)])
    report, _ = held("We never owned it. The lease is attached.", said, road=Road.DISPUTE)
    assert [(answer.ask, answer.required) for answer in report.answers] == [(Ask.EXPLANATION_OF_ERROR, True)]
    report, codes = held("The other account was reinstated on 3 May.", said)
    assert [answer.ask for answer in report.answers] == [Ask.OTHER_ACCOUNT]
    assert not codes


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("Our late shipment rate of the last 30 days was 7.9%.", True),
        ("Our late shipment rate of the last 30 days was 11.47%.", False),
        ("Our late shipment rate of the last 30 days is now 3.1%.", False),
        ("Our late shipment rate of the last 10 days was 7.9%.", False),
        ("Our late shipment rate was 7.9%.", False),
    ],
)
def test_a_rate_of_the_notice_contradicts_the_draft_only_for_the_same_window_in_the_past(line: str, found: bool) -> None:
    said = msgspec.structs.replace(notice(), rates=[Rate("late_shipment_rate", 11.47, 4.0, 30), Rate("other", 3.0, None, 30)])
    report, codes = held(line, said)
    assert ("CAS601" in codes) is found
    assert [one.source for one in report.conflicts] == ["notice"] * found
    if found:
        assert codes["CAS601"] == ["late shipment rate 11.47 % (30 days), 7.9% here"]


@pytest.mark.parametrize("text", ["We have the invoice " + "a-" * 50_000, "invoice-" * 12_000, "We sent invoices " * 6_000])
def test_a_hostile_line_is_bounded(text: str) -> None:
    document = Document(text)
    begin = time.process_time()
    answered_by(Ask.INVOICES, Reading(document, [Role.BACKGROUND] * len(document.sentences)))
    assert time.process_time() - begin < 3
