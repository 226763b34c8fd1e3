"""The examples of docs/hook.md, each run as it stands there: by sh, node, python, curl, pre-commit, bash and a browser."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
import yaml

from reviewer.hook import FILE_FIELDS
from tests.browser import CHROMIUM, needs_chromium
from tests.letters import BAD, GOOD

FOLDER = Path(__file__).parents[1]
EXAMPLES = FOLDER / "examples" / "hooks"
PAGE = FOLDER / "docs" / "hook.md"
ENVIRONMENT = os.environ | {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
pytestmark = pytest.mark.checkout


def run(*command: str | Path, cwd: Path, stdin: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=cwd, input=stdin, capture_output=True, text=True, env=ENVIRONMENT | environment, timeout=120, check=False)


def blocks() -> Iterator[tuple[str, str]]:
    """The language and text of each example on the page."""
    for found in re.finditer(r"^```(\w+)\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL):
        yield found[1], found[2]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "good.txt").write_text(GOOD)
    (tmp_path / "bad.txt").write_text(BAD)
    return tmp_path


def test_the_page_shows_the_files_of_the_examples_as_they_are_and_all_of_them() -> None:
    shown = sorted(text for language, text in blocks() if language != "console")
    assert shown == sorted(path.read_text(encoding="utf-8") for path in EXAMPLES.iterdir() if path.is_file())


def test_every_file_of_the_examples_is_tried_here() -> None:
    tried = Path(__file__).read_text(encoding="utf-8")
    assert not [path.name for path in EXAMPLES.iterdir() if path.is_file() and f'"{path.name}"' not in tried]


def test_the_command_at_the_top() -> None:
    commands = [line.removeprefix("$ ") for language, text in blocks() if language == "console" for line in text.splitlines()]
    assert len(commands) == 1
    done = run("sh", "-c", commands[0], cwd=FOLDER)
    assert (done.returncode, json.loads(done.stdout)["verdict"], done.stderr) == (1, "revise", "")


SCRIPTS = {
    "python_call.py": ("python3", {0: "good.txt: ready, overall", 1: "bad.txt: revise, overall", 2: "not reviewed: "}),
    "pre_submit.sh": ("sh", {0: "good.txt is ready", 1: "bad.txt should be revised:", 2: "none.txt was not reviewed: decide yourself"}),
    "pre_submit.mjs": ("node", {0: "good.txt: ready, overall", 1: "bad.txt: revise, overall", 2: "none.txt was not reviewed: none.txt: there is no such file"}),
}


@pytest.mark.parametrize(("letter", "status"), [("good.txt", 0), ("bad.txt", 1), ("none.txt", 2)])
@pytest.mark.parametrize("script", SCRIPTS)
def test_a_script_asks_before_a_letter_goes_out(folder: Path, script: str, letter: str, status: int) -> None:
    program, said = SCRIPTS[script]
    if shutil.which(program, path=ENVIRONMENT["PATH"]) is None:
        pytest.skip(f"needs {program}")
    done = run(program, EXAMPLES / script, letter, cwd=folder)
    assert done.returncode == status, done
    assert said[status] in done.stdout + done.stderr
    assert len(re.findall(r"^- .", done.stdout, re.MULTILINE)) >= 3 * (status == 1), "the best changes"
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("script", ["pre_submit.sh", "pre_submit.mjs"])
def test_a_script_without_the_reviewer_gives_no_verdict(folder: Path, script: str) -> None:
    program = SCRIPTS[script][0]
    if (found := shutil.which(program)) is None:
        pytest.skip(f"needs {program}")
    bare = folder / "bin"
    bare.mkdir()
    (bare / program).symlink_to(found)
    (bare / "python3").symlink_to(sys.executable)
    done = run(program, EXAMPLES / script, "good.txt", cwd=folder, PATH=str(bare))
    assert done.returncode == 2
    assert "good.txt was not reviewed" in done.stdout


def test_the_shell_script_sends_the_notice_too(folder: Path) -> None:
    done = run("sh", EXAMPLES / "pre_submit.sh", "good.txt", "none.txt", cwd=folder)
    assert (done.returncode, done.stderr) == (2, "reviewer: none.txt: there is no such file or folder\n")
    assert run("sh", EXAMPLES / "pre_submit.sh", cwd=folder).returncode == 2


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


def wait(address: str, process: subprocess.Popen[bytes]) -> None:
    """Wait until `address` answers with status 200."""
    for _ in range(600):
        assert process.poll() is None, "the server ended by itself"
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, ConnectionError):
            pass
        time.sleep(0.05)
    raise AssertionError("the server did not get ready")


@pytest.fixture
def service() -> Iterator[str]:
    """The address of a real `reviewer serve`."""
    pytest.importorskip("uvicorn", reason="needs the extra 'server'")
    port = free_port()
    command = [sys.executable, "-m", "reviewer", "serve", "--port", str(port), "--workers", "1"]
    environment = {name: value for name, value in ENVIRONMENT.items() if name != "REVIEWER_API_KEY"}
    process = subprocess.Popen(command, cwd=FOLDER, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)
    try:
        wait(f"http://127.0.0.1:{port}/readyz", process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=20)


@pytest.mark.skipif(not shutil.which("curl"), reason="needs curl")
def test_the_service_answers_curl_the_hook_and_the_check_as_this_machine_does(service: str, folder: Path) -> None:
    shutil.copy(EXAMPLES / "request.json", folder)
    curl = ("sh", EXAMPLES / "curl.sh")
    done = run(*curl, "request.json", cwd=folder, REVIEWER_SERVER=service, http_proxy="http://127.0.0.1:1")
    assert done.returncode == 0, done
    hook = run("reviewer", "hook", "--server", service, cwd=folder, stdin=(folder / "request.json").read_text())
    assert (hook.returncode, hook.stderr) == (1, "")
    assert json.loads(done.stdout) == json.loads(hook.stdout)
    assert hook.stdout == run("reviewer", "hook", cwd=folder, stdin=(folder / "request.json").read_text()).stdout
    check = ("reviewer", "check", "good.txt", "bad.txt", "--isolated", "--format", "json")
    asked = run(*check, "--server", service, cwd=folder)
    assert (asked.returncode, asked.stderr) == (1, "")
    assert asked.stdout == run(*check, cwd=folder).stdout
    for field in FILE_FIELDS:
        (folder / "wrong.json").write_text(json.dumps({"text": "We were late.", field: "/etc/hostname"}))
        refused = run(*curl, "wrong.json", cwd=folder, REVIEWER_SERVER=service)
        assert (refused.returncode, json.loads(refused.stdout)["error"]["code"]) == (22, "bad_request")


def git(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    person = {f"GIT_{who}_{what}": "x" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    return run(
        "git", *arguments, cwd=folder, GIT_CONFIG_GLOBAL=os.devnull, GIT_CONFIG_SYSTEM=os.devnull, PRE_COMMIT_HOME=str(folder.parent / "cache"), **person
    )


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository whose main branch, as a clone knows it, has one letter that should be revised and one that goes."""
    made = tmp_path / "letters"
    (made / "appeals").mkdir(parents=True)
    for name in ("old.txt", "gone.txt"):
        (made / "appeals" / name).write_text(BAD)
    for arguments in (["init", "-q", "-b", "main"], ["add", "."], ["commit", "-qm", "old"], ["update-ref", "refs/remotes/origin/main", "HEAD"]):
        done = git(made, *arguments)
        assert done.returncode == 0, done.stderr
    return made


