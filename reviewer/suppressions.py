"""Findings that the user set aside, kept in a sidecar file because a marker in the letter would be sent to Amazon.

A finding is known by its fingerprint: the rule and the words of its unit, without line numbers, so that it survives
edits elsewhere. The file is TOML:

    [[ignore]]
    fingerprint = "5e1f0c9a77b2"
    code = "ACC202"
    reason = "the carrier's own letter is the proof here"
    file = "draft.txt"          # optional: only in this file
    until = 2026-12-31          # optional: comes back after this day
"""

from __future__ import annotations

import datetime
import hashlib
import re
import tomllib
from collections.abc import Iterable
from pathlib import Path

import msgspec

from reviewer.types import ReviewerError


class Ignore(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One finding that was set aside, and why."""

    fingerprint: str
    reason: str
    code: str = ""
    file: str | None = None
    until: datetime.date | None = None

    def holds(self, file: str, today: datetime.date) -> bool:
        """Whether the entry applies to `file` on `today`."""
        return (self.file is None or Path(file).name == Path(self.file).name) and (self.until is None or today <= self.until)


class _Sidecar(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    ignore: list[Ignore] = []


def fingerprint(code: str, unit_text: str, occurrence: int) -> str:
    """Twelve hexadecimal digits for a rule, the words of a unit and how often both came before."""
    words = " ".join(re.findall(r"\w+", unit_text.lower()))
    return hashlib.sha256(f"{code}\n{words}\n{occurrence}".encode()).hexdigest()[:12]


def load(path: Path) -> list[Ignore]:
    """The entries of a sidecar file; none where the file does not exist. Raises ReviewerError where it is damaged."""
    if not path.exists():
        return []
    try:
        entries = msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), _Sidecar).ignore
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError, msgspec.ValidationError) as error:
        raise ReviewerError(f"{path}: {error}; each [[ignore]] takes fingerprint, reason, code, file, until") from None
    for entry in entries:
        if not entry.reason.strip():
            raise ReviewerError(f"{path}: entry {entry.fingerprint} has an empty reason; say why the finding is set aside")
    return entries


def unused(entries: Iterable[Ignore], used: Iterable[str]) -> list[Ignore]:
    """The entries that met no finding in any reviewed file."""
    met = set(used)
    return [entry for entry in entries if entry.fingerprint not in met]


def append(path: Path, entry: Ignore) -> None:
    """Add an entry to the sidecar file; the old file stays whole until the new one is written."""
    load(path)
    old = path.read_text(encoding="utf-8") if path.exists() else ""
    lines = ["[[ignore]]", f"fingerprint = {_quoted(entry.fingerprint)}", f"code = {_quoted(entry.code)}", f"reason = {_quoted(entry.reason)}"]
    if entry.file:
        lines.append(f"file = {_quoted(entry.file)}")
    if entry.until:
        lines.append(f"until = {entry.until.isoformat()}")
    from reviewer.files import write_whole

    write_whole(path, old + ("\n" if old and not old.endswith("\n\n") else "") + "\n".join(lines) + "\n")


def _quoted(text: str) -> str:
    return msgspec.json.encode(text).decode()
