"""A batch from beginning to end: chunks of the source to a backend, parts on disk, the parts into tables."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import msgspec

from reviewer.batch import tables
from reviewer.batch.backends import Backend
from reviewer.batch.rows import FailureRow, FindingRow, LetterRow, UnitRow
from reviewer.batch.sources import Source
from reviewer.batch.store import Plan, Store
from reviewer.batch.worker import Chunk, Settings, identity
from reviewer.files import write_whole
from reviewer.types import ReviewerError, Verdict

KEY = "REVIEWER_HASH_KEY"
"""The variable that holds a key of one's own for hashed ids."""
CHUNK = 64
"""Rows of a chunk: a second or two of work, so little is lost when a run is killed."""


Progress = Callable[[int, int], object]
"""Told how many rows are done, and how many of these were done before."""


def _unseen(_done: int, _before: int) -> None:
    """The progress that nobody looks at."""


@dataclass(frozen=True)
class Outcome:
    """What a batch did."""

    letters: int
    ready: int
    failed: int
    before: int
    """Rows that an earlier, broken run had done."""


def run(
    source: Source,
    output: Path,
    settings: Settings,
    backend: Backend,
    *,
    hashed: bool = False,
    restart: bool = False,
    chunk: int = CHUNK,
    progress: Progress = _unseen,
) -> Outcome:
    """Score every letter of `source` into the table `output`, going on where an earlier run of the same plan was broken off.

    Raises ReviewerError where the table cannot be made; what was done till then is kept.
    """
    tables.ending_of(output)
    store = Store(output.with_name(output.name + ".parts"))
    if restart:
        store.remove()
    elif output.exists() and not store.folder.exists():
        raise ReviewerError(f"{output}: is there already; --restart makes it anew")
    version, model = identity()
    plan = Plan(
        source=str(source.path.resolve()),
        signature=dict(source.signature),
        settings=_told(settings, hashed=hashed),
        model=model if settings.config.classifier else "rules",
        reviewer=version,
        chunk=chunk,
    )
    kept = store.begin(plan)
    if hashed:
        settings = msgspec.structs.replace(settings, key=_key(store))
    before = sum(min(chunk, source.count - number * chunk) for number in kept)
    done = before
    progress(done, before)
    sizes: dict[int, int] = {}
    for number, part in backend(_remembered(_chunks(source, chunk, kept), sizes), settings):
        store.put(number, part)
        done += sizes.pop(number)
        progress(done, before)
    letters, ready, failed = finish(store, output, settings)
    return Outcome(letters, ready, failed, before)


def beside(output: Path, what: str, ending: str | None = None) -> Path:
    """The file of something that goes with a table: `scores.csv` and "failures" give `scores-failures.csv`."""
    return output.with_name(f"{output.stem}-{what}{output.suffix if ending is None else ending}")


def finish(store: Store, output: Path, settings: Settings) -> tuple[int, int, int]:
    """Make the tables of the parts, the letters last, and remove the parts: how many letters there are, how many are ready, and how many failed."""
    for what, ending in (("findings", None), ("units", None), ("failures", None), ("duplicates", ".json")):
        beside(output, what, ending).unlink(missing_ok=True)  # of an earlier run
    if settings.findings:
        tables.write(beside(output, "findings"), FindingRow, (row for part in store.parts() for row in part.findings))
    if settings.units:
        tables.write(beside(output, "units"), UnitRow, (row for part in store.parts() for row in part.units))
    failed = tables.write(beside(output, "failures"), FailureRow, (row for part in store.parts() for row in part.failures))
    if not failed:
        beside(output, "failures").unlink()
    ready = 0

    def counted() -> Iterator[LetterRow]:
        nonlocal ready
        for part in store.parts():
            for row in part.letters:
                ready += row.verdict == Verdict.READY
                yield row

    letters = tables.write(output, LetterRow, counted())
    store.remove()
    return letters, ready, failed


def _chunks(source: Source, size: int, done: Container[int]) -> Iterator[Chunk]:
    """The chunks that are not done yet."""
    rows = iter(source)
    number = 0
    while some := list(islice(rows, size)):
        if number not in done:
            yield Chunk(number, some)
        number += 1


def _remembered(chunks: Iterator[Chunk], sizes: dict[int, int]) -> Iterator[Chunk]:
    for chunk in chunks:
        sizes[chunk.number] = len(chunk.rows)
        yield chunk


def _told(settings: Settings, *, hashed: bool) -> str:
    """The settings as a plan names them; a key of one's own is told by its mark alone."""
    own = os.environ.get(KEY) if hashed else None
    mark = hmac.new(own.encode(), b"reviewer batch", hashlib.sha256).hexdigest()[:16] if own else str(hashed)
    return msgspec.json.encode({"settings": settings, "hashed": mark}).decode()


def _key(store: Store) -> bytes:
    """The key for hashed ids: one's own, or one that lives as long as the parts do."""
    if own := os.environ.get(KEY):
        return own.encode()
    file = store.folder / "key"
    if not file.exists():
        write_whole(file, secrets.token_bytes(32))
    key = file.read_bytes()
    if len(key) != 32:
        raise ReviewerError(f"{file}: is damaged; --restart begins anew")
    return key
