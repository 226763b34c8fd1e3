"""The Document: a draft cut into blocks and units, with its tokens and positions.

Made once for each draft and read by every judge; none of them changes it.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from typing import TYPE_CHECKING

from reviewer import blocks as _blocks
from reviewer import sentences
from reviewer.blocks import Block, BlockKind
from reviewer.language import is_english
from reviewer.plain import plain
from reviewer.positions import Positions
from reviewer.slots import Slot, filled
from reviewer.types import ReviewerError, Span

if TYPE_CHECKING:
    import spacy.language
    import spacy.tokens

MAX_CHARACTERS = 200_000
"""The longest draft that is read, in code points: about 60 printed pages."""

_QUOTATION = re.compile(r'"[^"\n]{1,1200}"')
_CURLY = re.compile(r"[\u201c\u201e][^\u201c\u201d\u201e]{1,1500}[\u201d\u201c]|\u00ab[^\u00ab\u00bb]{1,1500}\u00bb|\u2018[^\u2018\u2019]{12,400}\u2019(?!\w)")
_RUNAWAY = re.compile(r"\S{80,}")
_WORD = re.compile(r"\w+(?:['\u2019-]\w+)*")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A unit before it is judged: its place, the block that holds it, and whether it speaks for the seller."""

    span: Span
    block: int
    quoted: bool
    english: bool

    @property
    def judged(self) -> bool:
        """Whether the unit is the seller's own English, so that judges may look at it."""
        return self.english and not self.quoted


class Document:
    """A draft as the judges see it.

    `text` is the draft as read; `plain` has the same length with typography levelled; every offset fits both.
    Raises ReviewerError for a text without a letter or digit, for one above `MAX_CHARACTERS` and for one with half of a surrogate pair.
    """

    def __init__(self, text: str, name: str = "<text>") -> None:
        """Cut `text` into blocks and units."""
        if len(text) > MAX_CHARACTERS:
            raise ReviewerError(f"{name}: the text has {len(text):,} characters; at most {MAX_CHARACTERS:,} are reviewed")
        if not any(character.isalnum() for character in text):
            raise ReviewerError(f"{name}: the text is empty; a draft needs at least one word")
        self.text = text
        self.name = name.encode(errors="replace").decode()  # the name of a file need not be UTF-8; a report is
        self.positions = Positions(text)
        self._refuse_surrogates()
        self.plain = plain(text)
        self.blocks: list[Block] = _blocks.parse(text)
        self.quotations: list[Span] = _quotations(text, self.plain)
        self.sentences: list[Sentence] = list(self._cut())

    def _refuse_surrogates(self) -> None:
        """A code point of U+D800 to U+DFFF is no character: it cannot be written to a file, and tokenizers break on it."""
        try:
            self.text.encode()
        except UnicodeEncodeError as error:
            line, column = self.positions.line_column(error.start)
            found = f"U+{ord(self.text[error.start]):04X}"
            raise ReviewerError(
                f"{self.name}:{line}:{column}: holds {found}, half of a surrogate pair; decode the text as UTF-8 or UTF-16 as a whole"
            ) from None

    def _cut(self) -> Iterator[Sentence]:
        for number, block in enumerate(self.blocks):
            whole_row = block.kind in (BlockKind.TABLE, BlockKind.SIGNATURE, BlockKind.HEADING)
            ranges = [(block.span.start, block.span.end)] if whole_row else sentences.split(self.plain, block.span.start, block.span.end, self.text)
            for start, end in ranges:
                span = Span(start, end)
                quoted = block.kind is BlockKind.QUOTE or self.quoted_share(span) > 0.8
                yield Sentence(span, number, quoted, is_english(self.text[start:end]))

    def quoted_share(self, span: Span) -> float:
        """The share of `span`, from 0 to 1, that stands between quotation marks."""
        near = self.quotations[max(0, bisect_right(self.quotations, span.start, key=_start) - 1) : bisect_left(self.quotations, span.end, key=_start)]
        inside = sum(max(0, min(span.end, q.end) - max(span.start, q.start)) for q in near)
        return inside / max(1, span.end - span.start)

    def block_of(self, sentence: Sentence) -> Block:
        """The block that holds `sentence`."""
        return self.blocks[sentence.block]

    def excerpt(self, span: Span) -> str:
        """The text of `span`."""
        return self.text[span.start : span.end]

    def sentence_at(self, offset: int) -> int | None:
        """The number of the unit that holds `offset`, or None between units."""
        number = bisect_right(self._starts, offset) - 1
        return number if number >= 0 and offset < self.sentences[number].span.end else None

    def sentences_in(self, span: Span) -> range:
        """The numbers of the units that `span` touches."""
        first = bisect_right(self._starts, span.start) - 1
        if first < 0 or self.sentences[first].span.end <= span.start:
            first += 1
        return range(first, max(first, bisect_left(self._starts, span.end)))

    @cached_property
    def _starts(self) -> list[int]:
        return [sentence.span.start for sentence in self.sentences]

    @cached_property
    def judged(self) -> list[Sentence]:
        """The units that are the seller's own English."""
        return [sentence for sentence in self.sentences if sentence.judged]

    @cached_property
    def lowered(self) -> str:
        """`plain` in lower case, every character in its place: patterns match it in half the time that ignoring case takes."""
        return self.plain.lower() if self.plain.isascii() else "".join(low if len(low := c.lower()) == 1 else c for c in self.plain)

    @cached_property
    def word_count(self) -> int:
        """Words outside quotes of the notice."""
        return sum(len(_WORD.findall(self.plain, s.span.start, s.span.end)) for s in self.sentences if not s.quoted)

    def words(self, span: Span) -> int:
        """How many words `span` holds."""
        return len(_WORD.findall(self.plain, span.start, span.end))

    @cached_property
    def tokens(self) -> spacy.tokens.Doc:
        """The spaCy tokens of `plain`, without any trained pipeline.

        The tokenizer takes quadratic time on long runs of marks, so a run that is no word becomes one token.
        """
        return tokenizer().make_doc(_RUNAWAY.sub(lambda run: "x" * len(run.group()), self.plain))

    @cached_property
    def token_ranges(self) -> list[tuple[int, int]]:
        """For each unit its first token and the one after its last."""
        starts = [token.idx for token in self.tokens]
        return [(bisect_left(starts, s.span.start), bisect_left(starts, s.span.end)) for s in self.sentences]

    @cached_property
    def norms(self) -> list[str]:
        """For each token its normal form in lower case; "n't" is "not" and "'ve" is "have"."""
        return [_norm(key) for key in self.tokens.to_array("NORM").tolist()]

    @cached_property
    def unit_words(self) -> list[frozenset[str]]:
        """For each unit the set of its tokens' norms."""
        return [frozenset(self.norms[first:last]) for first, last in self.token_ranges]

    @cached_property
    def slots(self) -> list[frozenset[Slot]]:
        """For each unit the details that it holds; the judges share them."""
        return [filled(self.plain[s.span.start : s.span.end]) for s in self.sentences]

    @cached_property
    def matches(self) -> dict[int, list[Span]]:
        """What finders of phrases found in the whole document, by the identity of the finder; they fill it themselves."""
        return {}

    @cached_property
    def section_of(self) -> list[str | None]:
        """For each unit the text of the heading, or label before a colon, that it stands under."""
        current: str | None = None
        per_block: list[str | None] = []
        for block in self.blocks:
            if block.kind is BlockKind.HEADING:
                current = self.excerpt(block.span)
            elif block.label:
                current = block.label
            elif block.kind is BlockKind.SIGNATURE:
                current = None
            per_block.append(current)
        return [per_block[sentence.block] for sentence in self.sentences]


