"""From start to stop: the socket, the workers, the signals."""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
import logging
import math
import os
import signal
import socket
import stat
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import uvicorn

from reviewer.server import bodies, protocol
from reviewer.server.app import Service, application
from reviewer.server.pool import Pool
from reviewer.types import ReviewerError

BACKLOG = 256
"""How many connections the system holds before they are taken."""
LEAST_KEY = 16
"""The fewest characters of a key."""
_log = logging.getLogger("reviewer.server")


@dataclass(frozen=True)
class Settings:
    """How the service runs."""

    host: str = "127.0.0.1"
    port: int = 8000
    unix: Path | None = None
    """A socket in the file system, in place of host and port."""
    workers: int = 1
    queue: int = 64
    """How many requests may wait for a worker."""
    seconds: float = 20.0
    """The time limit of a request."""
    key: str | None = None
    hosts: tuple[str, ...] = ()
    """Names that the service goes by, beside those of this machine."""
    quiet: bool = False
    """Whether requests are left out of the log."""


def checked(settings: Settings) -> Settings:
    """The settings, if the service may run by them. Raises ReviewerError."""
    if settings.key is not None and not (len(settings.key) >= LEAST_KEY and settings.key.isascii() and settings.key.isprintable() and " " not in settings.key):
        raise ReviewerError(f"the key has to have {LEAST_KEY} characters or more: letters, digits and marks of ASCII")
    if settings.unix is None and settings.key is None and not _loopback(settings.host):
        raise ReviewerError(f"--host {settings.host}: other machines can reach it, so a key is needed; give --api-key-file, or REVIEWER_API_KEY")
    return settings


def _loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def serve(settings: Settings) -> None:
    """Serve until SIGTERM or SIGINT. Raises ReviewerError where the service cannot start."""
    checked(settings)
    _prepare_log(quiet=settings.quiet)
    with _bound(settings) as (bound, address):
        asyncio.run(_serve(settings, bound, address))


async def _serve(settings: Settings, bound: socket.socket, address: str) -> None:
    pool = Pool(workers=settings.workers, queue=settings.queue, seconds=settings.seconds)
    service = Service(pool)
    server = _Server(
        uvicorn.Config(
            application(service, hosts=_names(settings), key=settings.key),
            http=protocol.BoundedProtocol,
            ws="none",
            lifespan="off",
            backlog=BACKLOG,
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,
            timeout_graceful_shutdown=math.ceil(settings.seconds + bodies.SECONDS + protocol.TAKEN),
        )
    )

    def stop(name: str) -> None:
        if not service.stopping:
            _log.warning("%s: no new requests are taken; those that came are answered", name)
        service.stopping = server.should_exit = True

    asyncio.get_running_loop().set_exception_handler(_fault)
    _on_signals(stop)
    pool.start()
    served = asyncio.ensure_future(server.serve([bound]))
    warm = asyncio.ensure_future(_warmed(pool, address))
    try:
        await asyncio.wait([served, warm], return_when=asyncio.FIRST_COMPLETED)
        if warm.done():
            warm.result()
        await served
    finally:
        server.should_exit = True
        warm.cancel()
        await asyncio.gather(served, warm, return_exceptions=True)
        await pool.stop()


async def _warmed(pool: Pool, address: str) -> None:
    _log.warning("listens on %s", address)
    await pool.warm()
    _log.warning("is ready with %d worker%s", pool.workers, "" if pool.workers == 1 else "s")


