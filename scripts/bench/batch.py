"""How fast `reviewer batch` scores letters of about 250 words, beside the bare encoder on the same letters and the same number of processes.

Bare is what onnxruntime needs for the tokens of the letters, already cut into windows; nothing is read, judged or written. Both run in the same worker processes,
in turns, so that a busy machine weighs on both; medians and their ratio are printed.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

from reviewer.batch.backends import processes
from reviewer.batch.run import run
from reviewer.batch.sources import Letter, open_source
from reviewer.batch.worker import Chunk, Settings, score
from reviewer.config import Config
from reviewer.files import shipped
from reviewer.training.corpus import load

DATA = Path(__file__).parents[2] / "data"
SETTINGS = {
    "rules and classifier": Settings(Config(english=False)),
    "with English": Settings(Config()),
    "rules alone": Settings(Config(english=False, classifier=False)),
}


def letters(count: int) -> Iterator[Letter]:
    """So many letters of 180 to 330 words out of the corpus, again and again."""
    texts = [letter.text for letter in load(DATA).letters if 180 <= len(letter.text.split()) <= 330]
    for number in range(count):
        yield Letter(number + 1, f"L{number}", texts[number % len(texts)])


def bare(some: list[Letter]) -> float:
    """Seconds that the encoder alone takes for the letters, in this process."""
    import numpy as np

    from reviewer.classifier import FLAGS, ROLES, Classifier
    from reviewer.document import Document
    from reviewer.windows import judged, pieces

    classifier = Classifier(shipped("models"))
    units = [pieces(Document(letter.text), classifier.tokenizer) for letter in some]
    spent = 0.0

    def timed(batch: Any) -> Any:
        nonlocal spent
        begin = time.perf_counter()
        said = classifier.run(batch)
        spent += time.perf_counter() - begin
        return said

    for own in units:
        assert np.isfinite(judged([(own, ())], len(ROLES) + len(FLAGS), timed)[0].logits).all()
    return spent


def scored(some: list[Letter], settings: Settings) -> float:
    """Seconds that a worker takes for the letters, judges loaded before."""
    score(Chunk(0, list(some[:8])), settings)
    begin = time.perf_counter()
    for first in range(0, len(some), 64):
        score(Chunk(first, list(some[first : first + 64])), settings)
    return time.perf_counter() - begin


def rate(pool: ProcessPoolExecutor, jobs: int, some: list[Letter], work: Callable[..., float], *arguments: Any) -> float:
    """Letters a second when all processes work at once."""
    shares = [some[number::jobs] for number in range(jobs)]
    return len(some) / max(future.result() for future in [pool.submit(work, share, *arguments) for share in shares])


def whole(some: list[Letter], jobs: int) -> float:
    """Letters a second of the command itself, from the table to the table, start of the workers and all."""
    import msgspec

    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "archive.jsonl")
        source.write_bytes(b"".join(msgspec.json.encode({"id": letter.id, "text": letter.text}) + b"\n" for letter in some))
        begin = time.perf_counter()
        run(open_source(source), Path(folder, "scores.parquet"), SETTINGS["rules and classifier"], processes(jobs))
        return len(some) / (time.perf_counter() - begin)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--letters", type=int, default=600)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    options = parser.parse_args()
    some = list(letters(options.letters))
    words = statistics.mean(len(letter.text.split()) for letter in some)
    print(f"{len(some)} letters of {words:.0f} words, {options.jobs} processes, median of {options.rounds} rounds")
    figures: dict[str, list[float]] = {name: [] for name in ("bare encoder", *SETTINGS, "the command")}
    with ProcessPoolExecutor(options.jobs) as pool:
        for _ in range(options.rounds):
            figures["bare encoder"].append(rate(pool, options.jobs, some, bare))
            for name, settings in SETTINGS.items():
                figures[name].append(rate(pool, options.jobs, some, scored, settings))
            figures["the command"].append(whole(some, options.jobs))
    of_bare = statistics.median(figures["bare encoder"])
    print("\n| | letters a second | of the bare encoder |\n|---|---|---|")
    for name, rates in figures.items():
        median = statistics.median(rates)
        shares = [one / other for one, other in zip(rates, figures["bare encoder"], strict=True)]
        print(f"| {name} | {median:.1f} ({min(rates):.1f} to {max(rates):.1f}) | {statistics.median(shares):.2f} |")
    print(
        f"\na million letters on this machine: {1e6 / statistics.median(figures['the command']) / 3600:.1f} hours; the bare encoder alone {1e6 / of_bare / 3600:.1f} hours"
    )


if __name__ == "__main__":
    main()
