"""HTML: the lines that a browser would show; nothing is run, resolved or fetched."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reviewer.document import MAX_CHARACTERS
from reviewer.readers.encoding import decode
from reviewer.types import ReviewerError

if TYPE_CHECKING:
    import lxml.html

_BLOCKS = frozenset(
    "address article aside blockquote body br center dd div dl dt fieldset figcaption footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section table tbody tfoot thead tr ul".split()
)
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_SPACED = frozenset(("p", "ul", "ol", "table", "h1", "h2", "h3"))
_HIDDEN = frozenset("script style head title template noscript iframe object svg math select option button".split())


def text(data: bytes, name: str) -> str:
    """The lines of a page that a browser would show."""
    import lxml.etree
    import lxml.html

    source = decode(data, name)
    try:
        parser = lxml.html.HTMLParser(no_network=True, huge_tree=False, remove_comments=True, remove_pis=True, encoding="utf-8")
        root = lxml.html.document_fromstring(source.encode(), parser=parser)
    except (lxml.etree.ParserError, lxml.etree.XMLSyntaxError, ValueError) as error:
        raise ReviewerError(f"{name}: cannot be read as HTML ({type(error).__name__})") from None
    return _Page(name).lines(root)


class _Page:
    """Collects the visible lines of a page, without recursion, so that deep nesting does no harm."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.room = MAX_CHARACTERS
        self.out: list[str] = [""]
        self.prefix = ""
        self.quotes = 0
        self.counters: list[int | None] = []

    def lines(self, root: lxml.html.HtmlElement) -> str:
        """The visible lines below `root`."""
        stack: list[tuple[lxml.html.HtmlElement, bool]] = [(root, False)]
        while stack:
            element, leaving = stack.pop()
            tag = element.tag if isinstance(element.tag, str) else ""
            if leaving:
                self._leave(tag)
                self._add(element.tail)
            elif tag in _HIDDEN or "display:none" in (element.get("style") or "").replace(" ", "").lower():
                self._add(element.tail)
            else:
                self._enter(tag)
                self._add(element.text)
                stack.append((element, True))
                stack.extend((child, False) for child in reversed(element))
        return "\n".join(line.rstrip() for line in self.out).strip("\n")

    def _enter(self, tag: str) -> None:
        if tag in _BLOCKS:
            self._break()
        if tag in ("ul", "ol"):
            self.counters.append(0 if tag == "ol" else None)
        self.quotes += tag == "blockquote"
        if tag == "li":
            counter = self.counters[-1] if self.counters else None
            if counter is not None:
                self.counters[-1] = counter + 1
            self.prefix = "  " * max(0, len(self.counters) - 1) + ("- " if counter is None else f"{counter + 1}. ")
        elif tag in _HEADINGS:
            self.prefix = "# "
        elif tag in ("td", "th") and self.out[-1]:
            self.out[-1] = self.out[-1].rstrip() + " | "

    def _leave(self, tag: str) -> None:
        if tag in _BLOCKS:
            self._break()
        if tag in ("ul", "ol"):
            self.counters.pop()
        self.quotes -= tag == "blockquote"
        if tag in _SPACED and self.out[-1:] == [""] and self.out[-2:-1] != [""]:
            self.out.append("")

    def _break(self) -> None:
        if self.out[-1]:
            self.out.append("")

    def _add(self, text: str | None) -> None:
        words = " ".join((text or "").split())
        if not text or not words:
            return
        self.room -= len(words)
        if self.room < 0:
            raise ReviewerError(f"{self.name}: the text has more than {MAX_CHARACTERS:,} characters, which is the most that is reviewed")
        if not self.out[-1]:
            self.out[-1] = "> " * min(self.quotes, 1) + self.prefix
            self.prefix = ""
        last = self.out[-1][-1:]
        glue = " " if text[0].isspace() and last not in ("", " ", "(") else ""
        self.out[-1] += glue + words + (" " if text[-1].isspace() else "")
