"""The position of an account for a terminal: each metric with its target, its distance, the orders that would bring it back, and a bar."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from reviewer.case.health.standing import figure
from reviewer.case.metrics import Goal, Health, Measure, Metric, Standing, Violation
from reviewer.formats.terminal import Style, styled
from reviewer.plain import printable

_WIDTH = 96
_CELLS = 24


def render(health: Health, *, colour: bool = False) -> str:
    """The position as lines; what comes from the file is stripped of control characters."""
    return "\n".join(line.rstrip() for line in _lines(health, styled(colour=colour))) + "\n"


def _lines(health: Health, style: Style) -> Iterator[str]:
    place = f" on {health.marketplace}" if health.marketplace else ""
    yield style(f"Account metrics in {printable(health.file)}{place}, by the targets of {health.date}", bold=True)
    yield f"{summary(health)}."
    for standing in health.metrics:
        yield ""
        yield from _standing(standing, health.marketplace, style)
    if health.violations or health.mentions:
        yield ""
        yield style("Violations", bold=True)
        for violation in health.violations:
            grave = violation in health.grave
            yield f"  {style(printable(violation_words(violation)), fg='red' if grave else None)}"
        for mention in health.mentions:
            kind = "repeated" if mention.kind == "repeated" else f"of {mention.kind} severity"
            yield from _wrapped("  ", f'the notice calls it {kind}: "{printable(mention.text)}"')
    if health.unrecognised:
        yield ""
        yield style("Not recognised, and left out", bold=True)
        for one in health.unrecognised:
            yield from _wrapped("  ", f'{one.place}: "{printable(one.text)}" {printable(one.why)}')
    notes = [*health.notes, *_sources(health)]
    if notes:
        yield ""
        for note in notes:
            yield from _wrapped("note: ", printable(note))
    yield ""
    yield "This says where the account stands. It states no odds: only Amazon decides."


def summary(health: Health) -> str:
    """How many metrics meet their targets, and the violations that are repeated or grave, in a line."""
    grave = [f"{one.count} {one.policy.words} ({_how_grave(one)})" for one in health.grave]
    return _metrics_met(health) + (f"; {', '.join(grave)}" if grave else "")


def _how_grave(violation: Violation) -> str:
    about = [f"severity {violation.severity}" if violation.severity else "", "called repeated" if violation.repeated else ""]
    return ", ".join(part for part in about if part)


def _metrics_met(health: Health) -> str:
    known = [standing for standing in health.metrics if standing.met is not None]
    missed = health.missed
    if not known:
        return "no metric could be held against a target"
    if not missed:
        return f"all {len(known)} metrics with a target meet it" if len(known) > 1 else "the one metric with a target meets it"
    names = ", ".join(dict.fromkeys(standing.measure.metric.words for standing in missed))
    return f"{len(missed)} of {len(known)} metrics with a target {'misses' if len(missed) == 1 else 'miss'} it: {names}"


def title(measure: Measure, marketplace: str | None) -> str:
    """A measure's name with its window, shipper, programme, period, and its marketplace where it is not `marketplace`."""
    parts = [
        f"{measure.window_days} days" if measure.window_days else "",
        f"{measure.fulfilment}-fulfilled" if measure.fulfilment else "",
        measure.programme or "",
        measure.marketplace or "" if measure.marketplace != marketplace else "",
        f"to {measure.end}" if measure.end else "",
    ]
    about = ", ".join(part for part in parts if part)
    words = measure.metric.words
    return f"{words[0].upper()}{words[1:]}" + (f" ({about})" if about else "")


def value_words(measure: Measure) -> str:
    """The value with its unit and its orders."""
    if measure.value is None:
        return "no value"
    if measure.metric is Metric.ACCOUNT_HEALTH_RATING:
        return f"{measure.value:.0f} points"
    shown = f"{figure(measure.value)} %"
    if measure.bad is None or not measure.orders:
        return shown
    return f"{shown} ({measure.bad:,} of {measure.orders:,} orders count against it)"


def goal_words(goal: Goal, metric: Metric) -> str:
    """The target with where it comes from."""
    unit = "" if metric is Metric.ACCOUNT_HEALTH_RATING else " %"
    origin = {"notice": "from the notice", "page": "from the page", "table": "usual"}[goal.origin]
    return f"{goal.condition.words} {figure(goal.value)}{unit} ({origin}{', to be checked' if goal.unsure else ''})"


def recovery_words(standing: Standing) -> str | None:
    """How many orders would bring a missed rate back; None where nothing can be said."""
    recovery = standing.recovery
    if recovery is not None:
        if recovery.orders is None:
            return recovery.assumption
        return f"back within the target after {recovery.orders:,} more order{'s' * (recovery.orders != 1)}: {recovery.assumption}"
    if standing.met is False and standing.measure.metric is not Metric.ACCOUNT_HEALTH_RATING:
        return "how many orders bring it back follows from the number of orders, which the file does not give"
    return None


def violation_words(violation: Violation) -> str:
    """A kind of violation with its number, severity and whether it is repeated."""
    told = _how_grave(violation)
    return f"{violation.policy.words}: {violation.count}" + (f" ({told})" if told else "")


def _standing(standing: Standing, marketplace: str | None, style: Style) -> Iterator[str]:
    measure, goal = standing.measure, standing.goal
    colour = {True: "green", False: "red", None: None}[standing.met]
    mark = {True: "✓", False: "✗", None: "·"}[standing.met]
    band = f", {standing.band}" if standing.band else ""
    before = f"; the period before: {figure(standing.previous)}" if standing.previous is not None else ""
    yield f"{style(mark, fg=colour)} {style(printable(title(measure, marketplace)), bold=True)}: {value_words(measure)}{band}{before}"
    if measure.value is None:
        return
    if goal is None:
        yield f"  {standing.position}"
        return
    yield f"  {_bar(measure, goal, style, colour)}  target {goal_words(goal, measure.metric)}: {style(standing.position, fg=colour)}"
    told = recovery_words(standing)
    if told:
        yield from _wrapped("  ", told)
    for note in standing.notes:
        yield from _wrapped("  note: ", note)


def _bar(measure: Measure, goal: Goal, style: Style, colour: str | None) -> str:
    """The value as a bar with the target as a line across it. A rate that should be high starts from where it can be told from its target."""
    value = measure.value
    assert value is not None
    low, high = 0.0, max(value, goal.value) * 1.15 or 1.0
    if measure.metric.high_is_good and measure.metric is not Metric.ACCOUNT_HEALTH_RATING:
        low, high = min(80.0, value, goal.value), 100.0
    elif measure.metric is Metric.ACCOUNT_HEALTH_RATING:
        high = 1000.0
    span = high - low or 1.0
    filled = round((value - low) / span * _CELLS)
    mark = min(_CELLS - 1, round((goal.value - low) / span * _CELLS))
    cells = ["│" if cell == mark else "█" if cell < filled else "░" for cell in range(_CELLS)]
    return style("".join(cells), fg=colour)


def _sources(health: Health) -> Iterator[str]:
    """The source of each usual target that was used."""
    used = {
        (one.measure.metric.words, one.goal.source, one.goal.effect): None
        for one in health.metrics
        if one.met is not None and one.goal is not None and one.goal.origin == "table"
    }
    for name, source, effect in used:
        yield f"{name}: {effect} Source of the target: {source}"


def _wrapped(indent: str, text: str) -> Iterator[str]:
    yield from textwrap.wrap(text, _WIDTH, initial_indent=indent, subsequent_indent=" " * len(indent), break_long_words=False, break_on_hyphens=False) or [""]
