"""The Reviewer as a whole: roads, verdicts, one voice, other languages, threads, originality and English."""

from __future__ import annotations

import math
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewer import Case, Config, Reviewer, review
from reviewer.document import Document
from reviewer.engine import below
from reviewer.model import shipped_model
from reviewer.originality import TextIndex
from reviewer.scoring import BACKED_DISPUTE, Evidence, overall
from reviewer.types import Dimension, Report, ReviewerError, Road, Scores, Severity, Verdict
from tests.letters import BAD, GOOD

EXAMPLES = Path(__file__).parent.parent / "examples" / "cases"

DISPUTE = """\
Dear team,

The link was made in error: we have never owned or used the account "Nordlicht 24", and there is no connection between the two firms.

- Our register extract HRB 4711 of 3 May 2025 names the only director, Jan Berg.
- The lease shows that Nordlicht 24 left our office on 2 April 2024; we moved in on 1 June 2024.

We should have changed the old address in our account in June and did not; it was corrected on 4 May 2025.

Please review the link. The register extract and the lease are attached.
"""


def codes(report: Report) -> set[str]:
    return {d.code for d in report.diagnostics}


def test_a_dispute_is_read_as_one_and_nobody_has_to_confess(reviewer: Reviewer) -> None:
    report = reviewer.review(DISPUTE)
    assert report.road is Road.DISPUTE
    assert "STR202" not in codes(report)
    assert Reviewer(Config(road=Road.PLAN)).review(DISPUTE).road is Road.PLAN


def test_english_never_makes_a_letter_revise_unless_asked() -> None:
    slips = GOOD.replace("We did not compare", "We did not compared").replace("message that tells", "mesage that tells")
    assert Reviewer().review(slips).verdict is Verdict.READY
    assert {"ENG102", "ENG104"} & codes(Reviewer().review(slips))
    assert Reviewer(Config(english_fails=True)).review(slips).verdict is Verdict.REVISE
    quiet = Reviewer(Config(english=False)).review(slips)
    assert not [c for c in codes(quiet) if c.startswith("ENG")]
    assert quiet.scores == Reviewer().review(slips).scores


def test_slips_far_down_a_long_letter_stand_in_their_place() -> None:
    line = "We counted the stock by hand and typed it into the sheet of 3 May.\n"
    text = line * 400 + "We did not compared the labels with the sheet.\n"
    slip = next(d for d in Reviewer(Config(classifier=False)).review(text).diagnostics if d.code.startswith("ENG") and d.line == 401)
    assert text[slip.start : slip.end] == slip.excerpt
    assert "compared" in slip.excerpt


def test_broken_english_costs_no_tone_and_no_acceptance(reviewer: Reviewer) -> None:
    clean = reviewer.review(GOOD)
    broken = reviewer.review(
        GOOD.replace("We did not compare the plug with the listing when the lot came in.", "We not compare plug with listing when lot is come.").replace(
            "That was my omission as warehouse manager.", "This is mine omission like warehouse manager."
        )
    )
    for dimension in (Dimension.TONE, Dimension.ACCEPTANCE):
        assert broken.scores.of(dimension) >= clean.scores.of(dimension) - 15


def test_names_ids_and_trade_words_are_no_slips(reviewer: Reviewer) -> None:
    text = "On 3 May Xiaofang Wu relisted B0C7QKL2MN for Holm Elektro AB with FNSKU X001ABCDEF and Linnworks.\nUnser Fehler tut uns leid und wir haben das korrigiert."
    assert not [c for c in codes(reviewer.review(text)) if c.startswith("ENG")]


def test_one_finding_for_one_fault(review: Callable[[str], Report]) -> None:
    report = review("The customers lied about the item and it is the customer's own fault.")
    assert len([d for d in report.diagnostics if d.flag == "deflects"]) == 1