def test_pre_commit_holds_back_a_letter_that_should_be_revised(repository: Path) -> None:
    shutil.copy(EXAMPLES / "pre-commit-config.yaml", repository / ".pre-commit-config.yaml")
    assert run("pre-commit", "install", cwd=repository).returncode == 0
    (repository / "appeals" / "two words.txt").write_text(GOOD)
    (repository / "readme.txt").write_text(BAD)  # stands elsewhere
    git(repository, "add", ".")
    done = git(repository, "commit", "-qm", "ready")
    assert (done.returncode, "review appeal drafts" in done.stderr) == (0, True), done
    (repository / "appeals" / "bad.txt").write_text(BAD)
    git(repository, "add", ".")
    done = git(repository, "commit", "-qm", "not ready")
    assert done.returncode == 1
    assert "REVISE" in done.stderr
    assert git(repository, "log", "--format=%s", "-1").stdout == "ready\n"


def test_the_hook_that_pre_commit_installs_is_well_described() -> None:
    done = run("pre-commit", "validate-manifest", ".pre-commit-hooks.yaml", cwd=FOLDER)
    assert done.returncode == 0, done.stdout
    assert [hook["id"] for hook in yaml.safe_load((FOLDER / ".pre-commit-hooks.yaml").read_text())] == ["reviewer"]


