"""How well a model does on letters that it has not learned from: figures with intervals, beside the readers' own agreement."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

import msgspec
import numpy as np

from reviewer.classifier import FLAGS, ROLES, Classifier
from reviewer.config import Config
from reviewer.document import Document
from reviewer.engine import Reviewer
from reviewer.labels import Label
from reviewer.model import Model
from reviewer.training import agreement
from reviewer.training.corpus import Corpus, Letter, Pair, Split, readings_of
from reviewer.training.encoder_input import pieces_of, told
from reviewer.training.measures import Bools, Floats, LabelFigures, area, f1, interval, kappa_of_scores, label_figures, macro_f1
from reviewer.training.predict import Table, table
from reviewer.types import Diagnostic, Dimension, Flag, Origin, Report, Severity, Verdict


class Figure(msgspec.Struct, frozen=True):
    """One figure with the 95 % bootstrap interval over letters, and the readers' figure on the same letters where there is one."""

    name: str
    value: float | None
    low: float | None
    high: float | None
    readers: float | None = None


class LabelRow(msgspec.Struct, frozen=True):
    """How well one label is given."""

    label: str
    support: int
    precision: float
    recall: float
    f1: float
    average_precision: float | None
    calibration_error: float | None
    readers: float | None = None


class Evaluation(msgspec.Struct, frozen=True):
    """All figures of one model on one split."""

    model: str
    split: Split
    letters: int
    units: int
    summary: list[Figure]
    labels: list[LabelRow]
    pairs: list[tuple[str, int, int]]
    """For each label that pairs turn: how many pairs, and of how many both sides are right."""
    batches: list[tuple[str, float, float]]
    """For each author batch role and flag macro-F1."""


@dataclass(frozen=True)
class Judged:
    """What a model says of the letters of a split: `table` of the labelled units with labels given, and the Reports."""

    letters: list[Letter]
    probabilities: Table
    given: Bools
    """Shape (units, roles + flags)."""
    reports: list[Report]


def judge(letters: Sequence[Letter], model: Model) -> Judged:
    """Labels of the readers' own units, and the Reports that a user would get."""
    labels = {letter.id: labels_of_units(letter, model) for letter in letters}
    names = [*(role.value for role in ROLES), *(flag.value for flag in FLAGS)]

    def rows(letter: Letter) -> Floats:
        return np.array(
            [[label.probabilities.get(name, float(name == label.role.value or name in label.flags)) for name in names] for label in labels[letter.id]]
        )

    flat = [label for letter in letters for label in labels[letter.id]]
    given = np.array([[name == label.role.value or name in label.flags for name in names] for label in flat], dtype=bool)
    reviewer = Reviewer(Config(english=False), model=model)
    reports = [reviewer.review(letter.text, letter.id, reason=told(letter)) for letter in letters]
    return Judged(list(letters), table(letters, rows), given, reports)


def labels_of_units(letter: Letter, model: Model, replaced: dict[int, str] | None = None) -> list[Label]:
    """What the labeller says of the readers' units, some of them with another text."""
    if isinstance(model.labeller, Classifier):
        classifier = model.labeller
        units = pieces_of(letter, classifier.tokenizer, replaced)
        one = classifier.judge([units], [told(letter)])[0]
        return [classifier.label(row, piece, parts) for row, piece, parts in zip(classifier.calibrated(one.logits), units, one.parts, strict=True)]
    text, spans = letter.text, [(unit.start, unit.end) for unit in letter.units]
    if replaced:
        for number in sorted(replaced, reverse=True):
            start, end = spans[number]
            text = text[:start] + replaced[number] + text[end:]
            moved = len(replaced[number]) - (end - start)
            spans = [(s, e) if n < number else (s, e + moved) if n == number else (s + moved, e + moved) for n, (s, e) in enumerate(spans)]
    document = Document(text)
    labels = list(model.labeller(document, told(letter)))
    return [_of_span(document, labels, start, end) for start, end in spans]


def _of_span(document: Document, labels: Sequence[Label], start: int, end: int) -> Label:
    """The label of the document's unit that shares most with a span."""
    best = max(range(len(labels)), key=lambda n: min(end, document.sentences[n].span.end) - max(start, document.sentences[n].span.start))
    return labels[best]


def evaluate(corpus: Corpus, split: Split, model: Model, judged: Judged) -> Evaluation:
    """All figures of `model` on `split`; `judged` is what it says of the letters."""
    both = readings_of(corpus, [split])
    readers = {a.label: a.f1 for a in agreement.of_labels(both)} if both else {}
    rows = list(_label_rows(judged, readers))
    batches = sorted({letter.batch for letter in judged.letters})
    of_batch = np.array([letter.batch for letter in judged.letters for _ in letter.units])
    return Evaluation(
        model.id,
        split,
        len(judged.letters),
        len(judged.probabilities.letters),
        list(_summary(judged, rows, both)),
        rows,
        list(_pairs(corpus.pairs_of(split), model)),
        [(batch, *_macro(judged, np.flatnonzero(of_batch == batch))) for batch in batches],
    )


