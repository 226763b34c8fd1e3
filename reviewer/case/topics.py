"""Which words speak of which reason, to tell whether a letter is about the reason of its notice at all.

A list names what letters on this reason can hardly avoid, by stems; it is wide on purpose, since only its complete absence counts.
"""

from __future__ import annotations

import re
from functools import cache

from reviewer.case.values import Reason

_STEMS: dict[Reason, str] = {
    Reason.ORDER_DEFECT_RATE: "odr defect a-to-z atoz guarantee chargeback claim feedback refund negative return damage broken arriv late parcel rate",
    Reason.LATE_SHIPMENT: "late ship dispatch despatch handl post parcel courier carrier pick-up pickup collect cut-off delay label tracking confirm lsr",
    Reason.CANCELLATION: "cancel oversold oversell stock-out inventory stock quantit sync available availab",
    Reason.VALID_TRACKING: "track vtr scan carrier label courier number upload",
    Reason.ON_TIME_DELIVERY: "on-time ontime otdr deliver transit arriv late carrier courier handl delay promise",
    Reason.INAUTHENTIC: "authentic genuine original invoice supplier source sourc supply brand fake distribut wholesal manufactur factory purchas receipt",
    Reason.COUNTERFEIT: "counterfeit fake genuine authentic brand logo trademark rights invoice supplier copy replica imitation licens",
    Reason.TRADEMARK: "trademark trade-mark mark brand logo rights infring registr licens word name permission",
    Reason.COPYRIGHT: "copyright image photo picture text design artwork rights infring licens permission author original illustration font pattern",
    Reason.PATENT: "patent utility design claim infring rights invent licens technic registered",
    Reason.CONDITION: "used new condition return open scratch packag dirty inspect grade grading refurbish resold seal wear worn like-new restock",
    Reason.NOT_AS_DESCRIBED: "describ description detail page listing picture photo image size colour color material differ wrong label variant dimension text title missing part",
    Reason.SAFETY: "safe injur burn fire hazard overheat heat smoke danger recall incident test shock cut chok melt spark explod allerg skin rash hurt hospital battery",
    Reason.EXPIRED: "expir best-before before shelf-life shelf date lot batch fefo stale old fresh",
    Reason.RESTRICTED_PRODUCT: "restrict prohibit banned ban permit licen approv allow forbidden regulat document certificat safety sheet registration claim ingredient pesticid medical compliance policy",
    Reason.LISTING_POLICY: "listing variation title keyword detail page parent child asin bullet brand duplicat categor image upc gtin attribut theme relationship",
    Reason.REVIEW_MANIPULATION: "review feedback rating insert card incentive gift refund coupon vine star voucher paid friend family reviewer opinion",
    Reason.SALES_MANIPULATION: "rank sales order fake purchas bought buyer account traffic brush search keyword click wishlist cart",
    Reason.RELATED_ACCOUNT: "account related linked link another other shared share address ip device laptop computer bank partner relative brother sister wife husband relation connection register",
    Reason.DECEPTIVE_ACTIVITY: "decept fraud mislead false document honest disguise identity account information activit abuse tracking empty",
    Reason.FORGED_DOCUMENT: "invoice document forg alter edit fake edited change changed original supplier pdf receipt bill paper photoshop stamp",
    Reason.VERIFICATION: "verif identity passport bill address bank document name statement id utility licence license card owner register inform phone tax",
    Reason.DROPSHIPPING: "dropship drop-ship drop retailer packing slip seller of record supplier third-party purchas invoice packag warehouse wholesaler walmart own ship",
    Reason.PRICING: "price pricing repric gouging cost margin expens dear maximum minimum cheap unit",
    Reason.FBA_POLICY: "fba inbound shipment carton label box prep fulfilment fulfillment warehouse units receiv inventory removal polybag barcode fnsku",
    Reason.PRODUCT_COMPLIANCE: "complian certificat test declaration ce mark label document report standard conformity responsible directive en astm cpc epr registr manual warning",
    Reason.CODE_OF_CONDUCT: "conduct code divert contact message e-mail email website card insert buyer customer phone link advert fair competitor rival click report",
    Reason.SUPPORT_MISUSE: "case support contact ticket duplicate message agent open opened repeated associate call phone chat",
    Reason.TAX: "tax vat gst ein number registr invoice return declare identification w-8 w-9",
    Reason.RETURN_RATE: "return rate refund send-back defect size damaged broken leak",
    Reason.INVOICE_DEFECT: "invoice upload business vat pdf defect bill idr",
}


@cache
def _pattern(reason: Reason) -> re.Pattern[str] | None:
    stems = _STEMS.get(reason)
    return re.compile(rf"(?<![a-z])(?:{'|'.join(map(re.escape, stems.split()))})", re.IGNORECASE) if stems else None


def speaks_of(text: str, reason: Reason) -> bool:
    """Whether `text` holds a word that belongs to `reason`; true for reasons without a list."""
    pattern = _pattern(reason)
    return pattern is None or pattern.search(text) is not None


def share(texts: list[str], reason: Reason) -> float:
    """The share of `texts` that speak of `reason`; 1 for no text."""
    return sum(speaks_of(text, reason) for text in texts) / len(texts) if texts else 1.0
