"""How a letter answers what a notice asks for: the parts by the roles of its lines, the rest by words; and which documents a reason usually needs.

The words are wide on purpose: a finding says that a point is not mentioned at all, so a mention in any form answers it. A document is the exception:
a line answers it that attaches it, gives its number or file, or stands as proof.
The documents come from the matrix of reasons in docs/sources.md#notice.
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass, field

from reviewer.blocks import BlockKind
from reviewer.case.values import Ask, Reason, State
from reviewer.case.walls import lacking
from reviewer.rule import Reading
from reviewer.types import Flag, Road, Role


@dataclass(frozen=True)
class Sought:
    """What answers an ask: units with one of `roles`, or with `words` in them."""

    name: str
    """What is asked for, in words for a message."""
    roles: tuple[Role, ...] = ()
    words: re.Pattern[str] | None = None
    parts: tuple[Ask, ...] = ()
    """Asks that must all be answered; a plan of action is its three parts."""


def _words(stems: str) -> re.Pattern[str]:
    """Matches a word that opens with one of the stems, or one of the phrases joined by `_`."""
    alternatives = "|".join(re.escape(stem).replace("_", r"[\s-]+") for stem in stems.split())
    return re.compile(rf"(?<![a-z])(?:{alternatives})", re.IGNORECASE)


_NEAR = r"[^.\n]{0,80}?"
SOUGHT: dict[Ask, Sought] = {
    Ask.ROOT_CAUSE: Sought("the root cause", (Role.ROOT_CAUSE,)),
    Ask.CORRECTIVE_ACTIONS: Sought("the actions taken", (Role.CORRECTIVE_ACTION,)),
    Ask.PREVENTIVE_ACTIONS: Sought("the steps so that it does not happen again", (Role.PREVENTIVE_ACTION,)),
    Ask.PLAN_OF_ACTION: Sought("a plan of action", parts=(Ask.ROOT_CAUSE, Ask.CORRECTIVE_ACTIONS, Ask.PREVENTIVE_ACTIONS)),
    Ask.INVOICES: Sought(
        "invoices", words=_words("invoice receipt bill_ bills purchase_record proof_of_purchase purchase_order fattura rechnung facture delivery_note")
    ),
    Ask.SUPPLIER_CONTACT: Sought(
        "the supplier's contact details",
        words=re.compile(
            rf"(?:supplier|manufactur|distribut|wholesal|factory|vendor|maker){_NEAR}(?:phone|tel\b|tel\.|e-?mail|address|contact|website|www\.|https?:|@|\+\d)"
            r"|(?:phone|tel\b|tel\.|e-?mail|address|contact (?:data|details|person)|website)[^.\n]{0,80}?(?:supplier|manufactur|distribut|wholesal|factory|vendor|maker)"
            r"|[\w.+-]{1,64}@[\w-]{1,64}\.[a-z]|\bwww\.|\+\d[\d ()/-]{7,}",
            re.IGNORECASE,
        ),
    ),
    Ask.AUTHORISATION: Sought(
        "an authorisation", words=_words("authoris authoriz licen permission consent loa_ agreement_with distribution_contract distributor_contract")
    ),
    Ask.RETRACTION: Sought(
        "a retraction by the rights owner", words=_words("retract withdr rights_owner rights_holder brand_owner complainant take_back took_back")
    ),
    Ask.TEST_REPORT: Sought("test reports", words=_words("test lab_ laborator report sgs tüv tuv intertek eurofins certificat iso_ en_71 astm")),
    Ask.IDENTITY_DOCUMENT: Sought(
        "an identity document",
        words=_words("passport ausweis identity id_card id_copy id-card driving_licen driver's_licen driver_licen national_id identification"),
    ),
    Ask.ADDRESS_DOCUMENT: Sought(
        "a proof of address", words=_words("utility electricity gas_bill water_bill telephone_bill phone_bill internet_bill address lease rental tenancy bill")
    ),
    Ask.BANK_DOCUMENT: Sought("a bank document", words=_words("bank statement credit_card cheque iban")),
    Ask.OTHER_ACCOUNT: Sought(
        "the other account",
        words=re.compile(
            rf"(?:other|another|second|linked|related|first|former|old|earlier|closed|both){_NEAR}(?:account|store|shop)|accounts\b|account{_NEAR}(?:of my|belongs|belonged|owned)|relation|connect",
            re.IGNORECASE,
        ),
    ),
    Ask.PHOTOS: Sought("photographs", words=_words("photo picture image video screenshot")),
    Ask.SHIPMENT_PROOF: Sought(
        "proof of shipment",
        words=_words(
            "track proof_of_delivery proof_of_ship carrier courier scan manifest waybill bill_of_lading shipment shipping_label ship_date post_office delivery"
        ),
    ),
    Ask.ORDER_LIST: Sought("the list of orders", words=re.compile(r"\b\d{3}-\d{7}-\d{7}\b|order|list|spreadsheet|table", re.IGNORECASE)),
    Ask.ACKNOWLEDGEMENT: Sought(
        "a statement that the policy is understood",
        words=re.compile(
            rf"(?:understand|understood|acknowledg|confirm|accept|agree|read|know|follow|comply){_NEAR}(?:polic|rule|agreement|code|terms|guideline|requirement|condition|conduct|responsib)"
            rf"|(?:polic|rule|agreement|code|terms|guideline|requirement){_NEAR}(?:understand|understood|acknowledg|confirm|accept|agree|read|know|follow|compl)",
            re.IGNORECASE,
        ),
        roles=(Role.ACKNOWLEDGEMENT,),
    ),
    Ask.LISTING_EDIT: Sought(
        "the corrected listing", words=_words("listing detail_page title bullet description keyword variation image offer product_page asin")
    ),
    Ask.LISTING_REVIEW: Sought(
        "a review of the other listings", words=_words("listing catalog inventory asin all_products other_products every_product offers all_items whole_range")
    ),
    Ask.REGISTRATION_NUMBER: Sought("a registration number", words=_words("regist epr lucid vat number ein eori licence_no tax_id weee")),
    Ask.COMPLIANCE_DOCUMENT: Sought(
        "the compliance documents",
        words=_words(
            "certificat declaration conformity complian permit licen approv sds msds safety_data fda epa fcc cpc ce_ rohs reach document test_report 510"
        ),
    ),
    Ask.INCIDENT_REPORT: Sought("a report on the incidents", words=_words("incident injur accident report investigat complaint hurt burn")),
    Ask.AFFECTED_UNITS: Sought("the units concerned", words=_words("unit piece item stock lot batch pcs quantit carton inventory pairs sets")),
    Ask.BUYER_INVOICES: Sought("the invoices for the buyers", words=_words("invoice")),
    Ask.COURT_ORDER: Sought("a court order", words=_words("court judg")),
    Ask.COUNTER_NOTICE: Sought("a counter-notice", words=_words("counter")),
    Ask.ORIGINAL_IMAGES: Sought("the original images", words=_words("image photo picture original camera raw file")),
    Ask.TRAINING: Sought("the training", words=_words("train course quiz lesson module seller_university webinar")),
    Ask.AUTHORITY_NOTICE: Sought("the authority's message", words=_words("authorit customs ministry agency fda cpsc rapex office inspector trading_standards")),
    Ask.SHIP_ORDERS: Sought("the open orders", words=_words("ship dispatch despatch sent open_order pending deliver parcel order")),
    Ask.DISCLOSURE: Sought(
        "who did it and how",
        roles=(Role.ROOT_CAUSE,),
        words=_words(
            "agency agent employee person service facebook whatsapp wechat group insert card friend family relative third_part provider broker we_ourselves i_myself who_ how_ account website method"
        ),
    ),
    Ask.OTHER_DOCUMENT: Sought(
        "the documents", words=_words("attach enclos document certificat annex appendix file contract extract record letter statement proof pdf")
    ),
    Ask.EXPLANATION_OF_ERROR: Sought("why the notice is mistaken"),
}
"""What answers each ask. Document names that only some letters use are left to `OTHER_DOCUMENT`."""


@dataclass(frozen=True)
class Usual:
    """A document that a reason usually needs, and the words that mention it."""

    name: str
    words: re.Pattern[str]
    asks: tuple[Ask, ...] = field(default=())
    """Asks that already speak of it."""


_INVOICES = Usual("invoices of the last 365 days that cover the units sold", SOUGHT[Ask.INVOICES].words or _words("invoice"), (Ask.INVOICES,))
_SUPPLIER = Usual(
    "the supplier's name, address, telephone and website", SOUGHT[Ask.SUPPLIER_CONTACT].words or _words("supplier"), (Ask.SUPPLIER_CONTACT, Ask.INVOICES)
)
_CARRIER = Usual(
    "tracking or carrier records of the orders concerned",
    _words("track carrier courier scan manifest proof_of_delivery delivery_confirm post_ royal_mail ups_ dhl"),
    (Ask.SHIPMENT_PROOF,),
)
_PERMISSION = Usual(
    "the rights owner's permission, an invoice from the owner or an authorised distributor, or the retraction",
    _words("permission licen authoris authoriz retract withdr invoice consent"),
    (Ask.AUTHORISATION, Ask.RETRACTION, Ask.INVOICES),
)
_TESTS = Usual("test reports or certificates", _words("test lab_ laborator certificat report sgs tüv tuv intertek"), (Ask.TEST_REPORT, Ask.COMPLIANCE_DOCUMENT))
_DOCUMENTS: dict[Reason, tuple[Usual, ...]] = {
    Reason.INAUTHENTIC: (_INVOICES, _SUPPLIER),
    Reason.COUNTERFEIT: (_INVOICES, _PERMISSION),
    Reason.TRADEMARK: (_PERMISSION,),
    Reason.COPYRIGHT: (_PERMISSION,),
    Reason.PATENT: (_PERMISSION,),
    Reason.CONDITION: (_INVOICES, Usual("photographs of the stock", _words("photo picture image video"), (Ask.PHOTOS,))),
    Reason.SAFETY: (_TESTS,),
    Reason.EXPIRED: (Usual("lot numbers and dates, the removal order or photographs", _words("lot batch removal photo picture best-before best_before expir date"), (Ask.PHOTOS, Ask.AFFECTED_UNITS)),),
    Reason.RESTRICTED_PRODUCT: (
        Usual("the confirmation that every such listing is closed", _words("all_ every other_listing catalog remaining inventory closed deleted removed"), (Ask.LISTING_REVIEW,)),
    ),
    Reason.PRODUCT_COMPLIANCE: (_TESTS,),
    Reason.RELATED_ACCOUNT: (
        Usual("the name of the other account and since when it is active again, or proof that it never was yours", _words("account reinstat reactivat regist extract lease never"), (Ask.OTHER_ACCOUNT,)),
    ),
    Reason.FORGED_DOCUMENT: (Usual("the original documents and the supplier's confirmation", _words("original confirm supplier genuine"), (Ask.INVOICES,)),),
    Reason.DROPSHIPPING: (
        Usual("the supplier agreement, packing slips or own delivery records", _words("agreement contract packing_slip packing-slip slip invoice track stock warehouse"), (Ask.INVOICES, Ask.SHIPMENT_PROOF)),
    ),
    Reason.LATE_SHIPMENT: (_CARRIER,),
    Reason.VALID_TRACKING: (_CARRIER,),
    Reason.ORDER_DEFECT_RATE: (Usual("the orders concerned, by id or number of each kind", re.compile(r"\d{3}-\d{7}-\d{7}|\b(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve) (?:\w+ ){0,2}(?:order|claim|buyer|customer|feedback)", re.IGNORECASE), (Ask.ORDER_LIST,)),),
    Reason.REVIEW_MANIPULATION: (
        Usual("every method, third party and review still online", _words("insert card agency group service friend family facebook whatsapp wechat review"), (Ask.DISCLOSURE,)),
    ),
    Reason.PRICING: (Usual("the price history or the cost behind it", _words("price cost invoice repric"), ()),),
    Reason.FBA_POLICY: (Usual("shipment ids and box counts", _words("fba1 shipment box carton"), ()),),
}  # fmt: skip


def usual_documents(reason: Reason) -> tuple[Usual, ...]:
    """The documents that a reason usually needs."""
    return _DOCUMENTS.get(reason, ())


DOCUMENTS = frozenset(
    {
        Ask.INVOICES,
        Ask.AUTHORISATION,
        Ask.TEST_REPORT,
        Ask.IDENTITY_DOCUMENT,
        Ask.ADDRESS_DOCUMENT,
        Ask.BANK_DOCUMENT,
        Ask.PHOTOS,
        Ask.SHIPMENT_PROOF,
        Ask.COMPLIANCE_DOCUMENT,
        Ask.BUYER_INVOICES,
        Ask.COURT_ORDER,
        Ask.ORIGINAL_IMAGES,
        Ask.AUTHORITY_NOTICE,
        Ask.OTHER_DOCUMENT,
    }
)
"""Asks that only a document answers, so that a mention is not enough."""
INSISTED = frozenset({Ask.INVOICES, Ask.TEST_REPORT, Ask.IDENTITY_DOCUMENT, Ask.ADDRESS_DOCUMENT, Ask.BANK_DOCUMENT})
"""Documents without which no answer is complete, and whose absence from a letter is told surely; the words for the others are met by chance."""
_AT_HAND = re.compile(
    r"\battach|\benclos|\bannex|\bappendi|\bexhibit|\b[\w()-]{1,80}\.(?:pdf|jpe?g|png|gif|docx?|xlsx?|csv|zip|heic|tiff?|eml|msg|mp4)\b"
    r"|\b(?:is|are|we|i)(?: also| now| have| hereby)? (?:upload|submit|includ|provid|forward)(?:ted|ed|e)?\b|\bplease (?:see|find)\b|\bsee (?:file|page|the (?:file|list)|below)\b|\b(?:here|below) (?:is|are)\b|\b(?:we|i) (?:also |now |hereby )?send\b"
    r"|\b(?:invoices?|reports?|certificates?|receipts?|bills?|statements?|licen[cs]es?|permits?|letters?|contracts?|agreements?|declarations?|passports?|cards?|extracts?|notes?|numbers?|slips?|documents?)"
    r"(?: (?:no|nos|nr|number|numbers)\b\.?:?)?(?: #?|#)(?=[\w/-]{0,40}\d{2})[A-Z0-9][\w/-]{3}",
    re.IGNORECASE,
)
_OF_DOCUMENTS = re.compile(r"attach|enclos|annex|appendi|document|proof|evidence|\bfiles?\b|exhibit", re.IGNORECASE)


@dataclass(frozen=True)
class Found:
    """How far a draft answers an ask: the units that answer it, or those that only speak of it."""

    state: State
    units: list[int] = field(default_factory=list)
    near: list[int] = field(default_factory=list)
    missing: list[Ask] = field(default_factory=list)


def answered_by(ask: Ask, reading: Reading, elsewhere: Set[int] = frozenset()) -> Found:
    """How far a draft answers an ask; the units of `elsewhere` are about another matter and answer no part of a plan."""
    sought = SOUGHT[ask]
    if sought.parts:
        return _in_parts(sought.parts, reading, elsewhere)
    units = answering(ask, reading)
    if ask in DOCUMENTS:
        return _document(ask, units, reading)
    if ask in _PARTS:
        own = [number for number in units if number not in elsewhere]
        if units and not own:
            return Found(State.ELSEWHERE, near=units)
        units = own
    if not units and ask is Ask.PREVENTIVE_ACTIONS and (promises := reading.with_role(Role.COMMITMENT)):
        return Found(State.PROMISED, near=promises)
    return Found(State.ANSWERED, units) if units else Found(State.OPEN)


_PARTS = (Ask.ROOT_CAUSE, Ask.CORRECTIVE_ACTIONS, Ask.PREVENTIVE_ACTIONS)


def _in_parts(parts: Sequence[Ask], reading: Reading, elsewhere: Set[int]) -> Found:
    """An ask with parts: answered where all are, in part where some are."""
    each = {part: answered_by(part, reading, elsewhere) for part in parts}
    units = sorted({number for one in each.values() for number in one.units})
    missing = [part for part, one in each.items() if one.state is not State.ANSWERED]
    if not missing:
        return Found(State.ANSWERED, units)
    if units:
        return Found(State.PARTLY, near=units, missing=missing)
    strange = sorted({number for one in each.values() if one.state is State.ELSEWHERE for number in one.near})
    return Found(State.ELSEWHERE, near=strange, missing=missing) if strange else Found(State.OPEN, missing=missing)


def _document(ask: Ask, units: Sequence[int], reading: Reading) -> Found:
    """A document: given where a line attaches it, numbers it or stands as proof, and does not say that it is missing."""
    without = lacking(ask, reading)
    headings = {n for n, unit in enumerate(reading.document.sentences) if reading.document.block_of(unit).kind is BlockKind.HEADING}
    spoken = [number for number in units if number not in without and number not in headings]
    given = [n for n in spoken if _at_hand(n, reading)] or [n for n in spoken if reading.roles[n] is Role.EVIDENCE]
    if given:
        return Found(State.ANSWERED, given)
    if without:
        return Found(State.LACKING, near=sorted(without))
    return Found(State.MENTIONED, near=spoken) if spoken else Found(State.OPEN)


def _at_hand(number: int, reading: Reading) -> bool:
    """Whether a unit gives a document, by its words or by the heading above it."""
    return bool(_AT_HAND.search(reading.text(number)) or _OF_DOCUMENTS.search(reading.document.section_of[number] or ""))


def answering(ask: Ask, reading: Reading) -> list[int]:
    """The numbers of the units that speak of an ask without parts, by their roles or words."""
    sought = SOUGHT[ask]
    if ask is Ask.EXPLANATION_OF_ERROR:
        denying = [n for n, flags in enumerate(reading.flags) if Flag.DENIES in flags]
        return denying or (reading.with_role(Role.EVIDENCE) if reading.road is Road.DISPUTE else [])
    units = set(reading.with_role(*sought.roles)) if sought.roles else set()
    if sought.words is not None:
        units |= mentioning(sought.words, reading)
    return sorted(units)


def mentioning(words: re.Pattern[str], reading: Reading) -> set[int]:
    """The numbers of the judged units in which the words stand."""
    units = reading.document.sentences
    return {number for number, unit in enumerate(units) if unit.judged and words.search(reading.text(number))}


def named(asks: Sequence[Ask], joined: str = "or") -> str:
    """Some asks in words, as alternatives or joined by another word."""
    names = [SOUGHT[ask].name for ask in asks]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} {joined} {names[-1]}"


def lines_named(lines: Sequence[int]) -> str:
    """Some lines in words, no more than six of them."""
    shown = ", ".join(map(str, lines[:6])) + (", …" if len(lines) > 6 else "")
    return f"line {shown}" if len(lines) == 1 else f"lines {shown}"


def verb(lines: Sequence[int], one: str, several: str) -> str:
    """The form of a verb that fits a number of lines."""
    return one if len(lines) == 1 else several
