"""The figures of the draft held against the account's metrics, or against the rates of the notice where no metrics are given.

A false alarm is worse than silence. So a figure is compared only where it is said of one metric as its present value or with the window of the page: not
where the sentence has a date of another day, another window, a change, a target, a condition, or speaks of a part of the account.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from reviewer.case.against import Finding
from reviewer.case.case import Case
from reviewer.case.health.numbers import Unreadable, count, dates, number
from reviewer.case.health.standing import exactly, figure, share_of
from reviewer.case.metrics import Conflict, Health, Measure, Metric, Standing
from reviewer.case.values import Notice
from reviewer.rule import Hit, Reading
from reviewer.rules import case as rules
from reviewer.slots import DATE
from reviewer.types import Span
from reviewer.words import NUMBERS

_LONGEST = 1_000
"""Characters of a sentence that is still looked at; a longer one is none."""
_NAMES: tuple[tuple[Metric, str], ...] = (
    (Metric.INVOICE_DEFECT_RATE, r"(?i:invoice defect rate)|\bIDR\b"),
    (Metric.ORDER_DEFECT_RATE, r"(?i:order defect rate)|\bODR\b"),
    (Metric.LATE_SHIPMENT_RATE, r"(?i:late (?:shipment|dispatch|despatch|shipping) rate|rate of late (?:shipments|dispatches))|\bL[SD]R\b"),
    (Metric.CANCELLATION_RATE, r"(?i:cancell?ation rate|cancel rate)"),
    (Metric.VALID_TRACKING_RATE, r"(?i:valid tracking rate)|\bVTR\b"),
    (Metric.ON_TIME_DELIVERY_RATE, r"(?i:on[- ]time delivery rate)|\bOTDR\b"),
    (Metric.SERVICE_DISSATISFACTION_RATE, r"(?i:customer service dissatisfaction rate)"),
    (Metric.RETURN_DISSATISFACTION_RATE, r"(?i:returns? dissatisfaction rate)"),
    (Metric.NEGATIVE_FEEDBACK_RATE, r"(?i:negative feedback rate)"),
    (Metric.REFUND_RATE, r"(?i:refund rate)"),
)
_NAME = re.compile("|".join(f"(?P<n{number}>{pattern})" for number, (_, pattern) in enumerate(_NAMES)))
_PERCENT = re.compile(r"(?<![\d.,/-])\d{1,3}(?:[.,]\d{1,2})? ?(?:%|percent\b|per cent\b)", re.IGNORECASE)
_ELSEWHEN = re.compile(
    r"\b(?:f[ae]ll(?:en|s)?|dropp?(?:ed|s)?|r[io]s(?:e|en)|rose|increas\w*|decreas\w*|improv\w*|reduc\w*|went|climbed|gr[eo]w(?:n)?|peak\w*|reach\w*|lower\w*|rais\w*|brought|bring\w*|came|came down|back (?:to|at)|from|"
    r"would|will|shall|should|could|can|may|might|must|aims?|expect\w*|plan(?:s|ned)? to|goal|if|unless|next|by the end|until|till|before|after|since|earlier|previous\w*|formerly|once|then|at th(?:at|e) time|when|while|during|"
    r"last (?:week|month|year|quarter|season)|past (?:week|month|year|quarter)|yesterday|ago|quarter|usually|normally|on average|average|historically|always|never|ever|each|every|per (?:day|week|month)|"
    r"notices?|notifications?|messages?|e-?mails?|you|according|not|instead|wrong\w*|incorrect\w*|mistak\w*|calculat\w*|correct\w*|without|estimat\w*)\b|n't\b|\?",
    re.IGNORECASE,
)
_PART_OF_ACCOUNT = re.compile(
    r"\b(?:SKUs?|ASINs?|B0[A-Z0-9]{8}|categor(?:y|ies)|listings?|products?|warehouses?|carriers?|couriers?|suppliers?|UPS|USPS|FedEx|DHL|Hermes|Evri|GLS|DPD|eBay|Walmart|Etsy|Shopify|amazon\.\w+|marketplaces?|regions?|countr(?:y|ies)|states?|"
    r"FBA|FBM|MFN|AFN|prime|premium|(?:seller|merchant)[- ]fulfil+ed|other accounts?|second account|competitors?|industry|sellers|employees?|packers?|shifts?)\b",
    re.IGNORECASE,
)
_PAST = re.compile(r"\b(?:was|were|had|stood|showed|amounted|been)\b", re.IGNORECASE)
_TARGET_BEFORE = re.compile(
    r"(?:\b(?:under|below|beneath|less than|lower than|at most|over(?! the (?:last|past))|above|more than|higher than|greater than|at least|no (?:more|less) than|exceed\w*|within(?! the (?:last|past))|than|target\w*|goals?|limits?|thresholds?|requir\w+|maximum|minimum|max|min|allow\w*|permit\w*|up to|between|standards?|demands?|wants?|asks?|expects?|tolera\w+|policy)\b[^%\n]{0,40}|[<>\u2264\u2265]=? ?)$",
    re.IGNORECASE,
)
_TARGET_AFTER = re.compile(
    r"^[^%\n,;]{0,12}\b(?:targets?|limits?|thresholds?|goals?|requirements?|mark|levels?|maximum|minimum|points?|or (?:less|more|lower|higher)|higher|lower|above|below|more|less)\b",
    re.IGNORECASE,
)
_ROUGHLY = re.compile(r"(?:\b(?:about|around|approximately|approx\.?|nearly|almost|roughly|some|circa|ca\.?|close to|just)|[~\u2248]) ?$", re.IGNORECASE)
_ROUGH = Fraction(1, 4)
"""How far a figure with "about" may lie from the page's, as a share of it."""
_DAY_COUNTS = ("three", "five", "seven", "eight", "nine", "ten", "twelve", "fourteen", "fifteen", "twenty", "thirty", "sixty", "ninety")
_DAYS = re.compile(rf"(?<![\d.,])(\d{{1,3}}|{'|'.join(_DAY_COUNTS)})[ -]days?\b", re.IGNORECASE)
_OTHER_SPAN = re.compile(
    r"\b(?:\d{1,3}|one|two|three|four|six|several|few)[ -](?:weeks?|months?|years?|hours?)\b|\b(?:this|of the) (?:week|month|year|season)\b|\btoday\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class _Said:
    """A figure of the draft, said of one metric."""

    metric: Metric
    start: int
    end: int
    rough: bool


def conflicts(reading: Reading, case: Case) -> list[Conflict]:
    """The figures of the draft that the account's metrics, or else the rates of the notice, contradict."""
    health = case.health or _stated(case.recognised)
    of_notice = case.health is None
    document = reading.document
    made = []
    for place, unit in enumerate(document.sentences):
        if not unit.judged or unit.span.end - unit.span.start > _LONGEST:
            continue
        text = document.plain[unit.span.start : unit.span.end]
        near = " ".join(document.plain[one.span.start : one.span.end] for one in document.sentences[max(0, place - 1) : place + 2]).replace(" %", "%")
        if of_notice and (not _windows(text) or _NOW.search(text)):
            continue
        found = [*_rates(text, near, health, case.recognised), *_counts(text, health)]
        source: Literal["metrics", "notice"] = "notice" if of_notice else "metrics"
        made += [Conflict(unit.span.start + a, unit.span.start + b, said, shown, metric, counts, source) for a, b, said, shown, metric, counts in found]
    return made


_NOW = re.compile(r"\b(?:now|today|current(?:ly)?|present(?:ly)?|meanwhile|already|is|are|stands?)\b", re.IGNORECASE)
"""A notice is older than the letter, so that a present figure may well be another one."""


def _stated(notices: Sequence[Notice]) -> Health:
    """The rates of the notices as the page would show them."""
    known = {metric.value: metric for metric in Metric}
    standings = []
    for rate in (rate for notice in notices for rate in notice.rates):
        if rate.metric not in known or rate.value is None or rate.window_days is None:
            continue
        written = figure(rate.value)
        decimals = len(written.partition(".")[2])
        measure = Measure(known[rate.metric], rate.value, f"{written}%", decimals, None, None, rate.window_days, None, None, None, None, None, "notice")
        standings.append(Standing(measure, None, None, None, None, None, None, "", []))
    return Health(1, "notice", None, "", standings, [], [], [], [])


_Found = tuple[int, int, str, str, Metric, bool]


def _rates(text: str, near: str, health: Health, notices: Sequence[Notice]) -> Iterator[_Found]:
    """The rates in a sentence that do not fit."""
    if not _NAME.search(text) or _ELSEWHEN.search(DATE.sub(" ", text)) or _PART_OF_ACCOUNT.search(text) or _OTHER_SPAN.search(text):
        return
    windows = _windows(text)
    for said in _said(text):
        own = _whole_account(health, said.metric)
        compared = [one for one in own if _comparable(one.measure, windows, text)]
        value = number(text[said.start : said.end])
        stated = {rate.value for notice in notices for rate in notice.rates if rate.metric == said.metric.value}
        if not compared or float(value.value) in stated:
            continue
        if any(_fits(value.value, value.decimals, one, rough=said.rough) for one in own) or any(_written(one.measure) in near for one in own):
            continue
        written = " ".join(text[said.start : said.end].split())
        yield said.start, said.end, written, " and ".join(f"{figure(one.measure.value or 0)} %{about(one.measure)}" for one in compared), said.metric, False


def _whole_account(health: Health, metric: Metric) -> list[Standing]:
    """The values of a metric that a letter can mean by its bare name; none where the page parts it by shipper or marketplace."""
    own = [one for one in health.metrics if one.measure.metric is metric and one.measure.value is not None and one.measure.programme is None]
    return own if len({(one.measure.fulfilment, one.measure.marketplace) for one in own}) == 1 else []


def _said(text: str) -> Iterator[_Said]:
    """Each figure that is said of one metric: the only one after its name, or the one right before it."""
    names = [(match.start(), match.end(), _NAMES[int((match.lastgroup or "n0")[1:])][0]) for match in _NAME.finditer(text)]
    free = list(_PERCENT.finditer(text))
    before = {}
    for match in free:
        for start, _, metric in names:
            if start > match.end() and re.fullmatch(r" (?:is (?:the|our) )?", text[match.end() : start]):
                before[match.start()] = metric
    for position, (_, end, metric) in enumerate(names):
        stop = names[position + 1][0] if position + 1 < len(names) else len(text)
        own = [match for match in free if end <= match.start() < stop and match.start() not in before]
        values = [match for match in own if not _is_target(text, match, end)]
        if len(values) == 1 and len(own) <= 2:
            yield _one(text, values[0], metric)
    for match in free:
        if match.start() in before and len(free) == 1 and not _is_target(text, match, 0):
            yield _one(text, match, before[match.start()])


def _one(text: str, match: re.Match[str], metric: Metric) -> _Said:
    return _Said(metric, match.start(), match.end(), bool(_ROUGHLY.search(text[: match.start()])))


def _is_target(text: str, match: re.Match[str], begin: int) -> bool:
    return bool(_TARGET_BEFORE.search(text[begin : match.start()]) or _TARGET_AFTER.search(text[match.end() :]))


def _windows(text: str) -> set[int]:
    return {NUMBERS.get(match[1].lower()) or int(match[1]) for match in _DAYS.finditer(text)}


def _comparable(measure: Measure, windows: set[int], text: str) -> bool:
    """Whether the sentence speaks of the window and the day of the measure."""
    dated = DATE.search(text) is not None
    if dated and ({day.isoformat() for day in dates(text)} != {measure.end} or len(DATE.findall(text)) > 1):
        return False
    return windows == {measure.window_days} if windows else dated or not _PAST.search(text)


def _fits(value: Fraction, decimals: int, standing: Standing, *, rough: bool) -> bool:
    """Whether a figure is the page's value, rounded or cut off, that of the period before, or the target."""
    measure = standing.measure
    share = share_of(measure)
    known = [exactly(measure.value or 0), *([share] if share is not None else []), *([exactly(standing.previous)] if standing.previous is not None else [])]
    margin = Fraction(10) ** -decimals
    if any(abs(value - one) < margin or (rough and abs(value - one) <= one * _ROUGH) for one in known):
        return True
    return standing.goal is not None and value == exactly(standing.goal.value)


def _written(measure: Measure) -> str:
    return f"{figure(measure.value or 0)}%"


def about(measure: Measure) -> str:
    """The window of a measure in brackets."""
    return f" ({measure.window_days} days)" if measure.window_days else ""


_NUMBER = r"\d{1,3}(?:[,. ]\d{3})+|\d{1,7}"
_SHARE = re.compile(
    rf"(?<![\d.,/-])(?P<part>{_NUMBER}) (?:out )?of (?:the |our |all |these )?(?P<orders>{_NUMBER}) (?:\w+ )?(?:orders|shipments|packages|parcels)\b",
    re.IGNORECASE,
)
_LATE = r"(?:were |was |have been |had been |are )?(?:shipped |confirmed |dispatched |despatched |sent |posted |marked as shipped )?(?:too )?late"
_CANCELLED = r"(?:were |was |have been |had been |are )?(?:cancel+ed)(?: by us| before shipment)?"
_COUNTED: tuple[tuple[Metric, re.Pattern[str]], ...] = (
    (Metric.LATE_SHIPMENT_RATE, re.compile(rf"^ ?{_LATE}(?P<rest>.*)$", re.IGNORECASE | re.DOTALL)),
    (Metric.CANCELLATION_RATE, re.compile(rf"^ ?{_CANCELLED}(?P<rest>.*)$", re.IGNORECASE | re.DOTALL)),
)
_NOTHING_MORE = re.compile(r"^(?: (?:in|over|within|during) the (?:last|past) (?:\d{1,3}|\w+)[ -]days?)?[ .;]*$", re.IGNORECASE)
_FEW = 20
"""A smaller number is the same by chance too easily."""
_NEAR = Fraction(1, 5)


def _counts(text: str, health: Health) -> Iterator[_Found]:
    """The numbers of orders in a sentence that do not fit: one of the two is the page's, the other is not and cannot be that of a part."""
    shares = list(_SHARE.finditer(text))
    if len(shares) != 1 or DATE.search(text) or _PART_OF_ACCOUNT.search(text):
        return
    match = shares[0]
    for metric, words in _COUNTED:
        told = words.match(text[match.end() :])
        if not told:
            continue
        try:
            part, orders = count(match["part"]), count(match["orders"])
        except Unreadable:
            return
        own = [one.measure for one in _whole_account(health, metric) if one.measure.bad is not None and one.measure.orders]
        if any((part, orders) == (measure.bad, measure.orders) for measure in own):
            return
        whole = bool(_NOTHING_MORE.match(told["rest"]))
        wrong = [measure for measure in own if _off(part, orders, measure, _windows(text), whole=whole)]
        if wrong:
            shown = f"{wrong[0].bad:,} of {wrong[0].orders:,} orders{about(wrong[0])}"
            yield match.start("part"), match.end("orders"), f"{match['part']} of {match['orders']}", shown, metric, True


def _off(part: int, orders: int, measure: Measure, windows: set[int], *, whole: bool) -> bool:
    """Whether the two numbers cannot both be right; `whole` where the sentence says nothing that makes them a part of the page's orders."""
    assert measure.bad is not None
    assert measure.orders is not None
    if windows and (measure.window_days is None or max(windows) > measure.window_days):
        return False
    shorter = bool(windows) and windows != {measure.window_days}
    if part == measure.bad >= _FEW and orders != measure.orders:
        return orders > measure.orders if shorter else abs(orders - measure.orders) <= measure.orders * _NEAR
    return orders == measure.orders and orders >= _FEW and part != measure.bad and not shorter and (whole or part > measure.bad)


_BY_NOTICE = dataclasses.replace(
    rules.METRIC_CONTRADICTED,
    message="The notice says otherwise: {detail}.",
    help="Use the notice's figure with its window, or give both: The notice states {number} %; on {date} our {metric} of the last {number} days was {number} %.",
)


def findings(found: Sequence[Conflict]) -> Iterator[Finding]:
    """The findings on them."""
    for one in found:
        rule = rules.COUNT_CONTRADICTED if one.counts else rules.METRIC_CONTRADICTED if one.source == "metrics" else _BY_NOTICE
        yield rule, Hit(Span(one.start, one.end), f"{one.metric.words} {one.shown}, {one.said} here")
