"""The draft held against the account's metrics: what contradicts them, what is passed over, and all that must stay silent."""

from __future__ import annotations

import datetime
import io
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner
from docx import Document as WordDocument

from reviewer.case.case import Case, case_of
from reviewer.case.judge import judge
from reviewer.case.values import CaseReport
from reviewer.cli import main
from reviewer.document import Document
from reviewer.engine import Reviewer
from reviewer.formats import docx, html, machine
from reviewer.formats import text as terminal
from reviewer.labels import cue_labels
from reviewer.rule import Reading
from reviewer.types import Origin, Report, ReviewerError, Road

DAY = datetime.date(2026, 6, 1)
METRICS = """metric,value,orders,bad,window,end
Order Defect Rate,0.42%,1430,6,60,2026-05-31
Late Shipment Rate,11.47%,1194,137,30,2026-05-31
Late Shipment Rate,14.02%,271,38,10,2026-05-31
Cancellation Rate,4.0%,250,10,7,2026-05-31
Valid Tracking Rate,97.2%,,,30,2026-05-31
"""
NOTICE = """Your Amazon.com selling account has been deactivated because your late shipment rate does not meet our target.

Late shipment rate, 30 days: 12.10% (target: under 4%)

Please send us a plan of action within 17 days: the root cause and the actions you have taken.
"""


def held(text: str, *, metrics: str = METRICS, notice: str | None = None, road: Road = Road.PLAN) -> tuple[CaseReport, dict[str, list[str]]]:
    """The case report, and for each code of the metrics what its findings say."""
    case = Case.of(notices=[("notice.txt", notice)] if notice else [], metrics=("metrics.csv", metrics), marketplace="US", today=DAY)
    document = Document(text)
    labels = cue_labels(document)
    report, found = judge(Reading(document, [label.role for label in labels], road, [label.flags for label in labels]), case)
    told: dict[str, list[str]] = {}
    for rule, hit in found:
        if rule.code.startswith("CAS6"):
            told.setdefault(rule.code, []).append(f"{document.text[hit.span.start : hit.span.end]}: {hit.detail}".removeprefix(": "))
    return report, told


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("Our late shipment rate of the last 30 days was 7.9%.", "7.9%: late shipment rate 11.47 % (30 days), 7.9% here"),
        ("Our late shipment rate is 2 %.", "2 %: late shipment rate 11.47 % (30 days) and 14.02 % (10 days), 2 % here"),
        ("The current ODR is 1,8 percent.", "1,8 percent: order defect rate 0.42 % (60 days), 1,8 percent here"),
        ("We have a 3.1% cancellation rate.", "3.1%: cancellation rate 4 % (7 days), 3.1% here"),
        ("Our valid tracking rate over the last 30 days is 99.5%, above the target of 95%.", "99.5%: valid tracking rate 97.2 % (30 days), 99.5% here"),
        ("On 31 May 2026 our order defect rate was 0.9%.", "0.9%: order defect rate 0.42 % (60 days), 0.9% here"),
        ("Our order defect rate is 0.42% and our late shipment rate is 9%.", "9%: late shipment rate 11.47 % (30 days) and 14.02 % (10 days), 9% here"),
        ("Our late shipment rate is about 5%.", "5%: late shipment rate 11.47 % (30 days) and 14.02 % (10 days), 5% here"),
    ],
)
def test_a_rate_that_does_not_fit_is_found(sentence: str, said: str) -> None:
    report, told = held(sentence)
    assert told["CAS601"] == [said]
    assert [one.said for one in report.conflicts] == [said.partition(":")[0]]


