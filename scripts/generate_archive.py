"""Makes an archive of N letters to try `reviewer batch` and its report on: `scripts/generate_archive.py 20000 archive.parquet`.

For load and pictures only, never for training and never as a measure of anything: the letters are those of data/corpus with ids, dates and numbers
changed, and from the second use of a letter on with every fourth word drawn from others, so that copies differ. Authors, dates and outcomes are
drawn at random; the corpus knows of no outcome. Near-duplicates and pasted passages are planted: `planted` says which.
"""

from __future__ import annotations

import argparse
import datetime
import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec

from reviewer.batch import tables

ROOT = Path(__file__).parent.parent
AUTHORS = (
    "M. Ortega",
    "L. Brandt",
    "Chen Rui",
    "A. Novak",
    "S. Iyer",
    "J. Whitlock",
    "T. Okafor",
    "Agency West",
    "Agency East",
    "freelance 1",
    "freelance 2",
    "freelance 3",
)
PASSAGES = (
    "Since {date} a second employee checks every carton against the order list before the label is printed and signs the sheet.",
    "We have gone through all {count} open orders of the account and compared the address, the item and the promised day one by one.",
    "Our warehouse manager reads the account health page every morning at nine and writes what he finds into the shared log of the team.",
    "The supplier has confirmed in writing that the {count} pieces of this delivery come from the production line that is named on the invoice.",
    "From {date} on no new offer goes live before two people of the purchase team have read the policy page and ticked the list of claims.",
    "We know that a buyer who waits for a parcel does not care which of our clerks forgot to print the label on time.",
    "The stock of {count} units was taken off sale, counted again and put into a closed cage until the test report has arrived.",
    "Each Monday the owner compares the returns of the week with the list of causes and writes one line on what will be changed.",
)
"""What the writers of this archive paste, each author some of them."""
_NUMBER = re.compile(r"\d+")


class Row(msgspec.Struct, frozen=True):
    """One letter as an archive would hold it."""

    id: str
    author: str
    date: str
    reason: str
    outcome: str | None
    notice: str | None
    text: str


@dataclass(frozen=True)
class Base:
    """A letter of the corpus."""

    text: str
    reason: str
    notice: str | None
    ready: bool


@dataclass(frozen=True)
class Planted:
    """What was put into a generated letter on purpose."""

    copy_of: int | None
    """The number of the earlier letter, from 0, of which it is a near-duplicate."""
    passages: tuple[int, ...]
    """Which of PASSAGES it holds."""


def archive(count: int, seed: int = 1, duplicates: float = 0.03, pasted: float = 0.3) -> Iterator[tuple[Row, Planted]]:
    """`count` letters; shares from 0 to 1 say how many are near-duplicates of an earlier one and how many hold pasted passages."""
    draw = random.Random(seed)
    bases = _bases()
    vocabulary = sorted({word for base in bases for word in base.text.split() if word.isalpha()})
    order = list(range(len(bases)))
    recent: list[tuple[int, str, Base, Planted]] = []
    for number in range(count):
        if number % len(bases) == 0:
            draw.shuffle(order)
        author = draw.randrange(len(AUTHORS))
        if recent and draw.random() < duplicates:
            original, text, base, before = draw.choice(recent)
            text, planted = _renumbered(text, draw), Planted(original, before.passages)
        else:
            base = bases[order[number % len(bases)]]
            text, planted = _varied(base.text, vocabulary, draw, first=number < len(bases)), Planted(None, ())
            if draw.random() < pasted:
                text, planted = _with_passages(text, author, draw)
            recent = [*recent[-200:], (number, text, base, planted)]
        yield _row(number, text, base, author, draw), planted


def _row(number: int, text: str, base: Base, author: int, draw: random.Random) -> Row:
    day = datetime.date(2025, 1, 1) + datetime.timedelta(days=draw.randrange(540))
    answered = draw.random() < 0.7
    accepted = draw.random() < (0.5 if base.ready else 0.3)
    return Row(
        id=f"A-{number:06}",
        author=AUTHORS[author],
        date=day.isoformat(),
        reason=base.reason,
        outcome=("accepted" if accepted else "refused") if answered else None,
        notice=base.notice if draw.random() < 0.5 else None,
        text=text,
    )


def _bases() -> list[Base]:
    made = []
    for file in sorted((ROOT / "data" / "corpus").glob("*.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            made.append(Base(record["text"], record["reason"], record["notice"], record["ready"]))
    return made


def _varied(text: str, vocabulary: list[str], draw: random.Random, *, first: bool) -> str:
    """The letter with other numbers and, where it was used before, neighbouring sentences swapped and every fourth word drawn from others."""
    if first:
        return text
    lines = []
    for line in _renumbered(text, draw).split("\n"):
        sentences = re.split(r"(?<=[.!?]) (?=[A-Z])", line)
        if len(sentences) > 1:
            place = draw.randrange(len(sentences) - 1)
            sentences[place : place + 2] = sentences[place : place + 2][::-1]
        words = " ".join(sentences).split(" ")
        lines.append(" ".join(draw.choice(vocabulary) if word.isalpha() and draw.random() < 0.25 else word for word in words))
    return "\n".join(lines)


def _renumbered(text: str, draw: random.Random) -> str:
    return _NUMBER.sub(lambda found: found.group()[0] + "".join(draw.choice("0123456789") for _ in found.group()[1:]), text)


def _with_passages(text: str, author: int, draw: random.Random) -> tuple[str, Planted]:
    """The letter with one or two passages of its author, after a paragraph."""
    own = [(author + step) % len(PASSAGES) for step in range(3)]
    chosen = tuple(sorted(draw.sample(own, draw.choice((1, 1, 2)))))
    paragraphs = text.split("\n\n")
    for number in chosen:
        day = datetime.date(2025, 1, 1) + datetime.timedelta(days=draw.randrange(540))
        passage = PASSAGES[number].format(date=f"{day.day} {day:%B}", count=draw.randrange(12, 900))
        paragraphs.insert(draw.randrange(1, len(paragraphs)) if len(paragraphs) > 1 else 1, passage)
    return "\n\n".join(paragraphs), Planted(None, chosen)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("count", type=int)
    parser.add_argument("output", type=Path, help=".csv, .jsonl or .parquet")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    written = tables.write(options.output, Row, (row for row, _ in archive(options.count, options.seed)))
    print(f"{options.output}: {written:,} letters")


if __name__ == "__main__":
    main()
