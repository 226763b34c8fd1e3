"""The lines that most should change, found in a stream of findings."""

from __future__ import annotations

import heapq
from collections.abc import Sequence

from reviewer.archive import grams
from reviewer.archive.values import Line
from reviewer.batch.rows import FindingRow
from reviewer.types import Severity

LINES = 30
"""The most lines that are told."""
EXCERPT = 240
"""The most characters of an excerpt."""
_LONGEST = 400
"""The longest finding that counts: what is said of a whole block says nothing of a line."""
_MESSAGES = 4
_WEIGHTS = {Severity.ERROR.value: 3, Severity.WARNING.value: 2, Severity.SUGGESTION.value: 1}


def cut(text: str) -> str:
    """The text on one line, cut where it is long."""
    line = " ".join(text.split())
    return line if len(line) <= EXCERPT else line[: EXCERPT - 1] + "…"


class Lines:
    """The sentences with the gravest findings, from rows of which those of one letter follow each other."""

    def __init__(self) -> None:
        """Nothing is seen yet."""
        self._row = 0
        self._found: list[FindingRow] = []
        self._worst: list[tuple[int, int, int, Line]] = []
        self._told: set[str] = set()

    def add(self, row: FindingRow) -> None:
        """Take one finding."""
        if row.row != self._row:
            self._close()
            self._row = row.row
        if 0 < row.end - row.start <= _LONGEST and not row.code.startswith("ENG"):
            self._found.append(row)

    def worst(self) -> list[Line]:
        """The worst lines, worst first."""
        self._close()
        return [line for *_, line in sorted(self._worst, key=lambda one: (-one[0], -one[1], -one[2]))]

    def _close(self) -> None:
        """Take what was found in the letter at hand, findings that overlap together."""
        together: list[FindingRow] = []
        end = 0
        for found in sorted(self._found, key=lambda one: (one.start, -one.end)):
            if found.start >= end:
                self._keep(together)
                together = []
            together.append(found)
            end = max(end, found.end)
        self._keep(together)
        self._found = []

    def _keep(self, found: Sequence[FindingRow]) -> None:
        weight = sum(_WEIGHTS.get(severity, 1) for severity in {one.code: one.severity for one in found}.values())
        if not found or (len(self._worst) == LINES and weight <= self._worst[0][0]):
            return
        said = max((one.excerpt or "" for one in found), key=len)
        key = " ".join(grams.levelled(said[:EXCERPT]))
        if key and key in self._told:
            return
        self._told.add(key)
        graver = sorted(found, key=lambda one: -_WEIGHTS.get(one.severity, 1))
        codes, messages = (list(dict.fromkeys(values)) for values in ((one.code for one in graver), (one.message for one in graver)))
        line = Line(self._row, found[0].id, found[0].line, codes, cut(said) or None, messages[:_MESSAGES])
        entry = weight, -self._row, -found[0].start, line
        heapq.heappush(self._worst, entry) if len(self._worst) < LINES else heapq.heapreplace(self._worst, entry)
