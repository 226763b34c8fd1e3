"""What is known around a draft, as `Reviewer.review` takes it."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from reviewer import readers
from reviewer.case.metrics import Health
from reviewer.case.values import Notice, Reason
from reviewer.types import ReviewerError

_SPREADSHEETS = (".xlsx", ".xls", ".xlsm", ".ods", ".numbers")


@dataclass(frozen=True)
class Text:
    """A text from the case with the name that findings call it by."""

    name: str
    text: str


@dataclass(frozen=True)
class Case:
    """The notice and Amazon's later replies, oldest first; the earlier appeals; today's date; the account's metrics."""

    notices: tuple[Text, ...] = ()
    understood: tuple[Notice, ...] = ()
    """What each notice says, in the same order."""
    previous: tuple[Text, ...] = ()
    today: datetime.date | None = None
    health: Health | None = None

    @classmethod
    def of(
        cls,
        *,
        notices: Sequence[tuple[str, str]] = (),
        previous: Sequence[tuple[str, str]] = (),
        today: datetime.date | None = None,
        metrics: tuple[str, str] | None = None,
        marketplace: str | None = None,
    ) -> Case:
        """A case from (name, text) pairs; `metrics` is csv, json or the text of the Account Health page. Raises ReviewerError where that holds no metric."""
        from reviewer.case.notice import understand

        texts = tuple(Text(*pair) for pair in notices)
        case = cls(texts, tuple(understand(text.text) for text in texts), tuple(Text(*pair) for pair in previous), today)
        if metrics is None:
            return case
        from reviewer.case.health import health

        name, text = metrics
        day = today or datetime.datetime.now(tz=datetime.UTC).date()
        return dataclasses.replace(case, health=health(text, name, marketplace=marketplace, day=day, case=case))

    @property
    def recognised(self) -> list[Notice]:
        """The notices that read like one."""
        return [notice for notice in self.understood if notice.recognised]

    @property
    def reasons(self) -> list[Reason]:
        """The reasons of all notices, each once, in the order of the text."""
        return list(dict.fromkeys(found.reason for notice in self.recognised for found in notice.reasons))


def case_of(notices: Sequence[str], previous: Sequence[str] = (), metrics: str | None = None, marketplace: str | None = None) -> Case | None:
    """A case from the paths of files, or None where there is none. Raises ReviewerError for a file that cannot be read: a review without it would mislead."""
    if metrics is None and marketplace is not None:
        raise ReviewerError("--marketplace says whose targets the metrics have, and there is no --metrics")
    if not notices and not previous and metrics is None:
        return None

    def texts(paths: Sequence[str]) -> list[tuple[str, str]]:
        return [(Path(path).name, readers.read(Path(path)).text) for path in paths]

    shown = (Path(metrics).name, metrics_text(Path(metrics)).text) if metrics is not None else None
    today = datetime.datetime.now(tz=datetime.UTC).date()
    return Case.of(notices=texts(notices), previous=texts(previous), today=today, metrics=shown, marketplace=marketplace)


def metrics_text(path: Path) -> readers.Draft:
    """The text of a file with metrics. Raises ReviewerError where it cannot be read."""
    if path.suffix.lower() in _SPREADSHEETS:
        raise ReviewerError(f"{path}: is a spreadsheet; save its sheet as csv and give that")
    return readers.read(path)
