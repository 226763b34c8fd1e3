"""What the service answers: reviews, notices, rules, refusals, headers, its description, and what of it gets into the log."""

from __future__ import annotations

import json
import re
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reviewer import hook
from reviewer.case.notice import understand
from reviewer.hook import Request
from reviewer.server.assets import assets
from reviewer.server.contract import STATUS
from reviewer.server.openapi import document
from tests.letters import BAD, GOOD
from tests.server.running import JSON, Running

NOTICE = "Hello, your listing for ASIN B0C7QKL2MN was removed because of complaints about product safety. Send us a plan of action with the root cause."
MANY = b'{"text": "' + b"a" * (10 * 1024 * 1024) + b'"}'


def report(request: Request) -> Any:
    return json.loads(msgspec.json.encode(hook.review(request)))


# Answers


def test_a_review_is_the_one_of_the_hook(service: Running) -> None:
    for request in (
        Request(text=GOOD, name="x.txt"),
        Request(text=BAD, notice=NOTICE, previous=[GOOD]),
        Request(text=BAD, select=["TON"], ignore=["ACC"], fail_on="never", min_score=1, min_overall=2, english_fails=True),
    ):
        answer = service.ask("POST", "/v1/review", msgspec.json.encode(request), JSON)
        assert answer.status == 200
        assert answer.json == report(request)


def test_settings_of_one_request_do_not_reach_the_next(service: Running) -> None:
    plain = service.review(text=BAD)
    assert {d["code"][:3] for d in service.review(text=BAD, select=["TON"]).json["diagnostics"]} == {"TON"}
    assert service.review(text=BAD).body == plain.body


def test_a_notice_is_understood_and_the_rules_are_listed(service: Running) -> None:
    answer = service.ask("POST", "/v1/notice", json.dumps({"text": NOTICE}).encode(), JSON)
    assert answer.json == json.loads(msgspec.json.encode(understand(NOTICE)))
    rules = service.ask("GET", "/v1/rules").json["rules"]
    assert {"ACC201", "TON204"} <= {rule["code"] for rule in rules}


@pytest.mark.parametrize("kind", ["hook", "check"])
def test_hook_and_check_ask_the_service_and_say_what_they_say_alone(service: Running, tmp_path: Path, kind: str) -> None:
    (tmp_path / "draft.txt").write_text(BAD)
    start = [sys.executable, "-c", "from reviewer.cli import main; main()", kind]
    arguments = [] if kind == "hook" else ["draft.txt", "--format", "json", "--isolated"]
    said = b'{"path": "draft.txt"}' if kind == "hook" else b""
    reviews = service.figure("reviewer_requests_total", route="/v1/review", status="200")
    alone, asked = (
        subprocess.run([*start, *arguments, *more], input=said, capture_output=True, cwd=tmp_path, timeout=60, check=False)
        for more in ([], ["--server", service.address])
    )
    assert (asked.returncode, asked.stdout, asked.stderr) == (1, alone.stdout, b"")
    assert service.figure("reviewer_requests_total", route="/v1/review", status="200") == reviews + 1


def test_it_says_how_it_is(service: Running) -> None:
    assert service.ask("GET", "/healthz").json == {"status": "alive", "workers": 1}
    assert service.ask("GET", "/readyz").json == {"status": "ready", "workers": 1}
    assert service.ask("HEAD", "/readyz").status == 200
    assert service.figure("reviewer_workers_ready") == 1
    assert service.figure("reviewer_queue_length") == 0


# Refusals


@pytest.mark.parametrize(
    ("body", "code", "where"),
    [
        (b"", "bad_request", None),
        (b"Dear Amazon,", "bad_request", None),
        (b'{"text": "a"', "bad_request", None),
        (b'{"text": "\xff"}', "bad_request", None),
        (b'{"text": "\\ud800"}', "bad_request", None),
        (b"[" * 1_000_000, "bad_request", None),
        (b'{"notice": ' + b"[" * 1_000_000, "bad_request", "notice[0]"),
        (b"{}", "bad_request", "text"),
        (b'{"text": "a", "word": 1}', "bad_request", None),
        (b'{"text": "a", "path": "/etc/passwd"}', "bad_request", "path"),
        (b'{"path": ""}', "bad_request", "path"),
        (b'{"text": "a", "notice_paths": "/etc/passwd"}', "bad_request", "notice_paths"),
        (b'{"text": "a", "previous_paths": ["/etc/passwd"]}', "bad_request", "previous_paths"),
        (b'{"text": "a", "time_limit": -1}', "bad_request", "time_limit"),
        (b'{"text": " \\n"}', "unusable", "text"),
        (b'{"text": "we\\u0000did"}', "unusable", "text"),
        (b'{"text": "a", "notice": ["b", ""]}', "unusable", "notice[1]"),
        (b'{"text": "a", "select": ["ACC999"]}', "unusable", None),
        (b'{"text": "' + b"a" * 200_001 + b'"}', "unusable", "text"),
        (MANY, "too_large", None),
    ],
    ids=lambda value: value[:40].decode(errors="replace") if isinstance(value, bytes) else None,
)
def test_what_is_no_request_is_refused(service: Running, body: bytes, code: str, where: str | None) -> None:
    answer = service.ask("POST", "/v1/review", body, JSON)
    assert (answer.status, answer.code, answer.json["error"]["where"]) == (STATUS[code], code, where)


