"""Times as a person types them: strict forms, real time zones, and no silence where daylight saving makes a time missing or double."""

from __future__ import annotations

import datetime
import difflib
import re
import zoneinfo
from dataclasses import dataclass

from reviewer.types import ReviewerError

FORMS = '"2026-11-20 10:00", "2026-11-20T10:00", "2026-11-20" or, with an offset, "2026-11-20T10:00+08:00"'
"""The forms that are allowed, for messages and help."""
_FORM = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[T ]([0-9]{2}:[0-9]{2}(?::[0-9]{2})?)(Z|[+-][0-9]{2}:[0-9]{2})?)?")
_ALSO = {
    "Asia/Shanghai": "beijing china cst guangzhou hangzhou shenzhen xiamen yiwu",
    "Asia/Kolkata": "bangalore delhi india ist mumbai",
    "America/Los_Angeles": "pacific pdt pst seattle",
    "America/Chicago": "central cst cdt",
    "Europe/London": "bst england",
}
"""What people write for zones whose names do not hold it; only a hint, since such short names have several meanings."""
_YEARS = 5
"""How far from now a date may lie; farther off, holidays are not settled and a slip of the finger is likely."""
_DAYS_BACK = 180
_DAYS_AHEAD = 60


@dataclass(frozen=True)
class Moment:
    """A time that was read, with a note on whatever had to be decided while reading."""

    at: datetime.datetime
    """Aware, in the zone that it was given for."""
    has_hour: bool
    notes: tuple[str, ...] = ()


def zone(name: str) -> zoneinfo.ZoneInfo:
    """The time zone with this IANA name. Raises ReviewerError with near names."""
    known = zoneinfo.available_timezones()
    if name in known:
        return zoneinfo.ZoneInfo(name)
    near = _near(name[:60], sorted(key for key in known if not key.startswith("Etc/")))
    hint = f"did you mean {' or '.join(near)}? Allowed" if near else "allowed"
    raise ReviewerError(f"there is no time zone '{name[:60]}'; {hint} are names of the IANA list, such as Asia/Shanghai, Europe/Berlin or UTC")


def _near(name: str, known: list[str]) -> list[str]:
    """The names of the same city, else the one or two that differ least from `name`."""
    wanted = name.strip().replace(" ", "_").lower()
    also = [key for key, words in _ALSO.items() if wanted in words.split()]
    by_lower = {key.lower(): key for key in reversed(known)}
    same = [key for key in known if wanted in (key.lower(), key.lower().rpartition("/")[2])]
    cities = {key.lower().rpartition("/")[2]: key for key in known}
    close = [by_lower[found] for found in difflib.get_close_matches(wanted, by_lower, n=1, cutoff=0.82)]
    close += [cities[found] for found in difflib.get_close_matches(wanted, cities, n=1, cutoff=0.82)]
    return list(dict.fromkeys(same or also or close))[:3]


def moment(text: str, local: zoneinfo.ZoneInfo, option: str) -> Moment:
    """The time that `text` gives for the zone `local`; without an hour it is midnight, the start of that day.

    A time that the clock skipped is read by the clock before the change, so an hour later than written; one that came twice is read as the
    second. Raises ReviewerError that names the option, what was found and the forms that are allowed.
    """
    match = _FORM.fullmatch(text.strip())
    if match is None:
        raise ReviewerError(f"{option}: '{text[:40]}' is not a date in a known form; allowed are {FORMS}")
    day, hour, offset = match.groups()
    try:
        read = datetime.datetime.fromisoformat(f"{day}T{hour or '00:00'}{offset or ''}")
        return Moment(read.astimezone(local), True) if offset else _local(read, local, has_hour=hour is not None)
    except (ValueError, OverflowError) as error:
        raise ReviewerError(f"{option}: '{text[:40]}' is no day or time of the calendar ({error}); allowed are {FORMS}") from None


def _local(read: datetime.datetime, local: zoneinfo.ZoneInfo, *, has_hour: bool) -> Moment:
    first, second = read.replace(tzinfo=local), read.replace(tzinfo=local, fold=1)
    before, after = first.utcoffset(), second.utcoffset()
    assert before is not None
    assert after is not None
    if before == after:
        return Moment(first, has_hour)
    if before > after:
        note = f"{read:%Y-%m-%d %H:%M} came twice in {local.key} because the clock went back; it is read as the later one"
        return Moment(second, has_hour, (note,))
    real = first.astimezone(datetime.UTC).astimezone(local)
    note = f"{read:%Y-%m-%d %H:%M} did not exist in {local.key} because the clock went forward; it is read as {real:%H:%M}"
    return Moment(real, has_hour, (note,))


def end_if_no_hour(given: Moment) -> Moment:
    """The same, or the last minute of its day where no hour was given: the later reading, for what must not be counted too early."""
    if given.has_hour:
        return given
    note = f"no hour was given for {given.at:%Y-%m-%d}; the end of that day is taken"
    return Moment(given.at.replace(hour=23, minute=59, fold=1), False, (*given.notes, note))


def far_off(given: datetime.datetime, now: datetime.datetime, option: str) -> list[str]:
    """A note where a date lies far from now. Raises ReviewerError where it is more than five years off."""
    days = (given - now).days
    shown = f"{option}: {given:%Y-%m-%d}"
    if abs(days) > _YEARS * 366:
        raise ReviewerError(f"{shown} lies more than {_YEARS} years {'ahead' if days > 0 else 'back'}; is the year right?")
    if days > _DAYS_AHEAD:
        return [f"{shown} lies {days} days ahead; is the date right?"]
    if days < -_DAYS_BACK:
        return [f"{shown} lies {-days} days back; is the date right?"]
    return []
