"""STR: a letter that can be read in one go, with nothing missing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from statistics import median

from reviewer import cues
from reviewer.blocks import Block, BlockKind
from reviewer.document import Document
from reviewer.rule import Hit, Reading, Rule, phrases
from reviewer.rules import sources
from reviewer.types import Dimension, Road, Role, Severity, Span

_WHOLE = Span(0, 0)
_PARTS = (Role.ROOT_CAUSE, Role.CORRECTIVE_ACTION, Role.PREVENTIVE_ACTION)
_ZERO_WIDTH = re.compile("[\u200b\u200c\u200d\u2060\ufeff\u00ad\u202a-\u202e\u2066-\u2069]+")
_LONG_LETTER = 40
"""Words from which a letter is long enough that a missing part is a finding."""


def _bullets(document: Document) -> list[Block]:
    return [block for block in document.blocks if block.kind is BlockKind.BULLET]


def _walls(reading: Reading) -> Iterator[Span]:
    for block in reading.document.blocks:
        if block.kind is BlockKind.PARAGRAPH and reading.document.words(block.span) > 120:
            yield block.span


def _long_points(reading: Reading) -> Iterator[Span]:
    for block in _bullets(reading.document):
        if reading.document.words(block.span) > 70:
            yield block.span


def _crowded_points(reading: Reading) -> Iterator[Span]:
    document = reading.document
    counts = Counter(s.block for s in document.sentences)
    for number, block in enumerate(document.blocks):
        if block.kind is BlockKind.BULLET and counts[number] >= 4:
            yield block.span


def _unequal_points(reading: Reading) -> Iterator[Span]:
    document = reading.document
    lengths = [document.words(block.span) for block in _bullets(document)]
    if len(lengths) >= 4 and max(lengths) > 50 and max(lengths) > 6 * max(1.0, median(lengths)):
        yield _bullets(document)[lengths.index(max(lengths))].span


def _mixed_markers(reading: Reading) -> Iterator[Span]:
    """The first point whose marker differs from its neighbour's at the same depth in the same list."""
    for previous, block in pairwise(reading.document.blocks):
        alike = previous.kind is block.kind is BlockKind.BULLET and previous.depth == block.depth
        if alike and previous.marker_style != block.marker_style and not _restarts(block):
            yield block.span
            return


def _restarts(block: Block) -> bool:
    return bool(block.marker and re.fullmatch(r"\W*(?:1|a|A|i|I)\W*", block.marker))


def _no_points(reading: Reading) -> Iterator[Span]:
    document = reading.document
    tables = any(block.kind is BlockKind.TABLE for block in document.blocks)
    if document.word_count > 180 and not _bullets(document) and not tables:
        yield _WHOLE


def _no_headings(reading: Reading) -> Iterator[Span]:
    document = reading.document
    if document.word_count > 180 and not any(b.kind is BlockKind.HEADING or b.label for b in document.blocks):
        yield _WHOLE


def _too_long(reading: Reading) -> Iterator[Hit]:
    if reading.document.word_count > 900:
        yield Hit(_WHOLE, str(reading.document.word_count))


_NAMES = {
    Role.ROOT_CAUSE: "cause",
    Role.CORRECTIVE_ACTION: "corrective action",
    Role.PREVENTIVE_ACTION: "prevention",
    Role.EVIDENCE: "proof",
    Role.REQUEST: "request",
}


def _lacking(reading: Reading) -> list[Role]:
    """The parts that the letter's road asks for and no unit is."""
    return [role for role in (_PARTS if reading.road is Road.PLAN else (Role.EVIDENCE,)) if not reading.with_role(role)]


def _too_short(reading: Reading) -> Iterator[Hit]:
    if _LONG_LETTER <= reading.document.word_count < 200 and (_lacking(reading) or not reading.complete):
        yield Hit(_WHOLE, str(reading.document.word_count))