@pytest.mark.parametrize(
    ("method", "path", "headers", "code"),
    [
        ("GET", "/v1/review", {}, "bad_method"),
        ("OPTIONS", "/v1/review", {"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}, "bad_method"),
        ("BREW", "/v1/review", {}, "bad_method"),
        ("POST", "/v1/reviews", JSON, "not_found"),
        ("GET", "/static/..%2fapp.py", {}, "not_found"),
        ("GET", "/static/../app.py", {}, "not_found"),
        ("GET", "/v1/rules/", {}, "not_found"),
        ("POST", "/v1/review", {}, "bad_type"),
        ("POST", "/v1/review", {"Content-Type": "text/plain"}, "bad_type"),
        ("POST", "/v1/notice", {"Content-Type": "application/x-www-form-urlencoded"}, "bad_type"),
        ("GET", "/", {"Host": "evil.example"}, "wrong_host"),
        ("POST", "/v1/review", JSON | {"Host": "evil.example:8000"}, "wrong_host"),
        ("GET", "/", {"Host": "127.0.0.1.evil.example"}, "wrong_host"),
        ("POST", "/v1/notice", JSON, "bad_request"),
    ],
)
def test_what_is_asked_wrongly_is_refused(service: Running, method: str, path: str, headers: dict[str, str], code: str) -> None:
    answer = service.ask(method, path, b"{}" if method == "POST" else None, headers)
    assert (answer.status, answer.code) == (STATUS[code], code)


def test_names_of_this_machine_are_answered(service: Running) -> None:
    for name in ("localhost", "LOCALHOST:1", "127.0.0.1:8000", "[::1]:9"):
        assert service.ask("GET", "/v1/rules", headers={"Host": name}).status == 200
    assert service.ask("GET", "/healthz", headers={"Host": "10.0.0.7"}).status == 200


def said(service: Running, raw: bytes, *, half_closed: bool = False) -> bytes:
    """All that comes back on a connection."""
    with service.connect() as connection:
        connection.sendall(raw)
        if half_closed:
            connection.shutdown(socket.SHUT_WR)
        came = b""
        while part := connection.recv(65536):
            came += part
    return came


def head(path: str, length: int | str, *more: str) -> bytes:
    lines = [f"POST {path} HTTP/1.1", "Host: localhost", "Content-Type: application/json", f"Content-Length: {length}", "Connection: close", *more]
    return "\r\n".join([*lines, "", ""]).encode()


@pytest.mark.parametrize(
    "raw",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\0" * 32 + b"\r\n\r\n",
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET  / HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"a" * 100_000,
        head("/v1/review", -1),
        head("/v1/review", "5, 6"),
        b"POST /v1/review HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"POST /v1/review HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: gzip\r\n\r\n",
    ],
)
def test_what_is_no_http_is_refused(service: Running, raw: bytes) -> None:
    came = said(service, raw)
    assert re.match(rb"HTTP/1\.1 (4\d\d|501) ", came), came[:100]
    assert json.loads(came.partition(b"\r\n\r\n")[2])["error"]["code"] == "bad_request"


def test_a_request_whose_sender_closed_its_half_is_answered(service: Running) -> None:
    body = json.dumps({"text": BAD}).encode()
    came = said(service, head("/v1/review", len(body)) + body, half_closed=True)
    assert came.startswith(b"HTTP/1.1 200 ")
    assert json.loads(came.partition(b"\r\n\r\n")[2])["verdict"] == "revise"


@pytest.mark.parametrize("whole", [b"POST /v1/rev", head("/v1/review", 100), head("/v1/review", 100) + b'{"text"'])
def test_a_request_that_ends_early_is_refused(service: Running, whole: bytes) -> None:
    assert said(service, whole, half_closed=True).startswith(b"HTTP/1.1 400 ")


def test_a_body_in_chunks_is_read_and_bounded(service: Running) -> None:
    start = b"POST /v1/review HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
    assert said(service, start + b'9\r\n{"text": \r\n5\r\n"we"}\r\n0\r\n\r\n').startswith(b"HTTP/1.1 200 ")
    chunk = b"100000\r\n" + b" " * 0x100000 + b"\r\n"
    assert said(service, start + chunk * 11 + b"0\r\n\r\n").startswith(b"HTTP/1.1 413 ")


def test_leave_to_send_too_much_is_not_given(service: Running) -> None:
    assert said(service, head("/v1/review", 11 * 1024 * 1024, "Expect: 100-continue")).startswith(b"HTTP/1.1 413 ")


def test_several_requests_on_one_connection_are_answered_in_order(service: Running) -> None:
    bodies = [json.dumps({"text": text}).encode() for text in ("The customer lied.", " ", "We are sorry.")]
    raw = b"".join(head("/v1/review", len(body)).replace(b"Connection: close\r\n", b"") + body for body in bodies)
    came = said(service, raw, half_closed=True)
    assert re.findall(rb"HTTP/1\.1 (\d+) ", came) == [b"200", b"422", b"200"]


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=40),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
_BODIES = st.binary(max_size=80) | st.dictionaries(
    st.sampled_from([*Request.__struct_fields__, "other"]), _VALUES | st.sampled_from(["plan", "error", "TON"]), max_size=5
).map(lambda value: json.dumps(value).encode())