def step(name: str, folder: Path, given: Mapping[str, str], **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a step of the workflow as GitHub does: its script in a file, its expressions filled in, its shell with GitHub's options."""
    steps: Sequence[dict[str, Any]] = yaml.safe_load((EXAMPLES / "appeals.yml").read_text())["jobs"]["review"]["steps"]
    one = next(one for one in steps if one.get("name") == name)
    for key, value in one["env"].items():
        environment[key] = re.sub(r"\$\{\{ (.+?) \}\}", lambda found: given[found[1]], value)
    script = folder.parent / "step.sh"
    script.write_text(one["run"])
    options = ["--noprofile", "--norc", "-eo", "pipefail"] if one.get("shell") == "bash" else ["-e"]
    return run("bash", *options, script, cwd=folder, **environment)


REVIEW = "Review the letters that this pull request changes"


def test_the_action_annotates_the_letters_of_a_pull_request(repository: Path) -> None:
    letters = repository / "appeals"
    (letters / "gone.txt").unlink()
    (letters / "2025").mkdir()
    (letters / "2025" / "two words, new.txt").write_text(BAD)
    (letters / "photo.png").write_bytes(b"\x89PNG\r\n")
    git(repository, "add", ".")
    assert git(repository, "commit", "-qm", "a letter").returncode == 0
    done = step(REVIEW, repository, {"github.base_ref": "main"})
    assert done.returncode not in (0, 127), done
    *annotations, last = done.stdout.splitlines()
    assert last.startswith("appeals/2025/two words, new.txt: revise, overall ")
    form = r"::(error|warning|notice) file=appeals/2025/two words%2C new\.txt,line=(\d+),endLine=\d+(,col=\d+,endColumn=\d+)?,title=[A-Z]{3}\d{3} [\w-]+::\S.+"
    found = [re.fullmatch(form, line) for line in annotations]
    assert all(found), annotations
    assert {one[2] for one in found if one} >= {"3", "4"}


def test_the_action_passes_where_every_letter_is_ready_or_none_was_changed(repository: Path) -> None:
    done = step(REVIEW, repository, {"github.base_ref": "main"})
    assert (done.returncode, done.stdout) == (0, ""), "no letter was changed"
    (repository / "appeals" / "good.txt").write_text(GOOD)
    git(repository, "add", ".")
    git(repository, "commit", "-qm", "a letter")
    done = step(REVIEW, repository, {"github.base_ref": "main"})
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-1].startswith("appeals/good.txt: ready, overall ")


def test_the_action_fails_where_the_base_is_not_there(repository: Path) -> None:
    done = step(REVIEW, repository, {"github.base_ref": "nowhere"})
    assert done.returncode != 0
    assert "origin/nowhere" in done.stderr


