"""`reviewer check`: drafts in, reviews out."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from reviewer.cli.common import coloured, complain, draft_of, put, settings
from reviewer.cli.judge import judge

if TYPE_CHECKING:
    from reviewer.readers import Draft
    from reviewer.types import Report

_FORMATS = ("text", "json", "jsonl", "sarif", "github", "html", "docx")
_EPILOG_CHECK = """\b
Exit status: 0 every letter is ready, 1 at least one should be revised, 2 something could not be done.
Examples:
  reviewer check appeal.docx
  reviewer check drafts/ --format html --output review.html
  pbpaste | reviewer check - --stdin-filename appeal.txt"""


@click.command(epilog=_EPILOG_CHECK)
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--format", "format_", type=click.Choice(_FORMATS), envvar="REVIEWER_FORMAT", help="How to print the review. [default: text]")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write to this file instead of the terminal, whole or not at all.")
@click.option("--stdin-filename", metavar="NAME", help="The name, and so the kind, of what comes on standard input (PATH is '-').")
@click.option("--road", type=click.Choice(["plan", "dispute"]), help="Judge the letter as a plan of action or as a dispute. [default: told from the letter]")
@click.option("--notice", "notices", multiple=True, metavar="FILE", help="The notice that the draft answers; give Amazon's later replies too, oldest first.")
@click.option("--previous", multiple=True, metavar="FILE", help="An earlier appeal that was refused; may be given several times.")
@click.option("--metrics", metavar="FILE", help="The account's metrics: csv, json or the text of the Account Health page.")
@click.option("--marketplace", metavar="CODE", help="Whose targets the metrics have: US, UK, DE … [default: as metrics or notice name it]")
@click.option("--select", metavar="CODES", help="Show only these rules or families, separated by commas (TON,ACC201). Scores stay whole.")
@click.option("--ignore", metavar="CODES", help="Leave these rules or families out of findings and scores.")
@click.option(
    "--fail-on", type=click.Choice(["error", "warning", "suggestion", "never"]), help="The least severity that alone gives 'revise'. [default: error]"
)
@click.option("--min-score", type=click.FloatRange(0, 100), help="The least that each of the five scores must reach for 'ready'. [default: 60]")
@click.option("--rules-only", is_flag=True, help="Judge by rules and cue words alone, without the trained classifier.")
@click.option("--server", metavar="ADDRESS", help="Ask the service there (http://127.0.0.1:8000, unix:/path); review here where it does not answer.")
@click.option("-q", "--quiet", is_flag=True, help="Print one line a letter.")
@click.option("--color", "colour", type=click.Choice(["auto", "always", "never"]), default="auto", help="When to colour the text format.")
@click.option("--config", "config_path", type=click.Path(path_type=Path), help="Read the settings from this file only.")
@click.option("--isolated", is_flag=True, help="Read no settings file.")
def check(paths: tuple[str, ...], output: Path | None, stdin_filename: str | None, quiet: bool, colour: str, **options: Any) -> None:
    """Review draft files, folders of them, or standard input ('-').

    In a folder, what reads like a notice or the account's metrics, or is a page with a form or script, is left out; a file that is named is reviewed.
    """
    from reviewer.types import ReviewerError

    try:
        status = _check(paths, output, stdin_filename, quiet=quiet, colour=colour, options=options)
    except ReviewerError as error:
        complain(str(error))
        status = 2
    sys.exit(status)


def _check(paths: Sequence[str], output: Path | None, stdin_filename: str | None, *, quiet: bool, colour: str, options: dict[str, Any]) -> int:
    from reviewer import suppressions
    from reviewer.english import warm_up
    from reviewer.types import ReviewerError, Verdict

    config, home = settings(options)
    if config.english and not options["server"]:
        warm_up()
    drafts, failed = _drafts(paths, stdin_filename)
    ignores = suppressions.load(home / config.suppressions)
    reviews: list[tuple[Report, Draft]] = []
    if drafts:
        review = judge(config, ignores, options["notices"], options["previous"], options["server"], options["metrics"], options["marketplace"])
        for draft in drafts:
            try:
                reviews.append((review(draft), draft))
            except ReviewerError as error:
                complain(str(error))
                failed += 1
    if reviews:
        _print(reviews, options["format_"] or "text", output, quiet=quiet, colour=colour)
    for entry in suppressions.unused(ignores, [s.fingerprint for report, _ in reviews for s in report.suppressed]):
        complain(f"note: {config.suppressions}: entry {entry.fingerprint} ({entry.code or 'no code'}) meets no finding in these letters")
    if failed:
        return 2
    return 1 if any(report.verdict is Verdict.REVISE for report, _ in reviews) else 0


def _drafts(paths: Sequence[str], stdin_filename: str | None) -> tuple[list[Draft], int]:
    """The drafts that could be read, and how many could not."""
    from reviewer import readers
    from reviewer.types import ReviewerError

    drafts: list[Draft] = []
    failed = 0
    files: list[Path] = []
    for path in paths:
        found = list(_below(path)) if path != "-" and Path(path).is_dir() else [Path(path)]
        if not found:
            complain(f"{path}: the folder holds no draft; known endings are {', '.join(readers.SUFFIXES)}")
            failed += 1
        files += found
    for file in files:
        try:
            drafts.append(draft_of(str(file), stdin_filename))
        except ReviewerError as error:
            complain(str(error))
            failed += 1
    return drafts, failed


def _below(folder: str) -> Iterator[Path]:
    """The drafts of a folder; what lies beside them is named and left out."""
    from reviewer import readers
    from reviewer.case.folder import beside_the_drafts

    for file in readers.expand([folder]):
        if why := beside_the_drafts(file):
            complain(f"note: {file} {why}; skipped; name it to review it")
        else:
            yield file


def _print(reviews: Sequence[tuple[Report, Draft]], format_: str, output: Path | None, *, quiet: bool, colour: str) -> None:
    from reviewer.files import write_whole
    from reviewer.types import ReviewerError

    if format_ == "docx":
        if output is None or len(reviews) != 1:
            raise ReviewerError("--format docx takes one draft and needs --output FILE.docx for the commented copy")
        from reviewer.formats import docx

        report, draft = reviews[0]
        if output.resolve() == Path(draft.name).resolve():
            raise ReviewerError(f"{output}: is the draft itself; choose another name for the commented copy")
        write_whole(output, docx.render(report, Path(draft.name)))
        return
    rendered = _rendered(reviews, format_, quiet=quiet, colour=output is None and coloured(colour))
    if output is not None:
        write_whole(output, rendered)
    else:
        put(rendered)


def _rendered(reviews: Sequence[tuple[Report, Draft]], format_: str, *, quiet: bool, colour: bool) -> str:
    reports = [report for report, _ in reviews]
    if format_ == "html":
        from reviewer.formats import html

        return html.render([(report, draft.text) for report, draft in reviews])
    if format_ == "text":
        from reviewer.formats import text

        return ("" if quiet else "\n").join(text.render(report, draft.text, colour=colour, quiet=quiet) for report, draft in reviews)
    from reviewer.formats import machine

    printers = {"json": machine.json, "jsonl": machine.jsonl, "sarif": machine.sarif, "github": machine.github}
    return printers[format_](reports)
