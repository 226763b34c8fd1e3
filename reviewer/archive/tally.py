"""The numbers of all letters, in arrays, and what they add up to."""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date

import numpy as np
import numpy.typing as npt

from reviewer.archive import intervals
from reviewer.archive.intervals import Floats, Numbers
from reviewer.archive.outcomes import Outcomes
from reviewer.archive.values import SCORES, Drift, Slice, Spread
from reviewer.batch.rows import LetterRow
from reviewer.types import ReviewerError, Verdict

CLASSES = 20
"""Classes of 5 points in a distribution."""
SLICES = 40
"""The most authors, reasons or months that are told apart; the rest is `others`."""


class Tally:
    """The numbers of all letters, in arrays, added row by row."""

    def __init__(self) -> None:
        """Nothing is counted yet."""
        self.letters = self.disputes = self.foreign = 0
        self.model = self.reviewer = ""
        self.words = array("i")
        self.ready = array("b")
        self.accepted = array("b")
        self.days = array("i")
        self._scores = {name: array("f") for name in SCORES}
        self._names: dict[str, dict[str, int]] = {"reason": {}, "author": {}, "month": {}}
        self._places = {kind: array("i") for kind in self._names}
        self.codes: dict[str, array[int]] = defaultdict(lambda: array("i"))
        """For each code the letters that have it."""
        self.occurrences: Counter[str] = Counter()
        self.gains: dict[str, float] = defaultdict(float)

    def add(self, row: LetterRow) -> None:
        """Count one letter."""
        self.model, self.reviewer = row.model, row.reviewer
        self.disputes += row.road == "dispute"
        self.foreign += row.language != "en"
        self.words.append(row.words)
        self.ready.append(row.verdict == Verdict.READY)
        self.accepted.append(-1 if row.outcome is None else int(row.outcome == "accepted"))
        self.days.append(_day(row.date))
        for name, values in self._scores.items():
            values.append(getattr(row, name))
        for kind, value in (("reason", row.reason), ("author", row.author), ("month", row.date[:7] if row.date else None)):
            known = self._names[kind]
            self._places[kind].append(-1 if value is None else known.setdefault(value, len(known)))
        for code, count in _pairs(row.findings):
            self.codes[code].append(self.letters)
            self.occurrences[code] += int(count)
        for code, gain in _pairs(row.top):
            self.gains[code] += gain
        self.letters += 1

    def score(self, name: str) -> Floats:
        """One score of every letter."""
        return np.array(self._scores[name], dtype=np.float64)

    def _at(self, kind: str) -> Numbers:
        return np.array(self._places[kind], dtype=np.int64)

    def slices(self, kind: str) -> list[Slice]:
        """The slices with most letters first, the rest together as `others`."""
        places, names = self._at(kind), list(self._names[kind])
        counts = np.bincount(places[places >= 0], minlength=len(names))
        if kind == "month":
            chosen = sorted(range(len(names)), key=lambda number: names[number])[-SLICES:]
        else:
            chosen = sorted(range(len(names)), key=lambda number: (-counts[number], names[number]))[:SLICES]
        made = [self._slice(names[number], places == number) for number in chosen]
        rest = (places >= 0) & ~np.isin(places, chosen)
        return [*made, self._slice("others", rest)] if rest.any() and kind != "month" else made

    def _slice(self, name: str, chosen: npt.NDArray[np.bool_]) -> Slice:
        ready = np.array(self.ready, dtype=bool)
        interval = intervals.mean(self.score("overall")[chosen])
        means = {score: round(float(self.score(score)[chosen].mean()), 2) for score in SCORES}
        return Slice(name, int(chosen.sum()), int(ready[chosen].sum()), means, *(interval or (None, None)))

    def outcomes(self) -> Outcomes:
        """What is known of the letters with an answer."""
        known = np.array(self.accepted, dtype=np.int64)
        answered = known >= 0
        findings = {}
        for code, letters in self.codes.items():
            has = np.zeros(self.letters, dtype=bool)
            has[letters] = True
            findings[code] = has[answered]
        scores = {name: self.score(name)[answered] for name in SCORES}
        reasons = self._at("reason")[answered] + 1
        return Outcomes(known[answered] == 1, scores, reasons, self._at("author")[answered], findings)

    def spread(self, name: str) -> Spread:
        """How one score is spread."""
        values = self.score(name)
        tenth, quarter, median, three_quarters, nine_tenths = (round(float(point), 2) for point in np.quantile(values, [0.1, 0.25, 0.5, 0.75, 0.9]))
        classes = np.bincount(np.minimum(values * CLASSES // 100, CLASSES - 1).astype(np.int64), minlength=CLASSES)
        return Spread(round(float(values.mean()), 2), tenth, quarter, median, three_quarters, nine_tenths, classes.tolist())

    def drifts(self) -> list[Drift]:
        """The drift of every score; none for fewer than 30 dated letters or less than three months."""
        days = np.array(self.days, dtype=np.float64)
        dated = days > 0
        if dated.sum() < 30 or np.ptp(days[dated]) < 90:
            return []
        return [Drift(name, *(round(365.25 * part, 2) for part in intervals.slope(days[dated], self.score(name)[dated]))) for name in SCORES]


def _pairs(joined: str) -> Iterator[tuple[str, float]]:
    """`SPC101:3 TON201:1` as pairs."""
    for one in joined.split():
        code, mark, number = one.rpartition(":")
        try:
            yield code, float(number)
        except ValueError:
            raise ReviewerError(f"'{one[:40]}' is no code with a number, as the columns findings and top hold") from None
        if not mark:
            raise ReviewerError(f"'{one[:40]}' is no code with a number, as the columns findings and top hold")


def _day(day: str | None) -> int:
    """A day as a number; 0 where it is not known."""
    try:
        return date.fromisoformat(day).toordinal() if day else 0
    except ValueError:
        return 0
