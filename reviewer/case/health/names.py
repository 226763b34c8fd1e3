"""Names of metrics and policies as Seller Central, its reports and sellers write them.

A name counts only as a whole: "Late Shipment Rate (30 days)" is one, "shipment rate" is none, "defect rate" could be two.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from reviewer.case.health.numbers import tidy, windows
from reviewer.case.metrics import Fulfilment, Metric, Policy, Programme

_METRICS: dict[Metric, tuple[str, ...]] = {
    Metric.ORDER_DEFECT_RATE: ("order defect", "order defects", "odr"),
    Metric.NEGATIVE_FEEDBACK_RATE: ("negative feedback", "negative feedbacks", "buyer negative feedback", "negative customer feedback"),
    Metric.CLAIM_RATE: ("a to z guarantee claims", "a to z guarantee claim", "a to z claims", "a to z claim", "a to z guarantee", "a to z", "atoz claims", "atoz claim"),
    Metric.CHARGEBACK_RATE: ("chargeback", "chargebacks", "chargeback claims", "chargeback claim", "credit card chargeback", "credit card chargebacks", "service chargebacks", "service chargeback"),
    Metric.LATE_SHIPMENT_RATE: ("late shipment", "late shipments", "late shipping", "late dispatch", "late despatch", "late dispatches", "lsr", "ldr"),
    Metric.CANCELLATION_RATE: (
        "cancellation", "cancel", "cancelation", "cancellations", "pre fulfilment cancellation", "pre fulfillment cancellation", "pre fulfilment cancel", "pre fulfillment cancel",
        "prefulfilment cancellation", "prefulfillment cancellation", "prefulfilment cancel", "prefulfillment cancel", "pre shipment cancellation", "pre dispatch cancellation", "order cancellation", "pcr", "pfcr",
    ),
    Metric.VALID_TRACKING_RATE: ("valid tracking", "vtr"),
    Metric.ON_TIME_DELIVERY_RATE: ("on time delivery", "ontime delivery", "otdr", "otd"),
    Metric.RETURN_DISSATISFACTION_RATE: ("return dissatisfaction", "returns dissatisfaction", "customer return dissatisfaction", "rdr"),
    Metric.SERVICE_DISSATISFACTION_RATE: ("customer service dissatisfaction", "buyer seller contact dissatisfaction", "csdr"),
    Metric.REFUND_RATE: ("refund", "refunds"),
    Metric.INVOICE_DEFECT_RATE: ("invoice defect", "invoice defects", "business invoice defect", "idr"),
    Metric.ACCOUNT_HEALTH_RATING: ("account health rating", "account health score", "account health rating score", "ahr", "ahr score"),
}  # fmt: skip
_AMBIGUOUS: dict[str, tuple[Metric, ...]] = {
    "defect": (Metric.ORDER_DEFECT_RATE, Metric.INVOICE_DEFECT_RATE),
    "defects": (Metric.ORDER_DEFECT_RATE, Metric.INVOICE_DEFECT_RATE),
    "dissatisfaction": (Metric.RETURN_DISSATISFACTION_RATE, Metric.SERVICE_DISSATISFACTION_RATE),
    "claims": (Metric.CLAIM_RATE, Metric.CHARGEBACK_RATE),
    "claim": (Metric.CLAIM_RATE, Metric.CHARGEBACK_RATE),
    "delivery": (Metric.ON_TIME_DELIVERY_RATE, Metric.VALID_TRACKING_RATE),
    "late": (Metric.LATE_SHIPMENT_RATE, Metric.ON_TIME_DELIVERY_RATE),
}
_POLICIES: dict[Policy, tuple[str, ...]] = {
    Policy.SUSPECTED_INTELLECTUAL_PROPERTY: ("suspected intellectual property violations", "suspected intellectual property", "suspected ip violations"),
    Policy.RECEIVED_INTELLECTUAL_PROPERTY: ("received intellectual property complaints", "intellectual property complaints", "received intellectual property", "received ip complaints"),
    Policy.AUTHENTICITY: ("product authenticity customer complaints", "product authenticity complaints", "authenticity complaints"),
    Policy.CONDITION: ("product condition customer complaints", "product condition complaints", "condition complaints"),
    Policy.SAFETY: ("product safety customer complaints", "product safety complaints"),
    Policy.FOOD_AND_PRODUCT_SAFETY: ("food and product safety issues", "food product safety issues", "food and product safety"),
    Policy.LISTING_POLICY: ("listing policy violations", "listing policy"),
    Policy.RESTRICTED_PRODUCT: ("restricted product policy violations", "restricted products policy violations", "restricted product violations", "restricted products"),
    Policy.CUSTOMER_REVIEWS: ("customer product reviews policy violations", "customer product review policy violations", "customer product reviews"),
    Policy.REGULATORY_COMPLIANCE: ("regulatory compliance", "regulatory compliance violations", "regulatory compliance issues"),
    Policy.DOCUMENT_REQUESTS: ("document requests", "document request"),
    Policy.OTHER: ("other policy violations", "other violations"),
}  # fmt: skip
_BY_NAME: dict[str, Metric | Policy] = {name: metric for metric, names in _METRICS.items() for name in names}
_BY_NAME |= {name: policy for policy, names in _POLICIES.items() for name in names}

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z\d])|(?<=\d)(?=[A-Z])")
_SHORT_FORM = re.compile(r"\(([A-Z]{2,5})\)")
_FILLER = re.compile(r"\b(?:rate|rates|ratio|percentage|percent|your|our|the|current|last|past|previous|over|beta|days?)\b")
_FULFILMENTS: tuple[tuple[Fulfilment, re.Pattern[str]], ...] = (
    ("amazon", re.compile(r"\b(?:fulfil(?:l)?ed by amazon|amazon fulfil(?:l)?ed|fba|afn)\b")),
    ("seller", re.compile(r"\b(?:seller fulfil(?:l)?ed|merchant fulfil(?:l)?ed|self fulfil(?:l)?ed|fulfil(?:l)?ed by (?:seller|merchant)|fbm|mfn)\b")),
)
_PROGRAMMES: tuple[tuple[Programme, re.Pattern[str]], ...] = (
    ("prime", re.compile(r"\b(?:seller fulfil(?:l)?ed prime|merchant fulfil(?:l)?ed prime|sfp|prime)\b")),
    ("premium", re.compile(r"\bpremium(?: shipping| delivery)?\b")),
)


@dataclass(frozen=True)
class Name:
    """What a name stands for; several of `metrics` where it could be each of them, none of both where it is unknown."""

    metrics: tuple[Metric, ...] = ()
    policy: Policy | None = None
    window_days: int | None = None
    fulfilment: Fulfilment | None = None
    programme: Programme | None = None


def fulfilment_of(text: str) -> Fulfilment | None:
    """Who ships, where the text names one of the two."""
    told = _flat(text)
    if told in ("seller", "merchant"):
        return "seller"
    if told == "amazon":
        return "amazon"
    found: list[Fulfilment] = [who for who, words in _FULFILMENTS if words.search(told)]
    return found[0] if len(found) == 1 else None


def programme_of(text: str) -> Programme | None:
    """The programme that a text names."""
    told = _flat(text)
    return next((kind for kind, words in _PROGRAMMES if words.search(told)), None)


def _flat(text: str) -> str:
    return " ".join(re.sub(r"[^a-z0-9]+", " ", _CAMEL.sub(" ", tidy(text)).lower()).split())


def understand(text: str) -> Name:
    """What a name stands for, with the window, shipper and programme that it names."""
    if len(text) > 120:
        return Name()
    short = _SHORT_FORM.search(text)
    if short is not None:
        full = understand(_SHORT_FORM.sub(" ", text, count=1))
        return full if full.metrics and understand(short[1]).metrics == full.metrics else Name()
    told = _flat(text)
    whole = _BY_NAME.get(told)
    if isinstance(whole, Policy):
        return Name(policy=whole)
    named = windows(told)
    told = re.sub(r"\b\d{1,3} d(?:ays?)?\b", " ", told)
    programme: Programme | None = None
    for kind, words in _PROGRAMMES:
        if words.search(told):
            programme, told = kind, words.sub(" ", told)
            break
    fulfilment: Fulfilment | None = None
    for who, words in _FULFILMENTS:
        if words.search(told):
            fulfilment, told = who, words.sub(" ", told)
            break
    told = " ".join(_FILLER.sub(" ", told).split()) if told not in _BY_NAME else told
    found = _BY_NAME.get(told)
    if isinstance(found, Policy):
        return Name(policy=found)
    metrics = (found,) if found else _AMBIGUOUS.get(told, ())
    return Name(metrics, None, named[0] if len(named) == 1 else None, fulfilment, programme)
