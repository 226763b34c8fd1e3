"""TON: calm and factual, with respect for the reader and the buyers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice, pairwise

from reviewer import cues
from reviewer.blocks import BlockKind
from reviewer.rule import Reading, Rule, phrases
from reviewer.rules import sources
from reviewer.types import Dimension, Flag, Severity, Span

_CAPITAL_WORD = re.compile(r"\b[A-Z]{3,}\b")
_LOUD = re.compile(r"[!?]{2,}|\?!")
_SARCASM = re.compile(r"\(\?{1,3}\)|\(!{1,3}\)|\blol\b|\bhaha+\b|\bbravo\b|\boh,? (?:great|wonderful|really)\b|\bnice job\b|\bwell done\b", re.IGNORECASE)
_INITIALISMS = frozenset(
    "ASIN ASINS FBA FBM SKU SKUS POA ODR LSR OTDR AHR USA SOP SOPS FNSKU UPS DHL USPS DPD GLS TNT ISO FDA CPSC CPC CPSIA FCC ROHS REACH EPR VAT EORI UPC EAN GTIN "
    "ERP CRM API CSV PDF JPG PNG PNL BSA LLC LTD GMBH INC SRL EUR USD GBP CNY JPY PLN TRY INR AED SDS MSDS ASTM QC QA HTTP HTTPS WWW EMAIL MFN SFP NCX RMA "
    "RMS UKCA WEEE EUDR INFORM KYC ID IDS OEM ODM MOQ PO POS SGS TUV UL COA GMP HACCP BBE FIFO FEFO LIFO WMS VOC ATOZ ISBN CEO CFO COO VA PNG ZIP AND THE FOR".split()
)


def _capitals(reading: Reading) -> Iterator[Span]:
    document = reading.document
    for sentence in document.judged:
        if document.block_of(sentence).kind in (BlockKind.HEADING, BlockKind.TABLE, BlockKind.SIGNATURE):
            continue
        start, end = sentence.span.start, sentence.span.end
        words = [w for w in _CAPITAL_WORD.finditer(document.plain, start, end) if w.group() not in _INITIALISMS]
        letters = [c for c in document.plain[start:end] if c.isalpha()]
        shouted = len(letters) > 20 and sum(c.isupper() for c in letters) > 0.7 * len(letters)
        neighbours = [w for w, v in pairwise(words) if v.start() - w.end() <= 2]
        if shouted:
            yield sentence.span
        elif len(neighbours) >= 2:
            yield Span(neighbours[0].start(), words[words.index(neighbours[-1]) + 1].end())


def _marks(reading: Reading) -> Iterator[Span]:
    for sentence in reading.document.judged:
        for match in _LOUD.finditer(reading.document.plain, sentence.span.start, sentence.span.end):
            yield Span(match.start(), match.end())


def _sarcasm(reading: Reading) -> Iterator[Span]:
    for sentence in reading.document.judged:
        for match in _SARCASM.finditer(reading.document.plain, sentence.span.start, sentence.span.end):
            yield Span(match.start(), match.end())


def _repeated_apology(reading: Reading) -> Iterator[Span]:
    """Apologies from the third unit on that holds one."""
    document = reading.document
    units = {document.sentence_at(span.start): span for span in cues.APOLOGY(reading)}
    yield from islice(units.values(), 2, None)


_RESPECT = "The reader decides about many letters a day and is a person. Respect costs nothing; an attack costs the reading."

RULES: tuple[Rule, ...] = (
    Rule(
        code="TON101",
        name="calling-the-decision-unfair",
        dimension=Dimension.TONE,
        flag=Flag.ACCUSES,
        severity=Severity.ERROR,
        message="This attacks the decision; the reader has to defend it instead of reading your plan.",
        help="The notice of {date} names {issue}. {Fact}, see {document}.",
        why=_RESPECT,
        source=sources.NO_COMPLAINT,
        bad=(
            "This suspension is completely unfair.",
            "Your decision is ridiculous.",
            "It is absurd to block an account for this.",
            "We are treated like criminals.",
            "You have suspended us without any reason.",
            "This is not fair and you destroy my family.",
            "Amazon is killing our small business.",
        ),
        good=(
            "We destroyed our old stock.",
            "It was not fair to the buyers that our page showed the old picture.",
            "We do not find the decision unfair.",
            "The buyer called our delivery time ridiculous.",
            "Your decision of 3 May names two ASINs.",
            'The buyer wrote: "this is absurd".',
        ),
        find=phrases(
            "unfair|unjust|ridiculous|absurd|outrageous|unacceptable|unreasonable|disgraceful|scandalous|shameful|nonsense|arbitrary|laughable|insane|insulting|unjustified|shocking|disgusting",
            "treated|treat|treating|punished|punish us? like|as ..1 criminals|criminal|thieves|thief|scammers|dirt|animals|garbage",
            "this|it|that|decision|suspension <be> ..1 not fair|just",
            "you|amazon|your decision|suspension|bot|bots? <be>? <intensifier>? destroy|destroys|destroyed|destroying|ruin|ruins|ruined|ruining|kill|kills|killed|killing my|our ..2 "
            "family|life|lives|business|company|shop|existence|children|future|work|livelihood",
            "without any? ..1 reason|explanation|warning|proof|evidence|investigation",
            "for no ..1 reason",
            "makes no sense",
            "abuse of power",
            unless=("<buyer>", "price", "prices", "delay", "delays", "delivery", "refund", "refunded", "reviews", "listed", "shipped"),
        ),
    ),
    Rule(
        code="TON102",
        name="mocking-the-reader",
        dimension=Dimension.TONE,
        flag=Flag.ACCUSES,
        severity=Severity.ERROR,
        message="This accuses Amazon's staff of not reading or not caring; leave it out.",
        help="In our message of {date} the answer to {question} was missing. Here it is: {answer}.",
        why=_RESPECT,
        source=sources.NO_COMPLAINT,
        bad=(
            "You did not even read our last appeal.",
            "Your bots send the same copy-paste answer.",
            "Nobody at Amazon cares about sellers.",
            "Do you people even read these letters?",
            "Your team is incompetent.",
            "Your bot closed the account, no human read it.",
            "Robot of Amazon blocked my shop.",
        ),
        good=(
            "No human error of the packer is to blame: our label printer had no stock check.",
            "We did not read your last message with care.",
            "Your answer of 3 May asked for two invoices.",
            "Nobody in our team had read the policy.",
            "The bot that answers our buyers at night is switched off.",
        ),
        find=phrases(
            "you|amazon|your <amazon>|one|people|team|bots|bot|staff|investigators? ..3 not|never|even|no even|really? ..1 read|reads|reading|care|cares|look|looked|listen|listens|bother|understand ..3",
            "nobody|no at|in|from <amazon> ..2 read|reads|care|cares|listens|looks",
            "your ..1 bots|bot|robots|robot|robotic|automated|copy|template|canned|standard ..3 answer|answers|reply|replies|message|messages|response|responses|send|sends|decide|decides|paste",
            "your ..1 bots|bot|robots|robot|algorithm|machine|machines ..1 closed|close|blocked|block|suspended|suspend|deactivated|killed|deleted|removed|punished|banned",
            "bot|bots|robot|robots of amazon ..2",
            "no human|humans being? ever? read|reads|looked|looks|checked|checks|saw ..1 it|this|my|our|letter|letters|appeal|appeals|message|messages|case",
            "your ..2 <be> ..1 incompetent|lazy|blind|stupid|useless|corrupt|joke|arrogant|careless",
            "do|did you people|guys|even",
            "incompetent|incompetence|stupidity|arrogance|arrogant|hypocrites|hypocrisy|corrupt",
            "copy - paste|pasted answer|answers|reply|replies|response|message",
            negation=False,
        ),
    ),
    Rule(
        code="TON103",
        name="insulting-a-buyer-or-rival",
        dimension=Dimension.TONE,
        flag=Flag.ACCUSES,
        severity=Severity.ERROR,
        message="An insult says more about the shop than about its target; give the fact and drop the name.",
        help="Order {order id}: {fact}, see {document}.",
        why="Customers come first at Amazon. A letter that insults one of them loses the reader.",
        source=sources.NO_BLAME,
        bad=(
            "These buyers are thieves.",
            "The complaint was made by a crazy person.",
            "Such customers are liars and scammers.",
            "Our competitor is a criminal.",
            "The buyers who complained are liars, they want free shoes.",
            "The customers who wrote about the shoes are thieves.",
        ),
        good=(
            "We do not call any buyer a liar.",
            "The buyer said that we are thieves.",
            "The buyer who wrote that we are liars got a refund.",
            "Two parcels were stolen from the porch; we now ask for a signature.",
        ),
        find=phrases(
            "thieves|thief|scammers|scammer|liars|liar|idiots|idiot|crooks|crook|fraudsters|fraudster|criminals|criminal|parasites|cowards|trolls|morons|bastards|extortionists|blackmailers",
            "crazy|psycho|evil|disgusting person|people|woman|man|customer|buyer|lady|guy|competitor",
            unless=("like", "as", "report", "police"),
        ),
    ),
    Rule(
        code="TON104",
        name="sarcasm",
        dimension=Dimension.TONE,
        flag=Flag.ACCUSES,
        severity=Severity.WARNING,
        message="Sarcasm reads as contempt, in a second language even more; say it plainly or leave it out.",
        help="{Fact} on {date}.",
        why=_RESPECT,
        source=sources.CALM,
        bad=("Your fair (!) decision reached us today.", "Bravo, another shop is dead.", "Our \u201cfake\u201d shoes come from the factory, lol."),
        good=(
            "The label says \u201cnew\u201d and the item was used.",
            "The test (EN 71-3) was passed on 3 May.",
            "We had not read the page on size charts (see annex 2).",
        ),
        find=_sarcasm,
    ),
    Rule(
        code="TON201",
        name="legal-threat",
        dimension=Dimension.TONE,
        flag=Flag.THREATENS,
        severity=Severity.ERROR,
        message="A legal threat moves the letter away from the people who can reinstate you; take it out.",
        help="Keep the letter to cause, actions and prevention. Legal steps, if any, belong to another channel.",
        why="The team that reads appeals cannot answer threats, and hands such letters on.",
        source=sources.NO_THREAT,
        bad=(
            "Otherwise we will sue Amazon.",
            "Our lawyer will contact you.",
            "We will take legal action.",
            "We reserve all legal rights and see you in court.",
            "I will go to arbitration if needed.",
        ),
        good=(
            "We will not take legal action.",
            "Our lawyer drew up the licence contract of 3 May.",
            "The court in Lyon registered the trademark transfer on 4 June.",
            "We are a law firm and write for the seller.",
            "The rights owner threatened to sue us and withdrew on 4 May.",
        ),
        find=phrases(
            "<we>|us|to ..4 sue|prosecute amazon|you|your|them|the",
            "will|shall|must|going|forced|may|might|would ..3 sue|arbitration|litigation|lawsuit|prosecute",
            "take|taking|start|consider|considering|pursue|initiate|begin|seek|use ..3 legal action|actions|steps|proceedings|measures|remedies|means|ways",
            "lawyer|lawyers|attorney|attorneys|solicitor|counsel ..2 will|is|are|shall|would ..2 contact|contacting|sue|write|ready|handle|act|proceed|take|prepare|preparing|hear|informed|file|filing",
            "hear|hearing from <our>? ..1 lawyer|lawyers|attorney|solicitor|counsel",
            "see you|them? in court",
            "go|going|bring ..3 to court|arbitration|trial|tribunal",
            "reserve ..3 legal ..1 right|rights|remedies|action",
            "reserve ..2 rights ..3 legal|court|damages|law",
            "claim|demand|seek ..2 damages|compensation ..4 you|amazon|court|losses",
            "file|filing|filed ..2 lawsuit|suit ..3",
        ),
    ),
    Rule(
        code="TON202",
        name="threat-of-press-or-regulator",
        dimension=Dimension.TONE,
        flag=Flag.THREATENS,
        severity=Severity.ERROR,
        message="Threats with press, authorities or reviews make the reader close the letter; take it out.",
        help="Keep the letter to cause, actions and prevention.",
        why="Pressure from outside is no reason that the reader may act on.",
        source=sources.NO_THREAT,
        bad=(
            "We will go to the press.",
            "I will post this on social media.",
            "We will report Amazon to the FTC.",
            "We will inform the ministry of trade.",
            "Our next step is a complaint to the competition authority.",
            "I complain to the newspaper and the consumer office.",
            "We will complain in television.",
            "Else I go to the newspaper.",
        ),
        good=(
            "The buyer complained to the consumer office and we refunded her.",
            "We will not go to the press.",
            "We stopped our posts on social media that asked for reviews.",
            "The FTC rule on reviews is now part of our training.",
            "We reported the unsafe lot to the consumer authority on 3 May.",
        ),
        find=phrases(
            "<we>|<our>|will|shall|to ..4 go|going|turn|speak|talk|contact|inform|write|tell|alert|call|complain|complaining|complaint ..4 press|media|newspaper|newspapers|journalist|journalists|tv|television|bbc|cnn|reporter|reporters",
            "post|publish|share|expose|tell|go|make ..5 social|facebook|twitter|reddit|linkedin|youtube|tiktok|public|publicly|media|online ..2",
            "report|complain|complaint|file|inform|write|go|turn|contact|escalate ..4 amazon|you|this|to ..4 ftc|ministry|regulator|regulators|authority|authorities|commission|ombudsman|embassy|senator|congress|bbb|attorney|government|minister|cma|dg",
            "<we> ..2 complain|go|going|turn|report|write to ..3 consumer|consumers office|protection|agency|association|centre|center|organisation|organization",
            "<we> ..2 inform|contact|report|alert|notify ..3 ftc|ministry|regulator|regulators|ombudsman|embassy|senator|congress|bbb|minister|cma|press",
            unless=("lot", "stopped", "recall", "unsafe", "reviews"),
        ),
    ),
    Rule(
        code="TON203",
        name="threat-to-leave",
        dimension=Dimension.TONE,
        flag=Flag.THREATENS,
        severity=Severity.WARNING,
        message="Leaving is your right but no argument; take it out.",
        help="Say how the shop will be run on Amazon from now on: {control} by {role} since {date}.",
        why="Selling on Amazon is a privilege in the reader's eyes; the line offers nothing that answers the notice.",
        source=sources.CALM,
        bad=(
            "We will take our business to Walmart.",
            "We can sell on eBay instead, your loss.",
            "Amazon will lose a good seller.",
            "We will tell all sellers to leave your platform.",
        ),
        good=("We do not take our business elsewhere.", "We also sell on eBay, where the same stock file is used.", "Goods left our warehouse on 3 May."),
        find=phrases(
            "take|move|moving|bring ..2 business|products|brand ..2 elsewhere|walmart|ebay|temu|etsy|shopify|another|other|competitor|competitors",
            "<amazon>|you will|would ..1 lose ..4 seller|sellers|customers|brand|business|money|us|fees|trust",
            "tell|warn|advise ..4 sellers|others|friends ..4 leave|amazon|you|stop",
            "leave|leaving|quit|quitting your? amazon|platform|marketplace forever|for|and",
            "your loss",
            "sell|selling|go on|at|to ebay|walmart|etsy|temu|shopify instead",
        ),
    ),
    Rule(
        code="TON204",
        name="ordering-amazon-about",
        dimension=Dimension.TONE,
        flag=Flag.DEMANDS,
        severity=Severity.ERROR,
        message="This gives orders to the reader; ask, and say what you have done.",
        help="We ask you to review {ASIN or account} in the light of {actions done}.",
        why="Selling is a privilege that Amazon gives back, not a right that it owes.",
        source=sources.CALM,
        bad=(
            "You must reinstate our account immediately.",
            "Restore my listing now!",
            "We demand the release of our funds.",
            "You have to answer us today.",
            "I insist on my reinstatement.",
            "Stop blocking us at once.",
        ),
        good=(
            "Please review our account.",
            "We do not demand anything.",
            "We know that we must ship within 24 hours.",
            "We immediately refunded 14 orders.",
            "Demand rose in May and we oversold.",
        ),
        find=phrases(
            "you|amazon must|should|shall|need|needs|have|has|ought to? ..1 reinstate|restore|return|release|explain|answer|give|unblock|reactivate|reopen|tell|apologise|apologize|reply|pay|show|prove|lift|correct|remove|stop|respond",
            "you|amazon must|should|have|has|need|needs|are to? ..4 immediately|now|today|at|asap|urgently",
            "<we> ..2 demand|insist|require ..3 reinstatement|reinstate|release|that|immediate|my|our|on|you|an|answer|account|funds|full|explanation",
            "reinstate|restore|unblock|reactivate|release|reopen|activate|unlock|answer|reply|fix|solve ..5 immediately|now|asap|today|urgently|once|instantly",
            "immediate ..1 reinstatement|release|restoration|reactivation|unblocking",
            "stop blocking|punishing|sending|harassing|wasting ..2",
            "without ..1 further delay|delays",
            unless=("refunded", "listings", "notice", "buyers", "within", "asks", "asked"),
        ),
    ),
    Rule(
        code="TON205",
        name="deadline-for-amazon",
        dimension=Dimension.TONE,
        flag=Flag.DEMANDS,
        severity=Severity.ERROR,
        message="This sets Amazon a deadline; nobody there can keep it, and it reads as a threat.",
        help="We will supplement whatever you still need; we ask about the state of the review after {two business days}.",
        why="Reviews take the time they take. Waiting two business days and asking politely does more.",
        source=sources.CALM,
        bad=(
            "We expect your answer within 24 hours.",
            "If we do not hear from you by Friday, we will act.",
            "You have 48 hours to reply.",
            "Reply until tomorrow.",
        ),
        good=(
            "We answer buyers within 24 hours.",
            "We do not expect your answer by Friday.",
            "We reply to every buyer by 18:00 of the same day.",
            "By Friday 9 May all 14 buyers have their refund.",
        ),
        find=phrases(
            "expect|await|want|waiting|demand|need ..4 answer|reply|response|decision|reinstatement|solution|feedback ..3 within|until|by|before|in ..2 #|hours|days|tomorrow|friday|monday|today|tuesday|wednesday|thursday|week|end",
            "if <we> ..1 not hear|receive|get ..6 by|within|until|before|in ..3 #|hours|days|friday|monday|tomorrow|week|end",
            "you have # hours|days|h",
            "you|amazon must|should|have to? ..3 within|by|until|before ..2 #|hours|days|tomorrow|friday|monday|today",
            "answer|reply|reinstate|respond|restore|decide us? within|until|by ..1 #|tomorrow|friday|monday|today|tonight|end",
            unless=("buyers", "buyer", "customers", "customer", "our team"),
        ),
    ),
    Rule(
        code="TON206",
        name="selling-as-a-right",
        dimension=Dimension.TONE,
        flag=Flag.DEMANDS,
        severity=Severity.WARNING,
        message="Selling on Amazon is a privilege, not a right; argue from what you changed.",
        help="We ask for the review because {control} has been in place since {date} and {result}.",
        why="The agreement lets Amazon close accounts. Claims of a right invite a refusal.",
        source=sources.CALM,
        bad=(
            "We have the right to sell on Amazon.",
            "We deserve our account back.",
            "As a paying customer I am entitled to support.",
            "You have no right to block us.",
            "We pay you thousands in fees every month.",
        ),
        good=(
            "Selling on Amazon is a privilege, not a right.",
            "We do not deserve trust without a working check.",
            "The rights owner confirmed that we may sell the pattern.",
            "We pay the return label since 3 May.",
        ),
        find=phrases(
            "<we> have ..2 right to sell|be|know|get",
            "our|my|legal|every right|rights to sell|be|know|get|as",
            "<we> <intensifier>? deserve|deserves|merit ..3",
            "<we> <be> entitled to",
            "you|amazon have|has no ..1 right|authority|reason ..2",
            "<we> <have>? pay|paid|paying ..3 fees|fee|commission|commissions ..3",
            "violates|violate|violation|against ..1 our|my rights",
        ),
    ),
    Rule(
        code="TON207",
        name="handing-the-work-to-amazon",
        dimension=Dimension.TONE,
        flag=Flag.DEMANDS,
        severity=Severity.WARNING,
        message="This asks Amazon to do your part; say what you found yourself.",
        help="We searched {records} of {period} and found {number} orders with {fault}; the list is attached.",
        why="The reader wants to see that the seller can find and repair faults alone.",
        source=sources.WHY_CAUSE,
        bad=(
            "Tell us what we should write.",
            "Please tell us what is the problem and we will fix it.",
            "You should check which orders are bad.",
            "Send us a list of all the wrong listings.",
            "Please explain exactly what we did wrong.",
        ),
        good=(
            "We do not ask you to tell us what to write.",
            "Here is the list of all wrong listings.",
            "Tell us if you need a further invoice.",
            "We asked the supplier to send us a list of lots.",
        ),
        find=phrases(
            "tell|explain|inform|advise|show|let us|me|know? ..1 exactly|what|which|why ..3 write|do|wrong|problem|missing|want|issue|mistake|reason|suspended|blocked|orders|listing|listings|violated|happened",
            "explain|specify|clarify ..1 exactly|what|which|why ..4 wrong|problem|violated|mistake|suspended|listing|blocked|removed",
            "send|give|provide us|me ..2 list|details|proof|evidence|example|examples|template ..4",
            "you|amazon should|must|can|need|have ..1 check|find|look|verify|investigate|search|compare ..3",
            "what do|does|exactly you|amazon|exactly ..1 want|need|expect",
            unless=("supplier", "rights", "buyer"),
        ),
    ),
    Rule(
        code="TON208",
        name="threat-of-violence",
        dimension=Dimension.TONE,
        flag=Flag.THREATENS,
        severity=Severity.ERROR,
        message="A threat against people ends every appeal and may be reported to the police; take it out.",
        help="Leave it out. If a message of a buyer or of Amazon made you angry, send the letter tomorrow.",
        why="Amazon must protect its people. Nothing else in the letter is read after such a line.",
        source=sources.NO_THREAT,
        bad=(
            "I will kill you all.",
            "We will kill the person who did this.",
            "I know where you work.",
            "I come to your office and beat them.",
            "You will regret this.",
        ),
        good=(
            "The spray kills germs, which the page did not say.",
            "We will kill the listing today.",
            "We will shoot the pictures again on 3 May.",
            "The buyer wrote that he will kill us.",
            "I will not hurt anyone.",
            "A loose cable will hurt somebody sooner or later, and we had no test for it.",
        ),
        find=phrases(
            "<we> ..1 will|going|gonna|shall|swear|want|come ..2 kill|murder|stab|strangle|shoot|beat|punch|burn|bomb|hurt ..1 you|him|her|them|amazon|someone|somebody|everyone|everybody|people",
            "<we> ..1 will|going|gonna|shall|swear|want|come ..2 kill|murder|stab|strangle|beat|punch|hurt the|this|that|these|those|your ..1 person|people|man|woman|buyer|buyers|customer|customers|"
            "employee|employees|staff|team|manager|guy|family|competitor|seller",
            "<we> ..1 know where you ..1 live|work|sit|are",
            "<we> ..2 come|coming to your ..1 office|house|home ..4 kill|beat|gun|knife|burn|destroy|smash",
            "you|amazon will regret this|it|that",
        ),
    ),
    Rule(
        code="TON301",
        name="begging",
        dimension=Dimension.TONE,
        flag=Flag.PLEADS,
        severity=Severity.WARNING,
        message="Begging takes the place of a reason; ask once, after the plan.",
        help="We ask you to review the account; {control} has been in place since {date}.",
        why="Amazon's own page asks for no emotive language. The reader can act on facts only.",
        source=sources.CALM,
        bad=(
            "We beg you to give us another chance.",
            "Please, please help us.",
            "I am begging for mercy.",
            "Have pity on a small shop.",
            "Give us one last chance.",
        ),
        good=(
            "Please review the account.",
            "We do not beg.",
            "Thank you for giving us an opportunity to appeal.",
            "We had a second chance to check the label at goods-in and missed it.",
            "The buyer begged for a refund and we answered after six days.",
        ),
        find=phrases(
            "<we> ..2 beg|begging|implore|plead",
            "beg|begging you|for",
            "please ,? please",
            "mercy|pity|compassion|heart",
            "one|another|second|last|final ..1 chance|opportunity",
            "give|grant|allow|offer|ask|want|need|hope ..4 an ..1 chance|opportunity",
            "on my|our knees",
            "desperate|desperately",
            unless=("buyer", "missed", "check"),
        ),
    ),
    Rule(
        code="TON302",
        name="arguing-from-hardship",
        dimension=Dimension.TONE,
        flag=Flag.PLEADS,
        severity=Severity.WARNING,
        message="Hardship is no ground that the reader may act on; give the line to the plan.",
        help="Leave it out, or, where an illness was itself the cause: '{Role} was ill from {date} to {date} and nobody stood in; since {date} {stand-in} does.'",
        why="True as it is, it says nothing about whether the buyers are safe now.",
        source=sources.CALM,
        bad=(
            "I have two children to feed.",
            "This account is our only source of income.",
            "Our family depends on this shop.",
            "Twelve workers will lose their jobs.",
            "I have to pay my rent and my debts.",
            "We will go bankrupt.",
            "Without this listing I cannot pay my people.",
        ),
        good=(
            "Ana was ill from 3 to 9 May and nobody covered for her.",
            "The children's toys were recalled on 4 May.",
            "We paid the rent of a second packing table in June.",
            "Our income records of 2024 are attached.",
        ),
        find=phrases(
            "my|our|small|whole|his|her family|families|children|kids|wife|husband|parents|mother|father|daughter|son|baby ..4 depend|depends|suffer|suffers|suffering|live|lives|feed|eat|hungry|starve|support|sick|ill|hospital|rely",
            "feed|support|supporting|feeding ..1 my|our|their family|families|children|kids|wife",
            "children|kids|family to feed|support",
            "only|main|sole ..1 source|income|livelihood ..3",
            "cannot|can|could|will|unable|to|not ..2 pay|feed|keep <our>|the ..1 people|staff|workers|employees|rent|school|mortgage|loan|loans|salaries|wages|bills|debts",
            "our|my|their livelihood|savings|existence|life|lives|future ..2",
            "lose|losing|lost ..2 job|jobs|house|home|everything|savings|livelihood",
            "go|going|went ..1 bankrupt|bankruptcy",
            "bankrupt|bankruptcy|ruined|ruin|starve|starving|suicide|hungry",
            "pay|paying ..2 rent|salaries|wages|debt|debts|loan|loans|mortgage|bills",
            "staff|workers|employees|people|families ..3 depend|depends|jobless|unemployed",
            "debt|debts|loan|loans ..2 bank|pay|paid|repay|back",
            "difficult|hard|terrible financial ..1 situation|time|times|position",
            unless=("attached", "table", "covered", "stand-in"),
        ),
    ),
    Rule(
        code="TON303",
        name="apologising-again-and-again",
        dimension=Dimension.TONE,
        severity=Severity.SUGGESTION,
        message="One line of apology is enough; repeated, it takes the place of facts.",
        help="Keep the first apology and give this line to an action: On {date} {role} did {action} on {number} orders.",
        why="Sources disagree whether to apologise at all; none advises to do it three times.",
        source=sources.APOLOGY,
        bad=(
            "We are sorry.\nWe sincerely apologise to Amazon.\nOnce more our deepest apologies.",
            "Sorry for this.\n- We regret the trouble.\n- Again we apologize to all.",
        ),
        good=(
            "We are sorry.\nWe refunded 14 orders on 3 May.",
            "We apologised to each of the 14 buyers by message.\nWe are sorry for it.",
        ),
        find=_repeated_apology,
    ),
    Rule(
        code="TON304",
        name="flattery",
        dimension=Dimension.TONE,
        severity=Severity.SUGGESTION,
        message="Praise for Amazon helps nobody to decide; leave it out.",
        help="Give the line to a fact of the case: {fact} on {date}.",
        why="Amazon's page asks for no introductions; praise before a request reads as calculation.",
        source=sources.NO_HISTORY,
        bad=(
            "Amazon is the best platform in the world.",
            "We love Amazon and its great team.",
            "It is an honour to sell on your wonderful marketplace.",
            "We thank the great Amazon team for its hard work.",
        ),
        good=("Amazon is the marketplace where we sell most.", "We do not say that our check was great.", "The buyer wrote that she loves the lamp."),
        find=phrases(
            "amazon ..2 <be> ..3 best|greatest|biggest|largest|wonderful|amazing|fantastic|leading|fairest ..2",
            "<we> ..1 love|admire|adore|worship amazon|your|selling",
            "great|wonderful|amazing|fantastic|excellent|beautiful|best amazon|platform|marketplace|team|company",
            "honor|honour|privileged|proud|blessed ..2 to ..1 sell|be|work|partner|selling",
            "hard work of ..2 team|amazon",
            unless=("buyer", "not"),
        ),
    ),
    Rule(
        code="TON305",
        name="irritation",
        dimension=Dimension.TONE,
        severity=Severity.WARNING,
        message="This line is annoyed; the reader will remember it longer than the plan.",
        help="Leave it out, or give the fact alone: Our messages of {date} and {date} are case {id}.",
        why=_RESPECT,
        source=sources.CALM,
        bad=(
            "We have told you many times.",
            "As we already said three times, the invoice is real.",
            "How many times do we have to send it?",
            "I am tired of these answers.",
            "We honestly do not understand what you want.",
        ),
        good=(
            "As we said on 3 May, the invoice is number 4711.",
            "We tested the lamp many times.",
            "The packer was tired after a double shift and nobody checked the labels.",
            "We do not understand how the barcode got there and have asked the factory on 4 May.",
        ),
        find=phrases(
            "told|said|sent|explained|wrote|submitted|provided you? ..2 many|several|#|countless|hundred|times|already times|time",
            "already ..1 told|said|explained|sent|proved|provided ..1 you|#|many|several|three|everything|all",
            "how many times|more|letters",
            "<we> <be> <intensifier>? tired|sick|fed|frustrated|angry|furious|annoyed|disappointed|shocked|disgusted ..1",
            "<we> honestly|really|simply|still|just do not understand ..4 you|why|want|decision|suspended",
            "waste|wasting|wasted ..2 time",
            "enough is enough",
            negation=False,
            unless=("packer", "tested", "factory", "buyer", "buyers"),
        ),
    ),
    Rule(
        code="TON401",
        name="words-in-capitals",
        dimension=Dimension.TONE,
        severity=Severity.WARNING,
        message="Capitals read as shouting; write the line in normal letters.",
        help="Use bullets or a heading to stress a point.",
        why="Readers take capitals for anger, whatever the writer meant.",
        source=sources.CALM,
        bad=("WE DID NOT DO THIS ON PURPOSE AND YOU KNOW IT.", "We have NEVER EVER SOLD anything like that.", "PLEASE GIVE BACK OUR ACCOUNT WE WAIT FOR IT."),
        good=("ROOT CAUSE\nWe did not check the label.", "The ASIN and the FNSKU did not match, see SOP QC.", "We use FBA and DHL for all SKU."),
        find=_capitals,
    ),
    Rule(
        code="TON402",
        name="shouting-marks",
        dimension=Dimension.TONE,
        severity=Severity.SUGGESTION,
        message="One mark is enough; several read as shouting.",
        help="End the sentence with a full stop.",
        why="Marks in a row read as anger or mockery.",
        source=sources.CALM,
        bad=("We waited three weeks!!!", "Why us???", "Is this a joke?!"),
        good=("Why did it happen?", "We refunded 14 orders.", "The buyer asked where the parcel was!"),
        find=_marks,
        replacement=".",
    ),
)
