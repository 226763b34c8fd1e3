"""The checks that a corpus must pass before anything is learned from it; each gives the faults that it found."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from reviewer.training.corpus import Corpus, Letter, Split
from reviewer.types import Flag, Road, Role

LEAST = {Split.TRAIN: 400, Split.DEVELOPMENT: 60, Split.TEST: 60}
"""Letters in each split."""
LEAST_UNITS = 12_000
LEAST_BATCHES = 20
LEAST_PAIRS = 400
LEAST_FLAG = {Split.TRAIN: 40, Split.DEVELOPMENT: 10, Split.TEST: 10}
"""Units that carry each flag, in each split."""
LONGEST_SHARED_RUN = 7
"""Words in a row that letters of different splits may share, quoted notices aside."""
MOST_ALIKE_OPENINGS = 0.05
"""The share of letters that may begin with the same three words."""


def faults(corpus: Corpus, templates: Sequence[str], notices: int) -> Iterator[str]:
    """Every fault of the corpus, one line each."""
    yield from _counts(corpus, templates, notices)
    yield from _labels(corpus)
    yield from _leaks(corpus, templates)
    yield from _openings(corpus)
    yield from _readings(corpus)


def words(text: str) -> list[str]:
    """The words of a text in lower case."""
    return re.findall(r"[a-z0-9']+", text.lower())


def runs(text: str, length: int) -> set[tuple[str, ...]]:
    """All runs of `length` words."""
    own = words(text)
    return {tuple(own[at : at + length]) for at in range(len(own) - length + 1)}


def _counts(corpus: Corpus, templates: Sequence[str], notices: int) -> Iterator[str]:
    letters = corpus.letters
    wanted = {
        "batches": (len({letter.batch for letter in letters}), LEAST_BATCHES),
        "letters": (len(letters), 520),
        "units": (sum(len(letter.units) for letter in letters), LEAST_UNITS),
        "contrast pairs": (len(corpus.pairs), LEAST_PAIRS),
        "stock templates": (len(templates), 60),
        "notices with what they say": (notices, 100),
        "letters with their notice": (sum(letter.notice is not None for letter in letters), len(letters) * 9 // 20),
        "letters that miss the point of the notice": (sum(letter.misses_notice for letter in letters), 40),
        "second or third appeals": (sum(letter.appeal > 1 for letter in letters), 60),
        "letters with the earlier, refused one": (sum(letter.earlier is not None for letter in letters), 30),
        "letters that dispute": (sum(letter.road is Road.DISPUTE for letter in letters), 40),
        "letters that lean on a template": (sum(letter.template for letter in letters), round(0.22 * len(letters))),
    }
    for name, (found, least) in wanted.items():
        if found < least:
            yield f"{name}: {found}; at least {least} are needed"
    for split, least in LEAST.items():
        if len(corpus.of(split)) < least:
            yield f"{split}: {len(corpus.of(split))} letters; at least {least} are needed"


def _labels(corpus: Corpus) -> Iterator[str]:
    for split, least in LEAST_FLAG.items():
        flags = Counter(flag for letter in corpus.of(split) for unit in letter.units for flag in unit.flags)
        yield from (f"{split}: flag '{flag}' stands on {flags[flag]} units; at least {least} are needed" for flag in Flag if flags[flag] < least)
        roles = Counter(unit.role for letter in corpus.of(split) for unit in letter.units)
        yield from (f"{split}: role '{role}' stands on {roles[role]} units; at least {least} are needed" for role in Role if roles[role] < least)
    for letter in corpus.letters:
        if not letter.units:
            yield f"{letter.id}: has no unit"


def _leaks(corpus: Corpus, templates: Sequence[str]) -> Iterator[str]:
    length = LONGEST_SHARED_RUN + 1
    seen: dict[tuple[str, ...], set[tuple[Split, str]]] = defaultdict(set)
    for letter in corpus.letters:
        for run in runs(letter.text, length) - runs(f"{letter.notice or ''} . {letter.earlier or ''}", length):
            seen[run].add((letter.split, letter.id))
    for run, homes in seen.items():
        if len({split for split, _ in homes}) > 1:
            yield f"letters of different splits share '{' '.join(run)}': {', '.join(sorted(name for _, name in homes))}"
    library = set().union(*(runs(template, length) for template in templates)) if templates else set()
    for run in library & seen.keys():
        yield f"a library template and {', '.join(sorted(name for _, name in seen[run]))} share '{' '.join(run)}'"
    personas: dict[str, set[Split]] = defaultdict(set)
    for letter in corpus.letters:
        personas[" ".join(letter.persona.lower().split())].add(letter.split)
    yield from (f"persona '{persona}' stands in several splits" for persona, splits in personas.items() if len(splits) > 1)


def _openings(corpus: Corpus) -> Iterator[str]:
    common = opening_shares(corpus.letters)[0]
    if common[1] > MOST_ALIKE_OPENINGS:
        yield f"{common[1]:.0%} of the letters begin with '{common[0]}'; at most {MOST_ALIKE_OPENINGS:.0%} may"


def opening_shares(letters: Sequence[Letter], length: int = 3) -> list[tuple[str, float]]:
    """The commonest first words of letters with the share of letters that begin so, commonest first."""
    counts = Counter(" ".join(words(letter.text)[:length]) for letter in letters)
    return [(opening, count / len(letters)) for opening, count in counts.most_common()]


def _readings(corpus: Corpus) -> Iterator[str]:
    readers: dict[str, set[str]] = defaultdict(set)
    for reading in corpus.readings:
        readers[reading.letter].add(reading.reader)
    for letter in corpus.letters:
        twice = readers[letter.id] == {"a", "b"}
        if letter.split is not Split.TRAIN and not twice:
            yield f"{letter.id}: a letter of the {letter.split} split needs two independent readings"
        if twice != (letter.passes == 2):
            yield f"{letter.id}: passes is {letter.passes}, and {len(readers[letter.id])} readings are stored"
    again = sum(readers[letter.id] == {"a", "b"} for letter in corpus.of(Split.TRAIN))
    if again < len(corpus.of(Split.TRAIN)) / 10:
        yield f"train: {again} letters were read again; a tenth is needed"
