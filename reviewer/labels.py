"""What each unit is: the interface that every labeller fulfils, and the labeller made of cues alone.

A labeller turns a Document into one `Label` a unit. The trained classifier is one; `cue_labels` is the plain one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from reviewer import cues
from reviewer.blocks import BlockKind
from reviewer.document import Document
from reviewer.rule import Phrases, Reading
from reviewer.slots import checkable
from reviewer.types import Flag, Role


@dataclass(frozen=True)
class Label:
    """The role of a unit and its flags, with calibrated probabilities where the labeller has them."""

    role: Role
    flags: frozenset[Flag] = frozenset()
    probabilities: dict[str, float] = field(default_factory=dict)
    words: dict[str, tuple[int, int]] = field(default_factory=dict)
    """For flags the stretch of the unit that speaks most for them, as offsets into the unit."""


Labeller = Callable[[Document, str | None], Sequence[Label]]
"""From a Document, and the reason of the notice where it is known, to one label a unit."""

_FRAME_KINDS = frozenset({BlockKind.HEADING, BlockKind.SIGNATURE})
_IN_SECTION = {
    "root_cause": Role.ROOT_CAUSE,
    "corrective_action": Role.CORRECTIVE_ACTION,
    "preventive_action": Role.PREVENTIVE_ACTION,
    "evidence": Role.EVIDENCE,
    "request": Role.REQUEST,
}


def cue_labels(document: Document, _reason: str | None = None) -> list[Label]:
    """Roles by headings and cue words, and the flags that details and owning words show."""
    reading = Reading(document, [Role.BACKGROUND] * len(document.sentences))
    found = {name: _units(finder, reading) for name, finder in _FINDERS.items()}
    labels: list[Label] = []
    for number, sentence in enumerate(document.sentences):
        if not sentence.judged:
            labels.append(Label(Role.BACKGROUND))
            continue
        role = _role(document, number, {name for name, units in found.items() if number in units})
        flags: set[Flag] = set()
        if number in found["owning"] and role not in (Role.FRAME, Role.REQUEST, Role.CORRECTIVE_ACTION, Role.PREVENTIVE_ACTION):
            flags.add(Flag.ACCEPTS)
        if role is not Role.FRAME and checkable(reading.document.slots[number]):
            flags.add(Flag.CONCRETE)
        labels.append(Label(role, frozenset(flags)))
    return labels


_FINDERS: dict[str, Phrases] = {
    "owning": cues.OWNING,
    "apology": cues.APOLOGY,
    "request": cues.REQUEST,
    "cause": cues.ROOT_CAUSE,
    "preventive": cues.PREVENTIVE,
    "corrective": cues.CORRECTIVE,
    "evidence": cues.EVIDENCE,
    "commitment": cues.COMMITMENT,
}


def _units(finder: Phrases, reading: Reading) -> set[int]:
    """The numbers of the units in which the finder matches."""
    document = reading.document
    result = set()
    for number, sentence in enumerate(document.sentences):
        if sentence.judged and next(finder.in_unit(reading, number), None):
            result.add(number)
    return result


def _role(document: Document, number: int, found: set[str]) -> Role:
    sentence = document.sentences[number]
    words = document.words(sentence.span)
    if document.block_of(sentence).kind in _FRAME_KINDS or (words <= 6 and number <= 1 and not found):
        return Role.FRAME
    if "request" in found:
        return Role.REQUEST
    announced = _IN_SECTION.get(cues.section_role(document.section_of[number]) or "")
    if announced in (Role.ROOT_CAUSE, Role.CORRECTIVE_ACTION, Role.PREVENTIVE_ACTION):
        return announced
    if "evidence" in found:
        return Role.EVIDENCE
    if "cause" in found:
        return Role.ROOT_CAUSE
    if "preventive" in found:
        return Role.PREVENTIVE_ACTION
    if "corrective" in found:
        return Role.CORRECTIVE_ACTION
    if found & {"owning", "apology"}:
        return Role.ACKNOWLEDGEMENT
    if "commitment" in found:
        return Role.COMMITMENT
    return announced or (Role.FRAME if words <= 4 else Role.BACKGROUND)
