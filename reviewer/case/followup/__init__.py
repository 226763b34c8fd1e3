"""After the draft: where it goes, when to ask how it stands, what to do meanwhile, and what an answer asks for."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal
from zoneinfo import ZoneInfo

import msgspec

from reviewer.case.against import answers
from reviewer.case.case import Case
from reviewer.case.followup import advice
from reviewer.case.followup.advice import Answered, Enquiry, Route
from reviewer.case.followup.limit import TimeLimit, Urgency, counted, duration
from reviewer.case.followup.moments import Moment, far_off
from reviewer.case.followup.promises import Promise, promised
from reviewer.case.followup.worktime import Marketplace, Skipped, waiting
from reviewer.case.values import Answer, Ask, Channel, Notice
from reviewer.rule import Reading
from reviewer.types import Unit


class Instant(msgspec.Struct, frozen=True):
    """One moment on two clocks."""

    marketplace: datetime.datetime
    seller: datetime.datetime


class FollowUp(msgspec.Struct, frozen=True):
    """All that is to be done after a submission (schema version 1). Times are ISO 8601 with their offsets."""

    schema: Literal[1]
    marketplace: str
    site: str
    marketplace_zone: str
    seller_zone: str
    now: datetime.datetime
    answered: Answered
    submitted: Instant
    counted: list[datetime.date]
    """The business days at the marketplace that are waited for."""
    not_counted: list[Skipped]
    passed: Instant
    """When they have passed."""
    enquire: Instant
    repeat: Instant
    due: bool
    """Whether the enquiry may be sent now: nothing was answered and the two business days have passed."""
    route: Route | None
    """None after a final refusal, as is `deadline`."""
    steps: list[str]
    avoid: list[str]
    enquiry: Enquiry | None
    """None once Amazon has answered."""
    deadline: TimeLimit | None
    supplement: list[Answer]
    """What Amazon asks for after a request for more or a refusal, with the lines of the draft that answer it."""
    promises: list[Promise]
    notes: list[str]
    """How doubtful input was read, and warnings."""


@dataclass(frozen=True)
class Sent:
    """What the seller says about the submission."""

    submitted: Moment
    place: Marketplace
    local: ZoneInfo
    now: datetime.datetime
    notice_date: Moment | None = None
    channel: Channel | None = None
    locked_out: bool = False
    answered: Answered = Answered.NONE


def follow_up(sent: Sent, *, notice: Notice | None = None, units: Sequence[Unit] = (), asked: Sequence[Answer] = ()) -> FollowUp:
    """The follow-up of one submission; `units` are those of the draft's Report, `asked` the points that Amazon wants.

    Given the same values it is the same. A notice that does not read like one gives a note and nothing else. Raises ReviewerError for dates more than
    five years off.
    """
    unread = ["the notice does not read like one; nothing is taken from it"] if notice and not notice.recognised else []
    if notice and notice.recognised and notice.deadline is None and sent.answered is not Answered.FINAL:
        unread_deadline = ["no deadline was understood in the notice; look for one there"]
    else:
        unread_deadline = []
    notice = None if unread else notice
    at, place = sent.submitted.at, sent.place
    wait = waiting(at, place)
    due = sent.answered is Answered.NONE and sent.now >= wait.enquire
    final = sent.answered is Answered.FINAL
    promises = [] if final else promised(units, at.astimezone(sent.local).date())
    limit = counted(notice.deadline, sent.notice_date, at, place, sent.now, sent.local) if notice and notice.deadline and not final else None
    case_ids = notice.case_ids if notice else []
    if sent.answered is Answered.NONE:
        shown = shown_twice(wait.enquire, sent.local)
        suppliers = any(answer.ask in (Ask.INVOICES, Ask.SUPPLIER_CONTACT) for answer in asked)
        again = shown_twice(wait.repeat, sent.local)
        steps = advice.while_open(due=due, planned=sent.now < at, enquire=shown, repeat=again, promises=bool(promises), suppliers=suppliers)
    else:
        steps = list(advice.AFTER[sent.answered])
    return FollowUp(
        schema=1,
        marketplace=place.code,
        site=place.site,
        marketplace_zone=place.zone,
        seller_zone=sent.local.key,
        now=sent.now.astimezone(sent.local),
        answered=sent.answered,
        submitted=_instant(at, sent),
        counted=list(wait.counted),
        not_counted=list(wait.skipped),
        passed=_instant(wait.passed, sent),
        enquire=_instant(wait.enquire, sent),
        repeat=_instant(wait.repeat, sent),
        due=due,
        route=None if final else advice.route(notice.channel if notice else None, sent.channel, locked_out=sent.locked_out),
        steps=steps,
        avoid=list(advice.AVOID_AFTER_FINAL if final else advice.AVOID),
        enquiry=_enquiry(at, place, case_ids) if sent.answered is Answered.NONE else None,
        deadline=limit,
        supplement=list(asked) if sent.answered in (Answered.MORE, Answered.REFUSED) else [],
        promises=promises,
        notes=unread + unread_deadline + _notes(sent, limit, promises, [day for day in wait.skipped if "estimated" in day.why]),
    )


def asked(notice: Notice | None, reply: Notice | None, reading: Reading | None) -> list[Answer]:
    """The points that Amazon's reply asks for, else those of the notice, with the lines of the draft that speak of them where it is given."""
    latest = next((message for message in (reply, notice) if message is not None and message.recognised and message.asks), None)
    if latest is None:
        return []
    again = latest is reply
    if reading is None:
        return [Answer(ask.ask, ask.text, ask.required, ask.group, again, lines=[]) for ask in latest.asks]
    return [msgspec.structs.replace(answer, again=again) for answer in answers(reading, Case(understood=(latest,)))]


