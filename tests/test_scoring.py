"""Scores are sums of named contributions, and monotone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.labels import Label
from reviewer.rules import ALL
from reviewer.scoring import Evidence, Scorer, Shape, best_changes, overall, score, values
from reviewer.types import Diagnostic, Dimension, Flag, Origin, Report, ReviewerError, Road, Role, Scores, Severity, Unit
from tests.letters import BAD, GOOD

JUDGED = [rule for rule in ALL if rule.dimension is not None]
GOOD_FLAGS = [Flag.ACCEPTS, Flag.CONCRETE]
FAULTS = [flag for flag in Flag if flag not in (*GOOD_FLAGS, Flag.CUSTOMER_FIRST)]


def diagnostic(number: int, line: int = 1) -> Diagnostic:
    rule = JUDGED[number % len(JUDGED)]
    return Diagnostic(rule.code, rule.name, rule.dimension, rule.flag, rule.severity, "m", "h", 0, 1, line, 1, line, 2, "x", Origin.RULE)


def _scorer() -> Scorer:
    """A scorer that weighs every feature."""
    names = values(Evidence([Label(Role.FRAME)], [], [], Road.PLAN))
    weights = {dimension: {name: 7.0 + 3 * n for n, name in enumerate(sorted(own))} for dimension, own in names.items()}
    return Scorer(1, dict.fromkeys(Dimension, 2.0), weights, dict.fromkeys(Dimension, 0.2), 80.0, {})


SCORER = _scorer()
PLAN = Evidence([], [], [], Road.PLAN)


def diagnostic_of(code: str) -> Diagnostic:
    return diagnostic(next(n for n, rule in enumerate(JUDGED) if rule.code == code))


@st.composite
def labels(draw: st.DrawFn) -> Label:
    """A label, with probabilities as the classifier gives them or without as cue words do."""
    role = draw(st.sampled_from(list(Role)))
    flags = draw(st.frozensets(st.sampled_from(list(Flag)), max_size=4))
    if draw(st.booleans()):
        return Label(role, flags)
    return Label(role, flags, {**{r.value: float(r is role) for r in Role}, **{f.value: draw(st.floats(0, 1)) for f in Flag}})


SHAPES = st.builds(Shape, *[st.floats(0, 1)] * 8)
EVIDENCE = st.builds(
    lambda own, found, road, shape, copied: Evidence(own, [], [diagnostic(n) for n in found], road, shape, copied),
    st.lists(labels(), min_size=1, max_size=10),
    st.lists(st.integers(0, len(JUDGED) - 1), max_size=10),
    st.sampled_from(Road),
    SHAPES,
    st.floats(0, 1),
)


def with_flag(evidence: Evidence, number: int, flag: Flag) -> Evidence:
    """The same evidence with a flag more on one unit."""
    label = evidence.labels[number]
    changed = Label(label.role, label.flags | {flag}, label.probabilities and {**label.probabilities, flag.value: 1.0})
    return replace(evidence, labels=[changed if n == number else other for n, other in enumerate(evidence.labels)])


def points(evidence: Evidence) -> Scores:
    return score(evidence, SCORER)[0]


@given(EVIDENCE)
def test_contributions_sum_to_the_scores(evidence: Evidence) -> None:
    scores, contributions = score(evidence, SCORER)
    for dimension in Dimension:
        assert sum(c.points for c in contributions if c.dimension is dimension) == pytest.approx(scores.of(dimension), abs=1e-6)
        assert 0 <= scores.of(dimension) <= 100


@given(EVIDENCE, st.integers(0, len(JUDGED) - 1))
def test_a_finding_more_never_raises_a_score(evidence: Evidence, extra: int) -> None:
    after = points(replace(evidence, diagnostics=[*evidence.diagnostics, diagnostic(extra)]))
    assert all(after.of(d) <= points(evidence).of(d) + 1e-6 for d in Dimension)


@given(EVIDENCE, st.data(), st.sampled_from(FAULTS))
def test_a_fault_more_never_raises_a_score(evidence: Evidence, data: st.DataObject, flag: Flag) -> None:
    after = points(with_flag(evidence, data.draw(st.integers(0, len(evidence.labels) - 1)), flag))
    assert all(after.of(d) <= points(evidence).of(d) + 1e-6 for d in Dimension)


@given(EVIDENCE, st.sampled_from(FAULTS), st.sampled_from([Role.BACKGROUND, Role.ACKNOWLEDGEMENT, Role.UNRELATED]))
def test_a_faulty_line_more_never_raises_a_score(evidence: Evidence, flag: Flag, role: Role) -> None:
    after = points(replace(evidence, labels=[*evidence.labels, Label(role, frozenset({flag}))]))
    assert all(after.of(d) <= points(evidence).of(d) + 1e-6 for d in Dimension)


@given(EVIDENCE, st.data(), st.sampled_from(GOOD_FLAGS))
def test_a_line_that_owns_or_holds_a_detail_never_lowers_a_score(evidence: Evidence, data: st.DataObject, flag: Flag) -> None:
    after = points(with_flag(evidence, data.draw(st.integers(0, len(evidence.labels) - 1)), flag))
    assert all(after.of(d) >= points(evidence).of(d) - 1e-6 for d in Dimension)


@given(EVIDENCE)
def test_every_named_line_is_a_line_of_the_letter(evidence: Evidence) -> None:
    for contribution in score(evidence, SCORER)[1]:
        assert contribution.line is None or 1 <= contribution.line <= max(len(evidence.labels), 1)
        assert contribution.reason


@given(EVIDENCE, st.sampled_from(["STR107", "STR108"]))
def test_length_by_itself_costs_nothing(evidence: Evidence, code: str) -> None:
    told = msgspec.structs.replace(diagnostic_of(code), start=0, end=0)
    assert points(replace(evidence, diagnostics=[*evidence.diagnostics, told])) == points(evidence)


def test_a_short_letter_with_all_parts_is_a_letter() -> None:
    parts = [Label(role) for role in (Role.ROOT_CAUSE, Role.CORRECTIVE_ACTION, Role.PREVENTIVE_ACTION)]
    short = Shape(hardly_a_letter=1.0)
    missing = [values(Evidence(own, [], [], Road.PLAN, short))[Dimension.STRUCTURE]["hardly_a_letter"] for own in (parts[:2], parts, parts * 3)]
    assert missing[0] == 1.0
    assert missing[1] < 0.35
    assert missing[2] < 0.05


def test_a_dispute_that_names_its_proof_pays_less_for_disputing() -> None:
    denial = Label(Role.ACKNOWLEDGEMENT, frozenset({Flag.DENIES}))
    proof = Label(Role.EVIDENCE, frozenset({Flag.CONCRETE}))
    bare, named, claimed = (points(Evidence(own, [], [], Road.DISPUTE)).acceptance for own in ([denial], [denial, proof], [denial, Label(Role.EVIDENCE)]))
    assert named > bare
    assert claimed == pytest.approx(bare), "what a stranger cannot check is no proof"


def test_overall_is_a_weighted_mean() -> None:
    assert overall(Scores(50, 50, 50, 50, 50), SCORER, PLAN) == pytest.approx(50)
    assert overall(Scores(100, 0, 0, 0, 0), SCORER, PLAN) == pytest.approx(20)


def test_a_damaged_scorer_is_named(tmp_path: Path) -> None:
    (tmp_path / "scorer.json").write_text('{"schema": 1}')
    with pytest.raises(ReviewerError, match=r"scorer\.json: is damaged"):
        Scorer.read(tmp_path / "scorer.json")
    with pytest.raises(ReviewerError, match="cannot be read"):
        Scorer.read(tmp_path / "none.json")


def test_the_best_changes_come_first_and_none_is_named_twice(review: Callable[[str], Report]) -> None:
    report = review(BAD)
    changes = report.changes
    errors = {d.code for d in report.of_severity(Severity.ERROR)}
    assert 3 <= len(changes) <= 5
    leading = [c.gain for c in changes[:3] if c.code in errors]
    rest = [c.gain for c in changes[len(leading) :]]
    assert leading
    assert (leading, rest) == (sorted(leading, reverse=True), sorted(rest, reverse=True))
    assert min(rest) >= 2, "small gains are not worth a line beside others"
    assert len({c.code for c in changes}) == len(changes)


def test_an_error_without_points_leads_the_changes() -> None:
    of_case = msgspec.structs.replace(diagnostic(0), code="CAS301", dimension=None, severity=Severity.ERROR, line=2)
    evidence = Evidence([Label(Role.BACKGROUND)], [], [diagnostic_of("ACC601"), of_case], Road.PLAN)
    changes = best_changes(evidence, score(evidence, SCORER)[1], SCORER)
    assert {c.code for c in changes[:2]} == {"ACC601", "CAS301"}
    assert next(c for c in changes if c.code == "CAS301").line == 2


def test_what_several_lines_owe_quotes_none_of_them() -> None:
    found = [msgspec.structs.replace(diagnostic_of("TON504"), message="This pleads ('it's my life'); argue.", line=line) for line in (1, 2)]
    labels = [Label(Role.BACKGROUND, frozenset({Flag.PLEADS}))] * 2
    for diagnostics, message in ((found, "This pleads; argue. (lines 1, 2)"), (found[:1], "This pleads ('it's my life'); argue.")):
        evidence = Evidence(labels[: len(diagnostics)], [], diagnostics, Road.PLAN)
        changes = best_changes(evidence, score(evidence, SCORER)[1], SCORER, limit=99)
        assert next(c.message for c in changes if c.code == "TON504") == message


def unit(number: int, text: str, role: Role) -> Unit:
    return Unit(0, 1, number, 1, text, role, [], {})


def test_advice_to_give_details_names_only_lines_without_one() -> None:
    texts = ["We check with care.", "At 10:00 each morning Dina Marsh opens the file.", "If a document is missing, we send it the same day.", "We look at it."]
    labels = [
        Label(Role.PREVENTIVE_ACTION),
        Label(Role.PREVENTIVE_ACTION),
        Label(Role.PREVENTIVE_ACTION),
        Label(Role.PREVENTIVE_ACTION, frozenset({Flag.ACCUSES})),
    ]
    evidence = Evidence(labels, [unit(n, text, Role.PREVENTIVE_ACTION) for n, text in enumerate(texts, 1)], [], Road.PLAN)
    contributions = score(evidence, SCORER)[1]
    assert {c.line for c in contributions if c.code == "SPC103"} == {1}
    changes = {c.code: c for c in best_changes(evidence, contributions, SCORER, limit=99)}
    assert changes["SPC402"].message.endswith("(line 1).")
    assert "SPC303" not in changes


def test_a_dispute_owes_the_parts_of_a_plan_less() -> None:
    label = [Label(Role.EVIDENCE)]
    plan, doubted = (values(Evidence(label, [], [], road, plan=0.6))[Dimension.STRUCTURE] for road in (Road.PLAN, Road.DISPUTE))
    for feature in ("no_cause", "no_action", "no_control"):
        assert doubted[feature] < 0.6 * plan[feature]
    reasons = {c.reason: c.code for c in score(Evidence(label, [], [], Road.DISPUTE, plan=0.6), SCORER)[1]}
    assert reasons["no line on the action, should this be a plan"] is None


def test_a_change_gains_what_its_lines_cost() -> None:
    evidence = Evidence([Label(Role.ROOT_CAUSE, frozenset({Flag.DEFLECTS}))], [], [diagnostic(n) for n in (0, 3, 9)], Road.PLAN)
    contributions = score(evidence, SCORER)[1]
    for change in best_changes(evidence, contributions, SCORER):
        assert change.gain == pytest.approx(-0.2 * sum(c.points for c in contributions if c.code == change.code))


def test_good_and_bad_letters_are_told_apart(review: Callable[[str], Report]) -> None:
    good, bad = review(GOOD), review(BAD)
    assert good.verdict == "ready"
    assert bad.verdict == "revise"
    assert good.overall > bad.overall + 40
    assert not good.of_severity(Severity.ERROR)


def test_ten_times_the_length_does_not_help(review: Callable[[str], Report]) -> None:
    once, ten = review(BAD), review(BAD * 10)
    assert all(ten.scores.of(d) <= once.scores.of(d) + 5 for d in Dimension), "what is said again counts for nothing; labels may differ a little"
