"""The client of the service against real servers, most of them broken, and what the commands make of that."""

from __future__ import annotations

import contextlib
import json
import shutil
import socket
import socketserver
import ssl
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import msgspec
import pytest
from click.testing import CliRunner, Result

from reviewer import client, hook
from reviewer.cli import main
from reviewer.client import Service, UnavailableError
from reviewer.config import Config
from reviewer.engine import Reviewer
from reviewer.hook import RefusedError, Request
from reviewer.readers import Draft
from reviewer.types import Report, ReviewerError, Road, Severity
from tests.letters import BAD, GOOD

HOOK = [sys.executable, "-c", "from reviewer.cli import main; main()", "hook"]
ASKED = Request(text=BAD, name="draft.txt")
Answer = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    """Keeps what it was asked, and answers as the test wants."""

    server: Stub

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.asked.append((self.path, dict(self.headers), json.loads(body)))
        with contextlib.suppress(ConnectionError):  # a client that gave up
            self.server.answer(self)

    def give(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in ({"Content-Length": str(len(body))} | headers).items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def address_string(self) -> str:
        return "somebody"  # on a unix socket there is no address

    def log_message(self, *args: object) -> None:
        """Nothing is logged."""


class Stub(ThreadingHTTPServer):
    """A service that does whatever a test needs. `ended` is set when the test is over."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[tuple[str, dict[str, str], dict[str, Any]]] = []
        self.answer: Answer = lambda handler: handler.give(500, b"")
        self.ended = threading.Event()
        self.address = f"http://127.0.0.1:{self.server_address[1]}"

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hung up is no news."""


@contextlib.contextmanager
def running(server: socketserver.BaseServer) -> Iterator[None]:
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield
    finally:
        if isinstance(server, Stub):
            server.ended.set()
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def stub() -> Iterator[Stub]:
    server = Stub()
    with running(server):
        yield server


def reviewing(reviewer: Reviewer) -> Answer:
    """The answer of a service that works: it reviews what it is sent, decoded strictly."""

    def answer(handler: Handler) -> None:
        request = hook.decode(json.dumps(handler.server.asked[-1][2]).encode())
        handler.give(200, msgspec.json.encode(reviewer.review(request.text or "", request.name or "")))

    return answer


def problem(code: str, message: str) -> bytes:
    return json.dumps({"error": {"code": code, "message": message, "where": None}}).encode()


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


def test_the_service_is_sent_the_request_and_gives_its_report(stub: Stub, reviewer: Reviewer, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{free_port()}")
    stub.answer = reviewing(reviewer)
    request = Request(text=BAD, name="draft.txt", notice=["Your account"], fail_on="never", min_overall=1, english_fails=True, select=["TON"])
    assert Service(f"{stub.address}/under/here/", "k3y").review(request, 30) == reviewer.review(BAD, "draft.txt")
    path, headers, body = stub.asked[0]
    assert path == "/under/here/v1/review"
    assert headers["Authorization"] == "Bearer k3y"
    assert headers["Content-Type"] == "application/json"
    assert body == {
        "text": BAD, "name": "draft.txt", "notice": ["Your account"], "fail_on": "never", "min_overall": 1, "english_fails": True, "select": ["TON"], "time_limit": 30,
    }  # fmt: skip
    Service(stub.address).review(ASKED, 30)
    assert "Authorization" not in stub.asked[1][1]


def endless(handler: Handler) -> None:
    handler.send_response(200)
    handler.end_headers()
    while not handler.server.ended.wait(0.02):
        handler.wfile.write(b" ")


def silent(handler: Handler) -> None:
    handler.server.ended.wait()


def raw(answer: bytes) -> Answer:
    def write(handler: Handler) -> None:
        handler.wfile.write(answer)

    return write


def giving(status: int, body: bytes, **headers: str) -> Answer:
    return lambda handler: handler.give(status, body, **headers)


FAULTS: dict[str, tuple[Answer, str]] = {
    "silent": (silent, "did not answer in time"),
    "a byte now and then": (endless, "did not answer in time"),
    "hung up": (raw(b""), "cannot be reached"),
    "not http": (raw(b"SSH-2.0-OpenSSH_9.2\r\n"), "cannot be reached"),
    "a line without end": (raw(b"HTTP/1.1 200 " + b"x" * 100_000), "cannot be reached"),
    "cut off": (giving(200, b'{"reviewer": "0.1.0", ', Content_Length="4000"), "something else than a review"),
    "empty": (giving(200, b""), "something else than a review"),
    "a page": (giving(200, b"<!doctype html>"), "something else than a review"),
    "not utf-8": (giving(200, b'{"reviewer": "\xff"}'), "something else than a review"),
    "nested": (giving(200, b'{"reviewer": ' + b"[" * 100_000), "something else than a review"),
    "no report": (giving(200, b'{"reviewer": "0.1.0"}'), "something else than a review"),
    "another version": (giving(200, b'{"reviewer": "7.0.0", "new": 1}'), "runs version 7.0.0, and this is "),
    "redirect": (giving(307, b"", Location="/elsewhere"), "status 307"),
    "busy": (giving(429, problem("busy", "the queue is full"), Retry_After="1"), "status 429 (the queue is full)"),
    "too slow": (giving(503, problem("not_reviewed", "the time limit passed")), "status 503 (the time limit passed)"),
    "broken": (giving(500, b"Traceback"), "status 500 (is that the address of a `reviewer serve`?)"),
    "another service": (giving(404, b"<h1>Not found</h1>"), "status 404 (is that the address of a `reviewer serve`?)"),
    "no key": (giving(401, problem("no_key", "a key is needed")), "status 401 (a key is needed)"),
    "an older contract": (giving(422, problem("bad_request", "unknown field")), "status 422 (unknown field)"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_service_without_a_usable_answer_is_unavailable(stub: Stub, fault: str) -> None:
    stub.answer, wanted = FAULTS[fault]
    with pytest.raises(UnavailableError) as raised:
        Service(stub.address).review(ASKED, 0.3 if "in time" in wanted else 30)
    assert wanted in str(raised.value)
    assert str(raised.value).startswith(f"the service at {stub.address} ")
    assert len(stub.asked) == 1


def test_an_answer_above_the_limit_is_not_read(stub: Stub, reviewer: Reviewer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "MAX_ANSWER", 1000)
    stub.answer = reviewing(reviewer)
    with pytest.raises(UnavailableError, match="something else than a review"):
        Service(stub.address).review(ASKED, 30)


def test_nobody_there(tmp_path: Path) -> None:
    for address in (f"http://127.0.0.1:{free_port()}", f"https://localhost:{free_port()}", f"unix:{tmp_path}/none.sock", "https://nowhere.invalid"):
        with pytest.raises(UnavailableError, match="cannot be reached"):
            Service(address).review(ASKED, 30)
    with pytest.raises(UnavailableError, match="for lack of time"):
        Service("http://127.0.0.1:1").review(ASKED, 0)


def test_what_the_service_calls_unusable_is_so_here_too(stub: Stub) -> None:
    stub.answer = giving(422, b'{"error": {"code": "unusable", "message": "text: \\u001b[31mis empty", "where": "text"}}')
    with pytest.raises(RefusedError) as raised:
        Service(stub.address).review(ASKED, 30)
    assert raised.value.problem == hook.Problem("unusable", "text: [31mis empty", "text")


@pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="needs unix sockets")
def test_a_unix_socket(tmp_path: Path, reviewer: Reviewer) -> None:
    class Unix(Stub):
        address_family = socket.AF_UNIX

        def server_bind(self) -> None:
            self.server_address = str(tmp_path / "s")  # type: ignore[assignment]
            socketserver.TCPServer.server_bind(self)

    server = Unix()
    server.answer = reviewing(reviewer)
    with running(server):
        for address in (f"unix:{tmp_path}/s", f"unix://{tmp_path}/s"):
            assert Service(address).review(ASKED, 30).file == "draft.txt"


@pytest.mark.skipif(not shutil.which("openssl"), reason="makes a certificate with openssl")
def test_https_to_a_host_with_a_certificate_that_is_trusted(stub: Stub, reviewer: Reviewer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost -keyout key -out cert"
    subprocess.run(["openssl", *made.split()], cwd=tmp_path, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "cert", tmp_path / "key")
    stub.socket = context.wrap_socket(stub.socket, server_side=True)
    stub.answer = reviewing(reviewer)
    address = f"https://localhost:{stub.server_address[1]}"
    with pytest.raises(UnavailableError, match="certificate"):
        Service(address).review(ASKED, 30)
    assert not stub.asked
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "cert"))
    assert Service(address).review(ASKED, 30).file == "draft.txt"


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:8000", "http://localhost/x/", "http://[::1]:1", "http://127.8.9.1", "https://host.example", "unix:/a/b", "unix:///a/b"]
)
def test_addresses_that_a_letter_may_be_sent_to(address: str) -> None:
    assert Service(address).address == address


@pytest.mark.parametrize(
    ("address", "wanted"),
    [
        ("http://192.168.1.7:8000", "use https for 192.168.1.7"),
        ("http://host.example", "use https for host.example"),
        ("http://127.0.0.1.host.example", "use https"),
        ("http://localhost.host.example", "use https"),
        ("http://0.0.0.0:1", "use https"),
        ("http://2130706433", "use https"),
        ("http://127.0.0.1@host.example", "no address"),
        ("http://127.0.0.1\\@host.example", "no address"),
        ("http://127.0.0.1:99999", "no address"),
        ("http://127.0.0.1/?a", "no address"),
        ("http://127.0.0.1/#a", "no address"),
        ("http://127.0.0.1/a b", "no address"),
        ("http://127.0.0.1/\r\nX: y", "no address"),
        ("http://[::1", "no address"),
        ("http://ḷocalhost", "no address"),
        ("127.0.0.1:8000", "no address"),
        ("ftp://127.0.0.1", "no address"),
        ("http://", "no address"),
        ("", "no address"),
        ("unix:socket", "unix:/path/of/socket"),
        ("unix:/a\0b", "unix:/path/of/socket"),
    ],
)
def test_addresses_that_a_letter_is_never_sent_to(address: str, wanted: str) -> None:
    with pytest.raises(ReviewerError, match=wanted) as raised:
        Service(address)
    assert not isinstance(raised.value, UnavailableError)


def test_a_key_that_would_break_the_header_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(client.KEY_VARIABLE, "a\r\nX: y")
    with pytest.raises(ReviewerError, match="REVIEWER_API_KEY"):
        Service.of_environment("http://127.0.0.1:8000")


def test_a_request_says_what_the_settings_say() -> None:
    config = Config(["TON"], ["ENG"], None, 3, 4, english_fails=True, road=Road.DISPUTE)
    assert hook.config_of(hook.request_of(Draft("a", "b", "text"), config)) == config
    assert hook.config_of(hook.request_of(Draft("a", "b", "text"), Config(fail_on=Severity.WARNING))) == Config(fail_on=Severity.WARNING)
    assert hook.request_of(Draft("a", "b\udcff.txt", "text"), config).name == "b?.txt"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv(client.KEY_VARIABLE, raising=False)
    (tmp_path / "good.txt").write_text(GOOD)
    (tmp_path / "bad.txt").write_text(BAD)
    (tmp_path / "notice.txt").write_text("Hello, your listing for ASIN B0C7QKL2MN was removed because of complaints about product safety.")
    return tmp_path


def check(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["check", "--format", "jsonl", *arguments], catch_exceptions=False)


def test_check_asks_the_service_and_prints_what_it_would_have_found_itself(folder: Path, stub: Stub, reviewer: Reviewer) -> None:
    stub.answer = reviewing(reviewer)
    served = check("good.txt", "bad.txt", "--server", stub.address, "--min-score", "50")
    assert (served.exit_code, served.stderr) == (1, "")
    assert served.stdout == check("good.txt", "bad.txt").stdout
    assert [body["name"] for _, _, body in stub.asked] == ["good.txt", "bad.txt"]
    assert {body["min_score"] for _, _, body in stub.asked} == {50}


def test_check_sends_the_texts_of_the_case_and_no_paths(folder: Path, stub: Stub, reviewer: Reviewer) -> None:
    stub.answer = reviewing(reviewer)
    (folder / "metrics.txt").write_text("Late Shipment Rate 11.5%")
    check("good.txt", "--notice", "notice.txt", "--previous", "bad.txt", "--metrics", "metrics.txt", "--marketplace", "DE", "--server", stub.address)
    body = stub.asked[0][2]
    assert body["notice"] == [(folder / "notice.txt").read_text()]
    assert body["previous"] == [BAD]
    assert (body["metrics"], body["marketplace"]) == ("Late Shipment Rate 11.5%", "DE")
    assert not set(hook.FILE_FIELDS) & set(body)


def test_check_falls_back_once_and_says_so_once(folder: Path, stub: Stub) -> None:
    local = check("good.txt", "bad.txt", "--notice", "notice.txt")
    stub.answer = giving(503, b"\x1b[31m")
    served = check("good.txt", "bad.txt", "--notice", "notice.txt", "--server", stub.address)
    assert (served.exit_code, served.stdout) == (local.exit_code, local.stdout)
    assert (
        served.stderr
        == f"reviewer: note: the service at {stub.address} answered with status 503 (is that the address of a `reviewer serve`?); reviewed on this machine instead\n"
    )
    assert len(stub.asked) == 1


def test_a_letter_that_the_service_cannot_use_does_not_hide_the_others(folder: Path, stub: Stub, reviewer: Reviewer) -> None:
    works = reviewing(reviewer)
    stub.answer = lambda handler: handler.give(422, problem("unusable", "bad")) if handler.server.asked[-1][2]["name"] == "good.txt" else works(handler)
    served = check("good.txt", "bad.txt", "--server", stub.address)
    assert (served.exit_code, served.stderr) == (2, "reviewer: bad\n")
    assert json.loads(served.stdout)["file"] == "bad.txt"


@pytest.mark.parametrize(
    ("settings", "options", "named"),
    [
        ("library = ['old']", [], "library"),
        ("english = false", [], "english"),
        ("", ["--rules-only"], "classifier"),
        ("", [], "what is set aside in .reviewer-ignore.toml"),
    ],
)
def test_what_a_service_cannot_be_told_is_reviewed_here(folder: Path, stub: Stub, settings: str, options: list[str], named: str) -> None:
    (folder / "old").mkdir()
    (folder / "reviewer.toml").write_text(settings)
    if "set aside" in named:
        (folder / ".reviewer-ignore.toml").write_text('[[ignore]]\nfingerprint = "0123456789abcdef"\nreason = "x"\n')
    served = check("bad.txt", "--server", stub.address, *options)
    assert served.exit_code == 1
    assert f"note: a service cannot be told {named}; reviewed on this machine instead\n" in served.stderr
    assert served.stdout == check("bad.txt", *options).stdout
    assert not stub.asked


def test_an_address_that_a_letter_must_not_be_sent_to_is_an_error_and_no_reason_to_fall_back(folder: Path) -> None:
    served = check("bad.txt", "--server", "http://host.example")
    assert (served.exit_code, served.stdout) == (2, "")
    assert served.stderr.startswith("reviewer: http://host.example: a letter is sent over plain http to this machine only")


def ask(address: str, **fields: Any) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([*HOOK, "--server", address], input=json.dumps(fields).encode(), capture_output=True, timeout=60, check=False)


def test_the_hook_asks_the_service(folder: Path, stub: Stub, reviewer: Reviewer) -> None:
    stub.answer = reviewing(reviewer)
    done = ask(stub.address, path="good.txt", notice_paths="notice.txt", notice=["Hello"], previous=BAD, min_overall=2, time_limit=9)
    assert (done.returncode, done.stderr) == (0, b"")
    assert msgspec.json.decode(done.stdout) == msgspec.json.decode(msgspec.json.encode(reviewer.review(GOOD, "good.txt")))
    body = stub.asked[0][2]
    assert 3 < body.pop("time_limit") <= 4.5, "half of the limit: this machine may have to do it in the rest"
    assert body == {"text": GOOD, "name": "good.txt", "notice": ["Hello", (folder / "notice.txt").read_text()], "previous": [BAD], "min_overall": 2}


def test_the_hook_falls_back_with_a_note(folder: Path, stub: Stub, reviewer: Reviewer) -> None:
    stub.answer = giving(500, problem("failed", "out\nof memory"))
    done = ask(stub.address, path="bad.txt")
    assert done.returncode == 1
    assert msgspec.json.decode(done.stdout, type=Report) == reviewer.review(BAD, "bad.txt")
    assert done.stderr.decode() == f"reviewer: note: the service at {stub.address} answered with status 500 (out of memory); reviewed on this machine instead\n"


def test_the_hook_keeps_its_time_limit_where_the_service_is_silent(folder: Path, stub: Stub) -> None:
    stub.answer = silent
    done = ask(stub.address, text=BAD, time_limit=0.6)
    assert done.returncode == 2
    assert json.loads(done.stdout)["error"]["code"] == "not_reviewed"


@pytest.mark.parametrize(("fields", "code"), [({"path": "none.txt"}, "unusable"), ({"text": "?"}, "unusable")])
def test_the_hook_does_not_ask_about_what_it_cannot_read(folder: Path, stub: Stub, fields: dict[str, str], code: str) -> None:
    done = ask(stub.address, **fields)
    assert done.returncode == 2
    assert json.loads(done.stdout)["error"]["code"] == code
    assert not stub.asked


def test_the_time_limit_holds_while_the_draft_is_read(folder: Path, stub: Stub) -> None:
    (folder / "large.html").write_text("<p>a b</p>" * 1_000_000)  # takes seconds, and is too long in the end
    done = ask(stub.address, path="large.html", time_limit=0.5)
    assert done.returncode == 2
    assert json.loads(done.stdout)["error"]["code"] == "not_reviewed"
