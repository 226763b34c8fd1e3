"""The contract of `reviewer hook`: one request in, one Report or one Problem out, within a time limit.

A review runs in a process of its own. A thread could not hold the limit: regular expressions, the tokenizers and the grammar
checker are native code, and some of it keeps the interpreter to itself while it runs, so that no other thread could answer. A
process can always be ended, and where it ends by itself (out of memory, a fault in native code) the caller still gets an answer.
"""

from __future__ import annotations

import contextlib
import math
import signal
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, TypeVar

import msgspec

from reviewer.plain import one_line
from reviewer.types import Report, ReviewerError, Road, Severity

if TYPE_CHECKING:
    from reviewer.case.case import Case
    from reviewer.config import Config
    from reviewer.engine import Reviewer
    from reviewer.readers import Draft

_Request = TypeVar("_Request", bound=msgspec.Struct)
TIME_LIMIT = 20.0
"""Seconds after which the answer is `not_reviewed`, where neither caller nor request says another limit."""
LONGEST = 3600.0
"""The longest time limit, in seconds."""
MAX_REQUEST = 10 * 1024 * 1024
"""The largest request that is read, in bytes."""

_Score = Annotated[float, msgspec.Meta(ge=0, le=100)]


class Request(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What a caller asks. The draft is `text` or `path`, one of the two; the rest may be left out."""

    text: str | None = None
    """The draft itself, as plain text."""
    path: str | None = None
    """A file with the draft, of any kind that `reviewer check` reads."""
    name: str | None = None
    """What the report calls the draft; the path, or `<text>`, by itself."""
    notice: str | list[str] = []
    """The notice that the draft answers, or a list with Amazon's later replies too, oldest first."""
    notice_paths: str | list[str] = []
    """The same as files."""
    previous: str | list[str] = []
    """An earlier appeal that was refused, or a list of them, oldest first."""
    previous_paths: str | list[str] = []
    """The same as files."""
    metrics: str | None = None
    """The account's metrics: csv, json or the text of the Account Health page."""
    metrics_path: str | None = None
    """The same as a file."""
    marketplace: str | None = None
    """Whose targets the metrics have, such as `US`; as metrics or notice name it by itself."""
    road: Road | None = None
    """`plan` or `dispute`; told from the letter by itself."""
    select: list[str] = []
    """Codes or families that alone are shown; scores stay whole."""
    ignore: list[str] = []
    """Codes or families that are left out of findings and scores."""
    fail_on: Literal["error", "warning", "suggestion", "never"] = "error"
    """The least severity that alone makes the verdict `revise`."""
    min_score: _Score = 60.0
    """The least that every one of the five scores must reach for `ready`."""
    min_overall: _Score | None = None
    """The least that the overall score must reach for `ready`; what the model was fitted to by itself."""
    english_fails: bool = False
    """Whether a slip of English may make a letter `revise`."""
    time_limit: Annotated[float, msgspec.Meta(gt=0, le=LONGEST)] | None = None
    """Seconds after which the answer is `not_reviewed`; 20 by itself."""


FILE_FIELDS = ("path", "notice_paths", "previous_paths", "metrics_path")
"""The fields that name files of the caller: who answers strangers takes none of them."""


class Problem(msgspec.Struct, frozen=True):
    """Why there is no Report."""

    code: str
    """`bad_request`, `too_large`, `unusable`, `not_reviewed` or `failed`; a service may have more."""
    message: str
    """One line for the person who can mend it."""
    where: str | None = None
    """The field of the request that it is about, where one is."""


class Failure(msgspec.Struct, frozen=True):
    """The answer in place of a Report."""

    error: Problem


class RefusedError(ReviewerError):
    """There is no Report, and `problem` says why."""

    def __init__(self, code: str, message: str, where: str | None = None) -> None:
        """A problem of the kind `code`; the message is put on one line, and cut where it is long."""
        line = one_line(message)
        super().__init__(line)
        self.problem = Problem(code, line, where)


def decode(raw: bytes) -> Request:
    """The request in `raw`. Raises RefusedError for what is no request."""
    if not raw.strip():
        raise RefusedError("bad_request", 'there is no request on standard input; the shortest is {"text": "..."}')
    request = decoded(raw, Request)
    if (request.text is None) == (request.path is None):
        raise RefusedError("bad_request", "the request needs either text or path" + (", and has both" if request.text is not None else ""))
    if request.metrics is not None and request.metrics_path is not None:
        raise RefusedError("bad_request", "the request has both metrics and metrics_path; one of them may be there", "metrics_path")
    return request


def decoded(raw: bytes, kind: type[_Request]) -> _Request:
    """The request of this kind in `raw`. Raises RefusedError for what is none."""
    if len(raw) > MAX_REQUEST:
        raise RefusedError("too_large", f"the request has more than {MAX_REQUEST:,} bytes, which is the most that is read")
    try:
        return msgspec.json.decode(raw, type=kind)
    except msgspec.ValidationError as error:
        message, _, place = str(error).partition(" - at `$")
        if "unknown field" in message:
            message += f"; allowed are {', '.join(kind.__struct_fields__)}"
        raise RefusedError("bad_request", f"the request: {message}", place.strip("`.") or None) from None
    except msgspec.DecodeError as error:
        raise RefusedError("bad_request", f"the request is not JSON: {error}") from None
    except UnicodeDecodeError as error:
        raise RefusedError("bad_request", f"the request is not UTF-8 (byte {error.start})") from None
    except RecursionError:
        raise RefusedError("bad_request", "the request is nested too deeply; it is one flat object") from None


def config_of(request: Request) -> Config:
    """The settings that a request names; no settings file is looked for, so that the answer follows from the request alone."""
    from reviewer.config import Config

    return Config(
        select=request.select,
        ignore=request.ignore,
        fail_on=None if request.fail_on == "never" else Severity(request.fail_on),
        min_score=request.min_score,
        min_overall=request.min_overall,
        english_fails=request.english_fails,
        road=request.road,
    )


def request_of(
    draft: Draft,
    config: Config,
    *,
    notices: Sequence[str] = (),
    previous: Sequence[str] = (),
    metrics: str | None = None,
    marketplace: str | None = None,
) -> Request:
    """The request that asks for a draft to be reviewed by `config`, as far as a request can say it: `config_of` gives that part back."""
    return Request(
        text=draft.text,
        name=draft.name.encode(errors="replace").decode(),
        notice=list(notices),
        previous=list(previous),
        metrics=metrics,
        marketplace=marketplace,
        road=config.road,
        select=config.select,
        ignore=config.ignore,
        fail_on="never" if config.fail_on is None else config.fail_on.value,
        min_score=config.min_score,
        min_overall=config.min_overall,
        english_fails=config.english_fails,
    )


def with_texts(request: Request) -> Request:
    """The same request with the texts of its files in place of their paths. Raises RefusedError where one cannot be used."""
    draft = draft_of(request)
    texts = {"text": draft.text, "notice": notices_of(request), "previous": previous_of(request), "metrics": metrics_of(request)}
    return msgspec.structs.replace(request, name=draft.name, path=None, notice_paths=[], previous_paths=[], metrics_path=None, **texts)


def draft_of(request: Request) -> Draft:
    """The draft of a request, read from its file where it names one. Raises RefusedError where it cannot be reviewed."""
    from reviewer.readers import Draft

    if request.path is None:
        return Draft(_checked(request.text or "", "text"), request.name or "<text>", "text")
    draft = _file(request.path, "path")
    return Draft(draft.text, request.name or draft.name, draft.kind)


def notices_of(request: Request) -> list[str]:
    """The texts of the notice and of later replies. Raises RefusedError where one cannot be used."""
    return _texts(request.notice, "notice", request.notice_paths, "notice_paths")


def previous_of(request: Request) -> list[str]:
    """The texts of earlier appeals. Raises RefusedError where one cannot be used."""
    return _texts(request.previous, "previous", request.previous_paths, "previous_paths")


def metrics_of(request: Request) -> str | None:
    """The text of the account's metrics. Raises RefusedError where it cannot be used."""
    if request.metrics_path is not None:
        return _file(request.metrics_path, "metrics_path").text
    return None if request.metrics is None else _checked(request.metrics, "metrics")


def _texts(texts: str | Sequence[str], field: str, paths: str | Sequence[str], paths_field: str) -> list[str]:
    given = [(texts, field)] if isinstance(texts, str) else [(text, f"{field}[{number}]") for number, text in enumerate(texts)]
    named = [(paths, paths_field)] if isinstance(paths, str) else [(path, f"{paths_field}[{number}]") for number, path in enumerate(paths)]
    return [_checked(text, where) for text, where in given] + [_file(path, where).text for path, where in named]


def _checked(text: str, where: str) -> str:
    """`text`, if it is one that a person could have written; the same bounds as for a file."""
    from reviewer.document import MAX_CHARACTERS

    if len(text) > MAX_CHARACTERS:
        raise RefusedError("unusable", f"{where}: the text has {len(text):,} characters; at most {MAX_CHARACTERS:,} are reviewed", where)
    if not any(character.isalnum() for character in text):
        raise RefusedError("unusable", f"{where}: the text is empty; it needs at least one word", where)
    if "\0" in text:
        raise RefusedError("unusable", f"{where}: holds a NUL character at position {text.index(chr(0))}; this is no text", where)
    return text


def _file(path: str, where: str) -> Draft:
    from reviewer.readers import read

    if "\0" in path:
        raise RefusedError("unusable", f"{where}: a path cannot hold a NUL character", where)
    with _about(where):
        return read(Path(path))


@contextlib.contextmanager
def _about(where: str | None) -> Iterator[None]:
    """Whatever ReviewerError is raised inside becomes RefusedError."""
    try:
        yield
    except RefusedError:
        raise
    except ReviewerError as error:
        raise RefusedError("unusable", str(error), where) from None


def review(request: Request, reviewer: Reviewer | None = None) -> Report:
    """The Report on a request, made in this process and without a time limit. Raises RefusedError.

    A `reviewer` that is loaded already takes the place of one made for this request, and its settings that of the request's.
    """
    with _about(None):
        from reviewer.english import warm_up

        warm_up()
        draft = draft_of(request)
        case = _case(request)
        from reviewer.engine import Reviewer

        return (reviewer or Reviewer(config_of(request))).review(draft.text, draft.name, case=case)


def _case(request: Request) -> Case | None:
    notices, previous, metrics = notices_of(request), previous_of(request), metrics_of(request)
    if not notices and not previous and metrics is None:
        return None
    import datetime

    from reviewer.case.case import Case

    return Case.of(
        notices=[("notice" if len(notices) == 1 else f"notice {number}", text) for number, text in enumerate(notices, 1)],
        previous=[(f"earlier appeal {number}", text) for number, text in enumerate(previous, 1)],
        today=datetime.datetime.now(tz=datetime.UTC).date(),
        metrics=("metrics", metrics) if metrics is not None else None,
        marketplace=request.marketplace,
    )


def review_within(request: Request, seconds: float) -> Report:
    """The Report on a request, made in a process of its own that is ended after `seconds`. Raises RefusedError, also for the time limit."""
    import subprocess

    if seconds <= 0:
        raise too_late()
    raw = msgspec.json.encode(msgspec.structs.replace(request, time_limit=min(seconds, LONGEST)))
    command = [sys.executable, "-P", "-m", "reviewer.hook"]  # -P: what lies in the working directory is not imported
    try:
        done = subprocess.run(command, input=raw, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=seconds, check=False)  # noqa: S603, the command is our own
    except subprocess.TimeoutExpired:
        raise too_late() from None
    except OSError as error:
        raise RefusedError("failed", f"the process of the review could not be started ({error.strerror})") from None
    if done.returncode == _REVIEWED:
        return msgspec.json.decode(done.stdout, type=Report)
    if done.returncode == _REFUSED:
        problem = msgspec.json.decode(done.stdout, type=Problem)
        raise RefusedError(problem.code, problem.message, problem.where)
    raise RefusedError("failed", f"the review broke off (exit status {done.returncode}); `reviewer check` on the same draft may say more")


def too_late() -> RefusedError:
    """What a caller gets after the time limit: no verdict, so that the caller decides."""
    return RefusedError("not_reviewed", "the time limit passed before the letter was reviewed; nothing is said about it")


_REVIEWED, _REFUSED = 0, 3
"""How the process of a review ends. Python itself ends with 1 or 2 when something goes wrong."""


def _main() -> int:
    """The process of a review: a request that was decoded before on standard input, a Report or a Problem on standard output."""
    request = msgspec.json.decode(sys.stdin.buffer.read(), type=Request)
    if hasattr(signal, "alarm"):  # the system ends this process even where the caller was killed and cannot
        signal.alarm(math.ceil(request.time_limit or TIME_LIMIT) + 1)
    try:
        answer, status = msgspec.json.encode(review(request)), _REVIEWED
    except RefusedError as refused:
        answer, status = msgspec.json.encode(refused.problem), _REFUSED
    sys.stdout.buffer.write(answer)
    sys.stdout.flush()
    return status


if __name__ == "__main__":
    sys.exit(_main())