def _truth(judged: Judged) -> Bools:
    roles = np.stack([judged.probabilities.roles == n for n in range(len(ROLES))], 1)
    return np.concatenate([roles, judged.probabilities.flags], 1)


def _macro(judged: Judged, chosen: np.ndarray) -> tuple[float, float]:
    truth, given = _truth(judged)[chosen], judged.given[chosen]
    present = truth.any(0)
    roles = [n for n in range(len(ROLES)) if present[n]]
    flags = [n for n in range(len(ROLES), truth.shape[1]) if present[n]]
    return macro_f1(truth[:, roles], given[:, roles]), macro_f1(truth[:, flags], given[:, flags])


def _label_rows(judged: Judged, readers: dict[str, float]) -> Iterator[LabelRow]:
    truth = _truth(judged)
    for n, label in enumerate((*ROLES, *FLAGS)):
        made: LabelFigures = label_figures(label.value, truth[:, n], judged.given[:, n], judged.probabilities.said[:, n])
        yield LabelRow(
            label.value, made.support, made.precision, made.recall, made.f1, made.average_precision, made.calibration_error, readers.get(label.value)
        )


def summary(judged: Judged) -> list[Figure]:
    """The figures that say most, without the readers' own."""
    return list(_summary(judged, list(_label_rows(judged, {})), []))


def _summary(judged: Judged, rows: Sequence[LabelRow], both: list[agreement.Read]) -> Iterator[Figure]:
    truth = _truth(judged)
    homes = judged.probabilities.letters
    count = len(ROLES)

    def macro(columns: slice) -> Figure:
        low, high = interval(homes, lambda chosen: macro_f1(truth[chosen, columns], judged.given[chosen, columns]), rounds=300)
        value = macro_f1(truth[:, columns], judged.given[:, columns])
        known = [row.readers for row in rows[columns] if row.readers is not None]
        name = "role macro-F1" if columns.start is None else "flag macro-F1"
        return Figure(name, value, low, high, float(np.mean(known)) if known else None)

    yield macro(slice(None, count))
    yield macro(slice(count, None))
    names = [letter.id for letter in judged.letters]
    agreed = agreement.of_scores(both) if both else {}
    marks = {d: np.array([getattr(letter.scores, d.value) for letter in judged.letters]) for d in Dimension}
    scores = {d: np.array([report.scores.of(d) for report in judged.reports]) for d in Dimension}

    def kappas(chosen: np.ndarray, dimensions: Sequence[Dimension]) -> float:
        return float(np.mean([kappa_of_scores(list(marks[d][chosen]), list(scores[d][chosen])) for d in dimensions]))

    everything = np.arange(len(names))
    for d in Dimension:
        low, high = interval(names, partial(kappas, dimensions=[d]), rounds=500)
        yield Figure(f"weighted kappa of {d}", kappas(everything, [d]), low, high, agreed.get(d))
    low, high = interval(names, lambda chosen: kappas(chosen, list(Dimension)), rounds=500)
    yield Figure("mean weighted kappa", kappas(everything, list(Dimension)), low, high, float(np.mean(list(agreed.values()))) if agreed else None)
    ready = np.array([letter.ready for letter in judged.letters])
    overall = np.array([report.overall for report in judged.reports])
    low, high = interval(names, lambda chosen: area(ready[chosen], overall[chosen]), rounds=500)
    yield Figure("ready AUC", area(ready, overall), low, high)
    verdict = np.array([report.verdict is Verdict.READY for report in judged.reports])
    for name, value in (("precision of ready", _ratio(ready & verdict, verdict)), ("recall of ready", _ratio(ready & verdict, ready))):
        yield Figure(name, value, float("nan"), float("nan"))
    errors = np.array([len(report.of_severity(Severity.ERROR)) for report in judged.reports], dtype=float)
    low, high = interval(names, lambda chosen: float(errors[chosen][ready[chosen]].mean()) if ready[chosen].any() else float("nan"), rounds=500)
    yield Figure("errors on a ready letter", float(errors[ready].mean()) if ready.any() else float("nan"), low, high)
    words = np.array([report.statistics.words for report in judged.reports], dtype=float)
    yield Figure("ready AUC of length alone", area(ready, words), float("nan"), float("nan"))
    road = [report.road is letter.road for report, letter in zip(judged.reports, judged.letters, strict=True)]
    low, high = interval(names, lambda chosen: float(np.array(road)[chosen].mean()), rounds=500)
    yield Figure("road told right", float(np.mean(road)), low, high)


def _ratio(hit: Bools, of: Bools) -> float:
    return float(hit.sum() / of.sum()) if of.any() else float("nan")


