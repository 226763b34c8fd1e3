"""The rules as a reader sees them: one rule explained, and the list of all."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from reviewer.rule import Rule
from reviewer.rules.classifier import BY_FLAG
from reviewer.types import Origin, Severity


def explained(rule: Rule) -> str:
    """What `reviewer explain` prints."""
    lines = [
        f"{rule.code} {rule.name}",
        f"{rule.severity.value}, {rule.dimension.value if rule.dimension else 'English, never part of a score'}"
        + (f", evidence for '{rule.flag.value}'" if rule.flag else "")
        + (f", only on the {rule.road.value} road" if rule.road else ""),
        *([f"The severity is {how}."] if (how := moved(rule)) else []),
        "",
        f"What it says: {rule.message.replace('{detail}', '…')}",
        f"Why: {rule.why}",
        f"Write instead: {rule.help}",
        "",
    ]
    for title, examples in (("Found in", rule.bad), ("Silent on", rule.good)):
        lines += [f"{title}:"] + [f"  - {shortened(example)}" for example in examples] if examples else []
    return "\n".join([*lines, "", f"Source: {rule.source}"]) + "\n"


def moved(rule: Rule) -> str | None:
    """When a finding is graver or less grave than its rule, in words that go on from "is"; None where it never is."""
    if rule.flag is None or rule.flag not in BY_FLAG:
        return None
    judge = BY_FLAG[rule.flag]
    if rule.origin is Origin.CLASSIFIER:
        return "lowered to warning where the classifier is not sure enough for an error" if rule.severity is Severity.ERROR else None
    if judge.severity.rank >= rule.severity.rank or (rule.road and judge.road not in (None, rule.road)):
        return None
    return f"raised{' as far as' if judge.severity is Severity.ERROR else ''} to {judge.severity.value} where the classifier finds the same in the line ({judge.code})"


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
