"""A Report as an editor shows it: marks, hovers, quick fixes and a line of scores. Every word comes from the report or its rule."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from lsprotocol import types

from reviewer.formats.verdict import points
from reviewer.lsp.buffer import Buffer
from reviewer.rulebook import shortened
from reviewer.rules import BY_CODE
from reviewer.types import Diagnostic, Dimension, Fix, Report, Severity

IGNORE, REVIEW = "reviewer.ignore", "reviewer.review"
"""The commands: set a finding aside (uri, fingerprint, reason), and review a document again (uri)."""
REASON = "set aside in the editor"
"""The reason that stands in the sidecar file where the editor gives none."""
FIX_ALL = "source.fixAll.reviewer"
_SEVERITIES = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.SUGGESTION: types.DiagnosticSeverity.Information,
}
_EXAMPLES = 2
"""How many examples of each kind a hover shows."""


@dataclass(frozen=True)
class Reviewed:
    """A report with the very text that it is about, and the sidecar file of that text."""

    buffer: Buffer
    report: Report
    sidecar: Path

    def at(self, range_: types.Range) -> list[Diagnostic]:
        """The findings that a range, or a place, of the text touches; those on the whole letter stand at its first line."""
        start, end = self.buffer.offset(range_.start), self.buffer.offset(range_.end)
        return [d for d in self.report.diagnostics if (range_.start.line == 0 if d.start == d.end else d.start <= end and start <= d.end)]


def diagnostic(found: Diagnostic, buffer: Buffer) -> types.Diagnostic:
    """A finding as a mark in the text."""
    return types.Diagnostic(
        range=buffer.range(found.start, found.end),
        message=found.message,
        severity=_SEVERITIES[found.severity],
        code=found.code,
        source="reviewer",
        data={"fingerprint": found.fingerprint},
    )


def hover(found: Sequence[Diagnostic], kind: types.MarkupKind) -> types.Hover | None:
    """The message, the reason and examples of each finding."""
    if not found:
        return None
    write = _markdown if kind is types.MarkupKind.Markdown else _plain
    rule_off = "\n\n---\n\n" if kind is types.MarkupKind.Markdown else "\n\n"
    return types.Hover(types.MarkupContent(kind, rule_off.join(write(one) for one in found)))


def _about(found: Diagnostic) -> Iterator[tuple[str, str]]:
    """What the rule behind a finding says of itself, under the titles that `reviewer explain` uses."""
    rule = BY_CODE.get(found.code)
    if rule is not None:
        yield "Why", rule.why
    yield "Write instead", found.help
    if rule is not None:
        yield from (("Found in", shortened(example)) for example in rule.bad[:_EXAMPLES])
        yield from (("Silent on", shortened(example)) for example in rule.good[:_EXAMPLES])


def _plain(found: Diagnostic) -> str:
    return "\n".join([f"{found.code} {found.name} ({found.severity})", found.message, *(f"{title}: {text}" for title, text in _about(found))])


def _markdown(found: Diagnostic) -> str:
    about = [f"*{title}:* {escaped(text)}" for title, text in _about(found)]
    return "\n\n".join([f"**{escaped(f'{found.code} {found.name}')}** ({found.severity})", escaped(found.message), *about])


_ACTIVE = re.compile(r"[\\`*_\[\]<>&~@]|:(?=//)|(?<=www)\.|^[-+=#]|(?<=^\d)[.)]|(?<=^\d\d)[.)]", re.IGNORECASE)
"""What Markdown, or an editor that turns bare addresses into links, gives a meaning to."""


def escaped(text: str) -> str:
    """One line of Markdown that shows `text` as it stands; a letter can put no link, picture or markup into it."""
    return _ACTIVE.sub(lambda match: "\\" + match.group(), " ".join(text.split()))


def lens(report: Report) -> str:
    """The verdict and the scores in one line."""
    scores = ", ".join(f"{dimension} {points(report.scores.of(dimension))}" for dimension in Dimension)
    return f"{report.verdict.upper()}, overall {points(report.overall)} of 100: {scores}"


def actions(reviewed: Reviewed, range_: types.Range, only: Sequence[str] | None, *, versioned: bool) -> list[types.CodeAction]:
    """What can be done about the findings in a range, and about all that have a safe fix; `only` names the kinds that are asked for."""
    offered = [action for found in reviewed.at(range_) for action in _quick(reviewed, found, versioned)]
    fixes = _apart([found.fix for found in reviewed.report.diagnostics if found.fix is not None])
    if fixes:
        title = f"Apply all {len(fixes)} safe fixes" if len(fixes) > 1 else "Apply the one safe fix"
        offered.append(types.CodeAction(title, FIX_ALL, edit=_edit(reviewed.buffer, fixes, versioned)))
    return [action for action in offered if only is None or any(_falls_under(action.kind or "", kind) for kind in only)]


def _falls_under(kind: str, asked: str) -> bool:
    """Whether a kind of action is the one asked for, or below it; the empty kind asks for all."""
    return asked in ("", kind) or kind.startswith(asked + ".")


def _quick(reviewed: Reviewed, found: Diagnostic, versioned: bool) -> Iterator[types.CodeAction]:
    mark = [diagnostic(found, reviewed.buffer)]
    if found.fix is not None:
        title = f"Replace by '{found.fix.replacement}' ({found.code})" if found.fix.replacement else f"Delete ({found.code})"
        edit = _edit(reviewed.buffer, [found.fix], versioned)
        yield types.CodeAction(title, types.CodeActionKind.QuickFix, diagnostics=mark, is_preferred=True, edit=edit)
    title = f"Ignore with a reason ({found.code} {found.name})"
    command = types.Command(title, IGNORE, arguments=[reviewed.buffer.uri, found.fingerprint, REASON])
    yield types.CodeAction(title, types.CodeActionKind.QuickFix, diagnostics=mark, command=command)


def _apart(fixes: Sequence[Fix]) -> list[Fix]:
    """The fixes in the order of the text, without those that reach into one before."""
    kept: list[Fix] = []
    for fix in sorted(fixes, key=lambda one: (one.start, one.end)):
        if not kept or kept[-1].end <= fix.start:
            kept.append(fix)
    return kept


def _edit(buffer: Buffer, fixes: Sequence[Fix], versioned: bool) -> types.WorkspaceEdit:
    """The fixes as one edit; versioned, the editor refuses it where the text has moved on."""
    edits = [types.TextEdit(buffer.range(fix.start, fix.end), fix.replacement) for fix in fixes]
    if not versioned:
        return types.WorkspaceEdit(changes={buffer.uri: edits})
    document = types.OptionalVersionedTextDocumentIdentifier(buffer.uri, buffer.version)
    return types.WorkspaceEdit(document_changes=[types.TextDocumentEdit(document, edits)])
