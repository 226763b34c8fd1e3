"""Evidence to scores: every point lost is owed to a named line or a named gap, and the points add up to the score.

A dimension starts at 100 less what even the best letters of the corpus lack. Each feature, a number from 0 to 1 that says how
much of one fault or gap there is, takes its weight in points. Weights are never negative and every feature only rises with
faults and falls with what is done well, so mending a fault never lowers a score and adding one never raises it. Features
saturate, so that length neither helps nor harms. The weights are fitted on readers' marks (training/scorer.py).
"""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np
import numpy.typing as npt

from reviewer.blocks import BlockKind
from reviewer.document import Document
from reviewer.labels import Label
from reviewer.road import WORSE
from reviewer.slots import checkable, filled
from reviewer.types import ADVERSE, NOBODY_CAN_MEND, Change, Contribution, Diagnostic, Dimension, Flag, ReviewerError, Road, Role, Scores, Severity, Unit

Floats = npt.NDArray[np.float64]
_FLOOR = {Severity.ERROR: 4.0, Severity.WARNING: 2.0, Severity.SUGGESTION: 0.5}
"""Points that a finding costs whatever was fitted, so that mending it always gains."""
_REPEAT = 0.6
"""Each further finding of one code weighs this much of the one before."""


class Scorer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What was fitted: points for each feature, and what makes a letter `ready`."""

    schema: int
    base: dict[Dimension, float]
    """Points that a letter without any fault lacks."""
    weights: dict[Dimension, dict[str, float]]
    """Points that a feature takes at its greatest."""
    overall: dict[Dimension, float]
    """Weights of the mean; they sum to 1."""
    ready_from: float
    """The least overall score of a letter that is `ready`, where the settings name none."""
    road: dict[str, float]
    """Logistic weights of what speaks for a dispute (road.py)."""

    @classmethod
    def read(cls, path: Path) -> Scorer:
        """The scorer in a file. Raises ReviewerError for one that cannot be read."""
        try:
            return msgspec.json.decode(path.read_bytes(), type=cls)
        except OSError as error:
            raise ReviewerError(f"{path}: cannot be read ({error.strerror})") from None
        except msgspec.DecodeError as error:
            raise ReviewerError(f"{path}: is damaged ({error})") from None


def repeats(texts: Iterable[str]) -> list[bool]:
    """For each text whether it stood before, spaces and case aside: what is said again counts for nothing."""
    seen: set[str] = set()
    made = []
    for text in texts:
        key = " ".join(text.lower().split())
        made.append(key in seen)
        seen.add(key)
    return made


@dataclass(frozen=True)
class Shape:
    """What the page looks like, each a share from 0 to 1 of what a reader stumbles over."""

    no_headings: float = 0.0
    no_points: float = 0.0
    prose: float = 0.0
    """The share of the words that stand in paragraphs."""
    long_blocks: float = 0.0
    """The share of the blocks above 40 words."""
    biggest_block: float = 0.0
    """The share of the words in the biggest block."""
    one_block: float = 0.0
    hardly_a_letter: float = 0.0
    """1 below 40 words, 0 from 120 words on."""
    out_of_order: float = 0.0

    @classmethod
    def of(cls, document: Document, labels: Sequence[Label]) -> Shape:
        """The shape of a document."""
        blocks = [block for block in document.blocks if block.kind is not BlockKind.QUOTE]
        blocks = [block for block, again in zip(blocks, repeats(document.excerpt(block.span) for block in blocks), strict=True) if not again]
        if not blocks:
            return cls(1.0, 1.0, 1.0, 0.0, 1.0, 1.0, 1.0, 0.0)
        spans = [sentence.span for sentence in document.sentences]
        words = [document.words(block.span) for block in blocks]
        total = max(1, sum(words))
        points = sum(block.kind in (BlockKind.BULLET, BlockKind.TABLE) for block in blocks)
        headed = any(block.kind is BlockKind.HEADING or block.label for block in blocks)
        prose = sum(count for block, count in zip(blocks, words, strict=True) if block.kind is BlockKind.PARAGRAPH)
        return cls(
            no_headings=0.0 if headed else 1.0,
            no_points=max(0.0, 1 - points / 4),
            prose=prose / total,
            long_blocks=sum(count > 40 for count in words) / len(blocks),
            biggest_block=max(words) / total,
            one_block=1.0 if sum(count > 8 for count in words) <= 2 and not points else 0.0,
            hardly_a_letter=min(1.0, max(0.0, (120 - total) / 80)),
            out_of_order=_disorder([label for label, again in zip(labels, repeats(map(document.excerpt, spans)), strict=True) if not again]),
        )


def _disorder(labels: Sequence[Label]) -> float:
    """How many of the two steps cause, correction, prevention go backwards; a part stands where its middle unit stands."""
    middles = [
        float(np.median(numbers)) for role in _PARTS if (numbers := [n for n, label in enumerate(labels) if label.role is role])
    ]  # fmt: skip
    return sum(later < earlier for earlier, later in itertools.pairwise(middles)) / 2


@dataclass(frozen=True)
class Evidence:
    """All that the scores rest on."""

    labels: Sequence[Label]
    units: Sequence[Unit]
    diagnostics: Sequence[Diagnostic]
    road: Road
    shape: Shape = Shape()
    copied: float = 0.0
    """The share of the words that stand in known templates or earlier letters."""
    repeated: Sequence[bool] = ()
    """For each unit whether it stood before in the same letter; empty where none did."""
    plan: float | None = None
    """The probability that the letter is a plan, not a dispute; without it, what `road` says. Where the road is in doubt, so is what a plan owes."""
    owned: bool = False
    """Whether a line is known to say what the seller did or failed to do."""

    @property
    def planned(self) -> float:
        """How far the letter is judged as a plan, from 0 to 1."""
        return float(self.road is Road.PLAN) if self.plan is None else self.plan

    @property
    def owed_parts(self) -> float:
        """How far cause, action and control are owed, from 0 to 1: on the road of a dispute as little as its wrong reading would be worse."""
        plan = self.planned
        return plan if self.road is Road.PLAN else plan / (plan + WORSE * (1 - plan))


@dataclass(frozen=True)
class _Debt:
    """A share of a feature, owed to a line or to the whole letter."""

    weight: float
    line: int | None
    code: str | None
    reason: str


@dataclass(frozen=True)
class Feature:
    """How much of one fault or gap there is, from 0 to 1, and who owes it."""

    name: str
    value: float
    debts: Sequence[_Debt]


_PARTS = {Role.ROOT_CAUSE: "cause", Role.CORRECTIVE_ACTION: "action", Role.PREVENTIVE_ACTION: "control"}
_GAP_CODES = {"cause": "SPC101", "action": "SPC102", "control": "SPC103"}
_MISSING_CODES = {"cause": "STR201", "action": "STR202", "control": "STR203"}
_FLAG_CODES = {
    Flag.DEFLECTS: ("ACC601", "puts the cause on somebody else"),
    Flag.DENIES: ("ACC602", "says that there was no violation"),
    Flag.MINIMISES: ("ACC603", "makes the problem smaller"),
    Flag.ACCUSES: ("TON501", "accuses"),
    Flag.THREATENS: ("TON502", "threatens"),
    Flag.DEMANDS: ("TON503", "demands"),
    Flag.PLEADS: ("TON504", "pleads"),
    Flag.VAGUE: ("SPC401", "holds nothing that could be checked"),
    Flag.BOILERPLATE: ("ORG401", "could stand in any seller's appeal"),
}
_ROLES, _FLAGS = list(Role), list(Flag)


def sure(probability: Floats) -> Floats:
    """A calibrated probability as strength of evidence: nothing below 0.15, all of it from 0.85 on, so that doubt about many lines is no fault."""
    return np.clip((probability - 0.15) / 0.7, 0.0, 1.0)


class _Strengths:
    """The labels as numbers from 0 to 1; each attribute has shape (units,)."""

    def __init__(self, evidence: Evidence) -> None:
        labels = evidence.labels
        roles = np.array([[label.probabilities.get(role, float(label.role is role)) for role in _ROLES] for label in labels]).reshape(-1, len(_ROLES))
        flags = np.array([[label.probabilities.get(flag, float(flag in label.flags)) for flag in _FLAGS] for label in labels]).reshape(-1, len(_FLAGS))
        self._roles, self._flags = sure(roles), sure(flags)
        again = np.flatnonzero(evidence.repeated)
        self._roles[again], self._flags[again] = 0.0, 0.0
        self._roles[again, _ROLES.index(Role.FRAME)] = 1.0
        self.plan = evidence.planned
        self.parts = evidence.owed_parts

    def __getitem__(self, key: Role | Flag) -> Floats:
        column: Floats = self._roles[:, _ROLES.index(key)] if isinstance(key, Role) else self._flags[:, _FLAGS.index(key)]
        return column


def some(strength: Floats, repeat: float = 0.5) -> float:
    """0 where nothing is, 1 - `repeat` for one sure unit, towards 1 with more of them."""
    return float(1 - np.prod(1 - (1 - repeat) * strength))


def _features(evidence: Evidence) -> Iterator[tuple[Dimension, Feature]]:
    """Every feature of every dimension."""
    of = _Strengths(evidence)
    found = _Findings(evidence)
    for dimension, make in ((Dimension.ACCEPTANCE, _acceptance), (Dimension.SPECIFICITY, _specificity), (Dimension.TONE, _tone), (Dimension.STRUCTURE, _structure), (Dimension.ORIGINALITY, _originality)):  # fmt: skip
        for feature in (*make(of, found, evidence), *found.features(dimension)):
            yield dimension, feature


Features = Iterator[Feature]


def _acceptance(of: _Strengths, found: _Findings, evidence: Evidence) -> Features:
    accepts, deflects, denies, cause = of[Flag.ACCEPTS], of[Flag.DEFLECTS], of[Flag.DENIES], of[Role.ROOT_CAUSE]
    unowned = 1 - some(accepts, 0.35)
    backed = _backed(of)
    if evidence.owned or accepts.sum() >= 0.5:
        nobody, general = found.rest("little of it is owned in your own voice"), found.gap("SPC101", "what is owned holds no detail")
    else:
        nobody = general = found.gap("ACC502", "no line says what you did or failed to do")
    yield Feature("not_owned", unowned * of.plan, nobody)
    yield Feature("not_owned_in_dispute", unowned * (1 - of.plan) * (1 - 0.5 * backed), nobody)
    yield Feature("owned_in_general", (1 - some(accepts * of[Flag.CONCRETE], 0.35)) * of.plan, general)
    yield Feature("deflects", some(deflects, 0.6), found.lines(deflects, Flag.DEFLECTS))
    yield Feature("deflects_beside_owning", _share(deflects, accepts), found.lines(deflects, Flag.DEFLECTS))
    disputes = found.lines(denies, Flag.DENIES, "disputes what the notice says" if evidence.road is Road.DISPUTE else None)
    yield Feature("denies", some(denies) * of.plan, disputes)
    yield Feature("denies_in_dispute", some(denies) * (1 - of.plan) * (1 - backed), disputes)
    yield Feature("minimises", some(of[Flag.MINIMISES]), found.lines(of[Flag.MINIMISES], Flag.MINIMISES))
    yield Feature("accuses", some(of[Flag.ACCUSES]), found.lines(of[Flag.ACCUSES], Flag.ACCUSES))
    unowned_cause = cause * (1 - accepts)
    cause_reason = "a cause that is not owned" + (", should this be a plan" if evidence.road is Road.DISPUTE else "")
    share = float(unowned_cause.sum() / (cause.sum() + 0.5))
    yield Feature("causes_not_owned", share * of.parts, found.units(unowned_cause, None, cause_reason))
    yield Feature("no_cause", (1 - some(cause, 0.35)) * of.parts, found.part(cause, "STR201", "no line gives the cause", "little reads plainly as the cause"))


def _backed(of: _Strengths) -> float:
    """How far proof is named that a stranger could look at, from 0 to 1: what a dispute stands on."""
    return some(of[Role.EVIDENCE] * of[Flag.CONCRETE])


def _specificity(of: _Strengths, found: _Findings, evidence: Evidence) -> Features:
    concrete, vague = of[Flag.CONCRETE], of[Flag.VAGUE]
    for role, name in _PARTS.items():
        bare = of[role] * (1 - concrete)
        gap = 1 - float((of[role] * concrete).sum() / (of[role].sum() + 0.35))
        members = float(of[role].sum())
        if members < 0.5:
            debts = found.missing(name)
        else:
            debts = found.units(bare * found.plain(evidence), _GAP_CODES[name], f"a {name} without a detail", f"little reads plainly as the {name}")
        yield Feature(f"{name}_without_detail", gap * of.parts, debts)
    content = 1 - of[Role.FRAME]
    bare = content * (1 - concrete)
    share = 1 - float((content * concrete).sum() / (content.sum() + 0.35)) if len(content) else 1.0
    yield Feature("lines_without_detail", share, found.units(bare, None, "a line without a detail"))
    yield Feature("lines_without_detail_in_dispute", share * (1 - of.plan), found.units(bare, None, "a line without a detail"))
    yield Feature("few_details", 1 - some(concrete, 0.7), found.details("few details that could be checked"))
    yield Feature("vague", some(vague, 0.8), found.lines(vague, Flag.VAGUE))
    yield Feature("vague_beside_details", _share(vague, concrete), found.lines(vague, Flag.VAGUE))
    proof = of[Role.EVIDENCE] * concrete
    yield Feature("no_proof", 1 - _backed(of), found.part(proof, "SPC306", "no document or record is named", "few documents or records are named"))
    yield Feature("unrelated", some(of[Role.UNRELATED], 0.7), found.units(of[Role.UNRELATED], "STR401", "has no bearing on the reason"))


def _tone(of: _Strengths, found: _Findings, _: Evidence) -> Features:
    for flag in (Flag.ACCUSES, Flag.DEMANDS, Flag.PLEADS, Flag.THREATENS):
        yield Feature(f"{flag}_at_all", some(of[flag], 0.15), found.lines(of[flag], flag))
        yield Feature(flag.value, some(of[flag], 0.75), found.lines(of[flag], flag))
    for flag in (Flag.MINIMISES, Flag.DEFLECTS):
        yield Feature(flag.value, some(of[flag]), found.lines(of[flag], flag))
    yield Feature("denies", some(of[Flag.DENIES]) * of.plan, found.lines(of[Flag.DENIES], Flag.DENIES))


def _structure(of: _Strengths, found: _Findings, evidence: Evidence) -> Features:
    for role, name in _PARTS.items():
        little = f"little reads plainly as the {name}"
        debts = found.missing(name) if of[role].sum() < 0.5 else found.part(of[role], _MISSING_CODES[name], little, little)
        yield Feature(f"no_{name}", (1 - some(of[role], 0.3)) * of.parts, debts)
    asks = found.part(of[Role.REQUEST], "STR205", "no line asks for anything", "what is asked for is not plain")
    yield Feature("no_request", 1 - some(of[Role.REQUEST], 0.2), asks)
    yield Feature("unrelated", some(of[Role.UNRELATED], 0.7), found.units(of[Role.UNRELATED], "STR401", "has no bearing on the reason"))
    shape = evidence.shape
    whole = of.plan * min(some(of[role], 0.3) for role in _PARTS) + (1 - of.plan) * _backed(of)
    for name, value, code, reason in (
        ("no_headings", shape.no_headings, "STR109", "no headings"),
        ("no_points", shape.no_points, "STR106", "few points or none"),
        ("prose", shape.prose, "STR106", "most of it is prose"),
        ("long_blocks", shape.long_blocks, "STR102", "points and paragraphs are long"),
        ("biggest_block", shape.biggest_block, "STR101", "one block holds much of the letter"),
        ("one_block", shape.one_block, "STR101", "the letter is one block"),
        (
            "hardly_a_letter",
            shape.hardly_a_letter * (1 - whole),
            "STR111" if found.spoken("STR111") else "STR108",
            "too short to hold cause, correction and prevention",
        ),
        ("out_of_order", shape.out_of_order * of.parts, "STR204", "cause, correction and prevention are out of order"),
    ):
        yield Feature(name, value, found.gap(code, reason))


def _originality(of: _Strengths, found: _Findings, evidence: Evidence) -> Features:
    stock, vague, concrete = of[Flag.BOILERPLATE], of[Flag.VAGUE], of[Flag.CONCRETE]
    yield Feature("boilerplate", some(stock, 0.8), found.lines(stock, Flag.BOILERPLATE))
    yield Feature("boilerplate_beside_details", _share(stock, concrete), found.lines(stock, Flag.BOILERPLATE))
    own = (1 - of[Role.FRAME]) * (1 - of[Role.UNRELATED]) * np.prod([1 - of[flag] for flag in _FLAG_CODES], axis=0)
    yield Feature("boilerplate_beside_own_lines", _share(stock, own), found.lines(stock, Flag.BOILERPLATE))
    yield Feature("vague_beside_details", _share(vague, concrete), found.lines(vague, Flag.VAGUE))
    yield Feature("few_details", 1 - some(concrete, 0.7), found.details("few details that only this case has"))
    yield Feature("copied", evidence.copied, found.gap("ORG301", f"{evidence.copied:.0%} of the words stand in known texts"))


def _share(bad: Floats, good: Floats) -> float:
    return float(bad.sum() / (bad.sum() + good.sum() + 0.5))


class _Findings:
    """The findings by unit and flag, to name what a feature is owed to."""

    def __init__(self, evidence: Evidence) -> None:
        self._units = evidence.units
        self._by_code: dict[str, list[Diagnostic]] = defaultdict(list)
        self._by_place: dict[tuple[int, Flag], Diagnostic] = {}
        for diagnostic in evidence.diagnostics:
            self._by_code[diagnostic.code].append(diagnostic)
            if diagnostic.flag and diagnostic.start < diagnostic.end:
                self._by_place.setdefault((diagnostic.line, diagnostic.flag), diagnostic)
        self._diagnostics = evidence.diagnostics
        self._road = evidence.road

    def spoken(self, code: str) -> bool:
        """Whether a finding of this code was made."""
        return code in self._by_code

    def missing(self, name: str) -> Sequence[_Debt]:
        """The debt of the whole letter for a part of a plan that no line is; a dispute owes it only should it be a plan."""
        code = _MISSING_CODES[name]
        if self._road is Road.DISPUTE and not self.spoken(code):
            return self.rest(f"no line on the {name}, should this be a plan")
        return self.gap(code, f"no line on the {name}")

    def details(self, reason: str) -> Sequence[_Debt]:
        """The debt of the whole letter for too few details: that there is no date at all, or that there could be more."""
        return self.gap("SPC303" if self.spoken("SPC303") else "SPC402", reason)

    def plain(self, evidence: Evidence) -> Floats:
        """1 for each unit that an advice to give details fits, else 0."""
        return np.array([float(_wants_detail(evidence, number)) for number in range(len(evidence.labels))])

    def lines(self, strength: Floats, flag: Flag, instead: str | None = None) -> Sequence[_Debt]:
        """Debts of the units that carry a flag, in the words of the finding on the line where there is one, else in those of the flag or `instead`."""
        code, reason = _FLAG_CODES[flag]
        reason = instead or reason
        debts = []
        for number in map(int, np.flatnonzero(strength > 0)):
            line = self._line(number)
            diagnostic = self._by_place.get((line, flag))
            debts.append(_Debt(float(strength[number]), line, diagnostic.code if diagnostic else code, diagnostic.message if diagnostic else reason))
        return debts

    def units(self, strength: Floats, code: str | None, reason: str, otherwise: str | None = None) -> Sequence[_Debt]:
        """Debts of units, by their strength; where none has any, of the whole letter, which `otherwise` then tells the reason."""
        debts = [_Debt(float(strength[n]), self._line(n), code, reason) for n in map(int, np.flatnonzero(strength > 0.02))]
        return debts or ([_Debt(1.0, None, code, reason)] if otherwise is None else self.rest(otherwise))

    def part(self, strength: Floats, code: str, missing: str, little: str) -> Sequence[_Debt]:
        """The debt of the whole letter for a part: a gap with its code where no unit is that part, a mere remark where some are."""
        return self.gap(code, missing) if strength.sum() < 0.5 or code in self._by_code else self.rest(little)

    def rest(self, reason: str) -> Sequence[_Debt]:
        """A debt of the whole letter that no finding speaks of."""
        return [_Debt(1.0, None, None, reason)]

    def _line(self, number: int) -> int:
        return self._units[number].line if self._units else number + 1

    def gap(self, code: str, reason: str) -> Sequence[_Debt]:
        """The debt of the whole letter."""
        found = self._by_code.get(code)
        return [_Debt(1.0, None, code, found[0].message if found else reason)]

    def features(self, dimension: Dimension) -> Iterator[Feature]:
        """How many findings without a flag there are, by severity."""
        for severity in Severity:
            free = _MEASURED | _OF_LENGTH
            own = [d for d in self._diagnostics if d.dimension is dimension and d.flag is None and d.severity is severity and d.code not in free]
            strength = np.ones(len(own))
            yield Feature(f"{severity}s", some(strength, 0.6), [_Debt(1.0, None if d.start == d.end else d.line, d.code, d.message) for d in own])


_OFFER = re.compile(
    r"\b(?:if|should|in case)\b.{0,60}\b(?:documents?|information|proofs?|files?|invoices?|papers?|anything|something|questions?|else)\b.{0,60}"
    r"\b(?:send|provide|supply|submit|hand|answer|give|deliver)\b",
    re.IGNORECASE,
)
"""A closing offer of more documents, which needs no detail."""


def _wants_detail(evidence: Evidence, number: int) -> bool:
    """Whether a unit has no detail, and would be better with one."""
    flags = evidence.labels[number].flags
    if Flag.CONCRETE in flags or flags & ADVERSE:
        return False
    text = evidence.units[number].text if evidence.units else ""
    return not checkable(filled(text)) and not _OFFER.search(text[:400])


_MEASURED = {"ACC502", "STR101", "STR102", "STR106", "STR108", "STR109", "STR201", "STR202", "STR203", "STR204", "STR205", "SPC101", "SPC102", "SPC103"}
"""Findings that say in words what a feature measures already."""
_OF_LENGTH = {"STR107", "STR108", "STR111"}
"""Findings that cost nothing: length by itself is no fault."""


def floor(diagnostics: Iterable[Diagnostic]) -> Iterator[tuple[Dimension, float, Diagnostic]]:
    """The least that each finding costs."""
    seen: dict[str, int] = defaultdict(int)
    for diagnostic in diagnostics:
        if diagnostic.dimension is not None and diagnostic.code not in _OF_LENGTH:
            yield diagnostic.dimension, _FLOOR[diagnostic.severity] * _REPEAT ** seen[diagnostic.code], diagnostic
            seen[diagnostic.code] += 1


def values(evidence: Evidence) -> dict[Dimension, dict[str, float]]:
    """The features of a letter as numbers, for fitting."""
    made: dict[Dimension, dict[str, float]] = {dimension: {} for dimension in Dimension}
    for dimension, feature in _features(evidence):
        made[dimension][feature.name] = feature.value
    return made


@dataclass(frozen=True)
class _Loss:
    points: float
    line: int | None
    code: str | None
    reason: str


def _losses(evidence: Evidence, scorer: Scorer) -> dict[Dimension, list[_Loss]]:
    losses: dict[Dimension, list[_Loss]] = {dimension: [_Loss(scorer.base[dimension], None, None, NOBODY_CAN_MEND[0])] for dimension in Dimension}
    for dimension, feature in _features(evidence):
        points = scorer.weights[dimension].get(feature.name, 0.0) * feature.value
        total = sum(debt.weight for debt in feature.debts)
        if points > 0 and total > 0:
            losses[dimension].extend(_Loss(points * debt.weight / total, debt.line, debt.code, debt.reason) for debt in feature.debts)
    for dimension, points, diagnostic in floor(evidence.diagnostics):
        line = None if diagnostic.start == diagnostic.end else diagnostic.line
        losses[dimension].append(_Loss(points, line, diagnostic.code, diagnostic.message))
    return {dimension: _joined(own) for dimension, own in losses.items()}


def _joined(losses: Sequence[_Loss]) -> list[_Loss]:
    """Losses of one line and code as one, the greatest first; dust is swept together."""
    joined: dict[tuple[int | None, str | None, str], _Loss] = {}
    for loss in losses:
        key = (loss.line, loss.code, "" if loss.code else loss.reason)
        other = joined.get(key)
        joined[key] = loss if other is None else _Loss(other.points + loss.points, loss.line, loss.code, max(other, loss, key=lambda x: x.points).reason)
    named = [loss for loss in joined.values() if loss.points >= 0.25]
    dust = sum(loss.points for loss in joined.values()) - sum(loss.points for loss in named)
    named.sort(key=lambda loss: (-loss.points, loss.line or 0, loss.code or ""))
    return [*named, *([_Loss(dust, None, None, NOBODY_CAN_MEND[1])] if dust > 1e-9 else [])]


def score(evidence: Evidence, scorer: Scorer) -> tuple[Scores, list[Contribution]]:
    """Five scores from 0 to 100, and the contributions that sum to each of them."""
    contributions: list[Contribution] = []
    scores: dict[str, float] = {}
    for dimension, own in _losses(evidence, scorer).items():
        total = sum(loss.points for loss in own)
        shrink = min(1.0, 100.0 / total) if total else 1.0
        contributions.append(Contribution(dimension, 100.0, None, None, "a letter without a fault"))
        contributions.extend(Contribution(dimension, -loss.points * shrink, loss.line, loss.code, loss.reason) for loss in own if loss.points > 0)
        value = sum(c.points for c in contributions if c.dimension is dimension)
        scores[dimension.value] = value if value > 1e-9 else 0.0
    return Scores(**scores), contributions


BACKED_DISPUTE = 45.0
"""The acceptance from which on a dispute may go out: the guide gives one that proof backs and that owns nothing 50; the rest is what the scorer may be off."""


def least_of(dimension: Dimension, min_score: float, road: Road) -> float:
    """The least score of a letter that is `ready`: nobody has to confess what did not happen."""
    return min(min_score, BACKED_DISPUTE) if dimension is Dimension.ACCEPTANCE and road is Road.DISPUTE else min_score


def weights(scorer: Scorer, evidence: Evidence) -> dict[Dimension, float]:
    """The weights of the overall score, which sum to 1: acceptance counts as far as the letter is a plan."""
    own = {d: scorer.overall[d] * (evidence.planned if d is Dimension.ACCEPTANCE else 1.0) for d in Dimension}
    return {dimension: weight / sum(own.values()) for dimension, weight in own.items()}


def overall(scores: Scores, scorer: Scorer, evidence: Evidence) -> float:
    """The weighted mean of the five scores."""
    return sum(weight * scores.of(dimension) for dimension, weight in weights(scorer, evidence).items())


def best_changes(evidence: Evidence, contributions: Sequence[Contribution], scorer: Scorer, *, without: Container[str] = (), limit: int = 5) -> list[Change]:
    """The changes that would raise the overall score most: each is all that one code is owed, with its lines; codes in `without` were set aside.

    That the letter is about another matter comes first, since what the wrong letter lacks is no matter then; next the gravest
    errors, of which each alone makes the letter `revise`, whatever they gain. Small gains are named where nothing else is left.
    """
    counts = weights(scorer, evidence)
    groups: dict[str, list[Contribution]] = defaultdict(list)
    for contribution in contributions:
        if contribution.code is not None and contribution.points < 0 and contribution.code not in without:
            groups[contribution.code].append(contribution)
    spoken = {diagnostic.code: diagnostic for diagnostic in reversed(evidence.diagnostics)}
    leading = {d.code for d in evidence.diagnostics if d.severity is Severity.ERROR or d.code == _OTHER_MATTER}
    changes = []
    if _OTHER_MATTER in spoken:
        groups.pop("ACC502", None)
    for code in [*groups, *(code for code in spoken if code in leading and code not in groups)]:
        group = groups.get(code, [])
        own = [d.line for d in evidence.diagnostics if d.code == code and d.start < d.end] if not group else []
        lines = sorted({*own, *(c.line for c in group if c.line is not None)})
        dimension = max(group, key=lambda c: -c.points).dimension if group else spoken[code].dimension
        gain = -sum(c.points * counts[c.dimension] for c in group)
        message = _ADVICE[code](evidence) if code in _ADVICE else spoken[code].message if code in spoken else None
        if message is None or (gain < 0.5 and code not in leading):
            continue
        if len(lines) > 1:
            message = _QUOTED.sub("", message)
        where = f" (line{'s' if len(lines) > 1 else ''} {', '.join(map(str, lines[:6]))}{' …' if len(lines) > 6 else ''})" if len(lines) > 1 else ""
        changes.append(Change(code, lines[0] if lines else None, message + where, gain, dimension))
    changes.sort(key=lambda change: (change.code != _OTHER_MATTER, -change.gain, change.code))
    first = [change for change in changes if change.code in leading][:_LEADING]
    rest = [change for change in changes if change not in first]
    large = [change for change in rest if change.gain >= _SMALL or change.code in leading]
    return (first + (large if first or large else rest))[:limit]


_OTHER_MATTER = "CAS121"
_LEADING = 3
"""Errors that come before what gains more, so that the gaps of a letter full of errors are named too."""
_SMALL = 2.0
"""Points of gain below which a change is not worth a line beside others."""
_QUOTED = re.compile(r" \('[^\n]{1,200}?'\)")
"""The words that a finding quotes from its own line."""


def _more_details(evidence: Evidence) -> str | None:
    """Advice to give details, with the lines that have none; None where no line would be better for it."""
    frame = (Role.FRAME, Role.REQUEST, Role.COMMITMENT, Role.UNRELATED)
    bare = [n for n, label in enumerate(evidence.labels) if label.role not in frame and _wants_detail(evidence, n)]
    lines = sorted({evidence.units[n].line for n in bare}) if evidence.units else []
    if not lines:
        return None
    named = f"{', '.join(map(str, lines[:6]))}{' …' if len(lines) > 6 else ''}"
    return f"Put a date, a count or an id of this case into what has none (line{'s' if len(lines) > 1 else ''} {named})."


def _own_part(evidence: Evidence) -> str:
    if evidence.road is Road.PLAN:
        return "Say in your own voice what you did or failed to do."
    return "If something of yours let the doubt arise (a missing document, a listing that misled, a late answer), say so; if nothing did, leave it out."


def _always(message: str) -> Callable[[Evidence], str | None]:
    return lambda _: message


_ADVICE: dict[str, Callable[[Evidence], str | None]] = {
    "ACC502": _own_part,
    "SPC101": _always("Give the causes a detail that can be checked: what was missing, since when, in how many orders."),
    "SPC102": _always("Give the actions a detail that can be checked: who, when, how many, with which document."),
    "SPC103": _always("Give the controls a detail that can be checked: who checks what, how often, with which list or tool."),
    "SPC303": _always("Add dates, counts and ids of this case."),
    "SPC402": _more_details,
    "SPC306": _always("Name the documents or records that prove what you write."),
    "STR106": _always("Put causes, actions and controls into short points, one idea to a point."),
    "STR101": _always("Break the big block into short points."),
    "STR102": _always("Shorten the points and paragraphs; one idea to each."),
    "STR109": _always("Give the parts their headings: root cause, corrective actions, preventive measures."),
    "STR205": _always("Say at the end what you ask for."),
}
"""What to do about gaps, also where no finding speaks of them."""
