"""Why a notice was sent: for each reason the words that say so. The most specific reason of a passage counts."""

from __future__ import annotations

import re

from reviewer.case.values import NoticeReason, Reason

_CUES: tuple[tuple[Reason, str], ...] = (
    (Reason.ORDER_DEFECT_RATE, r"order defect rate|\bODR\b|\bdefect rate\b(?! of invoice)"),
    (
        Reason.LATE_SHIPMENT,
        r"after the(?:ir)? expected ship\w* date|by the(?:ir)? expected ship\w* date|late (?:shipment|dispatch|despatch|shipping) rate|\bLSR\b|\bLDR\b|(?:shipped|dispatched|shipments? (?:were|was)|orders? (?:were|was)) (?:\w+ ){0,2}late\b|rate of late",
    ),
    (
        Reason.CANCELLATION,
        r"cancel(?:l?ation|led)?[- ]rate|pre-?fulfil+ment cancel|cancel(?:led)? (?:\w+ ){0,4}(?:orders|of \d+)|orders? (?:\w+ ){0,3}cancel+ed",
    ),
    (
        Reason.VALID_TRACKING,
        r"valid tracking|\bVTR\b|confirm tracking|tracking (?:numbers?|that we can) (?:\w+ ){0,4}(?:valid|confirm|invalid)|valid tracking number",
    ),
    (
        Reason.ON_TIME_DELIVERY,
        r"arriv\w+ (?:\w+ ){0,3}(?:on or before|after|by) the promised|after the (?:promised|latest) delivery date|on[- ]time delivery|\bOTDR\b|delivered (?:on|after) (?:time|the promised)",
    ),
    (
        Reason.INVOICE_DEFECT,
        r"invoice defect|\bIDR\b|invoices? (?:\w+ ){0,4}(?:not|was|were) (?:\w+ ){0,3}(?:uploaded|provided|issued)|without an? (?:\w+ )?invoice (?:upload|in time)",
    ),
    (
        Reason.FORGED_DOCUMENT,
        r"\b(?:forged|manipulated|altered|falsified|fake|edited|fraudulent|tampered)\b[^.\n]{0,40}\b(?:invoice|document|test report|certificate|receipt|bill|paper|licen[cs]e)|\b(?:invoice|document|test report|certificate|receipt|bill|letter|paper|licen[cs]e)s?\b[^.\n]{0,90}\b(?:forged|manipulated|altered|falsified|edited|not genuine|fraudulent|tampered|changed after|never issued|did not issue|not issued|could not confirm|not recogni[sz]e)",
    ),
    (Reason.COUNTERFEIT, r"unauthori[sz]ed (?:pressing|cop(?:y|ies)|reproduction|replica)s?|counterfeit(?! or)"),
    (
        Reason.INAUTHENTIC,
        r"inauthentic|authenticity|not (?:be )?(?:authentic|genuine|the original|original)|(?:is|are|were|was) (?:\w+ ){0,2}fake|doubt[^.\n]{0,40}(?:genuine|authentic|origin)|(?:verify|confirm|prove|whether)[^.\n]{0,40}\bauthentic|supply chain|genuineness",
    ),
    (Reason.PATENT, r"\bpatents?\b"),
    (
        Reason.COPYRIGHT,
        r"(?:images?|photographs?|illustrations?|leaflets?|patterns?|texts?)\b[^.\n]{0,80}\b(?:cop(?:y|ies|ied)|uses?|used)\b[^.\n]{0,40}(?:it owns|its work|(?:its|their) (?:work|illustration|photograph|image)|without permission)|copyright|(?:images?|photographs?|text|artwork)[^.\n]{0,60}(?:belong(?:s|ing)? to|without (?:the )?permission|owned by)",
    ),
    (Reason.TRADEMARK, r"trade ?-?marks?\b|registered (?:mark|word)|brand name of another|(?:uses?|used|using) (?:the )?(?:mark|brand|word) (?-i:[A-Z])"),
    (
        Reason.REVIEW_MANIPULATION,
        r"(?:customer |product )\breviews?\b[^.\n]{0,40}(?:policy|manipulat)|(?:influence|change or remove|remove or change) (?:\w+ ){0,2}reviews|\breviews\b[^.\n]{0,80}(?:manipulat|compensat|incentiv|influenc|\bpaid\b|refund|in exchange|\breward|solicit|obtained|requested)|(?:manipulat|compensat|incentiv|\bpaid\b|reward|refund|in exchange|\boffers? (?:a|of)\b|offered (?:a|free|compens|gift|money)|gifts?\b|solicit\w*)[^.\n]{0,60}\b(?:reviews?\b(?! of one)|feedback|five stars?|stars?|ratings?)\b|feedback (?:manipulation|policy)|community abuse|(?:about|concerning|regarding) (?:the )?(?:customer |product )?reviews (?:of|on|for) your|asked for (?:the |these |those )?reviews|\breviews\b[^.\n]{0,80}(?:offered (?:a|for)|gifts?\b|gave (?:a|money))|reviews?[^.\n]{0,40}in return",
    ),
    (
        Reason.SALES_MANIPULATION,
        r"sales rank|(?:manipulat|inflat|artificial)[^.\n]{0,40}(?:rank|sales|orders|traffic|clicks)|orders?[^.\n]{0,60}(?:fake|placed by (?:you|accounts))|search (?:rank|result)s?[^.\n]{0,30}(?:manipulat|influenc)",
    ),
    (
        Reason.RELATED_ACCOUNT,
        r"\b(?:connect|link)s? (?:it|your account|this account|them) (?:with|to) (?:a|an|another|the) (?:\w+ ){0,2}account|(?:related|linked|connected|link|connection|relationship)[^.\n]{0,50}(?:another|other|an|the|closed|deactivated)[^.\n]{0,25}account|more than one (?:selling )?account|multiple (?:selling )?accounts|account[^.\n]{0,40}(?:related|linked|connected) to",
    ),
    (
        Reason.DROPSHIPPING,
        r"drop[- ]?ship|seller of record|(?:packing slip|packag\w+|labels?|slips?)[^.\n]{0,80}(?:another|different|other) (?:retailer|seller|shop|store|merchant|company)|packaging of (?:another|a) retailer",
    ),
    (
        Reason.CODE_OF_CONDUCT,
        r"code of conduct|\b(?:damage|harm|attack|sabotage)\w* (?:\w+ ){0,5}(?:another|other|competing) sellers?|divert\w*|(?:card|insert|flyer|leaflet)s?[^.\n]{0,80}(?:website|web ?site|web ?shop|outside amazon|off amazon|own (?:shop|site))|contact(?:ed|ing) (?:\w+ ){0,3}(?:customers|buyers) (?:\w+ ){0,3}(?:outside|directly|privately)|(?:click|report)s?[^.\n]{0,30}competitor",
    ),
    (
        Reason.SUPPORT_MISUSE,
        r"misuse[^.\n]{0,40}(?:support|contact)|(?:support|contact) (?:channel|misuse|cases?)|support for your account|duplicate cases|cases about (?:a|the|one) |opened \d+ cases|cases with (?:selling partner|seller) support|abusive language",
    ),
    (
        Reason.PRICING,
        r"prices?\b[^.\n]{0,60}\bunfair|\blist price\b|pric(?:e|es|ing|ed)\b[^.\n]{0,70}(?:fair|gouging|higher|above|high|excess|marked|increase|rais|harm|exceed)|fair pricing|price gouging|(?:above|higher than|exceed)[^.\n]{0,40}\bprice",
    ),
    (
        Reason.EXPIRED,
        r"replace[- ]by|expir(?:ed|y|ation)|(?:use|sell|best)[- ]by|best[- ]before|past (?:its|their|the) (?:\w+ )?date|shelf[- ]life|date (?:printed )?(?:on|that)[^.\n]{0,30}passed|past the date",
    ),
    (
        Reason.SAFETY,
        r"felt (?:sick|ill|unwell)|became (?:sick|ill)\b|danger (?:to|for) (?:people|customers|health|children)|\bsafety (?:review|incident|issue|concern|complaint|risk|report|problem|reason|team's)|\bunsafe\b|injur\w+|\bburn(?:s|ed|t|ing)?\b(?! time)|\bfire\b|overheat\w*|electric shock|chok(?:e|ing)|caught fire|hazard\b(?! sheet)|hurt|(?:skin|allergic) (?:reaction|irritation)|became (?:very )?hot|melt(?:ed|ing)|exploded|smok(?:e|ing)",
    ),
    (
        Reason.RESTRICTED_PRODUCT,
        r"are drugs under|drug paraphernalia|claims? (?:that )?[^.\n]{0,40}(?:treats?|relieves?|cures?|antibacterial|disease)|biocid|may not be offered\b|may be (?:sold|offered) only (?:with|where|if)|restricted (?:product|item|categor)|prohibit\w*[^.\n]{0,40}(?:product|item|sale|sold|list|offer)|(?:not|may not|cannot) be (?:sold|listed|offered) (?:on|in|without)|\b(?:sale|sold|listed)\b[^.\n]{0,50}(?:is|are) (?:not permitted|prohibited|restricted|forbidden)|requires? (?:\w+ ){0,3}(?:approval|permit|licen[cs]e|registration)[^.\n]{0,40}(?:sell|list|offer)|are restricted|not permitted on amazon|does not allow (?:items|products)|pesticide|medical device|drug claim|without (?:the |an? )?(?:approval|licen[cs]e|permit|prescription)",
    ),
    (
        Reason.PRODUCT_COMPLIANCE,
        r"meets? the \w+ Regulation|CLP Regulation|does not relate to the (?:product|fabric|model)|complian(?:ce|t) (?:document|requirement|mark)|compl(?:y|ies|iance) with (?:the )?(?:(?-i:UK|EU|CE|REACH|GPSR|RoHS)|regulation|safety standard)|CE mark|declaration of conformity|responsible person|children's product certificate|(?-i:\bEPR\b|\bLUCID\b|\bREACH\b|\bGPSR\b)|who is responsible for the product|product compliance|regulatory (?:requirement|document|compliance)|(?:test report|documents?)[^.\n]{0,40}(?:missing|not on file|on file do not|names a different)",
    ),
    (
        Reason.CONDITION,
        r"\b(?:bought|ordered|purchased)\b[^.\n]{0,60}\bnew\b[^.\n]{0,140}\b(?:used|in use|opened|peeled|taped|worn)\b|in [\"“']?(?:new|neuf|neu|nuovo|nuevo)[\"”']? condition|(?:sold|listed|described|offered) as new|used (?:item|unit|product|sold)|condition (?:complaint|guideline|in which|other)|(?:arrived|received|looked|sold) (?:\w+ ){0,3}(?:used|opened|worn|scratched|dirty|mouldy|moldy)\b|had mould|sold as [\"“'][^.\n]{0,60}that had|item condition|condition guidelines|used (?:or|and) (?:opened|damaged)",
    ),
    (
        Reason.NOT_AS_DESCRIBED,
        r"\b(?:thinner|smaller|shorter|lighter|larger|lower|heavier|longer) than (?:the |what the )?(?:\w+ ){0,2}(?:page|pictures?|title|description|stated|promised|shown|listed)\b|\bwhile the (?:title|page|description|listing) (?:says|promises|states|claims|shows)|not made of the (?:stated|described)|not of the stated|not as described|(?:differ(?:s|ent)?|deviat\w+)[^.\n]{0,50}(?:detail page|description|page|listing|picture|described|image|shown)|(?:do|does|did) not (?:match|correspond|agree)[^.\n]{0,40}(?:detail page|description|page|listing|picture|image)|materially different|description[^.\n]{0,40}(?:wrong|mislead|does not)|described as[^.\n]{0,80}(?:while|but|is|label)",
    ),
    (
        Reason.LISTING_POLICY,
        r"already ha(?:s|ve) a page|(?:created|published) as new pages?|variation|detail page (?:rules|policy)|listing polic|(?:duplicate|incorrect|new) (?:asin|listing|product page)s?|(?:title|keyword|bullet|image)s?[^.\n]{0,70}(?:not (?:allowed|permitted)|violat|policy|rules|contain)|asin creation|product identifier|\bGTIN\b|\bUPC\b|\bbrowse node|search terms",
    ),
    (
        Reason.FBA_POLICY,
        r"\bFBA (?:inbound|polic|require|inventory|prep|dangerous)|inbound (?:requirement|performance|problem|polic)|fulfil+ment by amazon requirement|dangerous goods|shipments?[^.\n]{0,60}(?:fulfil+ment cent|FBA)[^.\n]{0,60}(?:not|without|wrong|never|deleted|incorrect)|FBA\w{6,12}[^.\n]{0,90}(?:never arrived|without|wrong|missing|not)",
    ),
    (Reason.TAX, r"\b(?:VAT|GST|tax (?:identification|number|information|registration|interview)|taxpayer|W-8|W-9|(?-i:TIN|EIN)\b)"),
    (
        Reason.DECEPTIVE_ACTIVITY,
        r"decept(?:ive|ion)|fraudulent(?! (?:doc|inv))|illegal activit|fake tracking|false (?:tracking|information|proof)|mislead(?:ing)? (?:buyers|customers|amazon)|abus(?:e|ive) of (?:the )?a-to-z",
    ),
    (
        Reason.VERIFICATION,
        r"(?:not able|unable|could not|cannot) (?:to )?(?:confirm|verify) (?:the |your )?(?:information|identity|details|address)|verif(?:y|ied|ication)[^.\n]{0,60}(?:identity|business|seller|account|information|address|bank|documents?|you\b|details)|(?:identity|seller|business|account|information)[^.\n]{0,30}verif(?:y|ied|ication)|INFORM (?:Consumers )?Act",
    ),
    (
        Reason.RETURN_RATE,
        r"return (?:dissatisfaction )?rate|(?:high|number of|share of) return(?:s|ed)|units?[^.\n]{0,60}were returned|(?:many|most) (?:customers|buyers) send[^.\n]{0,30}back|returned[^.\n]{0,30}\d+(?:\.\d+)? ?%",
    ),
)
_COMPILED = tuple((reason, re.compile(cues, re.IGNORECASE)) for reason, cues in _CUES)
_YIELDS: dict[Reason, frozenset[Reason]] = {
    Reason.ORDER_DEFECT_RATE: frozenset(
        {Reason.NOT_AS_DESCRIBED, Reason.CONDITION, Reason.LATE_SHIPMENT, Reason.CANCELLATION, Reason.DROPSHIPPING, Reason.SAFETY}
    ),
    Reason.LATE_SHIPMENT: frozenset({Reason.CANCELLATION, Reason.ON_TIME_DELIVERY, Reason.VALID_TRACKING}),
    Reason.VALID_TRACKING: frozenset({Reason.LATE_SHIPMENT, Reason.DECEPTIVE_ACTIVITY}),
    Reason.COUNTERFEIT: frozenset({Reason.INAUTHENTIC, Reason.TRADEMARK, Reason.FORGED_DOCUMENT, Reason.SAFETY}),
    Reason.FORGED_DOCUMENT: frozenset({Reason.INAUTHENTIC, Reason.VERIFICATION, Reason.PRODUCT_COMPLIANCE, Reason.DECEPTIVE_ACTIVITY}),
    Reason.INAUTHENTIC: frozenset({Reason.CONDITION, Reason.NOT_AS_DESCRIBED}),
    Reason.PATENT: frozenset({Reason.TRADEMARK, Reason.COPYRIGHT}),
    Reason.COPYRIGHT: frozenset({Reason.LISTING_POLICY}),
    Reason.TRADEMARK: frozenset({Reason.LISTING_POLICY, Reason.COPYRIGHT}),
    Reason.REVIEW_MANIPULATION: frozenset({Reason.CODE_OF_CONDUCT, Reason.SALES_MANIPULATION, Reason.RELATED_ACCOUNT}),
    Reason.SALES_MANIPULATION: frozenset({Reason.CODE_OF_CONDUCT}),
    Reason.DROPSHIPPING: frozenset({Reason.CODE_OF_CONDUCT, Reason.CONDITION}),
    Reason.SAFETY: frozenset({Reason.PRODUCT_COMPLIANCE, Reason.CONDITION, Reason.NOT_AS_DESCRIBED, Reason.RESTRICTED_PRODUCT}),
    Reason.EXPIRED: frozenset({Reason.CONDITION, Reason.SAFETY}),
    Reason.RESTRICTED_PRODUCT: frozenset({Reason.PRODUCT_COMPLIANCE, Reason.SAFETY}),
    Reason.FBA_POLICY: frozenset({Reason.SAFETY, Reason.CONDITION, Reason.LATE_SHIPMENT}),
    Reason.LISTING_POLICY: frozenset({Reason.NOT_AS_DESCRIBED, Reason.REVIEW_MANIPULATION, Reason.PRODUCT_COMPLIANCE}),
    Reason.SUPPORT_MISUSE: frozenset({Reason.CODE_OF_CONDUCT, Reason.REVIEW_MANIPULATION}),
    Reason.RELATED_ACCOUNT: frozenset({Reason.VERIFICATION}),
    Reason.NOT_AS_DESCRIBED: frozenset({Reason.CONDITION}),
    Reason.RETURN_RATE: frozenset({Reason.CONDITION, Reason.NOT_AS_DESCRIBED}),
    Reason.INVOICE_DEFECT: frozenset({Reason.TAX, Reason.ORDER_DEFECT_RATE, Reason.LATE_SHIPMENT}),
    Reason.TAX: frozenset({Reason.VERIFICATION}),
    Reason.PRODUCT_COMPLIANCE: frozenset({Reason.VERIFICATION}),
}
"""A reason that was found takes back others that are only how it shows: a defect rate is made of complaints about descriptions."""
_SENTENCE = re.compile(r"[^.!?\n]+(?:\.(?=\w)[^.!?\n]+)*[.!?]?")


