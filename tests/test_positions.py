"""Lines, columns and UTF-16 positions are those of an editor, for any text."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.positions import Encoding, Positions

TEXT = st.text(alphabet=st.sampled_from("ab \t\r\n\u2028\u2029\x0b\x0c\x85é中，\U0001f600\u0301"), max_size=80)


@given(TEXT)
def test_lines_are_cut_where_editors_cut_them(text: str) -> None:
    positions = Positions(text)
    assert [positions.line_text(n + 1) for n in range(len(positions))] == re.split(r"\r\n|\n|\r", text)


@given(TEXT)
def test_line_and_column_lead_back_to_the_character(text: str) -> None:
    positions = Positions(text)
    for offset, character in enumerate(text):
        line, column = positions.line_column(offset)
        if character not in "\r\n":
            assert positions.line_text(line)[column - 1] == character


@pytest.mark.parametrize(("encoding", "codec", "size"), [("utf-8", "utf-8", 1), ("utf-16", "utf-16-le", 2), ("utf-32", "utf-32-le", 4)])
@given(TEXT)
def test_positions_of_editors_round_trip(encoding: Encoding, codec: str, size: int, text: str) -> None:
    positions = Positions(text)
    for offset in range(len(text) + 1):
        line, character = positions.line_character(offset, encoding)
        in_line = positions.line_text(line + 1)
        if character <= len(in_line.encode(codec)) // size:
            assert positions.offset(line, character, encoding) == min(offset, positions.ends[line])


def test_crlf_counts_once_and_unicode_separators_do_not() -> None:
    positions = Positions("a\r\nb\u2028c\rd")
    assert positions.line_column(3) == (2, 1)
    assert positions.line_column(5) == (2, 3)
    assert positions.line_column(7) == (3, 1)


def test_an_emoji_is_two_units_wide_for_language_servers() -> None:
    positions = Positions("\U0001f600b")
    assert positions.line_column(1) == (1, 2)
    assert positions.line_character(1) == (0, 2)


def test_offsets_outside_are_refused() -> None:
    with pytest.raises(ValueError, match="outside the text"):
        Positions("abc").line(9)
