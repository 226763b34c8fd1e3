"""The Reviewer: the one place where the Document, the judges, the scores and the Report meet."""

from __future__ import annotations

import datetime
import functools
import importlib.metadata
import json
import threading
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from reviewer import config as configuration
from reviewer import suppressions
from reviewer.config import Config
from reviewer.document import Document
from reviewer.english import EnglishJudge
from reviewer.files import shipped
from reviewer.labels import Label, Labeller, cue_labels
from reviewer.originality import Copying, TextIndex
from reviewer.road import road_of
from reviewer.rule import Hit, Reading, Rule, hits
from reviewer.rules import ALL, BY_CODE
from reviewer.scoring import Evidence, best_changes, overall, score
from reviewer.statistics import statistics
from reviewer.types import Diagnostic, Dimension, Fix, Flag, Report, ReviewerError, Scores, Span, Suppressed, Unit, Verdict

MODEL = "rules"
"""The model id in the Report where no classifier is loaded."""


@functools.cache
def version() -> str:
    """The version of the installed package."""
    return importlib.metadata.version("reviewer")


class Reviewer:
    """Reviews letters. Built once and shared by threads; it keeps nothing of a letter.

    Raises ReviewerError for a configuration that does not hold.
    """

    def __init__(self, config: Config | None = None, *, ignores: Sequence[suppressions.Ignore] = (), labeller: Labeller = cue_labels) -> None:
        """Load the judges that `config` asks for."""
        self.config = config or Config()
        configuration.check_codes([*self.config.select, *self.config.ignore], "settings")
        self._english = EnglishJudge() if self.config.english else None
        self._labeller = labeller
        self._ignores = list(ignores)
        self._lock = threading.Lock()
        self._templates: TextIndex | None = None
        self._library: TextIndex | None = None

    def review(self, text: str, name: str = "<text>") -> Report:
        """The Report on one draft. Raises ReviewerError for an empty or over-long text."""
        document = Document(text, name)
        slips = self._english.begin(document) if self._english else None
        labels = list(self._labeller(document))
        road = self.config.road or road_of(document, labels)
        reading = Reading(document, [label.role for label in labels], road)
        found = [self._diagnostic(document, rule, hit) for rule, hit in hits(ALL, reading)]
        copying, overlaps = self._copying(document)
        found += overlaps
        if self._english is not None:
            found += [self._diagnostic(document, slip.rule, Hit(slip.span, slip.detail), slip.replacement) for slip in self._english.findings(document, slips)]
        found = one_voice(document, sorted(found, key=lambda d: (d.start, d.end, d.code)))
        labels = _with_flags(document, labels, found)
        units = _units(document, labels)
        kept, set_aside = self._sift(document, _numbered(document, found))
        evidence = Evidence(labels, units, kept, road, copying.share)
        scores, contributions = score(evidence)
        total = overall(scores)
        return Report(
            schema=1,
            reviewer=version(),
            model=MODEL,
            file=name,
            language="en" if sum(s.english for s in document.sentences) * 2 >= len(document.sentences) else "other",
            road=road,
            verdict=self.verdict(kept, scores, total),
            scores=scores,
            overall=total,
            changes=best_changes(evidence),
            contributions=contributions,
            units=units,
            diagnostics=[d for d in kept if not self.config.select or configuration.covers(self.config.select, d.code)],
            suppressed=set_aside,
            statistics=statistics(document),
        )

    def verdict(self, diagnostics: Sequence[Diagnostic], scores: Scores, total: float) -> Verdict:
        """`ready` when no finding reaches `fail_on` and every score its least value."""
        config = self.config
        failing = [d for d in diagnostics if config.fail_on and d.severity.rank <= config.fail_on.rank and (d.dimension is not None or d.code[:3] != "ENG")]
        failing += [d for d in diagnostics if config.english_fails and d.code.startswith("ENG")]
        low = any(scores.of(dimension) < config.min_score for dimension in Dimension)
        return Verdict.REVISE if failing or low or total < config.min_overall else Verdict.READY

    def _diagnostic(self, document: Document, rule: Rule, hit: Hit, replacement: str | None = None) -> Diagnostic:
        span = hit.span
        line, column = document.positions.line_column(span.start)
        end_line, end_column = document.positions.line_column(span.end)
        replacement = rule.replacement if replacement is None else replacement
        return Diagnostic(
            code=rule.code,
            name=rule.name,
            dimension=rule.dimension,
            flag=rule.flag,
            severity=rule.severity,
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
                self._templates = TextIndex(_templates())
                self._library = TextIndex(_library(self.config.library))
        known = self._templates.copied(document)
        own = self._library.copied(document) if self._library else Copying(0.0, ())
        found = [self._diagnostic(document, BY_CODE["ORG301"], Hit(o.span, str(o.words))) for o in known.passages]
        found += [self._diagnostic(document, BY_CODE["ORG302"], Hit(o.span, str(o.words))) for o in own.passages]
        return Copying(max(known.share, own.share), known.passages + own.passages), found

    def _sift(self, document: Document, found: Sequence[Diagnostic]) -> tuple[list[Diagnostic], list[Suppressed]]:
        """The findings that count, and those that the sidecar file sets aside."""
        today = datetime.datetime.now(tz=datetime.UTC).date()
        reasons = {entry.fingerprint: entry.reason for entry in self._ignores if entry.holds(document.name, today)}
        kept: list[Diagnostic] = []
        aside: list[Suppressed] = []
        for diagnostic in found:
            if configuration.covers(self.config.ignore, diagnostic.code):
                continue
            if diagnostic.fingerprint in reasons:
                aside.append(Suppressed(diagnostic.code, diagnostic.line, diagnostic.fingerprint, reasons[diagnostic.fingerprint]))
            else:
                kept.append(diagnostic)
        return kept, aside


def one_voice(document: Document, found: Sequence[Diagnostic]) -> list[Diagnostic]:
    """One finding for one fault: in a unit the gravest of each dimension, the narrower one among equals.

    Slips of English are kept unless they lie inside another finding with a fix of its own.
    """
    best: dict[tuple[int | None, str, int], Diagnostic] = {}
    for diagnostic in found:
        whole = diagnostic.start == diagnostic.end
        own_place = diagnostic.code[:3] in ("ENG", "STR") or diagnostic.dimension is None or whole
        unit = None if whole else document.sentence_at(diagnostic.start)
        key = (unit, diagnostic.code if own_place else diagnostic.dimension or "", diagnostic.start if own_place else 0)
        rank = (diagnostic.severity.rank, diagnostic.end - diagnostic.start, diagnostic.code)
        other = best.get(key)
        if other is None or rank < (other.severity.rank, other.end - other.start, other.code):
            best[key] = diagnostic
    return sorted(best.values(), key=lambda d: (d.start, d.end, d.code))


def _with_flags(document: Document, labels: Sequence[Label], found: Sequence[Diagnostic]) -> list[Label]:
    """The labels with the flags that findings are evidence for; blame or denial in a unit takes back owning."""
    extra: dict[int, set[Flag]] = defaultdict(set)
    for diagnostic in found:
        if diagnostic.flag and diagnostic.start < diagnostic.end:
            for number in document.sentences_in(Span(diagnostic.start, diagnostic.end)):
                extra[number].add(diagnostic.flag)
    result = []
    for number, label in enumerate(labels):
        flags = label.flags | extra[number]
        if flags & {Flag.DEFLECTS, Flag.DENIES}:
            flags -= {Flag.ACCEPTS}
        if Flag.CONCRETE in flags:
            flags -= {Flag.VAGUE}
        result.append(Label(label.role, frozenset(flags), label.probabilities))
    return result


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
        text = document.excerpt(document.sentences[unit].span) if unit is not None else ""
        base = suppressions.fingerprint(diagnostic.code, text, 0)
        print_ = suppressions.fingerprint(diagnostic.code, text, seen[base]) if seen[base] else base
        seen[base] += 1
        result.append(msgspec.structs.replace(diagnostic, fingerprint=print_))
    return result


def _templates() -> Iterator[tuple[str, str]]:
    """The stock letters that travel with the package."""
    for line in shipped("data/templates.jsonl").read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        yield entry["id"], entry["text"]


def _library(paths: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The user's own earlier letters, from files and folders named in the settings."""
    from reviewer.readers import expand, read

    for path in paths:
        if not Path(path).exists():
            raise ReviewerError(f"library: there is no file or folder {path}")
        for file in expand([path]):
            yield str(file), read(file).text
