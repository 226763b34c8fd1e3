"""`reviewer serve`: the warm service."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from reviewer.cli.common import complain

if TYPE_CHECKING:
    from reviewer.server.run import Settings

_EPILOG = """\b
Exit status: 0 stopped by SIGTERM or SIGINT, after what had come was answered; 2 it could not start.
Examples:
  reviewer serve                             then open http://127.0.0.1:8000
  reviewer serve --unix /run/user/1000/reviewer.sock
  reviewer hook --server http://127.0.0.1:8000 < request.json"""


@click.command(epilog=_EPILOG)
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on; any but this machine's own needs a key.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="The port to listen on; 0 takes a free one.")
@click.option("--unix", type=click.Path(path_type=Path), metavar="PATH", help="Listen on a unix socket, which only you can use, in place of host and port.")
@click.option("--workers", type=click.IntRange(1, 256), help="How many processes review. [default: the number of cores]")
@click.option("--queue", type=click.IntRange(1, 100_000), default=64, show_default=True, help="How many requests may wait; more are told to come again.")
@click.option(
    "--time-limit", type=click.FloatRange(0, 3600, min_open=True), default=20.0, show_default=True, metavar="SECONDS", help="After this a request is given up."
)
@click.option("--api-key-file", type=click.Path(path_type=Path), help="A file with the key that requests must bring. [default: REVIEWER_API_KEY]")
@click.option("--allow-host", "hosts", multiple=True, metavar="NAME", help="Another name that the service goes by, for example behind a proxy.")
@click.option("-q", "--quiet", is_flag=True, help="Leave requests out of the log.")
def serve(**options: Any) -> None:
    """Keep the model loaded and review over HTTP; the page is at the address itself.

    docs/service.md has the routes, errors, limits and figures. Nothing of a letter is stored or logged.
    """
    from reviewer.types import ReviewerError

    try:
        from reviewer.server.run import serve as run
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in ("starlette", "uvicorn", "prometheus_client", "h11", "anyio"):
            raise
        complain("the service needs the extra 'server': pip install '.[server]'")
        sys.exit(2)
    try:
        run(_settings(options))
    except ReviewerError as error:
        complain(str(error))
        sys.exit(2)


def _settings(options: dict[str, Any]) -> Settings:
    """The settings of the command line and the key. Raises ReviewerError where the file of the key cannot be read."""
    from reviewer.client import KEY_VARIABLE
    from reviewer.server.run import Settings

    key = os.environ.get(KEY_VARIABLE) or None
    if options["api_key_file"]:
        key = _key(options["api_key_file"])
    return Settings(
        host=options["host"],
        port=options["port"],
        unix=options["unix"],
        workers=options["workers"] or _cores(),
        queue=options["queue"],
        seconds=options["time_limit"],
        key=key,
        hosts=options["hosts"],
        quiet=options["quiet"],
    )


def _key(path: Path) -> str:
    from reviewer.types import ReviewerError

    try:
        return path.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise ReviewerError(f"{path}: cannot be read ({error.strerror})") from None
    except UnicodeDecodeError:
        raise ReviewerError(f"{path}: is no text; it should hold the key alone") from None


def _cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
