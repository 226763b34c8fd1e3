"""The command line as a user meets it: a real process where the exit status or a stream matters."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from reviewer.cli import main
from reviewer.rules import ALL
from tests.letters import BAD, GOOD


def run(*arguments: str, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(main, list(arguments), input=stdin, catch_exceptions=False)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("NO_COLOR", "FORCE_COLOR", "REVIEWER_FORMAT"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "good.txt").write_text(GOOD)
    (tmp_path / "bad.txt").write_text(BAD)
    return tmp_path


def test_exit_status() -> None:
    assert run("check", "good.txt").exit_code == 0
    assert run("check", "bad.txt").exit_code == 1
    assert run("check", "good.txt", "bad.txt").exit_code == 1
    assert run("check", "missing.txt").exit_code == 2


def test_an_unreadable_file_does_not_hide_the_others(folder: Path) -> None:
    (folder / "empty.txt").write_text("")
    result = run("check", "empty.txt", "bad.txt", "--format", "json")
    assert result.exit_code == 2
    assert json.loads(result.stdout)["file"] == "bad.txt"
    assert result.stderr.splitlines() == ["reviewer: empty.txt: is empty"]


@pytest.mark.parametrize(
    ("arguments", "wanted"),
    [
        (["check"], "Missing argument"),
        (["chekc", "a"], "did you mean 'check'?"),
        (["check", "good.txt", "--formt", "json"], "No such option"),
        (["check", "good.txt", "--format", "xml"], "'xml' is not one of"),
        (["check", "good.txt", "--select", "ACC999"], "did you mean ACC"),
        (["check", "good.txt", "--min-score", "101"], "not in the range"),
        (["check", "good.txt", "--config", "none.toml"], "none.toml: cannot be read"),
        (["check", "good.txt", "--output", "no/such/folder/x.txt"], "no/such/folder"),
        (["check", "good.txt", "--format", "docx"], "needs --output"),
        (["explain", "TON99"], "there is no rule 'TON99'"),
        (["rules", "XYZ"], "there is no family 'XYZ'"),
        (["ignore", "bad.txt", "123", "--reason", "x"], "has no finding '123'"),
        (["xyzzy"], "there is no command 'xyzzy'. Allowed are batch"),
        (["good.txt"], "there is no command 'good.txt'; to review the file: `reviewer check good.txt`. Allowed are"),
        (["explain", "QQQ"], "there is no rule 'QQQ'. `reviewer rules` lists them all"),
    ],
)
def test_mistakes_give_one_clear_line_and_status_2(arguments: list[str], wanted: str) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert wanted in result.stderr
    assert "Traceback" not in result.output


def test_unknown_settings_are_refused(folder: Path) -> None:
    (folder / "reviewer.toml").write_text("min-scor = 3\n")
    result = run("check", "good.txt")
    assert result.exit_code == 2
    assert "unknown key 'min-scor'; did you mean 'min-score'?" in result.stderr
    assert run("check", "good.txt", "--isolated").exit_code == 0


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ('fail-on = "warnin"', "fail-on = 'warnin' is not known; did you mean 'warning'? allowed are error, warning, suggestion"),
        ('road = "?"', "road = '?' is not known; allowed are plan, dispute"),
        ("fail-on = warning", 'words are put in quotes: fail-on = "warning"'),
        ('min-score = "70"', "key 'min-score'"),
    ],
)
def test_a_setting_with_a_wrong_value_says_what_is_allowed(folder: Path, line: str, wanted: str) -> None:
    (folder / "reviewer.toml").write_text(line)
    result = run("check", "good.txt")
    assert result.exit_code == 2
    assert wanted in result.stderr


NOTICE = "Dear seller,\n\nYour account has been deactivated because your late shipment rate is 7.8% over 30 days; it must be under 4%.\nPlease send us your plan of action.\n"


def test_a_folder_gives_its_drafts_and_names_what_is_none(folder: Path) -> None:
    (folder / "notice.txt").write_text(NOTICE)
    (folder / "page.txt").write_text("Late Shipment Rate 7.8 %\nCancellation Rate 1.2 %\nValid Tracking Rate 97 %\n")
    (folder / "form.html").write_text("<p>The letter</p><form><input name=a></form>")
    (folder / "letter.html").write_text("<p>We confirmed 63 orders late.</p>")
    result = run("check", ".", "-q")
    assert [line.split(":")[0] for line in result.stdout.splitlines()] == ["bad.txt", "good.txt", "letter.html"]
    assert result.stderr.splitlines() == [
        "reviewer: note: form.html is a page with a form or script; skipped; name it to review it",
        "reviewer: note: notice.txt reads like a notice; skipped; name it to review it",
        "reviewer: note: page.txt reads like the account's metrics; skipped; name it to review it",
    ]
    named = run("check", "notice.txt", "form.html", "-q")
    assert (len(named.stdout.splitlines()), named.stderr) == (2, "")


def test_a_folder_without_any_draft_is_said(folder: Path) -> None:
    (folder / "case").mkdir()
    (folder / "case" / "notice.txt").write_text(NOTICE)
    result = run("check", "case")
    assert result.exit_code == 2
    assert "the folder holds no draft" in result.stderr


def test_settings_in_pyproject_hold_and_options_win(folder: Path) -> None:
    (folder / "pyproject.toml").write_text('[tool.reviewer]\nmin-score = 100\nselect = ["TON"]\n')
    assert run("check", "good.txt").exit_code == 1
    assert run("check", "good.txt", "--min-score", "10").exit_code == 0
    codes = {d["code"] for d in json.loads(run("check", "bad.txt", "--format", "json").stdout)["diagnostics"]}
    assert codes
    assert all(code.startswith("TON") for code in codes)


def test_select_shows_less_and_keeps_scores_and_ignore_changes_them() -> None:
    whole, shown, less = (
        json.loads(run("check", "bad.txt", "--format", "json", *extra).stdout) for extra in ([], ["--select", "ORG"], ["--ignore", "TON,ACC"])
    )
    assert shown["scores"] == whole["scores"]
    assert {d["code"][:3] for d in shown["diagnostics"]} == {"ORG"}
    assert less["scores"]["tone"] > whole["scores"]["tone"]


def test_fail_on_never_leaves_only_the_scores() -> None:
    assert run("check", "bad.txt", "--fail-on", "never", "--min-score", "0").exit_code == 1, "the overall score is too low"
    assert run("check", "-", "--fail-on", "suggestion", stdin=f"{GOOD}\nThe labels will be replaced soon.\n".encode()).exit_code == 1


def test_standard_input() -> None:
    result = run("check", "-", "--format", "json", stdin=GOOD.encode())
    assert json.loads(result.stdout)["file"] == "<stdin>"
    page = run("check", "-", "--stdin-filename", "a.html", "--format", "json", stdin=b"<p>We <b>lied</b>.</p>")
    assert json.loads(page.stdout)["units"][0]["text"] == "We lied."


def test_several_letters_print_one_object_a_line() -> None:
    lines = run("check", "good.txt", "bad.txt", "--format", "jsonl").stdout.splitlines()
    assert [json.loads(line)["verdict"] for line in lines] == ["ready", "revise"]


def test_output_is_written_whole_or_not_at_all(folder: Path) -> None:
    result = run("check", "bad.txt", "--format", "html", "--output", "review.html")
    assert result.exit_code == 1
    assert result.stdout == ""
    assert (folder / "review.html").read_text().endswith("</html>\n")
    assert not [p for p in folder.iterdir() if p.name.endswith(".part")]


def test_quiet_prints_a_line_a_letter() -> None:
    assert len(run("check", "good.txt", "bad.txt", "--quiet").stdout.splitlines()) == 2


def test_colour_only_where_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "\x1b[" not in run("check", "bad.txt").stdout
    assert "\x1b[" in run("check", "bad.txt", "--color", "always").stdout
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[" in run("check", "bad.txt").stdout
    assert "\x1b[" not in run("check", "bad.txt", "--color", "never").stdout
    monkeypatch.delenv("FORCE_COLOR")
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[" not in run("check", "bad.txt").stdout


def test_control_characters_of_a_draft_never_reach_the_terminal(folder: Path) -> None:
    (folder / "evil.txt").write_text("The customer lied \x1b[31m about it\x07.\n" * 3)
    assert "\x1b" not in run("check", "evil.txt").stdout
    assert "\x07" not in run("check", "evil.txt").stdout


def test_a_file_name_steers_no_terminal_and_need_not_be_utf_8(folder: Path) -> None:
    assert run("check", "no\x1b[31m\nreviewer: all is well").stderr == "reviewer: no [31m reviewer: all is well: there is no such file or folder\n"
    (folder / "a\udcff.txt").write_text(BAD)
    assert json.loads(run("check", "a\udcff.txt", "--format", "json").stdout)["file"] == "a?.txt"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_the_exit_status_holds_where_standard_error_is_full() -> None:
    with Path("/dev/full").open("wb") as full:
        command = [sys.executable, "-c", "from reviewer.cli import main; main()", "check", "none.txt"]
        assert subprocess.run(command, stderr=full, timeout=60, check=False).returncode == 2


def test_the_sidecar_file_sets_a_finding_aside_and_tells_when_it_is_unused(folder: Path) -> None:
    before = json.loads(run("check", "bad.txt", "--format", "json").stdout)
    target = next(d for d in before["diagnostics"] if d["code"] == "TON201")
    assert run("ignore", "bad.txt", target["fingerprint"], "--reason", "advised by counsel").exit_code == 0
    after = json.loads(run("check", "bad.txt", "--format", "json").stdout)
    assert target["fingerprint"] not in {d["fingerprint"] for d in after["diagnostics"]}
    assert [s["reason"] for s in after["suppressed"]] == ["advised by counsel"]
    (folder / "bad.txt").write_text("A line before.\n\n" + BAD)
    assert json.loads(run("check", "bad.txt", "--format", "json").stdout)["suppressed"], "the fingerprint knows no line number"
    assert "meets no finding" in run("check", "good.txt").stderr
    (folder / ".reviewer-ignore.toml").write_text('[[ignore]]\nfingerprint = "x"\nreason = " "\n')
    assert "empty reason" in run("check", "good.txt").stderr


def test_a_finding_on_the_whole_letter_is_set_aside_by_its_code_alone(folder: Path) -> None:
    (folder / "plain.txt").write_text("We refunded the buyer.\n")
    whole = [d["code"] for d in json.loads(run("check", "plain.txt", "--format", "json").stdout)["diagnostics"] if d["start"] == d["end"]]
    assert whole
    result = run("ignore", "plain.txt", whole[0], "--reason", "the rest is in the form")
    assert result.stdout.startswith(f"{whole[0]} on the whole letter is set aside")
    assert [s["code"] for s in json.loads(run("check", "plain.txt", "--format", "json").stdout)["suppressed"]] == whole[:1]
    assert "CODE alone for a finding on the whole letter" in run("ignore", "bad.txt", "TON201", "--reason", "it stands in a line").stderr


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("SPC205", "raised to warning where the classifier finds the same in the line (SPC401)"),
        ("TON501", "lowered to warning where the classifier is not sure enough for an error"),
        ("SPC303", None),
        ("TON201", None),
        ("SPC401", None),
        ("ACC302", None),
    ],
)
def test_explain_says_when_the_severity_moves(code: str, said: str | None) -> None:
    shown = run("explain", code).stdout
    assert f"The severity is {said}." in shown if said else "The severity is" not in shown


@pytest.mark.parametrize("rule", ALL, ids=lambda rule: rule.code)
def test_every_rule_can_be_explained(rule: object) -> None:
    code = rule.code  # type: ignore[attr-defined]
    by_code, by_name = run("explain", code.lower()), run("explain", rule.name)  # type: ignore[attr-defined]
    assert by_code.exit_code == by_name.exit_code == 0
    assert by_code.stdout == by_name.stdout
    assert code in by_code.stdout


def test_rules_are_listed() -> None:
    assert len(run("rules").stdout.splitlines()) == len(ALL)
    listed = json.loads(run("rules", "ton", "--format", "json").stdout)
    assert {entry["code"][:3] for entry in listed} == {"TON"}


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion(shell: str) -> None:
    assert "_REVIEWER_COMPLETE" in run("completion", shell).stdout


def test_a_real_process_with_a_pipe_and_a_full_exit_status(folder: Path) -> None:
    command = [sys.executable, "-c", "from reviewer.cli import main; main()", "check", "-", "--format", "json"]
    done = subprocess.run(command, input=GOOD.encode(), capture_output=True, cwd=folder, env=os.environ | {"PYTHONWARNINGS": "error"}, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["verdict"] == "ready"
    assert done.stderr == b""
