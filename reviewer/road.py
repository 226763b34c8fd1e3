"""Which road a letter takes: a plan of action, or proof that the notice is mistaken."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from reviewer.document import Document
from reviewer.labels import Label
from reviewer.rule import Reading, phrases
from reviewer.types import Flag, Road, Role

_DISPUTE = phrases(
    "<we>|us never ..2 owned|own|sold|sell|listed|opened|had|used|operated|met",
    "in|by error|mistake",
    "made in|by error|mistake",
    "not ..3 violation|infringement|connection|link|relation",
    "no ..1 violation|infringement|connection|link|relation|relationship|affiliation",
    "does|do not infringe|concern|belong|contain|fall",
    "is|are|was|were not|never <our>? ..1 ours|mine|related|linked|counterfeit|fake|restricted|prohibited|infringing",
    "annul|reverse|void ..3 violation|complaint|link|strike|flag",
    "two|2 different|separate companies|persons|people|accounts|businesses|marks|products",
    "proof of ..1 error",
    "wrongly|mistakenly|incorrectly|erroneously|falsely ..2 linked|removed|suspended|flagged|accused|identified|classified|deactivated|reported|matched",
    "not related|connected|linked|affiliated ..1 to|with",
    "never ..2 owned|opened|operated|met",
    "explanation of ..1 error",
    "not ..2 apply|infringe|infringing|counterfeit|prohibited|restricted|medical|pesticide|ours",
    "mistake|error ..2 identity|part|amazon|system|match|classification",
    negation=False,
)
_SAYS_SO = phrases("dispute|disputing|contest|contesting|object|challenge ..3 decision|notice|claim|complaint|suspension|removal|allegation|finding|link|to")


def signs(document: Document, labels: Sequence[Label]) -> dict[str, float]:
    """What speaks for and against a dispute, each from 0 to 1."""
    reading = Reading(document, [label.role for label in labels])
    disputing = {document.sentence_at(span.start) for finder in (_DISPUTE, _SAYS_SO) for span in finder(reading)}

    def share(name: Flag | Role, repeat: float) -> float:
        """Saturating count of the units with a flag or role."""
        missing = 1.0
        for label in labels:
            hard = label.role is name if isinstance(name, Role) else name in label.flags
            missing *= 1 - (1 - repeat) * label.probabilities.get(name.value, float(hard))
        return 1 - missing

    return {
        "disputing words": 1 - 0.6 ** len(disputing),
        "disputing words in every line": len(disputing) / max(1, len(labels)),
        "denies": share(Flag.DENIES, 0.5),
        "denies often": share(Flag.DENIES, 0.8),
        "accepts": share(Flag.ACCEPTS, 0.5),
        "accepts often": share(Flag.ACCEPTS, 0.8),
        "corrective action": share(Role.CORRECTIVE_ACTION, 0.7),
        "preventive action": share(Role.PREVENTIVE_ACTION, 0.7),
        "root cause": share(Role.ROOT_CAUSE, 0.7),
    }


WORSE = 3.0
"""How many times worse it is to push a dispute to confess than to read a plan as a dispute."""
_LEAST = 1 / (1 + WORSE)
"""The probability from which on a letter is read as a dispute."""


def dispute(document: Document, labels: Sequence[Label], weights: Mapping[str, float]) -> float:
    """The probability that a letter disputes, by logistic `weights` of the signs (key "constant" for the offset)."""
    total = weights["constant"] + sum(weights[name] * value for name, value in signs(document, labels).items())
    return 1 / (1 + math.exp(-total))


def road_of(probability: float) -> Road:
    """The road on which a letter with this probability of a dispute is judged."""
    return Road.DISPUTE if probability >= _LEAST else Road.PLAN
