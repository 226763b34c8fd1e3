"""A user's own appeals: labelled ones to learn from, and ones of which only Amazon's answer is known.

An answer says little of a letter: it depends on documents and on the case, which the text does not show. So answers never teach the
encoder; they only move the weights of the overall score and the bar for `ready`, and what they moved is reported.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import msgspec
import numpy as np

from reviewer.config import Config
from reviewer.engine import Reviewer
from reviewer.model import Model
from reviewer.training import evaluate
from reviewer.training.corpus import Letter, records
from reviewer.training.measures import area, interval
from reviewer.types import ReviewerError


class Answered(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An appeal without labels, and what Amazon answered."""

    text: str
    outcome: Literal["accepted", "refused"]
    id: str = ""

    @property
    def accepted(self) -> bool:
        """Whether Amazon accepted it."""
        return self.outcome == "accepted"


@dataclass(frozen=True)
class Extra:
    """What a user's file holds."""

    letters: list[Letter] = field(default_factory=list)
    answered: list[Answered] = field(default_factory=list)


def read(path: Path) -> Extra:
    """The letters of a JSON Lines file, labelled (in the corpus's form) or with an outcome. Raises ReviewerError that names file, line and reason."""
    letters: list[Letter] = []
    answered: list[Answered] = []
    for place, record in records(path, dict[str, Any]):
        kind: type[Letter | Answered] = Answered if "outcome" in record else Letter
        try:
            made = msgspec.convert(record, kind)
        except msgspec.ValidationError as error:
            raise ReviewerError(f"{place}: {error}; a letter has the corpus's labels, or `text` and `outcome` (accepted or refused)") from None
        (answered if isinstance(made, Answered) else letters).append(made)  # type: ignore[arg-type]
    if not letters and not answered:
        raise ReviewerError(f"{path}: holds no letter")
    return Extra(letters, answered)


def changed(before: Model | None, after: Model, development: Sequence[Letter], answered: Sequence[Answered]) -> list[str]:
    """What a user's own letters changed: figures on development of the model that was there and of the new one, and what outcomes say."""
    lines = ["", "| on development | before | now |", "|---|---|---|"]
    now = _figures(after, development)
    then = _figures(before, development) if before else {}
    lines += [f"| {name} | {then.get(name, float('nan')):.3f} | {value:.3f} |" for name, value in now.items()]
    if before:
        lines += [
            f"| weight of {dimension} in the overall score | {before.scorer.overall[dimension]:.2f} | {weight:.2f} |"
            for dimension, weight in after.scorer.overall.items()
        ]
        lines.append(f"| least overall of a ready letter | {before.scorer.ready_from:.1f} | {after.scorer.ready_from:.1f} |")
    return lines + _outcomes(after, answered)


def _figures(model: Model, letters: Sequence[Letter]) -> dict[str, float]:
    made = evaluate.summary(evaluate.judge(letters, model))
    return {
        figure.name: figure.value
        for figure in made
        if figure.value is not None and figure.name in ("role macro-F1", "flag macro-F1", "mean weighted kappa", "ready AUC")
    }


def _outcomes(model: Model, answered: Sequence[Answered]) -> list[str]:
    """How the overall score tells accepted from refused appeals, with the warning that belongs to it."""
    accepted = np.array([one.accepted for one in answered], dtype=bool)
    if not accepted.any() or accepted.all():
        return ["", "Outcomes of one kind only: they were left out."] if len(answered) else []
    reviewer = Reviewer(Config(english=False), model=model)
    overall = np.array([reviewer.review(one.text).overall for one in answered])
    low, high = interval([str(n) for n in range(len(answered))], lambda chosen: area(accepted[chosen], overall[chosen]), rounds=500)
    apart = f"{area(accepted, overall):.2f} ({low:.2f} to {high:.2f}; 0.5 is chance)"
    return [
        "",
        f"{len(answered)} appeals with an answer, {int(accepted.sum())} of them accepted: the overall score tells them apart with an area of {apart}.",
        "This is no forecast: an answer hangs on documents and on the case, and the weights were moved by these same letters.",
    ]
