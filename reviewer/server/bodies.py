"""The bodies of requests, read within limits on size, time and memory."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.requests import Request

from reviewer.hook import MAX_REQUEST, RefusedError
from reviewer.server.pool import BusyError

SECONDS = 10.0
"""Seconds in which a body must arrive."""
HELD = 128 * 1024 * 1024
"""The most bytes of bodies that are held at a time."""
_THROWN_AWAY = 4 * MAX_REQUEST
"""How much of a body that is too large is still taken from the client, so that it is there to hear the answer."""


class Bodies:
    """All bodies that are held now."""

    def __init__(self) -> None:
        """None yet."""
        self.held = 0

    @asynccontextmanager
    async def of(self, request: Request) -> AsyncIterator[bytes]:
        """The body of a request, held until the block ends.

        Raises RefusedError where it is no JSON by its type, too large, or too slow; BusyError where too much is held already.
        """
        if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
            raise RefusedError("bad_type", "the body must be JSON, with Content-Type: application/json")
        body = bytearray()
        try:
            await self._in_time(request, body)
            yield bytes(body)
        finally:
            self.held -= len(body)

    async def _in_time(self, request: Request, body: bytearray) -> None:
        try:
            async with asyncio.timeout(SECONDS):
                await self._read(request, body)
        except TimeoutError:
            raise RefusedError("too_slow", f"the body did not arrive within {SECONDS:.0f} seconds") from None

    async def _read(self, request: Request, body: bytearray) -> None:
        declared = request.headers.get("content-length", "")
        if declared.isdecimal() and int(declared) > MAX_REQUEST and "expect" in request.headers:
            raise _too_large()  # the client waits for leave to send it
        thrown_away = 0
        async for chunk in request.stream():
            if len(body) + len(chunk) > MAX_REQUEST or thrown_away:
                thrown_away += len(chunk)
                if thrown_away > _THROWN_AWAY:
                    break
                continue
            if self.held + len(chunk) > HELD:
                raise BusyError(1)
            body += chunk
            self.held += len(chunk)
        if thrown_away:
            raise _too_large()


def _too_large() -> RefusedError:
    return RefusedError("too_large", f"the request has more than {MAX_REQUEST:,} bytes, which is the most that is read")
