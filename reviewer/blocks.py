"""The shape of a letter: headings, bullets, paragraphs, table rows, quotes and the signature.

One pass over the lines. A block is one physical line, or the lines of a hard-wrapped paragraph or bullet.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

from reviewer.types import Span


class BlockKind(StrEnum):
    """What a block is on the page."""

    HEADING = "heading"
    BULLET = "bullet"
    PARAGRAPH = "paragraph"
    TABLE = "table"
    QUOTE = "quote"
    SIGNATURE = "signature"


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of the page. `span` leaves out indentation, bullet marker and heading marks."""

    kind: BlockKind
    span: Span
    lines: int = 1
    marker: str | None = None
    depth: int = 0
    label: str | None = None
    """The words before the colon where a heading and its text share a line ("Root cause: we …")."""

    @property
    def marker_style(self) -> str | None:
        """The marker with its number or letter left out, so that "1." and "2." are of one style."""
        return None if self.marker is None else re.sub(r"[^\W_]+", "1" if self.marker[-2:-1].isdigit() else "a", self.marker)


_LINE = re.compile(r"[^\r\n\u2028\u2029\x0b\x0c]+")
_BULLET = re.compile(
    r"(?:(?P<sign>[-*+\u2022\u00b7\u2013\u2014\u25aa\u25cf\u25cb\u25e6\u2023\u25ba\u27a2\u2713\u2714\u2611\u25a0\u25a1\u2192\uf0b7])(?P<s1>\s*)(?![-*=_\s])"
    r"|(?P<number>\(?\d{1,2}(?:[.)\uff0e\uff09\u3001]|\s?[-\u2013](?=\s)|:(?=\s)))(?!\d)\s*"
    r"|(?P<letter>\(?[a-zA-Z][)\uff09]|\((?:[ivx]{1,4}|[a-z])\)|(?:[ivx]{2,4}|[IVX]{1,4}|[a-hA-H])[.\u3001](?=\s)(?!\s+[A-Z]\.)|\((?:\d{1,2})\)|\uff08(?:\d{1,2}|[a-z])\uff09)\s*"
    r"|(?P<circled>[\u2460-\u2473\u2776-\u277f])\s*"
    r"|(?P<han>[\u4e00\u4e8c\u4e09\u56db\u4e94\u516d\u4e03\u516b\u4e5d\u5341]{1,2}\u3001)\s*)"
)
_MARKDOWN_HEADING = re.compile(r"#{1,6}\s+")
_EMPHASISED = re.compile(r"(\*\*|__|\*)(?=\S)(?P<inner>[^*_]{1,120})\1(?P<colon>:?)\s*$")
_RULE_LINE = re.compile(r"\W*$")
_SECTION_WORDS = re.compile(
    r"\b(?:root ?causes?|causes?|reasons?|corrective|correction|preventive|preventative|prevention|measures?|plan of action|poa|action plan|"
    r"immediate actions?|actions?|steps?|what happened|what went wrong|what we|what (?:did|do|will|have) we|how (?:did|will|do) we|how we|why|background|summary|introduction|evidence|"
    r"attachments?|attached|documents?|enclosures?|conclusion|resolution|resolved|investigation|future|timeline|details?|question|request|issue|"
    r"problem|solution|solved|done|analysis|commitment|closing|facts|findings|result|mistake|fault|customers?|buyers?|supply chain|sourcing)\b",
    re.IGNORECASE,
)
_INLINE_LABEL = re.compile(r"(?P<label>[A-Z][^.:!?\n]{2,60}?)\s?(?::|\s[-\u2013]\s)\s*(?=\S)")
_GREETING = re.compile(r"(?:dear|hello|hi|hey|good (?:morning|day|evening|afternoon)|to whom|greetings|respected|attn|attention|to)\b", re.IGNORECASE)
_CLOSING = re.compile(
    r"(?:(?:with |my |our |warm |kind |best |many )*(?:kind |best |warm )?(?:regards|wishes|greetings)|(?:yours |very )?(?:sincerely|truly|faithfully|respectfully)(?: yours)?|"
    r"respectfully|with (?:all |great |due |much )?(?:respect|thanks|best regards)|cheers|rgds|br|thanks(?: and regards| a lot| again)?|thank you(?: very much)?|many thanks|cordially|saludos|cordiali saluti|"
    r"mit freundlichen gr\S+|mfg|cordialement|atenciosamente|saygilarimla)[\s,.!:-]*$",
    re.IGNORECASE,
)
_QUOTE_START = re.compile(
    r"(?:-{2,}\s*(?:original|forwarded) message|_{8,}|begin forwarded message|on .{4,80} wrote:\s*$|(?:amazon|you|seller performance) wrote:\s*$)",
    re.IGNORECASE,
)
_TABLE_CELLS = re.compile(r"\||\t+|\s{3,}")


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    indent: int
    blank_before: bool

    @property
    def width(self) -> int:
        return self.indent + self.end - self.start

    def of(self, text: str) -> str:
        return text[self.start : self.end]


