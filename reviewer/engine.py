"""The Reviewer: the one place where the Document, the judges, the scores and the Report meet."""

from __future__ import annotations

import dataclasses
import datetime
import functools
import importlib.metadata
import math
import re
import threading
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from reviewer import config as configuration
from reviewer import cues, suppressions
from reviewer.case.case import Case
from reviewer.case.judge import judge
from reviewer.case.values import CaseReport
from reviewer.config import Config
from reviewer.document import Document
from reviewer.english import EnglishJudge, Slips
from reviewer.labels import Label
from reviewer.model import Model, shipped_model
from reviewer.originality import Copying, TextIndex, stock_letters
from reviewer.road import dispute, road_of
from reviewer.rule import Hit, Reading, Rule, hits, phrases
from reviewer.rules import ALL, BY_CODE
from reviewer.rules.acceptance import owned
from reviewer.rules.case import OTHER_TOPIC, PART_MISSING, POINT_UNANSWERED
from reviewer.rules.classifier import UNRELATED
from reviewer.rules.originality import subject_units
from reviewer.scoring import Evidence, Shape, best_changes, least_of, overall, repeats, score
from reviewer.statistics import statistics
from reviewer.types import (
    ADVERSE,
    Diagnostic,
    Dimension,
    Fix,
    Flag,
    Origin,
    Report,
    ReviewerError,
    Road,
    Role,
    Scores,
    Severity,
    Span,
    Suppressed,
    Unit,
    Verdict,
)


@functools.cache
def version() -> str:
    """The version of the installed package."""
    return importlib.metadata.version("reviewer")


