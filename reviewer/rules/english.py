"""ENG: the English, as a friend would check it. Found by the grammar checker; never counted in a score."""

from __future__ import annotations

from reviewer.rule import Rule
from reviewer.rules import sources
from reviewer.types import Origin, Severity

_WHY = "A slip does not decide an appeal, but it can hide a fact. Plain, correct sentences are read faster."


def _english(code: str, name: str, message: str, help_: str, bad: tuple[str, ...], good: tuple[str, ...]) -> Rule:
    return Rule(
        code=code,
        name=name,
        dimension=None,
        severity=Severity.SUGGESTION,
        message=message,
        help=help_,
        why=_WHY,
        source=sources.GRAMMAR,
        bad=bad,
        good=good,
        origin=Origin.ENGLISH,
    )


AGREEMENT = _english(
    "ENG101",
    "agreement",
    "Verb and subject do not agree. {detail}",
    "Change the verb form.",
    ("We has not checked the stock before the sale.", "Our listing were removed on Monday, and we was late."),
    ("We have not checked the stock before the sale.", "The staff were trained on Monday."),
)
GRAMMAR = _english(
    "ENG102",
    "grammar",
    "The grammar is off here. {detail}",
    "Use the form shown.",
    ("We did not noticed the fault.",),
    ("We did not notice the fault.", "We noticed the fault of lot A77 on 3 May."),
)
REPEATED_WORD = _english(
    "ENG103",
    "word-said-twice",
    "The word stands twice. {detail}",
    "Delete one.",
    ("We checked the the stock.",),
    ("We checked the stock.", "The fact that that carton was open was noted."),
)
SPELLING = _english(
    "ENG104",
    "misspelling",
    "This looks misspelt. {detail}",
    "Check the spelling.",
    ("We recieved the stock.", "We checked teh cartons."),
    ("We received the stock of Holm Textil in Boras.", "The ASIN B0C7QKL2MN of Xiaofang Lamps is open.", "The FNSKU label of the unboxing was wrong."),
)
WORD_CHOICE = _english(
    "ENG105",
    "wrong-word",
    "Another word is meant here. {detail}",
    "Use the word shown.",
    ("We should of checked the stock.",),
    ("We should have checked the stock.", "We lose money when parcels are loose."),
)
PUNCTUATION = _english(
    "ENG106",
    "punctuation",
    "The punctuation is off here. {detail}",
    "Use the form shown.",
    ("We checked the stock ,and the labels.",),
    ("We checked the stock, and the labels.", "We checked: stock, labels, seals."),
)

RULES: tuple[Rule, ...] = (AGREEMENT, GRAMMAR, REPEATED_WORD, SPELLING, WORD_CHOICE, PUNCTUATION)
