"""Rows of scored letters, made up for the tests."""

from __future__ import annotations

from typing import Any

import msgspec

from reviewer.batch.rows import FindingRow, LetterRow

_LETTER = LetterRow(
    row=1,
    id="L-1",
    author=None,
    date=None,
    reason=None,
    outcome=None,
    verdict="revise",
    overall=50.0,
    acceptance=50.0,
    specificity=40.0,
    tone=60.0,
    structure=70.0,
    originality=80.0,
    errors=1,
    warnings=0,
    suggestions=0,
    findings="",
    top="",
    words=200,
    units=12,
    road="plan",
    language="en",
    asked=None,
    answered=None,
    uncovered=None,
    model="m1",
    reviewer="0.1.0",
    text_hash="0",
    text=None,
)
_FINDING = FindingRow(
    row=1,
    id="L-1",
    code="ACC201",
    name="blaming-the-buyer",
    dimension="acceptance",
    severity="error",
    origin="rule",
    line=1,
    column=1,
    start=0,
    end=18,
    message="This puts the cause on the buyer.",
    excerpt="The customer lied.",
)


def letter(row: int, **values: Any) -> LetterRow:
    return msgspec.structs.replace(_LETTER, **({"row": row, "id": f"L-{row}"} | values))


def finding(row: int, **values: Any) -> FindingRow:
    return msgspec.structs.replace(_FINDING, **({"row": row, "id": f"L-{row}"} | values))