class Reviewer:
    """Reviews letters. Built once and shared by threads; it keeps nothing of a letter.

    Raises ReviewerError for a configuration that does not hold.
    """

    def __init__(self, config: Config | None = None, *, ignores: Sequence[suppressions.Ignore] = (), model: Model | None = None) -> None:
        """Load the judges that `config` asks for; `model` takes the place of the one that travels with the package."""
        self.config = config or Config()
        configuration.check_codes([*self.config.select, *self.config.ignore], "settings")
        self._english = EnglishJudge() if self.config.english else None
        self.model = model or shipped_model(classifier=self.config.classifier)
        self._ignores = list(ignores)
        self._lock = threading.Lock()
        self._templates: TextIndex | None = None
        self._library: TextIndex | None = None

    def review(self, text: str, name: str = "<text>", *, reason: str | None = None, case: Case | None = None) -> Report:
        """The Report on one draft, alone or held against its `case`; `reason` is that of the notice where only it is known.

        Raises ReviewerError for an empty or over-long text.
        """
        document = Document(text, name)
        slips = self.slips(document)
        if case is not None and reason is None:
            reason = next(iter(case.reasons), None)
        return self.judged(document, self.model.labeller(document, reason), slips, case)

    def slips(self, document: Document) -> Slips | None:
        """The English of a document, checked beside whatever follows; None where the settings leave it out."""
        return self._english.begin(document) if self._english else None

    def judged(self, document: Document, labels: Sequence[Label], slips: Slips | None = None, case: Case | None = None) -> Report:
        """The Report on a document whose units are labelled already."""
        evidence, set_aside, held_against = self.evidence(document, labels, slips, case)
        scores, contributions = score(evidence, self.model.scorer)
        total = overall(scores, self.model.scorer, evidence)
        because = self.because(evidence, scores, total)
        gone = {s.code for s in set_aside} - {d.code for d in evidence.diagnostics}
        return Report(
            schema=1,
            reviewer=version(),
            model=self.model.id,
            file=document.name,
            language="en" if sum(s.english for s in document.sentences) * 2 >= len(document.sentences) else "other",
            road=evidence.road,
            verdict=Verdict.REVISE if because else Verdict.READY,
            scores=scores,
            overall=total,
            changes=best_changes(evidence, contributions, self.model.scorer, without=gone),
            contributions=contributions,
            units=list(evidence.units),
            diagnostics=[d for d in evidence.diagnostics if not self.config.select or configuration.covers(self.config.select, d.code)],
            suppressed=set_aside,
            statistics=statistics(document),
            case=held_against,
            because=because,
        )

    def evidence(
        self, document: Document, labels: Sequence[Label], slips: Slips | None = None, case: Case | None = None
    ) -> tuple[Evidence, list[Suppressed], CaseReport | None]:
        """All that the judges found, the findings that the user set aside, and the draft held against its case."""
        disputes = dispute(document, labels, self.model.scorer.road) if self.config.road is None else float(self.config.road is Road.DISPUTE)
        road = self.config.road or road_of(disputes)
        labels = _without_courtesy(document, _without_stock_subject(document, labels))
        reading = Reading(document, [label.role for label in labels], road, [label.flags for label in labels])
        held_against, of_case = judge(reading, case) if case is not None else (None, [])
        if case is not None and held_against is not None:
            reading = dataclasses.replace(
                reading, reasons=frozenset(case.reasons), complete=not any(rule in (PART_MISSING, POINT_UNANSWERED) for rule, _ in of_case)
            )
        found = [self._diagnostic(document, rule, hit) for rule, hit in hits(ALL, reading)]
        found += self._classified(reading, labels)
        copying, overlaps = self._copying(document)
        found += overlaps
        if self._english is not None:
            found += [self._diagnostic(document, slip.rule, Hit(slip.span, slip.detail), slip.replacement) for slip in self._english.findings(document, slips)]
        found += [self._diagnostic(document, rule, hit) for rule, hit in of_case]
        subject = subject_units(document)
        found = [d for d in found if d.code not in _STOCK_CODES or d.start == d.end or document.sentence_at(d.start) not in subject]
        beside = set()
        if case is not None and held_against is not None and case.recognised and not held_against.identifiers:
            beside.add("SPC302")  # a letter need not name what its notice does not
        if any(d.code == OTHER_TOPIC.code for d in found):
            beside.add("ACC502")  # what was done about another matter is not to be owned here
        found = [d for d in found if d.code not in beside]
        found = _without_idle_hints(document, labels, found)
        kept, set_aside, hidden = self._sift(document, _numbered(document, one_voice(document, found)))
        labels = _with_flags(document, labels, kept, hidden)
        again = repeats(document.excerpt(sentence.span) for sentence in document.sentences)
        shape = Shape.of(document, labels)
        evidence = Evidence(labels, _units(document, labels), kept, road, shape, copying.share, again, 1 - disputes, owned(reading))
        return evidence, set_aside, held_against

    def _classified(self, reading: Reading, labels: Sequence[Label]) -> Iterator[Diagnostic]:
        """Findings of the classifier where it is sure enough."""
        document = reading.document
        sorry = {document.sentence_at(span.start) for span in cues.APOLOGY(reading)}
        for number, label in enumerate(labels):
            if not document.sentences[number].judged:
                continue
            start = document.sentences[number].span.start
            if self.model.unrelated is not None and label.probabilities.get(Role.UNRELATED, 0.0) >= self.model.unrelated:
                yield self._diagnostic(document, UNRELATED, Hit(document.sentences[number].span, ""))
            for flag, (rule, calibration) in self.model.findings.items():
                probability = label.probabilities.get(flag, 0.0)
                severity = calibration.severity(probability, rule.severity)
                if severity is None or rule.road not in (None, reading.road) or (flag is Flag.VAGUE and Flag.VAGUE not in label.flags):
                    continue
                first, last = label.words.get(flag, (0, 0))
                words = " ".join(document.text[start + first : start + last].split())
                whole = last - first >= document.sentences[number].span.end - start
                detail = f" ('{words}')" if words and not whole else ""
                told = dataclasses.replace(rule, help=_FOR_AN_APOLOGY) if flag is Flag.VAGUE and number in sorry else rule
                yield self._diagnostic(document, told, Hit(document.sentences[number].span, detail), severity=severity)

    def because(self, evidence: Evidence, scores: Scores, total: float) -> list[str]:
        """What makes a letter `revise`, the gravest first; nothing where it is ready."""
        config = self.config
        failing = [
            d for d in evidence.diagnostics if config.fail_on and d.severity.rank <= config.fail_on.rank and (d.dimension is not None or d.code[:3] != "ENG")
        ]
        said = [counted(len(found), severity.value) for severity in Severity if (found := [d for d in failing if d.severity is severity])]
        slips = [d for d in evidence.diagnostics if config.english_fails and d.code.startswith("ENG")]
        if slips:
            said.append(counted(len(slips), "slip") + " of English")
        for dimension in Dimension:
            said += below(dimension.value, scores.of(dimension), least_of(dimension, config.min_score, evidence.road))
        return said + below("overall", total, self.model.scorer.ready_from if config.min_overall is None else config.min_overall)

    def _diagnostic(self, document: Document, rule: Rule, hit: Hit, replacement: str | None = None, severity: Severity | None = None) -> Diagnostic:
        span = hit.span
        line, column = document.positions.line_column(span.start)
        end_line, end_column = document.positions.line_column(span.end)
        replacement = rule.replacement if replacement is None else replacement
        return Diagnostic(
            code=rule.code,
            name=rule.name,
            dimension=rule.dimension,
            flag=rule.flag,
            severity=severity or rule.severity,
            message=rule.message.replace("{detail}", hit.detail).strip(),
            help=rule.help,
            start=span.start,
            end=span.end,
            line=line,
            column=column,
            end_line=end_line,
            end_column=end_column,
            excerpt=document.excerpt(span),
            origin=rule.origin,
            fix=Fix(span.start, span.end, replacement) if replacement is not None and span.start < span.end else None,
        )

    def _copying(self, document: Document) -> tuple[Copying, list[Diagnostic]]:
        with self._lock:
            if self._templates is None:
                self._templates = TextIndex(stock_letters())
                self._library = TextIndex(_library(self.config.library))
        known = self._templates.copied(document)
        own = self._library.copied(document) if self._library else Copying(0.0, ())
        found = [self._diagnostic(document, BY_CODE["ORG301"], Hit(o.span, str(o.words))) for o in known.passages]
        found += [self._diagnostic(document, BY_CODE["ORG302"], Hit(o.span, str(o.words))) for o in own.passages]
        return Copying(max(known.share, own.share), known.passages + own.passages), found

    def _sift(self, document: Document, found: Sequence[Diagnostic]) -> tuple[list[Diagnostic], list[Suppressed], list[Diagnostic]]:
        """The findings that count, those that the sidecar file sets aside as the Report names them, and the same in full."""
        today = datetime.datetime.now(tz=datetime.UTC).date()
        reasons = {entry.fingerprint: entry.reason for entry in self._ignores if entry.holds(document.name, today)}
        kept: list[Diagnostic] = []
        aside: list[Diagnostic] = []
        for diagnostic in found:
            if not configuration.covers(self.config.ignore, diagnostic.code):
                (aside if diagnostic.fingerprint in reasons else kept).append(diagnostic)
        return kept, [Suppressed(d.code, d.line, d.fingerprint, reasons[d.fingerprint]) for d in aside], aside


