"""The rows that a batch writes: one a letter, and on request one a finding and one a unit; one a letter that could not be reviewed.

The field order is the column order of every format. Lists are joined by spaces, so that csv, jsonl and parquet hold the same values.
"""

from __future__ import annotations

import msgspec


class LetterRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is known of one letter. Scores run from 0 to 100, cut after two places."""

    row: int
    """The place in the source, from 1: the line of a table without its header, the file in the sorted folder."""
    id: str
    """The id column, the path within the folder, or the row number; hashed where that was asked for."""
    author: str | None
    """Who wrote the letter, as the table says: an agency, an employee, an account; hashed where that was asked for."""
    date: str | None
    """The day of the letter as the table says, in ISO form (YYYY-MM-DD)."""
    reason: str | None
    """The reason of the suspension: as the table says, else as the notice says."""
    outcome: str | None
    """`accepted` or `refused`, as the table says; None for anything else or where there is no such column."""
    verdict: str
    """`ready` or `revise`."""
    overall: float
    acceptance: float
    specificity: float
    tone: float
    structure: float
    originality: float
    errors: int
    warnings: int
    suggestions: int
    findings: str
    """Each finding's code with how often it occurs, most frequent first: `SPC101:3 TON201:1`."""
    top: str
    """The codes of the changes that would gain most, best first, with the gain in points: `ACC201:12.5 STR101:8.0`."""
    words: int
    units: int
    road: str
    """`plan` or `dispute`."""
    language: str
    """`en` or `other`."""
    asked: int | None
    """How many points the notice asks for; None without a notice."""
    answered: int | None
    """How many of these the letter answers."""
    uncovered: str | None
    """The ASINs and ids of the notice that the letter does not name."""
    model: str
    """The id of the model."""
    reviewer: str
    """The version of this program."""
    text_hash: str
    """SHA-256 of the letter's text in UTF-8, hexadecimal; keyed (HMAC) where ids are hashed."""
    text: str | None
    """The letter itself; None where it was left out."""


class FindingRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One finding of one letter."""

    row: int
    id: str
    code: str
    name: str
    dimension: str | None
    severity: str
    origin: str
    line: int
    column: int
    start: int
    """Code points from the start of the text, as is `end`."""
    end: int
    message: str
    excerpt: str | None
    """The words found; None where the text was left out, and then `message` is the rule's name alone."""


class UnitRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One unit of one letter with its role and flags."""

    row: int
    id: str
    unit: int
    """Its place in the letter, from 1."""
    line: int
    start: int
    end: int
    role: str
    role_probability: float | None
    """None where rules alone labelled the unit."""
    flags: str
    """Joined by spaces."""
    quoted: bool
    english: bool
    text: str | None


class FailureRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One letter that could not be reviewed, and why."""

    row: int
    id: str
    error: str