def _quotations(text: str, plain_text: str) -> list[Span]:
    """Stretches between quotation marks; straight marks pair up inside one line."""
    curly = [Span(match.start(), match.end()) for match in _CURLY.finditer(text)]
    straight = [Span(match.start(), match.end()) for match in _QUOTATION.finditer(plain_text)]
    found = list(curly)
    for span in straight:
        at = bisect_left(curly, span.end, key=_start)  # of those that begin before it ends, the last one reaches furthest
        if at == 0 or curly[at - 1].end <= span.start:
            found.append(span)
    return sorted(found)


def _start(span: Span) -> int:
    return span.start


@cache
def tokenizer() -> spacy.language.Language:
    """The blank English spaCy pipeline; one for the process, made at first use."""
    with _without("torch"):
        import spacy

    return spacy.blank("en")


@contextmanager
def passing_words() -> Iterator[None]:
    """Within it, spaCy keeps the words of documents only until the end, so that a process that reads letters for days does not grow.

    For one thread at a time; no Document may be used after it.
    """
    with tokenizer().memory_zone():
        yield


@lru_cache(maxsize=1 << 15)
def _norm(key: int) -> str:
    """The normal form that spaCy keeps under `key`, in lower case."""
    return tokenizer().vocab.strings[key].lower()


@contextmanager
def _without(module: str) -> Iterator[None]:
    """Hides a module from imports, unless it is loaded already: spaCy looks for torch, which costs a second and is not used here."""
    if module in sys.modules:
        yield
        return
    sys.modules[module] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        del sys.modules[module]
