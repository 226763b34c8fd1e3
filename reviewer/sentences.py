"""Where one sentence ends and the next begins, inside one line of plain text.

Sellers write abbreviations, ids, decimals, German dates, inline enumerations and full stops without a space after
them; none of these may cut a sentence wrongly, and a missing space may not glue two together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

# An abbreviation never ends a sentence before a lower-case letter or a digit.
_ABBREVIATIONS = frozenset(
    "inc ltd co corp llc gmbh bros mr mrs ms dr prof st jr sr e.g eg i.e ie a.m p.m am pm approx appr ca vs cf fig "
    "dept tel ext art para pcs pc qty ref incl excl etc jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu "
    "fri ing engr avv dott z.b d.h fr u.a i.a i.v u.s u.k e.u u.a.e p.o p.s s.r.l s.p.a s.a s.l b.v n.v a.s k.k pvt p.r sp z.o.o max min vol "
    "rs str ul via av dist rd ave blvd apt bldg tech mgr asst mfg intl acc acct inv kg lb oz cm mm hr hrs min mins".split()
)
# These may also stand at the very end of a sentence: a capital letter after them means a new one.
_MAY_END = frozenset("inc ltd co corp llc gmbh etc a.m p.m am pm u.s u.k e.u u.a.e pcs pc max kg lb oz cm mm hr hrs mins s.a s.l b.v n.v".split())
_NUMBER_WORDS = frozenset({"no", "nos", "nr", "num", "art", "sec"})
_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|januar|februar|märz|mai|juni|juli|okt|dez"
_STARTERS = (
    "We|I|The|Our|This|It|They|In|On|At|After|Then|And|But|Please|So|All|For|If|My|You|He|She|As|To|These|There|That|Now|Also|"
    "Because|Before|From|When|With|Dear|Thank|Thanks|Since|However|Sorry|Every|No|Not|Yes|Best|Kind|Amazon|Customer|Customers|Buyer"
)
_TERMINAL = re.compile(r"[.!?]+(?:\s?[)\]\"']+(?=\s|$))?")
_CUT = re.compile(rf"\s+|$|(?=(?:{_STARTERS}|we|our|please|they|the|this|i)\b)|(?=[A-Z][a-z]{{2,}}\b(?!\.\w))")
_WORD_BEFORE = re.compile(r"[^\s\"(\[]{1,40}$")
_ENUMERATOR = re.compile(r"\(?(?:\d{1,2}|[a-zA-Z]|i{1,3}|iv|vi{0,3})$")
_LETTERED = re.compile(
    r"\b(?:attachment|annex|exhibit|appendix|document|file|lot|option|table|size|plan|batch|grade|photo|figure|section|[\d.,]+) ?[A-Z]$", re.IGNORECASE
)
_STARTS = re.compile(rf"(?:{_STARTERS})\b")
_GERMAN_DATE = re.compile(r"\d{1,2}\.\d{1,2}")
_BEFORE_DATE = re.compile(r"\b(?:on|from|of|until|till|since|by|before|after|at|in|the|to|and) \d{1,2}\.\d{1,2}$", re.IGNORECASE)
_NUMBERED = re.compile(r"#|\d|[A-Z]{1,6}[-/]?\d")
_NEXT_WORD = re.compile(r"\w+(?=\.)")
_MONTH_AFTER = re.compile(rf"\s*(?:{_MONTHS})", re.IGNORECASE)
_SPACE_OR_CJK = re.compile(r"[\u3002\uff01\uff1f\uff61]")


def split(plain: str, start: int, end: int, original: str | None = None) -> Iterator[tuple[int, int]]:
    """The sentences of `plain[start:end]` as half-open ranges without surrounding white space.

    `original` is the text before it was made plain: its East Asian full stops end a sentence without a space.
    """
    original = plain if original is None else original
    begin = start
    for match in _TERMINAL.finditer(plain, start, end):
        if match.start() < begin:
            continue
        cjk = bool(_SPACE_OR_CJK.search(original, match.start(), match.end()))
        if match.end() < end and not cjk and not _cuts(plain, begin, match, end):
            continue
        yield from _trimmed(plain, begin, match.end())
        begin = match.end()
    yield from _trimmed(plain, begin, end)


def _cuts(plain: str, begin: int, match: re.Match[str], end: int) -> bool:
    """Whether the terminal punctuation in the middle of a line ends a sentence."""
    after = _CUT.match(plain, match.end(), end)
    if after is None:
        return False
    glued = after.end() == match.end()
    following = plain[after.end() : after.end() + 1]
    if match.group()[-1] in "\"')]" and following.islower():
        return False
    if not match.group().startswith("."):
        return not glued or following.isupper()
    word_match = _WORD_BEFORE.search(plain, max(begin, match.start() - 40), match.start())
    word = word_match.group().lstrip("'") if word_match else ""
    if len(match.group().rstrip("\"')] ")) >= 2:  # an ellipsis trails off more often than it ends
        return following.isupper() or following.isdigit()
    if glued:
        return len(word) >= 2 and word[-2:].isalpha() and word[1:].islower()
    return not _continues(plain, begin, match.start(), word, following, after.end())


def _continues(plain: str, begin: int, dot: int, word: str, following: str, next_start: int) -> bool:
    """Whether the full stop after `word` belongs to an abbreviation, an initial, an enumerator or a date."""
    bare = word.lower().rstrip(".")
    if bare in _NUMBER_WORDS:
        return _NUMBERED.match(plain, next_start) is not None
    if bare in _ABBREVIATIONS:
        next_word = _NEXT_WORD.match(plain, next_start)
        chained = next_word is not None and next_word.group().lower() in _ABBREVIATIONS
        return not (bare in _MAY_END and (following.isupper() or following.isdigit()) and not chained and _MONTH_AFTER.match(plain, next_start) is None)
    if len(word) == 1 and word.isalpha():
        return not (_LETTERED.search(plain, begin, dot) and _STARTS.match(plain, next_start))
    if _GERMAN_DATE.fullmatch(word):
        return following.islower() or _BEFORE_DATE.search(plain, begin, dot) is not None
    if _ENUMERATOR.fullmatch(word):
        opens_sentence = not plain[begin : dot - len(word)].strip()
        return opens_sentence or _MONTH_AFTER.match(plain, next_start) is not None or _is_inline_enumerator(plain, begin, dot, word)
    return False


def _is_inline_enumerator(plain: str, begin: int, dot: int, word: str) -> bool:
    """Whether "2." stands in the middle of a line as the number of a point ("… stock 2. We …")."""
    before = plain[begin : dot - len(word)].rstrip()
    return word.isdigit() and int(word) <= 20 and before[-1:] in ":;,-"


def _trimmed(plain: str, begin: int, end: int) -> Iterator[tuple[int, int]]:
    while begin < end and plain[begin].isspace():
        begin += 1
    while end > begin and plain[end - 1].isspace():
        end -= 1
    if any(character.isalnum() for character in plain[begin:end]):
        yield begin, end
