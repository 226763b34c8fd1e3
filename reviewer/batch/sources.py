"""Where the letters of a batch come from: a folder of drafts, or a table in csv, jsonl or parquet, read in a stream.

Nothing of the source is held but the letter at hand, and the order is always the same, so that a broken run can go on.
What cannot be read is a Failure in its place and never ends the run.
"""

from __future__ import annotations

import csv
import datetime
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from reviewer import readers
from reviewer.batch.tables import arrow
from reviewer.case.folder import beside_the_drafts
from reviewer.document import MAX_CHARACTERS
from reviewer.types import ReviewerError

MAX_ROW_BYTES = 4 * readers.MAX_BYTES
"""The longest line or cell of a table that is looked at."""


class Letter(msgspec.Struct, frozen=True):
    """One letter of an archive, with what its table says of it; see LetterRow for the meaning of the fields."""

    row: int
    id: str
    text: str
    author: str | None = None
    date: str | None = None
    reason: str | None = None
    outcome: str | None = None
    notice: str | None = None


class Failure(msgspec.Struct, frozen=True):
    """A row of the source that holds no letter that can be read."""

    row: int
    id: str
    error: str


@dataclass(frozen=True)
class Source:
    """An archive, opened: how many rows it has, what was guessed about it, and what it is told by when a run goes on."""

    path: Path
    count: int
    columns: Mapping[str, str]
    """For the fields of Letter the names of their columns; empty for a folder."""
    signature: Mapping[str, str | int]
    """Sizes, times and columns; a source with another signature is another source."""
    files: Sequence[Path] = ()
    """The drafts of a folder; empty for a table."""
    skipped: Sequence[str] = ()
    """The files of a folder that are no drafts, each with the reason."""

    def __iter__(self) -> Iterator[Letter | Failure]:
        """The rows, always in the same order."""
        if not self.columns:
            yield from _from_folder(self.path, self.files)
            return
        rows = _READERS[self.path.suffix.lower()](self.path)
        for number, row in enumerate(rows, 1):
            yield row_to_letter(number, row, self.columns)


GUESSES: dict[str, Sequence[str]] = {
    "text": ("text", "letter", "appeal", "appeal_text", "letter_text", "body", "content", "draft", "plan_of_action", "poa", "message"),
    "id": ("id", "case_id", "appeal_id", "letter_id", "ticket", "case", "key"),
    "author": ("author", "agency", "writer", "written_by", "employee", "user", "account", "seller"),
    "date": ("date", "submitted", "submitted_at", "sent", "sent_at", "created", "created_at", "timestamp"),
    "reason": ("reason", "issue", "suspension_reason", "category"),
    "outcome": ("outcome", "result", "decision", "status", "accepted", "reinstated"),
    "notice": ("notice", "notice_text", "notification"),
}
"""For each field the column names that are understood without being told, best first; case, spaces and hyphens do not matter."""

_ACCEPTED = frozenset("accepted accept approved reinstated restored success successful won yes true 1".split())
_REFUSED = frozenset("refused refuse rejected denied declined failed failure lost no false 0".split())
_DATE = re.compile(r"\s*(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")


def open_source(path: Path, columns: Mapping[str, str] | None = None) -> Source:
    """Open a folder or table; `columns` maps fields of Letter to column names where they should not be guessed.

    Raises ReviewerError for a source that is missing, of no known kind, or without a column of letters.
    """
    if not path.exists():
        raise ReviewerError(f"{path}: there is no such file or folder")
    if path.is_dir():
        if columns:
            raise ReviewerError(f"{path}: is a folder of drafts, which has no columns; --column is for tables")
        reasons = {file: beside_the_drafts(file) for file in readers.expand([str(path)])}
        files = [file for file, reason in reasons.items() if reason is None]
        skipped = [f"{file.relative_to(path).as_posix()} {reason}" for file, reason in reasons.items() if reason is not None]
        if not files:
            raise ReviewerError(f"{path}: the folder holds no draft; known endings are {', '.join(readers.SUFFIXES)}; a table is given by its file")
        stats = [file.stat() for file in files]
        told = {"files": len(files), "bytes": sum(s.st_size for s in stats), "newest": max(s.st_mtime_ns for s in stats)}
        return Source(path, len(files), {}, told, files, skipped)
    ending = path.suffix.lower()
    if ending not in _READERS:
        raise ReviewerError(f"{path}: the ending '{path.suffix}' is no table that is known; allowed are a folder, {', '.join(sorted(_READERS))}")
    chosen = _columns(_NAMES[ending](path), columns or {}, path)
    status = path.stat()
    signature = {"bytes": status.st_size, "changed": status.st_mtime_ns} | {f"column {field}": name for field, name in chosen.items()}
    return Source(path, _COUNTS[ending](path), chosen, signature)


