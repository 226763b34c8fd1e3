"""A small client of the service that `reviewer serve` runs; the standard library alone, so that it starts at once.

A letter goes over plain http to this machine only (a loopback address or a unix socket), to any other host over https. No
redirect is followed and no proxy is used.
"""

from __future__ import annotations

import http.client
import importlib.metadata
import ipaddress
import os
import socket
from collections.abc import Callable
from urllib.parse import urlsplit

import msgspec

from reviewer.deadline import within
from reviewer.hook import Failure, Problem, RefusedError, Request
from reviewer.types import Report, ReviewerError

KEY_VARIABLE = "REVIEWER_API_KEY"
"""The environment variable with the key that the service asks for."""
MAX_ANSWER = 64 * 1024 * 1024
"""The largest answer that is read, in bytes; the longest letter gives half of it."""
_CONNECT = 2.0
"""Seconds to wait for a connection: whatever runs nearby takes less, and the local process is the other way."""
_UNREADABLE = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)


class UnavailableError(ReviewerError):
    """The service gives no answer that can be used; the letter can be reviewed in this process instead."""


class _UnixConnection(http.client.HTTPConnection):
    """HTTP over a unix socket."""

    def __init__(self, path: str) -> None:
        super().__init__("localhost", timeout=_CONNECT)
        self._path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self._path)


class Service:
    """The service at one address. Keeps no connection open and nothing of a letter."""

    def __init__(self, address: str, key: str | None = None) -> None:
        """The service at `http://127.0.0.1:8000`, `https://host/path` or `unix:/path/of/socket`; `key` is sent where there is one.

        Raises ReviewerError for an address that a letter must not be sent to.
        """
        if key is not None and not (key.isascii() and key.isprintable()):
            raise ReviewerError(f"{KEY_VARIABLE}: a key is made of letters, digits and marks of ASCII")
        self.address = address
        self._key = key
        self._connection, self._prefix = _opener(address)

    @classmethod
    def of_environment(cls, address: str) -> Service:
        """The service at `address`, with the key from the environment variable REVIEWER_API_KEY."""
        return cls(address, os.environ.get(KEY_VARIABLE) or None)

    def review(self, request: Request, seconds: float) -> Report:
        """The Report of the service on a request that names no files, within `seconds`.

        Raises RefusedError where the service says that the letter cannot be reviewed as it is, UnavailableError where another way may do
        better (nobody answers, too busy, broken, no key, another version).
        """
        if seconds <= 0:
            raise self._unavailable("was not asked, for lack of time")
        body = msgspec.json.encode(msgspec.structs.replace(request, time_limit=seconds))
        try:
            status, answer = within(seconds, lambda: self._exchange(body, seconds))
        except TimeoutError:
            raise self._unavailable("did not answer in time") from None
        except (OSError, http.client.HTTPException) as error:
            said = error.strerror if isinstance(error, OSError) and error.strerror else str(error) or type(error).__name__
            raise self._unavailable(f"cannot be reached ({said})") from None
        if status != http.client.OK:
            raise self._refusal(status, answer)
        return self._report(answer)

    def _exchange(self, body: bytes, seconds: float) -> tuple[int, bytes]:
        """Status and body of the answer to one request."""
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        if self._key:
            headers["Authorization"] = f"Bearer {self._key}"
        connection = self._connection()
        try:
            connection.connect()
            connection.sock.settimeout(seconds)
            connection.request("POST", f"{self._prefix}/v1/review", body, headers)
            response = connection.getresponse()
            return response.status, response.read(MAX_ANSWER + 1)
        finally:
            connection.close()

    def _refusal(self, status: int, answer: bytes) -> ReviewerError:
        """What an answer without a Report means. Only of a letter that cannot be used would this process say the same."""
        try:
            problem = msgspec.json.decode(answer, type=Failure).error
        except _UNREADABLE:
            problem = Problem("", "is that the address of a `reviewer serve`?")
        if problem.code == "unusable":
            return RefusedError(problem.code, problem.message, problem.where)
        return self._unavailable(f"answered with status {status} ({problem.message})")

    def _report(self, answer: bytes) -> Report:
        """The Report in an answer, if it comes from the same version."""
        mine = importlib.metadata.version("reviewer")
        try:
            theirs = msgspec.json.decode(answer, type=_Versioned).reviewer
            if theirs.split(".")[:2] != mine.split(".")[:2]:
                raise self._unavailable(f"runs version {theirs}, and this is {mine}")
            return msgspec.json.decode(answer, type=Report)
        except _UNREADABLE:
            raise self._unavailable("answered with something else than a review") from None

    def _unavailable(self, why: str) -> UnavailableError:
        return UnavailableError(f"the service at {self.address} {why}")


class _Versioned(msgspec.Struct):
    """The one field that every version of the Report has."""

    reviewer: str


def _opener(address: str) -> tuple[Callable[[], http.client.HTTPConnection], str]:
    """What makes a connection to `address`, and the path that its routes begin with."""
    if address.startswith("unix:"):
        path = address.removeprefix("unix:").removeprefix("//")
        if not path.startswith("/") or "\0" in path or not hasattr(socket, "AF_UNIX"):
            raise ReviewerError(f"{address}: a unix socket is given as unix:/path/of/socket, on a system that has them")
        return lambda: _UnixConnection(path), ""
    wrong = ReviewerError(f"{address}: is no address of a service; allowed are http://127.0.0.1:8000, https://host and unix:/path/of/socket")
    try:
        url = urlsplit(address)
        host, port = url.hostname, url.port
    except ValueError:
        raise wrong from None
    if not host or url.username is not None or url.query or url.fragment or not address.isascii() or not address.isprintable() or " " in address:
        raise wrong
    prefix = url.path.rstrip("/")
    if url.scheme == "https":
        return lambda: http.client.HTTPSConnection(host, port, timeout=_CONNECT), prefix
    if url.scheme != "http":
        raise wrong
    if not _loopback(host):
        raise ReviewerError(f"{address}: a letter is sent over plain http to this machine only; use https for {host}")
    return lambda: http.client.HTTPConnection(host, port, timeout=_CONNECT), prefix


def _loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
