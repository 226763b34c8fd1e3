"""`reviewer batch` as a user calls it."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from reviewer.batch import tables
from reviewer.batch.rows import FindingRow, LetterRow
from reviewer.cli import main
from tests.batch import archive


def batch(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["batch", *map(str, arguments), "--isolated", "-j", "1"])


def test_an_archive_is_scored_and_said(tmp_path: Path) -> None:
    source, output = archive.jsonl(tmp_path / "a.jsonl", 6), tmp_path / "o.parquet"
    done = batch(source, "-o", output, "--rules-only", "--findings")
    assert done.exit_code == 0, done.output
    assert f"{source}: 6 rows; text from 'appeal', id from 'case_id', author from 'agency', date from 'sent', outcome from 'result'" in done.stderr
    assert f"{output}: 6 letters, " in done.stderr
    assert done.stdout == ""
    assert [row.outcome for row in tables.read(output, LetterRow)] == ["accepted", "refused", None] * 2
    assert {finding.row for finding in tables.read(tmp_path / "o-findings.parquet", FindingRow)} >= {2, 5}, "the bad letters"


def test_english_is_checked_where_it_is_asked_for(tmp_path: Path) -> None:
    source = tmp_path / "a.jsonl"
    source.write_text('{"text": "We has shipped the the orders late, and we are sorry for it."}\n', encoding="utf-8")
    for flags, expected in (([], False), (["--english"], True)):
        assert batch(source, "-o", tmp_path / "o.jsonl", "--rules-only", "--restart", *flags).exit_code == 0
        [row] = tables.read(tmp_path / "o.jsonl", LetterRow)
        assert ("ENG" in row.findings) is expected


def test_failures_are_an_exit_status_and_a_table(tmp_path: Path) -> None:
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "good.txt").write_text("We were late. We are sorry.", encoding="utf-8")
    (tmp_path / "letters" / "empty.txt").write_text("", encoding="utf-8")
    done = batch(tmp_path / "letters", "-o", tmp_path / "o.csv", "--rules-only")
    assert done.exit_code == 1
    assert f"{tmp_path / 'o-failures.csv'}: 1 rows could not be reviewed, each with its reason" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nowhere.csv", "-o", "o.csv"], "nowhere.csv: there is no such file or folder"),
        (["{source}", "-o", "o.xlsx"], "o.xlsx: the ending '.xlsx' is no table that is known; allowed are .parquet, .jsonl, .csv"),
        (["{source}", "-o", "o.csv", "--column", "text"], "--column text: is not of the form FIELD=NAME, for instance text=Body"),
        (["{source}", "-o", "o.csv", "--select", "XYZ"], "XYZ"),
        (["{source}", "-o", "no/such/folder/o.csv"], "no/such/folder"),
    ],
)
def test_what_cannot_be_done_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], message: str) -> None:
    monkeypatch.chdir(tmp_path)
    source = archive.jsonl(tmp_path / "a.jsonl", 1)
    done = batch(*(argument.format(source=source) for argument in arguments))
    assert done.exit_code == 2
    assert message in done.stderr
    assert len(done.stderr.strip().splitlines()) <= 2
    assert not list(tmp_path.glob("o*"))


def test_what_lies_beside_the_drafts_of_a_folder_is_counted_and_left_out(tmp_path: Path) -> None:
    folder = tmp_path / "drafts"
    folder.mkdir()
    (folder / "draft.txt").write_text("We confirmed 63 orders late.\n")
    (folder / "notice.txt").write_text("Your account has been deactivated. Please send us your plan of action, and your invoices.\n")
    done = batch(folder, "-o", tmp_path / "o.jsonl", "--rules-only")
    assert done.exit_code == 0, done.output
    assert f"{folder}: 1 file skipped as no draft: notice.txt reads like a notice" in done.stderr
    assert [row.id for row in tables.read(tmp_path / "o.jsonl", LetterRow)] == ["draft.txt"]
    assert not (tmp_path / "o-failures.jsonl").exists()