def reasons(text: str, asked: list[tuple[int, int]]) -> list[NoticeReason]:
    """The reasons of a notice in the order of the text; passages that only ask for something say no reason where another passage does."""
    found = _found(text, asked, signatures=False) or _found(text, asked, signatures=True)
    gone = {other for reason in found for other in _YIELDS.get(reason, frozenset()) & found.keys() if not _stands_first(found[other], found[reason])}
    kept = sorted((one for reason, one in found.items() if reason not in gone), key=lambda one: one.start)
    return kept[:3]


def _stands_first(one: NoticeReason, other: NoticeReason) -> bool:
    """Whether of two reasons that take each other back this one is named first."""
    order = [reason for reason, _ in _CUES]
    return other.reason in _YIELDS.get(one.reason, frozenset()) and (one.start, order.index(one.reason)) < (other.start, order.index(other.reason))


_SITE = re.compile(r"(?<=mazon)\.(?=[a-z])")
_SIGNATURE = re.compile(
    r"^[ \t]*(?:(?:the |your )?amazon[\w.]*(?: [\w-]+){0,5}|(?:[\w.-]+ ){0,5}(?:team|department|operations|investigations|abuse|support|performance))[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
"""The name of a team; it says the reason only where nothing else does."""
_NAMES = re.compile(r"^[ \t]*(?:rights[- ]owner|complainant|seller|store|shop|e-?mail|contact)[ \t]*:.*$", re.IGNORECASE | re.MULTILINE)
"""Names of people and firms say no reason."""


def _found(text: str, asked: list[tuple[int, int]], *, signatures: bool) -> dict[Reason, NoticeReason]:
    """Every reason that a passage says, the first passage of each."""
    silent = [(match.start(), match.end()) for pattern in (_NAMES, *(() if signatures else (_SIGNATURE,))) for match in pattern.finditer(text)]
    found: dict[Reason, NoticeReason] = {}
    outside: set[Reason] = set()
    for sentence in _SENTENCE.finditer(_SITE.sub("_", text)):
        if any(a <= sentence.start() < b for a, b in silent):
            continue
        start = sentence.start() + len(sentence.group()) - len(sentence.group().lstrip())
        asking = any(a <= start < b for a, b in asked)
        for reason, cues in _COMPILED:
            if cues.search(sentence.group()):
                if not asking:
                    outside.add(reason)
                if reason not in found or (not asking and reason not in outside - {reason} and found[reason].start > start):
                    found[reason] = NoticeReason(reason, start, sentence.end(), text[start : sentence.end()].strip())
    return {reason: one for reason, one in found.items() if reason in outside} if outside else found
