"""The command line: `reviewer check`, `explain`, `rules`, `ignore`, `completion`."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from reviewer.config import Config
    from reviewer.readers import Draft
    from reviewer.types import Report

_FORMATS = ("text", "json", "jsonl", "sarif", "github", "html", "docx")
_EPILOG_CHECK = """\b
Exit status: 0 every letter is ready, 1 at least one should be revised, 2 something could not be done.
Examples:
  reviewer check appeal.docx
  reviewer check drafts/ --format html --output review.html
  pbpaste | reviewer check - --stdin-filename appeal.txt"""


class _Group(click.Group):
    """A group whose mistakes of usage end with status 2 and one line."""

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        import difflib

        if args and not args[0].startswith("-") and args[0] not in self.commands:
            near = difflib.get_close_matches(args[0], self.commands, n=1)
            hint = f"; did you mean '{near[0]}'?" if near else ""
            raise click.UsageError(f"there is no command '{args[0]}'{hint} Allowed are {', '.join(sorted(self.commands))}.", ctx)
        return super().resolve_command(ctx, args)


def _version(ctx: click.Context, _: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        from reviewer.engine import MODEL, version

        click.echo(f"reviewer {version()} (model: {MODEL})")
        ctx.exit()


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--version", is_flag=True, expose_value=False, is_eager=True, callback=_version, help="Show the version and the model, and exit.")
def main() -> None:
    """Read the draft of an Amazon seller's appeal before it is sent.

    Everything runs on this machine; no text leaves it. The verdict says whether a careful consultant would let the letter go
    out as it stands. It is no forecast of Amazon's decision and no legal advice.
    """


@main.command(epilog=_EPILOG_CHECK)
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--format", "format_", type=click.Choice(_FORMATS), envvar="REVIEWER_FORMAT", help="How to print the review. [default: text]")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write to this file instead of the terminal, whole or not at all.")
@click.option("--stdin-filename", metavar="NAME", help="The name, and so the kind, of what comes on standard input (PATH is '-').")
@click.option("--road", type=click.Choice(["plan", "dispute"]), help="Judge the letter as a plan of action or as a dispute. [default: told from the letter]")
@click.option("--select", metavar="CODES", help="Show only these rules or families, separated by commas (TON,ACC201). Scores stay whole.")
@click.option("--ignore", metavar="CODES", help="Leave these rules or families out of findings and scores.")
@click.option(
    "--fail-on", type=click.Choice(["error", "warning", "suggestion", "never"]), help="The least severity that alone gives 'revise'. [default: error]"
)
@click.option("--min-score", type=click.FloatRange(0, 100), help="The least that each of the five scores must reach for 'ready'. [default: 60]")
@click.option("-q", "--quiet", is_flag=True, help="Print one line a letter.")
@click.option("--color", "colour", type=click.Choice(["auto", "always", "never"]), default="auto", help="When to colour the text format.")
@click.option("--config", "config_path", type=click.Path(path_type=Path), help="Read the settings from this file only.")
@click.option("--isolated", is_flag=True, help="Read no settings file.")
def check(paths: tuple[str, ...], output: Path | None, stdin_filename: str | None, quiet: bool, colour: str, **options: Any) -> None:
    """Review draft files, folders of them, or standard input ('-')."""
    from reviewer.types import ReviewerError

    try:
        status = _check(paths, output, stdin_filename, quiet=quiet, colour=colour, options=options)
    except ReviewerError as error:
        _complain(str(error))
        status = 2
    sys.exit(status)


def _check(paths: Sequence[str], output: Path | None, stdin_filename: str | None, *, quiet: bool, colour: str, options: dict[str, Any]) -> int:
    from reviewer import readers, suppressions
    from reviewer.english import warm_up
    from reviewer.types import ReviewerError, Verdict

    config, home = _settings(options)
    if config.english:
        warm_up()
    drafts: list[Draft] = []
    failed = 0
    files: list[Path] = []
    for path in paths:
        found = list(readers.expand([path])) if path != "-" else [Path("-")]
        if not found:
            _complain(f"{path}: the folder holds no draft; known endings are {', '.join(readers.SUFFIXES)}")
            failed += 1
        files += found
    for file in files:
        try:
            drafts.append(
                readers.from_bytes(sys.stdin.buffer.read(readers.MAX_BYTES + 1), stdin_filename or "<stdin>") if str(file) == "-" else readers.read(file)
            )
        except ReviewerError as error:
            _complain(str(error))
            failed += 1
    from reviewer.engine import Reviewer

    ignores = suppressions.load(home / config.suppressions)
    reviews: list[tuple[Report, Draft]] = []
    if drafts:
        reviewer = Reviewer(config, ignores=ignores)
        for draft in drafts:
            try:
                reviews.append((reviewer.review(draft.text, draft.name), draft))
            except ReviewerError as error:
                _complain(str(error))
                failed += 1
    if reviews:
        _print(reviews, options["format_"] or "text", output, quiet=quiet, colour=colour)
    for entry in suppressions.unused(ignores, [s.fingerprint for report, _ in reviews for s in report.suppressed]):
        _complain(f"note: {config.suppressions}: entry {entry.fingerprint} ({entry.code or 'no code'}) meets no finding in these letters")
    if failed:
        return 2
    return 1 if any(report.verdict is Verdict.REVISE for report, _ in reviews) else 0


def _settings(options: dict[str, Any]) -> tuple[Config, Path]:
    """The settings of file and command line, and the folder that relative paths in them start from."""
    from reviewer import config as configuration
    from reviewer.types import ReviewerError

    data: dict[str, Any] = {}
    origin, home = "command line", Path.cwd()
    if options["config_path"]:
        data, origin, home = configuration.read(options["config_path"]), str(options["config_path"]), options["config_path"].parent
    elif not options["isolated"]:
        found = configuration.find(Path.cwd())
        if found:
            data, origin, home = dict(found[0]), str(found[1]), found[1].parent
    configuration.decode(data, origin)
    for key in ("select", "ignore"):
        if options[key] is not None:
            codes = [code.strip() for code in options[key].split(",") if code.strip()]
            configuration.check_codes(codes, f"--{key}")
            data[key] = codes
    for key, name in (("road", "road"), ("min_score", "min-score"), ("fail_on", "fail-on")):
        if options[key] is not None:
            data[name] = None if options[key] == "never" else options[key]
    config = configuration.decode(data, origin)
    if any(not Path(path).is_absolute() for path in config.library):
        import msgspec

        config = msgspec.structs.replace(config, library=[str(home / path) for path in config.library])
    if not home.exists():
        raise ReviewerError(f"{home}: there is no such folder")
    return config, home


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
    rendered = _rendered(reviews, format_, quiet=quiet, colour=output is None and _coloured(colour))
    if output is not None:
        write_whole(output, rendered)
    else:
        sys.stdout.buffer.write(rendered.encode(errors="replace"))
        sys.stdout.flush()


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


def _coloured(choice: str) -> bool:
    """Whether to colour: the option wins over FORCE_COLOR, that over NO_COLOR, that over the terminal."""
    if choice != "auto":
        return choice == "always"
    if os.environ.get("FORCE_COLOR"):
        return True
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return sys.stdout.isatty()


def _complain(message: str) -> None:
    click.echo(f"reviewer: {message}", err=True)


@main.command()
@click.argument("code")
def explain(code: str) -> None:
    """Say what a rule looks for, why it matters, and show bad and good examples."""
    import difflib

    from reviewer.rules import ALL, BY_CODE

    by_name = {rule.name: rule for rule in ALL}
    rule = BY_CODE.get(code.upper()) or by_name.get(code.lower())
    if rule is None:
        near = difflib.get_close_matches(code.upper(), BY_CODE, n=1) or difflib.get_close_matches(code.lower(), by_name, n=1)
        hint = f"; did you mean {near[0]}?" if near else ""
        _complain(f"there is no rule '{code}'{hint} `reviewer rules` lists them all")
        sys.exit(2)
    from reviewer.rulebook import explained

    click.echo(explained(rule), nl=False)


@main.command()
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", help="How to print the list.")
@click.argument("family", required=False)
def rules(family: str | None, format_: str) -> None:
    """List all rules, or those of one FAMILY (ACC, SPC, TON, STR, ORG, ENG)."""
    from reviewer.rulebook import as_json, listed
    from reviewer.rules import ALL

    families = sorted({rule.family for rule in ALL})
    if family is not None and family.upper() not in families:
        _complain(f"there is no family '{family}'; allowed are {', '.join(families)}")
        sys.exit(2)
    chosen = [rule for rule in ALL if family is None or rule.family == family.upper()]
    click.echo(as_json(chosen) if format_ == "json" else listed(chosen), nl=False)


@main.command()
@click.argument("path")
@click.argument("fingerprint")
@click.option("--reason", required=True, help="Why the finding is set aside; kept in the sidecar file.")
@click.option("--config", "config_path", type=click.Path(path_type=Path), help="Read the settings from this file only.")
@click.option("--isolated", is_flag=True, help="Read no settings file.")
def ignore(path: str, fingerprint: str, reason: str, config_path: Path | None, isolated: bool) -> None:
    """Set a finding of the draft PATH aside. FINGERPRINT is in the JSON report, or CODE:LINE."""
    from reviewer import readers, suppressions
    from reviewer.engine import Reviewer
    from reviewer.types import ReviewerError

    keys = ("select", "ignore", "road", "min_score", "fail_on")
    try:
        config, home = _settings({"config_path": config_path, "isolated": isolated} | dict.fromkeys(keys))
        draft = readers.read(Path(path))
        report = Reviewer(config).review(draft.text, draft.name)
        matching = [d for d in report.diagnostics if fingerprint in (d.fingerprint, f"{d.code}:{d.line}")]
        if not matching:
            raise ReviewerError(f"{path}: has no finding '{fingerprint}'; give a fingerprint of the JSON report, or CODE:LINE")
        if not reason.strip():
            raise ReviewerError("--reason is empty; say why the finding is set aside")
        found = matching[0]
        suppressions.append(home / config.suppressions, suppressions.Ignore(found.fingerprint, reason, found.code, Path(path).name))
    except ReviewerError as error:
        _complain(str(error))
        sys.exit(2)
    click.echo(f"{found.code} in line {found.line} is set aside in {home / config.suppressions}")


@main.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print the completion script for SHELL: eval "$(reviewer completion bash)"."""
    from click.shell_completion import get_completion_class

    maker = get_completion_class(shell)
    assert maker is not None
    click.echo(maker(main, {}, "reviewer", "_REVIEWER_COMPLETE").source())