def test_a_grave_fault_beside_a_grave_fault_is_said_too(review: Callable[[str], Report]) -> None:
    report = review(
        "Dear team,\nThe factory sent me the wrong boxes, so it is not my fault.\nPlease have mercy, my family depends on this shop.\n"
        "If I hear nothing from you within 24 hours my lawyer will contact you and I will post this on social media!!!\n"
    )
    of_line = [{d.code for d in report.diagnostics if d.line == line} for line in (2, 3, 4)]
    assert {"ACC203", "ACC301"} <= of_line[0]
    assert {"TON301", "TON302"} <= of_line[1]
    assert {"TON201", "TON202"} <= of_line[2]
    assert all(len(own) <= 3 for own in of_line)


def test_what_is_not_my_fault_owns_no_outsider(review: Callable[[str], Report]) -> None:
    assert "ACC202" in codes(review("The wrong boxes came from there, so it is not my fault. UPS also lost two parcels."))
    assert "ACC202" not in codes(review("It was my fault. UPS also lost two parcels."))


def test_a_few_words_are_no_appeal_and_the_missing_parts_are_named(review: Callable[[str], Report]) -> None:
    said = {text: [d for d in review(text).diagnostics if d.code in ("STR108", "STR111")] for text in ("Help", "Please review our account again.")}
    assert [[(d.code, d.severity, d.message) for d in found] for found in said.values()] == [
        [("STR111", Severity.ERROR, "Too short to be an appeal: 1 word; missing: cause, corrective action, prevention, request.")],
        [("STR111", Severity.ERROR, "Too short to be an appeal: 5 words; missing: cause, corrective action, prevention.")],
    ]
    assert {"STR108"} == {d.code for d in review("We counted the stock by hand and typed it in. " * 5).diagnostics} & {"STR108", "STR111"}


def test_a_plain_request_and_a_thank_you_are_no_plea(review: Callable[[str], Report]) -> None:
    thanks, asks = "Thank you for giving us the opportunity to appeal the suspension.", "We kindly ask you to reinstate our selling privileges."
    for text in (thanks, asks):
        report = review(text)
        assert not {"TON301", "TON302", "TON504"} & codes(report)
        assert not report.units[0].probabilities["pleads"]
    assert {"TON301", "TON302", "TON504"} & codes(review("We kindly ask you to have mercy with my family."))


def test_no_line_that_is_to_go_is_told_to_give_a_detail(review: Callable[[str], Report]) -> None:
    report = review("Root cause:\n- The buyers are liars and we will improve our quality management.\n- We will improve our quality management.\n")
    hints = {d.line for d in report.diagnostics if d.code in ("SPC101", "SPC102", "SPC103", "SPC304") or d.code.startswith("SPC2")}
    assert hints == {3}


def test_what_helps_an_apology_is_no_control(review: Callable[[str], Report]) -> None:
    report = review("Dear team,\n\nWe apologise for the poor quality of our service and the management of our company.")
    helps = [d.help for d in report.diagnostics if d.code == "SPC401"]
    assert helps == ["We {act or omission} on {date}, and {number} buyers {consequence}; this was our mistake."]


def test_the_subject_of_a_mail_is_no_stock_sentence(review: Callable[[str], Report]) -> None:
    subject, body = "Subject: Appeal for reinstatement of our selling privileges", "\n\nOn 3 May we refunded 14 orders."
    report = review(subject + body)
    assert not [d for d in report.diagnostics if d.line == 1 and d.code.startswith("ORG")]
    assert not report.units[0].probabilities.get("boilerplate")
    assert review(subject.removeprefix("Subject: ") + body).units[0].probabilities["boilerplate"] > 0


def test_the_verdict_follows_the_settings(reviewer: Reviewer) -> None:
    assert Reviewer(Config(min_score=99)).review(GOOD).verdict is Verdict.REVISE
    assert Reviewer(Config(fail_on=Severity.SUGGESTION)).review(GOOD + "\nThe labels will be replaced soon.\n").verdict is Verdict.REVISE
    assert Reviewer(Config(fail_on=None, min_score=0, min_overall=0)).review(BAD).verdict is Verdict.READY