@given(body=_BODIES, path=st.sampled_from(["/v1/review", "/v1/notice"]))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_body_breaks_it(service: Running, body: bytes, path: str) -> None:
    answer = service.ask("POST", path, body, JSON)
    assert answer.status == 200 or STATUS[answer.code] == answer.status < 500


def test_schemathesis_finds_nothing(service: Running, tmp_path: Path) -> None:
    pytest.importorskip("schemathesis")
    command = [sys.executable, "-m", "schemathesis.cli", "run", f"{service.address}/openapi.json", "--max-examples", "8", "--request-timeout", "30"]
    command += ["--exclude-checks", "positive_data_acceptance", "--seed", "5", "--no-color"]  # an empty text is well-formed and still refused
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, cwd=tmp_path, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


# Headers, page and description


def test_no_other_site_can_read_or_frame_an_answer(service: Running) -> None:
    for path in ("/", "/static/page.js", "/v1/rules", "/nothing"):
        headers = service.ask("GET", path, headers={"Origin": "https://evil.example"}).headers
        assert not any(name.startswith("access-control") for name in headers)
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["cross-origin-resource-policy"] == headers["cross-origin-opener-policy"] == "same-origin"
        policy = headers["content-security-policy"]
        assert policy.startswith("default-src 'none'; ")
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert "server" not in headers


def test_the_page_has_all_files_that_it_asks_for(service: Running) -> None:
    page = service.ask("GET", "/")
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    wanted = set(re.findall(r'"/static/([^"]+)"', page.body.decode()))
    scripts = [content.decode() for name, (content, _) in assets().items() if name.endswith(".js")]
    wanted |= {name for script in scripts for name in re.findall(r'from "\./([^"]+)"', script)}
    assert {"page.js", "page.css", "api.js"} <= wanted
    for name in wanted:
        answer = service.ask("GET", f"/static/{name}")
        assert (answer.status, answer.headers["content-type"]) == (200, assets()[name][1])


def test_answers_are_as_the_description_says(service: Running) -> None:
    described = service.ask("GET", "/openapi.json").json
    assert described == json.loads(msgspec.json.encode(document()))
    assert not set(hook.FILE_FIELDS) & set(described["components"]["schemas"]["Request"]["properties"])
    asked = {"text": BAD, "notice": NOTICE, "previous": GOOD}
    answers = {
        ("/v1/review", "post"): [service.review(**asked), service.review(text=""), service.review()],
        ("/v1/notice", "post"): [service.ask("POST", "/v1/notice", json.dumps({"text": NOTICE}).encode(), JSON)],
        ("/v1/rules", "get"): [service.ask("GET", "/v1/rules")],
        ("/healthz", "get"): [service.ask("GET", "/healthz")],
        ("/readyz", "get"): [service.ask("GET", "/readyz")],
    }
    for (path, method), given_answers in answers.items():
        for answer in given_answers:
            content = described["paths"][path][method]["responses"][str(answer.status)]["content"]["application/json"]
            jsonschema.validate(answer.json, content["schema"] | {"components": described["components"]}, cls=jsonschema.Draft202012Validator)


def test_every_code_of_the_page_of_the_service_is_one() -> None:
    page = Path(__file__).parents[2] / "docs" / "service.md"
    if not page.exists():
        pytest.skip("needs a checkout")
    rows = re.findall(r"^\| `(\w+)` \| (\d+) \| .+ \|$", page.read_text(encoding="utf-8"), re.MULTILINE)
    assert {code: int(status) for code, status in rows} == STATUS


def test_nothing_of_a_request_gets_into_the_log(service: Running) -> None:
    service.review(text="Quokka sold it.", name="quokka.txt", notice="Quokka notice.")
    service.ask("GET", "/quokka?quokka=1", headers={"User-Agent": "quokka", "Referer": "http://localhost/quokka"})
    service.ask("POST", "/v1/review?quokka", b'{"text": "Quokka", "quokka": 1}', JSON)
    service.ask("QUOKKA", "/v1/review")
    service.ask("PUT", "/healthz")
    assert re.search(r" reviewer: PUT /healthz 405 \d+ ms$", service.until("PUT /healthz"))
    log = "".join(service.log)
    assert "quokka" not in log.lower()
    for line in ("POST /v1/review 200", "GET (other) 404", "POST /v1/review 400", "(other) /v1/review 405"):
        assert line in log
