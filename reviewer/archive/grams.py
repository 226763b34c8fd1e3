"""The runs of words of a letter that can be compared with other letters: the seller's own English sentences, levelled.

Case, typography, numbers, ids and dates do not matter. What the letter quotes, what stands in its notice, headings, signatures and
formulas such as "Dear Amazon team" are left out, since every letter may hold them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from reviewer.blocks import BlockKind
from reviewer.document import Document
from reviewer.originality import Hashes, gram_hashes
from reviewer.plain import plain
from reviewer.types import ReviewerError, Span

N = 8
"""Words in a run, and so the shortest passage."""

_WORD = re.compile(r"[^\W_]+(?:['./:,#-]?[^\W_]+)*")
_DIGIT = re.compile(r"\d")
_MONTHS = frozenset(
    "jan january feb february mar march apr april may jun june jul july aug august sep sept september oct october nov november dec december".split()
)
_NUMBER = "#"
_FORMULA = re.compile(
    r"(?:dear|hello|hi|good (?:morning|day|afternoon|evening)|greetings|to whom|respected|subject|re|attn|attention)\b"
    r"|(?:we |i |again |once more |many )*(?:sincerely |kindly |would like to |want to |wish to |must )*(?:thanks?|appreciate|grateful|are grateful|am grateful)\b"
    r"|(?:we|i)(?: am| are)? (?:now )?(?:look|looking|await|waiting|writ|remain|hope to hear)"
    r"|(?:we|i) (?:hereby |would like to |want to |wish to )*(?:submit|present|appeal|request that you (?:review|reconsider))\b"
    r"|(?:please|kindly)(?: do)?(?: not)?(?: feel free to)? (?:hesitate|contact|let (?:us|me) know|find (?:attached|below|enclosed))"
    r"|if you (?:need|require|have|want)\b|(?:with )?(?:best|kind|warm) (?:regards|wishes)|yours |sincerely|(?:below|this|here|following) is (?:our|my|the) (?:plan|appeal|letter)",
    re.IGNORECASE,
)
"""How sentences begin that greet, thank, sign off or say what the letter is."""
_QUOTED = 30
"""Characters from which on a quotation is more than a name."""
_APART = frozenset({BlockKind.HEADING, BlockKind.SIGNATURE, BlockKind.QUOTE})


@dataclass(frozen=True)
class Grams:
    """The runs of N words of one letter, in order; arrays of one length."""

    hashes: Hashes
    joins: npt.NDArray[np.uint8]
    """How a run goes on from the one before it: 0 by one word in the same sentence, 1 in the next sentence, 2 not at all."""
    spans: npt.NDArray[np.uint32]
    """Where a run starts and ends, in code points of the letter; shape (runs, 2)."""


def of_letter(text: str, notice: str | None = None) -> Grams:
    """The runs of the seller's own sentences; none for a text that cannot be reviewed."""
    try:
        document = Document(text)
    except ReviewerError:
        return _NONE
    words: list[str] = []
    spans: list[tuple[int, int]] = []
    sentences: list[int] = []
    stretches: list[int] = []
    stretch = 0
    for sentence in document.sentences:
        span = sentence.span
        if not sentence.judged or document.blocks[sentence.block].kind in _APART or _FORMULA.match(document.plain, span.start, span.end):
            stretch += 1
            continue
        for piece in _outside_quotations(document, span):
            before = len(words)
            _level(document.plain, piece.start, piece.end, words, spans)
            sentences += [len(sentences)] * (len(words) - before)
            stretches += [stretch] * (len(words) - before)
    if len(words) < N:
        return _NONE
    hashes = gram_hashes(words, N)
    sentence_of, stretch_of, places = np.array(sentences), np.array(stretches), np.array(spans, dtype=np.uint32)
    kept = sentence_of[: len(hashes)] == sentence_of[N - 1 :]
    if notice:
        kept &= ~np.isin(hashes, _of_notice(notice))
    first = np.flatnonzero(kept)
    joins = np.full(len(first), 2, dtype=np.uint8)
    following = np.diff(first) == 1
    same = sentence_of[first][1:] == sentence_of[first][:-1]
    next_ = stretch_of[first][1:] == stretch_of[first][:-1]
    joins[1:][next_ & ~same] = 1
    joins[1:][same & following] = 0
    return Grams(hashes[first], joins, np.stack([places[first, 0], places[first + N - 1, 1]], axis=1))


def _outside_quotations(document: Document, span: Span) -> Iterator[Span]:
    """The pieces of a sentence between its longer quotations."""
    start = span.start
    for quotation in document.quotations:
        if quotation.overlaps(span) and quotation.end - quotation.start >= _QUOTED:
            yield Span(start, max(start, quotation.start))
            start = quotation.end
    yield Span(start, max(start, span.end))


def _of_notice(notice: str) -> Hashes:
    words: list[str] = []
    _level(plain(notice), 0, len(notice), words, [])
    return gram_hashes(words, N)


def smallest(grams: Grams) -> Grams:
    """Of each sentence the run with the smallest hash (MinHash with one permutation), its span widened to all runs of the sentence."""
    starts = np.flatnonzero(grams.joins)
    if not len(starts):
        return grams
    ends = np.append(starts[1:], len(grams.joins)) - 1
    spans = np.stack([grams.spans[starts, 0], grams.spans[ends, 1]], axis=1)
    return Grams(np.minimum.reduceat(grams.hashes, starts), grams.joins[starts], spans)


def levelled(text: str) -> list[str]:
    """The words of `text` in small letters, with `#` for each number, id or date."""
    words: list[str] = []
    _level(plain(text), 0, len(text), words, [])
    return words


def _level(flat: str, start: int, end: int, words: list[str], spans: list[tuple[int, int]]) -> None:
    """Add the levelled words of `flat[start:end]` and where they stand."""
    first = len(words)
    for match in _WORD.finditer(flat, start, end):
        word = match.group().lower()
        number = not word.isalpha() and _DIGIT.search(word) is not None
        if (number or word in _MONTHS) and len(words) > first:
            before = words[-1]
            if before == _NUMBER or (number and before in _MONTHS):  # "3 May", "May 3", "14 and 15" of different length in each letter
                words[-1] = _NUMBER
                spans[-1] = (spans[-1][0], match.end())
                continue
        words.append(_NUMBER if number else word)
        spans.append((match.start(), match.end()))


_NONE = Grams(np.empty(0, dtype=np.uint64), np.empty(0, dtype=np.uint8), np.empty((0, 2), dtype=np.uint32))