def _pairs(pairs: Sequence[tuple[Letter, Pair]], model: Model) -> Iterator[tuple[str, int, int]]:
    """For each label how often both sides of a contrast pair are right."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    plain: dict[str, list[Label]] = {}
    for letter, pair in pairs:
        unit = letter.units[pair.unit]
        if letter.id not in plain:
            plain[letter.id] = labels_of_units(letter, model)
        before, after = plain[letter.id][pair.unit], labels_of_units(letter, model, {pair.unit: pair.text})[pair.unit]
        counts[pair.turns][0] += 1
        counts[pair.turns][1] += _right(pair.turns, before, unit.role.value, unit.flags) and _right(pair.turns, after, pair.role.value, pair.flags)
    for label in sorted(counts):
        yield label, counts[label][0], counts[label][1]


def _right(label: str, given: Label, role: str, flags: Sequence[Flag]) -> bool:
    if label in [flag.value for flag in Flag]:
        return (label in given.flags) == (label in flags)
    return (given.role.value == label) == (role == label)


class RuleRow(msgspec.Struct, frozen=True):
    """How a rule does on labelled letters: findings, findings on a unit with its flag, and units with the flag."""

    code: str
    name: str
    flag: str | None
    findings: int
    right: int
    on_ready: int
    """Findings on letters that the readers call ready."""


def rule_rows(judged: Judged) -> list[RuleRow]:
    """Precision of every code that found anything, measured on the flag that it is evidence for."""
    found: dict[str, list[tuple[Letter, Diagnostic]]] = defaultdict(list)
    for letter, report in zip(judged.letters, judged.reports, strict=True):
        for diagnostic in report.diagnostics:
            found[diagnostic.code].append((letter, diagnostic))
    rows = []
    for code, group in sorted(found.items()):
        flag = group[0][1].flag
        right = sum(_carries(letter, diagnostic) for letter, diagnostic in group)
        rows.append(RuleRow(code, group[0][1].name, flag.value if flag else None, len(group), right, sum(letter.ready for letter, _ in group)))
    return rows


def _carries(letter: Letter, diagnostic: Diagnostic) -> bool:
    """Whether a unit under the finding carries its flag."""
    return any(diagnostic.flag in unit.flags for unit in letter.units if unit.start < diagnostic.end and diagnostic.start < unit.end)


class Disagreement(msgspec.Struct, frozen=True):
    """A unit of which a rule and the classifier say different things: worth a reader's label."""

    letter: str
    line: int
    text: str
    flag: str
    probability: float
    rule: str | None


def disagreements(judged: Judged, model: Model) -> Iterator[Disagreement]:
    """Flags that a rule finds where the classifier is sure of the opposite, and the reverse."""
    for report in judged.reports:
        by_rule = {(d.line, d.flag): d.code for d in report.diagnostics if d.flag and d.origin is Origin.RULE and d.start < d.end}
        reviewer_units = model.labeller(Document(next(letter.text for letter in judged.letters if letter.id == report.file)), None)
        for unit, label in zip(report.units, reviewer_units, strict=True):
            for flag in FLAGS:
                probability = label.probabilities.get(flag, 0.0)
                code = by_rule.get((unit.line, flag))
                if (code and probability < 0.1) or (code is None and probability > 0.9 and flag not in (Flag.ACCEPTS, Flag.CONCRETE, Flag.CUSTOMER_FIRST)):
                    yield Disagreement(report.file, unit.line, unit.text, flag.value, probability, code)


class WorstUnit(msgspec.Struct, frozen=True):
    """A unit on which the classifier was sure and wrong."""

    letter: str
    text: str
    label: str
    true: bool
    probability: float


def worst(judged: Judged, count: int = 10) -> list[WorstUnit]:
    """The units with the greatest error of a flag, one a letter."""
    truth = _truth(judged)
    places = [(letter, unit) for letter in judged.letters for unit in letter.units]
    errors = np.abs(truth - judged.probabilities.said)
    errors[:, : len(ROLES)] = 0
    made: list[WorstUnit] = []
    for flat in np.argsort(-errors, axis=None):
        row, column = map(int, np.unravel_index(flat, errors.shape))
        letter, unit = places[row]
        if letter.id in {one.letter for one in made}:
            continue
        label = [*ROLES, *FLAGS][column].value
        made.append(WorstUnit(letter.id, letter.text[unit.start : unit.end], label, bool(truth[row, column]), float(judged.probabilities.said[row, column])))
        if len(made) == count:
            break
    return made


def confusion(judged: Judged) -> list[tuple[str, str, int]]:
    """Pairs of true and given roles that are confused, most frequent first."""
    given = judged.given[:, : len(ROLES)].argmax(1)
    counts: dict[tuple[int, int], int] = defaultdict(int)
    for true, said in zip(judged.probabilities.roles, given, strict=True):
        if true != said:
            counts[int(true), int(said)] += 1
    return [(ROLES[a].value, ROLES[b].value, n) for (a, b), n in sorted(counts.items(), key=lambda item: -item[1])]


__all__ = ["Evaluation", "confusion", "disagreements", "evaluate", "f1", "judge", "rule_rows", "worst"]