def of_case(name: str, reviewer: Reviewer, lines: Callable[[list[str]], list[str]] = lambda lines: lines) -> Report:
    """The review of an example draft with its notice, some of its lines changed."""
    folder = EXAMPLES / name
    draft = "\n".join(lines((folder / "draft.txt").read_text(encoding="utf-8").split("\n")))
    return reviewer.review(draft, case=Case.of(notices=[("notice.txt", (folder / "notice.txt").read_text(encoding="utf-8"))]))


def test_a_dispute_that_proof_backs_is_ready_and_owes_no_confession(reviewer: Reviewer) -> None:
    whole = of_case("related-account", reviewer)
    assert (whole.road, whole.verdict, whole.because) == (Road.DISPUTE, Verdict.READY, [])
    assert "ACC502" not in {c.code for c in whole.changes} | {c.code for c in whole.contributions}
    unowned = of_case("related-account", reviewer, lambda lines: lines[:14] + lines[17:])
    assert unowned.road is Road.DISPUTE
    assert unowned.scores.acceptance >= BACKED_DISPUTE
    assert not [reason for reason in unowned.because if "acceptance" in reason]
    bare = of_case("related-account", reviewer, lambda lines: [*lines[:4], "We never sold under that name. This is a mistake. Please review."])
    assert bare.road is Road.DISPUTE
    assert [reason for reason in bare.because if reason.startswith("acceptance ") and reason.endswith(" is below 45")]


def test_acceptance_counts_in_the_overall_score_as_far_as_the_letter_is_a_plan() -> None:
    scores = Scores(0, 100, 100, 100, 100)
    scorer = shipped_model(classifier=True).scorer
    assert overall(scores, scorer, Evidence([], [], [], Road.DISPUTE)) == pytest.approx(100)
    assert overall(scores, scorer, Evidence([], [], [], Road.PLAN)) == pytest.approx(100 * (1 - scorer.overall[Dimension.ACCEPTANCE]))
    assert 90 < overall(scores, scorer, Evidence([], [], [], Road.DISPUTE, plan=0.4)) < 95


def test_the_report_says_why_a_letter_is_to_be_revised(reviewer: Reviewer) -> None:
    report = reviewer.review(BAD)
    errors = len(report.of_severity(Severity.ERROR))
    assert report.because[0] == f"{errors} errors"
    assert report.because[-1] == f"overall {math.floor(report.overall)} is below {reviewer.model.scorer.ready_from:g}"
    assert reviewer.review(GOOD).because == []
    slips = GOOD.replace("We did not compare", "We did not compared")
    assert Reviewer(Config(english_fails=True)).review(slips).because == ["1 slip of English"]


@pytest.mark.parametrize(
    ("value", "least", "said"),
    [
        (60.0, 60, []),
        (59.87, 60, ["acceptance 59.9 is below 60"]),
        (59.97, 60, ["acceptance 59.97 is below 60"]),
        (59.999999999, 60, ["acceptance 59.999999999 is below 60"]),
        (58.99, 60, ["acceptance 58 is below 60"]),
        (86.84, 87.5, ["acceptance 86.8 is below 87.5"]),
        (0.0, 60, ["acceptance 0 is below 60"]),
    ],
)
def test_a_score_is_never_rounded_to_its_limit(value: float, least: float, said: list[str]) -> None:
    assert below("acceptance", value, least) == said


def test_that_a_letter_is_about_another_matter_comes_first(reviewer: Reviewer) -> None:
    report = of_case("safety", reviewer)
    assert "CAS121" in codes(report)
    assert report.changes[0].code == "CAS121"
    assert "ACC502" not in {c.code for c in report.changes} | codes(report)


def test_what_a_line_says_is_not_called_missing(reviewer: Reviewer) -> None:
    for name in ("late-shipment", "verification"):
        report = of_case(name, reviewer)
        assert "ACC502" not in {c.code for c in report.changes} | codes(report)
        assert not [c for c in report.contributions if c.reason == "no line gives the cause"]
    assert [c for c in reviewer.review(BAD).contributions if c.reason == "No part says why it happened."]