def _no_appeal(reading: Reading) -> Iterator[Hit]:
    words, lacking = reading.document.word_count, _lacking(reading)
    if words < _LONG_LETTER and lacking:
        lacking += [] if reading.with_role(Role.REQUEST) else [Role.REQUEST]
        yield Hit(_WHOLE, f"{words} word{'' if words == 1 else 's'}; missing: {', '.join(_NAMES[role] for role in lacking)}")


def _long_sentences(reading: Reading) -> Iterator[Hit]:
    document = reading.document
    for sentence in document.judged:
        words = document.words(sentence.span)
        if words > 45 and document.block_of(sentence).kind is not BlockKind.TABLE:
            yield Hit(sentence.span, str(words))


def _missing(role: Role):  # type: ignore[no-untyped-def]
    def find(reading: Reading) -> Iterator[Span]:
        if reading.document.word_count >= _LONG_LETTER and not reading.with_role(role):
            yield _WHOLE

    return find


def _out_of_order(reading: Reading) -> Iterator[Span]:
    """The first unit of a part that stands before the part that should come first."""
    middles = {role: median(numbers) for role in _PARTS if len(numbers := reading.with_role(role)) >= 2}
    for earlier, later in pairwise([role for role in _PARTS if role in middles]):
        if middles[earlier] > middles[later] + 2:
            yield reading.span(reading.with_role(later)[0])
            return


def _no_request(reading: Reading) -> Iterator[Span]:
    if reading.document.word_count >= _LONG_LETTER and not reading.with_role(Role.REQUEST):
        yield _WHOLE


_FROM_NOW_ON = phrases(
    "from now|today|then|that|# ..2 on|onwards|onward|every|each|we|our",
    "since ..5 we|our|each|every|the|all|no|two|one|he|she|they|i",
    "every|each|daily|weekly|monthly ..1",
    "<we>|which|that|he|she|they|and|who|now will|shall|now|must|always|never",
    "in the future",
    "going forward",
    negation=False,
)


def _no_way_of_running(reading: Reading) -> Iterator[Span]:
    if reading.document.word_count >= 100 and not reading.with_role(Role.PREVENTIVE_ACTION, Role.COMMITMENT) and not any(_FROM_NOW_ON(reading)):
        yield _WHOLE


def _empty_heading(reading: Reading) -> Iterator[Span]:
    """Headings with nothing under them. Neighbouring headings are a title and its subtitle."""
    blocks = reading.document.blocks
    for number, block in enumerate(blocks):
        if block.kind is not BlockKind.HEADING or cues.section_role(reading.document.excerpt(block.span)) is None:
            continue
        following = blocks[number + 1] if number + 1 < len(blocks) else None
        after = blocks[number + 2] if number + 2 < len(blocks) else None
        alone = following is None or following.kind is BlockKind.SIGNATURE
        chained = following is not None and following.kind is BlockKind.HEADING and (after is None or after.kind is not BlockKind.HEADING)
        same_level = (
            following is not None
            and (following.marker is None) == (block.marker is None)
            and cues.section_role(reading.document.excerpt(following.span)) is not None
        )
        if alone or (chained and same_level and number > 0):
            yield block.span


def _quoted_share(reading: Reading) -> Iterator[Hit]:
    document = reading.document
    quoted = sum(document.words(s.span) for s in document.sentences if s.quoted)
    total = quoted + document.word_count
    if total >= 80 and quoted > 0.3 * total:
        yield Hit(next(s.span for s in document.sentences if s.quoted), f"{quoted / total:.0%}")


def _foreign(reading: Reading) -> Iterator[Span]:
    for sentence in reading.document.sentences:
        if not sentence.english and not sentence.quoted:
            yield sentence.span


def _hidden(reading: Reading) -> Iterator[Span]:
    text = reading.document.text
    for match in _ZERO_WIDTH.finditer(text):
        joins_emoji = "\u200d" in match.group() and match.start() > 0 and ord(text[match.start() - 1]) > 0x2000
        if not joins_emoji and match.start() > 0:
            yield Span(match.start(), match.end())
            return


