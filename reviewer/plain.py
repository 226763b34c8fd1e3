"""A look-alike of the text, character for character, in which typography no longer matters; and text on one line.

Full-width punctuation, curly quotes, odd spaces and letters borrowed from another script get their plain
counterparts. Every character maps to exactly one, so offsets hold in both texts.
"""

from __future__ import annotations

import re

_TABLE: dict[int, str] = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_TABLE |= {ord(c): " " for c in "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t"}
_TABLE |= {ord(c): "\n" for c in "\u2028\u2029\u0085\x0b\x0c"}
_TABLE |= {ord(c): "'" for c in "\u2018\u2019\u201b\u02bc\u00b4\u2032"}
_TABLE |= {ord(c): '"' for c in "\u201c\u201d\u201e\u201f\u00ab\u00bb\u300c\u300d\u300e\u300f\u2033"}
_TABLE |= {ord(c): "-" for c in "\u2010\u2011\u2012\u2212\ufe63"}
_TABLE |= {ord("\u3002"): ".", ord("\uff61"): ".", ord("\u3001"): ",", ord("\u2026"): "."}

# Cyrillic and Greek letters that look like Latin ones (Unicode's confusables table, single letters only).
_LOOKALIKE = str.maketrans(
    "асеорхуіјѕԁһАВЕЅКМНОРСТУХІЈοανιΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
    "aceopxyijsdhABESKMHOPCTYXIJoavıABEZHIKMNOPTYX".replace("ı", "i"),
)
_MIXED = re.compile(r"(?=[^\W\d_]*[A-Za-z])(?=[^\W\d_]*[\u0370-\u03ff\u0400-\u052f])[^\W\d_]{1,60}")


def plain(text: str) -> str:
    """The plain look-alike of `text`, of the same length."""
    flat = text.translate(_TABLE)
    if any("\u0370" <= character <= "\u052f" for character in set(flat)):
        flat = _MIXED.sub(lambda match: match.group().translate(_LOOKALIKE), flat)
    return flat


def lower_case(pattern: re.Pattern[str]) -> re.Pattern[str]:
    """`pattern`, which ignores case, for text in lower case: the same finds, in half the time."""
    return re.compile(pattern.pattern.lower(), pattern.flags & ~re.IGNORECASE)


def printable(text: str) -> str:
    """`text` with a space for each character that cannot be printed and could steer a terminal, line ends among them."""
    return "".join(c if c.isprintable() else " " for c in text)


def one_line(text: str, most: int = 400) -> str:
    """`text` for a terminal or a message: on one line, without what cannot be printed, and cut in the middle to `most` characters."""
    if len(text) > most:
        text = f"{text[: most // 2]}…{text[len(text) - (most - 1) // 2 :]}"
    return " ".join(printable(text).split())
