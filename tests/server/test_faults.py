"""The service when something goes wrong: workers that die or hang, a full queue, slow and leaving clients, a stop under load, a start that cannot be."""

from __future__ import annotations

import json
import os
import signal
import socket
import stat
import struct
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from reviewer.client import Service, UnavailableError
from reviewer.hook import Request
from tests.letters import BAD, GOOD
from tests.server.running import JSON, WAIT, Running, command, running

pytest.importorskip("uvicorn", reason="needs the extra 'server'")
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="finds and stops the workers by /proc and signals")
KEY = "a-key-of-some-length"
LONG = (GOOD * 400)[:200_000]
BODY = json.dumps({"text": BAD}).encode()
QUICK = "from reviewer.server import bodies, protocol; bodies.SECONDS = 0.3; protocol.HEADER = 0.3; protocol.TAKEN = 0.6; protocol._TICK = 0.05"


def until(holds: Callable[[], object]) -> None:
    """Wait until something holds."""
    end = time.monotonic() + WAIT
    while not holds():
        assert time.monotonic() < end, "it never came to hold"
        time.sleep(0.01)


@pytest.fixture(scope="module")
def frail() -> Iterator[Running]:
    """A service with one worker, room for one request more, and little patience with clients."""
    with running("--workers", "1", "--queue", "1", "--time-limit", "30", patch=QUICK) as started:
        yield started
        assert started.stop() == 0


@pytest.fixture
def ready(frail: Running) -> Running:
    """The same, once its worker is ready."""
    until(lambda: frail.ask("GET", "/readyz").status == 200 and frail.figure("reviewer_workers_busy") == 0)
    return frail


@pytest.fixture
def clients() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(max_workers=12) as pool:
        yield pool


def hold(service: Running) -> list[int]:
    """Stop the workers where they are, as if they hung."""
    workers = service.workers()
    for worker in workers:
        os.kill(worker, signal.SIGSTOP)
    return workers


def at_work(service: Running, count: float = 1) -> bool:
    return service.figure("reviewer_workers_busy") + service.figure("reviewer_queue_length") == count


# Workers


def test_a_worker_that_dies_loses_its_own_request_only(ready: Running, clients: ThreadPoolExecutor) -> None:
    deaths = ready.figure("reviewer_worker_restarts_total", reason="died")
    (worker,) = ready.workers()
    before = _worked(worker)
    first = clients.submit(ready.review, text=LONG)
    until(lambda: _worked(worker) > before + 0.2)
    second = clients.submit(ready.review, text=GOOD)
    until(lambda: ready.figure("reviewer_queue_length") == 1)
    os.kill(worker, signal.SIGKILL)
    assert (first.result().status, first.result().code) == (500, "failed")
    assert (second.result().status, second.result().json["verdict"]) == (200, "ready")
    assert ready.figure("reviewer_worker_restarts_total", reason="died") == deaths + 1
    assert ready.workers() != [worker]


def _worked(process: int) -> float:
    """The seconds that it has worked."""
    return int(Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[11]) / os.sysconf("SC_CLK_TCK")


def test_a_worker_that_dies_before_it_takes_a_request_up_loses_nothing(ready: Running, clients: ThreadPoolExecutor) -> None:
    os.kill(ready.workers()[0], signal.SIGSEGV)
    assert ready.review(text=BAD).status == 200
    (worker,) = hold(ready)
    asked = clients.submit(ready.review, text=BAD)
    until(lambda: ready.figure("reviewer_workers_busy") == 1)
    os.kill(worker, signal.SIGKILL)
    assert asked.result().status == 200


def test_a_full_queue_says_when_to_come_again(ready: Running, clients: ThreadPoolExecutor) -> None:
    (worker,) = hold(ready)
    first = clients.submit(ready.review, text=BAD)
    until(lambda: ready.figure("reviewer_workers_busy") == 1)
    waiting = clients.submit(ready.review, text=BAD)
    until(lambda: ready.figure("reviewer_queue_length") == 1)
    refused = ready.review(text=BAD)
    assert (refused.status, refused.code) == (429, "busy")
    assert int(refused.headers["retry-after"]) >= 1
    with pytest.raises(UnavailableError, match="busy"):
        Service(ready.address).review(Request(text=BAD), 30)
    os.kill(worker, signal.SIGCONT)
    assert first.result().status == waiting.result().status == 200


