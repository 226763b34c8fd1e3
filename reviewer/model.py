"""The model that travels with the package: the labeller, the scorer, and how sure the classifier must be for a finding."""

from __future__ import annotations

import functools
from dataclasses import dataclass, field
from pathlib import Path

from reviewer.classifier import Calibration, Classifier, read_manifest
from reviewer.files import shipped
from reviewer.labels import Labeller, cue_labels
from reviewer.rule import Rule
from reviewer.rules import classifier as rules
from reviewer.scoring import Scorer
from reviewer.types import Flag

RULES_ALONE = "rules"
"""The id of the model without the classifier."""
SCORER, SCORER_OF_RULES = "scorer.json", "scorer-rules.json"


@dataclass(frozen=True)
class Model:
    """All that was learned. Shared by threads."""

    id: str
    labeller: Labeller
    scorer: Scorer
    findings: dict[Flag, tuple[Rule, Calibration]] = field(default_factory=dict)
    """For each flag that the classifier may report the rule that says it."""
    unrelated: float | None = None
    """The probability from which on a line beside the point is a warning."""


def read(folder: Path, *, classifier: bool = True) -> Model:
    """The model in `folder`; without the classifier, rules and cue words label the units. Raises ReviewerError where a file is missing or altered."""
    if not classifier:
        read_manifest(folder, only=SCORER_OF_RULES)
        return Model(RULES_ALONE, cue_labels, Scorer.read(folder / SCORER_OF_RULES))
    made = Classifier(folder)
    manifest = made.manifest
    findings = {flag: (rule, manifest.flags[flag]) for flag, rule in rules.BY_FLAG.items()}
    return Model(manifest.model, made, Scorer.read(folder / SCORER), findings, manifest.unrelated)


@functools.cache
def shipped_model(*, classifier: bool = True) -> Model:
    """The model that travels with the package, loaded once a process. Raises ReviewerError where a file is missing or altered."""
    return read(shipped("models"), classifier=classifier)


def shipped_id() -> str:
    """The id of the shipped model, without loading it."""
    return read_manifest(shipped("models"), only="").model