def parse(text: str) -> list[Block]:
    """The blocks of `text`, in order; every letter and digit lies in exactly one."""
    lines = _lines(text)
    table = _table_rows(text, lines)
    signature_from = _signature_start(text, lines)
    wrap = _wrap_width(text, lines)
    blocks: list[Block] = []
    indents: list[int] = []
    quoting = False
    for number, line in enumerate(lines):
        content = line.of(text)
        quoting = quoting or bool(_QUOTE_START.match(content) and "message" in content.lower())
        if quoting or content.startswith((">", "|>")) or _QUOTE_START.match(content):
            blocks.append(Block(BlockKind.QUOTE, _after(line, re.match(r"[>|\s]*", content))))
        elif number >= signature_from:
            blocks.append(Block(BlockKind.SIGNATURE, Span(line.start, line.end)))
        elif number in table:
            blocks.append(Block(BlockKind.TABLE, Span(line.start, line.end)))
        elif blocks and _continues(text, blocks[-1], line, wrap):
            last = blocks[-1]
            blocks[-1] = replace(last, span=Span(last.span.start, line.end), lines=last.lines + 1)
        else:
            following = lines[number + 1] if number + 1 < len(lines) else None
            blocks.append(_block(text, line, following, indents))
    return [block for block in blocks if any(c.isalnum() for c in text[block.span.start : block.span.end])]


def _lines(text: str) -> list[_Line]:
    lines: list[_Line] = []
    previous_end = 0
    for match in _LINE.finditer(text):
        raw = match.group()
        content = raw.strip()
        if not content:
            continue
        start = match.start() + len(raw) - len(raw.lstrip())
        breaks = len(re.findall(r"\r\n|[\r\n\u2028\u2029\x0b\x0c]", text[previous_end : match.start()]))
        indent = len(text[match.start() : start].expandtabs(4))
        lines.append(_Line(start, start + len(content), indent, blank_before=breaks > 1 or not lines))
        previous_end = match.end()
    return lines


def _after(line: _Line, match: re.Match[str] | None) -> Span:
    return Span(min(line.start + (match.end() if match else 0), line.end), line.end)


def _block(text: str, line: _Line, following: _Line | None, indents: list[int]) -> Block:
    content = line.of(text)
    markdown = _MARKDOWN_HEADING.match(content)
    if markdown:
        return Block(BlockKind.HEADING, _unemphasised(text, _after(line, markdown)), marker=markdown.group().strip())
    bullet = _point(content)
    if bullet and not _is_emphasis(content, bullet):
        span = _after(line, bullet)
        marker = bullet.group().strip()
        inner = _unemphasised(text, span)
        if bullet["sign"] is None and _is_heading(text, inner, following, numbered=True):
            return Block(BlockKind.HEADING, inner, marker=marker)
        while indents and line.indent < indents[-1]:
            indents.pop()
        if not indents or line.indent > indents[-1]:
            indents.append(line.indent)
        return Block(BlockKind.BULLET, span, marker=marker, depth=len(indents) - 1, label=_label(text[span.start : span.end]))
    indents.clear()
    span = _unemphasised(text, Span(line.start, line.end))
    if _is_heading(text, span, following, numbered=False) or (span.start > line.start and span.end - span.start < 80):
        return Block(BlockKind.HEADING, span)
    return Block(BlockKind.PARAGRAPH, span, label=_label(content))


def _is_emphasis(content: str, bullet: re.Match[str]) -> bool:
    """Whether a leading star opens bold or italics ("**Root cause**") instead of a bullet."""
    return bullet["sign"] == "*" and bullet["s1"] == "" and _EMPHASISED.match(content) is not None


def _unemphasised(text: str, span: Span) -> Span:
    """The span without emphasis marks that enclose all of it."""
    match = _EMPHASISED.match(text[span.start : span.end])
    return Span(span.start + match.start("inner"), span.start + match.end("inner")) if match else span


