"""The values that every part exchanges: labels, spans, findings and the report.

The words are those of the labelling guide (docs/labelling.md); the JSON Schema in docs/ is generated from here.
All offsets are code points into the text as read; lines and columns count from 1.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

import msgspec

from reviewer.case.values import CaseReport


class ReviewerError(Exception):
    """A mistake in the input or the set-up, worded for the person who can mend it."""


class Role(StrEnum):
    """The job that a unit does; every unit has exactly one. In order of precedence when two fit."""

    ROOT_CAUSE = "root_cause"
    CORRECTIVE_ACTION = "corrective_action"
    PREVENTIVE_ACTION = "preventive_action"
    EVIDENCE = "evidence"
    ACKNOWLEDGEMENT = "acknowledgement"
    REQUEST = "request"
    COMMITMENT = "commitment"
    BACKGROUND = "background"
    FRAME = "frame"
    UNRELATED = "unrelated"


class Flag(StrEnum):
    """What a unit does well or badly; a unit has none or several."""

    ACCEPTS = "accepts"
    DEFLECTS = "deflects"
    DENIES = "denies"
    MINIMISES = "minimises"
    ACCUSES = "accuses"
    THREATENS = "threatens"
    DEMANDS = "demands"
    PLEADS = "pleads"
    CONCRETE = "concrete"
    VAGUE = "vague"
    BOILERPLATE = "boilerplate"
    CUSTOMER_FIRST = "customer_first"


ADVERSE = frozenset({Flag.DEFLECTS, Flag.THREATENS, Flag.ACCUSES, Flag.DEMANDS})
"""Flags of lines that are to go: to give them a detail would make them worse."""


class Dimension(StrEnum):
    """What is scored from 0 to 100, 100 being best."""

    ACCEPTANCE = "acceptance"
    SPECIFICITY = "specificity"
    TONE = "tone"
    STRUCTURE = "structure"
    ORIGINALITY = "originality"


class Severity(StrEnum):
    """How much a finding matters: an error alone makes a letter `revise`."""

    ERROR = "error"
    WARNING = "warning"
    SUGGESTION = "suggestion"

    @property
    def rank(self) -> int:
        """0 for an error, 1 for a warning, 2 for a suggestion."""
        return _SEVERITIES.index(self)


_SEVERITIES = [Severity.ERROR, Severity.WARNING, Severity.SUGGESTION]


class Origin(StrEnum):
    """Which judge made a finding."""

    RULE = "rule"
    CLASSIFIER = "classifier"
    ORIGINALITY = "originality"
    ENGLISH = "english"
    CASE = "case"


class Road(StrEnum):
    """What the letter sets out to do: give a plan of action, or show that the notice is mistaken."""

    PLAN = "plan"
    DISPUTE = "dispute"


class Verdict(StrEnum):
    """Whether a careful consultant would let the letter go out. Not a forecast of Amazon's decision."""

    READY = "ready"
    REVISE = "revise"


class Span(msgspec.Struct, frozen=True, order=True):
    """A half-open range `text[start:end]` in code points."""

    start: int
    end: int

    def overlaps(self, other: Span) -> bool:
        """Whether the two ranges share a character."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        """Whether `other` lies inside this range."""
        return self.start <= other.start and other.end <= self.end


class Fix(msgspec.Struct, frozen=True):
    """A replacement that is safe to apply without knowing the case."""

    start: int
    end: int
    replacement: str


class Unit(msgspec.Struct, frozen=True):
    """One sentence inside one physical line, with what was judged of it."""

    start: int
    end: int
    line: int
    column: int
    text: str
    role: Role
    flags: list[Flag]
    probabilities: dict[str, float]
    quoted: bool = False
    english: bool = True


class Diagnostic(msgspec.Struct, frozen=True):
    """One finding: what is wrong in which place, why it matters and how to mend it."""

    code: str
    name: str
    dimension: Dimension | None
    flag: Flag | None
    severity: Severity
    message: str
    help: str
    start: int
    end: int
    line: int
    column: int
    end_line: int
    end_column: int
    excerpt: str
    origin: Origin
    fix: Fix | None = None
    fingerprint: str = ""


class Contribution(msgspec.Struct, frozen=True):
    """Points that one line, or one gap, gives to or takes from a score."""

    dimension: Dimension
    points: float
    line: int | None
    code: str | None
    reason: str


NOBODY_CAN_MEND = ("even the best letters of the corpus lose this", "small things")
"""Reasons of contributions that no change to the letter takes away."""


class Change(msgspec.Struct, frozen=True):
    """One of the changes that would raise the scores most."""

    code: str
    line: int | None
    message: str
    gain: float
    dimension: Dimension | None


class Suppressed(msgspec.Struct, frozen=True):
    """A finding that the user set aside, with the reason given."""

    code: str
    line: int
    fingerprint: str
    reason: str


class Readability(msgspec.Struct, frozen=True):
    """Statistics of the prose, list items counted one by one. Never part of a score."""

    sentences: int
    words_per_sentence: float
    automated_readability_index: float
    coleman_liau_index: float


class Statistics(msgspec.Struct, frozen=True):
    """Counts that describe the letter without judging it."""

    words: int
    units: int
    bullets: int
    sections: list[str]
    quoted_units: int
    foreign_units: int
    readability: Readability | None


class Scores(msgspec.Struct, frozen=True):
    """Five scores from 0 to 100."""

    acceptance: float
    specificity: float
    tone: float
    structure: float
    originality: float

    def of(self, dimension: Dimension) -> float:
        """The score of one dimension."""
        score: float = getattr(self, dimension.value)
        return score


class Report(msgspec.Struct, frozen=True):
    """The whole review of one letter (schema version 1)."""

    schema: Literal[1]
    reviewer: str
    model: str
    file: str
    language: str
    road: Road
    verdict: Verdict
    scores: Scores
    overall: float
    changes: list[Change]
    contributions: list[Contribution]
    units: list[Unit]
    diagnostics: list[Diagnostic]
    suppressed: list[Suppressed]
    statistics: Statistics
    case: CaseReport | None = None
    """The draft held against the notice and earlier appeals, where they were given."""
    because: list[str] = []
    """What makes the verdict `revise`: findings, and scores below their least value; empty where the letter is ready."""

    def of_severity(self, severity: Severity) -> list[Diagnostic]:
        """The findings of one severity, in the order of the text."""
        return [d for d in self.diagnostics if d.severity is severity]
