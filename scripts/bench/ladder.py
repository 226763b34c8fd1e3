"""The ladder of baselines, from the commonest label to what ships: all fitted on train, thresholds set on development, measured on both.

`python scripts/bench/ladder.py [--work .train] [--epochs 14] [--split development]`. The encoders come from the work folder of `reviewer train` where they
were fitted already; otherwise they are fitted here, which takes about half an hour each on two cores.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score

from reviewer.classifier import FLAGS, ROLES, runner
from reviewer.model import Model, shipped_model
from reviewer.training.artefacts import words_and_characters
from reviewer.training.corpus import Letter, Split, load
from reviewer.training.encoder import Settings, logits_of
from reviewer.training.encoder_input import pieces_of, told
from reviewer.training.evaluate import labels_of_units
from reviewer.training.export import export
from reviewer.training.measures import Floats, best_threshold, calibration_error, f1
from reviewer.training.predict import Table, flag_f1, platt, role_f1, temperature
from reviewer.training.train import Options, Teacher
from reviewer.windows import judged

DATA = Path(__file__).parent.parent.parent / "data"
Scores = Callable[[Sequence[Letter]], Floats]
"""From letters to scores of shape (units, roles + flags): probabilities, or logits that are calibrated on development."""


def texts(letters: Sequence[Letter]) -> list[str]:
    """The texts of all units."""
    return [letter.text[unit.start : unit.end] for letter in letters for unit in letter.units]


def truth(letters: Sequence[Letter]) -> tuple[np.ndarray, np.ndarray]:
    """Roles of shape (units,) and flags of shape (units, flags)."""
    units = [unit for letter in letters for unit in letter.units]
    return np.array([ROLES.index(unit.role) for unit in units]), np.array([[flag in unit.flags for flag in FLAGS] for unit in units])


def regression(features: Callable[[list[str]], np.ndarray], train: Sequence[Letter]) -> Scores:
    """Logistic regressions on some features of the unit's text."""
    roles, flags = truth(train)
    table_ = features(texts(train))
    of_role = LogisticRegression(max_iter=1000, C=4).fit(table_, roles)
    of_flag = [LogisticRegression(max_iter=1000, C=4).fit(table_, flags[:, n]) for n in range(len(FLAGS))]

    def scores(letters: Sequence[Letter]) -> Floats:
        own = features(texts(letters))
        return np.hstack([of_role.predict_proba(own), *(one.predict_proba(own)[:, 1:] for one in of_flag)])

    return scores


def majority(train: Sequence[Letter]) -> Scores:
    """The commonest role for every unit, and each flag as often as it stands in train."""
    roles, flags = truth(train)
    row = np.concatenate([np.bincount(roles, minlength=len(ROLES)) / len(roles), flags.mean(0)])
    return lambda letters: np.tile(row, (len(texts(letters)), 1))


def labelled(model: Model) -> Scores:
    """What a labeller says, probabilities where it has them."""
    names = [*ROLES, *FLAGS]

    def scores(letters: Sequence[Letter]) -> Floats:
        rows = [
            [label.probabilities.get(name, float(name == label.role or name in label.flags)) for name in names]
            for letter in letters
            for label in labels_of_units(letter, model)
        ]
        return np.array(rows)

    return scores


def joined(first: Scores, second: Scores, share: float = 0.5) -> Scores:
    """The mean of two."""
    return lambda letters: share * first(letters) + (1 - share) * second(letters)


def frozen(teacher: Teacher) -> Callable[[list[str]], np.ndarray]:
    """Mean-pooled embeddings of the pretrained encoder, normalised; shape (units, 384)."""
    import torch
    from transformers import BertModel

    encoder = BertModel.from_pretrained(str(teacher.folder), add_pooling_layer=False)
    encoder.train(mode=False)

    @torch.no_grad()
    def features(units: list[str]) -> np.ndarray:
        order = np.argsort([len(unit) for unit in units])
        made = np.zeros((len(units), encoder.config.hidden_size), dtype=np.float32)
        for at in range(0, len(units), 64):
            chosen = order[at : at + 64]
            ids = [teacher.tokenizer.encode(units[n]).ids[:128] for n in chosen]
            longest = max(map(len, ids))
            padded = torch.tensor([one + [0] * (longest - len(one)) for one in ids])
            mask = torch.tensor([[1] * len(one) + [0] * (longest - len(one)) for one in ids])
            hidden = encoder(input_ids=padded, attention_mask=mask).last_hidden_state * mask[..., None]
            pooled = hidden.sum(1) / mask.sum(1, keepdim=True)
            made[chosen] = torch.nn.functional.normalize(pooled, dim=1).numpy()
        return made

    return features


def static(teacher: Teacher) -> Callable[[list[str]], np.ndarray]:
    """Static embeddings distilled from the pretrained encoder by model2vec; shape (units, 256)."""
    from model2vec.distill import distill

    model = distill(model_name=str(teacher.folder), pca_dims=256)
    return lambda units: np.asarray(model.encode(units))


