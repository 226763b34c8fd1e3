"""HTTP/1.1 by uvicorn and h11, with the limits on time that they leave open.

uvicorn waits for ever for the rest of a header and for a client that does not read, drops a request whose sender has closed its
half of the connection, and drops at a stop what has arrived but was not looked at.
"""

from __future__ import annotations

import asyncio

import h11
import msgspec
from uvicorn.protocols.http.h11_impl import H11Protocol

from reviewer.hook import Failure, Problem

HEADER = 10.0
"""Seconds in which the header of a request must arrive."""
TAKEN = 30.0
"""Seconds in which a client must take its answer."""
_LAST = 0.5
"""Seconds in which a request may arrive on a connection that was open when the stop began."""
_TICK = 1.0


class BoundedProtocol(H11Protocol):
    """One connection."""

    _since = 0.0
    """When the service last waited for nobody but itself."""
    _watch: asyncio.TimerHandle | None = None
    _ended = False
    """Whether the client sends no more."""
    _stopping = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to watch."""
        super().connection_made(transport)
        self._since = self.loop.time()
        self._watch = self.loop.call_later(_TICK, self._look)

    def connection_lost(self, exc: Exception | None) -> None:
        """End the watch."""
        if self._watch is not None:
            self._watch.cancel()
        super().connection_lost(exc)

    def on_response_complete(self) -> None:
        """Count the time for the next header from here; where no more can come, close."""
        self._since = self.loop.time()
        super().on_response_complete()
        if self._ended:
            self.eof_received()

    def handle_events(self) -> None:
        """Take what has arrived; what breaks the protocol after an answer has begun ends the connection."""
        try:
            super().handle_events()
        except h11.LocalProtocolError:
            self.transport.abort()
        if self._stopping and self.cycle is not None:
            self.cycle.keep_alive = False

    def eof_received(self) -> bool | None:  # type: ignore[override]
        """The client sends no more: answer what came whole, refuse what did not."""
        self._ended = True
        if self._at_work and not self.cycle.more_body:
            return True
        if self._at_work or self.conn.trailing_data[0]:
            self.send_400_response("the request ended before it was whole")
        elif not self.transport.is_closing():
            self.transport.close()
        return None

    def send_400_response(self, msg: str) -> None:
        """Refuse what is no HTTP, in the shape of every other error."""
        self._refuse(400, "bad_request", "this is no HTTP request" if msg.startswith("Invalid") else msg)

    def shutdown(self) -> None:
        """Answer what has arrived, and close."""
        self._stopping = True
        if self._at_work:
            self.cycle.keep_alive = False
        else:
            self.loop.call_later(_LAST, self._close)

    @property
    def _at_work(self) -> bool:
        """Whether a request has not been answered yet."""
        return self.cycle is not None and not self.cycle.response_complete

    def _close(self) -> None:
        if not self._at_work and not self.transport.is_closing():
            self.transport.close()

    def _look(self) -> None:
        """End what takes too long. The time for a body and for the review is limited elsewhere."""
        now = self.loop.time()
        if self._at_work and not self.cycle.response_started and not self.flow.write_paused:
            self._since = now
        elif self._at_work or self.transport.is_closing() or self.transport.get_write_buffer_size():
            if now - self._since > TAKEN:
                self.transport.abort()
        elif now - self._since > HEADER:
            self._refuse(408, "too_slow", f"the header of the request did not arrive within {HEADER:.0f} seconds")
        self._watch = self.loop.call_later(_TICK, self._look)

    def _refuse(self, status: int, code: str, message: str) -> None:
        body = msgspec.json.encode(Failure(Problem(code, message)))
        headers = [("content-type", "application/json"), ("content-length", str(len(body))), ("connection", "close"), ("x-content-type-options", "nosniff")]
        try:
            for event in (h11.Response(status_code=status, headers=headers), h11.Data(data=body), h11.EndOfMessage()):
                self.transport.write(self.conn.send(event) or b"")
        except h11.LocalProtocolError:  # an answer is under way
            self.transport.abort()
        else:
            self.transport.close()
