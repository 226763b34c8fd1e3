"""The values of the lessons."""

from __future__ import annotations

import msgspec

from reviewer.archive.outcomes import Comparison
from reviewer.batch.rows import FindingRow, LetterRow
from reviewer.types import Dimension

SCORES = ("overall", *(dimension.value for dimension in Dimension))


class Spread(msgspec.Struct, frozen=True):
    """How one score is spread over the letters."""

    mean: float
    tenth: float
    quarter: float
    median: float
    three_quarters: float
    nine_tenths: float
    classes: list[int]
    """Letters in classes of 5 points, from 0-5 to 95-100."""


class Slice(msgspec.Struct, frozen=True):
    """The letters of one author, reason or month."""

    name: str
    letters: int
    ready: int
    scores: dict[str, float]
    """Means."""
    low: float | None
    high: float | None
    """The 95 % interval of the mean overall score; None for fewer than five letters."""


class Drift(msgspec.Struct, frozen=True):
    """How a score moved over time, in points a year."""

    name: str
    a_year: float
    low: float
    high: float


class Example(msgspec.Struct, frozen=True):
    """A finding in its letter."""

    row: int
    id: str
    line: int
    excerpt: str
    message: str


class Frequent(msgspec.Struct, frozen=True):
    """One kind of finding."""

    code: str
    name: str
    severity: str
    dimension: str | None
    letters: int
    """Letters that have it."""
    occurrences: int
    gain: float
    """The points that mending it would give, summed over the letters where it is among the best changes and divided by all letters."""
    examples: list[Example]
    """Empty where no table of findings was written or the text was left out."""


class Line(msgspec.Struct, frozen=True):
    """A line with many or grave findings."""

    row: int
    id: str
    line: int
    codes: list[str]
    excerpt: str | None
    messages: list[str]


class Lessons(msgspec.Struct, frozen=True):
    """What an archive teaches."""

    table: str
    """The name of the table of letters."""
    letters: int
    ready: int
    failed: int
    """Rows of the source that could not be reviewed."""
    model: str
    reviewer: str
    disputes: int
    foreign: int
    """Letters that are not English."""
    words: int
    """The median length."""
    scores: dict[str, Spread]
    reasons: list[Slice]
    authors: list[Slice]
    months: list[Slice]
    """In order of time."""
    drifts: list[Drift]
    findings: list[Frequent]
    """Most letters first."""
    lines: list[Line]
    """Worst first; empty without a table of findings."""
    outcome: Comparison | None
    """None where the archive has no column of outcomes."""

    @property
    def weakest(self) -> str:
        """The dimension with the lowest mean."""
        return min((dimension.value for dimension in Dimension), key=lambda name: self.scores[name].mean)


class Shown(msgspec.Struct, frozen=True):
    """A letter with its findings."""

    letter: LetterRow
    findings: list[FindingRow]