def test_the_time_that_a_request_names_ends_its_wait_and_not_the_worker(ready: Running) -> None:
    (worker,) = hold(ready)
    late = ready.review(text=BAD, time_limit=0.05)
    assert (late.status, late.code) == (408, "not_reviewed")
    os.kill(worker, signal.SIGCONT)
    assert ready.review(text=BAD).status == 200
    assert ready.workers() == [worker]


def test_a_worker_that_hangs_is_replaced(clients: ThreadPoolExecutor) -> None:
    with running("--workers", "1", "--time-limit", "2") as service:
        hold(service)
        first = clients.submit(service.review, text=BAD)
        assert (first.result().status, first.result().code) == (408, "not_reviewed")
        service.until("another takes its place")
        until(lambda: service.figure("reviewer_workers_ready") == 1)
        assert service.review(text=BAD, time_limit=30).status == 200
        assert service.figure("reviewer_worker_restarts_total", reason="time") == 1
        workers = service.workers()
        service.process.kill()
        until(lambda: not any(_alive(worker) for worker in workers))


def _alive(process: int) -> bool:
    """Whether it runs; an orphan that ended may stay as a zombie."""
    try:
        return Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


# Clients


def _all(connection: socket.socket) -> bytes:
    """All that comes until the service closes."""
    came = b""
    while part := connection.recv(65536):
        came += part
    return came


@pytest.mark.parametrize("sent", [b"", b"POST /v1/rev", b"POST /v1/review HTTP/1.1\r\nHost: localhost\r\n"])
def test_a_header_that_does_not_come_is_waited_for_no_longer(ready: Running, sent: bytes) -> None:
    with ready.connect() as connection:
        connection.sendall(sent)
        assert _all(connection).startswith(b"HTTP/1.1 408 ")


def test_a_body_that_does_not_come_is_waited_for_no_longer(ready: Running) -> None:
    head = b"POST /v1/review HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n"
    with ready.connect() as connection:
        connection.sendall(head + b'{"text":')
        came = _all(connection)
    assert came.startswith(b"HTTP/1.1 408 ")
    assert b'"too_slow"' in came


def test_an_answer_that_is_not_taken_is_given_up(ready: Running) -> None:
    rules = b"GET /v1/rules HTTP/1.1\r\nHost: localhost\r\n\r\n"
    with socket.socket() as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.settimeout(WAIT)
        connection.connect(("127.0.0.1", ready.port))
        connection.sendall(rules * 200)
        until(lambda: not _established(connection.getsockname()[1], ready.port))


def _established(client: int, service: int) -> bool:
    """Whether the service's end of a connection on this machine is open."""
    for line in Path("/proc/net/tcp").read_text(encoding="ascii").splitlines()[1:]:
        _, local, remote, state, *_ = line.split()
        if (int(local.rpartition(":")[2], 16), int(remote.rpartition(":")[2], 16)) == (service, client) and state == "01":
            return True
    return False


def test_the_place_of_a_client_that_left_is_free_again(ready: Running, clients: ThreadPoolExecutor) -> None:
    (worker,) = hold(ready)
    first = clients.submit(ready.review, text=BAD)
    until(lambda: ready.figure("reviewer_workers_busy") == 1)
    connection = ready.connect()
    head = f"POST /v1/review HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {len(BODY)}\r\n\r\n"
    connection.sendall(head.encode() + BODY)
    until(lambda: ready.figure("reviewer_queue_length") == 1)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # leaves by a reset
    connection.close()
    until(lambda: ready.figure("reviewer_queue_length") == 0)
    os.kill(worker, signal.SIGCONT)
    assert first.result().status == 200


# Start and stop