def _is_heading(text: str, span: Span, following: _Line | None, *, numbered: bool) -> bool:
    content = text[span.start : span.end].strip()
    words = content.split()
    if not words or len(words) > 12 or _GREETING.match(content) or _CLOSING.match(content):
        return False
    bare = content.rstrip(":\uff1a ")
    colon = content.endswith((":", "\uff1a"))
    if content[-1] in ".!;,":
        return False
    letters = [c for c in content if c.isalpha()]
    capitals = len(letters) > 5 and all(not c.islower() for c in letters) and any(len(w) > 3 for w in words) and content.isascii()
    known = bool(_SECTION_WORDS.search(bare))
    if capitals and (known or not any(c.isdigit() for c in content)):
        return not numbered or len(words) <= 8
    if content.endswith("?"):
        return known and following is not None
    if colon:
        return len(words) <= 8
    if following is not None and len(words) <= 9 and content[0].isupper() and _opens_points(text, following) and not _has_verb_of_a_sentence(words):
        return True
    title = known and len(words) <= 7 and content[0].isupper() and not re.match(r"(?:we|i|our|my|it|this|they|please)\b", content, re.IGNORECASE)
    return title and following is not None and not _has_verb_of_a_sentence(words)


def _opens_points(text: str, line: _Line) -> bool:
    """Whether `line` is the first point of a list."""
    bullet = _point(line.of(text))
    return bullet is not None and (bullet["number"] is None or "1" in bullet["number"])


def _point(content: str) -> re.Match[str] | None:
    """The list marker that opens a line, where words follow it."""
    bullet = _BULLET.match(content)
    return bullet if bullet and any(c.isalnum() for c in content[bullet.end() :]) else None


def _has_verb_of_a_sentence(words: Sequence[str]) -> bool:
    return any(w.lower() in {"was", "is", "are", "were", "has", "have", "had", "did", "do", "will", "does", "been", "can", "must"} for w in words[1:]) and (
        words[0].lower() not in {"what", "how", "why", "where", "when", "who"}
    )


def _label(content: str) -> str | None:
    match = _INLINE_LABEL.match(content)
    if match is None or len(match["label"].split()) > 6 or not _SECTION_WORDS.search(match["label"]):
        return None
    return match["label"].strip()


def _table_rows(text: str, lines: Sequence[_Line]) -> set[int]:
    """The numbers of lines that are rows of a table: two or more neighbours with two or more cells each."""
    cells = [len([c for c in _TABLE_CELLS.split(line.of(text)) if c.strip()]) for line in lines]
    candidates = [count >= 3 or (count == 2 and "|" in line.of(text)) for count, line in zip(cells, lines, strict=True)]
    return {
        n
        for n, candidate in enumerate(candidates)
        if candidate and ((n > 0 and candidates[n - 1]) or (n + 1 < len(lines) and candidates[n + 1]) or lines[n].of(text).count("|") >= 3)
    }


def _signature_start(text: str, lines: Sequence[_Line]) -> int:
    """The number of the first line of the closing and signature, or the number of lines where there is none."""
    for number in range(max(0, len(lines) - 12), len(lines)):
        content = lines[number].of(text)
        rest = lines[number + 1 :]
        if content == "--":
            return number
        if _CLOSING.match(content) and all(len(line.of(text).split()) <= 12 and not _MARKDOWN_HEADING.match(line.of(text)) for line in rest):
            return number
    return len(lines)


def _wrap_width(text: str, lines: Sequence[_Line]) -> int | None:
    """The column at which the letter was hard-wrapped, or None where it was not.

    A wrapped letter has several lines of nearly one width that stop in the middle of a sentence.
    """
    widths = [
        line.width
        for line, following in pairwise(lines)
        if not following.blank_before and 50 <= line.width <= 100 and line.of(text)[-1] not in ".!?:;" and not _BULLET.match(following.of(text))
    ]
    if len(widths) < 2:
        return None
    width = max(widths)
    return width if sum(w >= width - 14 for w in widths) >= 0.7 * len(widths) else None


def _continues(text: str, block: Block, line: _Line, wrap: int | None) -> bool:
    """Whether `line` plainly continues the hard-wrapped paragraph or bullet before it."""
    if wrap is None or line.blank_before or block.kind not in (BlockKind.PARAGRAPH, BlockKind.BULLET):
        return False
    content = line.of(text)
    bullet = _BULLET.match(content)
    if (bullet and bullet.end() < len(content) and (bullet["sign"] is None or bullet["s1"])) or _MARKDOWN_HEADING.match(content):
        return False
    last_start = max(text.rfind("\n", 0, block.span.end), text.rfind("\r", 0, block.span.end)) + 1
    last_width = len(text[last_start : block.span.end].expandtabs(4))
    ended = text[block.span.end - 1] in ".!?:"
    full = last_width + 1 + len(content.split()[0]) > wrap - (0 if ended else 4) and last_width <= 100
    return full and not _GREETING.match(text[block.span.start : block.span.start + 8])