def _columns(names: Sequence[str], told: Mapping[str, str], path: Path) -> dict[str, str]:
    for field, name in told.items():
        if field not in GUESSES:
            raise ReviewerError(f"--column {field}={name}: there is no field '{field}'; allowed are {', '.join(GUESSES)}")
        if name not in names:
            raise ReviewerError(f"{path}: has no column '{name}'; it has {_listed(names)}")
    plain = {re.sub(r"[\s\-]+", "_", name.strip().lower()): name for name in reversed(names)}
    chosen = dict(told)
    for field, guesses in GUESSES.items():
        guess = next((plain[guess] for guess in guesses if guess in plain and plain[guess] not in chosen.values()), None)
        if field not in chosen and guess is not None:
            chosen[field] = guess
    if "text" not in chosen:
        raise ReviewerError(f"{path}: no column looks like the letters; name it with --column text=NAME; the columns are {_listed(names)}")
    return chosen


def _listed(names: Sequence[str]) -> str:
    return ", ".join(f"'{name[:40]}'" for name in names[:30]) + (" …" if len(names) > 30 else "")


def row_to_letter(number: int, row: Mapping[str, Any] | str, columns: Mapping[str, str]) -> Letter | Failure:
    """A row of a table as a letter; a string in place of a row says why it could not be read."""
    if isinstance(row, str):
        return Failure(number, str(number), row)
    values = {field: row.get(name) for field, name in columns.items()}
    id_ = _said(values.get("id")) or str(number)
    text = values["text"]
    if not isinstance(text, str):
        found = "is missing" if text is None else f"holds {type(text).__name__} where text is expected"
        return Failure(number, id_[:200], f"column '{columns['text']}' {found}")
    if len(text) > MAX_CHARACTERS:
        return Failure(number, id_[:200], f"the letter has {len(text):,} characters; at most {MAX_CHARACTERS:,} are reviewed")
    notice = values.get("notice")
    reason = _said(values.get("reason"))
    return Letter(
        row=number,
        id=id_[:200],
        text=text,
        author=_said(values.get("author")),
        date=day(values.get("date")),
        reason=re.sub(r"[\s\-]+", "_", reason.lower()) if reason else None,
        outcome=outcome(values.get("outcome")),
        notice=notice if isinstance(notice, str) and notice.strip() else None,
    )


def _said(value: Any) -> str | None:
    """A cell as short text on one line; None where it says nothing."""
    return (" ".join(str(value).split())[:200] or None) if value is not None else None


def outcome(value: Any) -> str | None:
    """`accepted` or `refused`; None for what says neither."""
    word = str(value).strip().lower()
    return "accepted" if word in _ACCEPTED else "refused" if word in _REFUSED else None


def day(value: Any) -> str | None:
    """The day in ISO form of a date, or of text that begins with year, month and day; None for any other, since 3/4 may be March or April."""
    if isinstance(value, datetime.date):
        return value.isoformat()[:10]
    found = _DATE.match(value) if isinstance(value, str) else None
    try:
        return datetime.date(*map(int, found.groups())).isoformat() if found else None
    except ValueError:
        return None


def _from_folder(path: Path, files: Sequence[Path]) -> Iterator[Letter | Failure]:
    for number, file in enumerate(files, 1):
        name = file.relative_to(path).as_posix()
        try:
            yield Letter(number, name, readers.read(file).text)
        except ReviewerError as error:
            yield Failure(number, name, str(error).removeprefix(f"{file}: "))


# csv ------------------------------------------------------------------------------------------------------------------


def _csv_header(path: Path) -> list[str]:
    with _csv_text(path) as text:
        try:
            names = next(csv.reader(text, delimiter=_delimiter(path)), [])
        except csv.Error as error:
            raise ReviewerError(f"{path}: line 1 is no header of a csv table ({error})") from None
    if not any(name.strip() for name in names):
        raise ReviewerError(f"{path}: has no header; the first line of a csv table names its columns")
    return names


def _csv_text(path: Path) -> io.TextIOWrapper:
    return path.open(encoding="utf-8-sig", errors="surrogateescape", newline="")


