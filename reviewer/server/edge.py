"""What every request meets first and every answer last: host, key, headers, one line in the log, and the counters."""

from __future__ import annotations

import hmac
import logging
import time
import traceback
from collections.abc import Collection
from pathlib import Path

import msgspec
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from reviewer.hook import Failure, Problem, RefusedError
from reviewer.server.assets import POLICY
from reviewer.server.contract import STATUS
from reviewer.server.meter import Meter
from reviewer.server.pool import BusyError

PROBES = ("/healthz", "/readyz")
"""What may be asked under any host name."""
_ROUTINE = (*PROBES, "/metrics")
"""What is asked every few seconds and need not fill the log."""
_OPEN = ("/", "/openapi.json", *PROBES)
"""What may be asked without a key, beside the files of the page, which ask for the key."""
_STATIC = "/static/"
_OTHER = "(other)"
_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
GONE = 499
"""The status in log and counters where the client left before there was an answer, as nginx writes it."""
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cache-Control": "no-store",
}
_log = logging.getLogger("reviewer.server")


def refusal(error: RefusedError) -> Response:
    """The answer that says why there is no other."""
    headers = {}
    if isinstance(error, BusyError):
        headers["Retry-After"] = str(error.seconds)
    if error.problem.code == "no_key":
        headers["WWW-Authenticate"] = "Bearer"
    if error.problem.code in ("too_slow", "too_large"):
        headers["Connection"] = "close"
    return failure(error.problem, headers)


def failure(problem: Problem, headers: dict[str, str] | None = None) -> Response:
    """The answer in place of a Report."""
    return Response(msgspec.json.encode(Failure(problem)), STATUS[problem.code], headers, "application/json")


class Edge:
    """The outermost part of the service, as an ASGI application around the routes."""

    def __init__(self, routes: ASGIApp, *, paths: Collection[str], hosts: Collection[str] | None, key: str | None, meter: Meter) -> None:
        """Let requests for `hosts` (all where it is None) with `key` (any where it is None) through; `paths` are named in log and counters."""
        self._routes, self._paths, self._hosts, self._meter = routes, frozenset(paths), hosts, meter
        self._key = key.encode() if key is not None else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        begin = time.perf_counter()
        path = scope["path"]
        route = path if path in self._paths else f"{_STATIC}{{file}}" if path.startswith(_STATIC) else _OTHER
        status = GONE

        async def sent(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                headers.update(_HEADERS)
                headers["Content-Security-Policy"] = POLICY if route in ("/", f"{_STATIC}{{file}}") else "default-src 'none'; frame-ancestors 'none'"
            await send(message)

        try:
            self._admit(Headers(scope=scope), path)
            await self._routes(scope, receive, sent)
        except RefusedError as error:
            await refusal(error)(scope, receive, sent)
        except Exception as error:  # the message may hold words of the letter, so that it must not get to the log
            last = traceback.extract_tb(error.__traceback__)[-1]
            _log.error("a request broke off: %s in %s, line %s", type(error).__name__, Path(last.filename).name, last.lineno)
            raise
        finally:
            seconds = time.perf_counter() - begin
            self._meter.count(route, status, seconds)
            level = logging.DEBUG if status == 200 and route in _ROUTINE else logging.INFO
            _log.log(level, "%s %s %d %.0f ms", scope["method"] if scope["method"] in _METHODS else _OTHER, route, status, seconds * 1000)

    def _admit(self, headers: Headers, path: str) -> None:
        """Raise RefusedError for a request under another host name, and for one without the key."""
        if self._hosts is not None and path not in PROBES and _name(headers.get("host", "")) not in self._hosts:
            raise RefusedError("wrong_host", "the service does not go by this name; `reviewer serve --allow-host NAME` adds one", "Host")
        if self._key is None or path in _OPEN or path.startswith(_STATIC):
            return
        scheme, _, given = headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not hmac.compare_digest(given.strip().encode(), self._key):
            raise RefusedError("no_key", "the service asks for its key, as Authorization: Bearer KEY", "Authorization")


def _name(host: str) -> str:
    """The name in a Host header, its port left out."""
    name, colon, port = host.rpartition(":")
    return (name if colon and port.isdecimal() else host).lower()
