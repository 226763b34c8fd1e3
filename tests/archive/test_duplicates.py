"""Shared passages and near-duplicates: what is planted is found, with exact counts, and nothing else."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewer.archive import duplicates, grams, groups
from reviewer.archive.duplicates import Duplicates, Passage
from reviewer.archive.grams import Grams
from reviewer.archive.index import Index
from reviewer.batch.sources import Failure, Letter
from reviewer.types import ReviewerError
from tests.archive.generated import generator

PASTED = "Since last week a second packer checks every carton against the printed list before it leaves the building."
WORDS = (
    "ledger pump cellar ribbon otter canvas gravel pencil harbour velvet lantern thistle basket copper meadow saddle quarry button walnut anchor "
    "hammer pillow rocket spider turnip violin wagon yellow zebra acorn barrel candle dragon engine falcon garden helmet island jacket kettle"
).split()


def own(seed: int, sentences: int = 12) -> str:
    """Sentences that no other seed gives."""
    draw = random.Random(seed)
    return "\n".join("We " + " ".join(draw.choice(WORDS) for _ in range(14)) + "." for _ in range(sentences))


def letters(*texts: str, authors: tuple[str | None, ...] = (), notices: tuple[str | None, ...] = ()) -> list[Letter]:
    pairs = [(authors[n] if n < len(authors) else None, notices[n] if n < len(notices) else None) for n in range(len(texts))]
    return [Letter(n, f"L-{n}", text, author=author, notice=notice) for n, (text, (author, notice)) in enumerate(zip(texts, pairs, strict=True), 1)]


def only(found: Duplicates) -> Passage:
    assert len(found.passages) == 1, [passage.text for passage in found.passages]
    return found.passages[0]


def test_a_pasted_sentence_is_told_once_with_its_letters_and_authors() -> None:
    texts = [own(n) + ("\n" + PASTED if n in (1, 3, 4) else "") for n in range(6)]
    found = duplicates.find(letters(*texts, authors=("a", "b", "c", "b", "c", "a")))
    assert found.exact
    assert found.groups == []
    assert only(found) == Passage(PASTED, 18, 3, 2, [2, 4, 5])
    assert sum(found.shared) == 6


@pytest.mark.parametrize(
    "variant",
    [
        PASTED.upper(),
        PASTED.replace(" ", "  ").replace("a second", "\u201ca\u201d second"),
        PASTED.replace("Since last week", "Since last week,"),
    ],
)
def test_case_and_typography_do_not_matter(variant: str) -> None:
    assert only(duplicates.find(letters(own(1) + "\n" + PASTED, own(2) + "\n" + variant))).rows == [1, 2]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "On 3 May 2025 we took all 14 units of this lot out of the sale for good.",
            "On 21 October 2026 we took all 1,204 units of this lot out of the sale for good.",
        ),
        (
            "Order 113-1234567-1234567 was packed by a new clerk who did not know the rule.",
            "Order 702-7654321-7654321 was packed by a new clerk who did not know the rule.",
        ),
        (
            "The listing B0C7TWQ4HN was deleted by our manager on the same day at noon.",
            "The listing B0AAAAAA11 was deleted by our manager on the same day at noon.",
        ),
    ],
)
def test_numbers_ids_and_dates_do_not_matter(one: str, other: str) -> None:
    assert only(duplicates.find(letters(own(1) + "\n" + one, own(2) + "\n" + other))).letters == 2


def test_a_run_of_eight_words_inside_other_sentences_is_found_and_one_of_seven_is_not() -> None:
    run = "our packer reads the second label aloud before"
    texts = [own(n) + f"\nIn the hall {WORDS[n]} {run} {WORDS[n + 5]} {WORDS[n + 9]} leaves." for n in (1, 2)]
    assert only(duplicates.find(letters(*texts))).text == run
    short = [text.replace("aloud ", "") for text in texts]
    assert duplicates.find(letters(*short)).passages == []


def test_formulas_quotations_and_the_notice_are_no_passages() -> None:
    quoted = 'Your message says "please provide a plan of action that explains the root cause of the matter at hand" and so we write.'
    notice = "To sell again please tell us how the items came to be listed under the wrong brand name."
    frame = (
        "Dear Amazon Seller Performance team of the European marketplaces,\n"
        "Thank you very much for the opportunity to appeal the removal of our selling privileges.\n"
        f"{quoted}\n> {notice}\n{{}}\n{notice}\n"
        "We look forward to hearing from you and remain at your disposal for any question.\nBest regards,\nThe whole team of the shop for garden tools in Leeds"
    )
    found = duplicates.find(letters(*(frame.format(own(n)) for n in range(4)), notices=(notice,) * 4))
    assert found.passages == []
    without = duplicates.find(letters(*(frame.format(own(n)) for n in range(4))))
    assert only(without).text == notice


def test_a_passage_that_an_agency_edits_stays_one_passage() -> None:
    texts = [own(n) + "\n" + (PASTED if n % 5 else PASTED.replace("building", "warehouse")) for n in range(50)]
    found = duplicates.find(letters(*texts))
    assert only(found).letters >= 40
    assert (only(found).text or "").startswith("Since last week a second packer")


def test_neighbouring_sentences_that_the_same_letters_hold_are_one_passage() -> None:
    second = "The packer signs the list and the manager keeps it for a year in the office."
    texts = [own(n) + (f"\n{PASTED}\n{second}" if n < 3 else "") for n in range(5)]
    assert only(duplicates.find(letters(*texts))).text == f"{PASTED} {second}"


def test_near_duplicates_form_a_group_whose_passages_are_not_told_again() -> None:
    whole = own(1, 20)
    part = "\n".join(whole.split("\n")[3:14])
    renumbered = whole + "\nOn 3 May we counted 40 of them and on 9 May the other 30 in the hall."
    found = duplicates.find(letters(own(2), whole, own(3), part, renumbered, own(4)))
    assert [(group.rows, group.largest) for group in found.groups] == [([2, 4, 5], 5)]
    assert found.groups[0].shares[1] == 1.0
    assert found.repeated == 3
    assert found.passages == []
    assert found.shared[9] >= 2


def test_copies_with_other_numbers_are_whole_duplicates() -> None:
    text = own(1) + "\nOn 3 May 2025 we sent 14 units back to the factory in two cartons."
    found = duplicates.find(letters(text, own(2), text.replace("14", "2,017").replace("3 May 2025", "28 June 2026")))
    assert found.groups == [duplicates.Group([1, 3], 1, [1.0, 1.0])]


def test_letters_that_share_one_passage_are_not_nearly_the_same() -> None:
    assert duplicates.find(letters(*(own(n) + "\n" + PASTED for n in range(8)))).groups == []


def test_beyond_the_limit_whole_sentences_and_copies_are_still_found() -> None:
    texts = [own(n) + ("\n" + PASTED if n % 3 == 0 else "") for n in range(30)] + [own(4) + "\n" + PASTED]
    exact, thinned = (duplicates.find(letters(*texts), exact=limit) for limit in (1000, 12))
    assert (exact.exact, thinned.exact) == (True, False)
    assert only(exact) == only(thinned)
    assert only(thinned).letters == 11
    assert [group.rows for group in thinned.groups] == [group.rows for group in exact.groups] == [[5, 31]]


def test_a_limit_on_runs_holds_for_few_long_letters() -> None:
    index = Index(letters=1000, runs=200)
    for n in range(6):
        index.add(grams.of_letter(own(n)))
    shared = index.shared()
    assert shared.thinned
    assert len(shared.group_of) == 6 * 12


def test_words_can_be_left_out_and_failures_are_passed_over() -> None:
    source: list[Letter | Failure] = [Failure(1, "x", "is empty"), *(Letter(n, str(n), own(n) + "\n" + PASTED) for n in (2, 3)), Letter(4, "4", "...")]
    found = duplicates.find(source, text=False)
    assert only(found) == Passage(None, 18, 2, None, [2, 3])
    assert found.letters == 3


def test_nothing_is_shared_where_there_is_nothing() -> None:
    assert duplicates.find([]) == Duplicates(0, True, [], [], [0] * 10)
    assert duplicates.find(letters("Short.", "Short.")).passages == []


def test_a_source_that_changes_between_the_readings_is_an_error() -> None:
    class Changing:
        readings = 0

        def __iter__(self) -> object:
            self.readings += 1
            return iter(letters(own(1) + "\n" + PASTED, own(2) + "\n" + PASTED) if self.readings == 1 else letters("Other words.", "And others."))

    with pytest.raises(ReviewerError, match="changed while it was read"):
        duplicates.find(Changing())  # type: ignore[arg-type]


def test_written_and_read_again(tmp_path: Path) -> None:
    found = duplicates.find(letters(own(1) + "\n" + PASTED, own(2) + "\n" + PASTED, own(1)))
    duplicates.write(tmp_path / "d.json", found)
    assert duplicates.read(tmp_path / "d.json") == found
    (tmp_path / "d.json").write_text('{"letters": 1}')
    with pytest.raises(ReviewerError, match=r"d\.json: is not what"):
        duplicates.read(tmp_path / "d.json")
    with pytest.raises(ReviewerError, match="cannot be read"):
        duplicates.read(tmp_path / "none.json")


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.integers(0, 12), max_size=25), min_size=1, max_size=12))
def test_the_index_says_what_counting_by_hand_says(made: list[list[int]]) -> None:
    index = Index()
    by_hand: dict[int, set[int]] = defaultdict(set)
    for number, runs in enumerate(made):
        spread = [run * 0x9E3779B97F4A7C15 % 2**64 for run in runs]
        index.add(Grams(np.array(spread, dtype=np.uint64), np.full(len(runs), 2, dtype=np.uint8), np.zeros((len(runs), 2), dtype=np.uint32)))
        for run in runs:
            by_hand[run].add(number)
    shared = index.shared()
    flat = [run for runs in made for run in runs]
    assert [number > 0 for number in shared.group_of.tolist()] == [len(by_hand[run]) > 1 for run in flat]
    for run, number in zip(flat, shared.group_of.tolist(), strict=True):
        if number:
            assert set(shared.holding(number).tolist()) == by_hand[run]
            assert shared.held[number] == len(by_hand[run])


def test_every_letter_outside_a_group_is_unlike_the_largest_of_each() -> None:
    """Held against the plain definition on a made-up archive with many partly alike letters."""
    draw = random.Random(5)
    sentences = ["We " + " ".join(draw.choice(WORDS) for _ in range(12)) + "." for _ in range(60)]
    cuts = [grams.of_letter("\n".join(draw.sample(sentences, 14) if n % 3 else sentences[n % 40 : n % 40 + 14])) for n in range(90)]
    index = Index()
    for one in cuts:
        index.add(one)
    near = groups.find(index.shared(), 0.6, 30)
    sets = [set(one.hashes.tolist()) for one in cuts]
    grouped = Counter(member for group in near for member in group.members)
    assert grouped
    assert set(grouped.values()) == {1}
    for group in near:
        for member, share in zip(group.members, group.shares, strict=True):
            assert share == pytest.approx(len(sets[member] & sets[group.largest]) / len(sets[member]))
            assert share >= 0.6
    for letter in set(range(90)) - set(grouped):
        for group in near:
            if len(sets[letter]) < len(sets[group.largest]):
                assert len(sets[letter] & sets[group.largest]) < 0.6 * len(sets[letter])


@pytest.mark.checkout
def test_what_a_generated_archive_plants_is_found() -> None:
    made = list(generator().archive(700, seed=3))
    source = [Letter(n, row.id, row.text, row.author, notice=row.notice) for n, (row, _) in enumerate(made, 1)]
    found = duplicates.find(source)
    group_of = {row: number for number, group in enumerate(found.groups) for row in group.rows}
    copies = [(n, planted.copy_of + 1) for n, (_, planted) in enumerate(made, 1) if planted.copy_of is not None]
    long = [(copy, first) for copy, first in copies if len(made[first - 1][0].text.split()) > 60]
    assert len(long) > 10
    together = sum(copy in group_of and group_of.get(first) == group_of[copy] for copy, first in long)
    assert together >= 0.9 * len(long)
    planted = Counter(passage for _, one in made for passage in one.passages)
    assert len(planted) == len(generator().PASSAGES)
    for number, count in planted.items():
        words = generator().PASSAGES[number].split("{")[0].strip() or generator().PASSAGES[number].split("}")[1].strip()
        told = [passage for passage in found.passages if words[:30].lower() in (passage.text or "").lower()]
        assert told, words
        assert 0.85 * count <= told[0].letters <= 1.5 * count, "copies of a letter hold its passages too"
