"""`reviewer lsp`: the language server that editors start."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reviewer.cli.common import complain, settings

if TYPE_CHECKING:
    from reviewer.config import Config


@click.command()
@click.option(
    "--config", "config_path", type=click.Path(path_type=Path), help="Read the settings from this file only. [default: found from each document's folder]"
)
@click.option("--isolated", is_flag=True, help="Read no settings file.")
@click.option("--stdio", is_flag=True, help="Talk on standard input and output. It is the only way; some editors say so all the same.")
def lsp(config_path: Path | None, isolated: bool, stdio: bool) -> None:  # noqa: ARG001
    """Review drafts inside an editor, by the Language Server Protocol.

    An editor starts this command and talks to it on standard input and output; docs/editors.md says how to set it up.
    Exit status: 0 the editor ended the conversation, 1 it broke off, 2 the server could not start.
    """
    from reviewer.types import ReviewerError

    try:
        from reviewer.lsp.features import serve
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in ("pygls", "lsprotocol"):
            raise
        complain("the language server needs the extra 'editor': pip install '.[editor]'")
        sys.exit(2)

    def settings_of(folder: Path) -> tuple[Config, Path]:
        return settings({"config_path": config_path, "isolated": isolated}, folder)

    if config_path:
        try:
            settings_of(Path.cwd())
        except ReviewerError as error:
            complain(str(error))
            sys.exit(2)
    sys.exit(serve(settings_of))