def _delimiter(path: Path) -> str:
    """The mark that parts the cells of the header most often: a comma, semicolon, tab or bar."""
    with _csv_text(path) as text:
        first = text.readline(10_000)
    return max(",;\t|", key=first.count)


def _csv_rows(path: Path) -> Iterator[dict[str, Any] | str]:
    names = _csv_header(path)
    limit = csv.field_size_limit(MAX_ROW_BYTES)
    try:
        with _csv_text(path) as text:
            reader = csv.reader(text, delimiter=_delimiter(path))
            next(reader)
            while True:
                try:
                    cells = next(reader)
                except StopIteration:
                    return
                except csv.Error as error:
                    yield f"line {reader.line_num}: is not csv ({error})"
                    continue
                if cells:
                    yield _csv_row(names, cells, reader.line_num)
    finally:
        csv.field_size_limit(limit)


def _csv_row(names: Sequence[str], cells: Sequence[str], line: int) -> dict[str, Any] | str:
    if len(cells) != len(names):
        return f"line {line}: has {len(cells)} cells where the header has {len(names)}"
    if any("\udc80" <= character <= "\udcff" for cell in cells for character in cell):
        return f"line {line}: is not UTF-8; save the table as UTF-8"
    return dict(zip(names, cells, strict=True))


# jsonl ----------------------------------------------------------------------------------------------------------------


def _jsonl_rows(path: Path) -> Iterator[dict[str, Any] | str]:
    with path.open("rb") as stream:
        for number, line in enumerate(_lines(stream), 1):
            if line is None:
                yield f"line {number}: is longer than {MAX_ROW_BYTES:,} bytes"
                continue
            if not line.strip():
                yield f"line {number}: is empty"
                continue
            try:
                yield msgspec.json.decode(line.removeprefix(b"\xef\xbb\xbf"), type=dict[str, Any])
            except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
                yield f"line {number}: is no JSON object ({error})"


def _lines(stream: BinaryIO) -> Iterator[bytes | None]:
    """The lines of a stream; None for one that is too long to be held."""
    while line := stream.readline(MAX_ROW_BYTES + 1):
        if len(line) <= MAX_ROW_BYTES or line.endswith(b"\n"):
            yield line
            continue
        while line and not line.endswith(b"\n"):
            line = stream.readline(MAX_ROW_BYTES)
        yield None


def _jsonl_count(path: Path) -> int:
    with path.open("rb") as stream:
        return sum(1 for _ in _lines(stream))


def _jsonl_names(path: Path) -> list[str]:
    """The keys of the first objects."""
    names: dict[str, None] = {}
    for number, row in enumerate(_jsonl_rows(path)):
        if number >= 100:
            break
        if isinstance(row, dict):
            names |= dict.fromkeys(row)
    if not names:
        raise ReviewerError(f"{path}: none of the first lines is a JSON object")
    return list(names)


# parquet --------------------------------------------------------------------------------------------------------------


def _parquet(path: Path) -> Any:
    pa = arrow()
    try:
        return pa.parquet.ParquetFile(path)
    except (pa.ArrowException, OSError) as error:
        raise ReviewerError(f"{path}: is no parquet file that can be read ({str(error).splitlines()[0]})") from None


def _parquet_rows(path: Path) -> Iterator[dict[str, Any] | str]:
    with _parquet(path) as file:
        for batch in file.iter_batches(batch_size=500):
            yield from batch.to_pylist()


def _parquet_names(path: Path) -> list[str]:
    with _parquet(path) as file:
        names: list[str] = file.schema_arrow.names
        return names


def _parquet_count(path: Path) -> int:
    with _parquet(path) as file:
        count: int = file.metadata.num_rows
        return count


_READERS = {".csv": _csv_rows, ".tsv": _csv_rows, ".jsonl": _jsonl_rows, ".ndjson": _jsonl_rows, ".parquet": _parquet_rows}
_NAMES = {".csv": _csv_header, ".tsv": _csv_header, ".jsonl": _jsonl_names, ".ndjson": _jsonl_names, ".parquet": _parquet_names}
_COUNTS = {
    ".csv": lambda path: sum(1 for _ in _csv_rows(path)),
    ".tsv": lambda path: sum(1 for _ in _csv_rows(path)),
    ".jsonl": _jsonl_count,
    ".ndjson": _jsonl_count,
    ".parquet": _parquet_count,
}
