"""The Reviewer as a whole: roads, verdicts, one voice, other languages, threads, originality and English."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewer import Config, Reviewer, review
from reviewer.document import Document
from reviewer.originality import TextIndex
from reviewer.types import Dimension, Report, ReviewerError, Road, Severity, Verdict
from tests.letters import BAD, GOOD

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


def test_the_verdict_follows_the_settings(reviewer: Reviewer) -> None:
    assert Reviewer(Config(min_score=99)).review(GOOD).verdict is Verdict.REVISE
    assert Reviewer(Config(fail_on=Severity.SUGGESTION)).review(GOOD).verdict is Verdict.REVISE
    assert Reviewer(Config(fail_on=None, min_score=0, min_overall=0)).review(BAD).verdict is Verdict.READY


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
