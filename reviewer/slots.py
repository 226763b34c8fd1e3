"""Which details a unit holds: who, when, how many, with what, which item, what proof.

The six questions are those that notices and consultants ask ("be as specific as possible"; docs/sources.md#specificity).
Only details that a stranger could check count: "100 % committed" fills no slot.
"""

from __future__ import annotations

import re
from enum import StrEnum

from reviewer.plain import lower_case


class Slot(StrEnum):
    """A detail that a cause, an action or a control may carry."""

    WHO = "who"
    WHEN = "when"
    HOW_MANY = "how many"
    WITH_WHAT = "with what"
    WHICH = "which item"
    PROOF = "what proof"


_MONTH = r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
_DAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)days?"
ASIN = re.compile(r"\bB0[A-Z0-9]{8}\b|\b(?:ASIN|ISBN)[:\s#]*[0-9A-Z]{10}\b")
ORDER_ID = re.compile(r"\b\d{3}-\d{7}-\d{7}\b")
COMPLAINT_ID = re.compile(r"\b(?:complaint|case|ticket|reference|ref|notice|claim)\s*(?:id|no|number|nr)?[.:#\s]*\s?[#A-Z]*-?\d{4,}\b", re.IGNORECASE)
IDENTIFIER = re.compile(
    rf"{ASIN.pattern}|{ORDER_ID.pattern}|\b(?:FBA[A-Z0-9]{{7,}}|X00[A-Z0-9]{{7}}|(?i:sku|lot|batch|model|shipment|po|serial)\s*(?i:no|number|nr)?[.:#\s]*\s?[A-Z]*-?[A-Z0-9-]*\d[A-Z0-9-]*)\b"
)
DATE = re.compile(
    rf"\b\d{{1,2}}(?:st|nd|rd|th)?\.?\s?(?:of )?{_MONTH}\b|\b{_MONTH}\.?\s\d{{1,2}}\b|\b{_MONTH},?\s?(?:of )?20[12]\d\b|\b20[12]\d[-/.]\d{{1,2}}(?:[-/.]\d{{1,2}})?\b|"
    r"\b\d{1,2}[-/.]\d{1,2}[-/.](?:20)?[12]\d\b|\b\d{1,2}[-/]\d{1,2}\b(?=\s|,|\.|$)|\b(?:calendar )?week \d{1,2}\b|\b(?:q[1-4]|kw ?\d{1,2})\b|20[12]\d年",
    re.IGNORECASE,
)
_WHEN = re.compile(
    rf"{DATE.pattern}|\b(?:in|since|until|till|during|by|from|early|late|mid|end of) {_MONTH}\b|\b(?:every|each|on|last|next|this|until|by|since) {_DAY}\b|\b{_DAY}\b|\b(?:daily|weekly|monthly|quarterly|yesterday)\b|"
    r"\b(?:every|each|once a|twice a|per) (?:\w+ )?(?:day|week|month|morning|evening|night|quarter|shift|hour)s?\b|\b\d{1,2}(?::\d\d| ?[ap]\.?m\b)|\bwithin (?:\d+|one|two|three|four|five|six|seven) \w+|"
    r"\b(?:for|after|over|last|past|first|in) (?:the )?(?:last |past |first )?(?:\d+|two|three|four|five|six|seven|eight|nine|ten|twelve) (?:hours?|days?|weeks?|months?)\b",
    re.IGNORECASE,
)
_EMPTY_NUMBER = re.compile(
    r"\b(?:100|110|200|1000) ?(?:%|percent|per cent)|\b24/7\b|\b\d[- ]?stars?\b|\b(?:number|no\.?) ?(?:1|one)\b|\b\d+ ?(?:years?|yrs)\b|\bwithin 24 ?(?:hours|h)\b|\b(?:one|1) of\b|\b(?:section|step|point|phase|part|page) \d+\b",
    re.IGNORECASE,
)
_QUANTITY = re.compile(
    r"\b\d+(?:[.,]\d+)*\s?(?:%|percent|kg|g|mg|l|ml|mm|cm|m|eur|usd|gbp|euros?|dollars?|pounds?)(?!\w)|[$€£¥]\s?\d|\b(?:\d{1,3}(?:[ ,.]\d{3})+|\d+|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|"
    r"fifteen|twenty|thirty|forty|fifty|hundred)\b(?=\s(?:of\s|more\s|other\s|late\s|open\s|further\s|affected\s|old\s|new\s|wrong\s|\w+ed\s)?[a-z]{3,})",
    re.IGNORECASE,
)
_WHO = re.compile(
    r"\b(?:our|the|my|a|an|one|new|each|every|second|third)\s(?:\w+[- ]){0,2}?(?:manager|clerk|supervisor|director|owner|assistant|inspector|accountant|buyer in|purchaser|lead|leader|head|packer|worker|employee|"
    r"colleague|partner|brother|sister|wife|husband|son|daughter|father|mother|nephew|cousin|foreman|engineer|designer|bookkeeper|trainee|intern|driver|freelancer|agency|lawyer|officer|coordinator|operator|staff member|storekeeper)s?\b"
    r"|\b(?:Mr|Mrs|Ms|Miss|Herr|Frau|Sr|Sra|Dr)\.? [A-Z]\w+|\bI (?:personally|myself)\b|\bI (?:check|sign|review|control|open|read|look|count|weigh)\b",
    re.IGNORECASE,
)
_NAME = re.compile(r"(?<=[a-z,;:)] )(?:[A-Z][a-z]{2,}(?: [A-Z][a-z]+)?)(?! ?(?:Seller|Central|Policy|Team|Performance|Services))")
_NOT_NAMES = frozenset(
    "amazon seller sellers performance account plan action root cause policy policies business solutions agreement customer customers monday tuesday wednesday thursday "
    "friday saturday sunday january february march april may june july august september october november december english german china chinese european "
    "usa american marketplace team health central listing quality control product products dear please also then europe code conduct".split()
)
_TOOL = re.compile(
    r"\b(?:sop|checklist|check list|check-list|spreadsheet|excel|erp|wms|crm|scanner|barcode|bar code|software|app|plug-?in|repricer|form|log ?book|logbook|register|calendar|alarm|reminder|"
    r"scale|caliper|calliper|thermometer|camera|microscope|x-ray|template|label|sticker|seal|bin|shelf|rack|cage|tape|bubble|carton|box|tracking|tracked|buy shipping|vine|request a review|"
    r"test report|certificate|contract|trademark (?:search|database)|euipo|uspto|wipo|tmview|google lens|helium|keepa|linnworks|shopify|sellerboard|veeqo|shipstation|baselinker|jtl|plentymarkets|odoo|sap|trello|asana|notion|whatsapp|google sheets?)\b",
    re.IGNORECASE,
)
_PROOF = re.compile(
    r"\b(?:attached|enclosed|attachment|annex|appendix|screenshots?|photos?|pictures?|invoices?|receipts?|certificates?|test reports?|proof of|tracking numbers?|delivery scans?|letter of|statement|records?|contract|licen[cs]e)\b",
    re.IGNORECASE,
)


