"""What the account's page or the notice shows and the letter passes over: missed targets, repeated and grave violations.

The words are wide on purpose: a mention in any form answers it.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Sequence

from reviewer.case.against import WHOLE, Finding
from reviewer.case.case import Case
from reviewer.case.figures import about
from reviewer.case.health.standing import figure
from reviewer.case.metrics import Health, Metric, Policy, Standing
from reviewer.case.values import Reason
from reviewer.rule import Hit, Reading
from reviewer.rules import case as rules
from reviewer.types import Road, Role

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
    r"\brepeat(?!s? it)|\b(?<!happen )(?<!happening )(?<!occur )(?<!occurring )again\b|\brecur|\b(?:second|third|fourth|fifth) (?:time|complaint|violation|warning|notice|case)|\bmore than once|\btwice\b|\bthree times|\bseveral|\bmultiple|\bearlier (?:complaint|violation|warning|notice|case)"
    r"|\bprevious(?:ly)?\b|\b(?:two|three|four|five|six|seven|eight|nine|ten|\d{1,3}) (?:\w+ ){0,3}(?:complaints|violations|warnings|notices|cases|listings|times)",
    re.IGNORECASE,
)
_GRAVE = re.compile(r"\bcritical|\bsevere|\bserious|\bsever|\bgrave|\bhigh[- ](?:impact|risk|severity)|\bsafety\b", re.IGNORECASE)


_REASONS: dict[Policy, tuple[Reason, ...]] = {
    Policy.SUSPECTED_INTELLECTUAL_PROPERTY: (Reason.TRADEMARK, Reason.COPYRIGHT, Reason.PATENT, Reason.COUNTERFEIT),
    Policy.RECEIVED_INTELLECTUAL_PROPERTY: (Reason.TRADEMARK, Reason.COPYRIGHT, Reason.PATENT, Reason.COUNTERFEIT),
    Policy.AUTHENTICITY: (Reason.INAUTHENTIC, Reason.COUNTERFEIT),
    Policy.CONDITION: (Reason.CONDITION, Reason.NOT_AS_DESCRIBED),
    Policy.SAFETY: (Reason.SAFETY,),
    Policy.FOOD_AND_PRODUCT_SAFETY: (Reason.SAFETY, Reason.EXPIRED),
    Policy.LISTING_POLICY: (Reason.LISTING_POLICY,),
    Policy.RESTRICTED_PRODUCT: (Reason.RESTRICTED_PRODUCT,),
    Policy.CUSTOMER_REVIEWS: (Reason.REVIEW_MANIPULATION,),
    Policy.REGULATORY_COMPLIANCE: (Reason.PRODUCT_COMPLIANCE,),
}
"""A letter that answers a notice with one of these reasons is about the matter, whatever its words."""
_REPEATED = dataclasses.replace(
    rules.VIOLATIONS_OPEN,
    help="If so: it happened {number} times since {date}; the earlier step, {step}, was not enough because {cause}; now {role} does {control}.",
)


def findings(reading: Reading, case: Case, *, off_topic: bool) -> Iterator[Finding]:
    """The findings; `off_topic` where the draft is not about the reason of its notice. On the dispute road nobody is asked for what the notice does not say."""
    if reading.road is Road.DISPUTE or case.health is None:
        return
    told = [n for n, unit in enumerate(reading.document.sentences) if unit.judged and reading.roles[n] not in (Role.FRAME, Role.REQUEST)]
    text = "\n".join(map(reading.text, told))
    missed = {one.measure.metric: one for one in case.health.missed if one.measure.metric in _SPOKEN and one.goal is not None and not one.goal.unsure}
    for metric, standing in missed.items():
        if not _SPOKEN[metric].search(text):
            yield rules.METRIC_OPEN, Hit(WHOLE, _missed(standing))
    reasons = () if off_topic else case.reasons
    for repeated, detail in dict.fromkeys([*_violations(text, case.health, reasons), *_mentions(text, case.health)]):
        yield (_REPEATED if repeated else rules.VIOLATIONS_OPEN), Hit(WHOLE, detail)


def _missed(standing: Standing) -> str:
    measure, goal = standing.measure, standing.goal
    assert goal is not None
    return f"{measure.metric.words} {figure(measure.value or 0)} %{about(measure)}, target {goal.condition.words} {figure(goal.value)} %"


def _violations(text: str, health: Health, reasons: Sequence[Reason]) -> Iterator[tuple[bool, str]]:
    """What the page calls repeated or grave and the letter passes over, each with whether it is the repetition that is missing."""
    for one in health.grave:
        about = " and ".join(part for part in ("called repeated" if one.repeated else "", f"of severity {one.severity}" if one.severity else "") if part)
        shown = f"{one.policy.words} on the Account Health page: {one.count}, {about}"
        spoken = bool(_TOPICS[one.policy].search(text)) or not set(reasons).isdisjoint(_REASONS.get(one.policy, ()))
        if not spoken:
            yield one.repeated, f"The letter does not speak of this: {shown}"
        elif one.repeated and not _AGAIN.search(text):
            yield True, f"The letter does not say that this is repeated: {shown}"


def _mentions(text: str, health: Health) -> Iterator[tuple[bool, str]]:
    """The same for what the notice says of repetition and severity."""
    for mention in health.mentions:
        if mention.kind == "repeated" and not _AGAIN.search(text):
            yield True, f"The letter does not say that it is repeated, as the notice does ('{mention.text}')"
        elif mention.kind in ("critical", "high") and not _GRAVE.search(text):
            yield False, f"The letter does not say how grave it is; the notice calls it {mention.kind} ('{mention.text}')"
