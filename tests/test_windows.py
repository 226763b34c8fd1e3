"""A letter cut into windows: every unit is judged once, with its neighbours, and nothing is lost in long letters."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from hypothesis import given
from hypothesis import strategies as st

from reviewer.windows import MOST_TOKENS, MOST_UNIT_TOKENS, OVERLAP, Batch, Piece, batched, judged, windows

LETTERS = st.lists(st.integers(1, MOST_UNIT_TOKENS).map(lambda n: Piece(1, tuple(range(1000, 1000 + n)))), min_size=1, max_size=60)
REASONS = st.lists(st.integers(200, 300), max_size=8)


def echo(batch: Batch) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    """Says of a unit how many tokens it has, and of a token its own id."""
    counts = batch.members.sum(-1, keepdims=True)
    return counts.astype(np.float32), batch.ids[..., None].astype(np.float32)


@given(LETTERS, REASONS)
def test_every_unit_is_kept_in_exactly_one_window_that_fits(units: list[Piece], reason: list[int]) -> None:
    kept: list[int] = []
    for window in windows(units, reason):
        assert len(window.ids) <= MOST_TOKENS
        assert len(window.ids) == len(window.unit_of_token)
        assert window.first <= window.keep_first < window.keep_last <= window.last
        kept.extend(range(window.keep_first, window.keep_last))
    assert kept == list(range(len(units)))


@given(LETTERS)
def test_a_unit_has_its_neighbours_beside_it_where_they_fit(units: list[Piece]) -> None:
    short = [Piece(unit.marker, unit.ids[:20]) for unit in units]
    for window in windows(short):
        assert window.keep_first - window.first == min(OVERLAP, window.keep_first)
        assert window.last - window.keep_last == min(OVERLAP, len(short) - window.keep_last)


@given(st.lists(LETTERS, min_size=1, max_size=4), st.sampled_from([MOST_TOKENS, 2048]))
def test_letters_judged_together_are_judged_as_alone(letters: list[list[Piece]], batch_tokens: int) -> None:
    together = judged([(units, ()) for units in letters], 1, echo, batch_tokens)
    for units, one in zip(letters, together, strict=True):
        assert one.logits[:, 0].tolist() == [1 + len(unit.ids) for unit in units]
        assert [part[1:, 0].astype(int).tolist() for part in one.parts] == [list(unit.ids) for unit in units]


def test_padding_is_masked_and_belongs_to_no_unit() -> None:
    batch = batched([*windows([Piece(1, (5, 6, 7))]), *windows([Piece(1, (5,))])])
    assert batch.mask.tolist() == [[1] * 6, [1, 1, 1, 1, 0, 0]]
    assert batch.members[1, 0].tolist() == [0, 1, 1, 0, 0, 0]
