"""The form of a rule, and the few builders of finders.

A rule is one frozen value: its examples are its tests, its `why` is its documentation.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from reviewer.document import Document, tokenizer
from reviewer.types import Dimension, Flag, Origin, ReviewerError, Road, Role, Severity, Span
from reviewer.words import CLASSES

if TYPE_CHECKING:
    from spacy.matcher import Matcher


@dataclass(frozen=True)
class Reading:
    """What a rule looks at: the Document with a role and flags for each unit, and the road that the letter takes."""

    document: Document
    roles: Sequence[Role]
    road: Road = Road.PLAN
    flags: Sequence[frozenset[Flag]] = ()
    """The flags of each unit, or nothing where they are not known."""
    reasons: frozenset[str] = frozenset()
    """The reasons of the notice, where one is known."""
    complete: bool = True
    """Whether nothing that the notice asks for is known to be open."""

    def has(self, flag: Flag) -> bool:
        """Whether a unit is known to carry a flag."""
        return any(flag in flags for flags in self.flags)

    def flagged(self, number: int) -> frozenset[Flag]:
        """The flags of a unit, none where they are not known."""
        return self.flags[number] if self.flags else frozenset()

    def with_role(self, *roles: Role) -> list[int]:
        """The numbers of the judged units with one of these roles."""
        units = self.document.sentences
        return [n for n, role in enumerate(self.roles) if role in roles and units[n].judged]

    def text(self, number: int) -> str:
        """The plain text of a unit."""
        span = self.document.sentences[number].span
        return self.document.plain[span.start : span.end]

    def span(self, number: int) -> Span:
        """The place of a unit."""
        return self.document.sentences[number].span


class Hit(NamedTuple):
    """A finding whose message needs a word of its own, put in the place of `{detail}`."""

    span: Span
    detail: str


Find = Callable[[Reading], Iterable[Span | Hit]]


def elsewhere(_: Reading) -> Iterable[Span]:
    """The finder of a rule whose findings another judge makes; it finds nothing itself."""
    return ()


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One check. `find` gives the spans of its findings; an empty span at offset 0 speaks of the whole letter."""

    code: str
    name: str
    dimension: Dimension | None
    severity: Severity
    message: str
    help: str
    why: str
    source: str
    bad: tuple[str, ...]
    good: tuple[str, ...]
    flag: Flag | None = None
    road: Road | None = None
    """The road on which alone the rule applies; None for both."""
    find: Find = field(default=elsewhere, repr=False)
    origin: Origin = Origin.RULE
    replacement: str | None = None
    """What may take the place of a finding without knowing the case; None where nothing safe exists."""

    @property
    def family(self) -> str:
        """The three letters that open the code."""
        return self.code[:3]


