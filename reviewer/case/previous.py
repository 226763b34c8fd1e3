"""The draft held against earlier, refused appeals: what is repeated, what contradicts them, and what Amazon asked for again."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from reviewer.case.against import PLAN, Finding
from reviewer.case.answers import SOUGHT, answered_by
from reviewer.case.case import Case
from reviewer.case.values import Answer, Ask, Contradiction, Repetition
from reviewer.document import Document
from reviewer.originality import TextIndex
from reviewer.rule import Hit, Reading
from reviewer.rules import case as rules
from reviewer.slots import DATE
from reviewer.types import Flag, ReviewerError, Role, Severity, Span

_COMPARED = (
    Role.ROOT_CAUSE,
    Role.CORRECTIVE_ACTION,
    Role.PREVENTIVE_ACTION,
    Role.COMMITMENT,
    Role.ACKNOWLEDGEMENT,
    Role.EVIDENCE,
    Role.BACKGROUND,
    Role.UNRELATED,
)
"""A greeting or a request may stand in every letter."""
_FUNCTION = frozenset(
    """a about after again all also am an and any are as at be because been before both but by can could did do does done each for from had has have he her him
    his i if in into is it its me more most my no not now of on only or other our out over own same she should since so some such than that the their them then
    there these they this those through to under up very was we were what when where which while who will with within would you your""".split()
)
_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?")
_LEAST_WORDS = 4
"""Content words from which on two sentences can be compared."""
_SAME = 0.6
"""Containment from which on two sentences say the same; below it, on letters of the corpus, they mostly answer the earlier one."""
_ALIGNED = 0.5
"""Containment from which on two sentences speak of the same fact, so that their figures can be compared."""


@dataclass(frozen=True)
class _Line:
    """A sentence of an earlier appeal."""

    text: str
    source: str

    @cached_property
    def words(self) -> frozenset[str]:
        return _content(self.text)


def _content(text: str) -> frozenset[str]:
    """The content words of a sentence, cut to six letters so that endings do not matter."""
    return frozenset(word[:6] for word in _WORD.findall(text.lower()) if word not in _FUNCTION and len(word) > 2)


def _overlap(one: frozenset[str], other: frozenset[str]) -> float:
    """The share of the longer sentence's words that stand in the shorter one too; 0 where one is too short to tell."""
    if min(len(one), len(other)) < _LEAST_WORDS:
        return 0.0
    return len(one & other) / max(len(one), len(other))


def _lines(case: Case) -> list[_Line]:
    made = []
    for earlier in case.previous:
        try:
            document = Document(earlier.text, earlier.name)
        except ReviewerError:
            continue
        made += [_Line(document.plain[s.span.start : s.span.end], earlier.name) for s in document.judged]
    return made


def repeated(reading: Reading, case: Case) -> list[Repetition]:
    """Passages that an earlier appeal had word for word, and sentences that say the same in other words."""
    document = reading.document
    compared = set(reading.with_role(*_COMPARED))
    exact = [
        Repetition(p.span.start, p.span.end, p.words, p.source, True)
        for p in TextIndex((earlier.name, earlier.text) for earlier in case.previous).copied(document).passages
        if compared.intersection(document.sentences_in(p.span))
    ]
    covered = {number for passage in exact for number in document.sentences_in(Span(passage.start, passage.end))}
    known = _lines(case)
    alike = []
    for number in sorted(compared - covered):
        words = _content(reading.text(number))
        best = max(known, key=lambda line: _overlap(words, line.words), default=None)
        if best is not None and _overlap(words, best.words) >= _SAME:
            span = reading.span(number)
            alike.append(Repetition(span.start, span.end, document.words(span), best.source, False, " ".join(best.text.split())))
    return sorted([*exact, *alike], key=lambda one: one.start)


