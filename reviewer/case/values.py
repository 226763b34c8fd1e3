"""The values of a case: what a notice says. The words are those of docs/labelling.md; offsets are code points into the notice as read."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

import msgspec

from reviewer.case.metrics import Conflict, Health


class Kind(StrEnum):
    """What a notice is about in general."""

    PERFORMANCE = "performance"
    POLICY = "policy"
    VERIFICATION = "verification"


class Level(StrEnum):
    """What was taken away."""

    ACCOUNT = "account"
    LISTING = "listing"
    CATEGORY = "category"
    FULFILMENT = "fulfilment"


class Channel(StrEnum):
    """Where the answer is to go."""

    BUTTON = "button"
    EMAIL = "email"
    REPLY = "reply"
    UPLOAD = "upload"


class Reason(StrEnum):
    """Why the account or listing was stopped."""

    ORDER_DEFECT_RATE = "order_defect_rate"
    LATE_SHIPMENT = "late_shipment"
    CANCELLATION = "cancellation"
    VALID_TRACKING = "valid_tracking"
    ON_TIME_DELIVERY = "on_time_delivery"
    INAUTHENTIC = "inauthentic"
    COUNTERFEIT = "counterfeit"
    TRADEMARK = "trademark"
    COPYRIGHT = "copyright"
    PATENT = "patent"
    CONDITION = "condition"
    NOT_AS_DESCRIBED = "not_as_described"
    SAFETY = "safety"
    EXPIRED = "expired"
    RESTRICTED_PRODUCT = "restricted_product"
    LISTING_POLICY = "listing_policy"
    REVIEW_MANIPULATION = "review_manipulation"
    SALES_MANIPULATION = "sales_manipulation"
    RELATED_ACCOUNT = "related_account"
    DECEPTIVE_ACTIVITY = "deceptive_activity"
    FORGED_DOCUMENT = "forged_document"
    VERIFICATION = "verification"
    DROPSHIPPING = "dropshipping"
    PRICING = "pricing"
    FBA_POLICY = "fba_policy"
    PRODUCT_COMPLIANCE = "product_compliance"
    CODE_OF_CONDUCT = "code_of_conduct"
    SUPPORT_MISUSE = "support_misuse"
    TAX = "tax"
    RETURN_RATE = "return_rate"
    INVOICE_DEFECT = "invoice_defect"
    OTHER = "other"


class Ask(StrEnum):
    """What Amazon wants to see in the answer."""

    ROOT_CAUSE = "root_cause"
    CORRECTIVE_ACTIONS = "corrective_actions"
    PREVENTIVE_ACTIONS = "preventive_actions"
    INVOICES = "invoices"
    SUPPLIER_CONTACT = "supplier_contact"
    AUTHORISATION = "authorisation"
    RETRACTION = "retraction"
    TEST_REPORT = "test_report"
    IDENTITY_DOCUMENT = "identity_document"
    ADDRESS_DOCUMENT = "address_document"
    BANK_DOCUMENT = "bank_document"
    OTHER_ACCOUNT = "other_account"
    PHOTOS = "photos"
    SHIPMENT_PROOF = "shipment_proof"
    ORDER_LIST = "order_list"
    ACKNOWLEDGEMENT = "acknowledgement"
    LISTING_EDIT = "listing_edit"
    LISTING_REVIEW = "listing_review"
    REGISTRATION_NUMBER = "registration_number"
    COMPLIANCE_DOCUMENT = "compliance_document"
    INCIDENT_REPORT = "incident_report"
    AFFECTED_UNITS = "affected_units"
    BUYER_INVOICES = "buyer_invoices"
    COURT_ORDER = "court_order"
    COUNTER_NOTICE = "counter_notice"
    ORIGINAL_IMAGES = "original_images"
    TRAINING = "training"
    AUTHORITY_NOTICE = "authority_notice"
    SHIP_ORDERS = "ship_orders"
    DISCLOSURE = "disclosure"
    OTHER_DOCUMENT = "other_document"
    EXPLANATION_OF_ERROR = "explanation_of_error"
    PLAN_OF_ACTION = "plan_of_action"


class NoticeReason(msgspec.Struct, frozen=True):
    """A reason and the words of the notice that say so."""

    reason: Reason
    start: int
    end: int
    text: str


class Rate(msgspec.Struct, frozen=True):
    """A rate that the notice states, in percent, with the target and the window where it names them."""

    metric: str
    value: float | None
    target: float | None
    window_days: int | None


Branch = Literal["yours", "not yours"]


class NoticeAsk(msgspec.Struct, frozen=True):
    """One point that Amazon asks for; points of the same `group` are alternatives, of which one is enough."""

    ask: Ask
    required: bool
    group: int | None
    text: str
    start: int
    end: int
    branch: Branch | None = None
    """The case in which it is asked for, where the notice parts two: the other account is the seller's, or it is not."""


