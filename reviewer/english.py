"""The English of a letter, by the offline grammar checker Harper, filtered for what sellers write.

Out of the box seven of ten hits on appeals are names and ids "misspelt"; what is kept here is what a friend who reads
the letter would mention. Harper is not thread-safe, so one lock guards it.
"""

from __future__ import annotations

import functools
import re
import threading
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
_IGNORED_PROBLEMS = re.compile(r"[\d@/\\_#&+*=<>|]|^[^a-z]+$")
_LOWER_WORD = re.compile(r"[a-z]{4,24}")
_MAX_SHOWN = 40


class EnglishFinding(NamedTuple):
    """A slip: the rule it falls under, its place, what to change, and a replacement where just one fits."""

    rule: Rule
    span: Span
    detail: str
    replacement: str | None


@functools.cache
def warm_up() -> Future[harper.Linter]:
    """Start to load the dictionary in a thread, so that it is there when spaCy has been imported; once a process."""
    pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="english")
    future = pool.submit(_load)
    pool.shutdown(wait=False)
    return future


def _load() -> harper.Linter:
    import harper

    return harper.Linter()


class EnglishJudge:
    """Harper behind one lock. One linter serves the whole process."""

    def __init__(self) -> None:
        """Wait for the dictionary, or take the one that `warm_up` began to load."""
        self._lock = threading.Lock()
        self._loading = warm_up()

    @functools.cached_property
    def _linter(self) -> harper.Linter:
        return self._loading.result()

    def findings(self, document: Document) -> Iterator[EnglishFinding]:
        """The slips in the seller's own English, headings, tables, names and ids left out."""
        with self._lock:
            lints = self._linter.lint(document.plain, language="plaintext")
        known = _known_words(document)
        shown = 0
        for lint in lints:
            rule = _BY_KIND.get(lint.lint_kind)
            span = Span(lint.span.start, lint.span.end)
            if rule is None or shown >= _MAX_SHOWN or not _in_prose(document, span) or _IGNORED_PROBLEMS.search(lint.problem_text):
                continue
            options = [s.replacement_text for s in lint.suggestions]
            if rule is rules.SPELLING and not _is_misspelling(lint.problem_text, options, known):
                continue
            shown += 1
            yield EnglishFinding(rule, span, _detail(lint.problem_text, options), options[0] if len(options) == 1 else None)


def _detail(problem: str, options: list[str]) -> str:
    if not options:
        return f"Look at '{problem.strip()}'."
    return f"'{problem.strip()}': {' or '.join(repr(o.strip()) for o in options[:3] if o.strip()) or 'delete it'}."


def _in_prose(document: Document, span: Span) -> bool:
    number = document.sentence_at(span.start)
    if number is None:
        return False
    sentence = document.sentences[number]
    kind = document.block_of(sentence).kind
    return sentence.judged and span.end <= sentence.span.end and kind in (BlockKind.PARAGRAPH, BlockKind.BULLET)


def _known_words(document: Document) -> frozenset[str]:
    """Words that stand in the letter with a capital, so that a name in lower case elsewhere is no misspelling."""
    return frozenset(token.text.lower() for token in document.tokens if token.text[:1].isupper())


def _is_misspelling(problem: str, options: list[str], known: frozenset[str]) -> bool:
    """Whether a plain lower-case word is one or two letters away from a word, and no term of the trade."""
    if not _LOWER_WORD.fullmatch(problem) and len(problem) != 3:
        return False
    if not problem.islower() or problem in _MARKETPLACE or problem in known:
        return False
    return any(_close(problem, option.lower()) for option in options[:3])


def _close(first: str, second: str) -> bool:
    """Whether the optimal string alignment distance (Damerau 1964, restricted) is at most 2, and 1 for short words."""
    limit = 1 if len(first) <= 4 else 2
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
