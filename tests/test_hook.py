"""The contract of `reviewer hook` in real processes: answers, exit statuses, the time limit, and what it refuses."""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import msgspec
import pytest

from reviewer import hook
from reviewer.hook import RefusedError, Request
from reviewer.types import Report, Verdict
from tests.letters import BAD, GOOD

FOLDER = Path(__file__).parents[1]
PAGE = FOLDER / "docs" / "hook.md"
COMMAND = [sys.executable, "-c", "from reviewer.cli import main; main()", "hook"]
METRICS = "Late Shipment Rate 11.5% Target: under 4%\n"
LONG = (GOOD * 400)[:200_000]
"""The longest letter that is read; its review takes seconds."""


def ask(raw: bytes, *arguments: str, cwd: Path | None = None) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([*COMMAND, *arguments], input=raw, capture_output=True, timeout=60, cwd=cwd, check=False)


def request(**fields: Any) -> bytes:
    return json.dumps(fields).encode()


def problem(done: subprocess.CompletedProcess[bytes]) -> dict[str, Any]:
    """The error in an answer, which must be all that there is."""
    assert done.returncode == 2, done
    answer = json.loads(done.stdout)
    assert list(answer) == ["error"]
    assert list(answer["error"]) == ["code", "message", "where"]
    assert done.stderr.decode() == f"reviewer: {answer['error']['message']}\n"
    error: dict[str, Any] = answer["error"]
    return error


@pytest.mark.parametrize(("letter", "status", "draft"), [(GOOD, 0, {"path": "draft.txt"}), (BAD, 1, {"text": BAD, "name": "draft.txt"})])
def test_the_answer_is_the_report_that_check_gives(tmp_path: Path, letter: str, status: int, draft: dict[str, str]) -> None:
    (tmp_path / "draft.txt").write_text(letter)
    done = ask(request(**draft), cwd=tmp_path)
    assert (done.returncode, done.stderr) == (status, b"")
    check = [*COMMAND[:-1], "check", "draft.txt", "--format", "json", "--isolated"]
    assert done.stdout == subprocess.run(check, capture_output=True, cwd=tmp_path, timeout=60, check=False).stdout


def test_a_case_as_text_is_the_case_as_files(tmp_path: Path) -> None:
    notice = "Hello, your listing for ASIN B0C7QKL2MN was removed because of complaints about product safety. Send us a plan of action with the root cause."
    (tmp_path / "notice.txt").write_text(notice)
    (tmp_path / "first.txt").write_text(BAD)
    files = hook.review(Request(text=GOOD, notice_paths=str(tmp_path / "notice.txt"), previous_paths=[str(tmp_path / "first.txt")]))
    assert files.case is not None
    assert files == hook.review(Request(text=GOOD, notice=[notice], previous=[BAD]))
    assert files == hook.review(Request(text=GOOD, notice=notice, previous=BAD))
    assert hook.review(Request(text=GOOD)).case is None


def test_the_metrics_of_the_account_are_part_of_the_case(tmp_path: Path) -> None:
    (tmp_path / "metrics.txt").write_text(METRICS)
    files = hook.review(Request(text=GOOD, metrics_path=str(tmp_path / "metrics.txt"), marketplace="DE"))
    assert files.case is not None
    assert files.case.health is not None
    assert files.case.health.marketplace == "DE"
    assert files == hook.review(Request(text=GOOD, metrics=METRICS, marketplace="DE"))


