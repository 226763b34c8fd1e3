"""The Report as one self-contained page: scores, what would gain most, the letter with its lines marked.

No script and no request to any host; every word from outside is escaped. Marks and findings link to each other, so
the page works with a keyboard and a screen reader.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from itertools import count, pairwise

from reviewer.formats import case
from reviewer.formats.page_style import CSS
from reviewer.formats.verdict import because, gain, points
from reviewer.types import Contribution, Diagnostic, Dimension, Report, Severity, Verdict

_WORDS = {Verdict.READY: "Ready to send", Verdict.REVISE: "Revise before sending"}


def render(reports: Sequence[tuple[Report, str]]) -> str:
    """The page for one letter or several, each a pair of Report and text."""
    body = "".join(_letter(report, text, number) for number, (report, text) in enumerate(reports))
    title = escape(reports[0][0].file) if len(reports) == 1 else f"{len(reports)} letters"
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        f"<title>Review of {title}</title>\n<style>{CSS}</style>\n</head>\n<body>\n<main>\n{body}</main>\n"
        "<footer>Made by reviewer on this machine; nothing was sent anywhere. Not a forecast of Amazon's decision and not legal advice.</footer>\n"
        "</body>\n</html>\n"
    )


def _letter(report: Report, text: str, number: int) -> str:
    found = list(report.diagnostics)
    prefix = f"f{number}-"
    state = report.verdict.value
    statistics = report.statistics
    reason = because(report)
    told = f'<p class="because">{escape(reason)}</p>' if reason else ""
    return (
        f'<article aria-labelledby="{prefix}title">\n<header class="top {state}">\n'
        f'<div><h1 id="{prefix}title">{escape(report.file)}</h1>'
        f"<p>{statistics.words} words, {statistics.bullets} points, read as {'a plan of action' if report.road == 'plan' else 'a dispute'}</p>{told}</div>\n"
        f'<p class="verdict"><strong>{_WORDS[report.verdict]}</strong><span>{points(report.overall)}<small> of 100</small></span></p>\n</header>\n'
        f'<section class="scores" aria-label="Scores">\n{"".join(_score(report, d) for d in Dimension)}</section>\n'
        f"{_case(report)}{_changes(report, prefix)}"
        f'<div class="columns">\n<section class="letter" aria-label="The letter"><h2>The letter</h2>\n{_marked(text, found, prefix)}</section>\n'
        f'<section class="findings" aria-label="Findings"><h2>Line by line</h2>\n{"".join(_finding(d, prefix, n) for n, d in enumerate(found)) or "<p>No findings.</p>"}</section>\n</div>\n</article>\n'
    )


def _score(report: Report, dimension: Dimension) -> str:
    value = points(report.scores.of(dimension))
    grade = "good" if value >= 75 else "fair" if value >= 50 else "poor"
    rows = "".join(_contribution(c) for c in report.contributions if c.dimension is dimension and c.points < 0)
    detail = f"<details><summary>What the points were lost for</summary><table>{rows}</table></details>" if rows else "<p>No point lost.</p>"
    return (
        f'<div class="score"><h3>{dimension.value}</h3><div class="bar {grade}" role="meter" aria-label="{dimension.value}" aria-valuemin="0" aria-valuemax="100" aria-valuenow="{value}">'
        f'<i style="width:{value}%"></i></div><b>{value}</b>{detail}</div>\n'
    )


def _contribution(contribution: Contribution) -> str:
    place = "whole letter" if contribution.line is None else f"line {contribution.line}"
    return f"<tr><td>{contribution.points:.{0 if contribution.points <= -0.5 else 1}f}</td><td>{place}</td><td>{escape(contribution.reason)}</td></tr>"


def _case(report: Report) -> str:
    """What the notice wants, and the lines that give it."""
    if report.case is None:
        return ""
    told = "".join(f"<p>{escape(case.summary(notice))}</p>" for notice in report.case.notices)
    items = "".join(
        f'<tr class="{"met" if row.met else "open"}"><td>{row.mark}</td><td>{escape(row.section)}</td><td>{escape(row.name)}</td><td>{escape(row.place)}</td></tr>'
        for row in case.rows(report.case)
    )
    return f'<section class="case" aria-label="The case"><h2>The case</h2>{told}<table>{items}</table></section>\n'


def _changes(report: Report, prefix: str) -> str:
    if not report.changes:
        return ""
    targets = {d.code: n for n, d in reversed(list(enumerate(report.diagnostics)))}
    items = []
    for change in report.changes:
        text = escape(change.message)
        link = f'<a href="#{prefix}{targets[change.code]}">{text}</a>' if change.code in targets else text
        items.append(f'<li>{link} <span class="gain">{"".join(gain(change))}</span></li>')
    return f'<section class="changes" aria-label="What would gain most"><h2>What would gain most</h2><ol>{"".join(items)}</ol></section>\n'


def _marked(text: str, found: Sequence[Diagnostic], prefix: str) -> str:
    """The letter, line by line with its numbers, each finding a marked stretch that links to its note."""
    pieces = list(_pieces(text, found))
    lines: list[str] = [""]
    marks = count()
    for piece, numbers in pieces:
        for index, part in enumerate(piece.replace("\r\n", "\n").replace("\r", "\n").split("\n")):
            if index:
                lines.append("")
            if not part:
                continue
            if not numbers:
                lines[-1] += escape(part)
                continue
            worst = min((found[n] for n in numbers), key=lambda d: d.severity.rank)
            lines[-1] += (
                f'<a class="mark {worst.severity.value}" id="{prefix}m{next(marks)}" href="#{prefix}{numbers[0]}" title="{escape(worst.message)}">{escape(part)}</a>'
            )
    return '<ol class="lines">' + "".join(f"<li>{line or '<br>'}</li>" for line in lines) + "</ol>\n"


def _pieces(text: str, found: Sequence[Diagnostic]) -> Iterator[tuple[str, list[int]]]:
    """The text cut where a finding begins or ends, each piece with the numbers of the findings that cover it."""
    changes: dict[int, tuple[list[int], list[int]]] = {0: ([], []), len(text): ([], [])}
    for number, diagnostic in enumerate(found):
        if diagnostic.start < diagnostic.end:
            changes.setdefault(diagnostic.start, ([], []))[0].append(number)
            changes.setdefault(diagnostic.end, ([], []))[1].append(number)
    open_: set[int] = set()
    for start, end in pairwise(sorted(changes)):
        begun, done = changes[start]
        open_ = (open_ | set(begun)) - set(done)
        yield text[start:end], sorted(open_)


def _finding(diagnostic: Diagnostic, prefix: str, number: int) -> str:
    whole = diagnostic.start == diagnostic.end
    place = "whole letter" if whole else f"line {diagnostic.line}"
    quote = "" if whole else f"<blockquote>{escape(_short(diagnostic.excerpt))}</blockquote>"
    kind = "English" if diagnostic.code.startswith("ENG") else diagnostic.severity.value
    severity = Severity.SUGGESTION.value if diagnostic.code.startswith("ENG") else diagnostic.severity.value
    return (
        f'<div class="finding {severity}" id="{prefix}{number}" tabindex="-1"><p class="head"><b>{kind}</b> {place} <code>{diagnostic.code}</code> {escape(diagnostic.name)}</p>'
        f'{quote}<p>{escape(diagnostic.message)}</p><p class="help">{escape(diagnostic.help)}</p></div>\n'
    )


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= 140 else words[:139] + "…"
