"""What a draft promises to do: a checklist for the time of waiting, the dated promises first."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence

import msgspec

from reviewer.types import Flag, Role, Unit
from reviewer.words import NUMBERS

_ROLES = frozenset({Role.CORRECTIVE_ACTION, Role.PREVENTIVE_ACTION, Role.COMMITMENT})
_FUTURE = re.compile(
    r"(?<!you )(?<!amazon )\b(?:will|shall)\b(?!\s+(?:\w+\s+)?(?:not|never|no longer|no more)\b)|(?<!you)['’]ll\b(?!\s+(?:not|never)\b)"
    r"|\b(?:am|are|is|['’]re|['’]m) going to\b(?!\s+not\b)|\b(?:we|i) (?:plan|intend|undertake|promise|commit|pledge) (?:to|that)\b",
    re.IGNORECASE,
)
_RULE = re.compile(r"[\s\d.)•*-]{0,8}(?:if|when|whenever|once|should|in case|in the event|as soon as)\b", re.IGNORECASE)
_BEFORE_DATE = re.compile(r"\b(?:by|from|before|until|till|as of|starting|effective|beginning|latest|no later than|due)\s+(?:on\s+|the\s+)?$", re.IGNORECASE)
_OTHERWISE = re.compile(r"\b(?:was|were|had|has|have|did|expir\w+|best[- ]before|valid|use[- ]by)\b", re.IGNORECASE)
_COMING = datetime.timedelta(days=92)
"""How far ahead a date is believed to be one to come where no future tense says so."""
_MONTHS = "january february march april may june july august september october november december".split()
_MONTH = r"(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
_YEAR = r"(?:,?\s?(20[0-9]{2})\b)?"
_DAY_MONTH = re.compile(rf"\b([0-3]?[0-9])(?:st|nd|rd|th)?\.?\s?(?:of\s)?{_MONTH}{_YEAR}", re.IGNORECASE)
_MONTH_DAY = re.compile(rf"\b{_MONTH}\s([0-3]?[0-9])(?:st|nd|rd|th)?\b(?![.:]?[0-9]){_YEAR}", re.IGNORECASE)
_END_OF_MONTH = re.compile(rf"\bend of {_MONTH}{_YEAR}", re.IGNORECASE)
_ISO = re.compile(r"\b(20[0-9]{2})-([0-9]{2})-([0-9]{2})\b")
_FIGURES = re.compile(r"\b([0-3]?[0-9])([./])([0-3]?[0-9])\2(20[0-9]{2})\b")
_WITHIN = re.compile(
    r"\b(?:within|in) (?:the (?:next|coming) )?([0-9]{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|fourteen|thirty)\s(days?|weeks?)\b", re.IGNORECASE
)
_STANDING = re.compile(r"\b(?:every|each|any|always|all (?:orders|messages|buyers|customers)|after|of (?:receipt|delivery|arrival))\b", re.IGNORECASE)


class Promise(msgspec.Struct, frozen=True):
    """An action that the draft says is still to come."""

    text: str
    line: int
    role: Role
    due: datetime.date | None
    """The last date to come that the words name, or None."""
    vague: bool
    """Whether nothing in it could be ticked off."""


def promised(units: Sequence[Unit], submitted: datetime.date) -> list[Promise]:
    """The actions of a letter that are promised, not done: the dated ones by date, then the others in the order of the text.

    `units` are those of the Report. An action counts when it speaks in the future tense or names a date after `submitted`. Left out are
    what will not be done, rules for a case that may come ("If a lot has no paper, we will …"), and general promises in which nothing can be ticked off.
    """
    found = [promise for unit in units if (promise := _promise(unit, submitted))]
    return sorted(found, key=lambda promise: (promise.due is None, promise.due or datetime.date.max))


def _promise(unit: Unit, submitted: datetime.date) -> Promise | None:
    if unit.role not in _ROLES or unit.quoted or not unit.english:
        return None
    text = unit.text[:2000]
    future = bool(_FUTURE.search(text))
    due = _due(text, submitted, future=future)
    vague = bool({Flag.VAGUE, Flag.BOILERPLATE} & set(unit.flags))
    if not future and due is None:
        return None
    if due is None and (_RULE.match(text) or (vague and unit.role is Role.COMMITMENT)):
        return None
    return Promise(" ".join(text.split()), unit.line, unit.role, due, vague)


def _due(text: str, submitted: datetime.date, *, future: bool) -> datetime.date | None:
    """The last date to come that the words name.

    Without a future tense it must stand after "by", "from" and the like, within three months, in a sentence that tells nothing past and speaks of no
    shelf life or licence ("From 1 December Ms Li signs each list").
    """
    dates = list(written_dates(text, submitted))
    if not future:
        if _OTHERWISE.search(text):
            return None
        dates = [(start, day) for start, day in dates if day - submitted <= _COMING and _BEFORE_DATE.search(text[max(0, start - 30) : start])]
    days = [day for _, day in dates if day > submitted]
    within = _WITHIN.search(text)
    if future and within and not dates and not _STANDING.search(text):
        number = NUMBERS.get(within[1].lower()) or int(within[1])
        days = [submitted + datetime.timedelta(days=number * (7 if within[2].lower().startswith("week") else 1))]
    return max(days, default=None)


def written_dates(text: str, near: datetime.date) -> Iterator[tuple[int, datetime.date]]:
    """The full dates in some prose, with where they start; a date without a year is the one nearest to `near`.

    "3/4/2026" is left out, because it is the third of April to some and the fourth of March to others; with dots the day comes first.
    """
    for match in _DAY_MONTH.finditer(text):
        yield from _dated(match.start(), match[3], _month(match[2]), int(match[1]), near)
    for match in _MONTH_DAY.finditer(text):
        yield from _dated(match.start(), match[3], _month(match[1]), int(match[2]), near)
    for match in _END_OF_MONTH.finditer(text):
        yield from _dated(match.start(), match[2], _month(match[1]), None, near)
    for match in _ISO.finditer(text):
        yield from _dated(match.start(), match[1], int(match[2]), int(match[3]), near)
    for match in _FIGURES.finditer(text):
        first, second = int(match[1]), int(match[3])
        if match[2] == "." or first > 12 or first == second:
            yield from _dated(match.start(), match[4], second, first, near)
        elif second > 12:
            yield from _dated(match.start(), match[4], first, second, near)


def _month(name: str) -> int:
    return next(number for number, month in enumerate(_MONTHS, 1) if month.startswith(name[:3].lower()))


def _dated(start: int, year: str | None, month: int, day: int | None, near: datetime.date) -> Iterator[tuple[int, datetime.date]]:
    """The date, or nothing where the calendar has no such day; without a day it is the last one of the month."""
    made = _date(int(year), month, day) if year else nearest(month, day, near)
    if made is not None:
        yield start, made


def nearest(month: int, day: int | None, near: datetime.date) -> datetime.date | None:
    """The date without a year that lies nearest to `near`; None where the calendar has no such day within a year of it."""
    made = [found for year in (near.year - 1, near.year, near.year + 1) if (found := _date(year, month, day))]
    return min(made, key=lambda found: abs(found - near), default=None)


def _date(year: int, month: int, day: int | None) -> datetime.date | None:
    try:
        if day is None:
            following = datetime.date(year + month // 12, month % 12 + 1, 1)
            return following - datetime.timedelta(days=1)
        return datetime.date(year, month, day)
    except ValueError:
        return None