def test_a_request_with_texts_names_no_file(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(METRICS)
    path = str(tmp_path / "a.txt")
    whole = hook.with_texts(Request(path=path, notice_paths=path, previous_paths=[path], metrics_path=path))
    assert whole == Request(text=METRICS, name=path, notice=[METRICS], previous=[METRICS], metrics=METRICS)
    assert set(hook.FILE_FIELDS) == {name for name in Request.__struct_fields__ if name.endswith(("path", "paths"))}


def test_the_settings_of_a_request_count() -> None:
    plain = hook.review(Request(text=BAD))
    assert {d.code[:3] for d in hook.review(Request(text=BAD, select=["TON"])).diagnostics} == {"TON"}
    assert hook.review(Request(text=BAD, ignore=["TON"])).scores.tone > plain.scores.tone
    assert hook.review(Request(text=BAD, fail_on="never", min_score=0, min_overall=0)).verdict is Verdict.READY
    assert hook.review(Request(text=GOOD + "\nThe labels will be replaced soon.\n", fail_on="suggestion")).verdict is Verdict.REVISE
    assert hook.review(Request(text=GOOD, min_score=100)).verdict is Verdict.REVISE
    slip = GOOD.replace("We did not compare", "We did not compared")
    assert hook.review(Request(text=slip, english_fails=True)).verdict is Verdict.REVISE


@pytest.mark.parametrize(
    ("raw", "code", "where", "wanted"),
    [
        (b"", "bad_request", None, "there is no request"),
        (b"Dear Amazon,", "bad_request", None, "is not JSON"),
        (b'{"text": "a"', "bad_request", None, "is not JSON"),
        (b'{"text": "a"} {}', "bad_request", None, "is not JSON"),
        (b'{"text": "\xff"}', "bad_request", None, "is not UTF-8"),
        (b'{"text": "we \\ud800 did"}', "bad_request", None, "surrogate"),
        (b'["text"]', "bad_request", None, "Expected `object`"),
        (b"[" * 1_000_000, "bad_request", None, "Expected `object`"),
        (b'{"notice": ' + b"[" * 1_000_000, "bad_request", "notice[0]", "Expected `str`"),
        (b'{"x": ' + b'{"a":' * 1_000_000, "bad_request", None, "unknown field `x`; allowed are text, path"),
        (b"{}", "bad_request", None, "either text or path"),
        (b'{"text": "a", "path": "b"}', "bad_request", None, "either text or path, and has both"),
        (b'{"text": "a", "metrics": "b", "metrics_path": "c"}', "bad_request", "metrics_path", "both metrics and metrics_path"),
        (b'{"text": "a", "metrics": "none here"}', "unusable", None, "holds no metric that is known here"),
        (b'{"text": "a", "metrics": ""}', "unusable", "metrics", "is empty"),
        (b'{"text": "a", "metrics_path": "none.csv"}', "unusable", "metrics_path", "none.csv: there is no such file"),
        (b'{"text": 1}', "bad_request", "text", "Expected `str"),
        (b'{"text": "a", "min_score": 101}', "bad_request", "min_score", "<= 100"),
        (b'{"text": "a", "fail_on": "always"}', "bad_request", "fail_on", "Invalid enum value 'always'"),
        (b'{"text": "a", "time_limit": 0}', "bad_request", "time_limit", "> 0"),
        (b'{"text": ""}', "unusable", "text", "is empty"),
        (b'{"text": " \\n\\u200b"}', "unusable", "text", "is empty"),
        (b'{"text": "we\\u0000did"}', "unusable", "text", "NUL character at position 2"),
        (b'{"text": "a", "notice": ["b", ""]}', "unusable", "notice[1]", "is empty"),
        (b'{"text": "a", "previous": ["\\u0000b"]}', "unusable", "previous[0]", "NUL"),
        (b'{"path": "none.txt"}', "unusable", "path", "none.txt: there is no such file"),
        (b'{"path": "a\\u0000b"}', "unusable", "path", "NUL"),
        (b'{"path": "\\u001b[31m\\nx"}', "unusable", "path", "[31m x: there is no such file"),
        (b'{"path": "/"}', "unusable", "path", "is a folder"),
        (b'{"path": "/dev/zero"}', "unusable", "path", "not a regular file"),
        (b'{"text": "a", "notice_paths": "none.txt"}', "unusable", "notice_paths", "none.txt"),
        (b'{"text": "a", "previous_paths": ["none.txt"]}', "unusable", "previous_paths[0]", "none.txt"),
        (b'{"text": "a", "previous": "\\u0000b"}', "unusable", "previous", "NUL"),
        (request(text="a", **{"x" * 1_000_000: 1}), "bad_request", None, "unknown field `xxx"),
        (request(path="x" * 1_000_000), "unusable", "path", "xxx: cannot be read"),
        (b'{"text": "a", "select": ["ACC999"]}', "unusable", None, "did you mean ACC"),
        (request(text="a" * 200_001), "unusable", "text", "200,001 characters"),
        (request(text="a" * 11_000_000), "too_large", None, "more than 10,485,760 bytes"),
    ],
)
def test_what_cannot_be_done_is_one_clear_line(raw: bytes, code: str, where: str | None, wanted: str) -> None:
    with pytest.raises(RefusedError) as refused:
        hook.review(hook.decode(raw))
    assert (refused.value.problem.code, refused.value.problem.where) == (code, where)
    assert wanted in refused.value.problem.message
    assert str(refused.value) == refused.value.problem.message
    assert len(refused.value.problem.message) <= 400
    assert refused.value.problem.message.isprintable()


@pytest.mark.parametrize(
    ("raw", "code", "where"),
    [
        (b"", "bad_request", None),
        (request(text="a", time_limit=0), "bad_request", "time_limit"),
        (request(path="\x1b[31m\nnone.txt"), "unusable", "path"),
        (request(text="a", select=["ACC999"]), "unusable", None),
        (request(text="a" * 11_000_000), "too_large", None),
    ],
)
def test_the_command_says_it_in_one_line_and_with_status_2(raw: bytes, code: str, where: str | None) -> None:
    error = problem(ask(raw))
    assert (error["code"], error["where"]) == (code, where)


def test_an_endless_request_is_not_read_to_its_end() -> None:
    with Path("/dev/zero").open("rb") as endless:
        done = subprocess.run(COMMAND, stdin=endless, capture_output=True, timeout=30, check=False)
    assert problem(done)["code"] == "too_large"


@pytest.mark.parametrize(("arguments", "named"), [(["--time-limit", "0.2"], {}), ([], {"time_limit": 0.2}), (["--time-limit", "0.2"], {"time_limit": 60})])
def test_after_the_time_limit_the_answer_is_not_reviewed(arguments: list[str], named: dict[str, float]) -> None:
    begun = time.monotonic()
    error = problem(ask(request(text=LONG, **named), *arguments))
    assert error["code"] == "not_reviewed"
    assert "nothing is said" in error["message"]
    assert time.monotonic() - begun < 5, "the review itself takes longer than that"


def test_the_time_limit_holds_where_standard_input_never_ends() -> None:
    with subprocess.Popen([*COMMAND, "--time-limit", "0.3"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as waiting:
        assert waiting.stdin is not None
        waiting.stdin.write(b'{"text": "we')
        waiting.stdin.flush()
        assert waiting.wait(timeout=20) == 2
        assert waiting.stdout is not None
        assert json.loads(waiting.stdout.read())["error"]["code"] == "not_reviewed"
        assert waiting.stderr is not None
        assert len(waiting.stderr.read().splitlines()) == 1


def started(**fields: Any) -> tuple[subprocess.Popen[bytes], int]:
    """A hook that is at work, and the process of its review."""
    process = subprocess.Popen(COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdin is not None
    process.stdin.write(request(**fields))
    process.stdin.close()
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    for _ in range(200):
        if found := children.read_text().split():
            return process, int(found[0])
        time.sleep(0.02)
    raise AssertionError("no review began")


@pytest.mark.skipif(sys.platform != "linux", reason="finds the process of the review in /proc")
def test_a_review_that_breaks_off_is_no_verdict() -> None:
    process, child = started(text=LONG)
    assert b"ASIN" not in Path(f"/proc/{child}/cmdline").read_bytes(), "others on this machine could read the letter"
    os.kill(child, signal.SIGSEGV)
    assert process.stdout is not None
    assert process.stderr is not None
    with process.stdout, process.stderr:
        assert process.wait(timeout=20) == 2
        assert json.loads(process.stdout.read())["error"]["code"] == "failed"
        assert b"Traceback" not in process.stderr.read()


@pytest.mark.skipif(sys.platform != "linux", reason="finds the process of the review in /proc")
def test_a_review_whose_caller_was_killed_ends_by_itself() -> None:
    process, child = started(text=LONG, time_limit=0.9)
    process.kill()
    with contextlib.ExitStack() as stack:
        for stream in (process.stdout, process.stderr):
            assert stream is not None
            stack.enter_context(stream)
        process.wait(timeout=20)
        for _ in range(400):
            if not alive(child):
                return
            time.sleep(0.02)
    os.kill(child, signal.SIGKILL)
    raise AssertionError("the review went on without anybody to hear of it")


def alive(process: int) -> bool:
    """Whether it runs; an orphan that ended may stay as a zombie."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def test_what_lies_in_the_working_directory_is_not_run(tmp_path: Path) -> None:
    for name in ("msgspec", "reviewer", "spacy"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('a stranger was run')")
    script = Path(sys.executable).with_name("reviewer")
    if not script.exists():
        pytest.skip("needs the installed command")
    done = subprocess.run([script, "hook"], input=request(text=GOOD), capture_output=True, cwd=tmp_path, timeout=60, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_an_answer_that_cannot_be_written_is_no_verdict() -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(COMMAND, input=request(text=BAD), stdout=full, stderr=subprocess.PIPE, timeout=60, check=False)
    assert done.returncode == 2
    assert done.stderr == b"reviewer: the answer could not be written (No space left on device)\n"


def test_an_interrupt_is_no_verdict() -> None:
    process = subprocess.Popen(COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stderr is not None
    assert process.stdin is not None
    with process.stdin, process.stdout, process.stderr:
        process.stdin.write(b" " * 1_000_000)  # a pipe holds less: when this returns, the hook is reading
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=20) == 2
        assert json.loads(process.stdout.read())["error"]["code"] == "not_reviewed"
        assert process.stderr.read() == b"reviewer: interrupted before the letter was reviewed\n"


@pytest.mark.skipif(os.name != "posix", reason="needs a POSIX shell")
@pytest.mark.parametrize(("redirection", "code"), [("<&-", "bad_request"), ("2>&-", "bad_request"), ("2>/dev/full", "bad_request"), (">&-", None)])
def test_a_stream_that_is_closed_or_full_is_no_verdict(redirection: str, code: str | None) -> None:
    done = subprocess.run(["sh", "-c", f'exec "$@" {redirection}', "sh", *COMMAND], input=b"{}", capture_output=True, timeout=60, check=False)
    assert done.returncode == 2
    assert (json.loads(done.stdout)["error"]["code"] if done.stdout else None) == code
    assert b"Traceback" not in done.stderr


def test_the_answer_of_the_process_is_a_report(review: Any) -> None:
    assert hook.review_within(Request(text=GOOD, name="x"), 60) == msgspec.json.decode(msgspec.json.encode(review(GOOD, "x")), type=Report)


@pytest.mark.checkout
def test_the_page_lists_the_fields_of_a_request() -> None:
    rows = re.findall(r"^\| `(\w+)` \| (.+?) \| (.+?) \| .+ \|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    fields = {name: (kind, default) for name, kind, default in rows}
    usual = {name: json.dumps(getattr(Request(), name)) for name in Request.__struct_fields__}
    assert {name: default for name, (_, default) in fields.items()} == usual
    assert list(fields) == list(usual)
    assert all(("list" in kind) == (usual[name] == "[]") for name, (kind, _) in fields.items())


@pytest.mark.checkout
def test_the_page_names_every_code_of_a_problem() -> None:
    source = Path(hook.__file__).read_text(encoding="utf-8")
    codes = set(re.findall(r'RefusedError\("(\w+)"', source))
    assert codes == set(re.findall(r"^\| `(\w+)` \| [^|]+ \| [^|]+ \|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE))
