"""The judges of a worker, loaded once a process and shared by its chunks."""

from __future__ import annotations

import functools
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from reviewer.batch.sources import Letter
from reviewer.case.case import Case
from reviewer.case.values import Reason
from reviewer.classifier import Classifier
from reviewer.config import Config
from reviewer.document import Document
from reviewer.engine import Reviewer
from reviewer.labels import Label
from reviewer.originality import stock_letters
from reviewer.types import Report, ReviewerError

T = TypeVar("T")
_REASONS = frozenset(reason.value for reason in Reason)


def judges(config: Config, device: str) -> Judges:
    """The judges for these settings, loaded at the first call in this process."""
    return _loaded(msgspec.json.encode(config), device)


@functools.cache
def _loaded(config: bytes, device: str) -> Judges:
    return Judges(msgspec.json.decode(config, type=Config), device)


@dataclass(frozen=True)
class _Read:
    """A letter ready to be judged."""

    document: Document
    reason: str | None
    case: Case | None


class Judges:
    """Reviews many letters, none of which can end the run."""

    def __init__(self, config: Config, device: str = "cpu") -> None:
        """Load what `config` asks for; on another `device` than "cpu" the encoder runs there by torch, many letters at a time."""
        for _, text in stock_letters():
            _ = Document(text).tokens  # words that many letters have stay known; those of one letter pass (document.passing_words)
        if device == "cpu" or not config.classifier:
            self._reviewer = Reviewer(config)
        else:
            from reviewer.batch.device import model_on

            self._reviewer = Reviewer(config, model=model_on(device))
        labeller = self._reviewer.model.labeller
        self._many = labeller.many if isinstance(labeller, Classifier) else None
        """Labels all letters before the rules see any: the encoder's weights then stay in the processor's cache, or a GPU gets large batches."""

    def review(self, letters: Sequence[Letter]) -> list[Report | str]:
        """For each letter its Report, or why there is none."""
        read = [_guarded(_read, letter) for letter in letters]
        labels = iter(self._labels([one for one in read if isinstance(one, _Read)]))
        return [_guarded(self._judged, one, next(labels)) if isinstance(one, _Read) else one for one in read]

    def _labels(self, read: Sequence[_Read]) -> list[Sequence[Label] | None]:
        if self._many is None:
            return [None] * len(read)
        together = _guarded(self._many, [(one.document, one.reason) for one in read])
        return [None] * len(read) if isinstance(together, str) else list(together)

    def _judged(self, one: _Read, labels: Sequence[Label] | None) -> Report:
        slips = self._reviewer.slips(one.document)
        return self._reviewer.judged(one.document, labels or self._reviewer.model.labeller(one.document, one.reason), slips, one.case)


def _read(letter: Letter) -> _Read:
    case = Case.of(notices=[("notice", letter.notice)]) if letter.notice else None
    reason = letter.reason if letter.reason in _REASONS else None
    if reason is None and case is not None:
        reason = next(iter(case.reasons), None)
    return _Read(Document(letter.text, letter.id), reason, case)


def _guarded(function: Callable[..., T], *arguments: Any) -> T | str:
    """What the function gives, or why it gives nothing, in words that hold nothing of the letter."""
    try:
        return function(*arguments)
    except ReviewerError as error:
        return str(error)
    except Exception as error:
        place = traceback.extract_tb(error.__traceback__)[-1]
        return f"unexpected {type(error).__name__} in {Path(place.filename).name}, line {place.lineno}; this is a fault of the program"