def counted(number: int, name: str) -> str:
    """How many there are, in words."""
    return f"{number} {name}{'' if number == 1 else 's'}"


def below(name: str, value: float, least: float) -> list[str]:
    """That a score does not reach its least value, with as many places as show it; nothing where it does."""
    if value >= least:
        return []
    near = (text for places in range(1, 8) if float(text := f"{value:.{places}f}") < least)
    shown = f"{math.floor(value)}" if value <= least - 1 else next(near, repr(value))
    return [f"{name} {shown} is below {least:g}"]


def one_voice(document: Document, found: Sequence[Diagnostic]) -> list[Diagnostic]:
    """One finding for one fault, and at most three a unit: the gravest, the narrower one among equals.

    In a unit one fault is what one code finds, or what overlaps with a finding of the same flag.
    Where a rule and the classifier find the same flag, the rule speaks, as gravely as the graver of the two.
    Slips of English, findings on the page's shape and those on the whole letter stand for themselves.
    """
    best: dict[tuple[str, int | str], Diagnostic] = {}
    by_unit: dict[int | None, list[Diagnostic]] = defaultdict(list)
    for diagnostic in sorted(_with_one_severity(document, found), key=_rank):
        whole = diagnostic.start == diagnostic.end
        if whole or diagnostic.code[:3] in ("ENG", "STR") or diagnostic.dimension is None:
            best.setdefault((diagnostic.code, diagnostic.message if whole else diagnostic.start), diagnostic)
            continue
        unit = by_unit[document.sentence_at(diagnostic.start)]
        if len(unit) < _MOST_A_UNIT and not any(_one_fault(diagnostic, other) for other in unit):
            unit.append(diagnostic)
    return sorted([*best.values(), *(d for unit in by_unit.values() for d in unit)], key=lambda d: (d.start, d.end, d.code))


