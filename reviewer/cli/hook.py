"""`reviewer hook`: what another tool asks before it submits a letter."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, NoReturn

import click

from reviewer.cli.common import complain

if TYPE_CHECKING:
    from reviewer.hook import RefusedError, Request
    from reviewer.types import Report

_EPILOG = """\b
Exit status: 0 the letter is ready, 1 it should be revised, 2 no verdict: standard output says why.
Example:
  echo '{"path": "appeal.docx", "notice_paths": ["notice.txt"], "time_limit": 10}' | reviewer hook"""


@click.command(epilog=_EPILOG)
@click.option(
    "--time-limit",
    type=click.FloatRange(0, 3600, min_open=True),
    metavar="SECONDS",
    help="Answer 'not reviewed' after this time; a request may name a shorter one. [default: 20]",
)
@click.option("--server", metavar="ADDRESS", help="Ask the service there (http://127.0.0.1:8000, unix:/path); review here where it does not answer.")
def hook(time_limit: float | None, server: str | None) -> None:
    """Answer one JSON request on standard input with one JSON report.

    docs/hook.md has the fields and examples. No settings file is read: the answer follows from the request alone.
    """
    begun = time.monotonic()
    import msgspec

    from reviewer.formats import machine
    from reviewer.hook import Failure
    from reviewer.types import ReviewerError, Verdict

    try:
        report = _report(begun, time_limit, server)
    except (ReviewerError, KeyboardInterrupt) as error:
        refused = _refused(error)
        complain(str(refused))
        _answer(msgspec.json.encode(Failure(refused.problem)) + b"\n", 2)
    _answer(machine.json([report]).encode(), 0 if report.verdict is Verdict.READY else 1)


def _refused(error: BaseException) -> RefusedError:
    """What the caller is told of an error."""
    from reviewer.hook import RefusedError

    if isinstance(error, RefusedError):
        return error
    if isinstance(error, KeyboardInterrupt):
        return RefusedError("not_reviewed", "interrupted before the letter was reviewed")
    return RefusedError("unusable", str(error))


def _report(begun: float, time_limit: float | None, server: str | None) -> Report:
    """The Report on the request on standard input. Raises RefusedError."""
    from reviewer.deadline import within
    from reviewer.hook import TIME_LIMIT, RefusedError, decode, review_within, too_late

    limit = time_limit or TIME_LIMIT
    try:
        request = decode(within(limit, _standard_input))
    except TimeoutError:
        raise too_late() from None
    except OSError as error:
        raise RefusedError("bad_request", f"standard input cannot be read ({error.strerror})") from None
    if request.time_limit is not None:
        limit = request.time_limit if time_limit is None else min(time_limit, request.time_limit)
    end = begun + limit
    report = _served(request, server, end) if server else None
    return report or review_within(request, end - time.monotonic())


def _served(request: Request, server: str, end: float) -> Report | None:
    """The Report of the service, or None, with a note, where this machine has to do the work. Raises RefusedError.

    The service has half of the time: a review on this machine may have to fit into the other half.
    """
    from reviewer.client import Service, UnavailableError
    from reviewer.deadline import within
    from reviewer.hook import too_late, with_texts

    service = Service.of_environment(server)
    try:
        whole = within(end - time.monotonic(), lambda: with_texts(request))
        return service.review(whole, (end - time.monotonic()) / 2)
    except TimeoutError:
        raise too_late() from None
    except UnavailableError as why:
        complain(f"note: {why}; reviewed on this machine instead")
        return None


def _standard_input() -> bytes:
    """All of standard input, or one byte more than is allowed. Unbuffered: a thread that waits here must not hold a lock when Python ends."""
    from reviewer.hook import MAX_REQUEST

    raw = bytearray()
    with open(0, "rb", buffering=0, closefd=False) as stream:
        while len(raw) <= MAX_REQUEST and (part := stream.read(1 << 16)):
            raw += part
    return bytes(raw)


def _answer(answer: bytes, status: int) -> NoReturn:
    """Write the answer, all at once, and end. An answer that cannot be written is none: status 2."""
    try:
        with open(1, "wb", closefd=False) as stream:
            stream.write(answer)
    except OSError as error:
        complain(f"the answer could not be written ({error.strerror})")
        status = 2
    sys.exit(status)
