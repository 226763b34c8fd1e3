"""What one worker does: a chunk of letters in, their rows out. It runs in another process or on another machine, and loads the judges once."""

from __future__ import annotations

import hashlib
import hmac
from collections import Counter
from collections.abc import Iterator

import msgspec

from reviewer.batch.rows import FailureRow, FindingRow, LetterRow, UnitRow
from reviewer.batch.sources import Failure, Letter
from reviewer.case.values import CaseReport
from reviewer.config import Config
from reviewer.formats.verdict import hundredths
from reviewer.types import Report, Severity


class Chunk(msgspec.Struct, frozen=True):
    """Some rows of the source that follow each other, the `number`th such, from 0."""

    number: int
    rows: list[Letter | Failure]


class Settings(msgspec.Struct, frozen=True):
    """How every letter of a batch is judged and what is written of it."""

    config: Config = Config()
    findings: bool = False
    """Whether to make a row for each finding."""
    units: bool = False
    """Whether to make a row for each unit."""
    texts: bool = True
    """Whether rows may hold words of the letters."""
    key: bytes | None = None
    """What ids, authors and text hashes are keyed with; None where they stay as they are."""
    device: str = "cpu"


class Part(msgspec.Struct, frozen=True):
    """All rows that a chunk gave."""

    letters: list[LetterRow] = []
    findings: list[FindingRow] = []
    units: list[UnitRow] = []
    failures: list[FailureRow] = []


def score(chunk: Chunk, settings: Settings) -> bytes:
    """The Part of a chunk, encoded as JSON."""
    part = Part()
    letters = [row for row in chunk.rows if isinstance(row, Letter)]
    part.failures.extend(FailureRow(row.row, _hashed(row.id, settings), row.error) for row in chunk.rows if isinstance(row, Failure))
    if not letters:
        return msgspec.json.encode(part)
    from reviewer.batch.judges import judges
    from reviewer.document import passing_words

    loaded = judges(settings.config, settings.device)
    with passing_words():
        reports = loaded.review(letters)
    for letter, report in zip(letters, reports, strict=True):
        if isinstance(report, str):
            part.failures.append(FailureRow(letter.row, _hashed(letter.id, settings), report.removeprefix(f"{letter.id}: ")))
            continue
        part.letters.append(letter_row(letter, report, settings))
        if settings.findings:
            part.findings.extend(_finding_rows(letter, report, settings))
        if settings.units:
            part.units.extend(_unit_rows(letter, report, settings))
    part.failures.sort(key=lambda failure: failure.row)
    return msgspec.json.encode(part)


def identity() -> tuple[str, str]:
    """The version of the program and the id of its model, in the process that is asked."""
    from reviewer.engine import version
    from reviewer.model import shipped_id

    return version(), shipped_id()


def letter_row(letter: Letter, report: Report, settings: Settings) -> LetterRow:
    """The row of one letter from its Report."""
    counts = Counter(d.code for d in report.diagnostics)
    severities = Counter(d.severity for d in report.diagnostics)
    case = report.case
    reasons = [found.reason.value for notice in case.notices for found in notice.reasons] if case else []
    asked = _asked(case) if case else None
    return LetterRow(
        row=letter.row,
        id=_hashed(letter.id, settings),
        author=_hashed(letter.author, settings) if letter.author else None,
        date=letter.date,
        reason=letter.reason or next(iter(reasons), None),
        outcome=letter.outcome,
        verdict=report.verdict.value,
        overall=hundredths(report.overall),
        acceptance=hundredths(report.scores.acceptance),
        specificity=hundredths(report.scores.specificity),
        tone=hundredths(report.scores.tone),
        structure=hundredths(report.scores.structure),
        originality=hundredths(report.scores.originality),
        errors=severities[Severity.ERROR],
        warnings=severities[Severity.WARNING],
        suggestions=severities[Severity.SUGGESTION],
        findings=" ".join(f"{code}:{count}" for code, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))),
        top=" ".join(f"{change.code}:{change.gain:.1f}" for change in report.changes),
        words=report.statistics.words,
        units=report.statistics.units,
        road=report.road.value,
        language=report.language,
        asked=len(asked) if asked is not None else None,
        answered=sum(asked.values()) if asked is not None else None,
        uncovered=" ".join(identifier.id for identifier in case.identifiers if not identifier.lines and not identifier.grouped) if case else None,
        model=report.model,
        reviewer=report.reviewer,
        text_hash=_digest(letter.text, settings),
        text=letter.text if settings.texts else None,
    )


def _asked(case: CaseReport) -> dict[int, bool]:
    """The points that a notice insists on, alternatives as one, and whether each is answered."""
    answered: dict[int, bool] = {}
    for number, answer in enumerate(case.answers):
        if answer.required:
            point = answer.group if answer.group is not None else -1 - number
            answered[point] = answered.get(point, False) or bool(answer.lines)
    return answered


def _finding_rows(letter: Letter, report: Report, settings: Settings) -> Iterator[FindingRow]:
    for found in report.diagnostics:
        yield FindingRow(
            row=letter.row,
            id=_hashed(letter.id, settings),
            code=found.code,
            name=found.name,
            dimension=found.dimension.value if found.dimension else None,
            severity=found.severity.value,
            origin=found.origin.value,
            line=found.line,
            column=found.column,
            start=found.start,
            end=found.end,
            message=found.message if settings.texts else found.name,
            excerpt=found.excerpt if settings.texts else None,
        )


def _unit_rows(letter: Letter, report: Report, settings: Settings) -> Iterator[UnitRow]:
    for number, unit in enumerate(report.units, 1):
        yield UnitRow(
            row=letter.row,
            id=_hashed(letter.id, settings),
            unit=number,
            line=unit.line,
            start=unit.start,
            end=unit.end,
            role=unit.role.value,
            role_probability=unit.probabilities.get(unit.role.value),
            flags=" ".join(unit.flags),
            quoted=unit.quoted,
            english=unit.english,
            text=unit.text if settings.texts else None,
        )


def _hashed(name: str, settings: Settings) -> str:
    return _digest(name, settings)[:32] if settings.key is not None else name


def _digest(text: str, settings: Settings) -> str:
    data = text.encode("utf-8", "surrogatepass")
    return (hmac.new(settings.key, data, hashlib.sha256) if settings.key is not None else hashlib.sha256(data)).hexdigest()
