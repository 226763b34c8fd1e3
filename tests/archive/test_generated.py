"""A generated archive from the letters to the page: in CI a small one, with REVIEWER_LOAD=1 one of 20,000 letters and passages over 100,000."""

from __future__ import annotations

import os
import resource
from pathlib import Path

import pytest

from reviewer.archive import duplicates, report
from reviewer.archive.lessons import learn
from reviewer.batch import tables
from reviewer.batch.backends import here, processes
from reviewer.batch.run import run
from reviewer.batch.sources import open_source
from reviewer.batch.worker import Settings
from reviewer.config import Config
from tests.archive.generated import generator

pytestmark = pytest.mark.checkout
load = pytest.mark.skipif(os.environ.get("REVIEWER_LOAD") != "1", reason="takes long; REVIEWER_LOAD=1 runs it")


def generated(folder: Path, count: int, ending: str = ".csv") -> Path:
    path = folder / f"archive{ending}"
    made = generator()
    assert tables.write(path, made.Row, (row for row, _ in made.archive(count))) == count
    return path


def test_a_small_archive_from_letters_to_page(tmp_path: Path) -> None:
    source = open_source(generated(tmp_path, 40))
    output = tmp_path / "scores.jsonl"
    settings = Settings(Config(classifier=False, english=False), findings=True)
    assert run(source, output, settings, here).letters == 40
    lessons = learn(output)
    assert sum(one.letters for one in lessons.reasons) == sum(one.letters for one in lessons.months) == 40
    assert lessons.findings
    assert lessons.lines
    report.write(tmp_path / "report.html", output, lessons, duplicates.find(source))
    assert (tmp_path / "report.html").read_text(encoding="utf-8").count('<details class="entry"') == 40


def test_the_generator_repeats_itself() -> None:
    made = generator()
    assert list(made.archive(30, seed=5)) == list(made.archive(30, seed=5))
    assert list(made.archive(30, seed=5)) != list(made.archive(30, seed=6))


@load
def test_twenty_thousand_letters(tmp_path: Path) -> None:
    source = open_source(generated(tmp_path, 20_000, ".parquet"))
    output = tmp_path / "scores.parquet"
    full = os.environ.get("REVIEWER_LOAD_CLASSIFIER") == "1"
    done = run(source, output, Settings(Config(classifier=full), findings=True), processes(os.cpu_count() or 1))
    assert (done.letters, done.failed) == (20_000, 0)
    found = duplicates.find(source)
    lessons = learn(output)
    report.write(tmp_path / "report.html", output, lessons, found)
    assert lessons.letters == found.letters == 20_000
    assert (tmp_path / "report.html").stat().st_size < 5_000_000


@load
def test_passages_of_a_hundred_thousand_letters_in_bounded_memory(tmp_path: Path) -> None:
    source = open_source(generated(tmp_path, 100_000, ".parquet"))
    found = duplicates.find(source)
    assert found.exact
    assert len([passage for passage in found.passages if passage.letters > 3000]) >= 8
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss < 1_500_000
