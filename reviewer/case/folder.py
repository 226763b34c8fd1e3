"""What lies in a folder beside the drafts: the notice, the account's metrics, a web form. Graded as letters they would mean nothing."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

from reviewer import readers
from reviewer.case.health import health
from reviewer.case.notice import is_notice
from reviewer.readers import Draft
from reviewer.types import ReviewerError

_FIGURES = 3
"""A page of metrics has a figure or violation in every third line at least."""
_FORM = re.compile(rb"<(?:form|script|textarea|input)\b", re.IGNORECASE)


def beside_the_drafts(file: Path) -> str | None:
    """Why a file that was found in a folder is no draft, in words; None where it is one, or cannot be read. A Word file is taken for a draft unseen."""
    if file.suffix.lower() == ".docx":
        return None
    try:
        return other_than_draft(readers.read(file))
    except ReviewerError:
        return None


def other_than_draft(draft: Draft) -> str | None:
    """Why a draft from a folder is none, in words."""
    if draft.kind == "html" and _FORM.search(Path(draft.name).read_bytes()):
        return "is a page with a form or script"
    if is_notice(draft.text):
        return "reads like a notice"
    return "reads like the account's metrics" if _is_metrics(draft.text, draft.name) else None


def _is_metrics(text: str, name: str) -> bool:
    """Whether several of the lines are figures of an account; a letter names one or two in passing."""
    try:
        found = health(text, name, day=datetime.datetime.now(tz=datetime.UTC).date())
    except ReviewerError:
        return False
    lines = sum(1 for line in text.splitlines() if line.strip())
    return len(found.metrics) > 1 and (len(found.metrics) + len(found.violations)) * _FIGURES >= lines
