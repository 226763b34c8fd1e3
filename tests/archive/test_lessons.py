"""What the tables teach: counts by hand, intervals by the book, and outcomes with the caution they need."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from reviewer.archive import answered, intervals, lessons, words
from reviewer.archive.duplicates import Duplicates, Passage
from reviewer.archive.lessons import learn, worst
from reviewer.archive.outcomes import WARNING
from reviewer.archive.values import Lessons
from reviewer.batch import tables
from reviewer.batch.rows import FailureRow, FindingRow, LetterRow
from reviewer.batch.run import beside
from reviewer.types import ReviewerError
from tests.archive.rows import finding, letter


def written(folder: Path, rows: list[LetterRow], findings: list[FindingRow] | None = None, ending: str = ".jsonl") -> Path:
    path = folder / f"scores{ending}"
    tables.write(path, LetterRow, rows)
    if findings is not None:
        tables.write(beside(path, "findings"), FindingRow, findings)
    return path


SOME = [
    letter(1, overall=20.0, acceptance=0.0, author="a", reason="late_shipment", date="2025-01-10", findings="ACC201:2 ENG104:1", top="ACC201:12.5 STR101:8.0"),
    letter(2, overall=40.0, acceptance=10.0, author="a", reason="late_shipment", date="2025-02-10", findings="ACC201:1", top="ACC201:7.5"),
    letter(3, overall=60.0, acceptance=20.0, author="b", reason="safety", date="2025-02-20", road="dispute"),
    letter(4, overall=100.0, acceptance=90.0, author="b", date="2025-03-01", verdict="ready", language="other", outcome="accepted"),
]


@pytest.mark.parametrize("ending", [".jsonl", ".csv", ".parquet"])
def test_what_is_counted(tmp_path: Path, ending: str) -> None:
    path = written(tmp_path, SOME, [finding(1), finding(1, line=2, excerpt="The buyer is a liar."), finding(2)], ending)
    tables.write(beside(path, "failures"), FailureRow, [FailureRow(9, "x", "is empty")])
    found = learn(path)
    assert (found.table, found.letters, found.ready, found.failed, found.disputes, found.foreign) == (f"scores{ending}", 4, 1, 1, 1, 1)
    overall = found.scores["overall"]
    assert (overall.mean, overall.median) == (55.0, 50.0)
    assert [n for n, count in enumerate(overall.classes) if count] == [4, 8, 12, 19]
    assert found.weakest == "acceptance"
    assert [(one.name, one.letters, one.ready, one.scores["overall"]) for one in found.authors] == [("a", 2, 0, 30.0), ("b", 2, 1, 80.0)]
    assert [(one.name, one.letters) for one in found.reasons] == [("late_shipment", 2), ("safety", 1)]
    assert [one.name for one in found.months] == ["2025-01", "2025-02", "2025-03"]
    first = found.findings[0]
    assert (first.code, first.name, first.letters, first.occurrences, first.gain) == ("ACC201", "blaming-the-buyer", 2, 3, 5.0)
    assert [example.excerpt for example in first.examples] == ["The customer lied."], "the same words in another letter are told once"
    assert found.findings[1].name == "misspelling", "a rule that no table of findings names is known from the rules"
    assert found.outcome is not None
    assert found.outcome.scores == []


def test_no_outcome_column_no_comparison_and_no_dates_no_months(tmp_path: Path) -> None:
    found = learn(written(tmp_path, [letter(1), letter(2)]))
    assert found.outcome is None
    assert (found.months, found.drifts, found.authors, found.reasons, found.lines, found.findings) == ([], [], [], [], [], [])


def test_many_authors_are_cut_to_the_largest_and_the_others(tmp_path: Path) -> None:
    rows = [letter(n, author=f"author {n % 60}") for n in range(1, 121)] + [letter(n, author="author 7") for n in range(121, 125)]
    found = learn(written(tmp_path, rows)).authors
    assert (found[0].name, found[0].letters) == ("author 7", 6)
    assert (len(found), found[-1].name, sum(one.letters for one in found)) == (41, "others", 124)


def test_the_worst_lines_carry_the_gravest_findings_once(tmp_path: Path) -> None:
    rows = [
        finding(1, line=3, code="ACC201"),
        finding(1, line=3, code="TON204", name="ordering", message="Ask, do not order."),
        finding(1, line=3, code="STR101", severity="warning", end=900, excerpt="The customer lied. And so on for a whole block."),
        finding(1, line=4, start=30, end=58, code="SPC101", severity="suggestion", excerpt="Some time ago we did things."),
        finding(1, line=0, start=0, end=0, code="STR201", excerpt=""),
        finding(2, line=9, code="ACC201"),
        finding(2, line=9, code="TON204"),
        finding(3, line=1, code="ENG104", excerpt="recieve"),
    ]
    found = learn(written(tmp_path, [letter(n) for n in (1, 2, 3)], rows)).lines
    assert [(one.row, one.line, one.codes) for one in found] == [(1, 3, ["ACC201", "TON204"]), (1, 4, ["SPC101"])]


def test_the_worst_letters_come_lowest_first_with_their_findings(tmp_path: Path) -> None:
    path = written(tmp_path, [letter(n, overall=float(100 - n)) for n in range(1, 30)], [finding(29), finding(3), finding(28)])
    shown = worst(path, 2)
    assert [(one.letter.row, [found.row for found in one.findings]) for one in shown] == [(29, [29]), (28, [28])]


def test_tables_that_are_missing_empty_or_damaged_are_said(tmp_path: Path) -> None:
    with pytest.raises(ReviewerError, match="there is no such table"):
        learn(tmp_path / "none.csv")
    with pytest.raises(ReviewerError, match="holds no letter"):
        learn(written(tmp_path, []))
    for bad in ("ACC201:many", "ACC201", ":"):
        with pytest.raises(ReviewerError, match="is no code with a number"):
            learn(written(tmp_path, [letter(1, findings=bad)]))
    (tmp_path / "other.csv").write_text("a,b\n1,2\n")
    with pytest.raises(ReviewerError, match=r"row \d is not of the table"):
        learn(tmp_path / "other.csv")


# Intervals


def test_wilson_and_newcombe_give_the_published_figures() -> None:
    """Newcombe 1998: 81 of 263, and 56 of 70 against 48 of 80 by method 10."""
    assert intervals.wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=5e-5)
    assert intervals.wilson(0, 20) == pytest.approx((0.0, 0.1611), abs=5e-5)
    assert intervals.newcombe(56, 70, 48, 80) == pytest.approx((0.0524, 0.3339), abs=5e-5)
    assert intervals.newcombe(9, 10, 3, 10) == pytest.approx((0.1705, 0.8090), abs=5e-5)


def test_the_bootstrap_agrees_with_the_formula_and_widens_with_groups() -> None:
    draw = np.random.default_rng(4)
    values, first = draw.normal(50, 20, 600), draw.random(600) < 0.4
    low, high, error = intervals.difference(values, first, np.arange(600))
    expected = np.sqrt(values[first].var() / first.sum() + values[~first].var() / (~first).sum())
    assert error == pytest.approx(expected, rel=0.1)
    assert high - low == pytest.approx(2 * 1.96 * expected, rel=0.1)
    groups = np.arange(600) // 30
    together = values + draw.normal(0, 25, 20)[groups]
    side = groups % 2 == 0
    assert intervals.difference(together, side, groups)[2] > 2 * intervals.difference(together, side, np.arange(600))[2]
    many = intervals.difference(draw.normal(50, 20, 30_000), draw.random(30_000) < 0.5, np.arange(30_000))
    assert many[2] == pytest.approx(20 * 2 / np.sqrt(30_000), rel=0.15)


def test_slope() -> None:
    steep, low, high = intervals.slope(np.array([0.0, 1, 2, 3]), np.array([1.0, 3, 5, 7]))
    assert (steep, low, high) == pytest.approx((2.0, 2.0, 2.0))


def test_a_rise_over_time_is_told_and_chance_is_not(tmp_path: Path) -> None:
    draw = random.Random(2)

    def rows(a_year: float) -> list[LetterRow]:
        return [letter(n, date=f"2025-{month:02}-15", overall=40 + a_year * month / 12 + draw.gauss(0, 5)) for n, month in enumerate([*range(1, 13)] * 8, 1)]

    rising = learn(written(tmp_path, rows(20)))
    drift = next(one for one in rising.drifts if one.name == "overall")
    assert 14 < drift.low < drift.a_year < drift.high < 26
    assert any("rises by" in sentence for sentence in words.in_short(rising, None))
    assert any("no clear movement" in sentence for sentence in words.in_short(learn(written(tmp_path, rows(0))), None))


# Outcomes


def compared(folder: Path, made: list[dict[str, Any]]) -> Lessons:
    return learn(written(folder, [letter(n, **values) for n, values in enumerate(made, 1)]))


def test_a_real_difference_is_clear_and_the_warning_is_there(tmp_path: Path) -> None:
    draw = random.Random(1)
    made: list[dict[str, Any]] = [
        {"outcome": outcome, "tone": draw.gauss(mean, 10), "findings": "TON201:1 STR101:1" if draw.random() < share else "STR101:1"}
        for outcome, mean, share in (("accepted", 70, 0.1), ("refused", 50, 0.6))
        for _ in range(120)
    ] + [{}] * 30
    found = compared(tmp_path, made)
    assert found.outcome is not None
    assert (found.outcome.accepted, found.outcome.refused, found.outcome.unknown) == (120, 120, 30)
    tone = next(one for one in found.outcome.scores if one.name == "tone")
    assert tone.clear
    assert tone.low < 20 < tone.high
    assert [(one.name, one.clear) for one in found.outcome.findings] == [("TON201", True), ("STR101", False)]
    assert found.outcome.findings[0].difference < -30
    assert found.outcome.notes[0] == WARNING
    assert any("they differ clearly in tone" in sentence and "no proof" in sentence for sentence in words.in_short(found, None))


def test_chance_alone_is_seldom_called_clear(tmp_path: Path) -> None:
    draw = random.Random(8)
    wrong = 0
    for _ in range(8):
        made = [
            {
                "outcome": draw.choice(["accepted", "refused"]),
                **{name: draw.uniform(0, 100) for name in ("overall", "acceptance", "specificity", "tone", "structure", "originality")},
                "findings": " ".join(f"X{code}:1" for code in range(30) if draw.random() < 0.3),
            }
            for _ in range(120)
        ]
        outcome = compared(tmp_path, made).outcome
        assert outcome is not None
        assert outcome.comparisons == 36
        wrong += any(one.clear for one in (*outcome.scores, *outcome.findings))
    assert wrong <= 2


def test_too_few_letters_are_not_compared_and_few_are_called_shaky(tmp_path: Path) -> None:
    few = compared(tmp_path, [{"outcome": "accepted"}] * 9 + [{"outcome": "refused"}] * 200)
    assert few.outcome is not None
    assert few.outcome.scores == []
    assert "at least 10 of each" in few.outcome.notes[1]
    shaky = compared(tmp_path, [{"outcome": "accepted", "tone": float(n)} for n in range(12)] + [{"outcome": "refused"}] * 40)
    assert shaky.outcome is not None
    assert shaky.outcome.scores
    assert any("take every difference for a hint" in note for note in shaky.outcome.notes)


def test_a_difference_that_the_reasons_make_vanishes_within_reasons(tmp_path: Path) -> None:
    """Late letters score higher and are accepted more often, but within a reason the answer has nothing to do with the score."""
    draw = random.Random(3)
    made: list[dict[str, Any]] = []
    for reason, mean, share in (("late_shipment", 80, 0.8), ("counterfeit", 30, 0.2)):
        made += [{"reason": reason, "overall": draw.gauss(mean, 5), "outcome": "accepted" if draw.random() < share else "refused"} for _ in range(200)]
    outcome = compared(tmp_path, made).outcome
    assert outcome is not None
    overall = outcome.scores[0]
    assert overall.difference > 20
    assert overall.within is not None
    assert abs(overall.within) < 2.5


def test_few_authors_are_named_as_a_weakness(tmp_path: Path) -> None:
    made = [{"outcome": ("accepted", "refused")[n % 2], "author": f"a{n % 3}", "tone": float(n % 7)} for n in range(80)]
    outcome = compared(tmp_path, made).outcome
    assert outcome is not None
    assert any("by 3 authors only" in note for note in outcome.notes)


# Words, and what goes on to training


def test_sentences_about_duplicates() -> None:
    made = Duplicates(10, True, [], [Passage("x", 12, 7, 3, [1])], [0] * 10)
    assert list(words._duplicates(made)) == ["The passage that is pasted most, 12 words long, stands in 7 letters by 3 authors."]  # noqa: SLF001
    assert words.percent(1, 1000) == "under 1 %"
    assert words.percent(999, 1000) == "over 99 %"
    assert words.signed(-0.04) == "+0.0"


def test_the_answered_letters_are_what_training_reads(tmp_path: Path) -> None:
    pytest.importorskip("sklearn")
    from reviewer.training import extra

    path = written(tmp_path, [letter(1, outcome="accepted", text="One."), letter(2, text="Two."), letter(3, outcome="refused", text="Three.")])
    assert answered.write(tmp_path / "mine.jsonl", path) == 2
    assert [(one.id, one.outcome, one.text) for one in extra.read(tmp_path / "mine.jsonl").answered] == [
        ("L-1", "accepted", "One."),
        ("L-3", "refused", "Three."),
    ]
    with pytest.raises(ReviewerError, match=r"written as \.jsonl"):
        answered.write(tmp_path / "mine.csv", path)
    with pytest.raises(ReviewerError, match="no letter with an outcome and its text"):
        answered.write(tmp_path / "mine.jsonl", written(tmp_path, [letter(1, outcome="accepted")]))


def test_the_cap_on_examples_holds(tmp_path: Path) -> None:
    many = [finding(n, excerpt=f"The customer number {'abcdefghijk'[n]} lied.") for n in range(1, 11)]
    found = learn(written(tmp_path, [letter(n, findings="ACC201:1") for n in range(1, 11)], many))
    assert len(found.findings[0].examples) == lessons.EXAMPLES
