"""What a draft says it does not have, and no wording replaces."""

from __future__ import annotations

import re
from dataclasses import dataclass

from reviewer.case.values import Ask, Reason
from reviewer.rule import Reading

_SUPPLY = (Reason.INAUTHENTIC, Reason.COUNTERFEIT, Reason.CONDITION)
_RIGHTS = (Reason.TRADEMARK, Reason.COPYRIGHT, Reason.PATENT, Reason.COUNTERFEIT)


@dataclass(frozen=True)
class Wall:
    """Words in a draft that say what is missing, with the reasons and asks for which it matters."""

    text: str
    words: re.Pattern[str]
    reasons: tuple[Reason, ...]
    asks: tuple[Ask, ...] = ()


WALLS = (
    Wall(
        "you need a document, because without an invoice Amazon cannot see where the goods came from. A delivery note, a contract or the supplier's written confirmation may help; receipts of shops are usually not accepted.",
        re.compile(
            r"\b(?:have|had|has|got|kept|with|are|is|was|were) no (?:[\w-]+ ){0,2}(?:invoice|bill)s?\b|\b(?:do|did|does|could|can)(?: ?n[o']t|not) (?:have|keep|own|possess|get|receive|find|show|provide|give|send|produce)\b[^.;\n]{0,30}\binvoices?\b"
            r"|\bwithout (?:any |an |a )?invoices?\b|\b(?:lost|no longer have|never (?:got|received|had|kept))\b[^.;\n]{0,25}\binvoices?\b",
            re.IGNORECASE,
        ),
        _SUPPLY,
        (Ask.INVOICES,),
    ),
    Wall(
        "you need another document: goods bought in shops, at auctions or from private people have receipts, not invoices of a supplier, and these are usually not accepted as proof of origin.",
        re.compile(
            r"\bbought\b[^.;\n]{0,50}\b(?:retail|supermarkets?|outlet|flea market|liquidat\w+|walmart|costco|target|ebay|tk maxx|garage sale|clearance|auction)\b",
            re.IGNORECASE,
        ),
        _SUPPLY,
    ),
    Wall(
        "as long as the other account is closed, this one usually stays closed. First appeal for the other account, or show that it never was yours.",
        re.compile(
            r"\b(?:account|store|shop)\b[^.;\n]{0,60}\b(?:is|are|remains?|stays?|was|still)\b[^.;\n]{0,15}\b(?:still|yet|remains?)?\s?(?:closed|deactivated|suspended|blocked|inactive|not (?:yet )?(?:been )?(?:active|reinstated|reactivated|open))\b",
            re.IGNORECASE,
        ),
        (Reason.RELATED_ACCOUNT,),
        (Ask.OTHER_ACCOUNT,),
    ),
    Wall(
        "only the rights owner can take a complaint back, by writing to Amazon directly.",
        re.compile(
            r"\b(?:rights? (?:owner|holder)|brand(?: owner)?|complainant|owner of the (?:mark|brand|patent|design))\b[^.;\n]{0,50}\b(?:has|have|did|does|is|will)(?: ?n[o']t|not| never| refused)\b[^.;\n]{0,20}\b(?:answer|repl|respon|react|retract|withdr|agree)",
            re.IGNORECASE,
        ),
        _RIGHTS,
        (Ask.RETRACTION,),
    ),
    Wall(
        "you need a document, because no description replaces a certificate or test report. Ask the manufacturer or a laboratory before you send.",
        re.compile(
            r"\b(?:have|had|has|got|with) no (?:[\w-]+ ){0,2}(?:certificates?|test reports?|approvals?|licen[cs]es?|permits?)\b|\b(?:do|did|does|could|can)(?: ?n[o']t|not) (?:have|own|possess|get|find|show|provide|give|send|produce)\b[^.;\n]{0,30}\b(?:certificates?|test reports?|approvals?|licen[cs]es?|permits?)\b",
            re.IGNORECASE,
        ),
        (Reason.SAFETY, Reason.RESTRICTED_PRODUCT, Reason.PRODUCT_COMPLIANCE),
        (Ask.TEST_REPORT, Ask.COMPLIANCE_DOCUMENT),
    ),
)


def lacking(ask: Ask, reading: Reading) -> set[int]:
    """The numbers of the units that say that what is asked for is not there."""
    walls = [wall for wall in WALLS if ask in wall.asks]
    if not walls:
        return set()
    return {number for number, unit in enumerate(reading.document.sentences) if unit.judged and any(wall.words.search(reading.text(number)) for wall in walls)}
