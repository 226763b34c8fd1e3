"""The sections of the archive's page. Each gives HTML, or nothing where there is nothing to say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from reviewer.archive import charts, words
from reviewer.archive.duplicates import Duplicates, Group, Passage
from reviewer.archive.outcomes import WARNING, Difference
from reviewer.archive.values import SCORES, Frequent, Lessons, Line, Slice
from reviewer.types import Dimension

_PASSAGES = 25
_GROUPS = 40
_NAMED = 8
"""Letters that are named for one passage, group or finding."""
_DIFFERENCES = 20

Here = Mapping[int, str]
"""The ids of the letters that the page shows, by row."""


def _card(name: str, title: str, note: str, content: str) -> str:
    return f'<section class="card" id="{name}" aria-labelledby="{name}-title"><h2 id="{name}-title">{title}</h2><p class="soft">{note}</p>{content}</section>\n'


def short(lessons: Lessons, duplicates: Duplicates | None) -> str:
    """The lessons in sentences."""
    items = "".join(f"<li>{escape(one)}</li>" for one in words.in_short(lessons, duplicates))
    return f'<section class="card" id="short" aria-labelledby="short-title"><h2 id="short-title">In short</h2><ul class="short">{items}</ul></section>\n'


def scores(lessons: Lessons) -> str:
    """Six distributions."""
    figures = "".join(
        f"<figure><figcaption><span>{name}</span><b>{spread.median:.0f}</b></figcaption>{charts.histogram(spread, name)}"
        f"<p>mean {spread.mean:.0f}; one in ten below {spread.tenth:.0f}, one in ten above {spread.nine_tenths:.0f}</p></figure>"
        for name, spread in lessons.scores.items()
    )
    return _card(
        "scores",
        "Scores",
        "How many letters reach which score, in classes of five points. The upright line and the large figure are the median, the grey bar the middle half.",
        f'<div class="spreads">{figures}</div>',
    )


def time(lessons: Lessons) -> str:
    """The overall score by month, and how each score moved."""
    if len(lessons.months) < 2:
        return ""
    drifts = "".join(
        f'<tr><td class="key">{drift.name}</td><td class="n">{words.signed(drift.a_year)}</td><td class="n">{words.signed(drift.low)} to {words.signed(drift.high)}</td><td>{_moved(drift.low, drift.high)}</td></tr>'
        for drift in lessons.drifts
    )
    table = (
        f'<h3>Points a year</h3><div class="wide narrow" tabindex="0" role="region" aria-label="Points a year"><table><thead><tr><th>Score</th><th class="n">A year</th><th class="n">Likely between</th><th>Movement</th></tr></thead><tbody>{drifts}</tbody></table></div>'
        if drifts
        else ""
    )
    months = "".join(
        f'<tr><td class="key">{escape(one.name)}</td><td class="n">{one.letters:,}</td><td class="n">{words.percent(one.ready, one.letters)}</td>{"".join(_cell(one, name) for name in SCORES)}</tr>'
        for one in lessons.months
    )
    heads = "".join(f'<th class="n">{name}</th>' for name in SCORES)
    figures = f'<details class="more"><summary>The figures month by month</summary><div class="wide" tabindex="0" role="region" aria-label="Figures by month"><table><thead><tr><th>Month</th><th class="n">Letters</th><th class="n">Ready</th>{heads}</tr></thead><tbody>{months}</tbody></table></div></details>'
    chart = f'<div class="wide" tabindex="0" role="region" aria-label="Overall score by month">{charts.trend(lessons.months)}</div>'
    return _card(
        "time", "Over time", "The mean overall score of each month with its 95 % interval, and below it how many letters there were.", chart + table + figures
    )


def _moved(low: float, high: float) -> str:
    return "no clear movement" if low <= 0 <= high else '<span class="yes">clear</span>'


def _cell(one: Slice, name: str) -> str:
    return f'<td class="n">{one.scores[name]:.0f}</td>'


def slices(lessons: Lessons, chosen: Sequence[Slice], name: str, title: str, what: str) -> str:
    """A table of authors or reasons."""
    if not chosen:
        return ""
    mean = lessons.scores["overall"].mean
    heads = "".join(f'<th class="n" data-sort="number">{dimension.value}</th>' for dimension in Dimension)
    rows = "".join(
        f'<tr><td class="key">{escape(words.shown(one.name) if what == "reason" else one.name)}</td><td class="n" data-value="{one.letters}">{one.letters:,}</td>'
        f'<td class="n" data-value="{one.ready / one.letters:.4f}">{words.percent(one.ready, one.letters)}</td>'
        f'<td class="n" data-value="{one.scores["overall"]}"><b>{one.scores["overall"]:.0f}</b></td><td>{charts.dot(one.scores["overall"], one.low, one.high, mean)}</td>'
        f"{''.join(_cell(one, dimension.value) for dimension in Dimension)}</tr>"
        for one in chosen
    )
    table = (
        f'<div class="wide" tabindex="0" role="region" aria-label="Table {title.lower()}"><table class="sortable"><thead><tr><th data-sort="text">{what.capitalize()}</th><th class="n" data-sort="number">Letters</th>'
        f'<th class="n" data-sort="number">Ready</th><th class="n" data-sort="number">Overall</th><th><span class="unseen">Interval</span></th>{heads}</tr></thead><tbody>{rows}</tbody></table></div>'
    )
    return _card(
        name,
        title,
        f"Means of each {what}. The stroke through a dot is the 95 % interval of the mean, the dashed line the mean of all letters ({mean:.0f}).",
        table,
    )


def findings(lessons: Lessons, here: Here) -> str:
    """All kinds of findings."""
    if not lessons.findings:
        return ""
    rows = "".join(_frequent(one, lessons.letters, here) for one in lessons.findings)
    table = (
        '<div class="wide" tabindex="0" role="region" aria-label="Table of findings"><table class="sortable"><thead><tr><th data-sort="text">Rule</th><th data-sort="text">Severity</th><th data-sort="text">Score</th>'
        f'<th class="n" data-sort="number">Letters</th><th><span class="unseen">Share</span></th><th class="n" data-sort="number">Times</th><th class="n" data-sort="number">Points</th></tr></thead><tbody>{rows}</tbody></table></div>'
    )
    return _card(
        "findings",
        "Findings",
        "What is found most often. Points: what mending it would give a letter of this archive on average, where it is among the best changes.",
        table,
    )


def _frequent(one: Frequent, total: int, here: Here) -> str:
    examples = "".join(
        f'<li><blockquote>{escape(example.excerpt)}</blockquote><p class="soft">{_link(example.row, here, example.id)}, line {example.line}: {escape(example.message)}</p></li>'
        for example in one.examples
    )
    detail = f'<details><summary>Examples</summary><ul class="quotes">{examples}</ul></details>' if examples else ""
    return (
        f'<tr><td class="w" data-value="{escape(one.code)}"><code>{escape(one.code)}</code> {escape(one.name)}{detail}</td><td><span class="severity {escape(one.severity)}">{escape(one.severity)}</span></td>'
        f'<td>{one.dimension or "English"}</td><td class="n" data-value="{one.letters}">{words.percent(one.letters, total)}</td><td class="w">{charts.bar(one.letters / total, escape(one.severity))}</td>'
        f'<td class="n" data-value="{one.occurrences}">{one.occurrences:,}</td><td class="n" data-value="{one.gain:.4f}">{f"{one.gain:.1f}" if one.gain >= 0.05 else "–"}</td></tr>'
    )


def lines(lessons: Lessons, here: Here) -> str:
    """The worst lines."""
    if not lessons.lines:
        return ""
    return _card(
        "lines",
        "Worst lines",
        "Sentences with the most and gravest findings. What is said of a whole block is not counted, and the same words are told once.",
        "".join(_line(one, here) for one in lessons.lines),
    )


def _line(one: Line, here: Here) -> str:
    said = f"<blockquote>{escape(one.excerpt)}</blockquote>" if one.excerpt else ""
    return (
        f'<div class="worst-line"><p class="codes">{"".join(f"<code>{escape(code)}</code>" for code in one.codes)}</p><div>{said}'
        f'<p class="soft">{_link(one.row, here, one.id)}, line {one.line}: {escape(" ".join(one.messages))}</p></div></div>'
    )


def _link(row: int, here: Here, name: str | None = None) -> str:
    said = escape(name if name is not None else here.get(row, f"row {row}"))
    return f'<a href="#letter-{row}">{said}</a>' if row in here else said


def pasted(duplicates: Duplicates | None, here: Here) -> str:
    """Passages that stand in several letters, and letters that are nearly the same."""
    if duplicates is None:
        return ""
    names = [f"{10 * n}–{10 * n + 10} %" for n in range(10)]
    chart = f'<div class="wide" tabindex="0" role="region" aria-label="Letters by their shared part">{charts.columns(duplicates.shared, names, "Letters by how much of them stands in other letters")}</div>'
    some = (
        "".join(_passage(one, here) for one in duplicates.passages[:_PASSAGES])
        or '<p class="none">No passage of eight words and more stands in several letters.</p>'
    )
    near = "".join(_group(one, here) for one in duplicates.groups[:_GROUPS])
    left = len(duplicates.groups) - _GROUPS
    more = f'<p class="soft">and {words.many(left, "more group")}</p>' if left > 0 else ""
    groups = f"<h3>Letters that are nearly the same</h3>{near}{more}" if near else ""
    how = "" if duplicates.exact else " The archive is so large that each sentence was compared by one mark of it; passages within sentences may be missing."
    note = f"Words that stand alike in several letters; case, numbers, ids and dates do not matter. Greetings, thanks, quotations and what the notice says are left out.{how}"
    return _card("pasted", "Pasted again and again", note, f"<h3>How much of a letter stands in others</h3>{chart}<h3>Passages</h3>{some}{groups}")


def _passage(one: Passage, here: Here) -> str:
    by = f",<br>{words.many(one.authors, 'author')}" if one.authors else ""
    said = f"<blockquote>{escape(one.text)}</blockquote>" if one.text else ""
    return f'<div class="passage"><p class="count"><b>{one.letters:,}</b><span>letters{by}</span></p><div>{said}<p class="soft">{one.words} words; in {_rows(one.rows, one.letters, here)}</p></div></div>'


def _group(one: Group, here: Here) -> str:
    others = [share for row, share in zip(one.rows, one.shares, strict=True) if row != one.largest]
    alike = f"{100 * min(others):.0f}" if min(others) == max(others) else f"{100 * min(others):.0f} to {100 * max(others):.0f}"
    rest = [row for row in one.rows if row != one.largest]
    return f'<div class="passage"><p class="count"><b>{len(one.rows)}</b><span>letters</span></p><div><p>{alike} % of {_rows(rest, len(rest), here)} stands in {_link(one.largest, here)}.</p></div></div>'


def _rows(rows: Sequence[int], total: int, here: Here) -> str:
    """Some letters by name, those that the page shows first."""
    named = sorted(rows, key=lambda row: (row not in here, row))[:_NAMED]
    left = total - len(named)
    return ", ".join(_link(row, here) for row in named) + (f" and {left:,} more" if left > 0 else "")


def outcomes(lessons: Lessons) -> str:
    """Accepted against refused letters."""
    outcome = lessons.outcome
    if outcome is None:
        return ""
    notes = "".join(f"<p>{escape(note)}</p>" for note in outcome.notes if note != WARNING)
    warn = f'<div class="warn"><strong>What this can and cannot say</strong><p>{escape(WARNING)}</p>{notes}</div>'
    names = {one.code: one.name for one in lessons.findings}
    tables = _differences(outcome.scores, "Scores", "points", {}) if outcome.scores else ""
    tables += _differences(outcome.findings[:_DIFFERENCES], "Findings", "% of letters", names) if outcome.findings else ""
    following = (
        '<div class="next"><p>Next: let the bar for a ready letter learn from these answers, and see what that changes before you use it.</p>'
        f"<pre>reviewer summary {escape(lessons.table)} --answered answered.jsonl\nreviewer train data --extra answered.jsonl</pre></div>"
    )
    counts = f"{outcome.accepted:,} accepted, {outcome.refused:,} refused, {outcome.unknown:,} without an answer."
    return _card("outcomes", "Accepted and refused", counts, warn + tables + following)


def _differences(chosen: Sequence[Difference], title: str, unit: str, names: Mapping[str, str]) -> str:
    reach = max(max(abs(one.low), abs(one.high)) for one in chosen)
    rows = "".join(
        f'<tr><td class="key">{escape(one.name)} {escape(names.get(one.name, ""))}</td><td class="n">{one.accepted:.0f}</td><td class="n">{one.refused:.0f}</td><td class="n">{words.signed(one.difference)}</td>'
        f'<td>{charts.between(one.low, one.high, one.difference, reach, clear=one.clear)}</td><td class="n">{words.signed(one.low)} to {words.signed(one.high)}</td><td class="n">{"–" if one.within is None else words.signed(one.within)}</td>'
        f"<td>{_stands(one)}</td></tr>"
        for one in chosen
    )
    return (
        f'<h3>{title}, {unit}</h3><div class="wide" tabindex="0" role="region" aria-label="{title} of accepted and refused letters"><table><thead><tr><th>{title}</th><th class="n">Accepted</th><th class="n">Refused</th><th class="n">Difference</th>'
        f'<th><span class="unseen">Interval</span></th><th class="n">95 % interval</th><th class="n">Within reasons</th><th>All together</th></tr></thead><tbody>{rows}</tbody></table></div>'
    )


def _stands(one: Difference) -> str:
    return '<span class="yes">clear</span>' if one.clear else '<span class="soft">may be chance</span>'
