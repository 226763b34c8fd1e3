"""The deadline of a notice on the calendar: until when, how much is left, and whether the appeal was in time."""

from __future__ import annotations

import datetime
import re
from enum import StrEnum

import msgspec

from reviewer.case.followup.moments import Moment
from reviewer.case.followup.promises import nearest
from reviewer.case.followup.worktime import Marketplace, end_of_day
from reviewer.case.values import Deadline

NEAR = datetime.timedelta(days=3)
"""How much time is left when a deadline counts as near."""
_MOST_DAYS = 3650
_HOURS = re.compile(r"\b\d{1,3}[ -]?(?:hours?|hrs?|h)\b", re.IGNORECASE)


class Urgency(StrEnum):
    """How a deadline stands."""

    OPEN = "open"
    NEAR = "near"
    PAST = "past"
    UNKNOWN = "unknown"
    """It cannot be put on the calendar; `reading` says why."""


class TimeLimit(msgspec.Struct, frozen=True):
    """The deadline that a notice sets, counted."""

    text: str
    """The words of the notice."""
    reading: str
    """How they were read."""
    urgency: Urgency
    until: datetime.datetime | None = None
    """The end of it, in the seller's zone."""
    left: str | None = None
    """The time that is left or gone, in words."""
    submitted_in_time: bool | None = None


def counted(
    deadline: Deadline, notice_date: Moment | None, submitted: datetime.datetime, place: Marketplace, now: datetime.datetime, local: datetime.tzinfo
) -> TimeLimit:
    """The deadline on the calendar.

    Days run from the notice's date at the marketplace and end with the last of them there; hours run from the moment of the notice, from the start of its
    day where only a day is given. A date without a year is the first one after the notice, or the one nearest to the submission where the notice's date
    is not given. Every choice is the earlier one, so that a deadline is never shown too late.
    """
    text = " ".join(deadline.text.split())
    until, reading = _until(deadline, notice_date, submitted, place)
    if until is None:
        return TimeLimit(text, reading, Urgency.UNKNOWN)
    left = until - now
    urgency = Urgency.PAST if left <= datetime.timedelta(0) else Urgency.NEAR if left <= NEAR else Urgency.OPEN
    return TimeLimit(text, reading, urgency, until.astimezone(local), duration(abs(left)), submitted <= until)


def _until(deadline: Deadline, notice_date: Moment | None, submitted: datetime.datetime, place: Marketplace) -> tuple[datetime.datetime | None, str]:
    if deadline.date is not None:
        day = _day(deadline.date, notice_date, submitted, place)
        if day is None:
            return None, f"'{deadline.date}' is no day of the calendar"
        assumed = "" if not deadline.date.startswith("--") else ", the year being the next after the notice" if notice_date else ", the year being the nearest"
        return _last_minute(day, place), f"the end of {day.isoformat()} at {place.site}{assumed}"
    if deadline.days is None or not 0 <= deadline.days <= _MOST_DAYS:
        return None, "it names neither a date nor a usable number of days"
    if notice_date is None:
        return None, f"{deadline.days} days from the notice; give the date of the notice (--notice-date) to count them"
    days = datetime.timedelta(days=deadline.days)
    if _HOURS.search(deadline.text):
        start = notice_date.at
        reading = f"{deadline.days * 24} hours from {start:%Y-%m-%d %H:%M}" + ("" if notice_date.has_hour else ", the start of the day of the notice")
        return (start.astimezone(datetime.UTC) + days).astimezone(start.tzinfo), reading
    first = notice_date.at.astimezone(place.clock).date()
    return _last_minute(first + days, place), f"{deadline.days} days after {first.isoformat()}, the date of the notice at {place.site}"


def _last_minute(day: datetime.date, place: Marketplace) -> datetime.datetime:
    return end_of_day(day, place) - datetime.timedelta(minutes=1)


def _day(written: str, notice_date: Moment | None, submitted: datetime.datetime, place: Marketplace) -> datetime.date | None:
    """The day of an ISO date or of `--MM-DD`."""
    try:
        if not written.startswith("--"):
            return datetime.date.fromisoformat(written)
        month, day = int(written[2:4]), int(written[5:7])
    except ValueError:
        return None
    if notice_date is None:
        return nearest(month, day, submitted.astimezone(place.clock).date())
    start = notice_date.at.astimezone(place.clock).date()
    found = nearest(month, day, start)
    return found if found is None or found >= start else nearest(month, day, found + datetime.timedelta(days=366))


def duration(span: datetime.timedelta) -> str:
    """A length of time in days and hours, or in minutes where it is short."""
    minutes = int(span.total_seconds() // 60)
    days, hours = minutes // 1440, minutes % 1440 // 60
    parts = [(days, "day"), (hours if days < 10 else 0, "hour"), (minutes % 60 if not days and hours < 3 else 0, "minute")]
    return " ".join(f"{number} {unit}{'' if number == 1 else 's'}" for number, unit in parts if number) or "less than a minute"
