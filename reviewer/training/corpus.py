"""The labelled corpus: letters, contrast pairs, second readings and notices, decoded strictly.

A record that does not hold is refused with file, line and reason; nothing is repaired silently.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

import msgspec

from reviewer.types import Flag, ReviewerError, Road, Role

T = TypeVar("T")
Mark = Annotated[int, msgspec.Meta(ge=1, le=5)]


class Split(StrEnum):
    """Which part of the corpus a batch belongs to; split by author batch, never by letter."""

    TRAIN = "train"
    DEVELOPMENT = "development"
    TEST = "test"


class LabelledUnit(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A unit `text[start:end]` with its one role and its flags."""

    start: int
    end: int
    role: Role
    flags: list[Flag]


class Marks(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The five scores of a letter on the labelling guide's scale from 1 to 5."""

    acceptance: Mark
    specificity: Mark
    tone: Mark
    structure: Mark
    originality: Mark


class Letter(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One appeal with its labels."""

    id: str
    batch: str
    split: Split
    reason: str
    persona: str
    marketplace: str
    english: Literal["native", "second-language", "translated"]
    form: str
    road: Road
    appeal: Annotated[int, msgspec.Meta(ge=1, le=3)]
    template: bool
    """Whether the letter leans on a stock template."""
    misses_notice: bool
    """Whether the letter was written to miss the point of its notice."""
    text: str
    notice: str | None
    earlier: str | None
    """The earlier, refused letter."""
    units: list[LabelledUnit]
    scores: Marks
    ready: bool
    passes: Literal[1, 2]
    """How many readers labelled the letter independently."""


class Pair(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The smallest edit of one unit that turns one of its labels round."""

    letter: str
    unit: int
    """The number of the unit in its letter, from 0."""
    turns: str
    """The flag or role that the edit adds or takes away."""
    text: str
    role: Role
    flags: list[Flag]


class Reading(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One reader's labels of one letter, in the order of its units."""

    letter: str
    reader: Literal["a", "b"]
    roles: list[Role]
    flags: list[list[Flag]]
    scores: Marks
    ready: bool


@dataclass(frozen=True)
class Corpus:
    """All letters, pairs and second readings."""

    letters: tuple[Letter, ...]
    pairs: tuple[Pair, ...]
    readings: tuple[Reading, ...]

    def of(self, split: Split) -> list[Letter]:
        """The letters of one split."""
        return [letter for letter in self.letters if letter.split is split]

    def pairs_of(self, split: Split) -> list[tuple[Letter, Pair]]:
        """The pairs of one split, each with its letter."""
        by_id = {letter.id: letter for letter in self.of(split)}
        return [(by_id[pair.letter], pair) for pair in self.pairs if pair.letter in by_id]


def load(folder: Path) -> Corpus:
    """The corpus in `folder`, usually data/. Raises ReviewerError with file, line and reason for a record that does not hold."""
    paths = sorted((folder / "corpus").glob("*.jsonl"))
    if not paths:
        raise ReviewerError(f"{folder / 'corpus'}: holds no *.jsonl file")
    letters: list[Letter] = []
    homes: dict[str, str] = {}
    texts: dict[str, str] = {}
    splits: dict[str, Split] = {}
    for path in paths:
        for place, letter in records(path, Letter):
            _check_letter(letter, place)
            if letter.batch != path.stem:
                raise ReviewerError(f"{place}: batch '{letter.batch}' stands in the file of batch '{path.stem}'")
            if letter.id in homes:
                raise ReviewerError(f"{place}: id '{letter.id}' was used before, in {homes[letter.id]}")
            words = " ".join(letter.text.lower().split())
            if words in texts:
                raise ReviewerError(f"{place}: '{letter.id}' has the text of '{texts[words]}'")
            if splits.setdefault(letter.batch, letter.split) is not letter.split:
                raise ReviewerError(f"{place}: batch '{letter.batch}' stands in two splits, {splits[letter.batch]} and {letter.split}")
            homes[letter.id], texts[words] = place, letter.id
            letters.append(letter)
    by_id = {letter.id: letter for letter in letters}
    pairs = list(_pairs(folder / "pairs.jsonl", by_id))
    readings = list(_readings(folder / "readings.jsonl", by_id))
    return Corpus(tuple(letters), tuple(pairs), tuple(readings))


def records(path: Path, kind: type[T]) -> Iterator[tuple[str, T]]:
    """The records of a JSON Lines file, each with its place as "file:line"."""
    decoder = msgspec.json.Decoder(kind)
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise ReviewerError(f"{path}: cannot be read ({error})") from None
    for number, line in enumerate(lines, 1):
        if line.strip():
            place = f"{path}:{number}"
            try:
                yield place, decoder.decode(line)
            except msgspec.DecodeError as error:
                raise ReviewerError(f"{place}: {_explained(str(error))}") from None


def _explained(message: str) -> str:
    for name, labels in (("flags", Flag), ("role", Role), ("split", Split)):
        if f".{name}" in message and "Invalid enum value" in message:
            return f"{message}; allowed are {', '.join(label.value for label in labels)}"
    return message


def _check_letter(letter: Letter, place: str) -> None:
    """Raise ReviewerError unless the units cover every word of the text, in order and without overlap."""
    at = 0
    for number, unit in enumerate(letter.units):
        name = f"{place}: '{letter.id}' unit {number} [{unit.start}:{unit.end}]"
        if not at <= unit.start < unit.end <= len(letter.text):
            raise ReviewerError(f"{name} does not fit: the text has {len(letter.text)} characters and the unit before ends at {at}")
        part = letter.text[unit.start : unit.end]
        if part != part.strip():
            raise ReviewerError(f"{name} has white space at its edge: {part!r}")
        if len(set(unit.flags)) != len(unit.flags):
            raise ReviewerError(f"{name} has a flag twice")
        if Flag.CONCRETE in unit.flags and Flag.VAGUE in unit.flags:
            raise ReviewerError(f"{name} is concrete and vague at once")
        _check_gap(letter, at, unit.start, place)
        at = unit.end
    _check_gap(letter, at, len(letter.text), place)


def _check_gap(letter: Letter, start: int, end: int, place: str) -> None:
    """Between units only markers and marks may stand."""
    gap = letter.text[start:end]
    if any(len(word) > 4 and word.isalpha() for word in gap.split()):
        raise ReviewerError(f"{place}: '{letter.id}' has text outside its units at {start}: {gap.strip()[:40]!r}")


def _pairs(path: Path, letters: dict[str, Letter]) -> Iterator[Pair]:
    labels = {*(flag.value for flag in Flag), *(role.value for role in Role)}
    for place, pair in records(path, Pair):
        letter = letters.get(pair.letter)
        if letter is None or not 0 <= pair.unit < len(letter.units):
            raise ReviewerError(f"{place}: there is no unit {pair.unit} of a letter '{pair.letter}'")
        unit = letter.units[pair.unit]
        if pair.turns not in labels:
            raise ReviewerError(f"{place}: '{pair.turns}' is no role or flag; allowed are {', '.join(sorted(labels))}")
        if letter.text[unit.start : unit.end] == pair.text:
            raise ReviewerError(f"{place}: the edit changes nothing")
        turned = {unit.role.value, *unit.flags} ^ {pair.role.value, *pair.flags}
        if pair.turns not in turned:
            raise ReviewerError(f"{place}: the edit does not turn '{pair.turns}' round; it changes {', '.join(sorted(turned)) or 'nothing'}")
        yield pair


def _readings(path: Path, letters: dict[str, Letter]) -> Iterator[Reading]:
    for place, reading in records(path, Reading):
        letter = letters.get(reading.letter)
        if letter is None or not len(letter.units) == len(reading.roles) == len(reading.flags):
            raise ReviewerError(f"{place}: the reading does not fit the units of a letter '{reading.letter}'")
        yield reading


def readings_of(corpus: Corpus, splits: Sequence[Split]) -> list[tuple[Letter, Reading, Reading]]:
    """The letters of `splits` that two readers labelled, with both readings."""
    by_key: dict[tuple[str, str], Reading] = {(reading.letter, reading.reader): reading for reading in corpus.readings}
    found: list[tuple[Letter, Reading, Reading]] = []
    for letter in corpus.letters:
        first, second = by_key.get((letter.id, "a")), by_key.get((letter.id, "b"))
        if letter.split in splits and first and second:
            found.append((letter, first, second))
    return found


def as_json(record: Any) -> str:
    """One record as one line of JSON."""
    return msgspec.json.encode(record).decode()
