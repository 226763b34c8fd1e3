"""The follow-up as a calendar file (RFC 5545): the enquiry and the deadline of the notice, each with an alarm."""

from __future__ import annotations

import datetime
import uuid
from typing import TYPE_CHECKING

from reviewer.case.followup.limit import Urgency
from reviewer.plain import printable
from reviewer.types import ReviewerError

if TYPE_CHECKING:
    from icalendar import Event

    from reviewer.case.followup import FollowUp

_PRODUCT = "-//reviewer//follow-up//EN"
_SPACE = uuid.UUID("6f6a0d5e-6a0d-5c3b-9a55-0f4c1a1c7b11")
"""Fixed for all time, so that a file made again replaces its events instead of doubling them."""
_LENGTH = datetime.timedelta(minutes=15)
_MORNING, _EVENING = 8, 21


def calendar(plan: FollowUp) -> bytes:
    """The calendar file of a follow-up, in UTC, so that every program shows the seller's own time.

    The UID of an event depends on marketplace, submission and kind alone. Raises ReviewerError where there is nothing to remind of.
    """
    from icalendar import Calendar

    events = list(filter(None, (_enquiry(plan), _deadline(plan))))
    if not events:
        raise ReviewerError(f"--ics: after an answer '{plan.answered.value}' without a deadline that can be counted there is nothing to put into a calendar")
    made = Calendar()
    made.add("prodid", _PRODUCT)
    made.add("version", "2.0")
    for event in events:
        made.add_component(event)
    written: bytes = made.to_ical()
    return written


def _enquiry(plan: FollowUp) -> Event | None:
    if plan.enquiry is None:
        return None
    text = f"Look first whether an answer has come. If not, send this in the same case, no new appeal:\n\n{plan.enquiry.subject}\n\n{plan.enquiry.body}"
    return _event(plan, "enquiry", f"Ask {plan.site} how the appeal stands", text, plan.enquire.seller, [_waking(plan.enquire.seller)])


def _deadline(plan: FollowUp) -> Event | None:
    limit = plan.deadline
    if limit is None or limit.until is None or limit.urgency is Urgency.PAST:
        return None
    text = f"The notice says: {printable(limit.text)}\nRead as: {limit.reading}"
    alarms = [datetime.timedelta(days=-3), datetime.timedelta(days=-1)]
    return _event(plan, "deadline", f"Deadline of the notice from {plan.site}", text, limit.until - _LENGTH, alarms)


def _event(plan: FollowUp, kind: str, summary: str, text: str, start: datetime.datetime, alarms: list[datetime.timedelta]) -> Event:
    from icalendar import Alarm, Event

    submitted = plan.submitted.marketplace.astimezone(datetime.UTC)
    event = Event()
    event.add("uid", f"{uuid.uuid5(_SPACE, f'{plan.marketplace} {submitted.isoformat()} {kind}')}@reviewer")
    event.add("dtstamp", plan.now.astimezone(datetime.UTC))
    event.add("dtstart", start.astimezone(datetime.UTC))
    event.add("duration", _LENGTH)
    event.add("summary", summary)
    event.add("description", text)
    event.add("transp", "TRANSPARENT")
    for before in alarms:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", summary)
        alarm.add("trigger", before)
        event.add_component(alarm)
    return event


def _waking(start: datetime.datetime) -> datetime.timedelta:
    """How long after `start` the alarm sounds: at once by day, at 8 o'clock on the seller's clock where it is night."""
    if _MORNING <= start.hour < _EVENING:
        return datetime.timedelta(0)
    morning = start.replace(hour=_MORNING, minute=0) + datetime.timedelta(days=1 if start.hour >= _EVENING else 0)
    return morning.astimezone(datetime.UTC) - start.astimezone(datetime.UTC)