def _broken_numbering(reading: Reading) -> Iterator[Hit]:
    expected: dict[int, int] = {}
    for block in reading.document.blocks:
        number = re.fullmatch(r"\(?(\d{1,2})[.)、．）:]?", block.marker or "")
        if not number:
            if block.kind is BlockKind.HEADING and block.marker is None:
                expected.clear()
            continue
        value = int(number[1])
        wanted = expected.get(block.depth)
        if wanted is not None and value not in (wanted, 1) and value > 0:
            yield Hit(block.span, f"{value} follows {wanted - 1}")
            return
        expected[block.depth] = value + 1


_HISTORY = phrases(
    "<we> <have>? <be>? selling|sell|sold|been ..4 amazon ..2 since|for ..3",
    "<we> <have>? been ..3 business|selling|seller|operating|market|active|sellers ..3 for|since ..2",
    "founded|established|started ..2 in ..3",
    "<our> company|shop|store|brand|business|family ..2 was|is ..1 founded|established|started|created|specialized|specialised|specializing|engaged|leading|known|family",
    "<our> ..1 turnover|sales|revenue|feedback|rating ..3 <be>|of|has|have ..3",
    "<we> <be> ..2 family|small|professional|reputable|leading|honest|loyal|top|successful|old ..1 business|company|seller|sellers|manufacturer|shop|brand|factory|store|team",
    "positive feedback|feedbacks|reviews|ratings",
    "top|loyal|long|best ..1 seller|sellers|partner",
    "# ..1 years|year of|on|in|selling|experience ..2",
    "with ..3 years of|experience",
    unless=("removed", "because", "complaint", "complaints", "refunded", "manipulated", "batch", "asked"),
)


_HELP_PARTS = "Use the notice's own headings, or: Root cause. Corrective actions. Preventive measures."

