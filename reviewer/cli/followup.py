"""`reviewer followup`: after the draft is sent."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from reviewer.cli.common import complain

if TYPE_CHECKING:
    import datetime
    from zoneinfo import ZoneInfo

    from reviewer.case.values import Notice
    from reviewer.rule import Reading
    from reviewer.types import Report

_EPILOG = """\b
Exit status: 0 done, 2 something could not be done.
Example:
  reviewer followup --submitted "2026-11-20 10:00" --tz Asia/Shanghai --marketplace US --notice notice.txt --draft appeal.docx --ics followup.ics"""


@click.command(epilog=_EPILOG)
@click.option("--submitted", required=True, metavar="TIME", help='When the appeal went out, or will: "2026-11-20 10:00" on your clock.')
@click.option("--tz", "zone_name", required=True, metavar="ZONE", help="Your time zone, as the IANA list names it (Asia/Shanghai).")
@click.option("--marketplace", "marketplace_name", required=True, metavar="CODE", help="Where you appeal: US, UK, DE, JP … or the site, amazon.co.uk.")
@click.option("--notice", "notice_path", type=click.Path(path_type=Path), help="The notice: gives channel, deadline, case id and what is asked.")
@click.option("--notice-date", metavar="TIME", help="When the notice came, on your clock; days of its deadline are counted from it.")
@click.option("--reply", "reply_path", type=click.Path(path_type=Path), help="What Amazon answered since: gives what to supplement.")
@click.option("--draft", "draft_path", type=click.Path(path_type=Path), help="The appeal that was sent: gives the promises to carry out while waiting.")
@click.option("--channel", type=click.Choice(["button", "email", "reply", "upload"]), help="The channel that the notice names, where no notice is given.")
@click.option("--locked-out", is_flag=True, help="You cannot sign in to Seller Central.")
@click.option(
    "--answered", type=click.Choice(["none", "more", "refused", "final"]), default="none", show_default=True, help="What Amazon has answered: nothing, "
    "a request for more, a refusal, or that its decision is final.",
)  # fmt: skip
@click.option("--ics", "ics_path", type=click.Path(dir_okay=False, path_type=Path), help="Write the enquiry and the deadline as a calendar file.")
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True, help="How to print it.")
@click.option("--now", metavar="TIME", help="Take this as the present, on your clock, in place of the computer's.")
def followup(**options: Any) -> None:
    """Say where to submit, when to ask how the appeal stands, and what to do until then.

    Two business days are counted at the marketplace, with its weekends, holidays and daylight saving. They are a usual wait; nothing here forecasts
    an answer.
    """
    from reviewer.types import ReviewerError

    try:
        _followup(options)
    except ReviewerError as error:
        complain(str(error))
        sys.exit(2)


def _followup(options: dict[str, Any]) -> None:
    import msgspec

    from reviewer.case.followup import Sent, asked, follow_up, ics
    from reviewer.case.followup.advice import Answered
    from reviewer.case.followup.moments import end_if_no_hour, moment, zone
    from reviewer.case.followup.worktime import marketplace
    from reviewer.case.values import Channel
    from reviewer.files import write_whole
    from reviewer.formats.followup import render

    place = marketplace(options["marketplace_name"])
    local = zone(options["zone_name"])
    sent = Sent(
        submitted=end_if_no_hour(moment(options["submitted"], local, "--submitted")),
        place=place,
        local=local,
        now=_now(options["now"], local),
        notice_date=moment(options["notice_date"], local, "--notice-date") if options["notice_date"] else None,
        channel=Channel(options["channel"]) if options["channel"] else None,
        locked_out=options["locked_out"],
        answered=Answered(options["answered"]),
    )
    notice, reply = _message(options["notice_path"]), _message(options["reply_path"])
    report, reading = _review(options["draft_path"]) if options["draft_path"] else (None, None)
    plan = follow_up(
        sent,
        notice=notice,
        units=report.units if report else (),
        asked=asked(notice, reply, reading),
    )
    if reply is not None and not reply.recognised:
        complain(f"note: {options['reply_path']}: does not read like a message of Amazon; nothing is taken from it")
    if options["ics_path"]:
        write_whole(options["ics_path"], ics.calendar(plan))
    printed = msgspec.json.format(msgspec.json.encode(plan), indent=2).decode() + "\n" if options["format_"] == "json" else render(plan)
    click.echo(printed, nl=False)


def _now(given: str | None, local: ZoneInfo) -> datetime.datetime:
    import datetime

    from reviewer.case.followup.moments import moment

    return moment(given, local, "--now").at if given else datetime.datetime.now(tz=local)


def _message(path: Path | None) -> Notice | None:
    """What a message of Amazon says."""
    if path is None:
        return None
    from reviewer import readers

    text = readers.read(path).text
    from reviewer.case.notice import understand

    return understand(text)


def _review(path: Path) -> tuple[Report, Reading]:
    """The Report on the draft, and its reading for the points of the notice."""
    from reviewer import readers
    from reviewer.config import Config
    from reviewer.document import Document
    from reviewer.engine import Reviewer
    from reviewer.rule import Reading

    draft = readers.read(path)
    report = Reviewer(Config(english=False)).review(draft.text, draft.name)
    reading = Reading(Document(draft.text, draft.name), [unit.role for unit in report.units], report.road, [frozenset(unit.flags) for unit in report.units])
    return report, reading
