"""Wordings that show what a unit does: the evidence of the rules for roles and for what is done well.

The trained classifier reads far more; these cues are what rules alone can tell, and the baseline that it must beat.
"""

from __future__ import annotations

import re

from reviewer.rule import phrases

_CONTROL = (
    "check|checked|verify|verified|inspect|inspected|test|tested|compare|compared|read|review|reviewed|confirm|confirmed|train|trained|ask|asked|count|counted|"
    "monitor|monitored|update|updated|follow|followed|notice|noticed|look|open|opened|keep|kept|set|record|recorded|change|changed|control|controlled|measure|measured|"
    "screen|screened|realise|realize|see|catch|answer|answered|reply|replied|understand|pay|declare|close|remove|ship|scan|register|research|search|weigh|request|have|tell|told|teach|taught|instruct|instructed|explain|explained|inform|informed"
)

OWNING = phrases(
    f"<we>|nobody|none|staff ..2 did|do|had|have|has not ..2 {_CONTROL}",
    f"<we> not ..2 {_CONTROL}",
    f"no one|body ..3 {_CONTROL}",
    f"nobody ..3 {_CONTROL}",
    "<we> ..3 failed|fail|neglected|forgot|forgotten|overlooked|missed|ignored|violated|breached|broke|infringed|misread|underestimated|misjudged|copied|mislabeled|mislabelled|oversold",
    "<we> should have|not",
    "<we> ..1 had no|neither|only",
    "<we> ..1 did|do not have",
    "<we> ..4 without ..1 checking|asking|testing|reading|verifying|comparing|inspecting|permission|licence|license|authorization|authorisation|looking|a|any|opening",
    "<we> ..1 relied|trusted|assumed|believed|thought|guessed|left|used|put|sold|listed|sent|shipped|entered|typed|uploaded|kept|let|mixed ..6 without|instead|wrong|wrongly|too|although|only|old|late|by|not",
    "our|my|mine own? full|sole|whole|big|serious|complete|internal? failure|fault|mistake|error|oversight|negligence|omission|carelessness|responsibility|neglect|doing",
    "nobody|no 's fault but our|ours|mine",
    "<we> made ..3 mistake|mistakes|error|errors",
    "<we> <be> ..2 responsible|wrong|careless|negligent|late|slow|lazy",
    "fault|mistake|failure|error <be> ..1 our|ours|my|mine|on",
    "there was|were no ..4 check|control|procedure|process|person|inspection|list|backup|alarm|rule|system|step",
    "<we> ..1 admit|acknowledge|accept|own ..2 that|our|the|this",
    "the|<our> cause|failure|mistake <be> ours|mine",
    negation=False,
    unless_before=("not", "never"),
)
APOLOGY = phrases(
    "<we> ..3 sorry|apologise|apologize|regret|apologising|apologizing",
    "sorry for|about|that|to|again",
    "our|my|sincere|sincerest|deepest|deep|many|please|accept ..1 apologies|apology",
    "forgive us|me",
    negation=False,
)
REQUEST = phrases(
    "please|kindly ..4 reinstate|restore|review|reactivate|consider|reply|release|lift|unblock|allow|give|let|help|return|reopen|tell|call|accept|activate|look|confirm|check|advise",
    "<we> ..2 request|ask|appeal|beg|kindly|hope|would ..6 reinstate|reinstated|reinstatement|reactivate|reactivation|review|restore|restored|back|reconsider|reopen|open|activate|enable|lift|release",
    "<we> ..1 look|looking forward to",
    "give|grant <we>|us|me ..2 chance|opportunity",
    "could|can|would you ..3 please|reinstate|review|tell|restore|confirm|check",
    negation=False,
)
ROOT_CAUSE = phrases(
    "because|since|reason|cause|caused|why|led|resulted|result|therefore|due",
    "root|real|main|underlying|actual cause|reason|problem",
    negation=False,
)
PREVENTIVE = phrases(
    "from now|today|then on|onwards|onward",
    "every|each|daily|weekly|monthly|twice|once ..2 day|week|month|morning|evening|shipment|batch|order|quarter|friday|monday|delivery|listing|lot|carton|parcel|return|item|employee|supplier",
    "will|now|must|shall ..3 check|checks|verify|verifies|inspect|inspects|review|reviews|monitor|monitors|train|sign|signs|compare|compares|approve|approves|audit|require|requires|keep|use|never|only|always|ensure|test|scan",
    "before ..3 listing|shipping|sending|shipment|publishing|dispatch|packing|each|every|any|going",
    "new|written|standard ..2 procedure|process|sop|checklist|rule|policy|system|control|software|step",
    "prevent|avoid|never|no ..6 again|future|happening|repeat",
    "in the future",
    "going forward",
    "since ..4 # ..3 we|our|the|every|each|no",
    "responsible|charge|in ..2 for|of ..3 checking|checks|this|it|listing|stock|quality",
    negation=False,
)
CORRECTIVE = phrases(
    "<we> <have>? <intensifier>? ..1 <action>",
    "<have> been <action>",
    "all|these|the ..4 <be>|<have> ..1 been? <action>",
    "<action> ..3 refund|refunds|listing|listings|stock|inventory|orders|units|asins|buyers|customers",
    negation=False,
)
EVIDENCE = phrases(
    "attached|attach|attaching|enclosed|enclose|attachment|attachments|annex|appendix|exhibit|screenshot|screenshots",
    "see|find ..3 invoice|invoices|document|documents|photo|photos|file|certificate|report|below",
    "invoice|certificate|receipt|report|tracking|permit|contract|licence|license ..2 number|no|no.|nr|dated|of|shows|proves ..2 #",
    negation=False,
)
COMMITMENT = phrases(
    "<we> ..2 promise|promises|commit|committed|pledge|guarantee|assure|value|care|strive|respect|understand|believe|want|treasure|take",
    "customer|buyer satisfaction|experience|trust|safety ..3",
    "<we> will ..3 never|always|best|careful|strictly|comply|follow|obey|respect",
    negation=False,
)

_HEADINGS = (
    ("root_cause", re.compile(r"root|cause|reason|why|what (?:happened|went wrong)|mistake|fault|problem|issue", re.IGNORECASE)),
    (
        "preventive_action",
        re.compile(r"prevent|future|from now|again|going forward|never|long[- ]?term|avoid|control|kept from|will be run|how we (?:work|run)", re.IGNORECASE),
    ),
    ("corrective_action", re.compile(r"correct|immediate|taken|resol|solv|did|done|already|short[- ]?term|repair|fix|remed|action", re.IGNORECASE)),
    ("evidence", re.compile(r"evidence|attach|document|enclos|proof|annex|files", re.IGNORECASE)),
    ("request", re.compile(r"request|conclusion|closing", re.IGNORECASE)),
)


def section_role(heading: str | None) -> str | None:
    """The role that a heading announces, in the words of the labelling guide, or None."""
    if heading is None:
        return None
    scores = {role: len(pattern.findall(heading)) for role, pattern in _HEADINGS}
    if scores["preventive_action"] and re.search(r"prevent|future|again|from now|how we (?:work|run)|kept from", heading, re.IGNORECASE):
        return "preventive_action"
    if scores["corrective_action"] and re.search(r"correct|taken|done|immediate|already", heading, re.IGNORECASE):
        return "corrective_action"
    return next((role for role, _ in _HEADINGS if scores[role]), None)
