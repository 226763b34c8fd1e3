"""The text of the Account Health page as a seller copies it: a name, then its figures on the same line or on the next ones.

A name opens an item; the lines up to the next name belong to it. Where an item holds more figures than can be told apart, it is not recognised.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from reviewer.case.health import names, numbers
from reviewer.case.health.names import Name
from reviewer.case.health.rows import MAX_ROWS, Parsed, Row, short
from reviewer.case.metrics import Metric, Unrecognised
from reviewer.types import ReviewerError

_LONGEST_LINE = 300
_LONGEST_TITLE = 60
_MOST_LINES = 40
"""Lines of one item; what follows is another part of the page."""
_NAME_ENDS = re.compile(r"\d|[:|\t%]|\bn/a\b|\btarget\b|\bgoal\b| {2,}|(?<=\w) [-\u2013\u2014] ", re.IGNORECASE)
_PERCENT = r"-?\d{1,6}(?:[.,]\d{1,6})? ?(?:%|percent\b|per cent\b|pct\b)"
_FIGURE = re.compile(rf"(?<![\d.,]){_PERCENT}", re.IGNORECASE)
_TARGET = re.compile(
    rf"(?:\b(?:target|goal|limit|threshold)\b[^\d%\n]{{0,30}}|\b(?:under|below|less than|at most|over|above|more than|at least|up to|no more than|no less than|maximum|minimum)[ :]{{0,3}}|[<>\u2264\u2265]=? ?)(?P<value>{_PERCENT})",
    re.IGNORECASE,
)
_NOTHING = re.compile(r"\bn/a\b|\bno data\b|\bnot (?:applicable|available)\b|\binsufficient data\b", re.IGNORECASE)
_OWN_WORDS = re.compile(
    r"\b(?:current(?:ly)?|value|rate|last|past|days?|orders?|shipments?|units?|of|out|affected|defects?|short|long|term|today|performance|seller|merchant|fulfil(?:l)?ed|fulfil(?:l)?ment|by|amazon|target|goal|"
    r"under|below|over|above|less|more|than|at|least|most|good|fair|poor|healthy|risk|unhealthy|the|is|your|period|to|from|and|view|details|late|cancelled|canceled|tracked|valid|on|time|no|percent|"
    r"jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec|january|february|march|april|august|september|october|november|december|impact|critical|high|medium|low|n|a)\b",
    re.IGNORECASE,
)
_SEVERITY = re.compile(r"\b(critical|high|medium|low)\b", re.IGNORECASE)
_REPEATED = re.compile(r"\brepeat(?:ed)?\b", re.IGNORECASE)
_SCALE = re.compile(r"\b(?:of|out of|/) ?1[,.]?000\b|/ ?1[,.]?000\b|\b0 ?[-\u2013] ?1[,.]?000\b", re.IGNORECASE)
_WINDOWS = re.compile(r"\b\d{1,3}[ -]days?\b", re.IGNORECASE)
_INTEGER = re.compile(r"(?<![\d.,-])\d{1,4}(?:[,.]\d{3})?(?![\d%]|[.,]\d)")


@dataclass
class _Item:
    """A name and the lines that belong to it, with their numbers."""

    name: Name
    written: str
    line: int
    columns: list[str]
    lines: list[str] = field(default_factory=list)


def parse(text: str, name: str) -> Parsed:
    """The rows of a pasted page. Raises ReviewerError where there are too many."""
    parsed = Parsed()
    item: _Item | None = None
    columns: list[str] = []
    opened: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), 1):
        raw = line[:_LONGEST_LINE].strip()
        if not raw:
            continue
        heading = _heading(raw)
        if heading:
            columns = [*columns, *heading] if item is None else heading if len(heading) > 1 else []  # one shipper inside an item is that item's alone
            parsed.rows += _rows(item, parsed)
            item = None if item is None else _Item(item.name, item.written, item.line, heading)
            continue
        written, rest = _parted(raw)
        understood = names.understand(written)
        if understood.metrics or understood.policy:
            parsed.rows += _rows(item, parsed)
            item = _Item(understood, written, number, columns, [rest] if rest.strip() else [])
            opened.setdefault(written, number)
        elif _foreign(raw):
            parsed.rows += _rows(item, parsed)
            item = None
            parsed.unread.append(Unrecognised(f"line {number}", short(raw), "names no metric that is known here"))
        elif _title(raw):
            parsed.rows += _rows(item, parsed)
            item = None
        elif item is not None and len(item.lines) < _MOST_LINES:
            item.lines.append(raw)
        elif _FIGURE.search(_TARGET.sub(" ", raw)) or numbers.counts(raw):
            parsed.unread.append(Unrecognised(f"line {number}", short(raw), "stands under no metric that is known here"))
        if len(parsed.rows) + len(parsed.unread) > MAX_ROWS:
            raise ReviewerError(f"{name}: has more than {MAX_ROWS:,} figures, which is the most that is read")
    parsed.rows += _rows(item, parsed)
    told = {row.name for row in parsed.rows}
    places = {one.place for one in parsed.unread}
    bare = [(written, f"line {line}") for written, line in opened.items() if written not in told and f"line {line}" not in places]
    parsed.unread += [Unrecognised(place, short(written), "holds no figure") for written, place in bare]
    return parsed


def _heading(line: str) -> list[str]:
    """The shippers that a line of headings names, in their order; empty for any other line."""
    parts = [part for part in re.split(r"\t| {2,}|\|", line) if part.strip()]
    found = [names.fulfilment_of(part) for part in parts if len(part) < 40]
    return [str(who) for who in found] if parts and len(found) == len(parts) and all(found) and not any(c.isdigit() for c in line) else []


def _parted(line: str) -> tuple[str, str]:
    """The name that a line opens with, and the rest."""
    end = _NAME_ENDS.search(line)
    return (line[: end.start()].strip(" -(,\u2013\u2014"), line[end.start() :]) if end else (line, "")


def _foreign(line: str) -> bool:
    """Whether a line gives a figure to something that is no known metric."""
    bare = numbers.without_dates(_TARGET.sub(" ", line))
    if not _FIGURE.search(bare) and not numbers.counts(bare):
        return False
    return re.search(r"[^\W\d_]{3,}", _OWN_WORDS.sub(" ", bare)) is not None


def _title(line: str) -> bool:
    """Whether a line names something that is no known metric, so that the figures below it belong to no item above it."""
    words = re.findall(r"[^\W\d_]+", line)
    bare = len(line) <= _LONGEST_TITLE and not re.search(r"[\d.!?,;:]", line) and all(word[0].isupper() for word in words if len(word) > 3)
    return bare and re.search(r"[^\W\d_]{3,}", _OWN_WORDS.sub(" ", line)) is not None


def _rows(item: _Item | None, parsed: Parsed) -> list[Row]:
    """The figures of an item; what cannot be told apart goes to `parsed.unread`."""
    if item is None or not item.lines:
        return []
    text = "\n".join(numbers.tidy(line) for line in item.lines)
    place = f"line {item.line}"
    dates = numbers.dates(text)
    period = {"start": dates[0].isoformat(), "end": dates[1].isoformat()} if len(dates) == 2 else {"end": dates[0].isoformat()} if len(dates) == 1 else {}
    text = numbers.without_dates(text)
    shown = short(f"{item.written} {text}")
    if item.name.policy is not None or Metric.ACCOUNT_HEALTH_RATING in item.name.metrics:
        return list(_whole(item, text, place, period, shown, parsed))
    target = _TARGET.search(text)
    text = _TARGET.sub(lambda match: " " * len(match.group()), text)
    made = list(_rates(item, text, place, period | ({"target": target["value"]} if target else {})))
    if not made and (_FIGURE.search(text) or numbers.counts(text)):
        parsed.unread.append(Unrecognised(place, shown, "holds several figures that cannot be told apart"))
    return made


def _whole(item: _Item, text: str, place: str, period: dict[str, str], shown: str, parsed: Parsed) -> Iterator[Row]:
    """A count of violations, or a rating."""
    severity, repeated = _SEVERITY.search(text), _REPEATED.search(text)
    found = _INTEGER.findall(_WINDOWS.sub(" ", _SCALE.sub(" ", text)))
    if len(found) == 1:
        grave = severity[1] if severity and item.name.policy is not None else ""
        yield Row(place=place, name=item.written, value=found[0], severity=grave, repeated="yes" if repeated else "", **period)
    elif _NOTHING.search(text):
        yield Row(place=place, name=item.written, value="n/a")
    else:
        parsed.unread.append(Unrecognised(place, shown, "holds several numbers that cannot be told apart" if found else "holds no number"))


def _rates(item: _Item, text: str, place: str, shared: dict[str, str]) -> Iterator[Row]:
    """One rate, one for each column of a shipper, or one for each line with its own window; nothing where they cannot be told apart."""
    figures = [match.group() for match in _FIGURE.finditer(text)]
    shares = numbers.counts(text)
    if len(item.columns) > 1 and len(figures) + len(_NOTHING.findall(text)) == len(item.columns):
        yield from _by_column(item, text, place, shared)
    elif len(figures) <= 1:
        if len(shares) <= 1 and (figures or shares or _NOTHING.search(text)):
            yield _row(item, text, place, shared, item.columns[0] if len(item.columns) == 1 else "")
    else:
        segments = _segments(text)
        told_apart = all(len(_FIGURE.findall(part)) == 1 and len(numbers.windows(part)) == 1 and len(numbers.counts(part)) <= 1 for part in segments)
        if told_apart:
            yield from (_row(item, part, place, shared, "") for part in segments)


def _by_column(item: _Item, text: str, place: str, shared: dict[str, str]) -> Iterator[Row]:
    values = [match.group() for match in re.finditer(rf"{_FIGURE.pattern}|{_NOTHING.pattern}", text, re.IGNORECASE)]
    shares = numbers.counts(text)
    for number, (value, who) in enumerate(zip(values, item.columns, strict=True)):
        counted = {"part": str(shares[number][0]), "orders": str(shares[number][1])} if len(shares) == len(values) else {}
        yield Row(place=place, name=item.written, value=value, fulfilment=who, window=_window(text), **counted, **shared)


def _segments(text: str) -> list[str]:
    """The text cut before each line with a figure; what stands before the first belongs to it."""
    parts: list[str] = []
    for line in text.split("\n"):
        if parts and (not _FIGURE.search(line) or not _FIGURE.search(parts[-1])):
            parts[-1] += "\n" + line
        else:
            parts.append(line)
    return parts


def _row(item: _Item, text: str, place: str, shared: dict[str, str], who: str) -> Row:
    figure = _FIGURE.search(text)
    shares = numbers.counts(text)
    counted = {"part": str(shares[0][0]), "orders": str(shares[0][1])} if shares else {}
    value = figure.group() if figure else "" if shares else "n/a"
    return Row(place=place, name=item.written, value=value, fulfilment=who, window=_window(text), **counted, **shared)


def _window(text: str) -> str:
    found = set(numbers.windows(text))
    return str(found.pop()) if len(found) == 1 else ""
