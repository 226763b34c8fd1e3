"""Labelled letters as the encoder sees them, in training and in evaluation alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reviewer import blocks
from reviewer.plain import plain
from reviewer.training.corpus import Letter
from reviewer.windows import Piece, marker, tokenized

if TYPE_CHECKING:
    from tokenizers import Tokenizer


def told(letter: Letter) -> str | None:
    """The reason that the encoder is told: known where the notice is."""
    return letter.reason.replace("_", " ") if letter.notice else None


def pieces_of(letter: Letter, tokenizer: Tokenizer, replaced: dict[int, str] | None = None) -> list[Piece]:
    """The labelled units of a letter for the encoder, some of them with another text."""
    flat = plain(letter.text)
    parsed = blocks.parse(letter.text)
    markers, previous = [], -1
    for unit in letter.units:
        home = max((n for n, block in enumerate(parsed) if block.span.start <= unit.start), default=0)
        markers.append(marker(parsed[home].kind, opens=home != previous))
        previous = home
    texts = [plain((replaced or {}).get(n, flat[unit.start : unit.end])) for n, unit in enumerate(letter.units)]
    return tokenized(texts, markers, tokenizer)
