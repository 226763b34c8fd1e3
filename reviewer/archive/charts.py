"""Small charts as inline SVG. Colours come from the classes of the page; the figures also stand in the text beside them."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from reviewer.archive.values import Slice, Spread


def histogram(spread: Spread, name: str) -> str:
    """Letters in classes of 5 points, with the middle half and the median marked."""
    width, height, base = 300, 96, 76
    step = width / len(spread.classes)
    most = max(*spread.classes, 1)
    bars = "".join(
        f'<rect class="{grade(100 * (n + 0.5) / len(spread.classes))}" x="{n * step + 1:.1f}" y="{base - 66 * count / most:.1f}" width="{step - 2:.1f}" height="{66 * count / most:.1f}" rx="1.5">'
        f"<title>{_class(n, len(spread.classes))}: {count:,}</title></rect>"
        for n, count in enumerate(spread.classes)
        if count
    )
    at = spread.median * width / 100
    half = f'<rect class="half" x="{spread.quarter * width / 100:.1f}" y="{base + 3}" width="{(spread.three_quarters - spread.quarter) * width / 100:.1f}" height="4" rx="2"/>'
    ticks = "".join(
        f'<text x="{value * width / 100:.0f}" y="{height - 2}" text-anchor="{anchor}">{value}</text>'
        for value, anchor in ((0, "start"), (50, "middle"), (100, "end"))
    )
    label = f"{name}: half of the letters lie between {spread.quarter:.0f} and {spread.three_quarters:.0f}, the median is {spread.median:.0f}"
    return (
        f'<svg class="chart" viewBox="0 0 {width} {height}" role="img" aria-label="{escape(label)}"><line class="axis" x1="0" x2="{width}" y1="{base}" y2="{base}"/>'
        f'{bars}{half}<line class="median" x1="{at:.1f}" x2="{at:.1f}" y1="4" y2="{base + 9}"/>{ticks}</svg>'
    )


def _class(number: int, classes: int) -> str:
    step = 100 // classes
    return f"{number * step} to {(number + 1) * step} points"


def grade(value: float) -> str:
    """The class of a score."""
    return "good" if value >= 75 else "fair" if value >= 50 else "poor"


def bar(share: float, kind: str = "") -> str:
    """A share from 0 to 1 as a bar; the figure must stand beside it."""
    return (
        f'<svg class="bar {kind}" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true"><rect class="track" width="100" height="8"/>'
        f'<rect class="fill" width="{100 * min(1.0, max(0.0, share)):.1f}" height="8"/></svg>'
    )


def dot(value: float, low: float | None, high: float | None, mark: float) -> str:
    """A mean between 0 and 100 with its interval, against the line of the whole archive."""
    reach = f'<line class="reach" x1="{2 * max(0.0, low):.1f}" x2="{2 * min(100.0, high):.1f}" y1="9" y2="9"/>' if low is not None and high is not None else ""
    return (
        f'<svg class="dot" viewBox="-5 0 210 18" aria-hidden="true"><line class="axis" x1="0" x2="200" y1="9" y2="9"/>'
        f'<line class="mark" x1="{2 * mark:.1f}" x2="{2 * mark:.1f}" y1="1" y2="17"/>{reach}<circle class="{grade(value)}" cx="{2 * value:.1f}" cy="9" r="4.5"/></svg>'
    )


def between(low: float, high: float, value: float, reach: float, *, clear: bool) -> str:
    """A difference with its interval around nought; `reach` is the largest value that the scale shows."""
    scale = 100 / max(reach, 1e-9)
    ends = [max(-100.0, min(100.0, end * scale)) for end in (low, high, value)]
    return (
        f'<svg class="dot{" clear" if clear else ""}" viewBox="-105 0 210 18" aria-hidden="true"><line class="mark" x1="0" x2="0" y1="1" y2="17"/>'
        f'<line class="reach" x1="{ends[0]:.1f}" x2="{ends[1]:.1f}" y1="9" y2="9"/><circle cx="{ends[2]:.1f}" cy="9" r="4.5"/></svg>'
    )


def trend(months: Sequence[Slice], score: str = "overall") -> str:
    """The mean by month as a line, its interval as a band, and the letters of each month as columns below."""
    width, top, base, foot = 900, 12, 190, 250
    left, right = 44, 22
    step = (width - left - right) / max(1, len(months) - 1)
    xs = [left + n * step for n in range(len(months))] if len(months) > 1 else [width / 2]

    def y(value: float) -> float:
        return base - (base - top) * max(0.0, min(100.0, value)) / 100

    grid = "".join(
        f'<line class="grid" x1="{left}" x2="{width - right}" y1="{y(value):.1f}" y2="{y(value):.1f}"/><text x="{left - 6}" y="{y(value) + 4:.1f}" text-anchor="end">{value}</text>'
        for value in (0, 25, 50, 75, 100)
    )
    ends = [(one.scores[score], one.low if score == "overall" else None, one.high if score == "overall" else None) for one in months]
    upper = [f"{x:.1f},{y(mean if high is None else high):.1f}" for x, (mean, _, high) in zip(xs, ends, strict=True)]
    lower = [f"{x:.1f},{y(mean if low is None else low):.1f}" for x, (mean, low, _) in zip(xs, ends, strict=True)]
    line = " ".join(f"{x:.1f},{y(mean):.1f}" for x, (mean, *_) in zip(xs, ends, strict=True))
    points = "".join(
        f'<circle class="{grade(one.scores[score])}" cx="{x:.1f}" cy="{y(one.scores[score]):.1f}" r="4"><title>{escape(one.name)}: {one.scores[score]:.0f}, {one.letters:,} letters</title></circle>'
        for x, one in zip(xs, months, strict=True)
    )
    most = max(one.letters for one in months)
    wide = min(26.0, 0.6 * step) if len(months) > 1 else 26.0
    columns = "".join(
        f'<rect class="column" x="{x - wide / 2:.1f}" y="{foot - 34 * one.letters / most:.1f}" width="{wide:.1f}" height="{34 * one.letters / most:.1f}" rx="2"><title>{escape(one.name)}: {one.letters:,} letters</title></rect>'
        for x, one in zip(xs, months, strict=True)
    )
    every = -(-len(months) // 12)
    names = "".join(
        f'<text x="{x:.1f}" y="{foot + 16}" text-anchor="middle">{escape(one.name)}</text>'
        for n, (x, one) in enumerate(zip(xs, months, strict=True))
        if n % every == 0
    )
    label = f"{score} by month, from {months[0].scores[score]:.0f} in {months[0].name} to {months[-1].scores[score]:.0f} in {months[-1].name}"
    return (
        f'<svg class="chart trend" viewBox="0 0 {width} {foot + 24}" role="img" aria-label="{escape(label)}">{grid}<polygon class="band" points="{" ".join([*upper, *reversed(lower)])}"/>'
        f'<polyline class="line" points="{line}"/>{points}{columns}{names}</svg>'
    )


def columns(counts: Sequence[int], names: Sequence[str], label: str) -> str:
    """Counts as columns with their names below."""
    width, base = 760, 90
    step = width / len(counts)
    most = max(*counts, 1)
    made = "".join(
        f'<rect class="column" x="{n * step + 4:.1f}" y="{base - 70 * count / most:.1f}" width="{step - 8:.1f}" height="{70 * count / most:.1f}" rx="2"/>'
        f'<text x="{(n + 0.5) * step:.1f}" y="{base - 70 * count / most - 5:.1f}" text-anchor="middle">{count:,}</text>'
        f'<text x="{(n + 0.5) * step:.1f}" y="{base + 16}" text-anchor="middle">{escape(name)}</text>'
        for n, (count, name) in enumerate(zip(counts, names, strict=True))
    )
    return f'<svg class="chart columns" viewBox="0 0 {width} {base + 22}" role="img" aria-label="{escape(label)}"><line class="axis" x1="0" x2="{width}" y1="{base}" y2="{base}"/>{made}</svg>'
