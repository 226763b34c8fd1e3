"""Which road a letter takes: a plan of action, or proof that the notice is mistaken."""

from __future__ import annotations

from collections.abc import Sequence

from reviewer import cues
from reviewer.document import Document
from reviewer.labels import Label
from reviewer.rule import Reading, phrases
from reviewer.types import Flag, Road

_DISPUTE = phrases(
    "dispute|disputing|contest|contesting|object|challenge ..3 decision|notice|claim|complaint|suspension|removal|allegation|to",
    "in|by error|mistake",
    "<we>|us never ..2 owned|own|sold|sell|listed|opened|had|used|operated|met|bought|received|shipped",
    "no|not ..3 violation|infringement|connection|link|relation",
    "does|do not infringe|concern|belong|contain|fall",
    "is|are|was|were not|never <our>? ..1 ours|mine|related|linked|counterfeit|fake|restricted|prohibited|infringing|of|affected|the",
    "annul|withdraw|remove|lift|set|reverse|void ..3 violation|complaint|link|aside|strike|flag",
    "two|2 different|separate companies|persons|people|accounts|businesses|marks|products",
    "proof of ..1 error",
    "wrongly|mistakenly|incorrectly|erroneously|falsely ..2 linked|removed|suspended|flagged|accused|identified|classified|deactivated|reported|matched",
    "not related|connected|linked|affiliated ..1 to|with",
    "no relation|connection|relationship|link|affiliation ..2 to|with|between",
    "never ..2 sold|listed|owned|opened|had|used|operated|met",
    "retraction|retracted|withdrawn|withdrew",
    "explanation of ..1 error",
    "not ..2 apply|infringe|infringing|counterfeit|prohibited|restricted|medical|pesticide|ours",
    "<be> genuine|authentic|original",
    "mistake|error ..2 identity|part|amazon|system|match|classification",
    negation=False,
)


def road_of(document: Document, labels: Sequence[Label]) -> Road:
    """The dispute road where the letter argues so twice or more and owns less than it disputes."""
    reading = Reading(document, [label.role for label in labels])
    disputing: set[int] = {span.start for span in _DISPUTE(reading)}
    disputing |= {document.sentences[n].span.start for n, label in enumerate(labels) if Flag.DENIES in label.flags}
    owning = {document.sentence_at(span.start) for span in cues.OWNING(reading)}
    return Road.DISPUTE if len(disputing) >= 2 and len(disputing) > len(owning) else Road.PLAN
