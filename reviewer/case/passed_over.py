"""What the account's page or the notice shows and the letter passes over: missed targets, repeated and grave violations.

The words are wide on purpose: a mention in any form answers it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from reviewer.case.against import WHOLE, Finding
from reviewer.case.figures import about
from reviewer.case.health.standing import figure
from reviewer.case.metrics import Health, Metric, Policy, Standing, Violation
from reviewer.rule import Hit, Reading
from reviewer.rules import case as rules
from reviewer.types import Road

_SPOKEN: dict[Metric, re.Pattern[str]] = {
    Metric.ORDER_DEFECT_RATE: re.compile(r"defect|\bODR\b|claim|chargeback|feedback", re.IGNORECASE),
    Metric.LATE_SHIPMENT_RATE: re.compile(r"\blate(?:ly|r)?\b|delay|\bLSR\b|\bLDR\b|handling time|on time", re.IGNORECASE),
    Metric.CANCELLATION_RATE: re.compile(r"cancel|out of stock|overs[eo]l", re.IGNORECASE),
    Metric.VALID_TRACKING_RATE: re.compile(r"track|\bVTR\b", re.IGNORECASE),
    Metric.ON_TIME_DELIVERY_RATE: re.compile(r"on[- ]time|\bOTDR\b|\blate\b|delay|deliver", re.IGNORECASE),
}
"""Metrics whose miss has an effect, and the words that show that the letter speaks of it. A rating is no matter of its own: it follows from the others."""
_TOPICS: dict[Policy, re.Pattern[str]] = {
    Policy.SUSPECTED_INTELLECTUAL_PROPERTY: re.compile(r"intellectual|trademark|copyright|patent|infring|brand|rights? owner", re.IGNORECASE),
    Policy.RECEIVED_INTELLECTUAL_PROPERTY: re.compile(r"intellectual|trademark|copyright|patent|infring|brand|rights? owner", re.IGNORECASE),
    Policy.AUTHENTICITY: re.compile(r"authentic|genuine|counterfeit|fake", re.IGNORECASE),
    Policy.CONDITION: re.compile(r"condition|used|damaged|defective|not as described|returns?", re.IGNORECASE),
    Policy.SAFETY: re.compile(r"safe|hazard|injur|burn", re.IGNORECASE),
    Policy.FOOD_AND_PRODUCT_SAFETY: re.compile(r"safe|expir|hazard|food|recall", re.IGNORECASE),
    Policy.LISTING_POLICY: re.compile(r"listing|variation|detail page|title|keyword", re.IGNORECASE),
    Policy.RESTRICTED_PRODUCT: re.compile(r"restrict|prohibit|permit|not allowed", re.IGNORECASE),
    Policy.CUSTOMER_REVIEWS: re.compile(r"review|insert|feedback", re.IGNORECASE),
    Policy.REGULATORY_COMPLIANCE: re.compile(r"complian|regulat|certificat|label", re.IGNORECASE),
    Policy.DOCUMENT_REQUESTS: re.compile(r"document|invoice|attached", re.IGNORECASE),
    Policy.OTHER: re.compile(r"violat|polic", re.IGNORECASE),
}
_AGAIN = re.compile(
    r"\brepeat|\bagain\b|\brecur|\b(?:second|third|fourth|fifth) (?:time|complaint|violation|warning|notice|case)|\bmore than once|\btwice\b|\bthree times|\bseveral|\bmultiple|\bearlier (?:complaint|violation|warning|notice|case)"
    r"|\bprevious(?:ly)?\b|\b(?:two|three|four|five|six|seven|eight|nine|ten|\d{1,3}) (?:\w+ ){0,3}(?:complaints|violations|warnings|notices|cases|listings|times)",
    re.IGNORECASE,
)
_GRAVE = re.compile(r"\bcritical|\bsevere|\bserious|\bsever|\bgrave|\bhigh[- ](?:impact|risk|severity)|\bsafety\b", re.IGNORECASE)


def findings(reading: Reading, health: Health) -> Iterator[Finding]:
    """The findings. On the dispute road nobody is asked to speak of what the notice does not say."""
    if reading.road is Road.DISPUTE:
        return
    text = reading.document.plain
    missed = {one.measure.metric: one for one in health.missed if one.measure.metric in _SPOKEN and one.goal is not None and not one.goal.unsure}
    for metric, standing in missed.items():
        if not _SPOKEN[metric].search(text):
            yield rules.METRIC_OPEN, Hit(WHOLE, _missed(standing))
    for detail in dict.fromkeys(_violations(text, health)):
        yield rules.VIOLATIONS_OPEN, Hit(WHOLE, detail)


def _missed(standing: Standing) -> str:
    measure, goal = standing.measure, standing.goal
    assert goal is not None
    return f"{measure.metric.words} {figure(measure.value or 0)} %{about(measure)}, target {goal.condition.words} {figure(goal.value)} %"


def _violations(text: str, health: Health) -> Iterator[str]:
    """What the page or the notice says of repetition and severity and the letter passes over."""
    for one in health.grave:
        if not _spoken(text, one):
            about = " and ".join(part for part in ("called repeated" if one.repeated else "", f"of severity {one.severity}" if one.severity else "") if part)
            yield f"{one.policy.words} on the Account Health page: {one.count}, {about}"
    for mention in health.mentions:
        if mention.kind == "repeated" and not _AGAIN.search(text):
            yield f"the notice calls the violation repeated ('{mention.text}')"
        elif mention.kind in ("critical", "high") and not _GRAVE.search(text):
            yield f"the notice calls it {mention.kind} ('{mention.text}')"


def _spoken(text: str, violation: Violation) -> bool:
    """Whether the letter speaks of the matter, and of its repetition where it is repeated."""
    return bool(_TOPICS[violation.policy].search(text)) and (not violation.repeated or bool(_AGAIN.search(text)))
