"""`reviewer health`: the account's metrics against their targets."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from reviewer.cli.common import coloured, complain, draft_of, put

if TYPE_CHECKING:
    import datetime

    from reviewer.case.metrics import Health

_EPILOG = """\b
Exit status: 0 every metric with a target meets it, 1 at least one misses it, 2 the file could not be read.
Violations are named and change nothing here.
Examples:
  reviewer health metrics.csv --marketplace DE
  reviewer health page.txt --notice notice.txt
  pbpaste | reviewer health -"""


@click.command(epilog=_EPILOG)
@click.argument("path", metavar="FILE")
@click.option("--notice", "notices", multiple=True, metavar="FILE", help="The notice: its own targets win over the usual ones.")
@click.option("--marketplace", metavar="CODE", help="Whose targets hold: US, UK, DE, JP … or the site, amazon.co.uk. [default: as file or notice name it]")
@click.option("--date", "day", metavar="YYYY-MM-DD", help="The day of the figures, where they name no period. [default: today]")
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True, help="How to print it.")
@click.option("--color", "colour", type=click.Choice(["auto", "always", "never"]), default="auto", help="When to colour the text format.")
@click.option("--stdin-filename", metavar="NAME", help="The name, and so the kind, of what comes on standard input (FILE is '-').")
def health(path: str, **options: Any) -> None:
    """Show where the account's metrics stand: csv, json, or the text of the Account Health page.

    Each figure is held against its target, with the distance and the number of further orders without a defect that would bring it back. It clarifies
    the position and states no odds.
    """
    from reviewer.types import ReviewerError

    try:
        found = _health(path, options)
    except ReviewerError as error:
        complain(str(error))
        sys.exit(2)
    if options["format_"] == "json":
        import msgspec

        printed = msgspec.json.format(msgspec.json.encode(found), indent=2).decode() + "\n"
    else:
        from reviewer.formats.health import render

        printed = render(found, colour=coloured(options["colour"]))
    put(printed)
    sys.exit(1 if found.missed else 0)


def _health(path: str, options: dict[str, Any]) -> Health:
    from reviewer.case.case import case_of, metrics_text
    from reviewer.case.health import health

    day = _day(options["day"])
    draft = draft_of(path, options["stdin_filename"]) if path == "-" else metrics_text(Path(path))
    return health(draft.text, draft.name, marketplace=options["marketplace"], day=day, case=case_of(options["notices"]))


def _day(told: str | None) -> datetime.date:
    """The day that is meant. Raises ReviewerError for what is no day."""
    import datetime

    from reviewer.types import ReviewerError

    if told is None:
        return datetime.datetime.now(tz=datetime.UTC).date()
    try:
        return datetime.date.fromisoformat(told)
    except ValueError:
        raise ReviewerError(f"--date '{told[:40]}': is no day; write it as 2026-11-20") from None
