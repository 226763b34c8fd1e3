"""The values of an account's metrics: what the Account Health page shows, and where each figure stands against its target.

Rates are in percent (11.47 is 11.47 %), the Account Health Rating in points; dates are ISO 8601.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

import msgspec


class Metric(StrEnum):
    """A figure of the Account Health page."""

    ORDER_DEFECT_RATE = "order_defect_rate"
    NEGATIVE_FEEDBACK_RATE = "negative_feedback_rate"
    CLAIM_RATE = "a_to_z_claim_rate"
    CHARGEBACK_RATE = "chargeback_rate"
    LATE_SHIPMENT_RATE = "late_shipment_rate"
    CANCELLATION_RATE = "cancellation_rate"
    VALID_TRACKING_RATE = "valid_tracking_rate"
    ON_TIME_DELIVERY_RATE = "on_time_delivery_rate"
    RETURN_DISSATISFACTION_RATE = "return_dissatisfaction_rate"
    SERVICE_DISSATISFACTION_RATE = "customer_service_dissatisfaction_rate"
    REFUND_RATE = "refund_rate"
    INVOICE_DEFECT_RATE = "invoice_defect_rate"
    ACCOUNT_HEALTH_RATING = "account_health_rating"

    @property
    def high_is_good(self) -> bool:
        """Whether more is better."""
        return self in (Metric.VALID_TRACKING_RATE, Metric.ON_TIME_DELIVERY_RATE, Metric.ACCOUNT_HEALTH_RATING)

    @property
    def part_of(self) -> Metric | None:
        """The metric that this one is a part of."""
        return Metric.ORDER_DEFECT_RATE if self in (Metric.NEGATIVE_FEEDBACK_RATE, Metric.CLAIM_RATE, Metric.CHARGEBACK_RATE) else None

    @property
    def words(self) -> str:
        """The name for a reader."""
        return {Metric.CLAIM_RATE: "A-to-z claim rate", Metric.ACCOUNT_HEALTH_RATING: "Account Health Rating"}.get(self, self.value.replace("_", " "))


class Policy(StrEnum):
    """A kind of policy violation that the Account Health page counts."""

    SUSPECTED_INTELLECTUAL_PROPERTY = "suspected_intellectual_property_violations"
    RECEIVED_INTELLECTUAL_PROPERTY = "received_intellectual_property_complaints"
    AUTHENTICITY = "product_authenticity_customer_complaints"
    CONDITION = "product_condition_customer_complaints"
    SAFETY = "product_safety_customer_complaints"
    FOOD_AND_PRODUCT_SAFETY = "food_and_product_safety_issues"
    LISTING_POLICY = "listing_policy_violations"
    RESTRICTED_PRODUCT = "restricted_product_policy_violations"
    CUSTOMER_REVIEWS = "customer_product_reviews_policy_violations"
    REGULATORY_COMPLIANCE = "regulatory_compliance_violations"
    DOCUMENT_REQUESTS = "document_requests"
    OTHER = "other_policy_violations"

    @property
    def words(self) -> str:
        """The name for a reader."""
        return self.value.replace("_", " ")


class Gravity(StrEnum):
    """How grave Amazon calls a violation, the gravest first."""

    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Condition(StrEnum):
    """How a value must stand to its target."""

    UNDER = "under"
    AT_MOST = "at_most"
    OVER = "over"
    AT_LEAST = "at_least"

    @property
    def words(self) -> str:
        """The words before the number."""
        return self.value.replace("_", " ")


Fulfilment = Literal["seller", "amazon"]
Programme = Literal["premium", "prime"]


class Measure(msgspec.Struct, frozen=True):
    """One figure as the page gives it."""

    metric: Metric
    value: float | None
    """None where the page itself shows no figure (N/A)."""
    written: str
    decimals: int
    """Digits after the point; where `bad` and `orders` are known, the exact share follows from them."""
    bad: int | None
    """Orders that count against the seller."""
    orders: int | None
    window_days: int | None
    start: str | None
    end: str | None
    fulfilment: Fulfilment | None
    programme: Programme | None
    marketplace: str | None
    place: str
    """Where it stands in the file: "line 12", "metrics[2]"."""
    own_target: float | None = None
    """The target that the page prints beside it."""


class Violation(msgspec.Struct, frozen=True):
    """Policy violations of one kind that the page counts."""

    policy: Policy
    count: int
    severity: Gravity | None
    repeated: bool
    """Whether the page calls it repeated."""
    place: str


class Unrecognised(msgspec.Struct, frozen=True):
    """What was not understood, and why; nothing is concluded from it."""

    place: str
    text: str
    why: str
    metric: Metric | None = None
    """The metric, where only its figure could not be read."""


class Goal(msgspec.Struct, frozen=True):
    """The target that a measure is held against."""

    condition: Condition
    value: float
    origin: Literal["notice", "page", "table"]
    """The notice wins over the page, the page over data/targets.toml."""
    windows: list[int]
    """The windows in days that the table names for it; empty where it names none."""
    valid_from: str | None
    effect: str
    source: str
    unsure: bool
    """Whether the source is weak or from another marketplace: check this in Seller Central."""


class Recovery(msgspec.Struct, frozen=True):
    """What would bring a missed rate back: arithmetic under a stated assumption, no forecast."""

    orders: int | None
    """The smallest number of further orders, all without a defect; None where no number is enough."""
    assumption: str


class Standing(msgspec.Struct, frozen=True):
    """A measure against its target."""

    measure: Measure
    goal: Goal | None
    met: bool | None
    """None where there is no value or no target."""
    margin: float | None
    """Percentage points, or points, on the good side of the target; below 0 where it is missed."""
    recovery: Recovery | None
    """None where the target is met, for a rating, and where the page does not give the orders."""
    band: str | None
    """The band of an Account Health Rating."""
    previous: float | None
    """The value of the period before, where the file holds it."""
    position: str
    """Where the value stands, in words."""
    notes: list[str]


class Mention(msgspec.Struct, frozen=True):
    """Words of the notice that call the violation repeated, or grave."""

    kind: Literal["repeated", "critical", "high", "medium", "low"]
    text: str


class Health(msgspec.Struct, frozen=True):
    """The account's position (schema version 1): what the page shows against what is asked. It states no odds."""

    schema: Literal[1]
    file: str
    marketplace: str | None
    """None where neither the caller nor the file nor the notice names one."""
    date: str
    """The day for which targets were looked up."""
    metrics: list[Standing]
    violations: list[Violation]
    mentions: list[Mention]
    """What the notice says about repetition and severity."""
    unrecognised: list[Unrecognised]
    notes: list[str]

    @property
    def missed(self) -> list[Standing]:
        """The metrics that miss their target."""
        return [standing for standing in self.metrics if standing.met is False]

    @property
    def grave(self) -> list[Violation]:
        """The violations that are repeated, critical or of high severity."""
        return [one for one in self.violations if one.count and (one.repeated or one.severity in (Gravity.CRITICAL, Gravity.HIGH))]


class Conflict(msgspec.Struct, frozen=True):
    """A figure of the draft for which the account's page, or the notice, gives another."""

    start: int
    end: int
    said: str
    shown: str
    metric: Metric
    counts: bool
    """Whether it is a number of orders; a rate otherwise."""
    source: Literal["metrics", "notice"] = "metrics"
