"""Who does the work: this process, worker processes of this machine (joblib), or a cluster (dask.distributed).

Each backend takes chunks and gives results as they are done, in any order, with only a few chunks on the way at a time. A chunk that
takes its worker down is tried again in halves until the letter is found that does it; that letter becomes a failure, and the run goes on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice

import msgspec

from reviewer.batch.sources import Failure
from reviewer.batch.worker import Chunk, Part, Settings, identity, score
from reviewer.types import ReviewerError

Done = tuple[int, bytes]
"""The number of a chunk and its Part, encoded."""
Backend = Callable[[Iterator[Chunk], Settings], Iterator[Done]]
PATIENCE = 10.0
"""Seconds to wait for the scheduler of a cluster."""
Work = Callable[[Chunk, Settings], bytes]
"""What a worker does with a chunk: `score`, or in a test what fails as workers fail."""


def here(chunks: Iterator[Chunk], settings: Settings) -> Iterator[Done]:
    """One after the other in this process."""
    for chunk in chunks:
        yield chunk.number, score(chunk, settings)


def processes(jobs: int, work: Work = score) -> Backend:
    """On `jobs` worker processes of this machine; each loads the judges once."""
    from joblib import Parallel, delayed
    from joblib.externals.loky.process_executor import TerminatedWorkerError

    def alone(chunk: Chunk, settings: Settings) -> bytes:
        part: bytes = Parallel(n_jobs=2, backend="loky")([delayed(work)(chunk, settings)])[0]
        return part

    def run(chunks: Iterator[Chunk], settings: Settings) -> Iterator[Done]:
        under_way: dict[int, Chunk] = {}

        def taken() -> Iterator[Chunk]:
            for chunk in chunks:
                under_way[chunk.number] = chunk
                yield chunk

        while True:
            parallel = Parallel(n_jobs=jobs, backend="loky", return_as="generator_unordered", pre_dispatch=jobs + 2, batch_size=1)
            try:
                for number, part in parallel(delayed(_numbered)(work, chunk, settings) for chunk in taken()):
                    del under_way[number]
                    yield number, part
            except TerminatedWorkerError:
                for number, chunk in sorted(under_way.items()):
                    yield number, _carefully(chunk, settings, alone, TerminatedWorkerError)
                under_way.clear()
            else:
                return

    return run


def cluster(address: str, work: Work = score) -> Backend:
    """On the workers of the Dask cluster whose scheduler is at `address`. What a worker had when it was lost is done by another."""
    try:
        from distributed import Client, KilledWorker, as_completed
    except ImportError:
        raise ReviewerError("--dask needs a library that is not installed: pip install '.[dask]'") from None

    def run(chunks: Iterator[Chunk], settings: Settings) -> Iterator[Done]:
        try:
            client = Client(address, timeout=PATIENCE, set_as_default=False)
        except (OSError, ValueError) as error:
            raise ReviewerError(f"--dask {address}: there is no scheduler that answers ({type(error).__name__})") from None
        with client:
            _same_program(client, address)
            abreast = 2 * max(1, sum(client.nthreads().values()))
            under_way = {client.submit(work, chunk, settings, pure=False): chunk for chunk in islice(chunks, abreast)}
            done = as_completed(under_way, loop=client.loop)
            for future in done:
                chunk = under_way.pop(future)
                try:
                    part = future.result()
                except KilledWorker:
                    part = _carefully(chunk, settings, lambda c, s: client.submit(work, c, s, pure=False).result(), KilledWorker)
                yield chunk.number, part
                for following in islice(chunks, 1):
                    further = client.submit(work, following, settings, pure=False)
                    under_way[further] = following
                    done.add(further)

    return run


def _same_program(client: object, address: str) -> None:
    """Raise ReviewerError where a worker has no reviewer, or one with another version or model than this process."""
    try:
        found = client.run(identity)  # type: ignore[attr-defined]
    except Exception as error:
        raise ReviewerError(f"--dask {address}: the workers cannot run reviewer ({type(error).__name__}); install the same version on each") from None
    if not found:
        raise ReviewerError(f"--dask {address}: the cluster has no worker")
    for worker, other in found.items():
        if other != identity():
            raise ReviewerError(
                f"--dask {address}: worker {worker} has reviewer {other[0]} with model {other[1]}, here it is {identity()[0]} with {identity()[1]}"
            )


def _numbered(work: Work, chunk: Chunk, settings: Settings) -> Done:
    return chunk.number, work(chunk, settings)


def _carefully(chunk: Chunk, settings: Settings, attempt: Work, crash: type[Exception]) -> bytes:
    """The part of a chunk that was under way when a worker died: whole, or in halves around the letter that kills a worker."""
    try:
        return attempt(chunk, settings)
    except crash:
        rows = chunk.rows
        if len(rows) == 1:
            return score(Chunk(chunk.number, [Failure(rows[0].row, rows[0].id, "the worker process died on this letter")]), settings)
        middle = len(rows) // 2
        halves = [_carefully(Chunk(chunk.number, half), settings, attempt, crash) for half in (rows[:middle], rows[middle:])]
        first, second = (msgspec.json.decode(half, type=Part) for half in halves)
        joined = {field: getattr(first, field) + getattr(second, field) for field in Part.__struct_fields__}
        return msgspec.json.encode(Part(**joined))
