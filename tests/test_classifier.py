"""The trained classifier that travels with the package: whole or not at all, calibrated, and the same alone and in company."""

from __future__ import annotations

import shutil
from pathlib import Path

import msgspec
import numpy as np
import pytest

from reviewer import Config, Reviewer
from reviewer.classifier import FLAGS, MANIFEST, ROLES, Calibration, Classifier, driving, label_of, read_manifest
from reviewer.document import Document
from reviewer.files import shipped
from reviewer.model import shipped_model
from reviewer.rule import Rule
from reviewer.rules import classifier as rules
from reviewer.types import Flag, Origin, ReviewerError, Role, Severity
from reviewer.windows import Piece
from tests.letters import BAD, GOOD


@pytest.fixture(scope="module")
def classifier() -> Classifier:
    labeller = shipped_model().labeller
    assert isinstance(labeller, Classifier)
    return labeller


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the manifest and the small files of the shipped model."""
    for name in (MANIFEST, "scorer.json", "scorer-rules.json"):
        shutil.copy(shipped("models") / name, tmp_path / name)
    return tmp_path


def test_a_missing_file_is_named(folder: Path) -> None:
    with pytest.raises(ReviewerError, match=r"encoder\.onnx: is missing; .*reinstall"):
        read_manifest(folder)


def test_an_altered_file_is_refused(folder: Path) -> None:
    (folder / "scorer.json").write_bytes((folder / "scorer.json").read_bytes() + b" ")
    with pytest.raises(ReviewerError, match=r"scorer\.json: is not the file that the manifest names"):
        read_manifest(folder, only="scorer.json")


def test_a_damaged_manifest_is_refused(folder: Path) -> None:
    (folder / MANIFEST).write_text("{")
    with pytest.raises(ReviewerError, match=r"manifest\.json: is damaged"):
        read_manifest(folder)
    (folder / MANIFEST).unlink()
    with pytest.raises(ReviewerError, match="the model is missing"):
        Classifier(folder)


def test_every_unit_has_a_label_with_calibrated_probabilities(classifier: Classifier) -> None:
    document = Document(BAD)
    labels = classifier(document)
    assert len(labels) == len(document.sentences)
    for label in labels:
        assert sum(label.probabilities[role] for role in ROLES) == pytest.approx(1, abs=0.01)
        assert all(0 <= label.probabilities[flag] <= 1 for flag in FLAGS)
        assert not {Flag.CONCRETE, Flag.VAGUE} <= label.flags


def test_many_letters_are_labelled_as_each_alone(classifier: Classifier) -> None:
    documents = [Document(text) for text in (GOOD, BAD, "One line of 3 May.", GOOD * 6)]
    together = classifier.many([(document, None) for document in documents])
    for document, labels in zip(documents, together, strict=True):
        for one, other in zip(classifier(document), labels, strict=True):
            assert one.probabilities == other.probabilities


def test_quoted_and_foreign_units_carry_nothing(classifier: Classifier) -> None:
    document = Document("> You must reinstate the account immediately.\n\nUnser Fehler tut uns leid und wir haben das alles korrigiert.\n")
    assert [(label.role, label.flags) for label in classifier(document)] == [(Role.BACKGROUND, frozenset())] * 2


def test_the_words_that_drive_a_flag_stand_in_the_unit(classifier: Classifier) -> None:
    document = Document("We stand by our plan, but your stupid robots close honest shops every day.")
    label = classifier(document)[0]
    assert Flag.ACCUSES in label.flags
    first, last = label.words[Flag.ACCUSES]
    assert 0 <= first < last <= len(document.text)


def test_the_stretch_with_the_greatest_sum_is_found() -> None:
    piece = Piece(1, (1, 2, 3, 4), ((0, 2), (3, 6), (7, 12), (13, 20)))
    assert driving(piece, np.array([-1.0, 2.0, 1.0, -3.0], dtype=np.float32)) == (3, 12)
    assert driving(piece, np.array([1.0, 1.0, 1.0, 1.0], dtype=np.float32), most=8) == (0, 6)
    assert driving(Piece(1, ()), np.zeros(0, dtype=np.float32)) == (0, 0)


def test_thresholds_decide_how_grave_a_finding_is() -> None:
    calibration = Calibration(1.0, 0.0, 0.5, 0.6, 0.9)
    assert calibration.severity(0.95, Severity.ERROR) is Severity.ERROR
    assert calibration.severity(0.95, Severity.WARNING) is Severity.WARNING
    assert calibration.severity(0.7, Severity.ERROR) is Severity.WARNING
    assert calibration.severity(0.55, Severity.ERROR) is None
    assert Calibration(1.0, 0.0, 0.5, None, None).severity(1.0, Severity.ERROR) is None


def test_concrete_and_vague_exclude_each_other() -> None:
    flags = {flag: Calibration(1.0, 0.0, 0.5, None, None) for flag in FLAGS}
    row = np.full(len(ROLES) + len(FLAGS), 0.01)
    row[len(ROLES) + FLAGS.index(Flag.CONCRETE)], row[len(ROLES) + FLAGS.index(Flag.VAGUE)] = 0.6, 0.7
    assert label_of(row, flags).flags == {Flag.VAGUE}


@pytest.mark.parametrize("rule", [rule for rule in rules.RULES if rule.flag], ids=lambda rule: rule.code)
def test_the_examples_of_a_rule_are_told_apart(rule: Rule, classifier: Classifier) -> None:
    flag = str(rule.flag)

    def probability(text: str) -> float:
        return classifier(Document(text))[0].probabilities[flag]

    assert min(map(probability, rule.bad)) > max(map(probability, rule.good))


def test_a_finding_of_the_classifier_names_its_words_and_gives_way_to_a_rule() -> None:
    text = GOOD + "\nWhoever decided this has never packed a parcel in his life, your people are blind.\n"
    report = Reviewer(Config(english=False)).review(text)
    found = [d for d in report.diagnostics if d.line == text.count("\n") and d.flag is Flag.ACCUSES]
    assert len(found) == 1
    both = Reviewer(Config(english=False)).review("The customers lied about the item.")
    assert [d.origin for d in both.diagnostics if d.flag is Flag.DEFLECTS] == [Origin.RULE]


def test_without_the_classifier_rules_and_cue_words_judge() -> None:
    report = Reviewer(Config(classifier=False)).review(BAD)
    assert report.model == "rules"
    assert not [d for d in report.diagnostics if d.origin is Origin.CLASSIFIER]
    assert report.units[0].probabilities == {}


def test_the_manifest_names_every_file_and_fits_the_card() -> None:
    manifest = read_manifest(shipped("models"))
    assert set(manifest.files) == {"encoder.onnx", "tokenizer.json", "scorer.json", "scorer-rules.json"}
    size = sum((shipped("models") / name).stat().st_size for name in manifest.files)
    assert size < 30 * 1024 * 1024
    assert msgspec.json.decode(msgspec.json.encode(manifest), type=type(manifest)) == manifest