_MOST_A_UNIT = 3
"""Findings on one unit that a reader takes in; the gravest are enough to write it anew."""


def _one_fault(diagnostic: Diagnostic, other: Diagnostic) -> bool:
    """Whether two findings on one unit say the same."""
    overlap = diagnostic.start < other.end and other.start < diagnostic.end
    return diagnostic.code == other.code or (overlap and (diagnostic.flag, diagnostic.dimension) == (other.flag, other.dimension))


def _rank(diagnostic: Diagnostic) -> tuple[int, bool, int, str]:
    return diagnostic.severity.rank, diagnostic.origin is Origin.CLASSIFIER, diagnostic.end - diagnostic.start, diagnostic.code


def _with_one_severity(document: Document, found: Sequence[Diagnostic]) -> Iterator[Diagnostic]:
    """The findings, those of the classifier left out where a rule found the same flag in the same unit and takes the severity over."""
    import msgspec

    rules = {(document.sentence_at(d.start), d.flag) for d in found if d.flag and d.origin is not Origin.CLASSIFIER and d.start < d.end}
    judged = {(document.sentence_at(d.start), d.flag): d.severity for d in found if d.flag and d.origin is Origin.CLASSIFIER}
    for diagnostic in found:
        place = (document.sentence_at(diagnostic.start), diagnostic.flag)
        if diagnostic.origin is Origin.CLASSIFIER:
            if diagnostic.flag is None or place not in rules:
                yield diagnostic
        elif diagnostic.flag and diagnostic.start < diagnostic.end and place in judged:
            yield msgspec.structs.replace(diagnostic, severity=min(diagnostic.severity, judged[place], key=lambda s: s.rank))
        else:
            yield diagnostic


_FOR_AN_APOLOGY = "We {act or omission} on {date}, and {number} buyers {consequence}; this was our mistake."
_HINT = re.compile(r"SPC(?:10[123]|2\d\d|304)")


def _without_idle_hints(document: Document, labels: Sequence[Label], found: Sequence[Diagnostic]) -> list[Diagnostic]:
    """The findings without hints to give a detail to a unit that deflects, threatens, accuses or demands: it is to go."""
    adverse = {number for number, label in enumerate(labels) if label.flags & ADVERSE}
    adverse |= {n for d in found if d.flag in ADVERSE and d.start < d.end for n in document.sentences_in(Span(d.start, d.end))}
    return [d for d in found if d.start == d.end or not _HINT.fullmatch(d.code) or document.sentence_at(d.start) not in adverse]


_COURTESY = re.compile(
    r"\s*(?:(?:we |i )?(?:thank|thanks)\b.{0,40}\b(?:opportunity|time|consideration|attention|patience|review)\b|"
    r"(?:we|i) (?:would |also |now |therefore )*(?:kindly |respectfully |politely |like to )*(?:ask|request)\b|(?:please|kindly) (?:review|reinstate|look at|consider|restore)\b)",
    re.IGNORECASE,
)
_PLEA = phrases(
    "beg|begging|mercy|pity|heart|desperate|desperately|plead|implore|god|chance|children|family|families|kids|wife|income|livelihood|living|jobs|rent|debt|debts|loan|loans|"
    "bankrupt|bankruptcy|survive|sick|ill|ruin|ruined|lives|starve|hungry|only|last|knees|suffering|suffer|hardship|employees|workers|cry|tears|lose|salaries",
    negation=False,
)


def _without_courtesy(document: Document, labels: Sequence[Label]) -> list[Label]:
    """The labels, without the flag of a plea on a plain thank-you or request."""
    made = list(labels)
    reading = Reading(document, [label.role for label in labels])
    for number, label in enumerate(labels):
        pleads = Flag.PLEADS in label.flags or label.probabilities.get(Flag.PLEADS.value, 0.0) > 0
        span = document.sentences[number].span
        if pleads and _COURTESY.match(document.plain, span.start, span.end) and not any(_PLEA.in_unit(reading, number)):
            made[number] = _unflagged(label, Flag.PLEADS)
    return made


