"""A Reviewer for each document, with the settings and set-aside findings of the document's folder."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from reviewer import suppressions
from reviewer.config import Config

if TYPE_CHECKING:
    from reviewer.engine import Reviewer

Settings = Callable[[Path], tuple[Config, Path]]
"""Gives for a folder its settings and the folder that relative paths in them start from. Raises ReviewerError."""
_KEPT = 8
"""How many Reviewers with different settings stay loaded."""


@dataclass(frozen=True)
class Settled:
    """What a document is reviewed with, and the sidecar file that findings in it are set aside in."""

    reviewer: Reviewer
    sidecar: Path


class Reviewers:
    """Reviewers by settings. Used from one thread; the files are read anew each time, so that an edit of them counts at once."""

    def __init__(self, settings: Settings) -> None:
        """Find settings by `settings`."""
        self._settings = settings
        self._known: dict[bytes, Reviewer] = {}

    def of(self, folder: Path) -> Settled:
        """The Reviewer for documents in `folder`. Raises ReviewerError for settings or a sidecar file that do not hold."""
        from reviewer.engine import Reviewer

        config, home = self._settings(folder)
        sidecar = home / config.suppressions
        ignores = suppressions.load(sidecar)
        key = msgspec.json.encode([config, ignores])
        if key not in self._known:
            made = Reviewer(config, ignores=ignores)
            while len(self._known) >= _KEPT:
                del self._known[next(iter(self._known))]
            self._known[key] = made
        return Settled(self._known[key], sidecar)
