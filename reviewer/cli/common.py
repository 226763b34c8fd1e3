"""What the commands share: settings from file and command line, and how they complain."""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from reviewer.config import Config
    from reviewer.readers import Draft


def settings(options: dict[str, Any], folder: Path | None = None) -> tuple[Config, Path]:
    """The settings of file and command line, and the folder that relative paths in them start from.

    The file is looked for from `folder` upwards, or from the working directory.
    """
    from reviewer import config as configuration
    from reviewer.types import ReviewerError

    data: dict[str, Any] = {}
    origin, home = "command line", folder or Path.cwd()
    if options["config_path"]:
        data, origin, home = configuration.read(options["config_path"]), str(options["config_path"]), options["config_path"].parent
    elif not options["isolated"]:
        found = configuration.find(home)
        if found:
            data, origin, home = dict(found[0]), str(found[1]), found[1].parent
    configuration.decode(data, origin)
    for key in ("select", "ignore"):
        if options.get(key) is not None:
            codes = [code.strip() for code in options[key].split(",") if code.strip()]
            configuration.check_codes(codes, f"--{key}")
            data[key] = codes
    for key, name in (("road", "road"), ("min_score", "min-score"), ("fail_on", "fail-on")):
        if options.get(key) is not None:
            data[name] = None if options[key] == "never" else options[key]
    if options.get("rules_only"):
        data["classifier"] = False
    config = configuration.decode(data, origin)
    if any(not Path(path).is_absolute() for path in config.library):
        import msgspec

        config = msgspec.structs.replace(config, library=[str(home / path) for path in config.library])
    if not home.exists():
        raise ReviewerError(f"{home}: there is no such folder")
    return config, home


def complain(message: str) -> None:
    """One line on standard error, whatever a file name or a stranger put into it. Where nobody can hear it, the exit status still says it."""
    from reviewer.plain import one_line

    with contextlib.suppress(OSError):
        click.echo(f"reviewer: {one_line(message, 2000)}", err=True)


def draft_of(path: str, stdin_filename: str | None) -> Draft:
    """The draft at a path, or of standard input ('-') under a name. Raises ReviewerError where it cannot be read."""
    from reviewer import readers

    if path != "-":
        return readers.read(Path(path))
    return readers.from_bytes(sys.stdin.buffer.read(readers.MAX_BYTES + 1), stdin_filename or "<stdin>")


def put(text: str) -> None:
    """Print a whole text on standard output, with a mark for what UTF-8 cannot say."""
    sys.stdout.buffer.write(text.encode(errors="replace"))
    sys.stdout.flush()


def coloured(choice: str) -> bool:
    """Whether to colour: the option wins over FORCE_COLOR, that over NO_COLOR, that over the terminal."""
    if choice != "auto":
        return choice == "always"
    if os.environ.get("FORCE_COLOR"):
        return True
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return sys.stdout.isatty()
