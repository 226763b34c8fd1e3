"""`reviewer explain`, `rules` and `ignore`: the rules, and setting a finding aside."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from reviewer.cli.common import complain, settings


@click.command()
@click.argument("code")
def explain(code: str) -> None:
    """Say what a rule looks for, why it matters, and show bad and good examples."""
    import difflib

    from reviewer.rules import ALL, BY_CODE

    by_name = {rule.name: rule for rule in ALL}
    rule = BY_CODE.get(code.upper()) or by_name.get(code.lower())
    if rule is None:
        near = difflib.get_close_matches(code.upper(), BY_CODE, n=1) or difflib.get_close_matches(code.lower(), by_name, n=1)
        hint = f"; did you mean {near[0]}?" if near else "."
        complain(f"there is no rule '{code}'{hint} `reviewer rules` lists them all")
        sys.exit(2)
    from reviewer.rulebook import explained

    click.echo(explained(rule), nl=False)


@click.command()
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", help="How to print the list.")
@click.argument("family", required=False)
def rules(family: str | None, format_: str) -> None:
    """List all rules, or those of one FAMILY (ACC, SPC, TON, STR, ORG, ENG)."""
    from reviewer.rulebook import as_json, listed
    from reviewer.rules import ALL

    families = sorted({rule.family for rule in ALL})
    if family is not None and family.upper() not in families:
        complain(f"there is no family '{family}'; allowed are {', '.join(families)}")
        sys.exit(2)
    chosen = [rule for rule in ALL if family is None or rule.family == family.upper()]
    click.echo(as_json(chosen) if format_ == "json" else listed(chosen), nl=False)


@click.command()
@click.argument("path")
@click.argument("fingerprint")
@click.option("--reason", required=True, help="Why the finding is set aside; kept in the sidecar file.")
@click.option("--config", "config_path", type=click.Path(path_type=Path), help="Read the settings from this file only.")
@click.option("--isolated", is_flag=True, help="Read no settings file.")
def ignore(path: str, fingerprint: str, reason: str, config_path: Path | None, isolated: bool) -> None:
    """Set a finding of the draft PATH aside. FINGERPRINT is in the JSON report, or CODE:LINE, or CODE for the whole letter."""
    from reviewer import readers, suppressions
    from reviewer.engine import Reviewer
    from reviewer.types import ReviewerError

    keys = ("select", "ignore", "road", "min_score", "fail_on")
    try:
        config, home = settings({"config_path": config_path, "isolated": isolated} | dict.fromkeys(keys))
        draft = readers.read(Path(path))
        report = Reviewer(config).review(draft.text, draft.name)
        matching = [d for d in report.diagnostics if fingerprint in (d.fingerprint, f"{d.code}:{d.line}") or (d.start == d.end and d.code == fingerprint)]
        if not matching:
            raise ReviewerError(
                f"{path}: has no finding '{fingerprint}'; give a fingerprint of the JSON report, CODE:LINE, or CODE alone for a finding on the whole letter"
            )
        if not reason.strip():
            raise ReviewerError("--reason is empty; say why the finding is set aside")
        found = matching[0]
        suppressions.append(home / config.suppressions, suppressions.Ignore(found.fingerprint, reason, found.code, Path(path).name))
    except ReviewerError as error:
        complain(str(error))
        sys.exit(2)
    place = "on the whole letter" if found.start == found.end else f"in line {found.line}"
    click.echo(f"{found.code} {place} is set aside in {home / config.suppressions}")
