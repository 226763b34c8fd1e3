"""The six cases of the README: what a reader who knows the notice would say, by any model."""

from __future__ import annotations

from pathlib import Path

import pytest

from reviewer import Case, Config, Report, Reviewer, Road

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
    assert "steps against a repetition" in messages(held(reviewer, "late-shipment"), "CAS101")


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
    assert [d for d in given.diagnostics if not d.code.startswith("CAS6")] == without.diagnostics