def tuned(teacher: Teacher, train: Sequence[Letter], pairs: Sequence[tuple[Letter, object]], settings: Settings) -> tuple[Scores, float, float]:
    """A fine-tuned encoder: its logits, the megabytes of its int8 file, and letters a second of that file on one core."""
    model = teacher.fit(train, pairs, settings, "the encoder that ships")  # type: ignore[arg-type]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "encoder.onnx")
        export(model, path)
        size = path.stat().st_size / 2**20
        run = runner(path)
        units = [pieces_of(letter, teacher.tokenizer) for letter in train[:60]]
        begin = time.perf_counter()
        for own in units:
            judged([(own, ())], len(ROLES) + len(FLAGS), run)
        speed = len(units) / (time.perf_counter() - begin)

    def scores(letters: Sequence[Letter]) -> Floats:
        ids = [teacher.tokenizer.encode(reason, add_special_tokens=False).ids if (reason := told(letter)) else [] for letter in letters]
        return np.concatenate(logits_of(model, [(pieces_of(letter, teacher.tokenizer), own) for letter, own in zip(letters, ids, strict=True)]))

    return scores, size, speed


def measured(scores: Scores, raw: bool, development: Sequence[Letter], held_out: Sequence[Letter]) -> tuple[float, float, float, float, list[float]]:
    """Role and flag macro-F1, mean average precision, mean calibration error, and F1 of each label; thresholds and scalings from development."""
    first = _table(scores, development)
    thresholds, scaled = [], []
    heat = temperature(first.said[:, : len(ROLES)], first.roles) if raw else 1.0
    for n in range(len(FLAGS)):
        own = first.said[:, len(ROLES) + n]
        slope, offset = platt(own, first.flags[:, n]) if raw else (1.0, 0.0)
        scaled.append((slope, offset))
        thresholds.append(best_threshold(first.flags[:, n], _probability(own, slope, offset, raw)))
    second = _table(scores, held_out)
    said = second.said.copy()
    if raw:
        logits = said[:, : len(ROLES)] / heat
        logits = np.exp(logits - logits.max(1, keepdims=True))
        said[:, : len(ROLES)] = logits / logits.sum(1, keepdims=True)
        for n, (slope, offset) in enumerate(scaled):
            said[:, len(ROLES) + n] = _probability(second.said[:, len(ROLES) + n], slope, offset, raw)
    second = replace(second, said=said)
    given = np.hstack([np.eye(len(ROLES), dtype=bool)[said[:, : len(ROLES)].argmax(1)], said[:, len(ROLES) :] >= np.array(thresholds)])
    true = np.hstack([np.eye(len(ROLES), dtype=bool)[second.roles], second.flags])
    precision = np.mean([average_precision_score(true[:, n], said[:, n]) for n in range(true.shape[1])])
    error = np.mean([calibration_error(true[:, n], said[:, n]) for n in range(true.shape[1])])
    return role_f1(second), flag_f1(second, thresholds), float(precision), float(error), [f1(true[:, n], given[:, n]) for n in range(true.shape[1])]


def _probability(value: Floats, slope: float, offset: float, raw: bool) -> Floats:
    return 1 / (1 + np.exp(-(value * slope + offset))) if raw else value


def _table(scores: Scores, letters: Sequence[Letter]) -> Table:
    roles, flags = truth(letters)
    return Table(roles, flags.astype(bool), scores(letters), [letter.id for letter in letters for _ in letter.units])


def main() -> None:
    """Fit every rung and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, default=Path(".train"))
    parser.add_argument("--epochs", type=int, default=Settings().epochs)
    parser.add_argument("--split", choices=["development", "test"], default="development")
    options = parser.parse_args()
    corpus = load(DATA)
    train, development, held_out = corpus.of(Split.TRAIN), corpus.of(Split.DEVELOPMENT), corpus.of(Split(options.split))
    settings = Settings(epochs=options.epochs)
    teacher = Teacher(Options(settings, Path("models"), options.work))
    pairs = corpus.pairs_of(Split.TRAIN)
    vectors = words_and_characters().fit(texts(train))
    embed = frozen(teacher)
    by_words, by_encoder = regression(vectors.transform, train), regression(embed, train)
    six = tuned(teacher, train, pairs, settings)
    rungs: list[tuple[str, Scores, bool, float, float]] = [
        ("majority", majority(train), False, 0, 0),
        ("rules and cue words alone", labelled(shipped_model(classifier=False)), False, 0, 0),
        ("TF-IDF of words and characters, logistic regression", by_words, False, 0, 0),
        ("model2vec static embeddings, logistic regression", regression(static(teacher), train), False, 0, 0),
        ("frozen MiniLM, logistic regression", by_encoder, False, 0, 0),
        ("both together", joined(by_words, by_encoder), False, 0, 0),
        ("MiniLM fine-tuned, 3 layers", *_rung(tuned(teacher, train, pairs, replace(settings, layers=3)))),
        ("MiniLM fine-tuned, 6 layers", *_rung(six)),
        ("the same with a second stage over the units", *_rung(tuned(teacher, train, pairs, replace(settings, second_stage=True)))),
    ]
    print(
        f"| model | role F1 | flag F1 | average precision | calibration error | letters/s, one core | MB | {' | '.join(f'`{label}`' for label in (*ROLES, *FLAGS))} |"
    )
    print("|---" * (7 + len(ROLES) + len(FLAGS)) + "|")
    for name, scores, raw, size, speed in rungs:
        role, flag, precision, error, each = measured(scores, raw, development, held_out)
        print(
            f"| {name} | {role:.3f} | {flag:.3f} | {precision:.3f} | {error:.3f} | {speed:.0f} | {size:.1f} | {' | '.join(f'{value:.2f}' for value in each)} |",
            flush=True,
        )


def _rung(made: tuple[Scores, float, float]) -> tuple[Scores, bool, float, float]:
    return made[0], True, made[1], made[2]


if __name__ == "__main__":
    main()
