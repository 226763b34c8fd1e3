"""Where a measure stands against its target, and how many orders would bring it back. Exact arithmetic on fractions; no forecast."""

from __future__ import annotations

import datetime
import math
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from reviewer.case.health import targets
from reviewer.case.metrics import Condition, Goal, Measure, Metric, Recovery, Standing
from reviewer.case.values import Notice, Rate

_CLEAN = "all further orders without a defect, and none of the present orders leaving the window; older defects leave it with time"


def exactly(value: float) -> Fraction:
    """A float as the decimal number that it prints as."""
    return Fraction(Decimal(repr(value)))


def meets(share: Fraction, condition: Condition, target: Fraction) -> bool:
    """Whether a value stands on the good side of its target."""
    return {
        Condition.UNDER: share < target,
        Condition.AT_MOST: share <= target,
        Condition.OVER: share > target,
        Condition.AT_LEAST: share >= target,
    }[condition]


def orders_needed(bad: int, orders: int, condition: Condition, target: Fraction) -> int | None:
    """The least number of further orders, all good, with which `bad` of `orders` meets a target in percent; None where no number is enough."""
    least_good = condition in (Condition.OVER, Condition.AT_LEAST)
    allowed = (100 - target if least_good else target) / 100
    if bad == 0:
        return 0 if meets(Fraction(100 if least_good else 0), condition, target) else None
    if allowed <= 0:
        return None
    total = bad / allowed
    needed = math.floor(total) + 1 if condition in (Condition.UNDER, Condition.OVER) else math.ceil(total)
    return max(0, needed - orders)


def share_of(measure: Measure) -> Fraction | None:
    """The value of a measure in percent or points: the exact quotient of its orders where they are known."""
    if measure.bad is not None and measure.orders:
        bad = Fraction(100 * measure.bad, measure.orders)
        return 100 - bad if measure.metric.high_is_good else bad
    return None if measure.value is None else exactly(measure.value)


def standing(
    measure: Measure,
    *,
    marketplace: str | None,
    day: datetime.date,
    notices: Sequence[Notice] = (),
    table: Sequence[targets.Target],
    previous: float | None = None,
) -> Standing:
    """The measure against the target of the notice, of the page, or of the table, whichever comes first."""
    place = measure.marketplace or marketplace
    usual = targets.usual(measure, place, day, table)
    goal = _goal(measure, usual, place, notices)
    share = share_of(measure)
    met = None if goal is None or share is None else meets(share, goal.condition, exactly(goal.value))
    margin = None if goal is None or share is None else (share - exactly(goal.value)) * (1 if measure.metric.high_is_good else -1)
    rating = measure.metric is Metric.ACCOUNT_HEALTH_RATING
    return Standing(
        measure=measure,
        goal=goal,
        met=met,
        margin=None if margin is None else round(float(margin), 4),
        recovery=_recovery(measure, goal) if met is False and goal is not None else None,
        band=targets.band(measure.value, usual.bands) if rating and usual is not None and measure.value is not None else None,
        previous=previous,
        position=_position(measure, goal, met, margin),
        notes=_notes(measure, goal, share),
    )


def _goal(measure: Measure, usual: targets.Target | None, marketplace: str | None, notices: Sequence[Notice]) -> Goal | None:
    told = _of_notice(measure, notices)
    own = told if told is not None else measure.own_target
    condition = usual.condition if usual is not None else Condition.AT_LEAST if measure.metric.high_is_good else Condition.UNDER
    if own is None:
        return targets.goal(usual, marketplace) if usual is not None else None
    effect = usual.effect if usual is not None else ""
    return Goal(
        condition, own, "notice" if told is not None else "page", [], None, effect, "the notice" if told is not None else "the page itself", unsure=False
    )


def _of_notice(measure: Measure, notices: Sequence[Notice]) -> float | None:
    """The target that the latest notice states for the metric, if it is one: for this window, or the same for all."""
    for notice in reversed(notices):
        rates = [rate for rate in notice.rates if rate.metric == measure.metric.value and _is_missed(rate, measure.metric)]
        fitting = [rate for rate in rates if rate.window_days == measure.window_days] or rates
        stated = {rate.target for rate in fitting if rate.target is not None}
        if len(stated) == 1:
            return stated.pop()
    return None


def _is_missed(rate: Rate, metric: Metric) -> bool:
    """Whether the value misses the target, as what a notice complains of does; otherwise the two may have been read the wrong way round."""
    if rate.value is None or rate.target is None:
        return False
    return rate.value <= rate.target if metric.high_is_good else rate.value >= rate.target


def _recovery(measure: Measure, goal: Goal) -> Recovery | None:
    if measure.bad is None or not measure.orders:
        return None
    needed = orders_needed(measure.bad, measure.orders, goal.condition, exactly(goal.value))
    if needed is None:
        return Recovery(None, "no number of further orders is enough while the present ones are in the window")
    return Recovery(needed, _CLEAN)


def figure(value: float | Fraction) -> str:
    """A number with at most two digits after the point, more where less would show it as nothing."""
    number = float(value)
    shown = f"{number:,.2f}" if not number or abs(number) >= 0.005 else f"{number:.1g}"
    return shown.rstrip("0").rstrip(".") if "." in shown else shown


def _position(measure: Measure, goal: Goal | None, met: bool | None, margin: Fraction | None) -> str:
    if measure.value is None:
        return "the file shows no value"
    if goal is None or margin is None:
        whole = measure.metric.part_of
        return f"a part of the {whole.words}" if whole is not None else "no target is known"
    if met:
        return "meets the target"
    seen = exactly(measure.value) - exactly(goal.value)  # what the reader can subtract, where orders give more places
    return f"misses by {figure(abs(seen if seen else margin))} points" if margin else f"misses: it must be {goal.condition.words} the target, not equal to it"


def _notes(measure: Measure, goal: Goal | None, share: Fraction | None) -> list[str]:
    if goal is None or share is None:
        return []
    notes = []
    if goal.unsure:
        notes.append("the source of this target is weak or of another marketplace; check it in Seller Central")
    if measure.window_days and goal.windows and measure.window_days not in goal.windows:
        notes.append(f"the target is for {' and '.join(map(str, goal.windows))} days, the figure for {measure.window_days}")
    exact = measure.bad is not None and measure.orders
    if not exact and measure.metric is not Metric.ACCOUNT_HEALTH_RATING and abs(share - exactly(goal.value)) < Fraction(10) ** -measure.decimals / 2:
        notes.append("the value is rounded, so the exact share may lie on the other side of the target")
    return notes
