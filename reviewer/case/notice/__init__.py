"""What a notice of Amazon says, read by cues and patterns: reasons, identifiers, what is asked for, deadline and channel.

A text that does not read like a notice gives `recognised` false and nothing else: no guess is shown as fact.
`scripts/bench/notice.py` measures it on labelled notices.
"""

from __future__ import annotations

import re

from reviewer.case.notice import facts
from reviewer.case.notice.asks import asks
from reviewer.case.notice.reasons import reasons
from reviewer.case.values import Kind, Notice, Reason

MAX_CHARACTERS = 30_000
"""How much of a text is looked at; a notice is a page."""

_ENDLESS = re.compile(r"[^.!?\n]{1500}")
"""No sentence of a notice is that long, and patterns over it would take long."""
_PERFORMANCE = frozenset({Reason.ORDER_DEFECT_RATE, Reason.LATE_SHIPMENT, Reason.CANCELLATION, Reason.VALID_TRACKING, Reason.ON_TIME_DELIVERY, Reason.RETURN_RATE, Reason.INVOICE_DEFECT})  # fmt: skip
_YOURS = re.compile(
    r"\byour (?:[\w.]+[\s-]){0,3}?(?:account|ASINs?|ability|access|answer|shipments?|listings?|offers?|products?|items?|inventory|selling privileges|store|shop|right to sell|plan|appeal|message|reply|response|submission|business|rate|orders?|stock|catalog(?:ue)?)\b|\byou (?:have |may |can |must |will |are |sold|listed|opened|sent|need)",
    re.IGNORECASE,
)
_OURS = re.compile(
    r"\b(?:our|my) (?:\w+[\s-]){0,2}?(?:account|listings?(?! polic)|shop|warehouse|mistake|fault|company|supplier|factory|employee|packer|stock|mistakes|seller account|product|appeal|submission|letter|ASIN|clients?|agency)\b|\bmy\b|\bI\b(?! am writing)|\bwe (?:sell|sold|apologi[sz]e|did not|have (?:refunded|changed|checked|sold)|shipped|bought|are sorry|accept|understand|refunded|packed|checked|use|buy)\b|\b(?:please|kindly) (?:reinstate|reopen|reactivate|review (?:our|my)|restore)\b",
    re.IGNORECASE,
)
_ASKS_US = re.compile(
    r"\b(?:send|give|tell|show|supply|provide)(?: to)? us\b|\blet us know\b|\breply with\b|\bplease (?:provide|submit|supply|describe|explain|send|answer|upload)\b|\bwe (?:now |still )?(?:require|need)\b(?! to| your help)|\banswer (?:these|each|the following|in|every)\b"
    r"|\b(?:to (?:have|list|sell|request|reconsider|lift)|for reactivation|before you may) [^.\n]{0,60}\b(?:answer|provide|send|submit|need|require|describe)\b",
    re.IGNORECASE,
)
_DECIDED = re.compile(
    r"\b(?:deactivat|suspend|stopped|no longer (?:for sale|available|visible)|hidden|inactive|remov|restrict|closed|blocked|at risk|under review|on hold|may (?:no longer|not)|can(?:not| no longer)|paused|taken down|withdrawn|not (?:able|possible) to (?:reinstate|reactivate|accept)|upheld|verif)\w*",
    re.IGNORECASE,
)


def understand(text: str) -> Notice:
    """What a notice says; `recognised` is false for a text that does not read like one. Offsets are code points into `text`."""
    text = text[:MAX_CHARACTERS]
    if _ENDLESS.search(text) or not _recognised(text):
        return Notice(1, False, None, None, [], [], [], [], [], [], [], [], None, False, None)
    asked, proof = asks(text)
    found = reasons(text, [(one.start, one.end) for one in asked])
    return Notice(
        schema=1,
        recognised=True,
        kind=_kind([one.reason for one in found]),
        level=facts.level(text),
        reasons=found,
        asins=facts.asins(text),
        order_ids=facts.order_ids(text),
        complaint_ids=facts.complaint_ids(text),
        case_ids=facts.case_ids(text),
        policies=facts.policies(text),
        rates=facts.rates(text),
        asks=asked,
        deadline=facts.deadline(text),
        proof_of_error=proof,
        channel=facts.channel(text),
    )


def is_notice(text: str) -> bool:
    """Whether a text is a notice beyond doubt: recognised, and never speaking for a seller. No letter of the corpus is, three of four notices are."""
    text = text[:MAX_CHARACTERS]
    return not _OURS.search(text) and len(_YOU.findall(text)) > len(_WE.findall(text)) and understand(text).recognised


_YOU = re.compile(r"\byou(?:rs?)?\b", re.IGNORECASE)
_WE = re.compile(r"\b(?:we|ours?|us)\b", re.IGNORECASE)


def _recognised(text: str) -> bool:
    """Whether a text speaks to a seller of a decision on the seller's account, more than it speaks for a seller.

    The weights were set on notices and letters of the train and development splits: 99 % of the notices pass, 3 % of the letters.
    """
    yours, ours = len(_YOURS.findall(text)), len(_OURS.findall(text))
    weight = yours + 0.3 * len(asks(text)[0]) + bool(_DECIDED.search(text)) + 0.5 * min(2, len(_ASKS_US.findall(text)))
    return weight >= 2 and weight > 2 * ours


def _kind(found: list[Reason]) -> Kind | None:
    """The kind of the first reason; a letter on rates and policy counts as what it opens with."""
    if not found:
        return None
    first = found[0]
    return Kind.PERFORMANCE if first in _PERFORMANCE else Kind.VERIFICATION if first is Reason.VERIFICATION else Kind.POLICY
