"""Makes the generated documents: docs/rules.md, docs/cli.md, docs/report.schema.json, docs/openapi.json, docs/review.svg. `--check` only compares."""

from __future__ import annotations

import argparse
import sys
from itertools import groupby
from pathlib import Path
from unittest import mock

import click
import msgspec

from reviewer.cli import main as command
from reviewer.rule import Rule
from reviewer.rulebook import moved, shortened
from reviewer.rules import ALL
from reviewer.server.openapi import document
from reviewer.types import Report

ROOT = Path(__file__).parent.parent
FAMILIES = {
    "ACC": "Acceptance: own the mistake",
    "SPC": "Specificity: exact data",
    "TON": "Tone: calm and factual",
    "STR": "Structure: short points in order",
    "ORG": "Originality: own words",
    "CAS": "Case: the notice, earlier appeals and metrics",
    "ENG": "English: as a friend would check it",
}
MADE = "<!-- made by scripts/docs.py; change the code, not this file -->\n"


def rules() -> str:
    """The rules as Markdown, a family a section."""
    parts = [MADE, "# Rules\n", "`reviewer explain CODE` prints the same for one rule. What a rule is silent on is tested like what it finds.\n"]
    families = list(FAMILIES)
    for family, members in groupby(sorted(ALL, key=lambda rule: (families.index(rule.family), rule.code)), key=lambda rule: rule.family):
        parts.append(f"## {FAMILIES[family]}\n")
        parts.extend(_rule(rule) for rule in members)
    return "\n".join(parts)


def _rule(rule: Rule) -> str:
    about = [rule.severity.value, f"evidence for `{rule.flag.value}`" if rule.flag else "", f"only on the {rule.road.value} road" if rule.road else ""]
    how = moved(rule)
    lines = [
        f"### {rule.code} {rule.name}\n",
        f"{', '.join(filter(None, about))}{f'; {how}' if how else ''}\n",
        f"{rule.message.replace('{detail}', '…')}\n",
        f"*Why:* {rule.why}\n",
        f"*Instead:* {rule.help}\n",
    ]
    lines += [f"- found in: {_code(example)}" for example in rule.bad]
    lines += [f"- silent on: {_code(example)}" for example in rule.good]
    return "\n".join([*lines, f"\n*Source:* {rule.source}\n"])


def _code(example: str) -> str:
    return "`` " + shortened(example).replace("``", "` `") + " ``"


def cli() -> str:
    """The help of every command."""
    parts = [MADE, "# Command line\n"]
    with mock.patch.dict("os.environ", {"COLUMNS": "100"}):
        parts.append(_help(command, "reviewer", None))
        parts.extend(_help(command.commands[name], name, click.Context(command, info_name="reviewer")) for name in sorted(command.commands))
    return "\n".join(parts)


def _help(one: click.Command, name: str, parent: click.Context | None) -> str:
    context = click.Context(one, info_name=name, parent=parent, max_content_width=100, terminal_width=100)
    return f"## {context.command_path}\n\n```text\n{one.get_help(context).rstrip()}\n```\n"


def schema() -> str:
    """The JSON Schema of the report."""
    made = msgspec.json.schema(Report)
    made = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Report of reviewer, schema version 1"} | made
    return msgspec.json.format(msgspec.json.encode(made), indent=2).decode() + "\n"


def health_schema() -> str:
    """The JSON Schema of `reviewer health --format json`."""
    from reviewer.case.metrics import Health

    made = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Account metrics of reviewer, schema version 1"} | msgspec.json.schema(Health)
    return msgspec.json.format(msgspec.json.encode(made), indent=2).decode() + "\n"


def openapi() -> str:
    """The description of the service."""
    return msgspec.json.format(msgspec.json.encode(document()), indent=2).decode() + "\n"


def picture() -> str:
    """The first screen of a real review, as a picture for the README."""
    from rich.console import Console
    from rich.text import Text

    from reviewer import Reviewer
    from reviewer.formats import text
    from reviewer.readers import read

    draft = read(ROOT / "examples" / "mixed.txt")
    shown = text.render(Reviewer().review(draft.text, "mixed.txt"), draft.text, colour=True)
    console = Console(record=True, width=94, file=mock.MagicMock(), force_terminal=True, color_system="truecolor", legacy_windows=False)
    console.print(Text.from_ansi("$ reviewer check mixed.txt\n" + "\n".join(shown.splitlines()[:42])))
    return console.export_svg(title="reviewer", unique_id="review", code_format=_SVG)


_SVG = """<svg class="rich-terminal" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
<style>
.{unique_id}-matrix {{ font-family: Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: {char_height}px; line-height: {line_height}px; }}
{styles}
</style>
<defs><clipPath id="{unique_id}-clip-terminal"><rect x="0" y="0" width="{terminal_width}" height="{terminal_height}" /></clipPath>
{lines}</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g></g></svg>
"""
DOCUMENTS = {
    "docs/rules.md": rules,
    "docs/cli.md": cli,
    "docs/report.schema.json": schema,
    "docs/health.schema.json": health_schema,
    "docs/openapi.json": openapi,
    "docs/review.svg": picture,
}


def main() -> None:
    """Write the documents, or compare them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing; fail where a document is stale")
    check = parser.parse_args().check
    stale = []
    for name, make in DOCUMENTS.items():
        path = ROOT / name
        made = make()
        if not path.exists() or path.read_text(encoding="utf-8") != made:
            stale.append(name)
            if not check:
                path.write_text(made, encoding="utf-8")
    if stale and check:
        sys.exit(f"stale: {', '.join(stale)}; run `python scripts/docs.py`")
    print("written: " + ", ".join(stale) if stale else "all fresh")


if __name__ == "__main__":
    main()
