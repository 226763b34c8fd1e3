"""How much of a letter stands word for word in known templates or in earlier letters.

Word 5-grams are hashed and looked up in one sorted array, so that 100,000 templates cost a few microseconds a letter
and 12 bytes a 5-gram. Containment of n-grams beats embeddings at telling copies (AUC .96 against .88 on the Clough and
Stevenson ladder of plagiarism, n = 4 to 5).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from reviewer.document import Document
from reviewer.files import shipped
from reviewer.plain import plain
from reviewer.types import Span

N = 5
"""Words in a gram."""
SHORTEST_PASSAGE = 8
"""Words from which an overlap is worth a finding."""

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
Hashes = npt.NDArray[np.uint64]


@lru_cache(maxsize=100_000)
def _word_hash(word: str) -> int:
    import hashlib

    return int.from_bytes(hashlib.blake2b(word.encode(), digest_size=8).digest(), "little")


def gram_hashes(words: Sequence[str], n: int = N) -> Hashes:
    """One hash for each run of `n` words; shape (max(0, len(words) - n + 1),)."""
    if len(words) < n:
        return np.empty(0, dtype=np.uint64)
    single = np.array([_word_hash(word) for word in words], dtype=np.uint64)
    count = len(words) - n + 1
    grams = np.zeros(count, dtype=np.uint64)
    for offset in range(n):
        grams = grams * _MULTIPLIER + single[offset : offset + count]
    return grams


@dataclass(frozen=True)
class Overlap:
    """A passage that stands in a known text."""

    span: Span
    words: int
    source: str


@dataclass(frozen=True)
class Copying:
    """What of a letter is copied: the share of its words from 0 to 1, and the passages."""

    share: float
    passages: tuple[Overlap, ...]


class TextIndex:
    """The word 5-grams of many texts, for containment look-ups."""

    def __init__(self, texts: Iterable[tuple[str, str]]) -> None:
        """Index (name, text) pairs."""
        self.names: list[str] = []
        hashes: list[Hashes] = []
        owners: list[npt.NDArray[np.uint32]] = []
        for name, text in texts:
            grams = np.unique(gram_hashes([m.group().lower() for m in _WORD.finditer(plain(text))]))
            hashes.append(grams)
            owners.append(np.full(len(grams), len(self.names), dtype=np.uint32))
            self.names.append(name)
        joined = np.concatenate(hashes) if hashes else np.empty(0, dtype=np.uint64)
        order = np.argsort(joined, kind="stable")
        self._hashes: Hashes = joined[order]
        self._owners: npt.NDArray[np.uint32] = (np.concatenate(owners) if owners else np.empty(0, dtype=np.uint32))[order]

    def copied(self, document: Document) -> Copying:
        """The share and passages of the judged units of `document` that stand in the indexed texts."""
        total = covered_total = 0
        passages: list[Overlap] = []
        if not len(self._hashes):
            return Copying(0.0, ())
        for run in _runs(document):
            words = [(m.start(), m.end(), m.group().lower()) for m in _WORD.finditer(document.plain, run.start, run.end)]
            grams = gram_hashes([word for _, _, word in words])
            at = np.minimum(np.searchsorted(self._hashes, grams), len(self._hashes) - 1)
            found = self._hashes[at] == grams
            covered = np.zeros(len(words), dtype=bool)
            for offset in range(N):
                covered[offset : offset + len(grams)] |= found
            total += len(words)
            covered_total += int(covered.sum())
            passages.extend(self._passages(words, covered, at))
        return Copying(covered_total / max(1, total), tuple(passages))

    def _passages(self, words: Sequence[tuple[int, int, str]], covered: npt.NDArray[np.bool_], at: npt.NDArray[np.intp]) -> Iterable[Overlap]:
        start: int | None = None
        for index in range(len(words) + 1):
            inside = index < len(words) and bool(covered[index])
            if inside and start is None:
                start = index
            elif not inside and start is not None:
                if index - start >= SHORTEST_PASSAGE:
                    yield Overlap(Span(words[start][0], words[index - 1][1]), index - start, self.names[int(self._owners[at[start]])])
                start = None


def _runs(document: Document) -> list[Span]:
    """Stretches of neighbouring judged units inside one block; a passage never crosses a block."""
    runs: list[tuple[int, Span]] = []
    for sentence in document.judged:
        if runs and runs[-1][0] == sentence.block:
            runs[-1] = (sentence.block, Span(runs[-1][1].start, sentence.span.end))
        else:
            runs.append((sentence.block, sentence.span))
    return [span for _, span in runs]


def stock_letters() -> Iterator[tuple[str, str]]:
    """The stock letters that travel with the package, each with its name."""
    for line in shipped("data/templates.jsonl").read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        yield entry["id"], entry["text"]
