"""What is known around a draft, as `Reviewer.review` takes it."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from reviewer import readers
from reviewer.case.values import Notice, Reason


@dataclass(frozen=True)
class Text:
    """A text from the case with the name that findings call it by."""

    name: str
    text: str


@dataclass(frozen=True)
class Case:
    """The notice and Amazon's later replies, oldest first; the earlier appeals; today's date."""

    notices: tuple[Text, ...] = ()
    understood: tuple[Notice, ...] = ()
    """What each notice says, in the same order."""
    previous: tuple[Text, ...] = ()
    today: datetime.date | None = None

    @classmethod
    def of(cls, *, notices: Sequence[tuple[str, str]] = (), previous: Sequence[tuple[str, str]] = (), today: datetime.date | None = None) -> Case:
        """A case from (name, text) pairs."""
        from reviewer.case.notice import understand

        texts = tuple(Text(*pair) for pair in notices)
        return cls(texts, tuple(understand(text.text) for text in texts), tuple(Text(*pair) for pair in previous), today)

    @property
    def recognised(self) -> list[Notice]:
        """The notices that read like one."""
        return [notice for notice in self.understood if notice.recognised]

    @property
    def reasons(self) -> list[Reason]:
        """The reasons of all notices, each once, in the order of the text."""
        return list(dict.fromkeys(found.reason for notice in self.recognised for found in notice.reasons))


def case_of(notices: Sequence[str], previous: Sequence[str] = ()) -> Case | None:
    """A case from the paths of files, or None where there is none. Raises ReviewerError for a file that cannot be read: a review without it would mislead."""
    if not notices and not previous:
        return None

    def texts(paths: Sequence[str]) -> list[tuple[str, str]]:
        return [(Path(path).name, readers.read(Path(path)).text) for path in paths]

    return Case.of(notices=texts(notices), previous=texts(previous), today=datetime.datetime.now(tz=datetime.UTC).date())