def test_the_action_installs_what_the_variable_names(tmp_path: Path) -> None:
    here = tmp_path / "checkout"
    here.mkdir()
    wheel = here / "stand_in-1-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as made:
        made.writestr("stand_in.py", "")
        made.writestr("stand_in-1.dist-info/METADATA", "Metadata-Version: 2.1\nName: stand-in\nVersion: 1\n")
        made.writestr("stand_in-1.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        made.writestr("stand_in-1.dist-info/RECORD", "")
    elsewhere = {"PIP_TARGET": str(tmp_path / "site"), "PIP_NO_INDEX": "1", "PIP_NO_CACHE_DIR": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    done = step("Install the reviewer", here, {"vars.REVIEWER": wheel.name}, **elsewhere)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "site" / "stand_in.py").exists()


@pytest.fixture(scope="module")
def form(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """The address of the running web form, and the file with what it sent."""
    assert (EXAMPLES / "web_form.html").exists()
    port, sent = free_port(), tmp_path_factory.mktemp("form") / "sent"
    with sent.open("wb") as stream:
        process = subprocess.Popen([sys.executable, EXAMPLES / "web_form.py", str(port)], stdout=stream, stderr=stream, env=ENVIRONMENT)
        try:
            wait(f"http://127.0.0.1:{port}/", process)
            yield f"http://127.0.0.1:{port}", sent
        finally:
            process.terminate()
            process.wait(timeout=20)


def post(address: str, origin: str | None, **fields: str) -> tuple[int, str, str]:
    """Status, final address and body of the answer to the form."""
    request = urllib.request.Request(f"{address}/submit", urlencode(fields).encode(), {"Origin": origin} if origin else {})
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, answer.url, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.url or "", ""


def test_the_form_sends_what_is_ready_and_asks_about_the_rest(form: tuple[str, Path]) -> None:
    address, sent = form
    status, url, _ = post(address, address, letter=GOOD.replace("\n", "\r\n"))
    assert (status, url) == (200, f"{address}/sent")
    before = sent.read_text()
    assert before.splitlines()[-1] == f"sent: {len(GOOD.split())} words"
    hostile = "The customers lied about </textarea><script>alert(1)</script> \"it' &amp; us.\n"
    _, url, body = post(address, address, letter=hostile, notice="<b>")
    assert url == f"{address}/submit"
    assert "Better revised first" in body
    assert "<script" not in body
    assert "Line 1: " in body
    _, _, body = post(address, address, letter="?")
    assert "Not reviewed" in body
    assert sent.read_text() == before


@pytest.mark.parametrize("origin", [None, "null", "http://host.example"])
def test_the_form_of_a_stranger_is_refused(form: tuple[str, Path], origin: str | None) -> None:
    before = form[1].read_text()
    assert post(form[0], origin, letter=BAD, anyway="yes")[0] == 400
    assert form[1].read_text() == before


@needs_chromium
def test_the_form_in_a_browser_without_scripts(form: tuple[str, Path]) -> None:
    from playwright.sync_api import expect, sync_playwright

    address, sent = form
    before = len(sent.read_text().splitlines())
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_context(java_script_enabled=False).new_page()
        logged: list[str] = []
        page.on("console", lambda message: logged.append(message.text))
        page.goto(address)
        page.get_by_label("Letter").fill("\n" + BAD)
        page.get_by_role("button", name="Submit").click()
        asked = page.get_by_role("region", name="Better revised first")
        expect(asked.get_by_role("listitem").first).to_be_visible(timeout=30_000)
        expect(page).to_have_title("Send anyway?")
        expect(page.get_by_label("Letter")).to_have_value("\n" + BAD)
        assert len(sent.read_text().splitlines()) == before, "nothing goes out while the seller is asked"
        page.get_by_role("button", name="Send anyway").click()
        expect(page.get_by_role("status")).to_have_text("Your letter was sent.")
        browser.close()
    assert sent.read_text().splitlines()[before:] == [f"sent: {len(BAD.split())} words"]
    assert not logged, "among them what the content security policy forbids"
