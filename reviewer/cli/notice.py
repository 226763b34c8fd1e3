"""`reviewer notice`: what is understood of a notice."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from reviewer.cli.common import complain, draft_of

if TYPE_CHECKING:
    from reviewer.case.values import Notice

_EPILOG = """\b
Exit status: 0 every text was recognised as a notice, 1 at least one was not, 2 a file could not be read."""


@click.command(epilog=_EPILOG)
@click.argument("paths", nargs=-1, required=True, metavar="FILE...")
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How to print it; several files print one object a line.",
)
@click.option("--stdin-filename", metavar="NAME", help="The name, and so the kind, of what comes on standard input (FILE is '-').")
def notice(paths: tuple[str, ...], format_: str, stdin_filename: str | None) -> None:
    """Show what is understood of a notice: reason, identifiers, what is asked for, deadline, channel."""
    from reviewer.case.notice import understand
    from reviewer.case.notice.facts import unclear_deadline
    from reviewer.types import ReviewerError

    status = 0
    for path in paths:
        try:
            draft = draft_of(path, stdin_filename)
        except ReviewerError as error:
            complain(str(error))
            status = 2
            continue
        understood = understand(draft.text)
        status = max(status, 0 if understood.recognised else 1)
        if format_ == "json":
            import msgspec

            made = msgspec.json.encode(understood)
            click.echo((made if len(paths) > 1 else msgspec.json.format(made, indent=2)).decode())
        else:
            click.echo("\n".join(_lines(draft.name, understood, unclear_deadline(draft.text))))
    sys.exit(status)


def _lines(name: str, told: Notice, unclear: str | None) -> Iterator[str]:
    """The notice in words; what was not found is not named."""
    if not told.recognised:
        yield f"{name}: not recognised as a notice of Amazon. Give the message itself; a draft or an excerpt is not enough."
        return
    from reviewer.case.metrics import Metric

    yield f"{name}: " + ", ".join(part for part in (told.kind, f"{told.level} level" if told.level else None) if part)
    if not told.reasons:
        yield "  the reason was not recognised"
    for reason in told.reasons:
        yield f'  reason       {reason.reason.replace("_", " ")}: "{_short(reason.text)}"'
    for title, values in (
        ("policy", told.policies),
        ("ASIN", told.asins),
        ("order", told.order_ids),
        ("complaint", told.complaint_ids),
        ("case", told.case_ids),
    ):
        if values:
            yield f"  {title:<12} {', '.join(values)}"
    high = {metric.value for metric in Metric if metric.high_is_good}
    for rate in told.rates:
        target = f", target {'over' if rate.metric in high else 'under'} {rate.target:g} %" if rate.target is not None else ""
        window = f", {rate.window_days} days" if rate.window_days else ""
        yield f"  rate         {rate.metric.replace('_', ' ')} {rate.value:g} %{target}{window}"
    from reviewer.case.answers import SOUGHT

    for ask in told.asks:
        kind = f"if {ask.branch}" if ask.branch else "one of" if ask.group is not None else "asks for" if ask.required else "may show"
        yield f'  {kind:<12} {SOUGHT[ask.ask].name}: "{_short(ask.text)}"'
    if told.deadline:
        yield f'  deadline     {told.deadline.date or f"{told.deadline.days} days"}: "{_short(told.deadline.text)}"'
    else:
        yield f'  a time is named: "{_short(unclear)}"; whether it is your deadline is not clear' if unclear else "  no deadline was understood"
    if told.proof_of_error:
        yield "  an error may be shown instead of a plan"
    if told.channel:
        yield f"  answer by    {told.channel}"


_SHOWN = 160
"""Characters of a quotation that are printed."""


def _short(text: str) -> str:
    from reviewer.plain import printable

    words = " ".join(printable(text).split())
    return words if len(words) <= _SHOWN else words[: _SHOWN - 1] + "…"
