"""The worker processes: how they start, get their jobs in turn, are ended when one takes too long, and are replaced."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import math
import os
import sys
from collections import Counter
from dataclasses import dataclass
from typing import Literal

import msgspec

from reviewer.hook import RefusedError, too_late
from reviewer.server.channel import Begun, Job, Kind, Outcome, packed, receive
from reviewer.types import ReviewerError

START = 120.0
"""Seconds in which a worker must be ready."""
_PAUSES = (0, 1, 2, 4, 8, 16, 30)
"""Seconds before the next attempt where workers do not get ready."""
_BUFFER = 1 << 20
_BROKEN = (OSError, asyncio.IncompleteReadError, msgspec.DecodeError)
"""What talking to a worker raises that has ended."""
_ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "RAYON_NUM_THREADS"), "1") | {"TOKENIZERS_PARALLELISM": "false"}
_log = logging.getLogger("reviewer.server")

End = Literal["died", "time", "memory"]


class BusyError(RefusedError):
    """There is no room in the queue, or no worker was free in time."""

    def __init__(self, seconds: int) -> None:
        """Busy for about `seconds`."""
        super().__init__("busy", f"the service is busy; ask again in about {seconds} s")
        self.seconds = seconds


class _NotBegunError(Exception):
    """A worker ended before it took a job up."""


@dataclass(eq=False)
class _Waiting:
    """A job and the promise of its outcome."""

    kind: Kind
    body: bytes
    outcome: asyncio.Future[tuple[Outcome, bytes]]
    begun: bool = False


class _Worker:
    """One process."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        self.process, self._jobs, self._outcomes = process, process.stdin, process.stdout
        self.ended = asyncio.ensure_future(process.wait())

    @classmethod
    async def start(cls) -> _Worker:
        environment = {name: value for name, value in os.environ.items() if name != "REVIEWER_API_KEY"} | _ONE_THREAD
        return cls(
            await asyncio.create_subprocess_exec(
                *(sys.executable, "-P", "-m", "reviewer.server.worker"),  # -P: what lies in the working directory is not imported
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.DEVNULL,  # a traceback may hold words of a letter
                limit=_BUFFER,
                env=environment,
            )
        )

    async def greeting(self) -> None:
        """Wait until it is ready. Raises ReviewerError where it cannot be."""
        try:
            async with asyncio.timeout(START):
                outcome, said = await receive(self._outcomes, Outcome)
        except TimeoutError:
            raise ReviewerError(f"a worker was not ready within {START:.0f} seconds") from None
        except _BROKEN:
            raise ReviewerError(f"a worker ended before it was ready (exit status {await self.ended})") from None
        if outcome.status != 200:
            raise ReviewerError(said.decode())

    async def ask(self, job: Job, body: bytes) -> tuple[Outcome, bytes]:
        """What comes of a job. Raises _NotBegunError where the process ends before it takes the job up, one of _BROKEN where after."""
        try:
            self._jobs.write(packed(job, body))
            await self._jobs.drain()
            await receive(self._outcomes, Begun)
        except _BROKEN:
            raise _NotBegunError from None
        return await receive(self._outcomes, Outcome)

    async def end(self) -> None:
        """End it, whatever it does."""
        with contextlib.suppress(ProcessLookupError):
            self.process.kill()
        await self.ended


