"""Reads the draft of an Amazon seller's appeal before it is sent.

    from reviewer import review
    report = review("We take full responsibility …")

Nothing is imported before it is used, so that `import reviewer` costs next to nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reviewer.case.case import Case as Case
    from reviewer.config import Config as Config
    from reviewer.engine import Reviewer as Reviewer
    from reviewer.types import Change as Change
    from reviewer.types import Contribution as Contribution
    from reviewer.types import Diagnostic as Diagnostic
    from reviewer.types import Dimension as Dimension
    from reviewer.types import Flag as Flag
    from reviewer.types import Report as Report
    from reviewer.types import ReviewerError as ReviewerError
    from reviewer.types import Road as Road
    from reviewer.types import Role as Role
    from reviewer.types import Scores as Scores
    from reviewer.types import Severity as Severity
    from reviewer.types import Unit as Unit
    from reviewer.types import Verdict as Verdict

_HOMES = {"Case": "case.case", "Config": "config", "Reviewer": "engine"}
_TYPES = ("Change", "Contribution", "Diagnostic", "Dimension", "Flag", "Report", "ReviewerError", "Road", "Role", "Scores", "Severity", "Unit", "Verdict")

__all__ = [
    "Case",
    "Change",
    "Config",
    "Contribution",
    "Diagnostic",
    "Dimension",
    "Flag",
    "Report",
    "Reviewer",
    "ReviewerError",
    "Road",
    "Role",
    "Scores",
    "Severity",
    "Unit",
    "Verdict",
    "review",
]

_shared: list[Reviewer] = []


def review(
    text: str,
    name: str = "<text>",
    *,
    notice: str | None = None,
    previous: str | Sequence[str] = (),
    metrics: str | None = None,
    marketplace: str | None = None,
) -> Report:
    """The Report on one draft with default settings, held against notice, earlier appeals and the account's metrics where they are given.

    `previous` is one earlier appeal or several, oldest first; `metrics` is csv, json or the text of the Account Health page; `marketplace` says whose targets hold (US, UK, DE). The judges are loaded at the first
    call and kept. Raises ReviewerError for an empty or over-long text and for metrics of which none is known.
    """
    from reviewer.case.case import Case
    from reviewer.engine import Reviewer

    if not _shared:
        _shared.append(Reviewer())
    if notice is None and not previous and metrics is None:
        return _shared[0].review(text, name)
    texts = [previous] if isinstance(previous, str) else previous
    earlier = [(f"earlier appeal {number}", one) for number, one in enumerate(texts, 1)]
    case = Case.of(
        notices=[("notice", notice)] if notice is not None else [],
        previous=earlier,
        metrics=("metrics", metrics) if metrics is not None else None,
        marketplace=marketplace,
    )
    return _shared[0].review(text, name, case=case)


def __getattr__(name: str) -> Any:
    import importlib

    if name in _HOMES:
        return getattr(importlib.import_module(f"reviewer.{_HOMES[name]}"), name)
    if name in _TYPES:
        return getattr(importlib.import_module("reviewer.types"), name)
    raise AttributeError(f"module 'reviewer' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