@pytest.mark.parametrize(
    "sentence",
    [
        "Our late shipment rate of the last 30 days was 11.47%.",
        "Our late shipment rate is 11.5%.",  # rounded
        "Our late shipment rate is 11.4%.",  # cut off
        "Our late shipment rate is 14 %.",  # that of the other window
        "Our late shipment rate is about 12%.",
        "Our late shipment rate fell from 11% to 2%.",
        "Our late shipment rate has dropped to 2% since then.",
        "We brought the late shipment rate down to 3%.",
        "Our late shipment rate must stay below 4%.",
        "The target for the late shipment rate is 4%.",
        "Our late shipment rate will be 1% by July.",
        "Our goal is a late shipment rate of 1%.",
        "Our late shipment rate was 2%.",  # of which days?
        "Our late shipment rate in March 2026 was 2%.",
        "On 12 May 2026 our late shipment rate was 7.9%.",
        "Our late shipment rate of the last 90 days was 2%.",
        "Our late shipment rate for seven days was 2%.",
        "Before the move our late shipment rate was 0.8%.",
        "Our late shipment rate with UPS is 22%.",
        "The late shipment rate of our FBM orders in Dayton is 2%.",
        "The late shipment rate of our second shop on eBay is 2%.",
        "Our late shipment rate is not 2%.",
        "Is our late shipment rate 2%?",
        "If our late shipment rate reaches 3%, Jonas stops the listings.",
        "Every Monday we check that the late shipment rate is 3% or less.",
        "Our late shipment rate exceeds 11%.",
        "Our late shipment rate is within the limit of 4%.",
        "Our order defect rate is under 1%.",
        "Our refund rate is 3%.",  # not in the table
        "We gave 10% of the price back.",
        "The parcels of order 113-4471902-8830265 were late; 5% were lost.",
        "The late shipment rate is 7% or 8%.",
        "Our late shipment rate improved.",
        "Our late shipment rate isn't 2%.",
        "The notice says that our late shipment rate is 12.1%.",
    ],
)
def test_no_false_alarm_on_rates(sentence: str) -> None:
    report, told = held(f"{sentence} We cancelled nothing.")
    assert not report.conflicts
    assert "CAS601" not in told
    assert "CAS603" not in told


def test_the_figure_of_the_notice_and_that_of_the_page_nearby_are_no_contradiction() -> None:
    assert held("Our late shipment rate is 12.1%.", notice=NOTICE)[0].conflicts == []
    assert held("Our late shipment rate is 2%. The page still shows 11.47 %, as it counts 30 days.")[0].conflicts == []
    assert len(held("Our late shipment rate is 12.4%.", notice=NOTICE)[0].conflicts) == 1


@pytest.mark.parametrize("column", ["fulfilment", "marketplace"])
def test_silent_where_the_page_parts_the_metric(column: str) -> None:
    one, other = {"fulfilment": ("seller", "amazon"), "marketplace": ("US", "CA")}[column]
    parted = f"metric,value,{column}\nODR,1.25%,{one}\nODR,0.10%,{other}\n"
    case = Case.of(metrics=("metrics.csv", parted), today=DAY)
    document = Document("Our order defect rate is 0.8%.")
    assert judge(Reading(document, [label.role for label in cue_labels(document)]), case)[0].conflicts == []
    assert len(held("Our order defect rate is 0.8%.", metrics="metric,value,fulfilment\nODR,1.25%,seller\n")[0].conflicts) == 1


def test_a_sentence_without_end_is_not_looked_at() -> None:
    assert len(held("Our LSR is 5%, " * 3)[0].conflicts) == 3
    assert held("Our LSR is 5%, " * 12_000)[0].conflicts == []


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("In total 137 of 1,204 orders were confirmed late.", "137 of 1,204: late shipment rate 137 of 1,194 orders (30 days), 137 of 1,204 here"),
        ("For nine days 137 of 1,204 orders were shipped late.", "137 of 1,204: late shipment rate 137 of 1,194 orders (30 days), 137 of 1,204 here"),
        ("94 of 1194 orders were late.", "94 of 1194: late shipment rate 137 of 1,194 orders (30 days), 94 of 1194 here"),
        ("We see that 150 of the 1194 orders were late because of the printer.", "150 of the 1194: late shipment rate 137 of 1,194 orders (30 days), 150 of 1194 here"),
        ("30 of 250 orders were cancelled.", "30 of 250: cancellation rate 10 of 250 orders (7 days), 30 of 250 here"),
    ],
)  # fmt: skip
def test_numbers_of_orders_that_do_not_fit_are_found(sentence: str, said: str) -> None:
    assert held(sentence)[1]["CAS603"] == [said]