class Pool:
    """Some workers and the queue in front of them. Belongs to one event loop."""

    def __init__(self, *, workers: int, queue: int, seconds: float) -> None:
        """`workers` processes; at most `queue` jobs wait; no job is worked on for longer than `seconds`."""
        self.workers, self.queue, self.seconds = workers, queue, seconds
        self.waiting = 0
        """How many jobs wait for a worker."""
        self.busy = 0
        """How many workers are at work."""
        self.ready = 0
        """How many workers could be."""
        self.ends: Counter[End] = Counter()
        """How many workers ended, and why."""
        self._usual = 0.1
        self._queue: asyncio.Queue[_Waiting] = asyncio.Queue()
        self._alive: set[_Worker] = set()
        self._tasks: list[asyncio.Task[None]] = []
        self._first: list[asyncio.Future[None]] = []

    def start(self) -> None:
        """Start the workers, all at once."""
        self._first = [asyncio.get_running_loop().create_future() for _ in range(self.workers)]
        self._tasks = [asyncio.ensure_future(self._tend(first)) for first in self._first]

    async def warm(self) -> None:
        """Wait until every worker has been ready. Raises ReviewerError where one cannot be."""
        await asyncio.gather(*self._first)

    async def stop(self) -> None:
        """End all workers; what they were at is lost."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await asyncio.gather(*(worker.end() for worker in self._alive))

    async def ask(self, kind: Kind, body: bytes, seconds: float | None = None) -> tuple[Outcome, bytes]:
        """What comes of a job, within `seconds` where they are fewer than those of the pool.

        Raises BusyError where it has to wait for too long, RefusedError where it takes too long or its worker ends.
        """
        if self.waiting >= self.queue:
            raise self._busy()
        waiting = _Waiting(kind, body, asyncio.get_running_loop().create_future())
        self.waiting += 1
        self._queue.put_nowait(waiting)
        try:
            async with asyncio.timeout(min(self.seconds, seconds or self.seconds)):
                return await waiting.outcome
        except TimeoutError:
            raise (too_late() if waiting.begun else self._busy()) from None
        finally:
            if not waiting.begun:
                self.waiting -= 1

    def _busy(self) -> BusyError:
        return BusyError(min(60, max(1, math.ceil(self.waiting * self._usual / self.workers))))

    async def _tend(self, first: asyncio.Future[None]) -> None:
        """Keep one worker at work, and put another in its place when it ends."""
        worker = await self._begin(first)
        while True:
            waiting = await self._next(worker)
            end = "died" if waiting is None else None if waiting.outcome.done() else await self._work(worker, waiting)
            if end:
                self.ends[end] += 1
                self.ready -= 1
                _log.warning("a worker ended (%s); another takes its place", end)
                await self._bury(worker)
                worker = await self._begin(first)

    async def _begin(self, first: asyncio.Future[None]) -> _Worker:
        """A worker that is ready. The first one of all must be so at once, later ones are tried again."""
        attempt = 0
        while True:
            await asyncio.sleep(_PAUSES[min(attempt, len(_PAUSES) - 1)])
            try:
                worker = await self._born()
            except ReviewerError as error:
                if not first.done():
                    first.set_exception(error)
                _log.error("%s", error)
                attempt += 1
            else:
                if not first.done():
                    first.set_result(None)
                self.ready += 1
                return worker

    async def _born(self) -> _Worker:
        """A worker that is ready. Raises ReviewerError."""
        try:
            worker = await _Worker.start()
        except OSError as error:
            raise ReviewerError(f"no process could be started ({error.strerror})") from None
        self._alive.add(worker)
        try:
            await worker.greeting()
        except ReviewerError:
            await self._bury(worker)
            raise
        return worker

    async def _bury(self, worker: _Worker) -> None:
        await worker.end()
        self._alive.discard(worker)

    async def _next(self, worker: _Worker) -> _Waiting | None:
        """The next job; None where the worker ended while it had nothing to do."""
        job = asyncio.ensure_future(self._queue.get())
        try:
            await asyncio.wait([job, worker.ended], return_when=asyncio.FIRST_COMPLETED)
        finally:
            if not job.done():
                job.cancel()
        if not worker.ended.done():
            return job.result()
        if job.done() and not job.cancelled():
            self._queue.put_nowait(job.result())
        return None

    async def _work(self, worker: _Worker, waiting: _Waiting) -> End | None:
        """Have a job done; why the worker must be replaced, if it must."""
        waiting.begun = True
        self.waiting -= 1
        self.busy += 1
        loop = asyncio.get_running_loop()
        begin = loop.time()
        try:
            async with asyncio.timeout(self.seconds):
                outcome, answer = await worker.ask(Job(waiting.kind, self.seconds), waiting.body)
        except TimeoutError:
            _refuse(waiting, too_late())
            return "time"
        except _NotBegunError:
            self._give_back(waiting)
            return "died"
        except _BROKEN:
            _refuse(waiting, RefusedError("failed", "the review broke off; `reviewer check` on the same draft may say more"))
            return "died"
        finally:
            self.busy -= 1
        self._usual += 0.05 * (loop.time() - begin - self._usual)
        if outcome.broke:
            _log.error("a review broke off: %s", outcome.broke)
        if not waiting.outcome.done():
            waiting.outcome.set_result((outcome, answer))
        return "memory" if outcome.spent else None

    def _give_back(self, waiting: _Waiting) -> None:
        """Let another worker do a job that was given to a dead one."""
        if not waiting.outcome.done():
            waiting.begun = False
            self.waiting += 1
            self._queue.put_nowait(waiting)


def _refuse(waiting: _Waiting, error: RefusedError) -> None:
    if not waiting.outcome.done():
        waiting.outcome.set_exception(error)
