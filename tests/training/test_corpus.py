"""The loader refuses what does not hold, with file, line and reason; the measures of agreement are those of the books."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from reviewer.training import agreement, soundness
from reviewer.training.corpus import Corpus, Split, load
from reviewer.types import ReviewerError

TEXT = "Dear team,\n- We did not check lot A77."


def letter(**changes: Any) -> dict[str, Any]:
    made: dict[str, Any] = {
        "id": "x01-01", "batch": "x01", "split": "train", "reason": "inauthentic", "persona": "a trader", "marketplace": "DE", "english": "native", "form": "bullets",
        "road": "plan", "appeal": 1, "template": False, "misses_notice": False, "text": TEXT, "notice": None, "earlier": None,
        "units": [{"start": 0, "end": 10, "role": "frame", "flags": []}, {"start": 13, "end": 38, "role": "root_cause", "flags": ["accepts", "concrete"]}],
        "scores": {"acceptance": 5, "specificity": 3, "tone": 5, "structure": 2, "originality": 5}, "ready": False, "passes": 1,
    }  # fmt: skip
    return made | changes


def unit(start: int, end: int, role: str = "frame", flags: list[str] | None = None) -> dict[str, Any]:
    return {"start": start, "end": end, "role": role, "flags": flags or []}


def stored(folder: Path, letters: list[dict[str, Any]], pairs: list[dict[str, Any]] | None = None, readings: list[dict[str, Any]] | None = None) -> Path:
    (folder / "corpus").mkdir(exist_ok=True)
    by_batch: dict[str, list[dict[str, Any]]] = {}
    for one in letters:
        by_batch.setdefault(one["batch"], []).append(one)
    for batch, own in by_batch.items():
        (folder / "corpus" / f"{batch}.jsonl").write_text("".join(json.dumps(one) + "\n" for one in own))
    for name, rows in (("pairs", pairs or []), ("readings", readings or [])):
        (folder / f"{name}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    return folder


def test_a_sound_corpus_is_read(tmp_path: Path) -> None:
    pair = {
        "letter": "x01-01",
        "unit": 1,
        "turns": "accepts",
        "text": "The factory did not check lot A77.",
        "role": "root_cause",
        "flags": ["deflects", "concrete"],
    }
    corpus = load(stored(tmp_path, [letter(), letter(id="x02-01", batch="x02", split="test", text=TEXT.replace("A77", "B78"))], [pair]))
    assert [one.id for one in corpus.of(Split.TRAIN)] == ["x01-01"]
    assert [(one.id, p.turns) for one, p in corpus.pairs_of(Split.TRAIN)] == [("x01-01", "accepts")]
    assert corpus.pairs_of(Split.TEST) == []


@pytest.mark.parametrize(
    ("changes", "wanted"),
    [
        ({"units": [unit(0, 10), unit(13, 38, "cause")]}, r"Invalid enum value 'cause'.*allowed are root_cause"),
        ({"units": [unit(0, 10), unit(13, 38, "root_cause", ["proud"])]}, r"Invalid enum value 'proud'.*allowed are accepts"),
        ({"units": [unit(0, 10), unit(13, 39)]}, "does not fit: the text has 38 characters"),
        ({"units": [unit(0, 10), unit(9, 38)]}, "does not fit"),
        ({"units": [unit(0, 11), unit(13, 38)]}, "white space at its edge"),
        ({"units": [unit(0, 10)]}, "text outside its units at 10"),
        ({"units": [unit(0, 10), unit(13, 38, "root_cause", ["vague", "vague"])]}, "flag twice"),
        ({"units": [unit(0, 10), unit(13, 38, "root_cause", ["vague", "concrete"])]}, "concrete and vague at once"),
        ({"scores": {"acceptance": 6, "specificity": 3, "tone": 5, "structure": 2, "originality": 5}}, "<= 5"),
        ({"split": "dev"}, "allowed are train, development, test"),
        ({"batch": "x02"}, "x02"),
        ({"colour": "red"}, "unknown field `colour`"),
    ],
)
def test_a_record_that_does_not_hold_is_refused_with_its_place(changes: dict[str, Any], wanted: str, tmp_path: Path) -> None:
    folder = stored(tmp_path, [letter()])
    (folder / "corpus" / "x01.jsonl").write_text("\n" + json.dumps(letter(**changes)) + "\n")
    with pytest.raises(ReviewerError, match=wanted) as caught:
        load(folder)
    assert "x01.jsonl:2: " in str(caught.value)


def test_duplicates_and_split_leaks_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ReviewerError, match=r"x01.jsonl:2: id 'x01-01' was used before, in .*x01.jsonl:1"):
        load(stored(tmp_path, [letter(), letter()]))
    with pytest.raises(ReviewerError, match="'x01-02' has the text of 'x01-01'"):
        load(stored(tmp_path, [letter(), letter(id="x01-02", text=TEXT.replace("- We", "-  We"), units=[unit(0, 10), unit(14, 39)])]))
    with pytest.raises(ReviewerError, match="stands in two splits, train and test"):
        load(stored(tmp_path, [letter(), letter(id="x01-02", split="test", text=TEXT + ".")]))


@pytest.mark.parametrize(
    ("changes", "wanted"),
    [
        ({"unit": 2}, "no unit 2"),
        ({"letter": "x09-01"}, "'x09-01'"),
        ({"text": "We did not check lot A77."}, "changes nothing"),
        ({"turns": "pleads"}, "does not turn 'pleads' round; it changes accepts"),
        ({"turns": "sad"}, "is no role or flag"),
    ],
)
def test_pairs_are_checked_against_their_letter(changes: dict[str, Any], wanted: str, tmp_path: Path) -> None:
    pair = {"letter": "x01-01", "unit": 1, "turns": "accepts", "text": "Nobody checks lots.", "role": "root_cause", "flags": ["concrete"]}
    with pytest.raises(ReviewerError, match=wanted):
        load(stored(tmp_path, [letter()], [pair | changes]))


def test_a_reading_must_fit_its_letter(tmp_path: Path) -> None:
    reading = {"letter": "x01-01", "reader": "a", "roles": ["frame"], "flags": [[]], "scores": letter()["scores"], "ready": False}
    with pytest.raises(ReviewerError, match="does not fit the units"):
        load(stored(tmp_path, [letter()], readings=[reading]))


def test_a_shared_run_of_words_between_splits_is_a_fault(tmp_path: Path) -> None:
    long = "Dear team,\n- We opened the two hundred cartons of lot A77 on Monday."
    own = {"units": [unit(0, 10), unit(13, len(long))]}
    corpus = load(
        stored(
            tmp_path,
            [
                letter(text=long, **own),
                letter(id="x02-01", batch="x02", split="test", text=long.replace("Dear", "Hello"), units=[unit(0, 11), unit(14, len(long) + 1)]),
            ],
        )
    )
    found = list(soundness.faults(corpus, [], 0))
    assert any("share 'we opened the two hundred cartons of lot'" in fault for fault in found)
    quoted = Corpus((corpus.letters[0],), (), ())
    assert not any("share" in fault for fault in soundness.faults(quoted, [], 0))


def test_agreement_measures() -> None:
    assert agreement.weighted_kappa([1, 2, 3, 4, 5], [1, 2, 3, 4, 5]) == pytest.approx(1)
    assert agreement.weighted_kappa([1, 1, 5, 5], [5, 5, 1, 1]) == pytest.approx(-1)
    # Cohen 1960: 20 yes-yes, 5 yes-no, 10 no-yes, 15 no-no gives 0.4
    one = [True] * 25 + [False] * 25
    two = [True] * 20 + [False] * 5 + [True] * 10 + [False] * 15
    import numpy as np

    assert agreement.kappa(np.array(one), np.array(two)) == pytest.approx(0.4)
