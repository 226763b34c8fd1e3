"""The Report for programs: json, jsonl, SARIF 2.1.0 and GitHub annotations."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

import msgspec

from reviewer.formats.verdict import because, points
from reviewer.types import Diagnostic, Report, Severity

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.SUGGESTION: "note"}
_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.SUGGESTION: "notice"}


def json(reports: Sequence[Report]) -> str:
    """One object for one letter, a list of objects for several."""
    body = msgspec.json.encode(reports[0] if len(reports) == 1 else list(reports))
    return msgspec.json.format(body, indent=2).decode() + "\n"


def jsonl(reports: Sequence[Report]) -> str:
    """One object a line."""
    return "".join(msgspec.json.encode(report).decode() + "\n" for report in reports)


def sarif(reports: Sequence[Report]) -> str:
    """A SARIF 2.1.0 log with one run; columns count code points."""
    from reviewer.engine import version
    from reviewer.rules import BY_CODE

    codes = sorted({d.code for report in reports for d in report.diagnostics})
    rules = [
        {
            "id": code,
            "name": BY_CODE[code].name,
            "shortDescription": {"text": BY_CODE[code].name.replace("-", " ")},
            "fullDescription": {"text": BY_CODE[code].why},
            "help": {"text": BY_CODE[code].help},
            "defaultConfiguration": {"level": _LEVELS[BY_CODE[code].severity]},
            "properties": {"tags": [BY_CODE[code].dimension or "english"]},
        }
        for code in codes
        if code in BY_CODE
    ]
    indexes = {rule["id"]: index for index, rule in enumerate(rules)}
    log = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": {"name": "reviewer", "version": version(), "semanticVersion": version(), "rules": rules}},
                "columnKind": "unicodeCodePoints",
                "results": [_result(report, d, indexes) for report in reports for d in report.diagnostics],
            }
        ],
    }
    return msgspec.json.format(msgspec.json.encode(log), indent=2).decode() + "\n"


def _result(report: Report, diagnostic: Diagnostic, indexes: dict[Any, int]) -> dict[str, Any]:
    location: dict[str, Any] = {"artifactLocation": {"uri": _uri(report.file)}}
    if diagnostic.start < diagnostic.end:
        location["region"] = {
            "startLine": diagnostic.line,
            "startColumn": diagnostic.column,
            "endLine": diagnostic.end_line,
            "endColumn": diagnostic.end_column,
        }
    result: dict[str, Any] = {
        "ruleId": diagnostic.code,
        "level": _LEVELS[diagnostic.severity],
        "message": {"text": f"{diagnostic.message} {diagnostic.help}"},
        "locations": [{"physicalLocation": location}],
        "partialFingerprints": {"reviewer/v1": diagnostic.fingerprint},
    }
    if diagnostic.code in indexes:
        result["ruleIndex"] = indexes[diagnostic.code]
    return result


def _uri(name: str) -> str:
    return quote(PurePath(name).as_posix())


def github(reports: Sequence[Report]) -> str:
    """GitHub workflow commands, the gravest first, because a step shows ten of each kind."""
    found = [(d.severity.rank, report.file, d) for report in reports for d in report.diagnostics]
    lines = [_annotation(file, d) for _, file, d in sorted(found, key=lambda item: (item[0], item[1], item[2].start))]
    for report in reports:
        reason = because(report)
        lines.append(_escaped(f"{report.file}: {report.verdict.value}, overall {points(report.overall)} of 100{f', {reason}' if reason else ''}"))
    return "\n".join(lines) + "\n"


def _annotation(file: str, d: Diagnostic) -> str:
    column = f",col={d.column},endColumn={d.end_column}" if d.line == d.end_line and d.start < d.end else ""
    place = f"file={_property(file)},line={d.line},endLine={d.end_line}{column},title={_property(f'{d.code} {d.name}')}"
    return f"::{_COMMANDS[d.severity]} {place}::{_escaped(f'{d.message} {d.help}')}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")
