"""The whole way from a small corpus to a model that reviews a letter, and what is measured of it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from reviewer import Config, Reviewer
from reviewer.cli import main
from reviewer.types import ReviewerError

pytestmark = pytest.mark.checkout
pytest.importorskip("torch", reason="training needs the train extra")
DATA = Path(__file__).parent.parent.parent / "data"


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A few letters of four batches, with their pairs and readings."""
    folder = tmp_path_factory.mktemp("data")
    (folder / "corpus").mkdir()
    kept = set()
    for batch, count in (("t01", 5), ("t02", 5), ("d01", 5), ("e01", 4)):
        lines = (DATA / "corpus" / f"{batch}.jsonl").read_text(encoding="utf-8").splitlines()[:count]
        (folder / "corpus" / f"{batch}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
        kept |= {json.loads(line)["id"] for line in lines}
    for name in ("pairs.jsonl", "readings.jsonl"):
        lines = (DATA / name).read_text(encoding="utf-8").splitlines()
        (folder / name).write_text("".join(line + "\n" for line in lines if json.loads(line)["letter"] in kept), encoding="utf-8")
    (folder / "templates.jsonl").write_text((DATA / "templates.jsonl").read_text(encoding="utf-8"), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def model(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model of two layers, taught for one epoch."""
    folder = tmp_path_factory.mktemp("models")
    done = CliRunner().invoke(main, ["train", str(corpus), "--output", str(folder), "--work", str(folder / "work"), "--epochs", "1", "--layers", "2"])
    assert done.exit_code == 0, done.output
    return folder


def test_one_command_makes_a_model_that_reviews(model: Path) -> None:
    from reviewer.model import read

    made = read(model)
    report = Reviewer(Config(english=False), model=made).review("We did not check the stock on 3 May 2025.\n\n- Ana checks it every day.\n")
    assert report.model == made.id
    assert made.id.startswith("minilm-2-")


def test_a_run_that_was_cut_off_goes_on(model: Path, corpus: Path) -> None:
    done = CliRunner().invoke(main, ["train", str(corpus), "--output", str(model), "--work", str(model / "work"), "--epochs", "1", "--layers", "2"])
    assert done.output.count("taken from") == 3, done.output


def test_evaluate_prints_and_writes_the_figures(model: Path, corpus: Path, tmp_path: Path) -> None:
    target, queue = tmp_path / "figures.json", tmp_path / "queue.jsonl"
    command = ["evaluate", str(corpus), "--model", str(model), "--output", str(target), "--disagreements", str(queue), "--rules", "--worst"]
    done = CliRunner().invoke(main, command)
    assert done.exit_code == 0, done.output
    figures = json.loads(target.read_text())
    assert figures["letters"] == 5
    assert {"role macro-F1", "flag macro-F1", "ready AUC"} <= {figure["name"] for figure in figures["summary"]}
    assert "| `deflects` |" in done.output
    assert queue.exists()


def test_exported_and_fitted_encoder_say_the_same(corpus: Path, tmp_path: Path) -> None:
    from reviewer.classifier import runner
    from reviewer.training import encoder
    from reviewer.training.corpus import load
    from reviewer.training.encoder_input import pieces_of
    from reviewer.training.export import export
    from reviewer.training.train import Options, Teacher
    from reviewer.windows import judged

    teacher = Teacher(Options(encoder.Settings(layers=2), tmp_path, tmp_path))
    model = encoder.pretrained(teacher.folder, encoder.Settings(layers=2))
    letter = load(corpus).letters[0]
    units = pieces_of(letter, teacher.tokenizer)
    export(model, tmp_path / "float.onnx", int8=False)
    exact = judged([(units, ())], len(encoder.LABELS), runner(tmp_path / "float.onnx"))[0].logits
    assert np.allclose(exact, encoder.logits_of(model, [(units, ())])[0], atol=1e-3)


def test_a_corpus_that_is_none_is_refused(tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["train", str(tmp_path), "--output", str(tmp_path / "m"), "--work", str(tmp_path / "w")])
    assert done.exit_code == 2
    assert "holds no *.jsonl file" in done.output
    assert not (tmp_path / "m").exists()
    assert issubclass(ReviewerError, Exception)


def test_a_users_own_letters_are_learned_from_and_answers_move_only_the_bar(model: Path, corpus: Path, tmp_path: Path) -> None:
    folder, own = tmp_path / "models", tmp_path / "own.jsonl"
    shutil.copytree(model, folder, ignore=shutil.ignore_patterns("work"))
    labelled = json.loads((DATA / "corpus" / "t03.jsonl").read_text(encoding="utf-8").splitlines()[0])
    answered = [{"text": labelled["text"], "outcome": outcome} for outcome in ("accepted", "refused", "refused")]
    own.write_text("".join(json.dumps(line) + "\n" for line in [labelled, *answered]), encoding="utf-8")
    command = ["train", str(corpus), "--output", str(folder), "--work", str(tmp_path / "work"), "--epochs", "1", "--layers", "2", "--extra", str(own)]
    done = CliRunner().invoke(main, command)
    assert done.exit_code == 0, done.output
    assert "| role macro-F1 |" in done.output
    assert "3 appeals with an answer, 1 of them accepted" in done.output
    assert "no forecast" in done.output


def test_a_users_file_that_does_not_hold(corpus: Path, tmp_path: Path) -> None:
    own = tmp_path / "own.jsonl"
    own.write_text('{"text": "We checked.", "outcome": "maybe"}\n', encoding="utf-8")
    done = CliRunner().invoke(main, ["train", str(corpus), "--output", str(tmp_path), "--extra", str(own)])
    assert done.exit_code == 2
    assert "own.jsonl:1" in done.output
    assert "accepted" in done.output
