"""`reviewer summary` as a user meets it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from reviewer.archive import duplicates
from reviewer.archive.duplicates import Duplicates, Passage
from reviewer.batch import tables
from reviewer.batch.rows import LetterRow
from reviewer.cli import main
from tests.archive.rows import letter


def run(*arguments: str, **environment: str) -> Result:
    return CliRunner(env=environment).invoke(main, ["summary", *arguments], catch_exceptions=False)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    rows = [
        letter(
            n,
            overall=float(n),
            author=f"agency {n % 15} with a very long name of its own",
            reason="late_shipment",
            date=f"2025-{n % 12 + 1:02}-03",
            findings="ACC201:2",
            outcome=("accepted", "refused")[n % 2],
        )
        for n in range(1, 61)
    ]
    tables.write(tmp_path / "scores.csv", LetterRow, rows)
    return tmp_path


def test_the_lessons_on_a_terminal(folder: Path) -> None:
    shared = Duplicates(60, True, [], [Passage("We paste \x1b[2Jthis. " * 30, 90, 7, 2, [3])], [60, *[0] * 9])
    duplicates.write(folder / "scores-duplicates.json", shared)
    result = run("scores.csv")
    assert result.exit_code == 0
    assert result.stderr == ""
    lines = result.stdout.splitlines()
    assert lines[0] == "scores.csv: 60 letters"
    assert max(map(len, lines)) <= 88
    assert "\x1b" not in result.stdout
    for wanted in ("By reason", "late shipment", "By author", "By month", "Pasted most", "ACC201 making-the-buyer", "Amazon's answer hangs on", "and 3 more"):
        assert wanted.split()[0] in result.stdout
    assert "█" in result.stdout


def test_colour_where_it_is_wanted() -> None:
    assert "\x1b[" in run("scores.csv", "--color", "always").stdout
    assert "\x1b[" in run("scores.csv", FORCE_COLOR="1").stdout
    assert "\x1b[" not in run("scores.csv", "--color", "auto", NO_COLOR="1").stdout


def test_json(folder: Path) -> None:
    result = run("scores.csv", "--format", "json")
    made = json.loads(result.stdout)
    assert made["lessons"]["letters"] == 60
    assert made["lessons"]["scores"]["overall"]["median"] == 30.5
    assert made["duplicates"] is None


def test_the_report_and_the_answered_letters(folder: Path) -> None:
    result = run("scores.csv", "--report", "report.html")
    assert result.exit_code == 0
    assert "<!doctype html>" in (folder / "report.html").read_text(encoding="utf-8")
    result = run("scores.csv", "--answered", "mine.jsonl")
    assert result.exit_code == 2
    assert "no letter with an outcome and its text" in result.stderr
    tables.write(folder / "texts.jsonl", LetterRow, [letter(1, text="A letter.", outcome="accepted")])
    result = run("texts.jsonl", "--answered", "mine.jsonl")
    assert (result.exit_code, result.stderr) == (0, "reviewer: mine.jsonl: 1 letter with an outcome\n")


@pytest.mark.parametrize(
    ("arguments", "wanted"),
    [
        (["none.csv"], "none.csv: there is no such table"),
        (["scores.txt"], "the ending '.txt' is no table"),
        (["scores.csv", "--report", "no/such/folder.html"], "no/such/folder.html: cannot be written"),
    ],
)
def test_what_cannot_be_done_is_one_line_and_status_2(folder: Path, arguments: list[str], wanted: str) -> None:
    (folder / "scores.txt").write_text("x")
    result = run(*arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert wanted in result.stderr
    assert result.stderr.count("\n") == 1


def test_a_damaged_file_of_duplicates_is_named(folder: Path) -> None:
    (folder / "scores-duplicates.json").write_text("{}")
    result = run("scores.csv")
    assert result.exit_code == 2
    assert "scores-duplicates.json: is not what" in result.stderr
