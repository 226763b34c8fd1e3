"""Tables of rows on disk: parquet, jsonl and csv, told by the ending, written whole or not at all and read in streams."""

from __future__ import annotations

import csv
import io
import types
import typing
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, TypeVar

import msgspec

from reviewer.files import whole
from reviewer.types import ReviewerError

if TYPE_CHECKING:
    import pyarrow as pa

R = TypeVar("R", bound=msgspec.Struct)

ENDINGS = (".parquet", ".jsonl", ".csv")
_GROUP = 5_000
"""Rows of one row group, so the most that is held at once."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "'")
"""A spreadsheet program would run a cell that begins so; an apostrophe before it makes it text and is taken off on reading."""


def ending_of(path: Path) -> str:
    """The ending of a table. Raises ReviewerError for one that is not known, or whose library is missing."""
    ending = path.suffix.lower()
    if ending not in ENDINGS:
        raise ReviewerError(f"{path}: the ending '{path.suffix}' is no table that is known; allowed are {', '.join(ENDINGS)}")
    if ending == ".parquet":
        arrow()
    return ending


def arrow() -> Any:
    """The module pyarrow. Raises ReviewerError where it is not installed."""
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError:
        raise ReviewerError("parquet needs a library that is not installed: pip install '.[batch]'") from None
    return pyarrow


def write(path: Path, kind: type[R], rows: Iterable[R]) -> int:
    """Write `rows` to a table of the kind that the ending of `path` names; how many there were.

    At most a few thousand rows are held at once. Raises ReviewerError where the file cannot be written.
    """
    writer = {".parquet": _write_parquet, ".jsonl": _write_jsonl, ".csv": _write_csv}[ending_of(path)]
    with whole(path) as stream:
        return writer(stream, kind, iter(rows))


def read(path: Path, kind: type[R]) -> Iterator[R]:
    """The rows of a table that `write` made. Raises ReviewerError that names the file and row for one that does not hold."""
    reader = {".parquet": _read_parquet, ".jsonl": _read_jsonl, ".csv": _read_csv}[ending_of(path)]
    read_so_far = 0
    try:
        for values in reader(path, kind):
            row = msgspec.convert(values, kind, strict=False)
            read_so_far += 1
            yield row
    except OSError as error:
        raise ReviewerError(f"{path}: cannot be read ({error.strerror or error})") from None
    except (msgspec.MsgspecError, UnicodeDecodeError, csv.Error) as error:
        raise ReviewerError(f"{path}: row {read_so_far + 1} is not of the table that `reviewer batch` writes ({error})") from None


def _write_jsonl(stream: BinaryIO, _kind: type[R], rows: Iterator[R]) -> int:
    encoder = msgspec.json.Encoder()
    count = 0
    for row in rows:
        stream.write(encoder.encode(row))
        stream.write(b"\n")
        count += 1
    return count


def _read_jsonl(path: Path, _kind: type[R]) -> Iterator[Any]:
    with path.open("rb") as stream:
        for line in stream:
            yield msgspec.json.decode(line)


def _write_csv(stream: BinaryIO, kind: type[R], rows: Iterator[R]) -> int:
    count = 0
    text = io.TextIOWrapper(stream, encoding="utf-8", newline="", write_through=True)
    writer = csv.writer(text)
    writer.writerow(kind.__struct_fields__)
    for row in rows:
        writer.writerow([_cell(value) for value in msgspec.structs.astuple(row)])
        count += 1
    text.detach()
    return count


def _cell(value: Any) -> Any:
    if isinstance(value, str):
        return f"'{value}" if value.startswith(_FORMULA) else value
    return str(value).lower() if isinstance(value, bool) else value


def _read_csv(path: Path, kind: type[R]) -> Iterator[Any]:
    optional = {name for name, hint in typing.get_type_hints(kind).items() if types.NoneType in typing.get_args(hint)}
    limit = csv.field_size_limit(2**31 - 1)
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            for cells in csv.DictReader(stream):
                yield {name: None if name in optional and cell == "" else _uncelled(cell) for name, cell in cells.items()}
    finally:
        csv.field_size_limit(limit)


def _uncelled(cell: str) -> str:
    return cell[1:] if cell[:1] == "'" and cell[1:2] in _FORMULA else cell


def _write_parquet(stream: BinaryIO, kind: type[R], rows: Iterator[R]) -> int:
    pa = arrow()
    schema = _schema(kind)
    count = 0
    with pa.parquet.ParquetWriter(stream, schema, compression="zstd") as writer:
        while group := list(islice(rows, _GROUP)):
            writer.write_table(pa.Table.from_pylist([msgspec.structs.asdict(row) for row in group], schema=schema))
            count += len(group)
    return count


def _read_parquet(path: Path, _kind: type[R]) -> Iterator[Any]:
    pa = arrow()
    try:
        with pa.parquet.ParquetFile(path) as file:
            for batch in file.iter_batches(batch_size=_GROUP):
                yield from batch.to_pylist()
    except pa.ArrowException as error:
        raise ReviewerError(f"{path}: is no parquet file that can be read ({str(error).splitlines()[0]})") from None


def _schema(kind: type[msgspec.Struct]) -> pa.Schema:
    pa = arrow()
    plain = {int: pa.int64(), float: pa.float64(), str: pa.string(), bool: pa.bool_()}
    fields = []
    for name, hint in typing.get_type_hints(kind).items():
        inner = [part for part in typing.get_args(hint) or (hint,) if part is not types.NoneType]
        fields.append(pa.field(name, plain[inner[0]], nullable=types.NoneType in typing.get_args(hint)))
    return pa.schema(fields)
