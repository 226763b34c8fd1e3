"""What a model says of labelled letters: probabilities on the gold units, for calibration and evaluation."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from reviewer.classifier import FLAGS, ROLES
from reviewer.training.corpus import Letter
from reviewer.training.measures import Bools, Floats, LabelFigures, area, best_threshold, label_figures, macro_f1, threshold_for

Judge = Callable[[Letter], Floats]
"""From a letter to logits or probabilities of shape (units, roles + flags)."""


@dataclass(frozen=True)
class Table:
    """All units of some letters: what is true, and what a judge says."""

    roles: npt.NDArray[np.int64]
    """Shape (units,)."""
    flags: Bools
    """Shape (units, flags)."""
    said: Floats
    """Shape (units, roles + flags)."""
    letters: list[str]
    """For each unit the id of its letter."""


def table(letters: Sequence[Letter], judge: Judge) -> Table:
    """The table of `letters` as `judge` sees them."""
    said = np.concatenate([judge(letter) for letter in letters])
    roles = np.array([ROLES.index(unit.role) for letter in letters for unit in letter.units])
    flags = np.array([[flag in unit.flags for flag in FLAGS] for letter in letters for unit in letter.units], dtype=bool)
    return Table(roles, flags, said, [letter.id for letter in letters for _ in letter.units])


def platt(logit: Floats, truth: Bools) -> tuple[float, float]:
    """Slope and offset that make a logit a probability (Platt 1999), the slope never negative."""
    from sklearn.linear_model import LogisticRegression

    if truth.sum() < 3:
        return 1.0, 0.0
    model = LogisticRegression(C=100.0, max_iter=1000).fit(logit.reshape(-1, 1), truth)
    return max(0.05, float(model.coef_[0, 0])), float(model.intercept_[0])


def temperature(logits: Floats, roles: npt.NDArray[np.int64]) -> float:
    """The temperature with the least log loss over roles (Guo et al. 2017)."""
    grid = np.linspace(0.5, 3.0, 51)
    losses = []
    for value in grid:
        scaled = logits / value
        scaled = scaled - scaled.max(1, keepdims=True)
        log = scaled - np.log(np.exp(scaled).sum(1, keepdims=True))
        losses.append(-log[np.arange(len(roles)), roles].mean())
    return float(grid[int(np.argmin(losses))])


def role_figures(made: Table) -> list[LabelFigures]:
    """Figures for each role, the likeliest role taken."""
    given = made.said[:, : len(ROLES)].argmax(1)
    return [label_figures(role.value, made.roles == n, given == n, made.said[:, n]) for n, role in enumerate(ROLES)]


def role_f1(made: Table) -> float:
    """Macro-F1 over roles."""
    given = made.said[:, : len(ROLES)].argmax(1)
    return macro_f1(np.stack([made.roles == n for n in range(len(ROLES))], 1), np.stack([given == n for n in range(len(ROLES))], 1))


def flag_f1(made: Table, thresholds: Sequence[float]) -> float:
    """Macro-F1 over flags at the thresholds."""
    return macro_f1(made.flags, made.said[:, len(ROLES) :] >= np.array(thresholds))


def flag_area(made: Table) -> float:
    """Mean AUC over flags."""
    return float(np.mean([area(made.flags[:, n], made.said[:, len(ROLES) + n]) for n in range(len(FLAGS))]))


def thresholds_of(made: Table) -> list[tuple[float, float | None, float | None]]:
    """For each flag the thresholds from which it is given, is a warning (precision 0.75) and is an error (0.90)."""
    found = []
    for n in range(len(FLAGS)):
        truth, said = made.flags[:, n], made.said[:, len(ROLES) + n]
        found.append((best_threshold(truth, said), threshold_for(truth, said, 0.75), threshold_for(truth, said, 0.90)))
    return found
