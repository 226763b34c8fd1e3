"""The rules as a reader sees them: one rule explained, and the list of all."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from reviewer.rule import Rule


def explained(rule: Rule) -> str:
    """What `reviewer explain` prints."""
    lines = [
        f"{rule.code} {rule.name}",
        f"{rule.severity.value}, {rule.dimension.value if rule.dimension else 'English, never part of a score'}"
        + (f", evidence for '{rule.flag.value}'" if rule.flag else "")
        + (f", only on the {rule.road.value} road" if rule.road else ""),
        "",
        f"What it says: {rule.message.replace('{detail}', '…')}",
        f"Why: {rule.why}",
        f"Write instead: {rule.help}",
        "",
    ]
    for title, examples in (("Found in", rule.bad), ("Silent on", rule.good)):
        lines += [f"{title}:"] + [f"  - {shortened(example)}" for example in examples] if examples else []
    return "\n".join([*lines, "", f"Source: {rule.source}"]) + "\n"


def shortened(example: str) -> str:
    """An example on one line, cut at 160 characters."""
    line = " / ".join(part.strip() for part in example.splitlines() if part.strip())
    return line if len(line) <= 160 else line[:159] + "…"


def listed(rules: Sequence[Rule]) -> str:
    """One line a rule."""
    return "".join(f"{rule.code}  {rule.severity.value:<10}  {rule.name}\n" for rule in rules)


def as_json(rules: Sequence[Rule]) -> str:
    """The rules as a list of objects; `find` is left out."""
    keys = ("code", "name", "dimension", "flag", "severity", "road", "message", "help", "why", "source", "bad", "good", "origin")
    return msgspec.json.format(msgspec.json.encode([{key: getattr(rule, key) for key in keys} for rule in rules]), indent=2).decode() + "\n"
