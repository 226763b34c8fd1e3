"""What the service takes and answers beside the types of the hook: the codes of its errors, the rules, its state."""

from __future__ import annotations

from typing import Literal

import msgspec

from reviewer import hook
from reviewer.hook import RefusedError
from reviewer.types import Dimension, Flag, Origin, Road, Severity

STATUS = {
    "bad_request": 400,
    "no_key": 401,
    "not_found": 404,
    "bad_method": 405,
    "not_reviewed": 408,
    "too_slow": 408,
    "too_large": 413,
    "bad_type": 415,
    "wrong_host": 421,
    "unusable": 422,
    "busy": 429,
    "failed": 500,
}
"""The HTTP status of each code of an error."""


class NoticeRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A text of Amazon to be understood."""

    text: str
    """The notice, as plain text."""


class RuleEntry(msgspec.Struct, frozen=True):
    """One rule, as `reviewer rules --format json` prints it."""

    code: str
    name: str
    dimension: Dimension | None
    flag: Flag | None
    severity: Severity
    road: Road | None
    message: str
    help: str
    why: str
    source: str
    bad: list[str]
    good: list[str]
    origin: Origin


class Rules(msgspec.Struct, frozen=True):
    """All rules."""

    rules: list[RuleEntry]


class State(msgspec.Struct, frozen=True):
    """How the service is."""

    status: Literal["alive", "ready", "starting", "stopping"]
    workers: int
    """How many processes are ready to review."""


def review_request(raw: bytes) -> hook.Request:
    """The request for a review in `raw`. Raises RefusedError for what is none, and for one that names a file."""
    request = hook.decoded(raw, hook.Request)
    for field in hook.FILE_FIELDS:
        if getattr(request, field) not in (None, []):
            raise RefusedError("bad_request", f"{field}: a service reads no files; send the text itself", field)
    if request.text is None:
        raise RefusedError("bad_request", "the request needs text, the draft itself", "text")
    return request


def notice_request(raw: bytes) -> NoticeRequest:
    """The request to understand a notice in `raw`. Raises RefusedError for what is none."""
    return hook.decoded(raw, NoticeRequest)
