"""A service in a process of its own, as the tests start and ask it."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import queue
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from prometheus_client.parser import text_string_to_metric_families

JSON = {"Content-Type": "application/json"}
WAIT = 60.0
"""Seconds after which a test gives up."""


@dataclass
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def code(self) -> str:
        """The code of the error that it must be."""
        assert self.headers["content-type"] == "application/json"
        assert list(self.json) == ["error"], self.body
        assert list(self.json["error"]) == ["code", "message", "where"]
        code: str = self.json["error"]["code"]
        return code


@dataclass
class Running:
    """A service that was started, and its log."""

    process: subprocess.Popen[str]
    lines: queue.Queue[str | None]
    log: list[str] = field(default_factory=list)
    address: str = ""

    def until(self, words: str) -> str:
        """The line of the log that says this."""
        while True:
            line = self.lines.get(timeout=WAIT)
            assert line is not None, f"the service ended: {''.join(self.log)}"
            self.log.append(line)
            if words in line:
                return line

    @property
    def port(self) -> int:
        return int(self.address.rpartition(":")[2])

    def connect(self) -> socket.socket:
        """A connection, to be spoken on by hand."""
        if self.address.startswith("unix:"):
            made = socket.socket(socket.AF_UNIX)
            made.settimeout(WAIT)
            made.connect(self.address.removeprefix("unix:"))
            return made
        return socket.create_connection(("127.0.0.1", self.port), timeout=WAIT)

    def ask(self, method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None) -> Answer:
        connection = http.client.HTTPConnection("localhost", timeout=WAIT)
        connection.sock = self.connect()
        with contextlib.closing(connection):
            connection.request(method, path, body, headers or {})
            return answer_of(connection.getresponse())

    def review(self, **request: Any) -> Answer:
        return self.ask("POST", "/v1/review", json.dumps(request).encode(), JSON)

    def figure(self, name: str, **labels: str) -> float:
        """One figure of /metrics; 0 where nothing was counted."""
        families = text_string_to_metric_families(self.ask("GET", "/metrics").body.decode())
        return sum(sample.value for family in families for sample in family.samples if sample.name == name and labels.items() <= sample.labels.items())

    def workers(self) -> list[int]:
        """The processes that review."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(child) for child in children.read_text(encoding="ascii").split()]

    def stop(self) -> int:
        """The exit status after SIGTERM."""
        self.process.terminate()
        status = self.process.wait(timeout=WAIT)
        while (line := self.lines.get(timeout=WAIT)) is not None:
            self.log.append(line)
        return status


def answer_of(response: http.client.HTTPResponse) -> Answer:
    return Answer(response.status, {name.lower(): value for name, value in response.getheaders()}, response.read())


def command(*options: str, patch: str = "") -> list[str]:
    """`reviewer serve`, with constants of its modules changed by `patch`."""
    code = f"import sys; from reviewer.cli import main; {patch or 'pass'}; sys.argv = ['reviewer', 'serve', *sys.argv[1:]]; main()"
    return [sys.executable, "-c", code, *options]


@contextlib.contextmanager
def running(*options: str, patch: str = "", warm: bool = True, **environment: str) -> Iterator[Running]:
    """A service on a free port, or on the socket that the options name; ended at the end of the block if it still runs."""
    where = () if "--unix" in options else ("--port", "0")
    inherited = {name: value for name, value in os.environ.items() if name != "REVIEWER_API_KEY"}
    process = subprocess.Popen(
        command(*where, *options, patch=patch), stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True, env=inherited | environment
    )
    lines: queue.Queue[str | None] = queue.Queue()

    def listen() -> None:
        assert process.stderr is not None
        with process.stderr:
            for line in process.stderr:
                lines.put(line)
        lines.put(None)

    threading.Thread(target=listen, daemon=True).start()
    service = Running(process, lines)
    try:
        service.address = service.until("listens on").split()[-1]
        if warm:
            service.until("is ready")
        yield service
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()