_DIGIT = re.compile(r"\d")
_LOWER = {pattern: lower_case(pattern) for pattern in (DATE, _WHEN, _EMPTY_NUMBER, _QUANTITY, _WHO, _TOOL, _PROOF)}


def filled(text: str) -> frozenset[Slot]:
    """The slots that `text`, in plain characters, fills; only its first 2,000 characters are looked at."""
    text = text[:2000]
    lowered = text.lower()
    digits = _DIGIT.search(text) is not None
    bare = _LOWER[_EMPTY_NUMBER].sub(" ", lowered)
    slots: set[Slot] = set()
    if _LOWER[_WHEN].search(bare):
        slots.add(Slot.WHEN)
    if digits and (IDENTIFIER.search(text) or COMPLAINT_ID.search(text)):
        slots.add(Slot.WHICH)
    if _LOWER[_QUANTITY].search(_LOWER[DATE].sub(" ", bare) if digits else bare):
        slots.add(Slot.HOW_MANY)
    if _LOWER[_WHO].search(lowered) or any(m.group().split()[0].lower() not in _NOT_NAMES for m in _NAME.finditer(text)):
        slots.add(Slot.WHO)
    if _LOWER[_TOOL].search(lowered):
        slots.add(Slot.WITH_WHAT)
    if _LOWER[_PROOF].search(lowered):
        slots.add(Slot.PROOF)
    return frozenset(slots)


def checkable(slots: frozenset[Slot]) -> bool:
    """Whether the slots make a unit concrete: a date, a count or an id, or any two others."""
    return bool(slots & {Slot.WHEN, Slot.HOW_MANY, Slot.WHICH}) or len(slots) >= 2
