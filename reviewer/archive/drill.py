"""The letters of the page one by one: scores, findings, and the text with its marks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from itertools import pairwise

from reviewer.archive import charts
from reviewer.archive.duplicates import Duplicates
from reviewer.archive.lines import cut
from reviewer.archive.values import Lessons, Shown
from reviewer.archive.words import many, shown
from reviewer.batch.rows import FindingRow, LetterRow
from reviewer.types import Dimension, Severity

_FINDINGS = 40
"""The most findings that are shown of one letter."""
_CHARACTERS = 8_000
"""The most characters that are shown of one letter."""
_RANKS = {severity.value: severity.rank for severity in Severity}


def letters(lessons: Lessons, chosen: Sequence[Shown], duplicates: Duplicates | None) -> str:
    """The section of letters."""
    if not chosen:
        return ""
    notes = _notes(duplicates, {one.letter.row for one in chosen})
    entries = "".join(_entry(one, notes.get(one.letter.row, [])) for one in chosen)
    which = "All letters" if len(chosen) == lessons.letters else f"The {len(chosen)} letters with the lowest overall scores"
    return (
        f'<section class="card" id="letters" aria-labelledby="letters-title"><h2 id="letters-title">Letter by letter</h2><p class="soft">{which}, lowest first. Open one for its scores, lines and findings.</p>'
        '<div class="filter" hidden role="search"><label>Find by id, author, reason or rule<input type="search" autocomplete="off" spellcheck="false"></label>'
        '<label class="small">Verdict<select><option value="">all</option><option value="revise">revise</option><option value="ready">ready</option></select></label><output class="soft"></output></div>'
        f"{entries}</section>\n"
    )


def _notes(duplicates: Duplicates | None, rows: set[int]) -> Mapping[int, list[str]]:
    """What each shown letter shares with others, as HTML."""
    notes: dict[int, list[str]] = {}
    if duplicates is None:
        return notes
    for group in duplicates.groups:
        for row in rows.intersection(group.rows):
            notes.setdefault(row, []).append(f"nearly the same as {many(len(group.rows) - 1, 'other letter')}")
    counts: dict[int, int] = {}
    for passage in duplicates.passages:
        for row in rows.intersection(passage.rows):
            counts[row] = counts.get(row, 0) + 1
    for row, count in counts.items():
        notes.setdefault(row, []).append(f"holds {many(count, 'passage')} of the list above")
    return notes


def _entry(one: Shown, notes: Sequence[str]) -> str:
    letter = one.letter
    facts = [letter.author or "", shown(letter.reason) if letter.reason else "", letter.date or ""]
    words = " ".join(
        [letter.id, *facts, letter.outcome or "", *{found.code for found in one.findings}, *(pair.split(":")[0] for pair in letter.findings.split())]
    ).lower()
    extra = "".join(f'<span class="soft extra">{escape(fact)}</span>' for fact in facts)
    counts = ", ".join(many(count, name) for count, name in ((letter.errors, "error"), (letter.warnings, "warning")) if count) or "no error"
    return (
        f'<details class="entry" id="letter-{letter.row}" data-verdict="{escape(letter.verdict)}" data-words="{escape(words)}"><summary><b class="{charts.grade(letter.overall)}">{letter.overall:.0f}</b>'
        f'<span class="id">{escape(letter.id)}</span>{extra}<span class="soft">{counts}</span></summary><div class="inside">{_about(letter, notes)}{_scores(letter)}{_body(one)}</div></details>\n'
    )


def _about(letter: LetterRow, notes: Sequence[str]) -> str:
    facts = [f"row {letter.row}", letter.verdict, f"{letter.words} words", "a dispute" if letter.road == "dispute" else "a plan of action"]
    facts += [escape(shown(letter.reason))] if letter.reason else []
    facts += [f"by {escape(letter.author)}"] if letter.author else []
    facts += [escape(letter.date)] if letter.date else []
    facts += [f"Amazon: {escape(letter.outcome)}"] if letter.outcome else []
    facts += [f"answers {letter.answered} of {many(letter.asked, 'point')} of its notice"] if letter.asked and letter.answered is not None else []
    return f'<p class="soft">{" · ".join([*facts, *notes])}</p>'


def _scores(letter: LetterRow) -> str:
    rows = []
    for dimension in Dimension:
        value: float = getattr(letter, dimension.value)
        rows.append(f"<div><dt><span>{dimension.value}</span><b>{value:.0f}</b></dt><dd>{charts.bar(value / 100, charts.grade(value))}</dd></div>")
    return f'<dl class="five">{"".join(rows)}</dl>'


def _body(one: Shown) -> str:
    findings = sorted(one.findings, key=lambda found: (_RANKS.get(found.severity, 2), found.start))
    listed = "".join(_finding(found) for found in findings[:_FINDINGS])
    if len(findings) > _FINDINGS:
        listed += f'<li class="none">and {len(findings) - _FINDINGS} more</li>'
    if not listed:
        listed = f'<li class="none">{_codes(one.letter)}</li>'
    notes = f'<ul class="found">{listed}</ul>'
    return f'<div class="two"><ol class="lines">{_lines(one.letter.text, one.findings)}</ol>{notes}</div>' if one.letter.text else notes


def _codes(letter: LetterRow) -> str:
    """The findings of a letter of which only the codes are known."""
    return ", ".join(f"{escape(code)} × {escape(count)}" for code, _, count in (pair.partition(":") for pair in letter.findings.split())) or "No findings."


def _finding(found: FindingRow) -> str:
    place = "whole letter" if found.start == found.end else f"line {found.line}"
    quote = f"<blockquote>{escape(cut(found.excerpt))}</blockquote>" if found.excerpt and found.start < found.end else ""
    return f'<li class="{escape(found.severity)}"><p class="head">{escape(found.severity)}, {place} <code>{escape(found.code)}</code> {escape(found.name)}</p>{quote}<p>{escape(found.message)}</p></li>'


def _lines(text: str, findings: Sequence[FindingRow]) -> str:
    """The text line by line, the findings marked."""
    lines = [""]
    for piece, worst in _pieces(text[:_CHARACTERS], findings):
        for number, part in enumerate(piece.replace("\r\n", "\n").replace("\r", "\n").split("\n")):
            if number:
                lines.append("")
            if part:
                lines[-1] += f'<mark class="{escape(worst.severity)}" title="{escape(worst.message)}">{escape(part)}</mark>' if worst else escape(part)
    if len(text) > _CHARACTERS:
        lines.append("…")
    return "".join(f"<li>{line or '<br>'}</li>" for line in lines)


def _pieces(text: str, findings: Sequence[FindingRow]) -> Iterator[tuple[str, FindingRow | None]]:
    """The text cut where a finding starts or ends, each piece with the gravest finding on it."""
    spans = [found for found in findings if found.start < found.end][: 4 * _FINDINGS]
    cuts = sorted({0, len(text), *(min(place, len(text)) for found in spans for place in (found.start, found.end))})
    for start, end in pairwise(cuts):
        on = [found for found in spans if found.start <= start and end <= found.end]
        yield text[start:end], min(on, key=lambda found: (_RANKS.get(found.severity, 2), found.end - found.start), default=None)
