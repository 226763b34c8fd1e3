"""`reviewer batch`: an archive of letters in, one row a letter out."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from reviewer.cli.common import complain, settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from reviewer.batch.backends import Backend
    from reviewer.batch.run import Outcome, Progress
    from reviewer.batch.sources import Source

_EPILOG = """\b
Exit status: 0 every letter was scored, 1 some rows could not be (see the failures table beside OUT), 2 the batch could not be done.
A batch that was stopped goes on where it stood when the same command is given again.
Examples:
  reviewer batch archive/ -o scores.csv
  reviewer batch appeals.parquet -o scores.parquet --findings --report report.html
  reviewer batch appeals.csv -o scores.csv --column text=Body --column outcome=Result --no-text --hash-ids"""


@click.command(epilog=_EPILOG)
@click.argument("source", type=click.Path(path_type=Path), metavar="SOURCE")
@click.option(
    "-o", "--output", required=True, type=click.Path(path_type=Path, dir_okay=False), metavar="OUT", help="The table to write: .parquet, .jsonl or .csv."
)
@click.option("--column", "columns", multiple=True, metavar="FIELD=NAME", help="The column of text, id, author, date, reason, outcome or notice. [default: guessed from the names, and said]")  # fmt: skip
@click.option("--findings", is_flag=True, help="Write a row for each finding as well, beside OUT.")
@click.option("--units", is_flag=True, help="Write a row for each unit with its role and flags as well, beside OUT.")
@click.option("--duplicates", is_flag=True, help="Find near-duplicates and passages that letters share; written beside OUT as JSON.")
@click.option("--report", type=click.Path(path_type=Path, dir_okay=False), help="Write an HTML page about the archive, with --findings and --duplicates.")
@click.option("--no-text", is_flag=True, help="Leave the words of the letters out of all that is written.")
@click.option("--hash-ids", is_flag=True, help="Write ids, authors and text hashes keyed: by REVIEWER_HASH_KEY, or by a key that is thrown away at the end.")
@click.option("-j", "--jobs", type=click.IntRange(1, 1024), help="Worker processes. [default: one for each core]")
@click.option("--dask", metavar="ADDRESS", help="Work on the Dask cluster whose scheduler is at ADDRESS, for instance tcp://10.0.0.5:8786.")
@click.option("--device", metavar="DEVICE", default="cpu", show_default=True, help="Where the encoder runs: cpu, cuda, cuda:1, … (needs the extra 'train').")
@click.option("--restart", is_flag=True, help="Throw away what an earlier run left and make OUT anew.")
@click.option("--select", metavar="CODES", help="Count only these rules or families, separated by commas. Scores stay whole.")
@click.option("--ignore", metavar="CODES", help="Leave these rules or families out of findings and scores.")
@click.option(
    "--fail-on", type=click.Choice(["error", "warning", "suggestion", "never"]), help="The least severity that alone gives 'revise'. [default: error]"
)
@click.option("--min-score", type=click.FloatRange(0, 100), help="The least that each of the five scores must reach for 'ready'. [default: 60]")
@click.option("--road", type=click.Choice(["plan", "dispute"]), help="Judge all letters as plans of action or as disputes. [default: told from each letter]")
@click.option("--english", is_flag=True, help="Check the English too, which takes half as long again. It never counts in a score.")
@click.option("--rules-only", is_flag=True, help="Judge by rules and cue words alone, without the trained classifier.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")
@click.option("--config", "config_path", type=click.Path(path_type=Path), help="Read the settings from this file only.")
@click.option("--isolated", is_flag=True, help="Read no settings file.")
def batch(source: Path, output: Path, **options: Any) -> None:
    """Score the letters of an archive: a folder of drafts, or a csv, jsonl or parquet table."""
    from reviewer.types import ReviewerError

    try:
        status = _batch(source, output, options)
    except ReviewerError as error:
        complain(str(error))
        status = 2
    except KeyboardInterrupt:
        complain("stopped; the same command goes on from here")
        status = 130
    sys.exit(status)


def _batch(path: Path, output: Path, options: dict[str, Any]) -> int:
    import msgspec

    from reviewer.batch.run import run
    from reviewer.batch.sources import open_source
    from reviewer.batch.worker import Settings

    def say(message: str) -> None:
        if not options["quiet"]:
            complain(message)

    if options["report"]:
        options |= {"findings": True, "duplicates": True}
    config, _ = settings(options)
    config = msgspec.structs.replace(config, english=options["english"])
    source = open_source(path, _named(options["columns"]))
    if source.columns:
        say(f"{path}: {source.count:,} rows; " + ", ".join(f"{field} from '{name}'" for field, name in source.columns.items()))
    how = Settings(config, options["findings"], options["units"], not options["no_text"], None, options["device"])
    if source.skipped:
        more = f" and {len(source.skipped) - 3:,} more" if len(source.skipped) > 3 else ""
        say(f"{path}: {len(source.skipped):,} file{'s' * (len(source.skipped) > 1)} skipped as no draft: {', '.join(source.skipped[:3])}{more}")
    begun = time.monotonic()
    with _progress(source.count, quiet=options["quiet"]) as progress:
        done = run(source, output, how, _backend(options), hashed=options["hash_ids"], restart=options["restart"], progress=progress)
    _say_what_was_done(done, output, time.monotonic() - begun, say)
    _archive(source, output, options, say)
    return 1 if done.failed else 0


def _archive(source: Source, output: Path, options: dict[str, Any], say: Callable[[str], None]) -> None:
    """What the letters share, and the page about the archive, where they were asked for."""
    from reviewer.batch.run import beside

    shared = None
    if options["duplicates"]:
        from reviewer.archive import duplicates

        shared = duplicates.find(source, text=not options["no_text"])
        duplicates.write(beside(output, "duplicates", ".json"), shared)
    if options["report"]:
        from reviewer.archive import report
        from reviewer.archive.lessons import learn

        report.write(options["report"], output, learn(output), shared)
        say(f"{options['report']}: the page about the archive")


def _named(columns: tuple[str, ...]) -> dict[str, str]:
    from reviewer.types import ReviewerError

    told = {}
    for column in columns:
        field, mark, name = column.partition("=")
        if not mark:
            raise ReviewerError(f"--column {column}: is not of the form FIELD=NAME, for instance text=Body")
        told[field] = name
    return told


def _backend(options: dict[str, Any]) -> Backend:
    from reviewer.batch import backends
    from reviewer.types import ReviewerError

    if options["dask"]:
        return backends.cluster(options["dask"])
    jobs = options["jobs"]
    if jobs == 1:
        return backends.here
    try:
        import joblib
    except ImportError:
        raise ReviewerError("several worker processes need a library that is not installed: pip install '.[batch]', or --jobs 1") from None
    jobs = jobs or int(joblib.cpu_count())
    return backends.processes(jobs) if jobs > 1 else backends.here


@contextmanager
def _progress(count: int, *, quiet: bool) -> Iterator[Progress]:
    """Shows how far the work is, how fast it goes and how long it will take, on a terminal alone."""
    if quiet or not sys.stderr.isatty():
        yield lambda done, before: None  # noqa: ARG005 -- nobody looks
        return
    try:
        from tqdm import tqdm
    except ImportError:
        yield lambda done, before: None  # noqa: ARG005 -- the bar is a part of the extra 'batch' that rows can do without
        return
    with tqdm(total=count, unit=" letters", dynamic_ncols=True) as bar:

        def show(done: int, before: int) -> None:
            bar.initial = before
            bar.update(done - bar.n)

        yield show


def _say_what_was_done(done: Outcome, output: Path, seconds: float, say: Callable[[str], None]) -> None:
    from reviewer.batch.run import beside

    scored = done.letters + done.failed - done.before
    say(f"{output}: {done.letters:,} letters, {done.ready:,} ready, {done.letters - done.ready:,} to revise")
    say(f"{scored:,} rows in {seconds:.1f} s ({scored / max(seconds, 1e-9):.1f} a second)" + (f"; {done.before:,} were done before" if done.before else ""))
    if done.failed:
        say(f"{beside(output, 'failures')}: {done.failed:,} rows could not be reviewed, each with its reason")
