"""Scores are sums of named contributions, and monotone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.labels import Label
from reviewer.rules import ALL
from reviewer.scoring import Evidence, best_changes, overall, score
from reviewer.types import Diagnostic, Dimension, Flag, Origin, Report, Road, Role, Scores, Severity
from tests.letters import BAD, GOOD

JUDGED = [rule for rule in ALL if rule.dimension is not None]


def diagnostic(number: int, line: int = 1) -> Diagnostic:
    rule = JUDGED[number % len(JUDGED)]
    return Diagnostic(rule.code, rule.name, rule.dimension, rule.flag, rule.severity, "m", "h", 0, 1, line, 1, line, 2, "x", Origin.RULE)


LABELS = st.lists(
    st.builds(Label, st.sampled_from(list(Role)), st.frozensets(st.sampled_from([Flag.ACCEPTS, Flag.CONCRETE, Flag.VAGUE]))), min_size=1, max_size=12
)
FOUND = st.lists(st.integers(0, len(JUDGED) - 1), max_size=12)


@given(LABELS, FOUND, st.sampled_from(Road), st.floats(0, 1))
def test_contributions_sum_to_the_scores(labels: list[Label], found: list[int], road: Road, copied: float) -> None:
    scores, contributions = score(Evidence(labels, [], [diagnostic(n) for n in found], road, copied))
    for dimension in Dimension:
        assert sum(c.points for c in contributions if c.dimension is dimension) == pytest.approx(scores.of(dimension), abs=1e-6)
        assert 0 <= scores.of(dimension) <= 100


@given(LABELS, FOUND, st.integers(0, len(JUDGED) - 1), st.sampled_from(Road))
def test_a_fault_more_never_raises_a_score(labels: list[Label], found: list[int], extra: int, road: Road) -> None:
    before = score(Evidence(labels, [], [diagnostic(n) for n in found], road))[0]
    after = score(Evidence(labels, [], [*(diagnostic(n) for n in found), diagnostic(extra)], road))[0]
    assert all(after.of(d) <= before.of(d) + 1e-9 for d in Dimension)


@given(LABELS, st.data(), st.sampled_from(Road))
def test_a_line_that_owns_or_holds_a_detail_never_lowers_a_score(labels: list[Label], data: st.DataObject, road: Road) -> None:
    number = data.draw(st.integers(0, len(labels) - 1))
    flag = data.draw(st.sampled_from([Flag.ACCEPTS, Flag.CONCRETE]))
    better = [Label(label.role, label.flags | {flag}) if n == number else label for n, label in enumerate(labels)]
    before = score(Evidence(labels, [], [], road))[0]
    after = score(Evidence(better, [], [], road))[0]
    assert all(after.of(d) >= before.of(d) - 1e-9 for d in Dimension)


def test_overall_is_a_weighted_mean() -> None:
    assert overall(Scores(50, 50, 50, 50, 50)) == pytest.approx(50)
    assert overall(Scores(100, 0, 0, 0, 0)) == pytest.approx(25)


def test_the_best_changes_come_first_and_none_is_named_twice(review: Callable[[str], Report]) -> None:
    changes = review(BAD).changes
    assert 3 <= len(changes) <= 5
    assert [c.gain for c in changes] == sorted((c.gain for c in changes), reverse=True)
    assert len({c.code for c in changes}) == len(changes)


def test_mending_a_change_gains_what_it_says() -> None:
    found = [diagnostic(n) for n in (0, 3, 9, 20)]
    evidence = Evidence([Label(Role.ROOT_CAUSE, frozenset({Flag.ACCEPTS, Flag.CONCRETE}))], [], found, Road.PLAN)
    for change in best_changes(evidence):
        without = Evidence(evidence.labels, [], [d for d in found if d.code != change.code], Road.PLAN)
        assert overall(score(without)[0]) - overall(score(evidence)[0]) == pytest.approx(change.gain)


def test_good_and_bad_letters_are_told_apart(review: Callable[[str], Report]) -> None:
    good, bad = review(GOOD), review(BAD)
    assert good.verdict == "ready"
    assert bad.verdict == "revise"
    assert good.overall > bad.overall + 40
    assert not good.of_severity(Severity.ERROR)


def test_ten_times_the_length_does_not_help(review: Callable[[str], Report]) -> None:
    once, ten = review(BAD), review(BAD * 10)
    assert all(ten.scores.of(d) <= once.scores.of(d) + 1e-9 for d in Dimension)