class _Server(uvicorn.Server):
    """uvicorn's, which would end the process by the signal that it got."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave the signals to `serve`, so that a stop ends with status 0."""
        yield

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Take in who waits at the door, close it, and answer what has come."""
        taken = []
        for door in sockets or ():
            with contextlib.suppress(OSError):
                while True:
                    taken.append(door.accept()[0])
        for server in self.servers:
            server.close()
        loop = asyncio.get_running_loop()
        for connection in taken:
            connection.setblocking(False)
            await loop.connect_accepted_socket(lambda: protocol.BoundedProtocol(self.config, self.server_state, {}), connection)
        await super().shutdown(sockets)


def _on_signals(stop: Callable[[str], None]) -> None:
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        try:
            loop.add_signal_handler(number, stop, number.name)
        except NotImplementedError:  # Windows
            signal.signal(number, lambda number, _: loop.call_soon_threadsafe(stop, signal.Signals(number).name))


def _fault(_: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """A fault outside of every request; what asyncio would print may hold words of a letter."""
    _log.error("a connection broke off: %s", type(context.get("exception")).__name__)


def _prepare_log(*, quiet: bool) -> None:
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(asctime)s reviewer: %(message)s"))
    _log.handlers = [handler]
    _log.propagate = False
    _log.setLevel(logging.WARNING if quiet else logging.INFO)
    logging.getLogger("uvicorn").setLevel(logging.CRITICAL + 1)  # its tracebacks may hold words of a letter
    logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL + 1)


def _names(settings: Settings) -> frozenset[str] | None:
    """The names that requests may come under: a web page of a stranger, whose name was made to point here, comes under its own."""
    if settings.unix is None and _loopback(settings.host):
        own = f"[{settings.host}]" if ":" in settings.host else settings.host
        return frozenset(name.lower() for name in ("localhost", "127.0.0.1", "[::1]", own, *settings.hosts))
    return frozenset(name.lower() for name in settings.hosts) or None


@contextlib.contextmanager
def _bound(settings: Settings) -> Iterator[tuple[socket.socket, str]]:
    """A socket that listens, and its address. Raises ReviewerError."""
    if settings.unix is not None:
        with _bound_unix(settings.unix) as bound:
            yield bound, f"unix:{settings.unix}"
        return
    where = f"{settings.host}, port {settings.port}"
    try:
        family, kind, number, _, place = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        bound = socket.socket(family, kind, number)
    except (OSError, UnicodeError) as error:
        raise ReviewerError(f"{where}: is no address of this machine ({getattr(error, 'strerror', None) or error})") from None
    with bound:
        try:
            if os.name == "posix":
                bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            bound.bind(place)
            bound.listen(BACKLOG)
        except OSError as error:
            raise ReviewerError(f"{where}: cannot be listened on ({error.strerror})") from None
        shown = f"[{settings.host}]" if ":" in settings.host else settings.host
        yield bound, f"http://{shown}:{bound.getsockname()[1]}"


@contextlib.contextmanager
def _bound_unix(path: Path) -> Iterator[socket.socket]:
    """A socket in the file system that only its owner may use; one that nobody listens on any more is taken over."""
    if not hasattr(socket, "AF_UNIX"):
        raise ReviewerError(f"{path}: this system has no unix sockets")
    _clear(path)
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as bound:
        mask = os.umask(0o177)
        try:
            bound.bind(str(path))
        except OSError as error:
            raise ReviewerError(f"{path}: cannot be listened on ({error.strerror or error})") from None
        finally:
            os.umask(mask)
        own = path.stat()
        try:
            bound.listen(BACKLOG)
            yield bound
        finally:
            with contextlib.suppress(OSError):
                if os.path.samestat(path.stat(), own):
                    path.unlink()


def _clear(path: Path) -> None:
    """Take away a socket that nobody listens on. Raises ReviewerError for one that is in use, and for what is no socket."""
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return
    except OSError as error:
        raise ReviewerError(f"{path}: cannot be listened on ({error.strerror})") from None
    if not stat.S_ISSOCK(mode):
        raise ReviewerError(f"{path}: exists and is no socket; choose another path")
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        probe.settimeout(2.0)
        try:
            probe.connect(str(path))
        except ConnectionRefusedError:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise ReviewerError(f"{path}: cannot be told to be free ({error.strerror or error})") from None
        else:
            raise ReviewerError(f"{path}: another service listens there")
