"""Worker processes and a real cluster give the same rows as one process, also where workers die on the way."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from distributed import Client, LocalCluster

from reviewer.batch import backends, tables
from reviewer.batch.backends import Backend, cluster, here, processes
from reviewer.batch.rows import FailureRow, LetterRow
from reviewer.batch.run import beside, run
from reviewer.batch.sources import open_source
from reviewer.batch.worker import Settings
from reviewer.config import Config
from reviewer.types import ReviewerError
from tests.batch import archive, deadly

QUICK = Settings(Config(classifier=False, english=False))


def rows(source: Path, output: Path, backend: Backend) -> list[LetterRow]:
    run(open_source(source), output, QUICK, backend, chunk=4)
    return list(tables.read(output, LetterRow))


@pytest.fixture(scope="module")
def scheduler() -> Iterator[LocalCluster]:
    with LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=60) as made:
        yield made


def test_worker_processes_give_the_same_rows(tmp_path: Path) -> None:
    source = archive.jsonl(tmp_path / "a.jsonl", 30)
    assert rows(source, tmp_path / "two.jsonl", processes(2)) == rows(source, tmp_path / "one.jsonl", here)


def test_a_letter_that_kills_its_worker_is_a_failure_and_nothing_else_is_lost(tmp_path: Path) -> None:
    source = archive.jsonl(tmp_path / "a.jsonl", 14)
    lines = source.read_text(encoding="utf-8").splitlines()
    lines[5] = lines[5].replace("Case 5", f"Case 5 {deadly.WORD}")
    source.write_text("\n".join(lines), encoding="utf-8")
    output = tmp_path / "o.jsonl"
    done = run(open_source(source), output, QUICK, processes(2, deadly.deadly), chunk=4)
    assert (done.letters, done.failed) == (13, 1)
    assert list(tables.read(beside(output, "failures"), FailureRow)) == [FailureRow(6, "A-5", "the worker process died on this letter")]
    assert [row.row for row in tables.read(output, LetterRow)] == [number for number in range(1, 15) if number != 6]


def test_a_cluster_gives_the_same_rows_though_a_worker_is_killed(tmp_path: Path, scheduler: LocalCluster) -> None:
    source = archive.jsonl(tmp_path / "a.jsonl", 160)
    with Client(scheduler) as client:
        victim = next(iter(client.run(os.getpid).values()))
    killed = threading.Event()

    def watched(count: int, before: int) -> None:
        if count >= 16 and not killed.is_set():
            killed.set()
            os.kill(victim, signal.SIGKILL)

    output = tmp_path / "cluster.jsonl"
    done = run(open_source(source), output, QUICK, cluster(scheduler.scheduler_address), chunk=4, progress=watched)
    assert killed.is_set()
    assert (done.letters, done.failed) == (160, 0)
    assert list(tables.read(output, LetterRow)) == rows(source, tmp_path / "here.jsonl", here)


def test_no_cluster_at_the_address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backends, "PATIENCE", 1.0)
    source = archive.jsonl(tmp_path / "a.jsonl", 1)
    with pytest.raises(ReviewerError, match=r"--dask tcp://127.0.0.1:1: there is no scheduler that answers"):
        run(open_source(source), tmp_path / "o.jsonl", QUICK, cluster("tcp://127.0.0.1:1"))
