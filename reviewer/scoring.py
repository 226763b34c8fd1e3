"""Evidence to scores: every dimension starts at 100, and every point lost is owed to a named line or a named gap.

Losses only add up, so mending a fault never lowers a score and adding one never raises it. Repeats of one code weigh
less and less, so that length neither helps nor harms. The contributions of a dimension sum to its score.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reviewer.labels import Label
from reviewer.types import Change, Contribution, Diagnostic, Dimension, Flag, Road, Role, Scores, Severity, Unit

OVERALL_WEIGHTS = {
    Dimension.ACCEPTANCE: 0.25,
    Dimension.SPECIFICITY: 0.25,
    Dimension.TONE: 0.20,
    Dimension.STRUCTURE: 0.15,
    Dimension.ORIGINALITY: 0.15,
}
_BY_SEVERITY = {Severity.ERROR: 22.0, Severity.WARNING: 10.0, Severity.SUGGESTION: 3.0}
_BY_CODE = {
    "ACC201": 26.0, "ACC206": 26.0, "ACC301": 30.0, "ACC403": 15.0, "ACC501": 12.0, "ACC502": 16.0, "ACC404": 4.0,
    "SPC101": 0.0, "SPC102": 0.0, "SPC103": 0.0, "SPC201": 6.0, "SPC301": 14.0, "SPC302": 8.0, "SPC303": 9.0, "SPC306": 4.0,
    "TON101": 24.0, "TON201": 40.0, "TON202": 40.0, "TON204": 24.0, "TON301": 14.0, "TON302": 16.0,
    "STR101": 18.0, "STR106": 9.0, "STR107": 2.0, "STR108": 2.0, "STR109": 9.0, "STR201": 26.0, "STR202": 18.0, "STR203": 20.0, "STR205": 4.0, "STR206": 8.0,
    "ORG201": 6.0, "ORG202": 30.0, "ORG101": 24.0,
}  # fmt: skip
_REPEAT = 0.6
"""Each further finding of one code weighs this much of the one before."""
_NOT_OWNED = {Road.PLAN: 50.0, Road.DISPUTE: 25.0}
_OWNED_ONCE_MORE = 0.3
_PART_WITHOUT_DETAIL = 24.0
_COPIED = 70.0
_PARTS = {Role.ROOT_CAUSE: "causes", Role.CORRECTIVE_ACTION: "actions", Role.PREVENTIVE_ACTION: "controls"}


@dataclass(frozen=True)
class Evidence:
    """All that the scores rest on."""

    labels: Sequence[Label]
    units: Sequence[Unit]
    diagnostics: Sequence[Diagnostic]
    road: Road
    copied: float = 0.0
    """The share of the words that stand in known templates or earlier letters."""


@dataclass(frozen=True)
class _Loss:
    dimension: Dimension
    points: float
    line: int | None
    code: str | None
    reason: str


def _finding_losses(diagnostics: Iterable[Diagnostic]) -> Iterable[_Loss]:
    seen: dict[str, int] = defaultdict(int)
    for diagnostic in diagnostics:
        if diagnostic.dimension is None:
            continue
        weight = _BY_CODE.get(diagnostic.code, _BY_SEVERITY[diagnostic.severity]) * _REPEAT ** seen[diagnostic.code]
        seen[diagnostic.code] += 1
        if weight:
            line = None if diagnostic.start == diagnostic.end else diagnostic.line
            yield _Loss(diagnostic.dimension, weight, line, diagnostic.code, diagnostic.message)


def _gap_losses(evidence: Evidence) -> Iterable[_Loss]:
    owned = sum(Flag.ACCEPTS in label.flags for label in evidence.labels)
    loss = _NOT_OWNED[evidence.road] * _OWNED_ONCE_MORE**owned
    reason = f"{owned} line{'' if owned == 1 else 's'} own the failure" if owned else "no line owns the failure"
    yield _Loss(Dimension.ACCEPTANCE, loss, None, None, reason)
    if evidence.road is Road.PLAN:
        for role, name in _PARTS.items():
            members = [label for label in evidence.labels if label.role is role]
            concrete = sum(Flag.CONCRETE in label.flags for label in members)
            credit = concrete / (concrete + 0.5 * (len(members) - concrete) + 0.35)
            reason = f"{concrete} of {len(members)} lines on {name} hold a detail that can be checked" if members else f"no line on {name}"
            yield _Loss(Dimension.SPECIFICITY, _PART_WITHOUT_DETAIL * (1 - credit), None, None, reason)
    else:
        members = [label for label in evidence.labels if label.role is not Role.FRAME]
        concrete = sum(Flag.CONCRETE in label.flags for label in members)
        credit = concrete / (concrete + 0.5 * (len(members) - concrete) + 0.35) if members else 0.0
        yield _Loss(
            Dimension.SPECIFICITY, 3 * _PART_WITHOUT_DETAIL * (1 - credit), None, None, f"{concrete} of {len(members)} lines hold a detail that can be checked"
        )
    if evidence.copied:
        yield _Loss(Dimension.ORIGINALITY, _COPIED * evidence.copied, None, "ORG301", f"{evidence.copied:.0%} of the words stand in known texts")


def score(evidence: Evidence) -> tuple[Scores, list[Contribution]]:
    """Five scores from 0 to 100, and the contributions that sum to each of them."""
    losses: dict[Dimension, list[_Loss]] = {dimension: [] for dimension in Dimension}
    for loss in [*_gap_losses(evidence), *_finding_losses(evidence.diagnostics)]:
        losses[loss.dimension].append(loss)
    contributions: list[Contribution] = []
    values: dict[str, float] = {}
    for dimension, own in losses.items():
        total = sum(loss.points for loss in own)
        shrink = min(1.0, 100.0 / total) if total else 1.0
        values[dimension.value] = max(0.0, 100.0 - total)
        contributions.append(Contribution(dimension, 100.0, None, None, "a letter without a fault"))
        contributions.extend(Contribution(dimension, -loss.points * shrink, loss.line, loss.code, loss.reason) for loss in own if loss.points > 0.005)
        dust = values[dimension.value] - sum(c.points for c in contributions if c.dimension is dimension)
        if abs(dust) > 1e-9:
            contributions.append(Contribution(dimension, dust, None, None, "rounding"))
    return Scores(**values), contributions


def overall(scores: Scores) -> float:
    """The weighted mean of the five scores."""
    return sum(weight * scores.of(dimension) for dimension, weight in OVERALL_WEIGHTS.items())


def best_changes(evidence: Evidence, limit: int = 5) -> list[Change]:
    """The changes that would raise the overall score most: each is all findings of one code, or one gap."""
    now = overall(score(evidence)[0])
    groups: dict[str, list[Diagnostic]] = defaultdict(list)
    for diagnostic in evidence.diagnostics:
        if diagnostic.dimension is not None:
            groups[diagnostic.code].append(diagnostic)
    changes: list[Change] = []
    for code, group in groups.items():
        without = Evidence(evidence.labels, evidence.units, [d for d in evidence.diagnostics if d.code != code], evidence.road, evidence.copied)
        first = group[0]
        lines = sorted({d.line for d in group if d.start != d.end})
        where = f" (lines {', '.join(map(str, lines[:6]))}{' …' if len(lines) > 6 else ''})" if len(lines) > 1 else ""
        changes.append(Change(code, lines[0] if lines else None, first.message + where, overall(score(without)[0]) - now, first.dimension))
    for gap in _gap_changes(evidence, now):
        same = [change for change in changes if change.code == gap.code]
        changes = [change for change in changes if change.code != gap.code]
        changes.append(Change(gap.code, gap.line, gap.message, gap.gain + sum(change.gain for change in same), gap.dimension))
    worthy = [change for change in changes if change.gain >= 0.5]
    return sorted(worthy, key=lambda change: (-change.gain, change.code))[:limit]


def _gap_changes(evidence: Evidence, now: float) -> Iterable[Change]:
    """What one owning line, or one detail more in a part, would gain."""
    for role, name in _PARTS.items():
        vague = [n for n, label in enumerate(evidence.labels) if label.role is role and Flag.CONCRETE not in label.flags]
        if vague and evidence.road is Road.PLAN:
            labels = [Label(label.role, label.flags | {Flag.CONCRETE}) if n in vague else label for n, label in enumerate(evidence.labels)]
            gain = overall(score(Evidence(labels, evidence.units, evidence.diagnostics, evidence.road, evidence.copied))[0]) - now
            code = {"causes": "SPC101", "actions": "SPC102", "controls": "SPC103"}[name]
            lines = ", ".join(str(evidence.units[n].line) for n in vague[:6])
            yield Change(
                code,
                evidence.units[vague[0]].line,
                f"Give the {name} a detail that can be checked: who, when, how many, with what (line{'s' if len(vague) > 1 else ''} {lines}).",
                gain,
                Dimension.SPECIFICITY,
            )
    if not any(Flag.ACCEPTS in label.flags for label in evidence.labels) and evidence.labels:
        labels = [Label(evidence.labels[0].role, evidence.labels[0].flags | {Flag.ACCEPTS}), *evidence.labels[1:]]
        gain = overall(score(Evidence(labels, evidence.units, evidence.diagnostics, evidence.road, evidence.copied))[0]) - now
        if evidence.road is Road.PLAN:
            message = "Say in your own voice what you did or failed to do."
        else:
            message = "Say what was your own part: a missing document, a listing that misled, a late answer."
        yield Change("ACC502", None, message, gain, Dimension.ACCEPTANCE)