RULES: tuple[Rule, ...] = (
    Rule(
        code="STR101",
        name="wall-of-text",
        dimension=Dimension.STRUCTURE,
        severity=Severity.WARNING,
        message="This block is too long to be read in one go; break it into points.",
        help="One idea to a point, a line or two each, under the heading it answers.",
        why="The reader has minutes. What stands in a block is skimmed.",
        source=sources.BULLETS,
        bad=("We counted the stock by hand and typed it into the sheet in the evening when the last parcel had left. " * 7,),
        good=(
            "We counted the stock by hand and typed it into the sheet in the evening when the last parcel had left. " * 5,
            "We counted the stock by hand.\nThe sheet was updated in the evening, when the last parcel had left.\n" * 7,
        ),
        find=_walls,
    ),
    Rule(
        code="STR102",
        name="over-long-point",
        dimension=Dimension.STRUCTURE,
        severity=Severity.SUGGESTION,
        message="This point is as long as a paragraph; keep the fact and cut the rest.",
        help="On {date} {role} did {action} on {number} {items}.",
        why="A list helps only while its points are short.",
        source=sources.BULLETS,
        bad=("- " + "we counted the stock by hand and typed it into the sheet in the evening when the last parcel had left " * 4,),
        good=(
            "- we counted the stock by hand\n- we typed it into the sheet",
            "1. " + "we counted the stock by hand and typed it into the sheet in the evening " * 3,
        ),
        find=_long_points,
    ),
    Rule(
        code="STR103",
        name="several-ideas-in-one-point",
        dimension=Dimension.STRUCTURE,
        severity=Severity.SUGGESTION,
        message="Four sentences or more in one point: give each idea its own.",
        help="Split after each action.",
        why="The reader ticks off causes and actions one by one.",
        source=sources.BULLETS,
        bad=("- We stopped the sale. We called the factory. We refunded all. We changed the box.",),
        good=("- We stopped the sale.\n- We called the factory. It answered on 3 May.", "- We stopped the sale. We called no. 5 of the list. It answered."),
        find=_crowded_points,
    ),
    Rule(
        code="STR104",
        name="points-of-very-unequal-length",
        dimension=Dimension.STRUCTURE,
        severity=Severity.SUGGESTION,
        message="This point is many times longer than the others; split it.",
        help="Split after each action, or make the short ones say who, when and how many.",
        why="One long point among short ones holds a story that belongs elsewhere.",
        source=sources.BULLETS,
        bad=(
            "- stock counted\n- box changed\n- sheet new\n- "
            + "we typed the number into the sheet in the evening when the last parcel had left the house " * 4,
        ),
        good=(
            "- stock counted\n- box changed\n- sheet new\n- label printed",
            "- stock counted\n- " + "we typed the number into the sheet in the evening when the last parcel had left the house " * 4,
        ),
        find=_unequal_points,
    ),
    Rule(
        code="STR105",
        name="mixed-markers",
        dimension=Dimension.STRUCTURE,
        severity=Severity.SUGGESTION,
        message="The marker changes inside one list; keep one kind.",
        help="Use '-' for all points of the list, or numbers for all.",
        why="Mixed markers look pasted together.",
        source=sources.BULLETS,
        bad=("- stock counted\n* box changed\n- sheet new", "1. stock counted\n- box changed"),
        good=("- stock counted\n- box changed", "1. stock counted\n   - box A\n   - box B\n2. label printed", "- stock counted\n\nDone:\n1. box changed"),
        find=_mixed_markers,
    ),
    Rule(
        code="STR106",
        name="no-points",
        dimension=Dimension.STRUCTURE,
        severity=Severity.SUGGESTION,
        message="The letter has no list: put causes and actions into short points.",
        help="- On {date} {role} did {action} on {number} {items}.",
        why="Points let the reader tick off what was asked. Good plain prose in the right order can do as well.",
        source=sources.BULLETS,
        bad=("We counted the stock by hand and typed it into the sheet in the evening.\n\n" * 14,),
        good=("We counted the stock by hand and typed it in.\n\n" * 14, "- We counted the stock by hand and typed it into the sheet in the evening.\n" * 14),
        find=_no_points,
    ),
    Rule(
        code="STR107",
        name="over-long-letter",
        dimension=Dimension.STRUCTURE,
        severity=Severity.SUGGESTION,
        message="{detail} words; usually 200 to 900 are enough. Cut what answers nothing in the notice.",
        help="Keep cause, actions, controls and proof; move lists of orders into an attachment.",
        why="No figure from Amazon is known; forum helpers call seven pages too long and about one page right.",
        source=sources.SHORT,
        bad=("We counted the stock by hand and typed it into the sheet in the evening.\n" * 70,),
        good=("We counted the stock by hand and typed it into the sheet in the evening.\n" * 60, "We counted the stock."),
        find=_too_long,
    ),
    Rule(
        code="STR108",
        name="short-letter",
        dimension=Dimension.STRUCTURE,
        severity=Severity.SUGGESTION,
        message="{detail} words; a full answer usually takes 200 or more. Look what is missing, do not pad.",
        help="Add what the notice asks and the letter does not answer: {cause}, {action}, {control}, {document}.",
        why="Length earns nothing, but most short letters leave a question open. Where all parts are there, and all that the notice asks for, nothing is said.",
        source=sources.SHORT,
        bad=("We are sorry and have deleted the listing. " * 6,),
        good=(
            "We counted the stock by hand and typed it into the sheet in the evening.\n" * 20,
            "We counted it by hand and typed it into the sheet in the evening.\n" * 16,
            "Root cause:\nNobody compared the labels.\nCorrective actions:\n- On 3 May we refunded 14 orders.\nPreventive measures:\n- Ana compares every carton.",
        ),
        find=_too_short,
    ),
    Rule(
        code="STR111",
        name="no-appeal-yet",
        dimension=Dimension.STRUCTURE,
        severity=Severity.ERROR,
        message="Too short to be an appeal: {detail}.",
        help="Root cause: on {date} {step} failed because {reason}. Done: on {date} {action} on {number} {items}. Since {date} {role} does {control}. We ask you to review {item}.",
        why="Below forty words nothing that a notice asks for can be answered. Each appeal that says nothing makes the next one harder.",
        source=sources.THREE_PARTS,
        bad=("We are sorry and have deleted the listing.", "Help"),
        good=(
            "Root cause:\nNobody compared the labels.\nCorrective actions:\n- On 3 May we refunded 14 orders.\nPreventive measures:\n- Ana compares every carton.",
            "We counted the stock by hand and typed it into the sheet in the evening.\n" * 4,
        ),
        find=_no_appeal,
    ),
    Rule(
        code="STR109",
        name="no-headings",
        dimension=Dimension.STRUCTURE,
        severity=Severity.SUGGESTION,
        message="No headings: name the parts that the notice asks for.",
        help=_HELP_PARTS,
        why="The reader looks for three answers. Headings show where each one stands.",
        source=sources.THREE_PARTS,
        bad=("We counted the stock by hand and typed it into the sheet in the evening.\n\n" * 14,),
        good=("Root cause\n" + "We counted the stock by hand and typed it into the sheet in the evening.\n\n" * 14, "We counted the stock."),
        find=_no_headings,
    ),
    Rule(
        code="STR110",
        name="sentence-too-long",
        dimension=Dimension.STRUCTURE,
        severity=Severity.SUGGESTION,
        message="{detail} words in one sentence; cut it in two or three.",
        help="One fact to a sentence.",
        why="Long sentences are where a second language breaks.",
        source=sources.SHORT,
        bad=("We counted the stock by hand " + "and typed it into the sheet in the evening " * 5 + "and left.",),
        good=("We counted the stock by hand and typed it into the sheet in the evening.", "We counted. " * 30),
        find=_long_sentences,
    ),
    Rule(
        code="STR201",
        name="root-cause-missing",
        dimension=Dimension.STRUCTURE,
        severity=Severity.WARNING,
        road=Road.PLAN,
        message="No part says why it happened.",
        help="Root cause: on {date} {step} failed because {reason}.",
        why="Every notice that asks for a plan asks for the cause first.",
        source=sources.THREE_PARTS,
        bad=("Corrective actions:\n" + "- On 3 May the listing was deleted and the stock was sent back to us.\n" * 5,),
        good=(
            "Root cause:\nNobody compared the labels.\nCorrective actions:\n" + "- On 3 May the listing was deleted and the stock was sent back to us.\n" * 5,
            "The lamps broke because the box was too thin.\nCorrective actions:\n"
            + "- On 3 May the listing was deleted and the stock was sent back to us.\n" * 5,
        ),
        find=_missing(Role.ROOT_CAUSE),
    ),
    Rule(
        code="STR202",
        name="corrective-actions-missing",
        dimension=Dimension.STRUCTURE,
        severity=Severity.WARNING,
        road=Road.PLAN,
        message="No part says what has been done to put this case right.",
        help="Corrective actions: on {date} {role} refunded {number} orders and {action}.",
        why="Notices ask what steps you have taken.",
        source=sources.THREE_PARTS,
        bad=("Root cause:\n" + "- Nobody compared the labels with the sheet from the factory in spring.\n" * 5,),
        good=(
            "Root cause:\nNobody compared the labels.\nCorrective actions:\n" + "- On 3 May the listing was deleted and the stock was sent back to us.\n" * 5,
            "Nobody compared the labels with the sheet.\n" + "On 3 May we deleted the listing and refunded fourteen buyers in the shop.\n" * 5,
        ),
        find=_missing(Role.CORRECTIVE_ACTION),
    ),
    Rule(
        code="STR203",
        name="preventive-measures-missing",
        dimension=Dimension.STRUCTURE,
        severity=Severity.WARNING,
        road=Road.PLAN,
        message="No part says what keeps it from happening again.",
        help="Preventive measures: since {date} {role} does {control} {how often}.",
        why="The reader gives back the account for what happens from now on.",
        source=sources.THREE_PARTS,
        bad=("Root cause:\n" + "- Nobody compared the labels with the sheet from the factory in spring.\n" * 5,),
        good=(
            "Root cause:\n" + "- Nobody compared the labels with the sheet.\n" * 5 + "Prevention:\n- Ana compares every carton.",
            "Nobody compared the labels.\n" + "From now on Ana compares each carton with the sheet before shipping.\n" * 5,
        ),
        find=_missing(Role.PREVENTIVE_ACTION),
    ),
    Rule(
        code="STR204",
        name="parts-out-of-order",
        dimension=Dimension.STRUCTURE,
        severity=Severity.SUGGESTION,
        road=Road.PLAN,
        message="This part comes too early: cause first, then what was done, then what prevents it.",
        help=_HELP_PARTS,
        why="An action makes sense only after the cause that it repairs.",
        source=sources.THREE_PARTS,
        bad=(
            "Preventive measures:\n- Ana compares every carton.\n- Two people sign.\n- The list hangs at the door.\nRoot cause:\n- Nobody compared the labels.\n- The list was old.",
        ),
        good=(
            "Root cause:\n- Nobody compared the labels.\n- The list was old.\nPreventive measures:\n- Ana compares every carton.\n- Two people sign.",
            "Root cause:\n- Nobody compared the labels.\nPreventive measures:\n- Ana compares every carton.",
        ),
        find=_out_of_order,
    ),
    Rule(
        code="STR205",
        name="request-missing",
        dimension=Dimension.STRUCTURE,
        severity=Severity.SUGGESTION,
        message="The letter ends without saying what you ask for: the account, one ASIN, a review.",
        help="We ask you to review {ASIN or account}. We will supplement whatever is still needed.",
        why="One line tells the reader which decision is wanted.",
        source=sources.LABELLING,
        bad=("Root cause:\n" + "- Nobody compared the labels with the sheet from the factory in spring.\n" * 5,),
        good=(
            "Root cause:\n" + "- Nobody compared the labels with the sheet.\n" * 5 + "\nPlease review ASIN B0ABCDEF12.",
            "Root cause:\n" + "- Nobody compared the labels with the sheet.\n" * 5 + "\nWe kindly ask you to reinstate the listing.",
        ),
        find=_no_request,
    ),
    Rule(
        code="STR206",
        name="nothing-about-the-future",
        dimension=Dimension.STRUCTURE,
        severity=Severity.WARNING,
        road=Road.PLAN,
        message="No word on how the shop will be run from now on.",
        help="Since {date} {role} does {control}; {result} since then.",
        why="Selling is a privilege; the reader wants to know what to expect of this shop.",
        source=sources.LABELLING,
        bad=("Root cause:\n" + "- Nobody compared the labels with the sheet that the factory had sent in spring.\n" * 8,),
        good=(
            "Root cause:\n" + "- Nobody compared the labels with the sheet that the factory had sent in spring.\n" * 8 + "From now on Ana does.",
            "Root cause:\n" + "- Nobody compared the labels with the sheet that the factory had sent in spring.\n" * 8 + "Each carton is weighed.",
        ),
        find=_no_way_of_running,
    ),
    Rule(
        code="STR301",
        name="history-of-the-business",
        dimension=Dimension.STRUCTURE,
        severity=Severity.WARNING,
        message="History and praise of the shop answer nothing in the notice; leave them out.",
        help="Begin with the case: On {date} {ASIN or rate} {event}.",
        why="Amazon's page asks for no introduction of product, business or customers.",
        source=sources.NO_HISTORY,
        bad=(
            "We have been selling on Amazon for ten years.",
            "Our company was founded in 1998.",
            "We are a family business from Milan.",
            "Our turnover is two million a year.",
            "We have 98 % positive feedback.",
        ),
        good=(
            "The lamp was sold since May.",
            "We are the manufacturer named in invoice 4711.",
            "Our rate of late orders was 11 % in May.",
            "We asked for positive reviews with a card, which is the violation.",
        ),
        find=_HISTORY,
    ),
    Rule(
        code="STR302",
        name="heading-with-nothing-under-it",
        dimension=Dimension.STRUCTURE,
        severity=Severity.WARNING,
        message="This heading has nothing under it.",
        help="Answer it in one or two points, or take it out.",
        why="An empty part looks like a form filled halfway.",
        source=sources.THREE_PARTS,
        bad=("Root cause:\nNobody compared the labels.\nPreventive measures:\n\nBest regards,\nLi Na",),
        good=(
            "PLAN OF ACTION\nRoot cause:\nNobody compared the labels.",
            "Root cause:\nNobody compared the labels.\nPreventive measures:\n- Ana signs each carton.",
        ),
        find=_empty_heading,
    ),
    Rule(
        code="STR303",
        name="mostly-quotation",
        dimension=Dimension.STRUCTURE,
        severity=Severity.WARNING,
        message="{detail} of the letter is quoted; the reader knows the notice. Keep the sentence that you answer.",
        help="Quote one line, then answer it.",
        why="The notice copied back is no answer.",
        source=sources.SHORT,
        bad=(
            "> You sold goods that are not as the page says and we want to know the reason why this came about.\n" * 4
            + "We did not compare the labels with the sheet.\n" * 4,
        ),
        good=("> You sold goods that are not as the page says.\n" + "We did not compare the labels with the sheet.\n" * 12, "We did not compare the labels."),
        find=_quoted_share,
    ),
    Rule(
        code="STR304",
        name="sentence-in-another-language",
        dimension=Dimension.STRUCTURE,
        severity=Severity.WARNING,
        message="This sentence is not English, so it was not judged; translate it or take it out.",
        help="Write the letter in the language of the notice.",
        why="The reader may not know the language, and a leftover of a translation looks careless.",
        source=sources.GRAMMAR,
        bad=(
            "We are sorry.\n\u6211\u4eec\u6ca1\u6709\u68c0\u67e5\u5e93\u5b58\u3002",
            "We are sorry.\nWir haben die Ware leider nicht kontrolliert und das ist unser Fehler.",
        ),
        good=("We are sorry.\nOur company is called Haus der Lampen GmbH.", "We not checked the stock, is our fault."),
        find=_foreign,
    ),
    Rule(
        code="STR305",
        name="numbering-with-a-gap",
        dimension=Dimension.STRUCTURE,
        severity=Severity.SUGGESTION,
        message="The numbering jumps: {detail}.",
        help="Number the points anew.",
        why="A gap looks like a part that was cut or forgotten.",
        source=sources.GRAMMAR,
        bad=("1. stock counted\n2. box changed\n4. label printed",),
        good=("1. stock counted\n2. box changed\n3. label printed", "1. stock counted\n2. box changed\n\nDone:\n1. label printed"),
        find=_broken_numbering,
    ),
    Rule(
        code="STR306",
        name="hidden-characters",
        dimension=Dimension.STRUCTURE,
        severity=Severity.WARNING,
        message="Invisible characters stand here, mostly left by copying from a web page or a chat; delete them.",
        help="Paste the letter as plain text once.",
        why="They can break ids and words on the reader's screen.",
        source=sources.GRAMMAR,
        bad=("We refunded or\u200bder 114-1234567-7654321.",),
        good=("We refunded order 114-1234567-7654321.", "Thank you \U0001f468\u200d\U0001f469\u200d\U0001f467"),
        find=_hidden,
        replacement="",
    ),
)
