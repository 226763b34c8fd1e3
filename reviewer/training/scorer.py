"""Fits the scorer on readers' marks: points for each feature, none of them negative, and what makes a letter ready."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec
import numpy as np

from reviewer.road import signs
from reviewer.scoring import Evidence, Scorer, floor, score, values
from reviewer.training.corpus import Letter
from reviewer.training.measures import Bools, Floats, kappa_of_scores
from reviewer.types import Dimension, Road, Scores

EVEN = dict.fromkeys(Dimension, 0.2)
UNFITTED = Scorer(1, dict.fromkeys(Dimension, 0.0), {dimension: {} for dimension in Dimension}, EVEN, 100.0, {})
_RIDGE = 1.0
"""Strength of the pull towards zero, in letters' worth of evidence for each weight."""


def marks(letters: Sequence[Letter], dimension: Dimension) -> list[int]:
    """The readers' marks of one dimension."""
    return [int(getattr(letter.scores, dimension.value)) for letter in letters]


def fit_road(shown: Sequence[dict[str, float]], letters: Sequence[Letter]) -> dict[str, float]:
    """Logistic weights of the signs of a dispute."""
    from sklearn.linear_model import LogisticRegression

    names = sorted(shown[0])
    model = LogisticRegression(C=1.0, max_iter=2000)
    model.fit([[one[name] for name in names] for one in shown], [letter.road is Road.DISPUTE for letter in letters])
    weights = {name: round(float(value), 4) for name, value in zip(names, model.coef_[0], strict=True)}
    return weights | {"constant": round(float(model.intercept_[0]), 4)}


@dataclass(frozen=True)
class _Fitted:
    base: float
    weights: dict[str, float]


def fit(evidence: Sequence[Evidence], letters: Sequence[Letter], road: dict[str, float], answers: Sequence[tuple[Evidence, bool]] = ()) -> Scorer:
    """The scorer that comes closest to the readers' marks; `ready_from` finds the bar for the verdict.

    `answers` are letters of which it is only known whether they were accepted; they move the weights of the overall score.
    """
    bases, weights = {}, {}
    features = [values(one) for one in evidence]
    for dimension in Dimension:
        least = np.array([sum(points for own, points, _ in floor(one.diagnostics) if own is dimension) for one in evidence])
        wanted = 100 - (np.array(marks(letters, dimension)) - 1) * 25.0
        fitted = _fit_one([one[dimension] for one in features], wanted, least)
        bases[dimension], weights[dimension] = fitted.base, fitted.weights
    scorer = Scorer(1, bases, weights, EVEN, 100.0, road)
    ready = [*(letter.ready for letter in letters), *(accepted for _, accepted in answers)]
    shown = [(score(one, scorer)[0], one.planned) for one in (*evidence, *(own for own, _ in answers))]
    return msgspec.structs.replace(scorer, overall=_mean_weights(shown, ready))


def _fit_one(features: Sequence[dict[str, float]], wanted: Floats, least: Floats) -> _Fitted:
    """Non-negative least squares with a small ridge (Lawson and Hanson 1974), then stretched so that the spread of the marks is met.

    Least squares pull every letter to the middle; the marks do not.
    """
    from scipy.optimize import nnls

    names = sorted(features[0])
    table = np.array([[one[name] for name in names] + [1.0] for one in features])
    ridge = np.sqrt(_RIDGE) * np.eye(table.shape[1])[:-1]
    weights, _ = nnls(np.vstack([table, ridge]), np.concatenate([np.maximum(wanted - least, 0.0), np.zeros(len(ridge))]))
    stretch = _stretch(table @ weights, wanted, least)
    middle = float((table @ weights).mean())
    base = max(0.0, float(weights[-1]) * stretch - (stretch - 1) * middle)
    return _Fitted(round(base, 2), {name: round(float(w) * stretch, 2) for name, w in zip(names, weights, strict=False) if w * stretch >= 0.05})


def _stretch(fitted: Floats, wanted: Floats, least: Floats) -> float:
    """The factor around the mean with the best agreement with the marks."""
    marks_ = [round(5 - loss / 25) for loss in wanted]
    middle = fitted.mean()
    grid = np.linspace(1.0, 1.5, 11)
    kappas = [kappa_of_scores(marks_, list(100 - np.clip(middle + factor * (fitted - middle) + least, 0, 100))) for factor in grid]
    return float(grid[int(np.argmax(kappas))])


def _mean_weights(scores: Sequence[tuple[Scores, float]], ready: Sequence[bool]) -> dict[Dimension, float]:
    """Weights of the overall score: half even, half by what tells ready letters from others (logistic, not negative).

    With the scores comes how far each letter is a plan; as far as it is not, the other four stand for its acceptance.
    """
    from scipy.optimize import minimize

    table = np.array([[one.of(dimension) for dimension in Dimension] for one, _ in scores]) / 100
    planned = np.array([plan for _, plan in scores])
    own = list(Dimension).index(Dimension.ACCEPTANCE)
    table[:, own] = planned * table[:, own] + (1 - planned) * np.delete(table, own, axis=1).mean(axis=1)
    truth = np.array(ready, dtype=float)

    def loss(parameters: Floats) -> float:
        logit = table @ parameters[:-1] + parameters[-1]
        return float(np.logaddexp(0, logit).mean() - (truth * logit).mean() + 1e-4 * (parameters[:-1] ** 2).sum())

    start = np.array([1.0] * 5 + [-3.0])
    best = minimize(loss, start, bounds=[(0, None)] * 5 + [(None, None)]).x[:-1]
    share = (best / best.sum()).tolist()
    return {dimension: round(0.1 + 0.5 * value, 4) for dimension, value in zip(Dimension, share, strict=True)}


def ready_from(overalls: Floats, may_pass: Bools, ready: Bools) -> float:
    """The least overall score of a ready letter, with the best F0.5: a letter called ready that is not costs more than the reverse.

    `may_pass` says which letters have no finding and no score that alone holds them back; all of shape (letters,).
    """
    grid = np.arange(60.0, 99.0, 0.5)
    values_ = [_f_half((overalls >= least) & may_pass, ready) for least in grid]
    smooth = np.convolve(np.pad(values_, 2, mode="edge"), np.ones(5) / 5, mode="valid")
    return float(grid[int(smooth.argmax())])


def _f_half(given: Bools, truth: Bools) -> float:
    hit = int((given & truth).sum())
    return 1.25 * hit / (0.25 * int(truth.sum()) + int(given.sum())) if hit else 0.0


__all__ = ["UNFITTED", "fit", "fit_road", "marks", "ready_from", "signs"]
