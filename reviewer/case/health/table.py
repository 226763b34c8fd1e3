"""A table of metrics as csv: comma, semicolon, tab or bar between the cells, one metric a row.

A cell that holds a formula is text like any other.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from reviewer.case.health.rows import COLUMNS, MAX_ROWS, Parsed, Row, field_of, short
from reviewer.case.metrics import Unrecognised
from reviewer.types import ReviewerError

_DELIMITERS = ",;\t|"
_HEADER_WITHIN = 10
_MAX_CELLS = 60


def delimiter(text: str) -> str | None:
    """The mark between the cells, where one of the first lines names known columns; None where the text is no such table."""
    best: tuple[int, str] | None = None
    for line in text.splitlines()[:_HEADER_WITHIN]:
        for mark in _DELIMITERS:
            known = len(_fields(line[:4000].split(mark))[0])
            if known >= 2 and (best is None or known > best[0]):
                best = (known, mark)
    return best[1] if best else None


def _fields(header: list[str]) -> tuple[dict[str, int], dict[str, str], list[str]]:
    """The cell of each known field, the units that headers state, and the headers that are not known."""
    places: dict[str, int] = {}
    units: dict[str, str] = {}
    unknown = []
    for number, cell in enumerate(header[:_MAX_CELLS]):
        name, unit = field_of(cell.strip('" '))
        if name is None:
            if cell.strip():
                unknown.append(cell)
        elif name not in places:
            places[name], units[name] = number, unit
    if "name" not in places or not {"value", "orders", "part", "bad"} & set(places):
        return {}, {}, unknown
    return places, units, unknown


def parse(text: str, name: str) -> Parsed:
    """The rows of a table. Raises ReviewerError for a table without known columns and for one that is too large."""
    mark = delimiter(text)
    if mark is None:
        first = next((line for line in text.splitlines() if line.strip()), "")
        raise ReviewerError(f"{name}: is a table without known columns; found '{short(first)}', allowed are {COLUMNS}")
    parsed = Parsed()
    places: dict[str, int] = {}
    units: dict[str, str] = {}
    width = 0
    for line, cells in _cells(text, mark, name):
        if not places:
            places, units, unknown = _fields(cells)
            width = len(cells)
            if places and unknown:
                parsed.notes.append("these columns are not used: " + ", ".join(short(one) for one in unknown))
            continue
        if any(cell.strip() for cell in cells[width:]):
            why = f"has {len(cells)} cells where the header has {width}; put a number with a comma between quotation marks"
            parsed.unread.append(Unrecognised(f"line {line}", short(mark.join(cells)), why))
            continue
        row = {field: cells[number].strip() for field, number in places.items() if number < len(cells)}
        if any(row.values()):
            row["unit"] = row.get("unit", "").lower() or units.get("value", "")
            parsed.rows.append(Row(place=f"line {line}", **row))
    return parsed


def _cells(text: str, mark: str, name: str) -> Iterator[tuple[int, list[str]]]:
    """The cells of each row with the line on which it begins."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=False)
    begun = 1
    try:
        for number, cells in enumerate(reader):
            if number > MAX_ROWS + _HEADER_WITHIN:
                raise ReviewerError(f"{name}: has more than {MAX_ROWS:,} rows, which is the most that is read")
            yield begun, cells
            begun = reader.line_num + 1
    except csv.Error as error:
        raise ReviewerError(f"{name}: line {begun} is no row of a table ({error})") from None