@pytest.mark.parametrize(
    "sentence",
    [
        "In total 137 of 1,194 orders were confirmed late.",
        "38 of 271 orders were late.",
        "62 of 1194 orders were late because of the printer.",  # a part of them
        "62 of 1,194 orders were late in week 41.",
        "137 of 2,600 orders were late in the last 60 days.",
        "137 of 300 orders were late within 5 days.",  # they may all have fallen into these days
        "12 of 80 orders were late.",
        "137 of 1,204 orders were refunded.",
        "On 12 May 137 of 1,204 orders were late.",
        "137 of 1,204 orders with UPS were late.",
    ],
)
def test_no_false_alarm_on_numbers_of_orders(sentence: str) -> None:
    assert held(sentence)[0].conflicts == []


def test_a_missed_target_that_the_letter_passes_over_is_a_suggestion() -> None:
    _, told = held("We understand the problem and changed the handling time.")
    assert told["CAS602"] == ["cancellation rate 4 % (7 days), target under 2.5 %"]


@pytest.mark.parametrize(
    ("letter", "metrics"),
    [
        ("The printer failed and parcels were late; ten orders were cancelled.", METRICS),
        ("The printer failed.", "metric,value\nLSR,2%\n"),
        ("The printer failed.", "metric,value\nReturn dissatisfaction rate,20%\nAccount Health Rating,150\nInvoice defect rate,9%\n"),  # no effect, or unsure
        ("The printer failed.", "metric,value\nLSR,n/a\n"),
    ],
)
def test_silent_on_what_is_spoken_of_met_or_unsure(letter: str, metrics: str) -> None:
    assert "CAS602" not in held(letter, metrics=metrics)[1]


def test_a_dispute_is_asked_for_no_other_problem() -> None:
    assert held("The notice is mistaken, the scan is attached.", road=Road.DISPUTE, metrics=METRICS + "Listing policy violations,3,,,,\n")[1] == {}


VIOLATIONS = "metric,value,severity,repeated\nListing policy violations,3,high,yes\nDocument requests,1,low,\n"
REPEATED_NOTICE = NOTICE.replace("target.", "target. This is a repeated violation.", 1)


def test_repeated_and_grave_violations_that_the_letter_passes_over() -> None:
    _, told = held("The printer failed and parcels were late.", metrics=VIOLATIONS, notice=REPEATED_NOTICE)
    assert told["CAS604"] == [
        "The letter does not speak of this: listing policy violations on the Account Health page: 3, called repeated and of severity high",
        "The letter does not say that it is repeated, as the notice does ('This is a repeated violation.')",
    ]


def test_silent_where_the_letter_speaks_of_the_repetition() -> None:
    letter = "We changed the variation of three listings, and it happened again in May."
    assert "CAS604" not in held(letter, metrics=VIOLATIONS, notice=REPEATED_NOTICE)[1]
    assert "CAS604" in held("We changed the variation of a listing.", metrics=VIOLATIONS)[1]
    assert "CAS604" not in held("We changed nothing.", metrics="metric,value,severity\nListing policy violations,3,low\nODR,0.2%,\n")[1]
    assert "CAS604" not in held("We changed nothing.", metrics="metric,value,severity\nListing policy violations,0,high\nODR,0.2%,\n")[1]


DRAFT = """Plan of action

- Our late shipment rate of the last 30 days was 7.9%.
- The label printer was not connected and I had set no rule who checks it.
"""


@pytest.fixture(scope="module")
def reviewed(reviewer: Reviewer) -> Report:
    case = Case.of(metrics=("metrics.csv", METRICS + "Listing policy violations,3,,,,\n"), marketplace="US", today=DAY)
    return reviewer.review(DRAFT, "draft.txt", case=case)


