"""Figures as people and pages write them: percentages, counts, windows, dates.

What can be read in two ways is refused with a reason, never settled by a guess.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from reviewer.plain import plain


class Unreadable(Exception):  # noqa: N818 -- never leaves this package; it is a reason, not a crash
    """Why a cell cannot be read as a figure."""


@dataclass(frozen=True)
class Written:
    """A number as written: its value, its digits after the point, and whether a percent sign stands beside it."""

    value: Fraction
    decimals: int
    percent: bool


_LONGEST = 40
NO_VALUE = frozenset({"", "-", "--", "n/a", "na", "n.a.", "none", "null", "not applicable", "no data", "not available", "insufficient data"})
"""What pages show in the place of a figure."""
_NUMBER = re.compile(r"(\d{1,12})(?:([.,])(\d{1,15}))? ?(%|percent|per cent|pct\.?)?", re.IGNORECASE)
_COUNT = re.compile(r"\d{1,12}|\d{1,3}(?:([,. '])\d{3})(?:\1\d{3}){0,3}")
_WHOLE = re.compile(r"(\d{1,12})\.0{1,2}")
_OF = re.compile(r"(?<![\d/.,])(\d[\d,.']{0,15}) ?(?:of|out of|/) ?(\d[\d,.']{0,15}\d|\d)(?![\d/%])", re.IGNORECASE)
_WINDOW = re.compile(r"(?<![\d.,])(\d{1,3})[ -]?d(?:ays?)?\b", re.IGNORECASE)


def tidy(text: str) -> str:
    """The text on one line in plain characters, without surrounding spaces."""
    return " ".join(plain(text).split())


def number(text: str) -> Written:
    """A percentage or bare number. Raises Unreadable for anything else, and for what can be read in two ways."""
    told = tidy(text)
    if told.startswith(("-", "\u2212")):
        raise Unreadable("is negative")
    match = _NUMBER.fullmatch(told) if len(told) <= _LONGEST else None
    if match is None:
        raise Unreadable("is no number")
    whole, mark, rest, sign = match.groups()
    if mark == "," and len(rest) == 3:
        raise Unreadable("can be read in two ways: the comma may part thousands or decimals")
    rest = rest or ""
    return Written(Fraction(Decimal(f"{whole}.{rest or '0'}")), len(rest), sign is not None)


def count(text: str) -> int:
    """A whole number, thousands parted or not. Raises Unreadable for anything else."""
    told = tidy(text)
    if len(told) <= _LONGEST:
        if _COUNT.fullmatch(told):
            return int(re.sub(r"\D", "", told))
        if whole := _WHOLE.fullmatch(told):
            return int(whole[1])
    raise Unreadable("is no whole number")


def counts(text: str) -> list[tuple[int, int, int, int]]:
    """Every "12 of 480" in the text with its place: part, whole, start, end."""
    found = []
    for match in _OF.finditer(text):
        try:
            found.append((count(match[1]), count(match[2]), match.start(), match.end()))
        except Unreadable:
            continue
    return found


def days(text: str) -> int:
    """The length of a window: "30", "30 days", "30-day". Raises Unreadable unless it is 1 to 366 days."""
    told = tidy(text)
    match = _WINDOW.search(told)
    found = int(match[1]) if match else count(told)
    if not 1 <= found <= 366:
        raise Unreadable("is no window of 1 to 366 days")
    return found


def windows(text: str) -> list[int]:
    """Every window that the text names."""
    return [int(match[1]) for match in _WINDOW.finditer(text) if 1 <= int(match[1]) <= 366]


_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}"
_DATE = re.compile(
    rf"(?P<y1>20\d\d)-(?P<m1>\d\d)-(?P<d1>\d\d)|(?P<d2>\d{{1,2}})\.? (?P<m2>{_MONTH})\.?,? (?P<y2>20\d\d)|(?P<m3>{_MONTH})\.? (?P<d3>\d{{1,2}}),? (?P<y3>20\d\d)",
    re.IGNORECASE,
)


def dates(text: str) -> list[datetime.date]:
    """Every full date that can be read in one way only; "10/11/2026" is not one."""
    found = []
    for match in _DATE.finditer(plain(text)):
        year, month, day = (next(match[f"{part}{n}"] for n in "123" if match[f"{part}{n}"]) for part in "ymd")
        number_of_month = int(month) if month.isdigit() else _MONTHS.index(month[:3].lower()) + 1
        try:
            found.append(datetime.date(int(year), number_of_month, int(day)))
        except ValueError:
            continue
    return found


def without_dates(text: str) -> str:
    """The text with every full date blanked, the length kept."""
    return _DATE.sub(lambda match: " " * len(match.group()), text)