_NUMBER = re.compile(r"(?<![\w.,-])(\d{1,3}(?:[, ]\d{3})+|\d+)(?:\.(\d+))?\s?(%|percent\b|per cent\b)?\s*((?:[a-z][a-z-]*\s+)?[a-z][a-z-]*)?", re.IGNORECASE)
_CORRECTS = re.compile(
    r"\b(?:correct(?:ed|ion|s)?|mistake(?:n|nly)?|wrong(?:ly)?|instead of|not \d|earlier (?:letter|appeal|figure)|(?:first|last|previous) (?:letter|appeal)|we wrote|i wrote|updated?|meanwhile|since then|by now|in the meantime|rose|risen|fell|fallen|grew)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class _Fact:
    """A figure in a sentence: what it counts, its value, and how it is written."""

    key: str
    value: str
    written: str
    start: int
    end: int


def _facts(text: str) -> Iterator[_Fact]:
    """Dates, rates and counts; a count is known by the word after it."""
    dates = list(DATE.finditer(text))
    for match in dates:
        yield _Fact(*_date(match.group()), match.group(), match.start(), match.end())
    for match in _NUMBER.finditer(text):
        if any(date.start() < match.end(1) and match.start(1) < date.end() for date in dates):
            continue
        value = re.sub(r"[, ]", "", match[1]) + (f".{match[2]}" if match[2] else "")
        if match[3]:
            yield _Fact("percent", value, f"{value} %", match.start(), match.end(3))
        elif match[4]:
            first = next((word for word in match[4].lower().split() if word not in _FUNCTION), "")
            if first:
                yield _Fact(first[:6], value, f"{match[1]} {first}", match.start(), match.end(1))


def contradictions(reading: Reading, case: Case) -> list[Contradiction]:
    """Figures for which an earlier appeal gave another in a sentence about the same fact.

    Silent where the draft corrects itself, where either sentence holds several figures of the kind, and where the earlier value stands in the draft too.
    """
    known = _lines(case)
    made = []
    for number in reading.with_role(*_COMPARED):
        text = reading.text(number)
        around = " ".join(reading.text(n) for n in (number - 1, number, number + 1) if 0 <= n < len(reading.document.sentences))
        if _CORRECTS.search(around):
            continue
        own = _single(_facts(text))
        if not own:
            continue
        words = _content(text)
        for line in known:
            if _overlap(words, line.words) < _ALIGNED:
                continue
            theirs = _single(_facts(line.text))
            for key in own.keys() & theirs.keys():
                fact, earlier = own[key], theirs[key]
                if fact.value != earlier.value and earlier.written.lower() not in around.lower():
                    start = reading.span(number).start
                    made.append(Contradiction(start + fact.start, start + fact.end, fact.written, earlier.written, line.source))
    return list({(one.start, one.end): one for one in made}.values())


_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th)\b|\bof\b")


def _date(written: str) -> tuple[str, str]:
    """A key and a value under which dates compare: "9 May", "May 9th" and "9 May 2025" are one; a date in figures is compared with such ones only."""
    parts = re.findall(r"[a-z]{3}|\d+", _ORDINAL.sub("", written.lower()))
    named = any(part.isalpha() for part in parts)
    return ("date", " ".join(sorted(part for part in parts if len(part) < 4))) if named else ("date in figures", " ".join(parts))


def _single(facts: Iterable[_Fact]) -> dict[str, _Fact]:
    """The facts of which a sentence holds one of the kind."""
    found: dict[str, list[_Fact]] = {}
    for fact in facts:
        found.setdefault(fact.key, []).append(fact)
    return {key: same[0] for key, same in found.items() if len(same) == 1}


def findings(reading: Reading, same: Sequence[Repetition], against: Sequence[Contradiction], given: Sequence[Answer]) -> Iterator[Finding]:
    """The findings on all of it."""
    document = reading.document
    for one in same:
        span = Span(one.start, one.end)
        if not one.exact:
            yield rules.SAME_SUBSTANCE, Hit(span, one.earlier if len(one.earlier) <= _SHOWN else one.earlier[: _SHOWN - 1] + "…")
        else:
            yield (_FACT_REPEATED if _is_fact(reading, span) else rules.REPEATED), Hit(span, f"{one.words} words")
    for conflict in against:
        yield rules.CONTRADICTION, Hit(Span(conflict.start, conflict.end), f"{conflict.earlier} in {conflict.source}, {conflict.said} here")
    old = {number for one in same for number in document.sentences_in(Span(one.start, one.end))}
    for ask in dict.fromkeys(answer.ask for answer in given if answer.again and answer.ask in PLAN[:3]):
        units = _about(ask, reading)
        if units and old.issuperset(units):
            yield rules.ASKED_AGAIN, Hit(Span(0, 0), SOUGHT[ask].name)


_SHOWN = 160
"""Characters of an earlier sentence that a message quotes."""
_FACT_REPEATED = dataclasses.replace(
    rules.REPEATED,
    severity=Severity.SUGGESTION,
    message="These {detail} were already in the earlier appeal; by themselves they did not convince.",
    help="Keep the facts, do not change them; add what is new: {fact found since}, {action done since}, with date.",
)
"""A true fact has to stand again, and to change it would be a contradiction."""


def _is_fact(reading: Reading, span: Span) -> bool:
    """Whether a repeated passage tells something that can be checked; what any seller could write does not."""
    units = [number for number in reading.document.sentences_in(span) if reading.roles[number] in _COMPARED]
    if not reading.flags:
        return any(reading.document.slots[number] for number in units)
    return all(Flag.CONCRETE in reading.flags[n] and not {Flag.VAGUE, Flag.BOILERPLATE} & reading.flags[n] for n in units)


def _about(ask: Ask, reading: Reading) -> set[int]:
    """The units that answer a part of the plan, and the concrete facts and proofs under the same headings."""
    units = set(answered_by(ask, reading).units)
    sections = {reading.document.section_of[number] for number in units} - {None}
    beside = [number for number in reading.with_role(Role.BACKGROUND, Role.EVIDENCE) if reading.document.section_of[number] in sections]
    return units | {number for number in beside if not reading.flags or Flag.CONCRETE in reading.flags[number]}
