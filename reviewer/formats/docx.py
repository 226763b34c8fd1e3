"""The Report as review comments in the margin of the Word draft: a copy, the draft itself stays as it is."""

from __future__ import annotations

import io
from collections import defaultdict
from pathlib import Path

from docx.text.paragraph import Paragraph
from docx.text.run import Run

from reviewer.formats import case
from reviewer.formats.verdict import because, points
from reviewer.readers import word
from reviewer.types import Diagnostic, Dimension, Report, ReviewerError

_AUTHOR = "reviewer"


def render(report: Report, draft: Path) -> bytes:
    """The bytes of a copy of `draft` with a comment for each finding. Raises ReviewerError where it is no docx."""
    data = draft.read_bytes()
    if not data.startswith(b"PK\x03\x04"):
        raise ReviewerError(f"{draft}: comments can be written into a docx draft only; choose --format html for other kinds")
    document = word.open_document(data, str(draft))
    paragraphs = [paragraph for _, paragraph in word.lines(document)]
    first = next((p for p in paragraphs if p is not None and p.runs), None)
    if first is None:
        raise ReviewerError(f"{draft}: has no paragraph that could carry a comment")
    whole = [d for d in report.diagnostics if d.start == d.end]
    summary = [f"Verdict: {report.verdict.value}, overall {points(report.overall)} of 100.", *filter(None, [because(report)])]
    summary += [f"{dimension.value}: {points(report.scores.of(dimension))}" for dimension in Dimension]
    if report.case is not None:
        summary += [f"{row.mark} {row.name} ({row.place})" for row in case.metric_rows(report.case)]
    summary += [f"{d.code}: {d.message} {d.help}" for d in whole]
    document.add_comment(first.runs, text="\n".join(summary), author=_AUTHOR, initials="r")
    by_line: dict[int, list[Diagnostic]] = defaultdict(list)
    for diagnostic in report.diagnostics:
        if diagnostic.start < diagnostic.end:
            by_line[diagnostic.line].append(diagnostic)
    for line, found in by_line.items():
        paragraph = paragraphs[line - 1] if line <= len(paragraphs) else None
        if paragraph is None or not paragraph.runs:
            paragraph = first
        for diagnostic in found:
            runs = _runs(paragraph, diagnostic.excerpt) or paragraph.runs
            document.add_comment(runs, text=f"{diagnostic.code} {diagnostic.name}: {diagnostic.message}\n{diagnostic.help}", author=_AUTHOR, initials="r")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _runs(paragraph: Paragraph, excerpt: str) -> list[Run]:
    """The runs of the paragraph that hold the excerpt."""
    start = paragraph.text.find(excerpt.split("\n", maxsplit=1)[0])
    if start < 0:
        return []
    end = start + len(excerpt.split("\n", maxsplit=1)[0])
    chosen: list[Run] = []
    at = 0
    for run in paragraph.runs:
        if at < end and at + len(run.text) > start:
            chosen.append(run)
        at += len(run.text)
    return chosen