class Deadline(msgspec.Struct, frozen=True, omit_defaults=True):
    """Until when the answer is wanted: days from the notice, or a date; never the deadline of a removal order."""

    text: str
    days: int | None = None
    date: str | None = None
    """ISO 8601, or `--MM-DD` where the notice names no year."""


class Notice(msgspec.Struct, frozen=True):
    """What a notice says (schema version 1). Where `recognised` is false, nothing else is claimed."""

    schema: Literal[1]
    recognised: bool
    kind: Kind | None
    level: Level | None
    reasons: list[NoticeReason]
    asins: list[str]
    order_ids: list[str]
    complaint_ids: list[str]
    case_ids: list[str]
    policies: list[str]
    rates: list[Rate]
    asks: list[NoticeAsk]
    deadline: Deadline | None
    proof_of_error: bool
    channel: Channel | None


class State(StrEnum):
    """How far a draft answers a point."""

    ANSWERED = "answered"
    PARTLY = "partly"
    """A plan of action of which a part is missing."""
    MENTIONED = "mentioned"
    """A document that the draft speaks of, and neither attaches nor names by number or file."""
    PROMISED = "promised"
    """A promise stands where a step is asked for."""
    ELSEWHERE = "elsewhere"
    """The lines that would answer it are about another matter."""
    LACKING = "lacking"
    """The draft says that the document is not there."""
    OPEN = "open"


class Answer(msgspec.Struct, frozen=True):
    """A point that Amazon asks for, and the lines of the draft that answer it; none where it is open."""

    ask: Ask
    text: str
    required: bool
    group: int | None
    """Points of the same number are alternatives; numbers are unique over all notices of the case."""
    again: bool
    """Whether it was asked for after an earlier appeal."""
    lines: list[int]
    state: State = State.OPEN
    near: list[int] = []
    """Lines that speak of it and do not answer it; `state` says why."""
    missing: list[Ask] = []
    """The parts of a plan of action that are open."""


class Identifier(msgspec.Struct, frozen=True):
    """An ASIN, order, complaint or case id of the notice, and the lines of the draft that name it."""

    kind: Literal["asin", "order", "complaint", "case"]
    id: str
    lines: list[int]
    grouped: list[int] = []
    """Where no line names it: lines with a cause, action or control that speak of all of its kind."""


class Document(msgspec.Struct, frozen=True):
    """A document that the reason of the notice usually needs, and the lines of the draft that mention it."""

    reason: Reason
    document: str
    lines: list[int]


class Limit(msgspec.Struct, frozen=True):
    """What wording cannot mend, and where the draft says it."""

    start: int
    end: int
    text: str


class Repetition(msgspec.Struct, frozen=True):
    """A passage of the draft that an earlier appeal already had: word for word, or in substance."""

    start: int
    end: int
    words: int
    source: str
    exact: bool
    earlier: str = ""
    """The earlier sentence, where it says the same in other words."""


class Contradiction(msgspec.Struct, frozen=True):
    """A figure or date of the draft for which an earlier appeal gave another."""

    start: int
    end: int
    said: str
    earlier: str
    source: str


class CaseReport(msgspec.Struct, frozen=True):
    """The draft held against its case."""

    notices: list[Notice]
    answers: list[Answer]
    identifiers: list[Identifier]
    documents: list[Document]
    limits: list[Limit]
    repeated: list[Repetition]
    contradictions: list[Contradiction]
    health: Health | None = None
    """The account's metrics, where they were given."""
    conflicts: list[Conflict] = []
    """Figures of the draft that do not fit the metrics."""
