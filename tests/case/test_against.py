"""The draft held against a notice whose meaning is given, so that these tests do not hang on how notices are read."""

from __future__ import annotations

import datetime

import pytest

from reviewer.case.case import Case, Text
from reviewer.case.judge import judge
from reviewer.case.values import Ask, CaseReport, Deadline, Notice, NoticeAsk, NoticeReason, Reason
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
    assert codes == {"CAS101": ["the steps against a repetition"]}


def test_one_of_several_alternatives_is_enough() -> None:
    asked = notice((Ask.RETRACTION, True, 1), (Ask.INVOICES, True, 1), (Ask.PHOTOS, True, None))
    _, codes = held(PLAN + "\nInvoices of the last 365 days are attached.\n", asked)
    assert codes == {"CAS102": ["photographs"]}
    _, codes = held(PLAN, asked)
    assert codes == {"CAS102": ["a retraction by the rights owner or invoices", "photographs"]}


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
        ("Both listings are closed.", {}),
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
