"""The follow-up for a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from reviewer.case.answers import SOUGHT, lines_named
from reviewer.case.followup import FollowUp, Instant
from reviewer.case.followup.advice import Answered
from reviewer.case.followup.limit import TimeLimit
from reviewer.case.followup.promises import Promise
from reviewer.case.values import Answer
from reviewer.plain import printable

_WIDTH = 96


def render(plan: FollowUp) -> str:
    """The follow-up as lines; what comes from notice and draft is stripped of control characters."""
    return "\n".join(printable(line).rstrip() for line in _lines(plan)) + "\n"


def _lines(plan: FollowUp) -> Iterator[str]:
    yield f"Follow-up on {plan.site} ({plan.marketplace}); its clock is {plan.marketplace_zone}, yours {plan.seller_zone}"
    for note in plan.notes:
        yield from _wrapped("  note: ", note)
    if plan.route is not None:
        yield from _list("Where to submit", plan.route.how)
    yield ""
    yield "When"
    yield _when("submitted", plan.submitted)
    yield _when("2 business days", plan.passed)
    if plan.enquiry is not None:
        yield _when("enquiry from", plan.enquire)
        yield _when("repeat from", plan.repeat)
    yield f"  counted: {', '.join(f'{day:%a %Y-%m-%d}' for day in plan.counted)}"
    yield from _wrapped("  not counted: ", ", ".join(f"{day.date:%a %Y-%m-%d} ({day.why})" for day in plan.not_counted))
    if plan.deadline is not None:
        yield from _deadline(plan.deadline, submitted=plan.answered is Answered.NONE and plan.submitted.seller <= plan.now)
    yield from _list("What to do" if not plan.due else "What to do now", plan.steps, numbered=True)
    yield from _list("What not to do", plan.avoid)
    yield from _supplement(plan.supplement)
    yield from _promises(plan.promises)
    if plan.enquiry is not None:
        yield ""
        yield "The enquiry (fill the {slots})"
        yield f"  {plan.enquiry.subject}"
        yield ""
        for line in plan.enquiry.body.split("\n"):
            yield from _wrapped("  ", line)


def _when(name: str, at: Instant) -> str:
    return f"  {name:<16}{at.marketplace:%a %Y-%m-%d %H:%M %Z}  =  {at.seller:%a %Y-%m-%d %H:%M} your time"


def _deadline(limit: TimeLimit, *, submitted: bool) -> Iterator[str]:
    """The deadline; where the appeal went out in time, nothing of it is open."""
    yield ""
    done = submitted and limit.submitted_in_time is not False
    yield f"Deadline of the notice: {'already submitted' if done else limit.urgency.value.upper()}"
    yield from _wrapped("  ", f"'{limit.text}', read as {limit.reading}" if limit.until else f"'{limit.text}': {limit.reading}")
    if limit.until is not None:
        gone = "gone since" if limit.urgency == "past" else "left:"
        yield f"  until {limit.until:%a %Y-%m-%d %H:%M} your time" + ("" if done else f"; {gone} {limit.left}")


def _supplement(asked: Sequence[Answer]) -> Iterator[str]:
    if asked:
        yield ""
        yield "What Amazon asks for" if asked[0].again else "What the notice asks for (--reply FILE shows what Amazon's answer adds)"
    for answer in asked:
        option = " (one of several)" if answer.group is not None else "" if answer.required else " (where you have it)"
        place = f" - the draft speaks of it in {lines_named(answer.lines)}" if answer.lines else ""
        place += ", and it is asked for again: say more" if answer.lines and answer.again else ""
        yield from _wrapped("  [ ] ", f"{SOUGHT[answer.ask].name}: {' '.join(answer.text.split())}{option}{place}")


def _promises(promises: Sequence[Promise]) -> Iterator[str]:
    if promises:
        yield ""
        yield "What the draft promises, to be carried out meanwhile"
    for promise in promises:
        day = f"by {promise.due.isoformat()}: " if promise.due else ""
        hint = " (says too little to be ticked off: name who does what, with which tool, from when)" if promise.vague else ""
        yield from _wrapped("  [ ] ", f"{day}{promise.text} (line {promise.line}){hint}")


def _list(title: str, points: Sequence[str], *, numbered: bool = False) -> Iterator[str]:
    yield ""
    yield title
    for number, point in enumerate(points, 1):
        yield from _wrapped(f"  {number}. " if numbered else "  - ", point)


def _wrapped(indent: str, text: str) -> Iterator[str]:
    yield from textwrap.wrap(text, _WIDTH, initial_indent=indent, subsequent_indent=" " * len(indent), break_long_words=False) or [""]
