"""The lessons as one self-contained page: no request to any host, and all of it can be read without its script.

The script only sorts and filters; the page's policy admits it and the style by their hashes alone. Every word from outside is escaped.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path

from reviewer.archive import drill, sections, words
from reviewer.archive.duplicates import Duplicates
from reviewer.archive.lessons import worst
from reviewer.archive.style import CSS, SCRIPT
from reviewer.archive.values import Lessons, Shown
from reviewer.files import write_whole

LETTERS = 300
"""The most letters that the page holds, so that it opens on any machine."""
_ICON = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E%3Crect width='32' height='32' rx='8' fill='%231f5fa8'/%3E"
    "%3Cpath d='M8 23V13M16 23V9M24 23v-7' fill='none' stroke='%23fff' stroke-width='3.4' stroke-linecap='round'/%3E%3C/svg%3E"
)
_LOCK = '<svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true" focusable="false"><path d="M4.5 7V5a3.5 3.5 0 0 1 7 0v2M3 7h10v7H3z" class="stroke"/></svg>'
_MARK = '<svg width="38" height="38" viewBox="0 0 32 32" aria-hidden="true" focusable="false"><rect width="32" height="32" rx="8" class="tile"/><path d="M8 23V13M16 23V9M24 23v-7" class="stroke"/></svg>'


def write(path: Path, output: Path, lessons: Lessons, duplicates: Duplicates | None = None) -> None:
    """Write the page for the table of letters `output`. Raises ReviewerError where the table does not hold or the page cannot be written."""
    write_whole(path, render(lessons, duplicates, worst(output, LETTERS)))


def render(lessons: Lessons, duplicates: Duplicates | None, letters: Sequence[Shown]) -> str:
    """The page; `letters` are shown one by one, in their order."""
    here = {one.letter.row: one.letter.id for one in letters}
    made = [part for part in _sections(lessons, duplicates, letters, here) if part[2]]
    links = "".join(f'<li><a href="#{name}">{title}</a></li>' for name, title, _ in made)
    body = "".join(content for *_, content in made)
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; style-src {_hash(CSS)}; script-src {_hash(SCRIPT)}; base-uri 'none'; form-action 'none'\">\n"
        '<meta name="color-scheme" content="light dark">\n<meta name="referrer" content="no-referrer">\n'
        f'<title>What {escape(lessons.table)} teaches</title>\n<link rel="icon" href="{_ICON}">\n<style>{CSS}</style>\n</head>\n<body>\n<a class="skip" href="#content">Skip to the lessons</a>\n'
        f'<header class="masthead"><div class="brand">{_MARK}<div><h1>What the archive teaches</h1><p>{escape(lessons.table)}: {words.many(lessons.letters, "letter")}</p></div></div>'
        f'<p class="local">{_LOCK}Made on this computer, sent nowhere</p></header>\n<nav aria-label="Sections"><ul>{links}</ul></nav>\n<main id="content">\n{_tiles(lessons, duplicates)}{body}</main>\n'
        f"<footer><p>Made by reviewer {escape(lessons.reviewer)} with model {escape(lessons.model)}. No forecast of Amazon's decision and no legal advice. "
        f"{'This page holds words of letters: keep it as you keep the letters.' if any(one.letter.text for one in letters) else 'The words of the letters were left out.'}</p></footer>\n"
        f"<script>{SCRIPT}</script>\n</body>\n</html>\n"
    )


def _sections(lessons: Lessons, duplicates: Duplicates | None, letters: Sequence[Shown], here: dict[int, str]) -> Iterator[tuple[str, str, str]]:
    """The anchor, name and content of each section; empty content where there is nothing to say."""
    yield "short", "In short", sections.short(lessons, duplicates)
    yield "scores", "Scores", sections.scores(lessons)
    yield "time", "Over time", sections.time(lessons)
    yield "reasons", "Reasons", sections.slices(lessons, lessons.reasons, "reasons", "By reason", "reason")
    yield "authors", "Authors", sections.slices(lessons, lessons.authors, "authors", "By author", "author")
    yield "findings", "Findings", sections.findings(lessons, here)
    yield "lines", "Worst lines", sections.lines(lessons, here)
    yield "pasted", "Pasted", sections.pasted(duplicates, here)
    yield "outcomes", "Outcomes", sections.outcomes(lessons)
    yield "letters", "Letters", drill.letters(lessons, letters, duplicates)


def _tiles(lessons: Lessons, duplicates: Duplicates | None) -> str:
    overall = lessons.scores["overall"]
    weakest = lessons.scores[lessons.weakest]
    tiles = [
        ("Letters", f"{lessons.letters:,}", f"{lessons.words} words in the middle", ""),
        ("Ready to send", words.percent(lessons.ready, lessons.letters), f"{lessons.ready:,} letters", ""),
        ("Overall score", f"{overall.median:.0f}", f"median; mean {overall.mean:.0f}", ""),
        ("Weakest score", lessons.weakest, f"{weakest.mean:.0f} on average", "word"),
    ]
    if duplicates is not None:
        tiles.append(("Nearly the same", words.percent(duplicates.repeated, duplicates.letters), f"{duplicates.repeated:,} letters", ""))
    if lessons.failed:
        tiles.append(("Not readable", f"{lessons.failed:,}", "rows, see the failures table", ""))
    boxes = "".join(
        f'<div class="tile-box"><dt>{title}</dt><dd{f" class={kind}" if kind else ""}><b>{escape(value)}</b><span>{note}</span></dd></div>'
        for title, value, note, kind in tiles
    )
    return f'<dl class="tiles">{boxes}</dl>\n'


def _hash(content: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"