@dataclass(frozen=True)
class Phrases:
    """Finds token patterns inside units of the seller's own English.

    A pattern is a line of elements: `word`, `a|b` for either, `<class>` for a class of words.py, a final `?`
    for "may be missing", `..3` for up to three tokens of any kind, `#` for a number. Words are compared by spaCy's
    lower-case norm, so "don't" is "do not". A match is dropped where the words before it turn it round.
    """

    patterns: tuple[str, ...]
    negation: bool = True
    """Whether a negation shortly before the match ("we do not …") cancels it."""
    quotation: bool = True
    """Whether a match between quotation marks is somebody else's speech and is dropped."""
    reported: bool = True
    """Whether a match after "the buyer said …" or "the notice says …" is dropped."""
    unless: tuple[str, ...] = ()
    """Words that cancel a match when they stand anywhere in the same unit."""
    unless_found: Phrases | None = None
    """A finder whose match anywhere in the same block cancels: an owned control beside a named outsider."""
    unless_before: tuple[str, ...] = ()
    """Words that cancel a match when they stand right before it: "not my fault"."""

    def __call__(self, reading: Reading) -> Iterator[Span]:
        """The matches in all judged units, longest first where they overlap, in the order of the text. Found once a document."""
        document = reading.document
        if id(self) not in document.matches:
            numbers = (number for number, sentence in enumerate(document.sentences) if sentence.judged)
            document.matches[id(self)] = [span for number in numbers for span in self.in_unit(reading, number)]
        yield from document.matches[id(self)]

    def in_unit(self, reading: Reading, number: int) -> Iterator[Span]:
        """The matches in one unit."""
        document = reading.document
        words = document.unit_words[number]
        anchored = words & self.anchors
        if not anchored or (self.unless and not _unless(self.unless).isdisjoint(words)):
            return
        tried = sorted({place for word in anchored for place in self.by_anchor[word]})
        candidates = [self.compiled[place] for place in tried if not any(map(words.isdisjoint, self.compiled[place].required))]
        if not candidates:
            return
        from spacy.util import filter_spans

        first, last = document.token_ranges[number]
        tokens = document.tokens[first : min(last, first + _LONGEST)]
        found = [(tokens[start:end], pattern) for pattern in candidates for _, start, end in pattern.matcher(tokens)]
        asked_for_negation = {(match.start, match.end) for match, pattern in found if pattern.negative}
        for match in filter_spans([match for match, _ in found]):
            span = Span(match.start_char, match.end_char)
            inner = (match.start, match.end) not in asked_for_negation and not _NEGATORS.isdisjoint(document.norms[match.start : match.end])
            if self.negation and (inner or negated(document, first, match.start)):
                continue
            if self.unless_before and match.start > first and document.norms[match.start - 1] in self.unless_before:
                continue
            if self.reported and reported(document, first, match.start):
                continue
            if self.quotation and any(q.contains(span) for q in document.quotations):
                continue
            if self.unless_found and self.unless_found.in_block(reading, number):
                return
            yield span

    def in_block(self, reading: Reading, number: int) -> bool:
        """Whether there is a match in the block that holds unit `number`."""
        units = reading.document.sentences
        same = (n for n, unit in enumerate(units) if unit.block == units[number].block and unit.judged)
        return any(next(self.in_unit(reading, n), None) is not None for n in same)

    @cached_property
    def compiled(self) -> tuple[_Pattern, ...]:
        """The patterns, ready to match."""
        return tuple(_Pattern(pattern) for pattern in self.patterns)

    @cached_property
    def by_anchor(self) -> dict[str, list[int]]:
        """For each word of which one stands in every unit with a match, the places of the patterns that need it."""
        places: dict[str, list[int]] = {}
        for place, pattern in enumerate(self.compiled):
            for word in pattern.anchor:
                places.setdefault(word, []).append(place)
        return places

    @cached_property
    def anchors(self) -> frozenset[str]:
        """Words of which at least one stands in every unit with a match."""
        return frozenset(self.by_anchor)


class _Pattern:
    """One pattern: the words without which it cannot match, and its spaCy matcher, made at first use."""

    def __init__(self, source: str) -> None:
        elements = [e for e in source.split() if not e.endswith("?") and not _GAP.fullmatch(e)]
        self.source = source
        self.required = [words for e in elements if "#" not in (words := _alternatives(e))]
        if not self.required:
            raise ReviewerError(f"pattern {source!r}: at least one element must be a required word")
        self.anchor = min(self.required, key=lambda words: (bool(words & _COMMON), len(words)))
        self.negative = any(not _NEGATORS.isdisjoint(words) for words in self.required)

    @cached_property
    def matcher(self) -> Matcher:
        vocabulary = tokenizer().vocab
        from spacy.matcher import Matcher

        matcher = Matcher(vocabulary)
        matcher.add("pattern", [compile_pattern(self.source)], greedy="LONGEST")
        return matcher


def phrases(*patterns: str, **options: Any) -> Phrases:
    """A finder of token patterns; see `Phrases`."""
    return Phrases(patterns, **options)


_LONGEST = 4_000
"""Tokens of one unit that are looked at; a longer one is no sentence but an attack."""
_NUMBER_WORDS = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|hundred|thousand"
_GAP = re.compile(r"\.\.(\d)$")
_COMMON = frozenset("the a an and or of to in on for with we i our my you your it is was were are be have has had do did not no this that they all any".split())


