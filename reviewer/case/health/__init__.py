"""The metrics of an account, as the Account Health page, a table or Amazon's report gives them, held against their targets.

It says where the account stands and states no odds. What was not understood is named; nothing is concluded from it.
"""

from __future__ import annotations

import contextlib
import datetime
import re
from collections.abc import Sequence

from reviewer.case.case import Case
from reviewer.case.followup.worktime import marketplace as marketplace_named
from reviewer.case.health import measures, objects, pasted, severity, standing, table, targets
from reviewer.case.health.rows import MAX_ROWS, Parsed
from reviewer.case.metrics import Health, Measure, Unrecognised
from reviewer.document import MAX_CHARACTERS
from reviewer.types import ReviewerError

_MOST_NOTES = 20
_SITE = re.compile(r"(?<![@.\w])amazon\.(?:com\.[a-z]{2}|co\.[a-z]{2}|[a-z]{2,3})\b", re.IGNORECASE)


def health(text: str, name: str, *, marketplace: str | None = None, day: datetime.date, case: Case | None = None) -> Health:
    """The position that `text` shows on `day`, by the targets of the case's notices where they state some.

    Raises ReviewerError for a text that is no table, no JSON and no page with a known metric, and for an unknown marketplace.
    """
    parsed = _parsed(text, name)
    figures = measures.understand(parsed.rows)
    unread = [*parsed.unread, *figures.unread]
    if not figures.measures and not figures.violations:
        raise ReviewerError(f"{name}: holds no metric that is known here{_first(unread)}; allowed are csv, json and the text of the Account Health page")
    place = marketplace_named(marketplace).code if marketplace else _marketplace(figures.measures, case)
    found, elsewhere = _of(place, figures.measures) if marketplace else (figures.measures, 0)
    notices = case.recognised if case is not None else []
    usual = targets.table()
    standings = [
        standing.standing(now, marketplace=place, day=_day(now, day), notices=notices, table=usual.target, previous=before.value if before else None)
        for now, before in _latest(found)
    ]
    notes = list(dict.fromkeys(parsed.notes))[:_MOST_NOTES]
    if elsewhere:
        notes.append(f"{elsewhere} figures of other marketplaces are left out")
    if place is None:
        notes.append("no marketplace is named, so the targets are the general ones; --marketplace names it")
    if day > usual.checked + targets.STALE_AFTER:
        notes.append(f"the usual targets were last checked on {usual.checked.isoformat()}; compare them with Seller Central")
    notes += [
        f"{text.name} does not read like a notice of Amazon; nothing is taken from it"
        for text, told in zip(case.notices if case else (), case.understood if case else (), strict=True)
        if not told.recognised
    ]
    return Health(
        schema=1,
        file=name,
        marketplace=place,
        date=day.isoformat(),
        metrics=standings,
        violations=figures.violations,
        mentions=[one for text, told in zip(case.notices, case.understood, strict=True) if told.recognised for one in severity.mentions(text.text)]
        if case
        else [],
        unrecognised=unread,
        notes=notes,
    )


def _first(unread: Sequence[Unrecognised]) -> str:
    return f" ({unread[0].place}: '{unread[0].text}' {unread[0].why})" if unread else ""


def _parsed(text: str, name: str) -> Parsed:
    """The rows of a text, its kind told from its first mark, then from its columns."""
    if len(text) > MAX_CHARACTERS:
        raise ReviewerError(f"{name}: the text has {len(text):,} characters; at most {MAX_CHARACTERS:,} are read")
    begin = text.lstrip("\ufeff \t\r\n")[:1]
    if begin in ("{", "["):
        parsed = objects.parse(text.lstrip("\ufeff"), name)
    elif table.delimiter(text) is not None or name.lower().endswith((".csv", ".tsv")):
        parsed = table.parse(text, name)
    else:
        parsed = pasted.parse(text, name)
    if len(parsed.rows) > MAX_ROWS:
        raise ReviewerError(f"{name}: has more than {MAX_ROWS:,} figures, which is the most that is read")
    return parsed


def _marketplace(found: Sequence[Measure], case: Case | None) -> str | None:
    """The one marketplace that the file names, or else the notice."""
    named = {measure.marketplace for measure in found if measure.marketplace}
    if not named and case is not None:
        sites = {match[0] for text, told in zip(case.notices, case.understood, strict=True) if told.recognised for match in _SITE.finditer(text.text)}
        for site in sites:
            with contextlib.suppress(ReviewerError):
                named.add(marketplace_named(site).code)
    return named.pop() if len(named) == 1 else None


def _of(place: str | None, found: Sequence[Measure]) -> tuple[list[Measure], int]:
    """The measures of a marketplace or of none, and how many others there are."""
    kept = [measure for measure in found if measure.marketplace in (None, place)]
    return kept, len(found) - len(kept)


def _day(measure: Measure, day: datetime.date) -> datetime.date:
    """The day whose target holds: the end of the measure's own period, else `day`."""
    return datetime.date.fromisoformat(measure.end) if measure.end else day


def _latest(found: Sequence[Measure]) -> list[tuple[Measure, Measure | None]]:
    """Each measure of the newest period with that of the period before; measures without a period all stand."""
    groups: dict[tuple[object, ...], list[Measure]] = {}
    for measure in found:
        key = (measure.metric, measure.window_days, measure.fulfilment, measure.programme, measure.marketplace)
        groups.setdefault(key, []).append(measure)
    made: list[tuple[Measure, Measure | None]] = []
    for same in groups.values():
        ends = [measure.end for measure in same]
        if None in ends or len(set(ends)) < len(ends):
            made += [(measure, None) for measure in same]
        else:
            ordered = sorted(same, key=lambda measure: measure.end or "")
            made.append((ordered[-1], ordered[-2] if len(ordered) > 1 else None))
    return made
