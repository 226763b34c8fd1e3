"""Tables hold the same rows whatever their kind, and nothing of a table can run in a spreadsheet."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewer.batch import tables
from reviewer.batch.rows import FailureRow, UnitRow
from reviewer.types import ReviewerError

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
UNITS = st.builds(
    UnitRow,
    row=st.integers(1, 10**9),
    id=TEXT.filter(bool),
    unit=st.integers(1, 999),
    line=st.integers(1, 999),
    start=st.integers(0, 999),
    end=st.integers(0, 999),
    role=st.just("frame"),
    role_probability=st.none() | st.floats(0, 1),
    flags=st.sampled_from(["", "accepts concrete"]),
    quoted=st.booleans(),
    english=st.booleans(),
    text=st.none() | TEXT.filter(bool),
)


@pytest.mark.parametrize("ending", tables.ENDINGS)
@settings(max_examples=60, deadline=None)
@given(rows=st.lists(UNITS, max_size=5))
def test_rows_come_back_as_they_were(tmp_path_factory: pytest.TempPathFactory, ending: str, rows: list[UnitRow]) -> None:
    path = tmp_path_factory.mktemp("tables") / f"t{ending}"
    assert tables.write(path, UnitRow, rows) == len(rows)
    assert list(tables.read(path, UnitRow)) == rows


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "'quoted"])
def test_no_cell_of_a_csv_is_a_formula(tmp_path: Path, text: str) -> None:
    path = tmp_path / "t.csv"
    tables.write(path, FailureRow, [FailureRow(1, text, "-x")])
    with path.open(encoding="utf-8", newline="") as stream:
        [_, [_, first, second]] = csv.reader(stream)
    assert (first, second) == (f"'{text}", "'-x")
    assert next(tables.read(path, FailureRow)).id == text


def test_a_table_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "t.jsonl"
    path.write_text("before", encoding="utf-8")

    def rows() -> Iterator[FailureRow]:
        yield FailureRow(1, "a", "b")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        tables.write(path, FailureRow, rows())
    assert path.read_text(encoding="utf-8") == "before"
    assert [file.name for file in tmp_path.iterdir()] == ["t.jsonl"]


@pytest.mark.parametrize("ending", tables.ENDINGS)
def test_a_foreign_table_is_refused_with_its_row(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"t{ending}"
    tables.write(path, FailureRow, [FailureRow(1, "a", "b")])
    with pytest.raises(ReviewerError, match=r"row 1 is not of the table that `reviewer batch` writes"):
        list(tables.read(path, UnitRow))


def test_an_unknown_ending_names_what_is_allowed(tmp_path: Path) -> None:
    with pytest.raises(ReviewerError, match=r"the ending '.xlsx' is no table that is known; allowed are .parquet, .jsonl, .csv"):
        tables.write(tmp_path / "t.xlsx", FailureRow, [])
