"""Files and streams to text: txt, md, docx, eml, html and text PDF, with limits against hostile files.

For txt and md the text is the file, line by line as an editor shows it. For the other kinds a line of the text is a
paragraph or line that the user sees; list items get a "- " or "1. " and headings a "# " so that the shape stays.
Nothing in a file is executed, no entity is resolved, nothing is fetched.
"""

from __future__ import annotations

import codecs
import email
import email.message
import email.policy
import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from reviewer.document import MAX_CHARACTERS
from reviewer.types import ReviewerError

if TYPE_CHECKING:
    import docx.document
    import docx.text.paragraph
    import lxml.html

MAX_BYTES = 10 * 1024 * 1024
"""The largest file that is opened."""
MAX_UNPACKED = 64 * 1024 * 1024
"""The most bytes that a docx may hold when unpacked."""
MAX_PAGES = 60
"""The most pages of a PDF that are read."""
SUFFIXES = (".txt", ".md", ".markdown", ".text", ".docx", ".eml", ".html", ".htm", ".pdf")
"""The endings that are known; a folder is searched for them."""
_ALLOWED = "txt, md, docx, eml, html, pdf"


@dataclass(frozen=True)
class Draft:
    """The text of a file, with the name under which findings are reported."""

    text: str
    name: str
    kind: str


def expand(paths: Sequence[str]) -> Iterator[Path]:
    """The files among `paths`; a folder gives the known files below it, sorted, hidden ones left out."""
    for name in paths:
        path = Path(name)
        if path.is_dir():
            for below in sorted(path.rglob("*")):
                hidden = any(part.startswith(".") for part in below.relative_to(path).parts)
                if below.is_file() and below.suffix.lower() in SUFFIXES and not hidden:
                    yield below
        else:
            yield path


def read(path: Path) -> Draft:
    """The text of a file. Raises ReviewerError that names the file, what was found and what is allowed."""
    try:
        size = path.stat().st_size
        if path.is_dir():
            raise ReviewerError(f"{path}: is a folder")
        if not path.is_file():
            raise ReviewerError(f"{path}: is not a regular file")
        if size > MAX_BYTES:
            raise ReviewerError(f"{path}: has {size:,} bytes; at most {MAX_BYTES:,} are read")
        data = path.read_bytes()
    except FileNotFoundError:
        raise ReviewerError(f"{path}: there is no such file or folder") from None
    except OSError as error:
        raise ReviewerError(f"{path}: cannot be read ({error.strerror})") from None
    return from_bytes(data, str(path))


def from_bytes(data: bytes, name: str) -> Draft:
    """The text of a file's bytes, its kind told from the ending of `name`, or from the bytes where it has none."""
    if len(data) > MAX_BYTES:
        raise ReviewerError(f"{name}: has more than {MAX_BYTES:,} bytes, which is the most that is read")
    if not data.strip():
        raise ReviewerError(f"{name}: is empty")
    suffix = Path(name).suffix.lower()
    kind = _kind(data, suffix, name)
    readers = {"docx": _docx, "eml": _eml, "html": _html, "pdf": _pdf}
    text = readers[kind](data, name) if kind in readers else decode(data, name)
    if len(text) > MAX_CHARACTERS:
        raise ReviewerError(f"{name}: the text has {len(text):,} characters; at most {MAX_CHARACTERS:,} are reviewed")
    if not any(character.isalnum() for character in text):
        raise ReviewerError(f"{name}: holds no text" + ("; a scanned PDF has to be typed or recognised first" if kind == "pdf" else ""))
    return Draft(text, name, kind)


def _kind(data: bytes, suffix: str, name: str) -> str:
    if data.startswith(b"%PDF-"):
        return "pdf"
    if data.startswith(b"PK\x03\x04"):
        return "docx"
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise ReviewerError(f"{name}: is an encrypted or old Word file; remove the password or save it as .docx")
    if suffix in (".docx", ".pdf"):
        raise ReviewerError(f"{name}: has the ending {suffix} but is no such file; allowed are {_ALLOWED}")
    if suffix in (".eml",):
        return "eml"
    if suffix in (".html", ".htm"):
        return "html"
    return "text"


def decode(data: bytes, name: str) -> str:
    """The text of UTF-8 or UTF-16 bytes, the byte order mark left out. Raises ReviewerError for anything else."""
    for mark, encoding in ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
        if data.startswith(mark):
            return _decode(data[len(mark) :], encoding, name)
    sample = data[:4096]
    if b"\x00" in sample:
        even, odd = sample[::2].count(0), sample[1::2].count(0)
        if max(even, odd) > 0.3 * len(sample) / 2 and min(even, odd) == 0:
            return _decode(data, "utf-16-be" if even > odd else "utf-16-le", name)
        raise ReviewerError(f"{name}: is a binary file; allowed are {_ALLOWED}")
    return _decode(data, "utf-8", name)


