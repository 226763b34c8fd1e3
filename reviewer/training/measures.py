"""Figures of a judge on letters that it has not seen, with intervals that keep the letters of an author together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from sklearn.metrics import average_precision_score, roc_auc_score

from reviewer.training.agreement import weighted_kappa

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class LabelFigures:
    """How well one label is given."""

    label: str
    support: int
    precision: float
    recall: float
    f1: float
    average_precision: float
    calibration_error: float


def label_figures(label: str, truth: Bools, given: Bools, probability: Floats | None = None) -> LabelFigures:
    """Figures of one label over units; those that need probabilities are NaN without them."""
    hit = int((truth & given).sum())
    precision = hit / max(1, int(given.sum()))
    recall = hit / max(1, int(truth.sum()))
    average = float(average_precision_score(truth, probability)) if probability is not None and truth.any() else float("nan")
    error = calibration_error(truth, probability) if probability is not None else float("nan")
    return LabelFigures(label, int(truth.sum()), precision, recall, f1(truth, given), average, error)


def f1(truth: Bools, given: Bools) -> float:
    """F1 of one label; 0 where neither truth nor judge has it."""
    total = int(truth.sum() + given.sum())
    return 2 * int((truth & given).sum()) / total if total else 0.0


def macro_f1(truth: Bools, given: Bools) -> float:
    """The mean F1 over columns; arrays of shape (units, labels)."""
    return float(np.mean([f1(truth[:, n], given[:, n]) for n in range(truth.shape[1])]))


def calibration_error(truth: Bools, probability: Floats, bins: int = 10) -> float:
    """Expected calibration error over bins of equal mass (Naeini et al. 2015)."""
    order = np.argsort(probability)
    parts = np.array_split(order, bins)
    return float(sum(len(part) * abs(truth[part].mean() - probability[part].mean()) for part in parts if len(part)) / len(truth))


def area(truth: Bools, score: Floats) -> float:
    """Area under the ROC curve; NaN where only one class is there."""
    return float(roc_auc_score(truth, score)) if truth.any() and not truth.all() else float("nan")


def kappa_of_scores(marks: Sequence[int], scores: Sequence[float]) -> float:
    """Quadratically weighted kappa of 0-100 scores, rounded to the 1-5 scale, against marks."""
    return weighted_kappa(list(marks), [round(min(5.0, max(1.0, 1 + score / 25))) for score in scores])


def interval(groups: Sequence[str], figure: Callable[[npt.NDArray[np.int64]], float], rounds: int = 1000, seed: int = 11) -> tuple[float, float]:
    """The 95 % bootstrap interval of `figure`, drawn by group: whole authors or letters stay together.

    `groups` names the group of each item; `figure` takes the numbers of the items drawn.
    """
    generator = np.random.default_rng(seed)
    names = sorted(set(groups))
    members = {name: np.array([n for n, group in enumerate(groups) if group == name]) for name in names}
    drawn = []
    for _ in range(rounds):
        chosen = generator.choice(len(names), len(names))
        value = figure(np.concatenate([members[names[n]] for n in chosen]))
        if not np.isnan(value):
            drawn.append(value)
    low, high = np.percentile(drawn, [2.5, 97.5])
    return float(low), float(high)


def lower_bound(hits: int, total: int, z: float = 1.959964) -> float:
    """The lower end of Wilson's 95 % interval of a share (Wilson 1927)."""
    if total == 0:
        return 0.0
    share = hits / total
    middle = share + z * z / (2 * total)
    spread = z * np.sqrt(share * (1 - share) / total + z * z / (4 * total * total))
    return float((middle - spread) / (1 + z * z / total))


def threshold_for(truth: Bools, probability: Floats, precision: float) -> float | None:
    """The lowest threshold from which on precision is held with the lower end of its interval; None where none does."""
    order = np.argsort(-probability, kind="stable")
    hits = np.cumsum(truth[order])
    best = None
    for count in range(1, len(order) + 1):
        last = count == len(order) or probability[order[count]] < probability[order[count - 1]]
        if last and lower_bound(int(hits[count - 1]), count) >= precision:
            best = float(probability[order[count - 1]])
    return best


def best_threshold(truth: Bools, probability: Floats) -> float:
    """The threshold with the best F1, smoothed over its neighbours so that one lucky unit does not set it."""
    candidates = np.linspace(0.08, 0.92, 85)
    values = np.array([f1(truth, probability >= candidate) for candidate in candidates])
    smooth = np.convolve(np.pad(values, 4, mode="edge"), np.ones(9) / 9, mode="valid")
    return float(candidates[int(smooth.argmax())])
