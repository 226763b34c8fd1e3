"""The letters of a scored archive that Amazon answered, in the form that `reviewer train --extra` reads."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec

from reviewer.batch import tables
from reviewer.batch.rows import LetterRow
from reviewer.types import ReviewerError


class _Answered(msgspec.Struct, frozen=True):
    text: str
    outcome: str
    id: str


def write(path: Path, output: Path) -> int:
    """Write the answered letters of the table `output` as JSON Lines; how many there are.

    Raises ReviewerError where none is answered, or where the text was left out of the table.
    """
    if path.suffix.lower() != ".jsonl":
        raise ReviewerError(f"{path}: the answered letters are written as .jsonl, which is what `reviewer train --extra` reads")
    count = sum(1 for _ in _rows(output))
    if not count:
        raise ReviewerError(f"{output}: holds no letter with an outcome and its text; score the archive with its column of outcomes and without --no-text")
    return tables.write(path, _Answered, _rows(output))


def _rows(output: Path) -> Iterator[_Answered]:
    for row in tables.read(output, LetterRow):
        if row.outcome and row.text:
            yield _Answered(row.text, row.outcome, row.id)
