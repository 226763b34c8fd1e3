"""The six cases of the README: what a reader who knows the notice would say, by any model."""

from __future__ import annotations

from pathlib import Path

import pytest

from reviewer import Case, Config, Report, Reviewer, Road, Severity, Verdict, review
from reviewer.case.notice import understand
from reviewer.formats.case import rows, summary

pytestmark = pytest.mark.checkout
CASES = Path(__file__).parent.parent.parent / "examples" / "cases"


@pytest.fixture(scope="module")
def reviewer() -> Reviewer:
    return Reviewer(Config(english=False))


def held(reviewer: Reviewer, name: str, *, metrics: bool = True) -> Report:
    texts = {path.stem: path.read_text(encoding="utf-8") for path in (CASES / name).iterdir()}
    earlier = [("earlier.txt", texts["earlier"])] if "earlier" in texts else []
    shown = ("metrics", texts["metrics"]) if metrics and "metrics" in texts else None
    return reviewer.review(texts["draft"], case=Case.of(notices=[("notice.txt", texts["notice"])], previous=earlier, metrics=shown))


def messages(report: Report, code: str) -> str:
    return " ".join(d.message for d in report.diagnostics if d.code == code)


def test_late_shipment_lacks_the_steps_against_a_repetition(reviewer: Reviewer) -> None:
    assert "steps so that it does not happen again" in messages(held(reviewer, "late-shipment"), "CAS101")


def test_inauthentic_lacks_an_asin_the_supplier_and_the_invoice(reviewer: Reviewer) -> None:
    report = held(reviewer, "inauthentic")
    assert "B0C7RTN92Q" in messages(report, "CAS111")
    assert "supplier's contact" in messages(report, "CAS102")
    assert "without an invoice" in messages(report, "CAS301")


def test_related_account_disputes_with_proof_and_hears_nothing_of_a_confession(reviewer: Reviewer) -> None:
    report = held(reviewer, "related-account")
    assert report.road is Road.DISPUTE
    assert not [d for d in report.diagnostics if d.code in ("CAS101", "CAS401", "CAS402", "STR201", "STR202", "STR203", "ACC502")]


def test_review_manipulation_repeats_and_contradicts_the_refused_letter(reviewer: Reviewer) -> None:
    report = held(reviewer, "review-manipulation")
    assert "400 cards" in messages(report, "CAS503")
    assert len([d for d in report.diagnostics if d.code == "CAS501"]) >= 2
    assert report.case is not None
    assert all(answer.again for answer in report.case.answers)


def test_safety_answers_another_problem(reviewer: Reviewer) -> None:
    report = held(reviewer, "safety")
    assert "safety" in messages(report, "CAS121")
    assert "test reports" in messages(report, "CAS102")


def test_verification_answers_everything(reviewer: Reviewer) -> None:
    report = held(reviewer, "verification")
    assert not [d.code for d in report.diagnostics if d.code in ("CAS101", "CAS102", "CAS111", "CAS121")]


def test_late_shipment_contradicts_its_own_figures(reviewer: Reviewer) -> None:
    report = held(reviewer, "late-shipment")
    assert "late shipment rate 11.47 % (30 days), 7.9% here" in messages(report, "CAS601")
    assert "137 of 1,194 orders (30 days), 137 of 1,204 here" in messages(report, "CAS603")
    assert report.case is not None
    assert report.case.health is not None
    (missed,) = report.case.health.missed
    assert missed.goal is not None
    assert (missed.goal.origin, missed.position) == ("notice", "misses by 7.47 points")


def test_inauthentic_passes_over_the_repetition(reviewer: Reviewer) -> None:
    assert "called repeated and of severity high" in messages(held(reviewer, "inauthentic"), "CAS604")


def test_safety_passes_over_the_critical_complaints_of_the_pasted_page(reviewer: Reviewer) -> None:
    report = held(reviewer, "safety")
    assert "product safety customer complaints on the Account Health page: 2, of severity critical" in messages(report, "CAS604")
    assert report.case is not None
    assert report.case.health is not None
    assert report.case.health.unrecognised == []


@pytest.mark.parametrize("name", [path.name for path in sorted(CASES.iterdir())])
def test_metrics_change_no_score_and_no_other_finding(reviewer: Reviewer, name: str) -> None:
    without, given = held(reviewer, name, metrics=False), held(reviewer, name)
    assert without.scores == given.scores
    assert [d for d in given.diagnostics if not d.code.startswith("CAS6")] == [d for d in without.diagnostics if not d.code.startswith("CAS6")]


def points(report: Report) -> dict[str, tuple[str, str]]:
    assert report.case is not None
    return {row.name: (row.mark, row.place) for row in rows(report.case)}


def test_what_the_table_says_of_each_case(reviewer: Reviewer) -> None:
    assert points(held(reviewer, "inauthentic"))["invoices"] == ("✗", "line 6 says that you have none")
    assert points(held(reviewer, "late-shipment"))["a plan of action"][0] == "?"
    manipulated = points(held(reviewer, "review-manipulation"))
    assert manipulated["the steps so that it does not happen again"] == ("✗", "line 12 is only a promise")
    assert manipulated["ASIN B0B9LR3C5M"] == ("✗", "no line")
    unsafe = points(held(reviewer, "safety"))
    assert unsafe["the root cause"] == ("?", "line 5, about another matter")
    assert unsafe["product safety customer complaints: 2 (severity critical)"] == ("✗", "line 13 of metrics")
    assert points(held(reviewer, "verification"))["a proof of address"] == ("✓", "line 9")
    related = points(held(reviewer, "related-account"))
    assert set(related) == {"why the notice is mistaken", "the documents"}


def test_an_open_document_that_the_notice_insists_on_makes_a_letter_not_ready(reviewer: Reviewer) -> None:
    report = held(reviewer, "inauthentic")
    assert report.verdict is Verdict.REVISE
    assert [d.severity for d in report.diagnostics if d.code == "CAS301"] == [Severity.ERROR]


def test_review_manipulation_says_something_new_of_the_actions_and_may_keep_its_facts(reviewer: Reviewer) -> None:
    report = held(reviewer, "review-manipulation")
    assert not messages(report, "CAS103")
    assert "CAS111" in [d.code for d in report.diagnostics]
    said = {d.line: (d.severity, d.help.split(",")[0]) for d in report.diagnostics if d.code == "CAS501"}
    assert said[8] == (Severity.SUGGESTION, "Keep the facts")
    assert said[12][0] is Severity.WARNING


def test_the_notice_alone_contradicts_a_figure_too(reviewer: Reviewer) -> None:
    assert "The notice says otherwise: late shipment rate 11.47 % (30 days), 7.9% here" in messages(held(reviewer, "late-shipment", metrics=False), "CAS601")


def test_the_line_on_the_notice_names_deadline_and_channel() -> None:
    said = {
        name: summary(understand((CASES / name / "notice.txt").read_text(encoding="utf-8"))) for name in ("late-shipment", "related-account", "verification")
    }
    assert said["late-shipment"].endswith("answer within 17 days, by the button")
    assert said["related-account"].endswith("; answer by the button"), "the 14 days are Amazon's own"
    assert said["verification"].endswith("; answer by upload")


def test_one_earlier_appeal_may_be_given_as_a_text() -> None:
    texts = {path.stem: path.read_text(encoding="utf-8") for path in (CASES / "review-manipulation").iterdir()}
    one, several = (review(texts["draft"], notice=texts["notice"], previous=given) for given in (texts["earlier"], [texts["earlier"]]))
    assert one == several
    assert messages(one, "CAS503")
