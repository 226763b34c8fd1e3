"""SPC: exact data instead of assurances."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reviewer import cues
from reviewer.rule import Hit, Reading, Rule, phrases
from reviewer.rules import sources
from reviewer.slots import COMPLAINT_ID, DATE, IDENTIFIER, Slot, checkable
from reviewer.types import ADVERSE, Dimension, Flag, Road, Role, Severity, Span

_PLAN = (Role.ROOT_CAUSE, Role.CORRECTIVE_ACTION, Role.PREVENTIVE_ACTION)
_WANTED = {
    Role.ROOT_CAUSE: (Slot.WHEN, Slot.HOW_MANY, Slot.WHO, Slot.WHICH),
    Role.CORRECTIVE_ACTION: (Slot.WHEN, Slot.HOW_MANY, Slot.WHO, Slot.WHICH),
    Role.PREVENTIVE_ACTION: (Slot.WHO, Slot.WHEN, Slot.WITH_WHAT),
}
_FUTURE = re.compile(r"\b(?:will|shall|going to|plan to|intend to|'ll|soon|would)\b", re.IGNORECASE)
_DONE = re.compile(
    r"\b(?:have|has|had|was|were|been|already)\b|\b(?:we|i|he|she|they|and|who) (?:\w+ly )?(?!need|speed|feed|exceed|proceed)(?:\w+ed|sent|wrote|took|made|bought|paid|put|found|gave|told|went|began|ran|spoke|cut|set|hired|sold|withdrew)\b",
    re.IGNORECASE,
)


_GENERAL = re.compile(
    r"\b(?:process(?:es)?|procedures?|management|systems?|quality|services?|operations?|problems?|issues?|measures|controls?|controlled|matters?|situation|attention|efforts?|standards?|"
    r"necessary|appropriate|improv\w+|strengthen\w*|solved?|resolv\w+|better|careful\w*|optimi[sz]\w+|enhanc\w+|ensur\w+|negligence|strict\w*|effective\w*|communication|supervision)\b",
    re.IGNORECASE,
)
"""Words for everything and nothing: a line without a detail that holds one of them is a general one."""


def _empty(role: Role):  # type: ignore[no-untyped-def]
    """A finder of points whose units have `role` and fill no slot, naming what could be added. One finding a point."""

    def find(reading: Reading) -> Iterator[Hit]:
        units = reading.document.sentences
        told = {unit.block for number, unit in enumerate(units) if reading.document.slots[number] or Flag.CONCRETE in reading.flagged(number)}
        told |= {units[number].block for span in cues.OWNING(reading) if (number := reading.document.sentence_at(span.start)) is not None}
        for number in reading.with_role(role):
            adverse = reading.flagged(number) & ADVERSE
            if units[number].block not in told and not adverse and len(reading.text(number).split()) >= 4 and _GENERAL.search(reading.text(number)):
                told.add(units[number].block)
                yield Hit(reading.span(number), ", ".join(slot.value for slot in _WANTED[role]))

    return find


def _only_future(reading: Reading) -> Iterator[Span]:
    numbers = reading.with_role(Role.CORRECTIVE_ACTION, Role.PREVENTIVE_ACTION)
    future = [n for n in numbers if _FUTURE.search(reading.text(n))]
    done = [n for n in numbers if _DONE.search(reading.text(n)) and n not in future]
    if len(future) >= 2 and not done:
        yield reading.span(future[0])


_CASE_NAMED = re.compile(
    r"\d ?%|\b(?:your|the) (?:\w+ )?(?:message|notice|notification|e-?mail|letter|decision|answer|reply) (?:of|from|dated|on) (?:\w+ )?\d|related to (?:\w+ ){0,4}account|account that (?:begins|starts) with|account (?:\w+ ){0,3}\"",
    re.IGNORECASE,
)
"""A rate, the date of the notice or the other account names the case where no id belongs to it."""


def _no_identifier(reading: Reading) -> Iterator[Span]:
    document = reading.document
    if document.word_count >= 60 and not any(pattern.search(document.plain) for pattern in (IDENTIFIER, COMPLAINT_ID, _CASE_NAMED)):
        yield Span(0, 0)


def _no_date(reading: Reading) -> Iterator[Span]:
    document = reading.document
    if document.word_count >= 80 and not DATE.search(document.plain) and not any(Slot.WHEN in reading.document.slots[n] for n in reading.with_role(*_PLAN)):
        yield Span(0, 0)


def _no_number(reading: Reading) -> Iterator[Span]:
    """The first unit of the plan that may take a number, where neither the plan nor a unit beside it has one."""
    numbers = reading.with_role(*_PLAN)
    slots = reading.document.slots
    if len(numbers) >= 3 and not any(Slot.HOW_MANY in own for n in numbers for own in slots[max(0, n - 1) : n + 2]):
        yield from [reading.span(n) for n in numbers if not reading.flagged(n) & ADVERSE][:1]


def _no_evidence(reading: Reading) -> Iterator[Span]:
    if reading.document.word_count >= 80 and not any(Slot.PROOF in reading.document.slots[n] for n, s in enumerate(reading.document.sentences) if s.judged):
        yield Span(0, 0)


_WITHOUT_BUYERS = frozenset(
    "verification tax related_account forged_document support_misuse deceptive_activity fba_policy trademark copyright patent pricing sales_manipulation".split()
)
"""Reasons of a notice that leave no buyer with anything to be made good."""
_NOBODY_AFFECTED = re.compile(
    r"\b(?:no|none of (?:our|the)|not (?:one|a single)) (?:\w+ )?(?:buyers?|customers?|clients?|orders?|people|person|units?|parcels?)\b[^.;\n]{0,30}\b"
    r"(?:affected|concerned|harmed|hurt|injured|involved|touched|complained|impacted)\b"
    r"|\b(?:nobody|no one) (?:was|has been|got|had been) (?:affected|harmed|hurt|injured)\b"
    r"|\bno (?:orders?|units?|items?|pieces?) (?:was|were|had been|has been|have been) (?:sold|shipped|sent|delivered)\b"
    r"|\bbefore (?:any|the first) (?:unit|order|piece|item|parcel)s? (?:\w+ )?(?:sold|shipped|sent|delivered)\b",
    re.IGNORECASE,
)


def _no_word_for_buyers(reading: Reading) -> Iterator[Span]:
    nobody = bool(reading.reasons) and reading.reasons <= _WITHOUT_BUYERS
    if reading.document.word_count >= 80 and not nobody and not any(_FOR_BUYERS(reading)) and not _NOBODY_AFFECTED.search(reading.document.plain):
        yield Span(0, 0)


_FOR_BUYERS = phrases(
    "<buyer>|them|orders|order|person|people|parents|everyone|everybody|child|mother|lady|man|woman ..6 refund|refunded|refunds|replacement|replaced|replacements|apologised|apologized|contacted|informed|wrote|written|called|message|messages|money|"
    "warned|sent|waited|got|received|hurt|lost|missed|disappointed|angry|returned|without",
    "refund|refunded|refunds|replacement|replaced|apologised|apologized|contacted|informed|wrote|called|warned|messaged|sent|offered ..6 <buyer>|orders|them|order|people|everyone",
    "refund|refunds|refunded|replacement|replacements ..3",
    "money ..4 <buyer>|them|back",
    "give|gave|given|return|returned|pay|paid back? ..2 money|postage|price|amount|payment|cost|costs",
    "wrote|write|written|said|say sorry|apology|apologies|letter|mail|email|message ..1 to ..2 <buyer>|them",
    negation=False,
)
_CAUSE_RESTATED = re.compile(
    r"(?:root )?(?:cause|reason|problem)s?\b[^.]{0,40}\b(?:is|was|are|were|:)\s+(?:that )?(?:the |our |we |a |some |that )*(?:order defect rate|odr|late shipment rate|cancellation rate|tracking rate|"
    r"(?:received|got|had) (?:\w+ ){0,2}(?:complaints?|claims?|reports?|negative|notice|violations?)|complaints?|(?:account|listing|asin) (?:was|is|has been) (?:suspended|removed|deactivated|blocked))",
    re.IGNORECASE,
)


def _restated(reading: Reading) -> Iterator[Span]:
    document = reading.document
    for sentence in document.judged:
        match = _CAUSE_RESTATED.search(document.plain, sentence.span.start, min(sentence.span.end, sentence.span.start + 300))
        if match and "because" not in document.plain[match.end() : sentence.span.end].lower():
            yield sentence.span


def _unless_concrete(*patterns: str, **options: object):  # type: ignore[no-untyped-def]
    """A phrase finder that stays silent in units with a checkable detail, and in greetings, headings and sign-offs, which need none."""
    finder = phrases(*patterns, **options)

    def find(reading: Reading) -> Iterator[Span]:
        for number, sentence in enumerate(reading.document.sentences):
            frame = reading.roles[number] is Role.FRAME and not reading.text(number).endswith((".", "!"))
            if sentence.judged and not frame:
                spans = list(finder.in_unit(reading, number))
                if spans and not checkable(reading.document.slots[number]):
                    yield spans[0]

    return find


_SLOTS = "On {date} our {role} did {action} on {number} {items} with {tool}; {document} shows it."
_WHY_SLOTS = "'Be as specific as possible' is the only measure that notices give. A line that fits every shop convinces for none."

RULES: tuple[Rule, ...] = (
    Rule(
        code="SPC101",
        name="cause-without-detail",
        dimension=Dimension.SPECIFICITY,
        flag=Flag.VAGUE,
        severity=Severity.SUGGESTION,
        message="This cause holds nothing that could be checked; missing: {detail}.",
        help="Between {date} and {date} {role} did not {check}, so {number} {items} {fault}.",
        why=_WHY_SLOTS,
        source=sources.SPECIFIC,
        bad=("Root cause:\nOur process was not good enough for the situation.", "The root cause of this is our insufficient management."),
        good=(
            "Root cause:\nFrom 3 to 9 May nobody packed because Ana was on holiday.",
            "The root cause is that 14 cartons of lot A77 were not opened.",
        ),
        find=_empty(Role.ROOT_CAUSE),
    ),
    Rule(
        code="SPC102",
        name="action-without-detail",
        dimension=Dimension.SPECIFICITY,
        flag=Flag.VAGUE,
        severity=Severity.SUGGESTION,
        message="This action holds nothing that could be checked; missing: {detail}.",
        help=_SLOTS,
        why=_WHY_SLOTS,
        source=sources.SPECIFIC,
        bad=("Corrective actions:\n- We have solved the problem with great care.", "Corrective actions:\n- We improved all necessary things at once."),
        good=("Corrective actions:\n- On 3 May we refunded 14 orders.", "Corrective actions:\n- We deleted listing B0ABCDEF12."),
        find=_empty(Role.CORRECTIVE_ACTION),
    ),
    Rule(
        code="SPC103",
        name="control-without-detail",
        dimension=Dimension.SPECIFICITY,
        flag=Flag.VAGUE,
        severity=Severity.SUGGESTION,
        message="This control has no {detail}: a reader cannot see that it runs.",
        help="Since {date} {role} checks {items} {how often} with {tool or list}.",
        why="A control is known by its owner, its rhythm and its tool; without them it is a wish.",
        source=sources.SPECIFIC,
        bad=(
            "Preventive measures:\n- We will strengthen the management of our products.",
            "Preventive measures:\n- Quality will be controlled better than before.",
        ),
        good=(
            "Preventive measures:\n- Every Monday Li Na compares ten labels with the sheet.",
            "Preventive measures:\n- The stock manager signs a checklist for each carton.",
        ),
        find=_empty(Role.PREVENTIVE_ACTION),
    ),
    Rule(
        code="SPC201",
        name="promise-without-mechanism",
        dimension=Dimension.SPECIFICITY,
        flag=Flag.VAGUE,
        severity=Severity.WARNING,
        message="A promise without a mechanism; say who does what, how often, with which tool.",
        help="Since {date} {role} does {check} {how often} with {tool}.",
        why="'We will be more careful' cannot be checked and cannot fail. A control can be both.",
        source=sources.SPECIFIC,
        bad=(
            "We will be more careful.",
            "We promise to pay more attention in the future.",
            "We will do our best.",
            "This will never happen again.",
            "We will strictly follow all policies.",
            "We will try to avoid such errors.",
        ),
        good=(
            "Since 3 May Ana counts the stock each Friday.",
            "We know that being careful is no control.",
            "The best seller in our shop was the blue lamp.",
            "From 3 May two people sign each carton, so that this cannot happen again.",
        ),
        find=_unless_concrete(
            "be ..1 more|extra|very ..1 careful|cautious|attentive|vigilant|strict|responsible|serious",
            "pay|paying ..2 attention",
            "do|doing|try|trying <our>? ..1 best|utmost",
            "never|not ..2 happen|repeat|occur|do|make ..2 again|anymore|future|mistake",
            "<we> will|promise|commit|pledge|shall ..2 strictly|always|fully|never|carefully|properly ..2 follow|comply|obey|respect|abide|adhere|violate|monitor|check|control",
            "<we> will|shall|promise ..3 improve|strengthen|try|learn|avoid|enhance|ensure|optimize|optimise ..2",
            "promise|promises|guarantee|assure ..1 you? ..2 to|that|not|it",
            "work|working harder|hard",
            "take ..2 seriously|care|measures|steps",
            negation=False,
        ),
    ),
    Rule(
        code="SPC202",
        name="improvement-in-general",
        dimension=Dimension.SPECIFICITY,
        flag=Flag.VAGUE,
        severity=Severity.WARNING,
        message="'Improved' says nothing yet; name the old step, the new step and the date.",
        help="Until {date}: {old step}. Since {date}: {new step} by {role}.",
        why=_WHY_SLOTS,
        source=sources.SPECIFIC,
        bad=(
            "We improved our process.",
            "We have strengthened quality control.",
            "We optimized the whole logistics.",
            "We took all necessary measures.",
        ),
        good=(
            "We improved the process on 3 May: two people now sign each carton.",
            "The improved packing uses a 5 mm foam.",
            "The necessary test report is EN 71-3.",
        ),
        find=_unless_concrete(
            "improve|improved|improving|strengthen|strengthened|enhance|enhanced|optimize|optimized|optimise|optimised|upgrade|upgraded|perfect|perfected|tighten|tightened|increase|increased ..3 "
            "process|processes|procedure|procedures|management|control|controls|system|systems|quality|logistics|service|services|communication|supervision|operations|workflow|training|monitoring|inspection|customer",
            "all|the|some|several|various|certain|appropriate|necessary|relevant|corrective|effective|strict|needed necessary|appropriate|corrective|relevant|important|effective|needed|required measures|steps|actions|changes",
            "took|taken|take|taking ..2 measures|steps|action|actions",
            negation=False,
        ),
    ),
    Rule(
        code="SPC203",
        name="cause-in-general",
        dimension=Dimension.SPECIFICITY,
        flag=Flag.VAGUE,
        severity=Severity.WARNING,
        message="'Some problems' is no cause; say which step failed, when and why.",
        help="On {date} {step} failed because {reason}; {number} orders {consequence}.",
        why="The cause is the part most often refused for lack of detail.",
        source=sources.WHY_CAUSE,
        bad=(
            "Due to some problems the orders were late.",
            "This was caused by various reasons.",
            "It happened because of human error.",
            "There were certain internal issues.",
        ),
        good=(
            "Due to the port strike from 3 to 9 May 14 orders were late, and we had no second carrier.",
            "We had problems with the zipper of lot 77.",
            "The report lists the reasons of all 14 returns.",
        ),
        find=_unless_concrete(
            "some|various|certain|several|many|different|other|internal|technical|personal|logistical|operational|unknown ..1 problem|problems|reason|reasons|issue|issues|factor|factors|difficulties|circumstances|errors|mistakes",
            "human error|mistake|errors|factor",
            "poor|bad|insufficient|inadequate|weak of? management|communication|control|supervision|organization|organisation|coordination",
            "lack of ..1 management|communication|control|supervision|organization|organisation|coordination|attention|care",
            "misunderstanding|miscommunication|carelessness|negligence",
            negation=False,
        ),
    ),
    Rule(
        code="SPC204",
        name="amount-in-general",
        dimension=Dimension.SPECIFICITY,
        flag=Flag.VAGUE,
        severity=Severity.SUGGESTION,
        message="Give the number: it is in your order report.",
        help="{number} of {total} orders between {date} and {date}.",
        why="A number shows that the seller looked.",
        source=sources.SPECIFIC,
        bad=("Some customers got the wrong size.", "We refunded many orders.", "A few items were old."),
        good=("14 customers got the wrong size.", "Some 14 of the 40 customers got the wrong size.", "Many thanks for reading."),
        find=_unless_concrete(
            "some|many|several|few|various|certain|numerous|most ..1 of? the? our? <buyer>|orders|order|items|units|products|listings|parcels|packages|returns|asins|pieces|complaints|shipments|reviews",
            negation=False,
        ),
    ),
    Rule(
        code="SPC205",
        name="time-in-general",
        dimension=Dimension.SPECIFICITY,
        flag=Flag.VAGUE,
        severity=Severity.SUGGESTION,
        message="Give the date: 'soon' and 'recently' cannot be checked.",
        help="On {date}; since {date}; every {weekday} at {hour}.",
        why="A date is the cheapest proof that something was done.",
        source=sources.SPECIFIC,
        bad=(
            "We recently changed the carrier.",
            "The labels will be replaced soon.",
            "From time to time we look at the stock.",
            "We regularly check the listings.",
        ),
        good=("We changed the carrier on 3 May.", "We check the stock regularly, on Fridays at 9:00.", "We are looking forward to your answer soon."),
        find=_unless_concrete(
            "recently|lately|soon|shortly|regularly|periodically|frequently|occasionally|constantly|continuously",
            "as soon as possible",
            "from time to time",
            "in|for the? near future|past",
            "some time ago",
            negation=False,
            unless=("answer", "reply", "hear", "hearing", "review"),
        ),
    ),
    Rule(
        code="SPC206",
        name="number-that-proves-nothing",
        dimension=Dimension.SPECIFICITY,
        flag=Flag.VAGUE,
        severity=Severity.SUGGESTION,
        message="This number proves nothing; use one that a stranger could check.",
        help="{number} of {total} {items} checked on {date}, {number} with {fault}.",
        why="'100 % committed' sounds exact and is not. Readers see through it.",
        source=sources.SPECIFIC,
        bad=("We are 100% committed.", "Our 5-star service is known.", "We work 24/7 for our clients.", "Customer satisfaction comes 200 % first."),
        good=(
            "We opened 100 % of the 240 cartons of lot A77.",
            "Two of five star reviews named the broken zip.",
            "The line is open from 8 to 17.",
            "95 % of the 410 orders since 3 May have a scan.",
        ),
        find=phrases(
            "#|100|110|200|1000 %|percent|per ..1 committed|commitment|sure|customer|satisfaction|satisfied|genuine|authentic|original|positive|responsible|responsibility|compliant|compliance|honest|effort|guarantee|guaranteed|quality|true|real|legal|ready|dedicated",
            "5|five - star|stars service|seller|shop|quality|standard|store",
            "24/7",
            "24 hours a day",
            "committed|dedicated|satisfaction ..3 100|200|1000 %|percent",
            "comes|come|is|are 100|200|1000 %|percent",
            negation=False,
        ),
    ),
    Rule(
        code="SPC207",
        name="training-without-content",
        dimension=Dimension.SPECIFICITY,
        flag=Flag.VAGUE,
        severity=Severity.SUGGESTION,
        message="Training without content: say who was trained, when, on what, and how it was tested.",
        help="On {date} {number} {roles} were trained on {topic}; each passed {test}.",
        why="Nearly every refused plan has trained its staff.",
        source=sources.SPECIFIC,
        bad=("We have trained our staff.", "Our employees will receive regular training.", "We held a meeting with our team.", "We educated all workers."),
        good=(
            "On 3 May four packers were trained to read lot codes; each sorted ten samples.",
            "The training sheet of 3 May is attached.",
            "We train staff on Mondays with the sheet on size labels.",
        ),
        find=_unless_concrete(
            "train|trained|retrain|retrained|educate|educated|instruct|instructed|re-trained|coached ..3 staff|team|employees|employee|workers|personnel|people|colleagues|members",
            "staff|team|employees|workers|personnel|members ..4 training|trained|educated|retrained|trainings|instructed",
            "team|staff|internal|special meeting|training|trainings",
            "meeting|training with ..2 team|staff|employees",
            negation=False,
        ),
    ),
    Rule(
        code="SPC208",
        name="inspection-without-method",
        dimension=Dimension.SPECIFICITY,
        flag=Flag.VAGUE,
        severity=Severity.SUGGESTION,
        message="An inspection without a method: say what is looked at, how many pieces, by whom, against which standard.",
        help="{role} opens {number} of {total} cartons of each lot and compares {feature} with {standard}.",
        why="'Strict quality control' stands in nearly every template.",
        source=sources.SPECIFIC,
        bad=(
            "We inspect all products carefully.",
            "We have strict quality control.",
            "Every item will be double checked before shipping.",
            "Our quality team checks all goods.",
        ),
        good=(
            "Li Na opens 8 of 80 cartons and compares the weight with the sheet.",
            "Quality control sheet QC-14 of 3 May is attached.",
            "Each item is weighed on a scale by Omar before it is packed.",
            "Dear Product Quality Team,",
        ),
        find=_unless_concrete(
            "inspect|inspects|inspected|check|checks|checked|control|controls|examine|examined|verify ..2 all|every|each ..1 product|products|item|items|goods|order|orders|package|packages|unit|units ..2 carefully|strictly|thoroughly|properly|before|again|twice|well|one",
            "strict|stricter|rigorous|tight|thorough|better|high ..1 quality ..1 control|inspection|check|checks|standards|management|inspections|assurance",
            "quality team|department|supervisor|inspector|controller|staff ..4",
            "every|each|all product|products|item|items|goods|order|orders ..2 be|is|are|being ..1 double|carefully|strictly|thoroughly|fully -? checked|inspected|controlled|verified",
            negation=False,
        ),
    ),
    Rule(
        code="SPC209",
        name="policies-read-in-general",
        dimension=Dimension.SPECIFICITY,
        flag=Flag.VAGUE,
        severity=Severity.SUGGESTION,
        message="Name the policy and the sentence that you had broken.",
        help="The {policy} says {rule in own words}; {number} of our listings broke it because {reason}.",
        why="'We have read all policies' stands in nearly every template and shows nothing.",
        source=sources.WHY_CAUSE,
        bad=("We have carefully read all Amazon policies.", "We reviewed the seller policies again.", "We studied the rules of Amazon in detail."),
        good=(
            "The condition guidelines say that a returned item is not new; we had sold 14 such items.",
            "We had not read the policy.",
            "On 3 May we read the page on variations and found four listings that break it.",
        ),
        find=_unless_concrete(
            "read|reviewed|studied|learned|learnt|re-read|reread|understood|checked|familiarized|went ..4 all|the|amazon|your|seller|every|these|its ..4 policy|policies|rules|guidelines|regulations|terms|agreement",
            "understand|know|follow|respect ..2 all|every ..2 policy|policies|rules|guidelines",
        ),
    ),
    Rule(
        code="SPC210",
        name="supplier-praised-not-named",
        dimension=Dimension.SPECIFICITY,
        flag=Flag.VAGUE,
        severity=Severity.SUGGESTION,
        message="Name the supplier, the invoice and the quantity instead of praising it.",
        help="{Supplier}, {address}, invoice {number} of {date} over {number} pieces of {ASIN}.",
        why="Amazon verifies suppliers by name, address and invoice. 'Trusted' cannot be verified.",
        source=sources.EVIDENCE,
        bad=("We buy only from trusted suppliers.", "Our reliable supplier has all documents.", "All goods come from authorized distributors."),
        good=(
            "We buy from Holm Textil AB, invoice 4711 of 3 May.",
            "We did not check whether the supplier is an authorised distributor.",
            "Holm Textil AB in Boras is an authorised distributor of the brand; its letter is attached.",
        ),
        find=_unless_concrete(
            "trusted|reliable|reputable|trustworthy|legitimate|professional|good|verified|qualified|authorized|authorised|official|legal|best|certified|honest <supplier>",
            "<supplier> <be> ..1 trusted|reliable|reputable|trustworthy|professional|honest|serious",
            unless=("whether",),
        ),
    ),
    Rule(
        code="SPC211",
        name="list-that-trails-off",
        dimension=Dimension.SPECIFICITY,
        flag=Flag.VAGUE,
        severity=Severity.SUGGESTION,
        message="'Etc.' hides what matters; finish the list or cut it.",
        help="List every {item}, or say 'all {number} {items}, see {attachment}'.",
        why="An open list reads as not knowing.",
        source=sources.SPECIFIC,
        bad=("We check labels, boxes, etc.", "We changed the title, pictures and so on.", "All documents, invoices and things like that are there."),
        good=("We check labels, boxes and seals.", "And so the label fell off.", "The box is checked for dents."),
        find=phrases("etc|etc.", "and so on|forth", "and|or things|stuff|such like|similar ..1", "and|or other things|stuff", negation=False),
    ),
    Rule(
        code="SPC301",
        name="everything-still-to-come",
        dimension=Dimension.SPECIFICITY,
        severity=Severity.WARNING,
        road=Road.PLAN,
        message="Every action is still to come; carry out what can be done today and say so in the past tense.",
        help="On {date} we {done}; since {date} {role} does {control}.",
        why="Most notices ask what steps you 'have taken'. While you wait, the plan can be carried out.",
        source=sources.DONE,
        bad=(
            "Corrective actions:\n- We will refund the buyers.\n- We will delete the listing.\nPreventive measures:\n- We will check each carton.",
            "Corrective actions:\n1. We are going to call the supplier.\n2. We will remove the stock.",
        ),
        good=(
            "Corrective actions:\n- On 3 May we refunded the buyers.\n- We will send the report.\nPreventive measures:\n- Ana will check each carton.",
            "Corrective actions:\n- We deleted the listing.\nPreventive measures:\n- We will check each lot.",
        ),
        find=_only_future,
    ),
    Rule(
        code="SPC302",
        name="no-identifier-of-the-case",
        dimension=Dimension.SPECIFICITY,
        severity=Severity.WARNING,
        message="Nowhere an ASIN, order id, complaint id, rate or date of the notice: the reader cannot tell which case this is.",
        help="Name {ASIN}, {order ids} or {complaint id} of the notice in the first lines.",
        why="One reader sees many cases. Ids let him check your facts.",
        source=sources.SPECIFIC,
        bad=("Dear team,\n" + "We looked at what went wrong in our shop and found that nobody had counted the stock in the spring. " * 4,),
        good=(
            "Dear team,\nASIN B0ABCDEF12.\n" + "We looked at what went wrong in our shop and found that nobody had counted the stock in the spring. " * 4,
            'Dear team,\nIt is about the account that begins with "Brillo".\n'
            + "We looked at what went wrong and found that nobody had counted the stock. " * 5,
            "Dear team,\nOrder 114-1234567-7654321.\n" + "We looked at what went wrong in our shop and found that nobody had counted the stock. " * 5,
        ),
        find=_no_identifier,
    ),
    Rule(
        code="SPC303",
        name="no-date-anywhere",
        dimension=Dimension.SPECIFICITY,
        severity=Severity.WARNING,
        message="No date in the whole letter: say when it happened and when each action was done.",
        help="On {date} {event}; on {date} {action}; since {date} {control}.",
        why="Dates show that the plan was carried out and is no intention.",
        source=sources.SPECIFIC,
        bad=("Dear team,\n" + "Nobody had counted the stock in our shop and so we sold what we did not have. " * 6,),
        good=(
            "Dear team,\nOn 3 May 2025 it came out.\n" + "Nobody had counted the stock in our shop and so we sold what we did not have. " * 6,
            "Dear team,\nSince 2025-05-03 we count.\n" + "Nobody had counted the stock in our shop and so we sold what we did not have. " * 6,
        ),
        find=_no_date,
    ),
    Rule(
        code="SPC304",
        name="no-number-in-the-plan",
        dimension=Dimension.SPECIFICITY,
        severity=Severity.SUGGESTION,
        message="No count or rate in causes and actions: say how many orders, pieces, listings or buyers.",
        help="{number} of {total} orders; {number} pieces checked; {number} refunds.",
        why="Numbers show the size of the search and of the repair.",
        source=sources.SPECIFIC,
        bad=("Root cause:\n- Nobody compared the labels.\nCorrective actions:\n- The listing was deleted.\n- The stock was destroyed.",),
        good=(
            "Root cause:\n- Nobody compared the labels of 240 cartons.\nCorrective actions:\n- The listing was deleted.\n- The stock was destroyed.",
            "Root cause:\n- Nobody compared the labels.\nCorrective actions:\n- We refunded 14 orders.\n- The stock was destroyed.",
            "Root cause:\n- Nobody compared the labels. Late was 37 of 405 order.\nCorrective actions:\n- The listing was deleted.\n- The stock was destroyed.",
        ),
        find=_no_number,
    ),
    Rule(
        code="SPC305",
        name="cause-restates-the-notice",
        dimension=Dimension.SPECIFICITY,
        flag=Flag.VAGUE,
        severity=Severity.WARNING,
        message="This repeats what the notice says; say why it came to that.",
        help="{Rate or complaint} came from {number} orders that {fault} because {missing step}.",
        why="Amazon knows the rate. It asks what in the shop made it.",
        source=sources.WHY_CAUSE,
        bad=(
            "The root cause is that our order defect rate was above 1%.",
            "The root cause was that we received complaints from buyers.",
            "Root cause: our listing was removed for a safety complaint.",
        ),
        good=(
            "The root cause is that nobody packed from 3 to 9 May.",
            "The root cause of the order defect rate is our packing: 9 of 11 claims name broken glass.",
            "The reason is that we received complaints because the zip of lot 77 broke and we did not pull the lot.",
        ),
        find=_restated,
    ),
    Rule(
        code="SPC306",
        name="no-evidence-named",
        dimension=Dimension.SPECIFICITY,
        severity=Severity.SUGGESTION,
        message="No document is named: say which invoice, photo, report or screenshot proves the main points.",
        help="Attached: {document} no. {number} of {date}, which shows {fact}.",
        why="What is attached can be checked; what is only said cannot.",
        source=sources.EVIDENCE,
        bad=("Dear team,\n" + "Nobody had counted the stock in our shop and so we sold what we did not have. " * 6,),
        good=(
            "Dear team,\nThe stock list of 3 May is attached.\n" + "Nobody had counted the stock in our shop and so we sold what we did not have. " * 6,
            "Dear team,\nInvoice 4711 shows the quantity.\n" + "Nobody had counted the stock in our shop and so we sold what we did not have. " * 6,
        ),
        find=_no_evidence,
    ),
    Rule(
        code="SPC307",
        name="nothing-for-the-buyers",
        dimension=Dimension.SPECIFICITY,
        severity=Severity.SUGGESTION,
        road=Road.PLAN,
        message="Nothing says what the affected buyers got: refund, replacement, a message.",
        help="All {number} buyers were {refunded or replaced} on {date} and got a message in their language.",
        why="The customer comes first at Amazon; the repair for the buyers is part of every corrective action.",
        source=sources.LABELLING,
        bad=("Dear team,\n" + "Nobody had counted the stock in the shop and so it showed what was not there. " * 6,),
        good=(
            "Dear team,\nWe refunded the 14 buyers.\n" + "Nobody had counted the stock in the shop and so it showed what was not there. " * 6,
            "Dear team,\nThe buyers waited nine days for their lamps.\n" + "Nobody had counted the stock in the shop and so it showed what was not there. " * 6,
            "Dear team,\nWe return the postage to 37 buyer.\n" + "Nobody had counted the stock in the shop and so it showed what was not there. " * 6,
            "Dear team,\nWe give back the money.\n" + "Nobody had counted the stock in the shop and so it showed what was not there. " * 6,
            "Dear team,\nMy wife wrote sorry to each buyer.\n" + "Nobody had counted the stock in the shop and so it showed what was not there. " * 6,
            "Dear team,\nNo order was affected.\n" + "Nobody had counted the stock in the shop and so it showed what was not there. " * 6,
            "Dear team,\nThe page was closed before any unit was sold.\n"
            + "Nobody had counted the stock in the shop and so it showed what was not there. " * 6,
        ),
        find=_no_word_for_buyers,
    ),
)
