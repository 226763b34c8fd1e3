"""CAS: the draft held against the notice, the earlier appeals and the account's metrics. The findings are made in reviewer/case/.

None of these rules looks at a letter alone, so they have no examples that a letter by itself could show.
"""

from __future__ import annotations

from reviewer.rule import Rule
from reviewer.rules import sources
from reviewer.types import Dimension, Origin, Severity

NOTICE = "Answer every point and every identifier of the notice: 6 of about 45 sources and the help page; docs/sources.md#notice"
EARLIER = "No repeat of a refused plan, and consistent with earlier letters: 4 and 2 of about 45 sources; docs/sources.md#earlier"
METRICS = "Targets dated in data/targets.toml; docs/sources.md#metrics"


def _case(code: str, name: str, severity: Severity, message: str, help_: str, why: str, source: str, dimension: Dimension | None = None) -> Rule:
    return Rule(
        code=code, name=name, dimension=dimension, severity=severity, message=message, help=help_, why=why, source=source, bad=(), good=(), origin=Origin.CASE
    )


PART_MISSING = _case(
    "CAS101",
    "asked-part-missing",
    Severity.ERROR,
    "The notice asks for {detail}.",
    "Add it under a heading of its own, in the words of the notice: {cause, action or control with date, number and role}.",
    "A reader compares the letter with the list in the notice. A point without an answer is the usual reason for 'not enough information'. A promise, or a line about another matter, is no answer.",
    NOTICE,
    Dimension.STRUCTURE,
)
POINT_UNANSWERED = _case(
    "CAS102",
    "asked-point-unanswered",
    Severity.WARNING,
    "The notice asks for {detail}.",
    "Name it and say where it is: {document or fact}, attached as {file}. If you cannot give it, say so and why.",
    "What the notice names and the letter leaves out is asked for again, and the next reading starts from the beginning. It is an error where the notice insists on a document of which no line speaks.",
    NOTICE,
    Dimension.STRUCTURE,
)
ASKED_AGAIN = _case(
    "CAS103",
    "same-answer-again",
    Severity.WARNING,
    "Amazon asked again for {detail}; this version says nothing that the earlier letter had not said.",
    "Give what was missing: {the step that failed, its date, how many units, who controls it now}.",
    "A second 'please give greater detail' means that the first answer was read and found too thin. The same answer gets the same reply.",
    EARLIER,
)
IDS_MISSING = _case(
    "CAS111",
    "identifier-not-covered",
    Severity.WARNING,
    "The notice names {detail}; the letter does not.",
    "Say for each of them what went wrong and what was done: {identifier}: {cause}, {action} on {date}.",
    "The reader looks the identifiers up. One that the letter leaves out counts as not understood.",
    NOTICE,
    Dimension.SPECIFICITY,
)
ID_MISTYPED = _case(
    "CAS112",
    "identifier-mistyped",
    Severity.WARNING,
    "The notice writes {detail}; check which is right.",
    "Copy the identifier from the notice.",
    "One wrong character sends the reader to another product or order.",
    NOTICE,
)
ORDERS_MISSING = _case(
    "CAS113",
    "no-order-of-the-notice-named",
    Severity.SUGGESTION,
    "The notice names {detail}; the letter names none of its orders.",
    "Order {order id}: {cause}, {action} on {date}. The plan itself should speak of the problem in general.",
    "An order that the notice gives as an example shows that the case was looked into; it need not be the whole letter.",
    NOTICE,
)
OTHER_TOPIC = _case(
    "CAS121",
    "not-about-the-notice",
    Severity.WARNING,
    "Hardly a line speaks of what the notice is about ({detail}).",
    "Start from the notice: it says {reason}. Our {process} allowed this because {cause}.",
    "A plan for another problem than the one named is refused, however good it is.",
    sources.WHY_CAUSE,
    Dimension.STRUCTURE,
)
COPIED_NOTICE = _case(
    "CAS122",
    "notice-copied-back",
    Severity.WARNING,
    "These {detail} words stand in the notice word for word; that is no answer yet.",
    "Say what you found instead: {fact}. Where you quote, put the words in quotation marks.",
    "Amazon knows its notice. Repeating it fills the page and shows no investigation.",
    sources.WHY_CAUSE,
    Dimension.ORIGINALITY,
)
DEADLINE = _case(
    "CAS131",
    "deadline-near",
    Severity.WARNING,
    "The notice wants the answer by {detail}.",
    "Send before then; if a document is still missing, say in the letter by which date it follows.",
    "An answer that comes late is often not read.",
    NOTICE,
)
NO_NOTICE = _case(
    "CAS141",
    "notice-not-recognised",
    Severity.SUGGESTION,
    "{detail} does not read like a notice of Amazon, so nothing was compared with it.",
    "Give the message itself as text, .eml or .html, not the draft or a screenshot.",
    "A guess about what Amazon asked for would mislead.",
    NOTICE,
)
USUAL_DOCUMENT = _case(
    "CAS201",
    "usual-document-not-mentioned",
    Severity.SUGGESTION,
    "With this reason Amazon usually wants {detail}; the letter does not mention it.",
    "If you have it: {document} of {date} is attached as {file}; {page or line} shows {fact}.",
    "The notice does not always list what is looked at.",
    sources.EVIDENCE,
)
BEYOND_WORDING = _case(
    "CAS301",
    "beyond-wording",
    Severity.WARNING,
    "Wording cannot mend this: {detail}",
    "{What you have instead, with date and source}.",
    "It is better to know before sending what the letter cannot replace. It is an error where the notice insists on the very document. This is no forecast: only Amazon decides.",
    sources.EVIDENCE,
)
DISPUTE_WITHOUT_PROOF = _case(
    "CAS401",
    "dispute-without-proof",
    Severity.WARNING,
    "The letter says that the notice is mistaken but names no document that shows it.",
    "{Document} of {date} shows {fact}; it is attached as {file}.",
    "The reader does not know you. Only what the reader can check shows that the notice is wrong.",
    sources.EVIDENCE,
    Dimension.SPECIFICITY,
)
PROOF_NOT_INVITED = _case(
    "CAS402",
    "plan-wanted",
    Severity.SUGGESTION,
    "The letter disputes; the notice asks for a plan and says nothing of showing an error.",
    "If the notice is right, answer it with cause, actions and controls. If it is wrong, say in one line why a plan cannot answer it, and give the proof.",
    "Most notices want a plan. A dispute can be right all the same, but it must say why it takes the other road.",
    NOTICE,
)
OWN_PART = _case(
    "CAS403",
    "own-part-not-said",
    Severity.SUGGESTION,
    "The letter does not say what you yourself will do so that the question does not come up again.",
    "To make this clear in future, our {role} {control}, since {date}.",
    "Even where the notice is mistaken something let the doubt arise: a missing document, an old address, a listing that can be misread. Nobody asks you to admit more.",
    sources.OWNERSHIP,
)
REPEATED = _case(
    "CAS501",
    "repeated-from-earlier-appeal",
    Severity.WARNING,
    "These {detail} were already in the earlier appeal, which was refused.",
    "Replace it by what is new: {fact found since}, {action done since}, with date.",
    "A letter that repeats a refused one gets the same reply. A true fact may stay as it is, and is a suggestion only: what counts is what is new beside it.",
    EARLIER,
)
SAME_SUBSTANCE = _case(
    "CAS502",
    "same-as-earlier-appeal",
    Severity.SUGGESTION,
    "The earlier appeal said the same in other words: '{detail}'",
    "Add what the earlier letter lacked: {who}, {when}, {how many}, {with which tool}.",
    "New words for a refused answer are still the refused answer.",
    EARLIER,
)
CONTRADICTION = _case(
    "CAS503",
    "contradicts-earlier-appeal",
    Severity.WARNING,
    "The earlier appeal gave another figure: {detail}.",
    "Say which is right and why it changed: The number of {date} was {number} because {reason}; correct is {number}.",
    "Two versions of one fact make the reader doubt both.",
    EARLIER,
)
METRIC_CONTRADICTED = _case(
    "CAS601",
    "metric-contradicted",
    Severity.WARNING,
    "The account's figures say otherwise: {detail}.",
    "Use the figure of the Account Health page with its window: On {date} our {metric} of the last {number} days was {number} %.",
    "The reader has the figures before him, and one that does not fit casts doubt on the rest. Dates, other windows, targets and changes from one figure to another are not compared.",
    METRICS,
)
METRIC_OPEN = _case(
    "CAS602",
    "missed-target-not-mentioned",
    Severity.SUGGESTION,
    "The account misses a target that the letter does not speak of: {detail}.",
    "If the notice is about it, give cause and plan; if not, know that it is seen.",
    "The account's figures show where one stands.",
    METRICS,
)
COUNT_CONTRADICTED = _case(
    "CAS603",
    "order-count-contradicted",
    Severity.WARNING,
    "The account's figures count other orders: {detail}.",
    "Give both numbers as the Account Health page or its report has them: {number} of {number} orders in the last {number} days.",
    "A reader divides the two numbers. It is compared only where one of them is that of the page, so that the same orders are meant.",
    METRICS,
)
VIOLATIONS_OPEN = _case(
    "CAS604",
    "violations-not-mentioned",
    Severity.SUGGESTION,
    "{detail}.",
    "Say how many units and buyers it concerned since {date}, what was done for them, and what {role} does now so that it cannot happen again.",
    "Repeated or grave violations weigh more than a single slip, and a plan for a single case does not answer them.",
    METRICS,
)

RULES = (
    PART_MISSING,
    POINT_UNANSWERED,
    ASKED_AGAIN,
    IDS_MISSING,
    ID_MISTYPED,
    ORDERS_MISSING,
    OTHER_TOPIC,
    COPIED_NOTICE,
    DEADLINE,
    NO_NOTICE,
    USUAL_DOCUMENT,
    BEYOND_WORDING,
    DISPUTE_WITHOUT_PROOF,
    PROOF_NOT_INVITED,
    OWN_PART,
    REPEATED,
    SAME_SUBSTANCE,
    CONTRADICTION,
    METRIC_CONTRADICTED,
    METRIC_OPEN,
    COUNT_CONTRADICTED,
    VIOLATIONS_OPEN,
)
