"""`reviewer diff`: what a new version of a letter mends."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from reviewer.cli.common import complain, settings

if TYPE_CHECKING:
    from reviewer.comparison import Comparison
    from reviewer.types import Diagnostic

_EPILOG = """\b
Exit status: 0 the new version is ready, 1 it should be revised, 2 something could not be done."""


@click.command(epilog=_EPILOG)
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True, help="How to print the comparison.")
@click.option("--notice", "notices", multiple=True, metavar="FILE", help="The notice that both versions answer.")
@click.option("--previous", "earlier", multiple=True, metavar="FILE", help="An earlier appeal that was refused, held against both; OLD is none by itself.")
@click.option("--metrics", metavar="FILE", help="The account's metrics: csv, json or the text of the Account Health page.")
@click.option("--marketplace", metavar="CODE", help="Whose targets the metrics have: US, UK, DE … [default: as metrics or notice name it]")
@click.option("--road", type=click.Choice(["plan", "dispute"]), help="Judge both as a plan of action or as a dispute. [default: told from each]")
@click.option("--config", "config_path", type=click.Path(path_type=Path), help="Read the settings from this file only.")
@click.option("--isolated", is_flag=True, help="Read no settings file.")
def diff(old: Path, new: Path, format_: str, **options: Any) -> None:
    """Compare two versions of a letter: scores and findings before and after."""
    from reviewer.types import ReviewerError, Verdict

    try:
        made = _compared(old, new, options)
    except ReviewerError as error:
        complain(str(error))
        sys.exit(2)
    if format_ == "json":
        import msgspec

        click.echo(msgspec.json.format(msgspec.json.encode(made), indent=2).decode())
    else:
        click.echo("\n".join(_lines(made)))
    sys.exit(0 if made.verdict[1] is Verdict.READY else 1)


def _compared(old: Path, new: Path, options: dict[str, Any]) -> Comparison:
    from reviewer import readers, suppressions
    from reviewer.case.case import case_of
    from reviewer.comparison import compare
    from reviewer.engine import Reviewer

    config, home = settings(options)
    reviewer = Reviewer(config, ignores=suppressions.load(home / config.suppressions))
    case = case_of(options["notices"], options["earlier"], options["metrics"], options["marketplace"])
    drafts = [readers.read(old), readers.read(new)]
    before, after = (reviewer.review(draft.text, draft.name, case=case) for draft in drafts)
    return compare(before, after)


def _lines(made: Comparison) -> Iterator[str]:
    from reviewer.formats.verdict import points

    yield f"{made.old} → {made.new}: {made.verdict[0].upper()} → {made.verdict[1].upper()}"
    yield ""
    for name, pair in [*((dimension.value, pair) for dimension, pair in made.scores.items()), ("overall", made.overall)]:
        before, after = map(points, pair)
        yield f"  {name:<12} {before:>3} → {after:>3}  {after - before:+}" if before != after else f"  {name:<12} {before:>3}"
    for title, found in (("Mended", made.mended), ("New", made.added), ("Still there", made.remaining)):
        if found:
            yield ""
            yield f"{title} ({len(found)})"
            yield from map(_finding, found)


def _finding(diagnostic: Diagnostic) -> str:
    place = "whole letter" if diagnostic.start == diagnostic.end else f"line {diagnostic.line}"
    return f"  {diagnostic.severity.value:<10} {diagnostic.code} {place}: {diagnostic.message}"
