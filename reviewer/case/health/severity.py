"""What a notice says of repetition and severity. A threat of what repeated violations may lead to says nothing about this case."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from reviewer.case.health.rows import short
from reviewer.case.metrics import Mention
from reviewer.plain import plain

_SENTENCE = re.compile(r"[^.!?\n]{1,600}[.!?]?")
_WRONG = r"(?:violat\w*|infring\w*|complaints?|breach\w*|offen[cs]es?|incidents?)"
_REPEATED = re.compile(
    rf"\brepeat(?:ed(?:ly)?)?\b[^.\n]{{0,40}}\b{_WRONG}|\b{_WRONG}\b[^.\n]{{0,40}}\brepeat(?:ed(?:ly)?)?\b|\b(?:second|third|fourth|further|another) (?:\w+ )?{_WRONG}|\b{_WRONG}\b[^.\n]{{0,40}}\bagain\b"
    r"|\bdespite (?:our |an? |the )?(?:earlier |previous |prior )?(?:warnings?|notices?|messages?)\b|\bpreviously (?:warned|notified|told)\b",
    re.IGNORECASE,
)
_GRAVE = re.compile(
    rf"\b(?P<a>critical|high|medium|low)[- ](?:severity|impact|risk)\b|\b(?:severity|impact)(?: level)?(?: is| of)?[: ]+(?P<b>critical|high|medium|low)\b|\b(?P<c>critical) (?:\w+ ){{0,2}}{_WRONG}", re.IGNORECASE
)  # fmt: skip
_MAY_BE = re.compile(
    r"\b(?:may|might|could|can|would|will|if|any|avoid|prevent|future|unless|should|must|until|before|steps)\b|\b(?:not|no|never|without|n't)\b[^.\n]{0,30}\b(?:repeat|second|critical|high)",
    re.IGNORECASE,
)


def mentions(text: str) -> list[Mention]:
    """What the notice says, each kind once."""
    found = list(_found(plain(text)))
    return [one for number, one in enumerate(found) if one.kind not in {earlier.kind for earlier in found[:number]}]


def _found(text: str) -> Iterator[Mention]:
    for sentence in _SENTENCE.finditer(text):
        told = sentence.group()
        if _MAY_BE.search(told):
            continue
        if _REPEATED.search(told):
            yield Mention("repeated", short(told))
        grave = _GRAVE.search(told)
        if grave:
            yield Mention(_kind(grave["a"] or grave["b"] or grave["c"]), short(told))


def _kind(word: str) -> Literal["critical", "high", "medium", "low"]:
    kinds: tuple[Literal["critical", "high", "medium", "low"], ...] = ("critical", "high", "medium", "low")
    return next(kind for kind in kinds if kind == word.lower())
