"""Near-duplicate letters and pasted passages of an archive: what stands word for word, but for case, numbers, ids and dates, in several letters."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec
import numpy as np

from reviewer.archive import grams, groups, passages
from reviewer.archive.index import LETTERS, Index, Shared
from reviewer.batch.sources import Failure, Letter
from reviewer.files import write_whole
from reviewer.types import ReviewerError

SHARE = 0.6
"""The share of a letter's runs of eight words from which on it is nearly the same as another. A word that was changed breaks eight runs."""
PASSAGES = 200
"""The most passages that are told."""
_ROWS = 1_000
"""The most rows that are named for one passage."""
_LEAST = {False: 30, True: 4}
"""The runs from which on a letter can have a near-duplicate, when all are held and when each stands for a sentence."""
_EXCERPT = 600
"""The most characters of a passage that are shown."""


class Passage(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words that several letters hold."""

    text: str | None
    """As the first of them has it, on one line; None where the text was left out."""
    words: int
    letters: int
    authors: int | None
    """How many authors use it; None where the archive names none."""
    rows: list[int]
    """Rows of the source that hold it, in order; the first thousand."""


class Group(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Letters that are nearly the same."""

    rows: list[int]
    """Rows of the source, in order."""
    largest: int
    """The row of the letter that each is held against."""
    shares: list[float]
    """For each row the share of its words, from 0 to 1, that stands in the largest."""


class Duplicates(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the letters of an archive have in common; rows are those of the source and of LetterRow."""

    letters: int
    exact: bool
    """Whether all runs of words were compared; else each sentence by its smallest hash alone, so passages within sentences may be missed."""
    groups: list[Group]
    """Near-duplicates, largest group first. No letter stands in two."""
    passages: list[Passage]
    """Most pasted words first; what only near-duplicates of one group share is not told again."""
    shared: list[int]
    """Letters by how much of them stands in others: ten classes, from 0-10 % to 90-100 %."""

    @property
    def repeated(self) -> int:
        """How many letters stand in a group."""
        return sum(len(group.rows) for group in self.groups)


def find(source: Iterable[Letter | Failure], *, text: bool = True, exact: int = LETTERS) -> Duplicates:
    """What the letters of `source` share; it is read twice, in a stream, and must give the same letters each time.

    Exact up to `exact` letters, by MinHash beyond; `text=False` leaves the words of passages out.
    """
    index = Index(exact)
    rows: list[int] = []
    authors: list[int] = []
    names: dict[str, int] = {}
    for letter in source:
        if isinstance(letter, Letter):
            index.add(grams.of_letter(letter.text, letter.notice))
            rows.append(letter.row)
            authors.append(names.setdefault(letter.author, len(names)) if letter.author else -1)
    shared = index.shared()
    near = groups.find(shared, SHARE, _LEAST[shared.thinned])
    stretches = _across_groups(shared, near)
    texts = _texts(source, stretches, shared.thinned)
    found = [_passage(one, words, rows, authors, text=text) for one, words in zip(stretches, texts, strict=True)]
    return Duplicates(
        letters=len(rows),
        exact=not shared.thinned,
        groups=[Group([rows[n] for n in one.members], rows[one.largest], [round(part, 3) for part in one.shares]) for one in near],
        passages=sorted(found, key=lambda passage: (-passage.letters * passage.words, passage.rows)),
        shared=_shares(shared),
    )


def write(path: Path, duplicates: Duplicates) -> None:
    """Write them as JSON. Raises ReviewerError where the file cannot be written."""
    write_whole(path, msgspec.json.encode(duplicates) + b"\n")


def read(path: Path) -> Duplicates:
    """What `write` wrote. Raises ReviewerError for a file that does not hold."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=Duplicates)
    except OSError as error:
        raise ReviewerError(f"{path}: cannot be read ({error.strerror})") from None
    except msgspec.MsgspecError as error:
        raise ReviewerError(f"{path}: is not what `reviewer batch --duplicates` writes ({error})") from None


def _across_groups(shared: Shared, near: Sequence[groups.Near]) -> list[passages.Stretch]:
    """The passages that do not stay within one group of near-duplicates."""
    group_of = np.full(len(shared.sizes), -1, dtype=np.int64)
    for number, one in enumerate(near):
        group_of[one.members] = number
    kept = []
    for stretch in passages.find(shared, 20 * PASSAGES):
        within = group_of[stretch.holders]
        if within[0] < 0 or (within != within[0]).any():
            kept.append(stretch)
        if len(kept) == PASSAGES:
            break
    return kept


def _texts(source: Iterable[Letter | Failure], stretches: Sequence[passages.Stretch], thinned: bool) -> list[str]:
    """The words of each passage, from a second reading of the letters that hold one first."""
    wanted: dict[int, list[int]] = defaultdict(list)
    for number, stretch in enumerate(stretches):
        wanted[stretch.letter].append(number)
    found = [""] * len(stretches)
    letters = (letter for letter in source if isinstance(letter, Letter)) if wanted else iter(())
    for place, letter in enumerate(letters):
        if place in wanted:
            cut = grams.of_letter(letter.text, letter.notice)
            spans = (grams.smallest(cut) if thinned else cut).spans
            for number in wanted.pop(place):
                stretch = stretches[number]
                if stretch.first + stretch.runs > len(spans):
                    raise ReviewerError("the source changed while it was read; run the same command again")
                start, end = int(spans[stretch.first, 0]), int(spans[stretch.first + stretch.runs - 1, 1])
                found[number] = " ".join(letter.text[start : end + (letter.text[end : end + 1] in (".", "!", "?"))].split())
            if not wanted:
                break
    return found


def _passage(stretch: passages.Stretch, words: str, rows: Sequence[int], authors: Sequence[int], *, text: bool) -> Passage:
    known = {authors[letter] for letter in stretch.holders.tolist()} - {-1}
    return Passage(
        text=(words if len(words) <= _EXCERPT else words[: _EXCERPT - 1] + "…") if text else None,
        words=len(grams.levelled(words)),
        letters=stretch.held,
        authors=len(known) or None,
        rows=[rows[letter] for letter in stretch.holders[:_ROWS].tolist()],
    )


def _shares(shared: Shared) -> list[int]:
    """Letters by the share of their runs that another letter holds, in ten classes."""
    lengths = np.diff(shared.bounds)
    before = np.append(0, np.cumsum(shared.group_of > 0))
    held = before[shared.bounds[1:]] - before[shared.bounds[:-1]]
    classes = np.minimum(10 * held[lengths > 0] // lengths[lengths > 0], 9)
    counts: list[int] = np.bincount(classes, minlength=10).tolist()
    counts[0] += int((lengths == 0).sum())
    return counts
