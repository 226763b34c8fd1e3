"""The English of a letter, by the offline grammar checker Harper, filtered for what sellers write.

Out of the box seven of ten hits on appeals are names and ids "misspelt"; what is kept here is what a friend who reads
the letter would mention. Harper is not thread-safe, so one thread does it all.
"""

from __future__ import annotations

import functools
import re
import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, NamedTuple

from reviewer.blocks import BlockKind
from reviewer.document import Document
from reviewer.rule import Rule
from reviewer.rules import english as rules
from reviewer.types import Span

if TYPE_CHECKING:
    import harper

_BY_KIND = {
    "Agreement": rules.AGREEMENT,
    "Grammar": rules.GRAMMAR,
    "Repetition": rules.REPEATED_WORD,
    "Spelling": rules.SPELLING,
    "Typo": rules.SPELLING,
    "WordChoice": rules.WORD_CHOICE,
    "Eggcorn": rules.WORD_CHOICE,
    "Malapropism": rules.WORD_CHOICE,
    "Usage": rules.WORD_CHOICE,
    "Nonstandard": rules.WORD_CHOICE,
    "Punctuation": rules.PUNCTUATION,
}
_MARKETPLACE = frozenset(
    "asin asins fnsku sku skus fba fbm poa odr otdr lsr upc ean gtin isbn repricer repricers dropship dropshipping dropshipped unboxing unbox upload uploads relist "
    "relisted relisting restock restocked restocking seller sellers lister variation variations backend barcode barcodes dropshipper prepaid pallet pallets courier couriers "
    "polybag polybags polybagged listings inauthentic inventory reseller resellers shipper wholesaler wholesalers freelancer freelancers storefront retargeting unboxed "
    "packer packers chargeback chargebacks incoterms ebay walmart temu etsy shopify linnworks veeqo shipstation baselinker keepa helium uspto euipo wipo euro euros "
    "labelled labelling cancelled cancelling organisation authorised authorisation apologise apologised colour licence favour centre catalogue judgement programme "
    "dunnage mislabel mislabeled mislabelled mislabelling commingle commingled commingling kindly asap info photoshop excel whatsapp app apps pdf jpg erp wms sop sops".split()
)
# Of Harper's 900 rules those that meet what second-language writers do; each rule left out saves time on every letter.
_RULES = (
    "AdjectiveDoubleDegree AllowTo AnA AnAnother ArriveTo AskNoPreposition AwareOf CommaFixes ConfirmThat DespiteOf DidPast Didnt Discuss "
    "DoMistake DoubleModal EveryTime ForNoun GoodAt HadOf HavePronoun HeDos HelpedPast IAmAgreement IDo InsteadOf InterestedIn IsBeenAuxSequence "
    "ItCan ItsContraction ItsPossessive LookForwardTo LookingForwardTo MassNouns MayOfPronoun MissingTo ModalOf MoreAdjective MoreBetter NotTo "
    "NounVerbConfusion OneOfTheSingular Payed PleasRequestVerb PossessiveYour ProgressiveNeedsBe PronounAre PronounContraction "
    "PronounInflectionBe PronounKnew PronounVerbAgreement QuantifierNeedsOf QuantifierNumeralConflict ReasonForDoing RegularIrregulars "
    "RepeatedWords ResponsibleFor SimplePastToPastParticiple SinceDuration SpellCheck SupposedTo The TheirToThere ThenThan ThereIsAgreement "
    "ThesesThese ThoughThought ToLoseTooLoose UseToUsedTo WereWhere WillNonLemma WrongApostrophe"
).split()
# Stand-ins for names, by length: a name the checker knows keeps the grammar and costs no search for a spelling.
_NAMES = ("", "I", "Al", "Ann", "Anna", "Maria", "Robert", "William", "Benjamin", "Alexander")
_ID = re.compile(r"[^\W_]*\d[\w-]*")
_NAME = re.compile(r"(?<=[a-z0-9,;:)\]] )[A-Z][^\W\d_]+|(?<![.!?] )(?<=[\w,] )[A-Z]{2,}s?\b")
_IGNORED_PROBLEMS = re.compile(r"[\d@/\\_#&+*=<>|]|^[^a-z]+$")
_RIGHT = frozenset({"that that", "had had"})
_LOWER_WORD = re.compile(r"[a-z]{4,24}")
_ANY_WORD = re.compile(r"[^\W\d_]+")
_MAX_SHOWN = 40


class EnglishFinding(NamedTuple):
    """A slip: the rule it falls under, its place, what to change, and a replacement where just one fits."""

    rule: Rule
    span: Span
    detail: str
    replacement: str | None


@functools.cache
def _pool() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix="english")


@functools.cache
def warm_up() -> Future[harper.Linter]:
    """Start to load the dictionary in a thread, so that it is there when spaCy has been imported; once a process."""
    return _pool().submit(_load)


def _load() -> harper.Linter:
    import harper

    linter = harper.Linter()
    chosen = frozenset(_RULES)
    linter.import_words(sorted(_MARKETPLACE))
    linter.set_lint_config({name: name in chosen for name in harper.get_default_lint_config()})
    return linter


Slips = Future["list[tuple[int, harper.Lint]]"]
"""What the checker will have found, once it is done, each with the offset of the stretch in which it counts."""
_STRETCH = 10_000
"""Characters that the checker gets at once: it needs quadratic time."""


