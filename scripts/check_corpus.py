"""Checks the corpus, and prints the figures of the data card: counts, agreement of the readers, and the artefact audit.

Faults end it with status 1. `--write` puts the figures into data/README.md; without it, stale figures are a fault.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec

from reviewer.training import agreement, artefacts, soundness
from reviewer.training.corpus import Corpus, Letter, Split, load, readings_of, records
from reviewer.types import Dimension, Flag, ReviewerError, Road, Role

DATA = Path(__file__).parent.parent / "data"
OPEN, CLOSE = "<!-- figures: made by scripts/check_corpus -->", "<!-- end of figures -->"


def figures(corpus: Corpus, templates: list[str], notices: int) -> str:
    """The generated part of the data card."""
    return "\n".join([*_counts(corpus, templates, notices), *_labels(corpus), *_agreement(corpus), *_variety(corpus), *_audit(corpus)])


def _counts(corpus: Corpus, templates: list[str], notices: int) -> Iterator[str]:
    yield "### Counts\n"
    yield "| | train | development | test | all |\n|---|---|---|---|---|"
    rows: dict[str, Callable[[list[Letter]], int]] = {
        "author batches": lambda ls: len({letter.batch for letter in ls}),
        "letters": len,
        "units": lambda ls: sum(len(letter.units) for letter in ls),
        "words": lambda ls: sum(len(letter.text.split()) for letter in ls),
        "with the notice": lambda ls: sum(letter.notice is not None for letter in ls),
        "missing the point of the notice": lambda ls: sum(letter.misses_notice for letter in ls),
        "second or third appeals": lambda ls: sum(letter.appeal > 1 for letter in ls),
        "with the earlier letter": lambda ls: sum(letter.earlier is not None for letter in ls),
        "disputes": lambda ls: sum(letter.road is Road.DISPUTE for letter in ls),
        "leaning on a template": lambda ls: sum(letter.template for letter in ls),
        "second-language or translated": lambda ls: sum(letter.english != "native" for letter in ls),
        "ready": lambda ls: sum(letter.ready for letter in ls),
        "read by two": lambda ls: sum(letter.passes == 2 for letter in ls),
    }
    for name, count in rows.items():
        yield f"| {name} | {' | '.join(str(count(corpus.of(split))) for split in Split)} | {count(list(corpus.letters))} |"
    yield f"| contrast pairs | {' | '.join(str(len(corpus.pairs_of(split))) for split in Split)} | {len(corpus.pairs)} |"
    yield f"\n{len(templates)} stock templates; {notices} notices with what they say.\n"


def _labels(corpus: Corpus) -> Iterator[str]:
    yield "### Labels (units)\n"
    yield "| label | train | development | test |\n|---|---|---|---|"
    counts = {split: Counter(label for letter in corpus.of(split) for unit in letter.units for label in (unit.role, *unit.flags)) for split in Split}
    for label in (*Role, *Flag):
        yield f"| `{label}` | {' | '.join(str(counts[split][label]) for split in Split)} |"
    yield "\n### Scores (letters)\n"
    yield "| score | 1 | 2 | 3 | 4 | 5 |\n|---|---|---|---|---|---|"
    for dimension in Dimension:
        marks = Counter(msgspec.structs.asdict(letter.scores)[dimension.value] for letter in corpus.letters)
        yield f"| {dimension} | {' | '.join(str(marks[mark]) for mark in range(1, 6))} |"


def _agreement(corpus: Corpus) -> Iterator[str]:
    held_out = readings_of(corpus, [Split.DEVELOPMENT, Split.TEST])
    again = readings_of(corpus, [Split.TRAIN])
    yield f"\n### Agreement of two independent readers\n\nDevelopment and test: {len(held_out)} letters; the part of train that was read again: {len(again)} letters.\n"
    yield "| label | reader 1 | reader 2 | F1 | kappa | F1 on train |\n|---|---|---|---|---|---|"
    train = {a.label: a for a in agreement.of_labels(again)}
    both = agreement.of_labels(held_out)
    for a in both:
        yield f"| `{a.label}` | {a.first} | {a.second} | {a.f1:.2f} | {a.kappa:.2f} | {train[a.label].f1:.2f} |"
    for name, labels in (("role macro-F1", list(Role)), ("flag macro-F1", list(Flag))):
        chosen = [a.f1 for a in both if a.label in labels]
        others = [train[label].f1 for label in labels]
        yield f"| **{name}** | | | **{sum(chosen) / len(chosen):.2f}** | | {sum(others) / len(others):.2f} |"
    ready = agreement.of_ready(held_out)
    yield f"| `ready` | {ready.first} | {ready.second} | {ready.f1:.2f} | {ready.kappa:.2f} | {agreement.of_ready(again).f1:.2f} |"
    yield "\n| score | weighted kappa | on train |\n|---|---|---|"
    first, second = agreement.of_scores(held_out), agreement.of_scores(again)
    for dimension in Dimension:
        yield f"| {dimension} | {first[dimension]:.2f} | {second[dimension]:.2f} |"
    yield f"| **mean** | **{sum(first.values()) / 5:.2f}** | {sum(second.values()) / 5:.2f} |"


def _variety(corpus: Corpus) -> Iterator[str]:
    yield "\n### Variety\n"
    openings = soundness.opening_shares(corpus.letters)
    yield f"The commonest opening of three words is '{openings[0][0]}' ({openings[0][1]:.1%} of the letters); {len(openings)} openings for {len(corpus.letters)} letters."
    for split in Split:
        tokens = [word for letter in corpus.of(split) for word in soundness.words(letter.text)]
        yield f"- {split}: {len(set(tokens)):,} types in {len(tokens):,} words; in the first 15,000 words {len(set(tokens[:15000])):,}."
    yield f"- No run of {soundness.LONGEST_SHARED_RUN + 1} words stands in letters of two splits, nor in a letter and a library template."


def _audit(corpus: Corpus) -> Iterator[str]:
    train = corpus.of(Split.TRAIN)
    yield "\n### What the form alone tells\n"
    batches = len({letter.batch for letter in train})
    yield f"Fitted on train, measured on development; the last column names the author batch of a sentence ({batches} batches, chance {1 / batches:.0%}).\n"
    yield "| classifier | role macro-F1 | flag macro-F1 | flag AUC | author batch |\n|---|---|---|---|---|"
    for a in artefacts.audit(train, corpus.of(Split.DEVELOPMENT)):
        yield f"| {a.name} | {a.role_f1:.2f} | {a.flag_f1:.2f} | {a.flag_auc:.2f} | {a.author:.0%} |"


def main() -> None:
    """Check, print, and compare or write the card."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="put the figures into data/README.md")
    write = parser.parse_args().write
    try:
        corpus = load(DATA)
        templates = [str(entry["text"]) for _, entry in _entries(DATA / "templates.jsonl")]
        notices = sum(1 for _ in _entries(DATA / "notices.jsonl"))
    except ReviewerError as error:
        sys.exit(f"check_corpus: {error}")
    found = list(soundness.faults(corpus, templates, notices))
    made = figures(corpus, templates, notices)
    print(made)
    card = DATA / "README.md"
    text = card.read_text(encoding="utf-8")
    start, end = text.index(OPEN) + len(OPEN), text.index(CLOSE)
    fresh = f"\n\n{made}\n\n"
    if write:
        card.write_text(text[:start] + fresh + text[end:], encoding="utf-8")
    elif text[start:end] != fresh:
        found.append("data/README.md holds other figures; run scripts/check_corpus --write")
    if found:
        sys.exit("check_corpus:\n" + "\n".join(f"- {fault}" for fault in found))
    print(f"\n{len(corpus.letters)} letters hold every check")


def _entries(path: Path) -> Iterator[tuple[str, dict[str, object]]]:
    yield from records(path, dict)


if __name__ == "__main__":
    main()