def _decode(data: bytes, encoding: str, name: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        found = f"byte 0x{data[error.start]:02x} at position {error.start}"
        raise ReviewerError(f"{name}: is not {encoding.upper()} ({found}); save the file as UTF-8 and try again") from None
    controls = sum(ord(c) < 32 and c not in "\t\r\n\x0b\x0c" for c in text[:4096])
    if controls > 8:
        raise ReviewerError(f"{name}: is a binary file; allowed are {_ALLOWED}")
    return text


# docx


def open_docx(data: bytes, name: str) -> docx.document.Document:
    """The Word document in `data`, its unpacked size checked before anything is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            if sum(entry.file_size for entry in entries) > MAX_UNPACKED or len(entries) > 2000:
                raise ReviewerError(f"{name}: unpacks to more than {MAX_UNPACKED:,} bytes or 2,000 parts, which is the most that is read")
            if any(entry.flag_bits & 1 for entry in entries):
                raise ReviewerError(f"{name}: is encrypted; remove the password and try again")
            if "word/document.xml" not in archive.namelist():
                raise ReviewerError(f"{name}: is a zip archive but no Word document; allowed are {_ALLOWED}")
        import docx

        return docx.Document(io.BytesIO(data))
    except ReviewerError:
        raise
    except (zipfile.BadZipFile, KeyError, ValueError, SyntaxError, OSError, NotImplementedError, EOFError, zipfile.zlib.error) as error:  # type: ignore[attr-defined]
        raise ReviewerError(f"{name}: is a damaged Word document ({type(error).__name__})") from None


def docx_lines(document: docx.document.Document) -> Iterator[tuple[str, docx.text.paragraph.Paragraph | None]]:
    """The lines that a reader of a Word document sees, each with its paragraph; None for a row of a table."""
    from docx.table import Table

    counters: dict[tuple[str, int], int] = {}
    for item in document.iter_inner_content():
        if isinstance(item, Table):
            for row in item.rows:
                cells = dict.fromkeys(cell.text.strip().replace("\n", " ") for cell in row.cells)
                yield "| " + " | ".join(cells) + " |", None
        else:
            for number, part in enumerate(item.text.split("\n")):
                yield (_docx_prefix(document, item, counters) if number == 0 else "") + part, item


def _docx_prefix(document: docx.document.Document, paragraph: docx.text.paragraph.Paragraph, counters: dict[tuple[str, int], int]) -> str:
    """The heading mark or list marker that Word draws in front of a paragraph."""
    if not paragraph.text.strip():
        return ""
    style = (paragraph.style.name if paragraph.style is not None else "") or ""
    if style.startswith(("Heading", "Title")):
        return "# "
    properties = paragraph._p.pPr.numPr if paragraph._p.pPr is not None else None  # noqa: SLF001
    if properties is None and not style.startswith("List"):
        return ""
    level = properties.ilvl.val if properties is not None and properties.ilvl is not None else 0
    list_id = str(properties.numId.val) if properties is not None and properties.numId is not None else style
    indent = "  " * int(level)
    if _is_numbered(document, list_id, int(level), style):
        counters[(list_id, level)] = counters.get((list_id, level), 0) + 1
        return f"{indent}{counters[(list_id, level)]}. "
    return f"{indent}- "


def _is_numbered(document: docx.document.Document, list_id: str, level: int, style: str) -> bool:
    if style.startswith("List Number"):
        return True
    if not list_id.isdigit():
        return False
    try:
        numbering = document.part.numbering_part.element
    except (KeyError, NotImplementedError):
        return False
    space = {"w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main"}
    abstract = numbering.xpath(f'./w:num[@w:numId="{int(list_id)}"]/w:abstractNumId/@w:val', namespaces=space) if False else numbering.xpath(f'./w:num[@w:numId="{int(list_id)}"]/w:abstractNumId/@w:val')
    if not abstract:
        return False
    formats = numbering.xpath(f'./w:abstractNum[@w:abstractNumId="{abstract[0]}"]/w:lvl[@w:ilvl="{level}"]/w:numFmt/@w:val')
    return bool(formats) and formats[0] not in ("bullet", "none")


def _docx(data: bytes, name: str) -> str:
    return "\n".join(line for line, _ in docx_lines(open_docx(data, name)))


# eml


def _eml(data: bytes, name: str) -> str:
    message = email.message_from_bytes(data, policy=email.policy.default)
    if not message.keys() or (message["subject"] is None and message["from"] is None and message["content-type"] is None):
        raise ReviewerError(f"{name}: has the ending .eml but no e-mail headers; allowed are {_ALLOWED}")
    body = _mail_body(message, name)
    subject = " ".join(str(message["subject"] or "").split())
    return f"Subject: {subject}\n\n{body}" if subject else body


def _mail_body(message: email.message.EmailMessage | email.message.Message, name: str) -> str:
    plain_text: str | None = None
    html: bytes | None = None
    for count, part in enumerate(message.walk()):
        if count > 200:
            raise ReviewerError(f"{name}: has more than 200 parts, which is the most that is read")
        if part.get_content_maintype() == "multipart" or part.get_content_disposition() == "attachment":
            continue
        payload = part.get_payload(decode=True)
        if not isinstance(payload, bytes):
            continue
        if part.get_content_type() == "text/plain" and plain_text is None:
            plain_text = _mail_text(payload, part.get_content_charset(), name)
        elif part.get_content_type() == "text/html" and html is None:
            html = _mail_text(payload, part.get_content_charset(), name).encode()
    if plain_text is not None and plain_text.strip():
        return plain_text.replace("\r\n", "\n")
    if html is not None:
        return _html(html, name)
    raise ReviewerError(f"{name}: the e-mail holds no text part")


def _mail_text(payload: bytes, charset: str | None, name: str) -> str:
    try:
        return payload.decode(charset or "utf-8")
    except (UnicodeDecodeError, LookupError) as error:
        raise ReviewerError(f"{name}: the text of the e-mail is not {charset or 'utf-8'} as it says ({type(error).__name__})") from None


# html

_BLOCKS = frozenset(
    "address article aside blockquote body br center dd div dl dt fieldset figcaption footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section table tbody tfoot thead tr ul".split()
)
_HIDDEN = frozenset("script style head title template noscript iframe object svg math select option button".split())


def _html(data: bytes, name: str) -> str:
    import lxml.etree
    import lxml.html

    text = decode(data, name)
    try:
        parser = lxml.html.HTMLParser(no_network=True, huge_tree=False, remove_comments=True, remove_pis=True, encoding="utf-8")
        root = lxml.html.document_fromstring(text.encode(), parser=parser)
    except (lxml.etree.ParserError, lxml.etree.XMLSyntaxError, ValueError) as error:
        raise ReviewerError(f"{name}: cannot be read as HTML ({type(error).__name__})") from None
    return _visible(root)


def _visible(root: lxml.html.HtmlElement) -> str:
    """The lines that a browser would show, without recursion."""
    lines: list[str] = [""]
    prefix = ""
    depth = quote = 0
    numbers: list[int | None] = []

    def add(text: str | None) -> None:
        nonlocal prefix
        words = " ".join((text or "").split())
        if not words:
            return
        if not lines[-1]:
            lines[-1] = "> " * min(quote, 1) + prefix
            prefix = ""
        glue = "" if lines[-1][-1:] in ("", " ", "(") or (text or "")[:1] in ".,;:!?)'" or not (text or "")[:1].isspace() else " "
        lines[-1] += glue + words + (" " if (text or "")[-1:].isspace() else "")

    def new_line() -> None:
        if lines[-1]:
            lines.append("")

    stack: list[tuple[lxml.html.HtmlElement, bool]] = [(root, False)]
    while stack:
        element, leaving = stack.pop()
        tag = element.tag if isinstance(element.tag, str) else ""
        if leaving:
            if tag in _BLOCKS:
                new_line()
            if tag in ("ul", "ol"):
                depth -= 1
                numbers.pop()
            quote -= tag == "blockquote"
            if tag in ("p", "div", "ul", "ol", "table", "h1", "h2", "h3") and lines[-1:] == [""] and lines[-2:-1] != [""] and tag != "div":
                lines.append("")
            add(element.tail)
            continue
        if tag in _HIDDEN or "display:none" in (element.get("style") or "").replace(" ", "").lower():
            add(element.tail)
            continue
        if tag in _BLOCKS:
            new_line()
        if tag in ("ul", "ol"):
            depth += 1
            numbers.append(0 if tag == "ol" else None)
        quote += tag == "blockquote"
        if tag == "li":
            counter = numbers[-1] if numbers else None
            if counter is not None:
                numbers[-1] = counter + 1
            prefix = "  " * max(0, depth - 1) + ("- " if counter is None else f"{counter + 1}. ")
        elif tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
            prefix = "# "
        elif tag in ("td", "th") and lines[-1]:
            lines[-1] = lines[-1].rstrip() + " | "
        add(element.text)
        stack.append((element, True))
        stack.extend((child, False) for child in reversed(element))
    return "\n".join(line.rstrip() for line in lines).strip("\n")


# pdf


def _pdf(data: bytes, name: str) -> str:
    import logging

    import pypdf
    from pypdf.errors import PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        if reader.is_encrypted:
            raise ReviewerError(f"{name}: is encrypted; remove the password and try again")
        if len(reader.pages) > MAX_PAGES:
            raise ReviewerError(f"{name}: has {len(reader.pages)} pages; at most {MAX_PAGES} are read")
        return "\n".join(page.extract_text() for page in reader.pages)
    except ReviewerError:
        raise
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, OSError) as error:
        raise ReviewerError(f"{name}: is a damaged PDF ({type(error).__name__})") from None