def _instant(at: datetime.datetime, sent: Sent) -> Instant:
    return Instant(at.astimezone(sent.place.clock), at.astimezone(sent.local))


def _enquiry(at: datetime.datetime, place: Marketplace, case_ids: Sequence[str]) -> Enquiry:
    """The enquiry; the case id is filled in where the notice has just one."""
    day = at.astimezone(place.clock)
    return advice.enquiry(f"{day.day} {day:%B %Y}", place.site, case_ids[0] if len(case_ids) == 1 else None)


def shown_twice(at: datetime.datetime, local: ZoneInfo) -> str:
    """A time at the marketplace with the seller's own after it."""
    there, here = f"{at:%a %Y-%m-%d %H:%M %Z}", f"{at.astimezone(local):%a %Y-%m-%d %H:%M}"
    return f"{there} ({here} in {local.key})"


def _notes(sent: Sent, limit: TimeLimit | None, promises: Sequence[Promise], estimated: Sequence[Skipped]) -> list[str]:
    notes = [*sent.submitted.notes, *far_off(sent.submitted.at, sent.now, "--submitted")]
    if sent.notice_date is not None:
        notes += [*sent.notice_date.notes, *far_off(sent.notice_date.at, sent.now, "--notice-date")]
        if sent.notice_date.at > sent.submitted.at:
            notes.append("the date of the notice lies after the submission; are the two dates right?")
    if sent.submitted.at > sent.now:
        notes.append(f"the submission lies {duration(sent.submitted.at - sent.now)} ahead; all times hold if it goes out then")
    notes += [f"{day.date.isoformat()}, {day.why}: the day follows the moon and may shift by one" for day in estimated]
    if limit is not None and limit.urgency in (Urgency.NEAR, Urgency.PAST):
        state = f"is near, {limit.left} left" if limit.urgency is Urgency.NEAR else f"is past since {limit.left}"
        notes.append(f"the deadline of the notice {state}; the submission lies {'before' if limit.submitted_in_time else 'after'} it")
    today = sent.now.astimezone(sent.local).date()
    late = [promise for promise in promises if promise.due is not None and promise.due < today]
    notes += [f"line {promise.line} promises something by {promise.due}, and that day is past" for promise in late]
    return notes
