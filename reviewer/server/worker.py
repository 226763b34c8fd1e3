"""A process that reviews: jobs on standard input, outcomes on standard output, the judges loaded once."""

from __future__ import annotations

import copy
import math
import os
import signal
import sys
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import msgspec

from reviewer.hook import Failure, Problem, RefusedError
from reviewer.server.channel import Begun, Job, Kind, Outcome, packed, read
from reviewer.server.contract import STATUS, notice_request, review_request
from reviewer.types import ReviewerError

if TYPE_CHECKING:
    from reviewer.engine import Reviewer

GROWTH = 512 * 1024 * 1024
"""By how many bytes a worker may grow before another takes its place: what hostile letters took does not go back to the system."""
_SAMPLE = """\
We did recieve teh complaint. He go to the Haushaltswaren every day.

Root cause
- On 3 May 2025 we sold 12 lamps of ASIN B0C7QKL2MN with the wrong plug. The customer lied and we will be more carefull.
"""
"""Has slips, and a word unlike any other: at the first such word the grammar checker builds an index for most of a second."""
_SAMPLE_NOTICE = "Hello, your listing for ASIN B0C7QKL2MN was removed. Please send us a plan of action with the root cause within 7 days."


class Bench:
    """The judges at work in this process."""

    def __init__(self) -> None:
        """Load all that a letter may need, by a review of a sample. Raises ReviewerError where a part of the installation is missing."""
        from reviewer.english import warm_up

        warm_up()  # the dictionary loads beside the imports
        from reviewer.engine import Reviewer

        self._reviewer: Reviewer = Reviewer()
        self._reviewer.review(_SAMPLE)  # not by a copy, so that what is loaded at the first letter is there for all
        self.answer("review", msgspec.json.encode({"text": _SAMPLE, "notice": _SAMPLE_NOTICE, "previous": _SAMPLE}))

    def answer(self, kind: Kind, body: bytes) -> bytes:
        """The answer to one job, as JSON. Raises RefusedError."""
        if kind == "review":
            return self._review(body)
        return self._notice(body) if kind == "notice" else self._rules()

    def _review(self, body: bytes) -> bytes:
        from reviewer import config, hook

        request = review_request(body)
        reviewer = copy.copy(self._reviewer)  # shares the judges, which no setting of a request changes
        reviewer.config = hook.config_of(request)
        try:
            config.check_codes([*request.select, *request.ignore], "settings")
        except ReviewerError as error:
            raise RefusedError("unusable", str(error)) from None
        return msgspec.json.encode(hook.review(request, reviewer))

    def _notice(self, body: bytes) -> bytes:
        from reviewer import hook
        from reviewer.case.notice import understand

        draft = hook.draft_of(hook.Request(text=notice_request(body).text))
        return msgspec.json.encode(understand(draft.text))

    def _rules(self) -> bytes:
        from reviewer.rulebook import as_json
        from reviewer.rules import ALL

        return b'{"rules":' + as_json(ALL).encode() + b"}"


def done(bench: Bench, job: Job, body: bytes) -> tuple[Outcome, bytes]:
    """What comes of a job, whatever happens to it."""
    try:
        return Outcome(200), bench.answer(job.kind, body)
    except RefusedError as refused:
        return Outcome(STATUS[refused.problem.code]), msgspec.json.encode(Failure(refused.problem))
    except Exception as error:  # a fault of the program on one letter must not cost the others their worker
        problem = Problem("failed", "the review broke off; `reviewer check` on the same draft may say more")
        return Outcome(STATUS["failed"], broke=_place(error)), msgspec.json.encode(Failure(problem))


def _place(error: Exception) -> str:
    """The kind and place of a fault. Its message is left out: it may hold words of the letter."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} in {Path(last.filename).name}, line {last.lineno}"


def _size() -> int:
    """The memory of this process in bytes; 0 where the system does not say."""
    try:
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGESIZE")
    except OSError:
        return 0


def serve(jobs: BinaryIO, answers: BinaryIO) -> None:
    """Load, say so, and do one job after the other until there are no more."""
    from reviewer.document import passing_words

    try:
        bench = Bench()
    except ReviewerError as error:
        _say(answers, Outcome(500), str(error).encode())
        return
    _say(answers, Outcome(200))
    first = _size()
    while (came := read(jobs, Job)) is not None:
        job, body = came
        _say(answers, Begun())
        if hasattr(signal, "alarm"):  # the system ends this process even where the front process was killed and cannot
            signal.alarm(math.ceil(job.seconds) + 5)
        with passing_words():  # one job at a time, and of its letter nothing is left but the answer
            outcome, answer = done(bench, job, body)
        if hasattr(signal, "alarm"):
            signal.alarm(0)
        outcome = msgspec.structs.replace(outcome, spent=_size() > first + GROWTH)
        _say(answers, outcome, answer)


def _say(answers: BinaryIO, header: msgspec.Struct, body: bytes = b"") -> None:
    answers.write(packed(header, body))
    answers.flush()


def _main() -> None:
    for ignored in (signal.SIGINT, signal.SIGTERM):  # they go to the whole group; the front process says when there is nothing left to do
        signal.signal(ignored, signal.SIG_IGN)
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not be taken for an answer
    serve(sys.stdin.buffer, answers)


if __name__ == "__main__":
    _main()
