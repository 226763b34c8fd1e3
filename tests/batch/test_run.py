"""A batch from beginning to end: what is written, what is left out, and what is left when it is killed."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from reviewer.batch import run as runs
from reviewer.batch import tables
from reviewer.batch.backends import Done, here
from reviewer.batch.rows import FailureRow, FindingRow, LetterRow, UnitRow
from reviewer.batch.run import beside, run
from reviewer.batch.sources import open_source
from reviewer.batch.worker import Chunk, Settings
from reviewer.config import Config
from reviewer.engine import Reviewer
from reviewer.formats.verdict import hundredths
from reviewer.types import ReviewerError
from tests.batch import archive

QUICK = Settings(Config(classifier=False, english=False))


def scored(source: Path, output: Path, settings: Settings = QUICK, **options: object) -> list[LetterRow]:
    run(open_source(source), output, settings, here, chunk=4, **options)  # type: ignore[arg-type]
    return list(tables.read(output, LetterRow))


def test_a_row_says_what_a_review_says(tmp_path: Path) -> None:
    config = Config(english=False)
    rows = scored(archive.jsonl(tmp_path / "a.jsonl", 3), tmp_path / "o.jsonl", Settings(config, findings=True, units=True))
    reviewer = Reviewer(config)
    for row, told in zip(rows, archive.rows(3), strict=True):
        report = reviewer.review(told["appeal"])
        assert (row.verdict, row.overall, row.model) == (report.verdict, hundredths(report.overall), report.model)
        assert [getattr(row, dimension) for dimension in msgspec.structs.asdict(report.scores)] == [
            hundredths(score) for score in msgspec.structs.asdict(report.scores).values()
        ]
        assert row.errors + row.warnings + row.suggestions == len(report.diagnostics)
        assert sum(int(found.split(":")[1]) for found in row.findings.split()) == len(report.diagnostics)
        assert row.text_hash == hashlib.sha256(told["appeal"].encode()).hexdigest()
        findings = [finding for finding in tables.read(tmp_path / "o-findings.jsonl", FindingRow) if finding.row == row.row]
        assert [(f.code, f.line, f.excerpt) for f in findings] == [(d.code, d.line, d.excerpt) for d in report.diagnostics]
        units = [unit for unit in tables.read(tmp_path / "o-units.jsonl", UnitRow) if unit.row == row.row]
        assert [(u.text, u.role, u.flags.split()) for u in units] == [(u.text, u.role, list(u.flags)) for u in report.units]


def test_the_same_rows_in_every_format(tmp_path: Path) -> None:
    source = archive.jsonl(tmp_path / "a.jsonl", 5)
    first, *others = [scored(source, tmp_path / f"o{ending}") for ending in tables.ENDINGS]
    assert all(other == first for other in others)
    assert not list(tmp_path.glob("*.parts"))


def test_bad_rows_become_failures_and_the_rest_is_done(tmp_path: Path) -> None:
    source = tmp_path / "a.jsonl"
    source.write_text(
        '{"text": "We were late.", "id": "x"}\n{"text": "  ", "id": "blank"}\nno json\n{"text": "x", "id": 4.5}\n{"id": "none"}\n', encoding="utf-8"
    )
    output = tmp_path / "o.csv"
    done = run(open_source(source), output, QUICK, here)
    assert (done.letters, done.failed) == (2, 3)
    failures = list(tables.read(beside(output, "failures"), FailureRow))
    assert [failure.id for failure in failures] == ["blank", "3", "none"]
    assert failures[0].error == "the text is empty; a draft needs at least one word"
    assert "no JSON object" in failures[1].error
    assert failures[2].error == "column 'text' is missing"


def test_a_fault_of_the_program_is_a_failure_that_says_nothing_of_the_letter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ValueError("secret words")

    monkeypatch.setattr("reviewer.engine.Reviewer.judged", broken)
    output = tmp_path / "o.jsonl"
    done = run(open_source(archive.jsonl(tmp_path / "a.jsonl", 2)), output, QUICK, here)
    assert (done.letters, done.failed) == (0, 2)
    [error, _] = [failure.error for failure in tables.read(beside(output, "failures"), FailureRow)]
    assert "unexpected ValueError in" in error
    assert "secret" not in error


def test_the_words_of_the_letters_can_be_left_out_and_ids_keyed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source, output = archive.jsonl(tmp_path / "a.jsonl", 4), tmp_path / "o.jsonl"
    settings = Settings(QUICK.config, findings=True, units=True, texts=False)
    monkeypatch.delenv(runs.KEY, raising=False)
    rows = scored(source, output, settings, hashed=True)
    written = b"".join(path.read_bytes() for path in tmp_path.glob("o*")).decode()
    for told in archive.rows(4):
        assert told["case_id"] not in written
        assert told["agency"] not in written
        assert not any(line.strip() in written for line in told["appeal"].splitlines() if len(line) > 25)
    assert rows[0].author == rows[2].author != rows[1].author
    assert rows[0].text_hash != hashlib.sha256(next(archive.rows(1))["appeal"].encode()).hexdigest()
    again = scored(source, output, settings, hashed=True, restart=True)
    assert again[0].id != rows[0].id, "a key that is thrown away is another one each time"
    monkeypatch.setenv(runs.KEY, "one of my own")
    own = [scored(source, tmp_path / name, settings, hashed=True)[0].id for name in ("p.jsonl", "q.csv")]
    assert own[0] == own[1] not in (rows[0].id, again[0].id)


def test_a_run_that_stops_goes_on_without_losing_or_repeating_a_row(tmp_path: Path) -> None:
    source, output = archive.jsonl(tmp_path / "a.jsonl", 21), tmp_path / "o.jsonl"
    worked: list[int] = []

    def stopping(chunks: Iterator[Chunk], settings: Settings) -> Iterator[Done]:
        for number, part in here(chunks, settings):
            if len(worked) in (2, 3, 5):
                worked.append(-1)
                raise KeyboardInterrupt
            worked.append(number)
            yield number, part

    told: list[tuple[int, int]] = []
    for _ in range(3):
        with pytest.raises(KeyboardInterrupt):
            run(open_source(source), output, QUICK, stopping, chunk=4)
        assert not output.exists()
    (tmp_path / "o.jsonl.parts" / ".part-000004.json.x.part").write_text("half writ", encoding="utf-8")
    done = run(open_source(source), output, QUICK, stopping, chunk=4, progress=lambda n, before: told.append((n, before)))
    assert sorted(number for number in worked if number >= 0) == list(range(6))
    assert (done.letters, done.before) == (21, told[0][0])
    assert told[0] == (done.before, done.before)
    assert told[-1] == (21, done.before)
    assert [row.row for row in tables.read(output, LetterRow)] == list(range(1, 22))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.jsonl", "o.jsonl"]


def test_a_killed_command_goes_on(tmp_path: Path) -> None:
    source, output = archive.jsonl(tmp_path / "a.jsonl", 400), tmp_path / "o.csv"
    command = [sys.executable, "-m", "reviewer", "batch", str(source), "-o", str(output), "--rules-only", "--isolated", "-j", "1"]
    first = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    parts = tmp_path / "o.csv.parts"
    while first.poll() is None and len(list(parts.glob("part-*"))) < 2:
        os.sched_yield()
    first.send_signal(signal.SIGKILL)
    first.wait()
    before = len(list(parts.glob("part-*"))) * runs.CHUNK
    assert 0 < before < 400
    second = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert second.returncode == 0, second.stderr
    assert f"{before:,} were done before" in second.stderr
    assert [row.id for row in tables.read(output, LetterRow)] == [f"A-{n}" for n in range(400)]


@pytest.mark.parametrize("change", ["source", "settings"])
def test_parts_of_another_run_are_never_mixed_in(tmp_path: Path, change: str) -> None:
    source, output = archive.jsonl(tmp_path / "a.jsonl", 9), tmp_path / "o.jsonl"

    def stopping(chunks: Iterator[Chunk], settings: Settings) -> Iterator[Done]:
        yield next(here(chunks, settings))
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(open_source(source), output, QUICK, stopping, chunk=4)
    settings = QUICK
    if change == "source":
        archive.jsonl(source, 10)
    else:
        settings = Settings(Config(classifier=False, english=False, ignore=["STR"]))
    with pytest.raises(ReviewerError, match=rf"holds parts of a run with another {'signature' if change == 'source' else 'settings'}; --restart throws"):
        run(open_source(source), output, settings, here, chunk=4)
    assert run(open_source(source), output, settings, here, chunk=4, restart=True).before == 0


def test_a_finished_table_is_not_overwritten(tmp_path: Path) -> None:
    source, output = archive.jsonl(tmp_path / "a.jsonl", 1), tmp_path / "o.jsonl"
    scored(source, output)
    with pytest.raises(ReviewerError, match=r"o.jsonl: is there already; --restart makes it anew"):
        scored(source, output)


def test_a_damaged_part_is_named(tmp_path: Path) -> None:
    source, output = archive.jsonl(tmp_path / "a.jsonl", 5), tmp_path / "o.jsonl"

    def damaging(chunks: Iterator[Chunk], settings: Settings) -> Iterator[Done]:
        for number, part in here(chunks, settings):
            yield number, part if number else b"{"

    with pytest.raises(ReviewerError, match=r"part-000000.json: is damaged .*; delete it and run the same command again"):
        run(open_source(source), output, QUICK, damaging, chunk=4)


def test_case_facts_stand_in_the_row_where_the_table_has_the_notice(tmp_path: Path) -> None:
    case = archive.EXAMPLES / "cases" / "inauthentic"
    row = {"text": (case / "draft.txt").read_text(encoding="utf-8"), "notice": (case / "notice.txt").read_text(encoding="utf-8")}
    source = tmp_path / "a.jsonl"
    source.write_text(json.dumps(row) + "\n" + json.dumps({"text": row["text"], "notice": ""}) + "\n", encoding="utf-8")
    with_notice, without = scored(source, tmp_path / "o.jsonl")
    assert with_notice.reason == "inauthentic"
    assert with_notice.asked
    assert with_notice.answered is not None
    assert 0 < with_notice.answered <= with_notice.asked
    assert (without.reason, without.asked, without.uncovered) == (None, None, None)
