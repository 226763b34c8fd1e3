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


def held(reviewer: Reviewer, name: str) -> Report:
    texts = {path.stem: path.read_text(encoding="utf-8") for path in (CASES / name).glob("*.txt")}
    earlier = [("earlier.txt", texts["earlier"])] if "earlier" in texts else []
    return reviewer.review(texts["draft"], case=Case.of(notices=[("notice.txt", texts["notice"])], previous=earlier))


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
