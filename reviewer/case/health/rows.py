"""What the readers of csv, json and pasted text hand on: the cells of one figure, as written."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from reviewer.case.metrics import Unrecognised

MAX_ROWS = 2_000
"""The most figures that are read from one file; an account has about thirty."""
_SHOWN = 80


@dataclass(frozen=True)
class Row:
    """One figure before it is understood; empty where the file says nothing."""

    place: str
    name: str = ""
    value: str = ""
    part: str = ""
    """A numerator of which the file does not say whether it counts good orders or bad ones."""
    bad: str = ""
    good: str = ""
    orders: str = ""
    window: str = ""
    period: str = ""
    start: str = ""
    end: str = ""
    target: str = ""
    fulfilment: str = ""
    programme: str = ""
    severity: str = ""
    repeated: str = ""
    marketplace: str = ""
    unit: str = ""
    """`percent` or `fraction` where the file says in what a bare number is written."""


@dataclass
class Parsed:
    """The rows of a file, what in it is no row, and what there is to say about it."""

    rows: list[Row] = field(default_factory=list)
    unread: list[Unrecognised] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def short(text: str) -> str:
    """At most 80 characters of a text, on one line."""
    told = " ".join(text.split())
    return told if len(told) <= _SHOWN else told[: _SHOWN - 1] + "…"


FIELDS: dict[str, tuple[str, ...]] = {
    "name": ("metric", "metrics", "name", "metric name", "kpi", "measure", "performance metric", "policy", "violation", "violations"),
    "value": ("value", "rate", "current", "current value", "current rate", "result", "percent", "percentage", "score", "actual"),
    "part": ("numerator", "part", "count"),
    "bad": ("bad", "bad orders", "defects", "defective orders", "defect count", "orders with defects", "late orders", "cancelled orders", "canceled orders", "affected orders", "orders affected"),
    "good": ("good", "good orders", "valid orders", "on time orders", "tracked orders"),
    "orders": ("orders", "total", "total orders", "denominator", "order count", "shipments", "all orders"),
    "window": ("window", "window days", "days", "time frame", "timeframe"),
    "period": ("period", "date range", "dates", "reporting period"),
    "start": ("start", "from", "start date", "period start"),
    "end": ("end", "to", "end date", "period end", "date", "as of"),
    "target": ("target", "goal", "limit", "threshold"),
    "fulfilment": ("fulfilment", "fulfillment", "fulfilled by", "channel", "fulfilment channel", "fulfillment channel"),
    "programme": ("programme", "program"),
    "severity": ("severity", "impact", "gravity"),
    "repeated": ("repeated", "repeat", "repeat violation"),
    "marketplace": ("marketplace", "site", "country"),
    "unit": ("unit",),
}  # fmt: skip
"""The columns of a table and the keys of a JSON row, by the field that they fill."""
_BY_HEADER = {name: field_ for field_, names in FIELDS.items() for name in names}
COLUMNS = "metric and value, or metric with orders and bad orders; also window (days), start, end, target, fulfilment, severity, repeated, marketplace, unit"
"""What error messages name as allowed."""
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def field_of(header: str) -> tuple[str | None, str]:
    """The field that a column or key fills, None for none, and the unit that its name states."""
    told = _CAMEL.sub(" ", header[:60]).lower()
    unit = "percent" if re.search(r"%|\bpercent", told) else ""
    return _BY_HEADER.get(" ".join(re.sub(r"[^a-z]+", " ", told).split())), unit