def _unflagged(label: Label, flag: Flag) -> Label:
    """The label as if its unit surely did not carry the flag."""
    probabilities = label.probabilities and label.probabilities | {flag.value: 0.0}
    return dataclasses.replace(label, flags=label.flags - {flag}, probabilities=probabilities)


_STOCK_CODES = ("ORG201", "ORG301", "ORG302", "ORG401")


def _without_stock_subject(document: Document, labels: Sequence[Label]) -> Sequence[Label]:
    """The labels, the subject line's without the flag of a stock sentence: a subject is named alike by everybody."""
    subject = subject_units(document)
    if not subject:
        return labels
    made = list(labels)
    for number in subject:
        made[number] = _unflagged(made[number], Flag.BOILERPLATE)
    return made


_BY_RULE = 0.9
"""The probability that a rule's finding gives to its flag."""


def _with_flags(document: Document, labels: Sequence[Label], kept: Sequence[Diagnostic], hidden: Sequence[Diagnostic]) -> list[Label]:
    """The labels with the flags that findings are evidence for, and without those that the user set aside.

    Where the labels come without probabilities, blame or denial in a unit takes back owning.
    """
    extra, gone = _by_unit(document, kept), _by_unit(document, hidden)
    result = []
    for number, label in enumerate(labels):
        flags = (label.flags | extra[number]) - gone[number]
        probabilities = label.probabilities
        if not probabilities and flags & {Flag.DEFLECTS, Flag.DENIES}:
            flags -= {Flag.ACCEPTS}
        if Flag.CONCRETE in flags:
            flags -= {Flag.VAGUE}
        if probabilities and (extra[number] or gone[number]):
            raised = {flag.value: max(_BY_RULE, probabilities.get(flag, 0.0)) for flag in extra[number] & flags}
            probabilities = probabilities | raised | {flag.value: 0.0 for flag in gone[number]}
        result.append(Label(label.role, frozenset(flags), probabilities, label.words))
    return result


def _by_unit(document: Document, found: Sequence[Diagnostic]) -> dict[int, set[Flag]]:
    """The flags of the findings that stand in a place, by unit."""
    flags: dict[int, set[Flag]] = defaultdict(set)
    for diagnostic in found:
        if diagnostic.flag and diagnostic.start < diagnostic.end and diagnostic.origin is not Origin.CLASSIFIER:
            for number in document.sentences_in(Span(diagnostic.start, diagnostic.end)):
                flags[number].add(diagnostic.flag)
    return flags


def _units(document: Document, labels: Sequence[Label]) -> list[Unit]:
    units = []
    for sentence, label in zip(document.sentences, labels, strict=True):
        line, column = document.positions.line_column(sentence.span.start)
        flags = [flag for flag in Flag if flag in label.flags]
        units.append(
            Unit(
                sentence.span.start,
                sentence.span.end,
                line,
                column,
                document.excerpt(sentence.span),
                label.role,
                flags,
                label.probabilities,
                sentence.quoted,
                sentence.english,
            )
        )
    return units


def _numbered(document: Document, found: Sequence[Diagnostic]) -> list[Diagnostic]:
    """The findings with their fingerprints."""
    import msgspec

    seen: dict[str, int] = defaultdict(int)
    result = []
    for diagnostic in found:
        unit = document.sentence_at(diagnostic.start) if diagnostic.start < diagnostic.end else None
        text = document.excerpt(document.sentences[unit].span) if unit is not None else diagnostic.message if diagnostic.origin is Origin.CASE else ""
        base = suppressions.fingerprint(diagnostic.code, text, 0)
        print_ = suppressions.fingerprint(diagnostic.code, text, seen[base]) if seen[base] else base
        seen[base] += 1
        result.append(msgspec.structs.replace(diagnostic, fingerprint=print_))
    return result


def _library(paths: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The user's own earlier letters, from files and folders named in the settings."""
    from reviewer.readers import expand, read

    for path in paths:
        if not Path(path).exists():
            raise ReviewerError(f"library: there is no file or folder {path}")
        for file in expand([path]):
            yield str(file), read(file).text