@cache
def _unless(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(word for name in words for word in (CLASSES[name[1:-1]] if name.startswith("<") else {name}))


def _alternatives(element: str) -> frozenset[str]:
    words: set[str] = set()
    for part in element.rstrip("?").split("|"):
        if part.startswith("<") and part.endswith(">"):
            if part[1:-1] not in CLASSES:
                raise ReviewerError(f"pattern element {element!r}: there is no word class {part!r}; allowed are {', '.join(sorted(CLASSES))}")
            words |= CLASSES[part[1:-1]]
        else:
            words.add(part)
    return frozenset(words)


def compile_pattern(pattern: str) -> list[dict[str, Any]]:
    """The spaCy token pattern for one line of elements. Raises ReviewerError for an unknown word class."""
    compiled: list[dict[str, Any]] = []
    for element in pattern.split():
        gap = _GAP.fullmatch(element)
        if gap:
            compiled.append({"TEXT": {"NOT_IN": [";", "!", "?", "\n"]}, "OP": f"{{0,{gap[1]}}}"})
            continue
        token: dict[str, Any]
        if element.rstrip("?") == "#":
            token = {"LIKE_NUM": True}
        else:
            words = sorted(_alternatives(element))
            if "#" in words:
                token = {"NORM": {"REGEX": rf"^(?:\d[\d.,]*|{_NUMBER_WORDS}|{'|'.join(map(re.escape, words))})$"}}
            else:
                token = {"NORM": words[0] if len(words) == 1 else {"IN": words}}
        if element.endswith("?"):
            token["OP"] = "?"
        compiled.append(token)
    return compiled


_NEGATORS = frozenset({"not", "never", "no", "nobody", "nor", "neither", "without", "cannot", "instead", "rather", "none", "hardly", "nt"})
_SUBJECTS = frozenset({"i", "we", "he", "she", "they"})
_CLAUSE_ENDS = frozenset({";", ":", "but", "(", ")", "because", "however", "although", "though", "."})
_SPEAKERS = (
    CLASSES["buyer"]
    | CLASSES["amazon"]
    | frozenset({"notice", "message", "complaint", "email", "mail", "review", "you", "team", "they", "he", "she", "return"})
)
_SAYING = frozenset(
    "said says say wrote writes claimed claims claim complained complains complain stated states state reported reports alleged alleges told "
    "mentioned mentions believed believes think thinks thought felt asked".split()
)

_RELATIVE = frozenset({"who", "which"})
_OPENS_SPEECH = frozenset({"that", "we", "i", "us", "our", "you", "your", ":", ",", '"', "\u201c"})


def negated(document: Document, first: int, start: int) -> bool:
    """Whether a negation in the six tokens before token `start` (not before token `first`) governs it."""
    norms = document.norms
    for index in range(start - 1, max(first, start - 6) - 1, -1):
        word = norms[index]
        if word in _CLAUSE_ENDS:
            return False
        if word == "without" and not _SUBJECTS.isdisjoint(norms[index : start + 1]):
            return False
        if word in _NEGATORS:
            return not (index + 1 < len(norms) and norms[index + 1] in {"only", "just", "doubt", "longer"})
    return False


def reported(document: Document, first: int, start: int) -> bool:
    """Whether token `start` stands in what a buyer, the notice or Amazon is said to have said."""
    norms = document.norms
    for index in range(start - 1, max(first, start - 12) - 1, -1):
        if norms[index] in {";", "but", "."}:
            return False
        if norms[index] in _SAYING:
            if norms[index - 1] in _RELATIVE and index > first and _OPENS_SPEECH.isdisjoint(norms[index + 1 : start]):
                continue  # "the buyers who complained are liars" tells which buyers are meant
            return not _SPEAKERS.isdisjoint(norms[max(first, index - 4) : index])
    return False


def hits(rules: Sequence[Rule], reading: Reading) -> Iterator[tuple[Rule, Hit]]:
    """Every finding of `rules`, each pattern tried only on units that hold one of its words."""
    document = reading.document
    index = _index(tuple(rules))
    for number, sentence in enumerate(document.sentences):
        if not sentence.judged:
            continue
        candidates = {rule for word in document.unit_words[number] for rule in index.get(word, ())}
        for position in sorted(candidates):
            rule = rules[position]
            if rule.road in (None, reading.road) and isinstance(rule.find, Phrases):
                for span in rule.find.in_unit(reading, number):
                    yield rule, Hit(span, "")
    for rule in rules:
        if rule.road in (None, reading.road) and not isinstance(rule.find, Phrases):
            for found in rule.find(reading):
                yield rule, found if isinstance(found, Hit) else Hit(found, "")


@cache
def _index(rules: tuple[Rule, ...]) -> dict[str, list[int]]:
    index: dict[str, list[int]] = {}
    for position, rule in enumerate(rules):
        if isinstance(rule.find, Phrases):
            for word in rule.find.anchors:
                index.setdefault(word, []).append(position)
    return index