def test_findings_come_from_the_case_and_stand_in_their_place(reviewed: Report) -> None:
    (found,) = [one for one in reviewed.diagnostics if one.code == "CAS601"]
    assert (found.origin, found.line, found.excerpt, found.dimension) == (Origin.CASE, 3, "7.9%", None)


def test_metrics_alone_change_no_score(reviewed: Report, reviewer: Reviewer) -> None:
    assert reviewed.scores == reviewer.review(DRAFT, "draft.txt").scores


def test_every_format_shows_the_metrics(reviewed: Report, tmp_path: Path) -> None:
    told = msgspec.json.decode(machine.json([reviewed]), type=Report)
    assert told.case is not None
    assert told.case.health is not None
    assert [one.measure.value for one in told.case.health.missed] == [11.47, 14.02, 4.0]
    assert [one.said for one in told.case.conflicts] == ["7.9%"]
    for shown in (terminal.render(reviewed, DRAFT), html.render([(reviewed, DRAFT)])):
        assert "The account" in shown
        assert "misses by 7.47 points" in shown
        assert "listing policy violations: 3" in shown
    word = WordDocument()
    for line in DRAFT.splitlines():
        word.add_paragraph(line)
    word.save(str(tmp_path / "draft.docx"))
    comments = WordDocument(io.BytesIO(docx.render(reviewed, tmp_path / "draft.docx"))).comments
    assert any("misses by 7.47 points" in comment.text for comment in comments)


def test_words_of_the_file_are_escaped_in_the_page(reviewer: Reviewer) -> None:
    case = Case.of(metrics=("<b>.csv", "metric,value\nLSR,<i>\nODR,2%\n"), marketplace="US", today=DAY)
    assert "<b>.csv" not in html.render([(reviewer.review(DRAFT, "draft.txt", case=case), DRAFT)])


def test_the_command_reads_the_metrics(tmp_path: Path) -> None:
    (tmp_path / "draft.txt").write_text(DRAFT, encoding="utf-8")
    (tmp_path / "metrics.csv").write_text(METRICS, encoding="utf-8")
    (tmp_path / "bad.csv").write_text("name,price\nlamp,4\n", encoding="utf-8")
    common = ["check", str(tmp_path / "draft.txt"), "--isolated", "--rules-only", "--select", "CAS", "--metrics"]
    done = CliRunner().invoke(main, [*common, str(tmp_path / "metrics.csv"), "--marketplace", "US"], catch_exceptions=False)
    assert "late shipment rate 11.47 % (30 days), 7.9% here" in " ".join(done.stdout.split())
    done = CliRunner().invoke(main, [*common, str(tmp_path / "bad.csv")], catch_exceptions=False)
    assert done.exit_code == 2
    assert "bad.csv: is a table without known columns; found 'name,price'" in done.stderr


def test_metrics_that_cannot_be_read_are_an_error(tmp_path: Path) -> None:
    with pytest.raises(ReviewerError, match="there is no such file"):
        case_of([], metrics=str(tmp_path / "none.csv"))
    with pytest.raises(ReviewerError, match="there is no --metrics"):
        case_of([], marketplace="US")


def test_a_letter_about_the_matter_is_told_only_that_it_does_not_say_that_it_is_repeated() -> None:
    metrics = "metric,value,severity,repeated\nProduct authenticity customer complaints,2,high,yes\n"
    notice = "Hello,\n\nwe removed your listing because customers say that your product is not authentic. Please send us invoices and explain the root cause.\n"
    _, told = held("We bought the presses without a check.\nPlease look at the case again.", metrics=metrics, notice=notice)
    assert told["CAS604"] == [
        "The letter does not say that this is repeated: product authenticity customer complaints on the Account Health page: 2, called repeated and of severity high"
    ]
    assert "CAS604" not in held("We bought the presses twice without a check.", metrics=metrics, notice=notice)[1]
    once = metrics.replace("high,yes", "high,")
    assert "CAS604" not in held("We bought the presses without a check.", metrics=once, notice=notice)[1]
