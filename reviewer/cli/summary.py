"""`reviewer summary`: what a scored archive teaches."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from reviewer.cli.common import coloured, complain

_EPILOG = """\b
Reads the table that `reviewer batch` wrote, and the tables of findings, failures and duplicates beside it where these were written.
Exit status: 0 done, 2 something could not be done.
Examples:
  reviewer summary scores.parquet
  reviewer summary scores.csv --report report.html"""


@click.command(epilog=_EPILOG)
@click.argument("table", type=click.Path(path_type=Path), metavar="OUT")
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True, help="How to print the lessons.")
@click.option("--report", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Write the HTML report as well.")
@click.option(
    "--answered",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write the letters that have an outcome as .jsonl, for `reviewer train --extra FILE`.",
)
@click.option("--color", "colour", type=click.Choice(["auto", "always", "never"]), default="auto", help="When to colour the text format.")
def summary(table: Path, format_: str, report: Path | None, answered: Path | None, colour: str) -> None:
    """Say what the scored archive OUT teaches: scores, trends, findings, passages that are pasted, outcomes."""
    from reviewer.archive import duplicates, summary
    from reviewer.archive.lessons import learn
    from reviewer.batch.run import beside
    from reviewer.types import ReviewerError

    try:
        lessons = learn(table)
        written = beside(table, "duplicates", ".json")
        shared = duplicates.read(written) if written.is_file() else None
        if report:
            from reviewer.archive import report as page

            page.write(report, table, lessons, shared)
        if answered:
            from reviewer.archive import answered as letters
            from reviewer.archive.words import many

            complain(f"{answered}: {many(letters.write(answered, table), 'letter')} with an outcome")
    except ReviewerError as error:
        complain(str(error))
        sys.exit(2)
    if format_ == "json":
        click.echo(summary.as_json(lessons, shared), nl=False)
    else:
        shows = coloured(colour)
        click.echo(summary.render(lessons, shared, colour=shows), nl=False, color=shows)
