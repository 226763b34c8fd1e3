"""ORG: own words for an own case, and nothing left over from a template."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from reviewer.document import Document
from reviewer.plain import lower_case
from reviewer.rule import Hit, Reading, Rule, phrases
from reviewer.rules import sources
from reviewer.slots import checkable
from reviewer.types import Dimension, Flag, Origin, Severity, Span

_FILL_IN = (
    r"date|name|names|your|insert|company|store|shop|seller|asin|asins|order|product|brand|supplier|number|no\.?|reason|details?|describe|explain|add|fill|list|specify|"
    r"amount|xx+|address|phone|email|e-mail|signature|title|link|issue|violation|policy|merchant|customer|tbd|n/a|example|optional|month|year|day|role|action|here"
)
_PLACEHOLDER = re.compile(
    rf"\[[^\[\]\n]{{0,20}}\b(?:{_FILL_IN})\b[^\[\]\n]{{0,60}}\]|<(?:{_FILL_IN})\b[^>\n@/]{{0,40}}>|\{{\{{?[^{{}}\n]{{1,40}}\}}?\}}|_{{3,}}|\.{{6,}}|\bX{{3,}}\b|\bx{{4,}}\b|\*{{4,}}|"
    rf"\((?:insert|add|fill|your|please (?:insert|add|fill)|enter)\b[^)\n]{{0,60}}\)|\[\s*\]|\b(?:DD|dd)[/.-](?:MM|mm)[/.-](?:YYYY|yyyy|YY)\b|\bYYYY\b",
    re.IGNORECASE,
)
_DUMMY = re.compile(
    r"\b(?:1{3}-1{7}-1{7}|123-1234567-1234567|000-0000000-0000000|B0[0X]{8}|B00+1?2?3?4?5?6?7?8?9?)\b|\b(?:your|my) (?:company|store|shop|seller|brand|supplier) name\b|\bjohn doe\b|\blorem ipsum\b|\bABC company\b",
    re.IGNORECASE,
)
_RESIDUE = re.compile(
    r"\bhere(?:'s| is| are) (?:your|the|a|an)\b[^.:\n]{0,40}\b(?:plan of action|appeal|letter|draft|template|version|poa|revised)\b|\bas an ai\b|\blanguage model\b|\bi hope this helps\b|\bfeel free to\b[^.\n]{0,40}\b(?:adjust|edit|change|modify|customi[sz]e)\b|"
    r"^(?:certainly|sure|of course|absolutely)[!,.][^\n]{0,80}|\blet me know if you(?:'d| would)? (?:like|need|want)\b[^.\n]{0,60}\b(?:changes|adjust|revise|edit|version|shorter|longer|tone)\b|\bmake sure to (?:replace|fill|customi[sz]e|insert)\b|"
    r"\b(?:replace|fill in|customi[sz]e) the (?:brackets|placeholders|blanks|bracketed)\b|\btranslated (?:by|with) (?:google|deepl)\b|\bregenerate response\b|\bthis template\b|\bsample (?:poa|letter|appeal|plan of action)\b",
    re.IGNORECASE | re.MULTILINE,
)
_NOTE = re.compile(
    r"\b(?:todo|to do|fixme|tbd|n\.?b\.?|note to (?:self|client|seller)|editor'?s? note|comment|delete this|remove (?:this|before)|check this|client to (?:confirm|fill|add)|to be (?:completed|filled|confirmed|added)|ask (?:the )?client)\b\s*[:\]!)-]|"
    r"\((?:\?\?|check|confirm|which one|is this right|please check|really)\s*\??\)|\?{2}\)|^\s*(?:version|draft|v)\s?\d+(?:\s?(?:final|new|last))*\s*$",
    re.IGNORECASE | re.MULTILINE,
)


def _search(pattern: re.Pattern[str]):  # type: ignore[no-untyped-def]
    """A finder of a linear-time pattern, case ignored, in all unquoted units."""
    lowered = lower_case(pattern)

    def find(reading: Reading) -> Iterator[Span]:
        document = reading.document
        for sentence in document.sentences:
            if not sentence.quoted:
                for match in lowered.finditer(document.lowered, sentence.span.start, sentence.span.end):
                    yield Span(match.start(), match.end())

    return find


_STOCK = phrases(
    "thank you for ..2 opportunity to",
    "thank|thanks you? ..1 for ..1 time|consideration|attention|understanding|patience",
    "take|takes|taking this|these|it|the ..2 matter|matters|issue|complaint|issues|policies very|extremely? seriously",
    "full|complete|entire responsibility",
    "apologize|apologise|sorry|apologies for any|the|all|this ..1 inconvenience|inconveniences|trouble",
    "understand that amazon takes|take",
    "would|want like|to to share|present|submit|provide ..2 plan",
    "present|submit|share|propose|following <our> ..1 plan of action",
    "after|conducted|completed a|an|careful|our|we ..2 thorough|careful|comprehensive|detailed|internal|full|deep|in-depth|extensive investigation|review|analysis|examination|audit",
    "carefully|thoroughly ..2 read|reviewed|studied|understood ..4 policy|policies|agreement|email|notification",
    "business solutions agreement",
    "prohibited seller activities",
    "reviewed|read all|the ..1 amazon 's? policies|policy|selling",
    "to the letter",
    "going|moving forward",
    "prevent this|such|these|any|similar ..2 from happening|occurring|recurring|future",
    "never|not happen|occur again",
    "be ..1 more careful",
    "best|better|great|excellent|positive|highest|good ..1 customer|shopping|buying|buyer ..1 experience|service|satisfaction",
    "customer satisfaction|experience|trust <be> ..1 our|my|top|most|number|of|always|first",
    "satisfaction ..1 <be> our|my ..1 top|first|number|main|highest priority|goal|1",
    "timely ..1 and|professional ..1 professional|manner",
    "within 24|48 hours",
    "quality control supervisor|manager|team|department",
    "match|matches|matching ..1 detail|product page|description ..1 exactly|100",
    "good working order|condition",
    "spot check|checks",
    "highest|strictest|high ..1 standards|standard",
    "poor|bad|negative customer|buyer experience",
    "monitor|monitored|monitoring ..2 performance|account|changes|metrics|health",
    "if in doubt",
    "contact seller support|performance ..2",
    "accept this|our ..1 plan|appeal",
    "kindly|please ..2 reinstate|reconsider|reactivate|restore ..3",
    "reinstate|restore our|my|the ..1 selling privileges|account|listing",
    "look|looking forward to ..1 your|hearing|hear|continue|continuing",
    "second|another|one chance|more",
    "treasure|cherish|value ..2 opportunity|chance|partnership|relationship",
    "had|held a|an team|urgent|emergency meeting",
    "retrained|trained ..1 staff|team|employees",
    "trusted|reliable|reputable|authorized supplier|suppliers",
    "no intention to|of",
    "fully|completely|deeply understand|aware|committed|recognize|realize|acknowledge ..5",
    "valued|valuable customer|customers|marketplace|platform|member",
    "committed|dedicated to ..1 providing|maintaining|complying|following|upholding|ensuring|offering|delivering",
    "comply|complies|compliance|accordance|adhere|abide ..2 all|with ..2 policies|amazon|rules|policy",
    "strictly|fully ..1 comply|follow|abide|adhere|obey",
    "necessary|appropriate|corrective|following measures|steps|actions",
    "learned|learnt ..2 lesson|lessons|mistake|from",
    "ensure that|this|all|the ..4 never|not|future|again|policy|policies|standards",
    "please ..1 do not hesitate",
    "any additional|further information|documents|questions",
    "sincerely|deeply apologize|apologise|sorry|regret",
    negation=False,
)


_SUBJECT = re.compile(r"\s*(?:subject|re|betreff)\s*:", re.IGNORECASE)


def subject_units(document: Document) -> range:
    """The numbers of the units on a first line that is the subject of a mail; empty where there is none."""
    if not document.sentences or not _SUBJECT.match(document.plain, 0, 80):
        return range(0)
    end = document.plain.find("\n", document.sentences[0].span.start)
    return document.sentences_in(Span(0, end if end >= 0 else len(document.plain)))


def _stock_units(reading: Reading) -> list[tuple[int, Span]]:
    """Units with a stock phrase and no detail of this case."""
    document = reading.document
    subject = subject_units(document)
    result = []
    for number, sentence in enumerate(document.sentences):
        if sentence.judged and number not in subject:
            spans = list(_STOCK.in_unit(reading, number))
            if spans and not checkable(reading.document.slots[number]):
                result.append((number, spans[0]))
    return result


def _dense_stock(reading: Reading) -> Iterator[Hit]:
    """All stock units of a letter that has at least four of them, making up a quarter of its units."""
    stock = _stock_units(reading)
    judged = len(reading.document.judged)
    if len(stock) >= 4 and len(stock) >= 0.25 * judged:
        for number, _ in stock:
            yield Hit(reading.span(number), f"{len(stock)} of {judged}")


def _mostly_stock(reading: Reading) -> Iterator[Hit]:
    stock = _stock_units(reading)
    judged = len(reading.document.judged)
    if len(stock) >= 4 and len(stock) >= 0.5 * judged:
        yield Hit(Span(0, 0), f"{len(stock) / judged:.0%}")


def _repeated_sentences(reading: Reading) -> Iterator[Span]:
    seen: Counter[str] = Counter()
    document = reading.document
    for number, sentence in enumerate(document.sentences):
        if sentence.judged and document.words(sentence.span) >= 6:
            key = re.sub(r"\W+", " ", reading.text(number).lower()).strip()
            seen[key] += 1
            if seen[key] > 1:
                yield sentence.span


_STOCK_LETTER = (
    "Thank you for the opportunity to appeal.\nWe take this matter very seriously.\nAfter a thorough investigation we found the problem.\n"
    "We sincerely apologize for any inconvenience.\nCustomer satisfaction is our top priority.\nWe look forward to hearing from you."
)
_WHY_TEMPLATE = "Readers see the same stock letter many times a day. What only this shop can say is what they look for."

RULES: tuple[Rule, ...] = (
    Rule(
        code="ORG101",
        name="placeholder-left-in",
        dimension=Dimension.ORIGINALITY,
        flag=Flag.BOILERPLATE,
        severity=Severity.ERROR,
        message="A placeholder was left in: fill it or take the sentence out.",
        help="{Fact of this case}.",
        why="A blank shows that the letter was not written for this case and was not read before sending.",
        source=sources.OWN_WORDS,
        bad=(
            "On [insert date] we deleted the listing.",
            "Order number XXXX was late.",
            "Regards, <your name>",
            "We hired ______ as inspector.",
            "We checked {{asin}} on Monday.",
        ),
        good=(
            "On 3 May [see annex 2] we deleted the listing.",
            "The size XXL was missing.",
            "The report (page 2) lists 14 orders.",
            "See <https://example.com/report>.",
        ),
        find=_search(_PLACEHOLDER),
    ),
    Rule(
        code="ORG102",
        name="assistant-residue",
        dimension=Dimension.ORIGINALITY,
        flag=Flag.BOILERPLATE,
        severity=Severity.ERROR,
        message="This line belongs to whoever wrote the template or draft, not to your letter; delete it.",
        help="Delete the line.",
        why="It shows the reader that nobody read the letter before sending.",
        source=sources.OWN_WORDS,
        bad=(
            "Here is your plan of action:",
            "Certainly! Below is the letter.",
            "Feel free to adjust the tone.",
            "I hope this helps!",
            "Make sure to replace the names.",
        ),
        good=("Here is our plan of action.", "Certainly the label was wrong.", "Feel free to call our supplier.", "We hope this helps the buyers."),
        find=_search(_RESIDUE),
    ),
    Rule(
        code="ORG103",
        name="note-to-oneself",
        dimension=Dimension.ORIGINALITY,
        flag=Flag.BOILERPLATE,
        severity=Severity.ERROR,
        message="A note between writers was left in; settle it and delete it.",
        help="Delete the note.",
        why="It shows the reader that the letter is not finished.",
        source=sources.OWN_WORDS,
        bad=("TODO: add the invoice.", "We refunded 14 orders (check?).", "[note to client: fill the dates]", "Client to confirm: date of the recall."),
        good=("We added a to-do list for the packers.", "We refunded 14 orders (see annex 2).", "Note the lot number on each label."),
        find=_search(_NOTE),
    ),
    Rule(
        code="ORG104",
        name="dummy-value",
        dimension=Dimension.ORIGINALITY,
        flag=Flag.BOILERPLATE,
        severity=Severity.ERROR,
        message="This is a sample value, not one of your case.",
        help="{ASIN}, {order id} or {name} of the notice.",
        why="A sample id sends the reader to nothing.",
        source=sources.OWN_WORDS,
        bad=("Order 123-1234567-1234567 was refunded.", "The ASIN is B00XXXXXXX.", "Your Company Name Ltd."),
        good=("Order 114-8734567-1204567 was refunded.", "The ASIN is B0C7QKL2MN.", "The company name on the bill is old."),
        find=_search(_DUMMY),
    ),
    Rule(
        code="ORG201",
        name="stock-phrases-in-a-row",
        dimension=Dimension.ORIGINALITY,
        flag=Flag.BOILERPLATE,
        severity=Severity.WARNING,
        message="A stock phrase with nothing of your case in it ({detail} sentences are such); say it with a fact or cut it.",
        help="On {date} {role} {act} {number} {items}.",
        why=_WHY_TEMPLATE + " One alone does no harm; accepted letters use several.",
        source=sources.OWN_WORDS,
        bad=(_STOCK_LETTER,),
        good=(
            "We take this matter very seriously.\nOn 3 May we opened 240 cartons.\nNine had the old label.\nWe refunded 14 buyers.",
            "We sincerely apologize for any inconvenience to the 14 buyers of order list 3 May.",
        ),
        find=_dense_stock,
    ),
    Rule(
        code="ORG202",
        name="mostly-stock-phrases",
        dimension=Dimension.ORIGINALITY,
        severity=Severity.ERROR,
        message="{detail} of the sentences could stand in anybody's appeal.",
        help="Write down first what happened in your shop, with dates and numbers; then order it.",
        why=_WHY_TEMPLATE,
        source=sources.OWN_WORDS,
        bad=(_STOCK_LETTER,),
        good=(
            _STOCK_LETTER + "\n" + "\n".join(f"On {day} May we opened {day * 7} cartons and found {day} old labels." for day in range(3, 14)),
            "Thank you for your time.\nWe shipped 14 orders late.",
        ),
        find=_mostly_stock,
    ),
    Rule(
        code="ORG203",
        name="sentence-said-twice",
        dimension=Dimension.ORIGINALITY,
        severity=Severity.WARNING,
        message="This sentence stands in the letter already; keep it once.",
        help="Delete the second one.",
        why="Repetition lengthens a letter and looks pasted.",
        source=sources.SHORT,
        bad=("We opened all cartons of the lot on Monday.\nThe factory answered.\nWe opened all cartons of the lot on Monday.",),
        good=("We opened all cartons of lot A.\nWe opened all cartons of lot B.", "Refunded.\nRefunded."),
        find=_repeated_sentences,
    ),
    Rule(
        code="ORG301",
        name="overlap-with-a-template",
        dimension=Dimension.ORIGINALITY,
        flag=Flag.BOILERPLATE,
        severity=Severity.WARNING,
        message="{detail} words in a row stand in a known template; say it in your own words, with a fact.",
        help="On {date} {role} {act} {number} {items}.",
        why=_WHY_TEMPLATE,
        source=sources.OWN_WORDS,
        bad=(),
        good=(
            "On 3 May we opened 240 cartons of lot A77 and nine of them had the old label.",
            "Ana compares each carton with the sheet that Holm Textil sent us in April.",
        ),
        origin=Origin.ORIGINALITY,
    ),
    Rule(
        code="ORG302",
        name="overlap-with-an-earlier-letter",
        dimension=Dimension.ORIGINALITY,
        flag=Flag.BOILERPLATE,
        severity=Severity.WARNING,
        message="{detail} words in a row stand in another letter of yours; write them anew for this case.",
        help="{Fact of this case}.",
        why="Amazon keeps earlier letters. What was refused once is not read twice.",
        source=sources.OWN_WORDS,
        bad=(),
        good=(
            "On 3 May we opened 240 cartons of lot A77 and nine of them had the old label.",
            "Ana compares each carton with the sheet that Holm Textil sent us in April.",
        ),
        origin=Origin.ORIGINALITY,
    ),
)