class EnglishJudge:
    """Harper behind one thread. One linter serves the whole process."""

    def __init__(self) -> None:
        """Begin to load the dictionary, where `warm_up` has not begun yet."""
        self._linter = warm_up()

    def begin(self, document: Document) -> Slips:
        """Start the checker on `document` in its own thread; it works beside Python code."""
        text = _prose(document)
        started = threading.Event()

        def lint() -> list[tuple[int, harper.Lint]]:
            started.set()
            linter = self._linter.result()
            return [(at, found) for at, stretch in _stretches(text) for found in linter.lint(stretch, language="plaintext")]

        begun = _pool().submit(lint)
        started.wait(0.02)  # hands the interpreter over, so that the checker starts now and not at the next switch
        return begun

    def findings(self, document: Document, begun: Slips | None = None) -> Iterator[EnglishFinding]:
        """The slips in the seller's own English, headings, tables, names and ids left out."""
        lints = (begun or self.begin(document)).result()
        known = _known_words(document)
        shown = 0
        for at, lint in lints:
            rule = _BY_KIND.get(lint.lint_kind)
            span = Span(at + lint.span.start, at + lint.span.end)
            problem = document.plain[span.start : span.end]
            if rule is None or shown >= _MAX_SHOWN or problem != lint.problem_text or document.sentence_at(span.start) is None:
                continue
            if problem.lower() in _RIGHT or (rule is not rules.PUNCTUATION and _IGNORED_PROBLEMS.search(problem)):
                continue
            options = _in_order(problem, [s.replacement_text for s in lint.suggestions])
            if rule is rules.SPELLING and not _is_misspelling(lint.problem_text, options, known):
                continue
            shown += 1
            yield EnglishFinding(rule, span, _detail(lint.problem_text, options), options[0] if len(options) == 1 else None)


def _stretches(text: str) -> Iterator[tuple[int, str]]:
    """The text in stretches with their offsets, cut after a line, else after a sentence or a word."""
    at = 0
    while len(text) - at > _STRETCH:
        ends = (text.rfind(mark, at + _STRETCH // 2, at + _STRETCH) + 1 for mark in ("\n", ". ", " "))
        end = next(filter(None, ends), at + _STRETCH)
        yield at, text[at:end]
        at = end
    yield at, text[at:]


def _in_order(problem: str, options: list[str]) -> list[str]:
    """The suggestions in an order of their own: the checker gives them in another one in every process."""
    return sorted(options, key=lambda option: (not _close(problem.strip().lower(), option.strip().lower()), option))


def _detail(problem: str, options: list[str]) -> str:
    if not options:
        return f"Look at '{problem.strip()}'."
    return f"'{problem.strip()}': {' or '.join(repr(o.strip()) for o in options[:3] if o.strip()) or 'delete it'}."


def _prose(document: Document) -> str:
    """A text of the same length with only the seller's own English prose; ids are digits, names are known names."""
    text = document.plain
    parts: list[str] = []
    at = 0
    for sentence in document.judged:
        if document.block_of(sentence).kind in (BlockKind.PARAGRAPH, BlockKind.BULLET):
            start, end = sentence.span.start, sentence.span.end
            parts.append(re.sub(r"[^\n]", " ", text[at:start]))
            masked = _ID.sub(lambda match: "1" * len(match.group()), text[start:end].replace("\n", " "))
            parts.append(_NAME.sub(_known_name, masked))
            at = end
    parts.append(" " * (len(text) - at))
    return "".join(parts)


def _known_name(match: re.Match[str]) -> str:
    length = len(match.group())
    return _NAMES[length] if length < len(_NAMES) else match.group()


def _known_words(document: Document) -> frozenset[str]:
    """Words that stand in the letter with a capital, or more than once: names and goods, no misspellings."""
    counts = Counter(_ANY_WORD.findall(document.plain))
    return frozenset(word.lower() for word, count in counts.items() if word[0].isupper() or count > 1)


def _is_misspelling(problem: str, options: list[str], known: frozenset[str]) -> bool:
    """Whether a plain lower-case word is one or two letters away from a word, and no term of the trade."""
    if not _LOWER_WORD.fullmatch(problem) and len(problem) != 3:
        return False
    if not problem.islower() or problem in _MARKETPLACE or problem in known or _is_british(problem, options):
        return False
    return any(_close(problem, option.lower()) for option in options[:3])


def _is_british(problem: str, options: list[str]) -> bool:
    """Whether the word is only the British form of the word suggested."""
    american = _BRITISH.sub(lambda match: _AMERICAN[match.group()], problem)
    return american != problem and american in options


_AMERICAN = {"is": "iz", "ys": "yz", "our": "or", "ogue": "og", "oul": "ol", "tre": "ter", "ence": "ense", "ll": "l", "desp": "disp", "aeo": "eo"}
_BRITISH = re.compile("|".join(_AMERICAN))


def _close(first: str, second: str) -> bool:
    """Whether the optimal string alignment distance (Damerau 1964, restricted) is at most 2, and 1 for short words."""
    limit = 1 if len(first) <= 7 else 2
    if abs(len(first) - len(second)) > limit:
        return False
    before: list[int] = []
    previous = list(range(len(second) + 1))
    for i, a in enumerate(first, 1):
        row = [i]
        for j, b in enumerate(second, 1):
            cost = min(previous[j] + 1, row[j - 1] + 1, previous[j - 1] + (a != b))
            if i > 1 and j > 1 and a == second[j - 2] and first[i - 2] == b:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, previous = previous, row
    return previous[-1] <= limit
