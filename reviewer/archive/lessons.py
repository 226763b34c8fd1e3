"""What the written tables of a batch teach: how letters score, by whom, for what reason and when, and what is found most often.

Tables are read in streams; only numbers are held for every letter.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import msgspec
import numpy as np

from reviewer.archive import grams
from reviewer.archive.lines import EXCERPT, Lines, cut
from reviewer.archive.outcomes import compare
from reviewer.archive.tally import Tally
from reviewer.archive.values import SCORES, Example, Frequent, Lessons, Line, Shown
from reviewer.batch import tables
from reviewer.batch.rows import FailureRow, FindingRow, LetterRow
from reviewer.batch.run import beside
from reviewer.types import ReviewerError, Severity

R = TypeVar("R", bound=msgspec.Struct)

EXAMPLES = 5
"""The most examples of one kind of finding."""


def learn(output: Path) -> Lessons:
    """The lessons of the table of letters `output` and of the tables of findings and failures beside it, where these were written.

    Raises ReviewerError for a table that is missing, empty or damaged.
    """
    _there(output)
    tally = Tally()
    for row in tables.read(output, LetterRow):
        tally.add(row)
    if not tally.letters:
        raise ReviewerError(f"{output}: holds no letter")
    findings, lines = _findings(output, tally)
    return Lessons(
        table=output.name,
        letters=tally.letters,
        ready=sum(tally.ready),
        failed=sum(1 for _ in _beside(output, "failures", FailureRow)),
        model=tally.model,
        reviewer=tally.reviewer,
        disputes=tally.disputes,
        foreign=tally.foreign,
        words=int(np.median(tally.words)),
        scores={name: tally.spread(name) for name in SCORES},
        reasons=tally.slices("reason"),
        authors=tally.slices("author"),
        months=sorted(tally.slices("month"), key=lambda one: one.name),
        drifts=tally.drifts(),
        findings=findings,
        lines=lines,
        outcome=compare(tally.outcomes(), tally.letters - sum(1 for one in tally.accepted if one >= 0)),
    )


def worst(output: Path, count: int) -> list[Shown]:
    """The letters with the lowest overall scores, lowest first, each with its findings; at most `count`."""
    _there(output)
    lowest = heapq.nsmallest(count, tables.read(output, LetterRow), key=lambda row: (row.overall, row.row))
    wanted: dict[int, list[FindingRow]] = {row.row: [] for row in lowest}
    for found in _beside(output, "findings", FindingRow):
        if found.row in wanted:
            wanted[found.row].append(found)
    return [Shown(row, wanted[row.row]) for row in lowest]


def _there(output: Path) -> None:
    if not output.is_file():
        raise ReviewerError(f"{output}: there is no such table; `reviewer batch SOURCE -o {output.name}` writes one")


def _beside(output: Path, what: str, kind: type[R]) -> Iterator[R]:
    """The rows of a table beside `output`; none where it was not written."""
    path = beside(output, what)
    if path.is_file():
        yield from tables.read(path, kind)


def _findings(output: Path, tally: Tally) -> tuple[list[Frequent], list[Line]]:
    """The kinds of findings, most frequent first, and the worst lines."""
    examples: dict[str, list[Example]] = defaultdict(list)
    kinds: dict[str, FindingRow] = {}
    lines = Lines()
    seen: set[tuple[str, str]] = set()
    for row in _beside(output, "findings", FindingRow):
        kinds.setdefault(row.code, row)
        lines.add(row)
        told = examples[row.code]
        if row.excerpt and len(told) < EXAMPLES and (not told or told[-1].row != row.row):
            key = row.code, " ".join(grams.levelled(row.excerpt[:EXCERPT]))
            if key not in seen:
                seen.add(key)
                told.append(Example(row.row, row.id, row.line, cut(row.excerpt), row.message))
    known = {code: (row.name, row.severity, row.dimension) for code, row in kinds.items()} | _rules(set(tally.codes) - set(kinds))
    made = [
        Frequent(
            code,
            *known.get(code, (code, Severity.WARNING.value, None)),
            len(letters),
            tally.occurrences[code],
            tally.gains[code] / tally.letters,
            examples[code],
        )
        for code, letters in tally.codes.items()
    ]
    return sorted(made, key=lambda one: (-one.letters, one.code)), lines.worst()


def _rules(codes: set[str]) -> dict[str, tuple[str, str, str | None]]:
    """What the rules with these codes are called, where no table of findings says so."""
    if not codes:
        return {}
    from reviewer.rules import ALL

    return {rule.code: (rule.name, rule.severity.value, rule.dimension.value if rule.dimension else None) for rule in ALL if rule.code in codes}
