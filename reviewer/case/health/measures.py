"""Rows to measures and violations. A row that can be read in two ways, or contradicts itself, is named and nothing is concluded from it."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from reviewer.case.followup.worktime import marketplace as marketplace_named
from reviewer.case.health import names, numbers
from reviewer.case.health.names import Name
from reviewer.case.health.numbers import NO_VALUE, Unreadable
from reviewer.case.health.rows import Row, short
from reviewer.case.metrics import Gravity, Measure, Metric, Unrecognised, Violation
from reviewer.types import ReviewerError

_MOST_POINTS = 1000
_YES = frozenset({"yes", "y", "true", "1", "x", "repeated", "repeat"})
_PERCENT = re.compile(r"\d{1,3}(?:[.,]\d{1,4})? ?%|\d{1,4}(?:[.,]\d{1,4})?")


@dataclass
class Figures:
    """What a file shows, understood."""

    measures: list[Measure] = field(default_factory=list)
    violations: list[Violation] = field(default_factory=list)
    unread: list[Unrecognised] = field(default_factory=list)


@dataclass(frozen=True)
class _Counts:
    """Orders that count against the seller, of how many."""

    bad: int | None = None
    orders: int | None = None

    @property
    def share(self) -> Fraction | None:
        """The percentage that counts against the seller."""
        return Fraction(100 * self.bad, self.orders) if self.bad is not None and self.orders else None


def understand(rows: Sequence[Row]) -> Figures:
    """The measures and violations in the rows."""
    made = Figures()
    for row in rows:
        name = names.understand(row.name)
        try:
            if name.policy is not None:
                _violation(row, name, made)
            elif len(name.metrics) == 1:
                made.measures.append(_measure(row, name, name.metrics[0]))
            elif name.metrics:
                made.unread.append(Unrecognised(row.place, short(row.name), "can mean " + " or ".join(metric.words for metric in name.metrics)))
            else:
                made.unread.append(Unrecognised(row.place, short(row.name), "names no metric that is known here"))
        except Unreadable as why:
            metric = name.metrics[0] if len(name.metrics) == 1 else None
            made.unread.append(Unrecognised(row.place, short(f"{row.name} {row.value}"), str(why), metric))
    return made


def _violation(row: Row, name: Name, made: Figures) -> None:
    told = row.value or row.bad or row.part
    if numbers.tidy(told).lower() in NO_VALUE:
        return
    severity = next((one for one in Gravity if re.search(rf"\b{one}\b", row.severity, re.IGNORECASE)), None)
    assert name.policy is not None
    made.violations.append(Violation(name.policy, numbers.count(told), severity, numbers.tidy(row.repeated).lower() in _YES, row.place))


def _measure(row: Row, name: Name, metric: Metric) -> Measure:
    """The measure in a row. Raises Unreadable."""
    start, end = _period(row)
    whole = metric is Metric.ACCOUNT_HEALTH_RATING
    counts = _Counts() if whole else _counts(row, metric)
    value, decimals = _points(row.value) if whole else _rate(row, metric, counts)
    if not whole and value is None and counts.share is not None:
        value, decimals = (100 - counts.share if metric.high_is_good else counts.share), 2
    return Measure(
        metric=metric,
        value=None if value is None else round(float(value), 4),
        written=short(row.value) or (f"{row.bad or row.part or row.good} of {row.orders}"),
        decimals=decimals,
        bad=counts.bad,
        orders=counts.orders,
        window_days=numbers.days(row.window) if row.window else name.window_days,
        start=start,
        end=end,
        fulfilment=names.fulfilment_of(row.fulfilment) or name.fulfilment,
        programme=names.programme_of(row.programme) or name.programme,
        marketplace=_marketplace(row.marketplace),
        place=row.place,
        own_target=_target(row, metric),
    )


def _marketplace(told: str) -> str | None:
    if not told:
        return None
    try:
        return marketplace_named(told).code
    except ReviewerError:
        raise Unreadable(f"is of a marketplace that is not known here ('{short(told)}')") from None


def _period(row: Row) -> tuple[str | None, str | None]:
    """The first and last day of a period."""
    found = numbers.dates(row.period) if row.period else []
    start = numbers.dates(row.start)[:1] or (found[:1] if len(found) == 2 else [])
    end = numbers.dates(row.end)[:1] or found[-1:]
    first, last = (days[0] if days else None for days in (start, end))
    if first and last and first > last:
        raise Unreadable("has a period that ends before it starts")
    return _iso(first), _iso(last)


def _iso(day: datetime.date | None) -> str | None:
    return day.isoformat() if day else None


def _points(told: str) -> tuple[Fraction | None, int]:
    """A rating of 0 to 1,000 points."""
    if numbers.tidy(told).lower() in NO_VALUE:
        return None, 0
    bare = re.sub(r" ?(?:/|of|out of) ?1[,.]?000$", "", numbers.tidy(told))
    points = numbers.count(bare)
    if points > _MOST_POINTS:
        raise Unreadable(f"is more than {_MOST_POINTS:,} points")
    return Fraction(points), 0


def _counts(row: Row, metric: Metric) -> _Counts:
    """The orders of a row; a numerator of which nobody says what it counts is settled by the rate, or left out."""
    orders = numbers.count(row.orders) if row.orders else None
    bad = numbers.count(row.bad) if row.bad else None
    if bad is None and row.good and orders is not None:
        bad = orders - numbers.count(row.good)
    elif bad is None and row.part and not metric.high_is_good:
        bad = numbers.count(row.part)
    elif bad is None and row.part and orders:
        bad = _told_by_rate(row, numbers.count(row.part), orders)
    if bad is not None and orders is not None and not 0 <= bad <= orders:
        raise Unreadable(f"counts more orders than there are ({row.bad or row.part or row.good} of {row.orders})")
    return _Counts(bad, orders)


def _told_by_rate(row: Row, part: int, orders: int) -> int | None:
    """The bad orders where the rate says whether `part` counts the good ones or the bad ones."""
    if numbers.tidy(row.value).lower() in NO_VALUE:
        return None
    rate = numbers.number(row.value).value
    good = abs(Fraction(100 * part, orders) - rate)
    other = abs(Fraction(100 * (orders - part), orders) - rate)
    return None if good == other else orders - part if good < other else part


def _rate(row: Row, metric: Metric, counts: _Counts) -> tuple[Fraction | None, int]:
    """A rate in percent with its digits after the point; None where the row gives none."""
    if numbers.tidy(row.value).lower() in NO_VALUE:
        return None, 0
    written = numbers.number(row.value)
    share = counts.share
    if share is not None and metric.high_is_good:
        share = 100 - share
    if written.percent or row.unit == "percent" or not written.value:
        value, decimals = written.value, written.decimals
    elif row.unit == "fraction" or (share is not None and written.value <= 1 and _agree(written.value * 100, share, written.decimals - 2)):
        value, decimals = written.value * 100, max(0, written.decimals - 2)
    elif written.value > 1 or (share is not None and _agree(written.value, share, written.decimals)):
        value, decimals = written.value, written.decimals
    else:
        raise Unreadable(f"can be read as {row.value} % or as a fraction of one; write a percent sign")
    if value > 100:
        raise Unreadable("is more than 100 %")
    if share is not None and not _agree(value, share, decimals):
        raise Unreadable(f"does not fit its own orders, which make {float(share):.2f} %")
    return value, decimals


def _agree(value: Fraction, share: Fraction, decimals: int) -> bool:
    """Whether a value is the share, rounded or cut off to its digits."""
    return abs(value - share) < Fraction(10) ** -decimals


def _target(row: Row, metric: Metric) -> float | None:
    """The target that stands beside a figure: "under 4%", "0.04" where the unit is a fraction."""
    found = _PERCENT.findall(numbers.tidy(row.target))
    if len(found) != 1:
        return None
    written = numbers.number(found[0])
    sure = written.percent or row.unit in ("percent", "fraction") or written.value > 1 or metric is Metric.ACCOUNT_HEALTH_RATING
    if not sure:
        return None
    value = float(written.value * 100 if row.unit == "fraction" and not written.percent else written.value)
    return value if value <= (_MOST_POINTS if metric is Metric.ACCOUNT_HEALTH_RATING else 100) else None
