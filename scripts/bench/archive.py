"""An archive of 20,000 letters scored by `reviewer batch`, killed on the way and gone on with: time, memory, and that no row is lost or repeated.

`scripts/bench/archive.py [--letters 20000] [--kills 3] [--rules-only]`: the command runs as a process of its own; it is killed (SIGKILL, with its workers) when
the given number of times a share of the letters is done, and called again. The greatest memory of the command and of its workers is sampled.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil

from reviewer.batch import tables
from reviewer.batch.rows import LetterRow
from reviewer.batch.run import CHUNK

ROOT = Path(__file__).parents[2]


def generated(folder: Path, count: int) -> Path:
    """An archive of scripts/generate_archive.py."""
    path = folder / "archive.parquet"
    subprocess.run([sys.executable, str(ROOT / "scripts" / "generate_archive.py"), str(count), str(path)], check=True, stdout=subprocess.DEVNULL)
    return path


def scored(command: list[str], parts: Path, until: int | None) -> tuple[int | None, float, float]:
    """Run the command until it ends or has `until` parts: its status (None: killed), and the greatest megabytes of it and of one worker."""
    process = psutil.Popen(command, stderr=subprocess.DEVNULL, start_new_session=True)
    most = most_worker = 0.0
    while process.poll() is None:
        try:
            most = max(most, process.memory_info().rss / 2**20)
            most_worker = max([most_worker, *(child.memory_info().rss / 2**20 for child in process.children(recursive=True))])
        except psutil.NoSuchProcess:
            pass
        if until is not None and sum(1 for _ in parts.glob("part-*")) >= until:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            return None, most, most_worker
        time.sleep(0.2)
    return process.returncode, most, most_worker


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--letters", type=int, default=20_000)
    parser.add_argument("--kills", type=int, default=3)
    parser.add_argument("--rules-only", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        source, output = generated(Path(folder), options.letters), Path(folder, "scores.parquet")
        command = [sys.executable, "-m", "reviewer", "batch", str(source), "-o", str(output), "--findings", "--isolated"]
        command += ["--rules-only"] if options.rules_only else []
        parts, chunks = output.with_name(output.name + ".parts"), -(-options.letters // CHUNK)
        begin = time.perf_counter()
        memory: list[tuple[float, float]] = []
        for kill in range(options.kills + 1):
            until = chunks * (kill + 1) // (options.kills + 1) if kill < options.kills else None
            status, most, most_worker = scored(command, parts, until)
            memory.append((most, most_worker))
            print(
                f"{'killed' if status is None else f'ended with {status}'} after {time.perf_counter() - begin:.0f} s; {most:.0f} MB, a worker {most_worker:.0f} MB",
                flush=True,
            )
        seconds = time.perf_counter() - begin
        rows = [(row.row, row.text_hash) for row in tables.read(output, LetterRow)]
        assert [row for row, _ in rows] == list(range(1, options.letters + 1)), "a row was lost or repeated"
        texts = (row["text"] for batch in _batches(source) for row in batch)
        assert [found for _, found in rows] == [hashlib.sha256(text.encode()).hexdigest() for text in texts], "a row is of another letter"
        print(f"{options.letters:,} letters in {seconds:.0f} s with {options.kills} kills: {options.letters / seconds:.1f} a second, every row once")
        print(
            f"greatest memory: the command {max(m for m, _ in memory):.0f} MB, a worker {max(w for _, w in memory):.0f} MB; the table {output.stat().st_size / 2**20:.1f} MB"
        )


def _batches(source: Path) -> list[list[dict[str, str]]]:
    import pyarrow.parquet

    with pyarrow.parquet.ParquetFile(source) as file:
        return [batch.to_pylist() for batch in file.iter_batches(batch_size=1000, columns=["text"])]


if __name__ == "__main__":
    main()