def test_a_stop_under_load_answers_all_that_came(clients: ThreadPoolExecutor) -> None:
    with running("--workers", "1") as service:
        workers = hold(service)
        asked = [clients.submit(service.review, text=f"{BAD} Number {number}.") for number in range(10)]
        until(lambda: at_work(service, 10))
        service.process.terminate()
        service.until("SIGTERM")
        for worker in workers:
            os.kill(worker, signal.SIGCONT)
        assert [answer.result().status for answer in asked] == [200] * 10
        assert service.process.wait(timeout=WAIT) == 0
        with pytest.raises(ConnectionRefusedError):
            service.connect()


def test_a_stop_while_it_starts_is_a_stop() -> None:
    with running("--workers", "1", warm=False) as service:
        assert service.ask("GET", "/readyz").status == 503
        assert service.ask("GET", "/readyz").json["status"] == "starting"
        assert service.ask("GET", "/healthz").status == 200
        assert service.stop() == 0


def test_a_unix_socket_is_its_owners_and_the_key_is_asked_for(tmp_path: Path) -> None:
    path, key = tmp_path / "reviewer.sock", tmp_path / "key"
    key.write_text(f"{KEY}\n")
    with socket.socket(socket.AF_UNIX) as stale:
        stale.bind(str(path))
    with running("--unix", str(path), "--api-key-file", str(key), "--workers", "1", REVIEWER_API_KEY="another-key-that-gives-way") as service:
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        refused = service.review(text=BAD)
        assert (refused.status, refused.code, refused.headers["www-authenticate"]) == (401, "no_key", "Bearer")
        assert service.ask("POST", "/v1/review", BODY, JSON | {"Authorization": f"Bearer {KEY}x"}).status == 401
        assert service.ask("GET", "/metrics").status == 401
        assert service.ask("GET", "/").status == service.ask("GET", "/static/page.js").status == service.ask("GET", "/readyz").status == 200
        assert Service(service.address, KEY).review(Request(text=BAD), 30).verdict == "revise"
        assert b"KEY" not in Path(f"/proc/{service.workers()[0]}/environ").read_bytes()
        second = subprocess.run(command("--unix", str(path)), capture_output=True, text=True, timeout=WAIT, check=False)
        assert (second.returncode, second.stderr) == (2, f"reviewer: {path}: another service listens there\n")
        assert service.stop() == 0
        assert KEY not in "".join(service.log)
    assert not path.exists()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--host", "0.0.0.0"], "so a key is needed"),
        (["--host", "reviewer.invalid"], "so a key is needed"),
        (["--api-key-file", "none"], "none: cannot be read"),
        (["--api-key-file", "short"], "16 characters or more"),
        (["--unix", "short"], "exists and is no socket"),
        (["--unix", "none/reviewer.sock"], "cannot be listened on"),
        (["--unix", "a" * 200], "cannot be listened on"),
        (["--port", "70000"], "Invalid value for '--port'"),
    ],
)
def test_what_cannot_start_says_so_in_a_line(tmp_path: Path, options: list[str], said: str) -> None:
    (tmp_path / "short").write_text("short")
    done = subprocess.run(command(*options), capture_output=True, text=True, timeout=WAIT, cwd=tmp_path, check=False)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_a_port_that_is_taken_is_named(ready: Running) -> None:
    done = subprocess.run(command("--port", str(ready.port)), capture_output=True, text=True, timeout=WAIT, check=False)
    assert (done.returncode, done.stderr) == (2, f"reviewer: 127.0.0.1, port {ready.port}: cannot be listened on (Address already in use)\n")


def test_workers_that_cannot_start_end_the_service() -> None:
    broken = "from reviewer.server import pool; pool._ONE_THREAD |= {'PYTHONHOME': '/nowhere'}"
    done = subprocess.run(command("--port", "0", "--workers", "1", patch=broken), capture_output=True, text=True, timeout=WAIT, check=False)
    assert done.returncode == 2
    assert "ended before it was ready" in done.stderr.splitlines()[-1]
