"""Archives are read as they come: folders and tables, good rows and bad ones."""

from __future__ import annotations

import csv
import datetime
import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet
import pytest

from reviewer.batch.sources import MAX_ROW_BYTES, Failure, Letter, day, open_source, outcome
from reviewer.types import ReviewerError
from tests.batch import archive


def write(path: Path, rows: list[dict[str, Any]]) -> Path:
    if path.suffix == ".jsonl":
        path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    elif path.suffix == ".parquet":
        pyarrow.parquet.write_table(pa.Table.from_pylist(rows), path)
    else:
        with path.open("w", encoding="utf-8-sig", newline="") as stream:
            writer = csv.DictWriter(stream, list(rows[0]), delimiter=";" if path.suffix == ".csv" else "\t")
            writer.writeheader()
            writer.writerows(rows)
    return path


@pytest.mark.parametrize("ending", [".csv", ".tsv", ".jsonl", ".parquet"])
def test_every_kind_of_table_gives_the_same_letters(tmp_path: Path, ending: str) -> None:
    rows = list(archive.rows(5))
    source = open_source(write(tmp_path / f"archive{ending}", rows))
    assert source.count == 5
    assert dict(source.columns) == {"text": "appeal", "id": "case_id", "author": "agency", "date": "sent", "outcome": "result"}
    letters = list(source)
    assert letters == list(source)
    for number, (row, letter) in enumerate(zip(rows, letters, strict=True), 1):
        assert isinstance(letter, Letter)
        assert (letter.row, letter.id, letter.author, letter.date) == (number, row["case_id"], row["agency"], row["sent"])
        assert letter.text.split() == row["appeal"].split()
    assert [letter.outcome for letter in letters if isinstance(letter, Letter)] == ["accepted", "refused", None, "accepted", "refused"]


def test_columns_that_are_told_win_over_guesses(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", [{"text": "internal note", "Brief an Amazon": "We were late.", "Art": "Late Shipment"}])
    letter = next(iter(open_source(path, {"text": "Brief an Amazon", "reason": "Art"})))
    assert isinstance(letter, Letter)
    assert (letter.text, letter.reason, letter.id) == ("We were late.", "late_shipment", "1")


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({"text": "Brief"}, r"a.jsonl: has no column 'Brief'; it has 'x', 'y'"),
        ({"author_": "x"}, r"--column author_=x: there is no field 'author_'; allowed are text, id, author"),
        ({}, r"a.jsonl: no column looks like the letters; name it with --column text=NAME; the columns are 'x', 'y'"),
    ],
)
def test_columns_that_are_not_there(tmp_path: Path, columns: dict[str, str], message: str) -> None:
    path = write(tmp_path / "a.jsonl", [{"x": 1, "y": 2}])
    with pytest.raises(ReviewerError, match=message):
        open_source(path, columns)


def test_bad_rows_of_jsonl_are_failures_in_their_place(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    good = json.dumps({"text": "We were late.", "id": "g"}).encode()
    with path.open("wb") as stream:
        stream.write(b"\n".join([good, b"{broken", b"", b'{"id": "n"}', b'{"text": 7}', b'{"text": "' + b"x" * MAX_ROW_BYTES + b'"}', b"\xff\xfe", good]))
    source = open_source(path)
    rows = list(source)
    assert source.count == len(rows) == 8
    assert [isinstance(row, Letter) for row in rows] == [True, False, False, False, False, False, False, True]
    errors = [row.error for row in rows if isinstance(row, Failure)]
    assert errors[0].startswith("line 2: is no JSON object")
    assert errors[1] == "line 3: is empty"
    assert errors[2:4] == ["column 'text' is missing", "column 'text' holds int where text is expected"]
    assert errors[4] == f"line 6: is longer than {MAX_ROW_BYTES:,} bytes"
    assert errors[5].startswith("line 7: is no JSON object")


def test_bad_rows_of_csv_are_failures_in_their_place(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes('id,text\n1,"one\ntwo"\n2\n3,caf\u00e9\n'.encode("latin-1") + b"4,last\n")
    rows = list(open_source(path))
    assert [row.text if isinstance(row, Letter) else row.error for row in rows] == [
        "one\ntwo",
        "line 4: has 1 cells where the header has 2",
        "line 5: is not UTF-8; save the table as UTF-8",
        "last",
    ]


def test_a_folder_is_read_in_order_and_what_cannot_be_read_fails(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "2.txt").write_text("Second.", encoding="utf-8")
    (tmp_path / "1.md").write_text("First.", encoding="utf-8")
    (tmp_path / "b" / "3.docx").write_bytes(b"PK\x03\x04 broken")
    source = open_source(tmp_path)
    rows = list(source)
    assert source.count == 3
    assert [row.id for row in rows] == ["1.md", "b/2.txt", "b/3.docx"]
    assert isinstance(rows[2], Failure)
    assert str(tmp_path) not in rows[2].error


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.xlsx", b"PK", r"the ending '.xlsx' is no table that is known; allowed are a folder, .csv, .jsonl"),
        ("a.csv", b"\n", r"has no header"),
        ("a.jsonl", b"[1]\n", r"none of the first lines is a JSON object"),
        ("a.parquet", b"PAR1", r"is no parquet file that can be read"),
    ],
)
def test_what_is_no_archive(tmp_path: Path, name: str, content: bytes, message: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(ReviewerError, match=message):
        open_source(tmp_path / name)
    with pytest.raises(ReviewerError, match="there is no such file or folder"):
        open_source(tmp_path / "not there.csv")


def test_dates_and_outcomes_are_never_guessed() -> None:
    assert day("2025-03-04T10:00:00Z") == day("2025/3/4") == day(datetime.datetime(2025, 3, 4, 10)) == "2025-03-04"
    assert day("03/04/2025") is day("2025-13-01") is day(20250304) is day("") is None
    assert outcome("Reinstated") == outcome(True) == outcome(1) == "accepted"
    assert outcome("Rejected ") == outcome(False) == "refused"
    assert outcome("pending") is outcome(None) is outcome("") is None