def test_complete_letters_get_no_alarm_about_length_greeting_and_buyers(reviewer: Reviewer) -> None:
    assert not {"STR108", "SPC307"} & codes(of_case("verification", reviewer))
    assert not {"STR108", "SPC307"} & codes(of_case("related-account", reviewer))
    assert "SPC208" not in codes(of_case("inauthentic", reviewer))
    assert "STR108" in codes(of_case("safety", reviewer)), "its asks are open"
    assert "SPC307" in codes(reviewer.review((EXAMPLES / "verification" / "draft.txt").read_text(encoding="utf-8"))), (
        "without the notice its reason is not known"
    )


def test_flags_and_fingerprints_are_stable(reviewer: Reviewer) -> None:
    first, second = reviewer.review(BAD), reviewer.review("A new line.\n\n" + BAD)
    prints = {d.code: d.fingerprint for d in first.diagnostics if d.start < d.end}
    assert all(d.fingerprint == prints[d.code] for d in second.diagnostics if d.code in ("TON201", "ACC201"))
    assert len({d.fingerprint for d in first.diagnostics}) == len(first.diagnostics)


def test_one_reviewer_serves_many_threads(reviewer: Reviewer) -> None:
    letters = [GOOD, BAD, DISPUTE] * 8
    alone = [msgspec.json.encode(reviewer.review(letter)) for letter in letters]
    with ThreadPoolExecutor(6) as pool:
        together = [msgspec.json.encode(report) for report in pool.map(reviewer.review, letters)]
    assert together == alone
    assert threading.active_count() < 20


def test_overlap_with_the_sellers_own_library(tmp_path: Path) -> None:
    (tmp_path / "old.txt").write_text("In spring our packers had put the blue cartons beside the green ones and nobody read the labels.")
    report = Reviewer(Config(library=[str(tmp_path)])).review(
        "We write again. In spring our packers had put the blue cartons beside the green ones, as we said."
    )
    assert "ORG302" in codes(report)
    with pytest.raises(ReviewerError, match="there is no file or folder"):
        Reviewer(Config(library=["nowhere"])).review(GOOD)


def test_overlap_knows_place_and_share() -> None:
    index = TextIndex([("a", "one two three four five six seven eight nine ten")])
    copying = index.copied(Document("We say: one two three four five six seven eight nine ten.\nAnd now for something else."))
    assert [p.words for p in copying.passages] == [10]
    assert 0.5 < copying.share < 0.8
    assert index.copied(Document("one two three four")).share == 0
    assert TextIndex([]).copied(Document("hello")).share == 0


@given(st.lists(st.sampled_from("alpha beta gamma delta epsilon zeta eta theta iota kappa".split()), min_size=1, max_size=40))
@settings(max_examples=60)
def test_a_text_contains_itself(words: list[str]) -> None:
    text = " ".join(words)
    assert TextIndex([("x", text)]).copied(Document(text)).share == (1.0 if len(words) >= 5 else 0.0)


@given(st.text(max_size=300))
@settings(max_examples=150, deadline=None)
def test_any_text_gives_a_report_or_a_clear_error(reviewer: Reviewer, text: str) -> None:
    try:
        report = reviewer.review(text)
    except ReviewerError:
        assert not any(c.isalnum() for c in text)
        return
    assert msgspec.json.decode(msgspec.json.encode(report), type=Report) == report
    assert all(text[d.start : d.end] == d.excerpt for d in report.diagnostics)
    assert all(text[u.start : u.end] == u.text for u in report.units)


@pytest.mark.parametrize("half", [0xD800, 0xDC80, 0xDFFF])
def test_half_a_surrogate_pair_is_an_error_that_names_its_place(reviewer: Reviewer, half: int) -> None:
    with pytest.raises(ReviewerError, match=rf"draft.txt:2:4: holds U\+{half:04X}, half of a surrogate pair"):
        reviewer.review(f"We were late.\nWe {chr(half)} changed it.", "draft.txt")
    assert reviewer.review("We were late \U0001f600.").units[0].text.endswith("\U0001f600.")


def test_the_shortest_way_in() -> None:
    assert review("The customer lied.").verdict is Verdict.REVISE
