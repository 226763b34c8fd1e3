"""Word documents: a line is a paragraph, or a row of a table, as the reader of the document sees it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING

from reviewer.readers.encoding import ALLOWED
from reviewer.types import ReviewerError

if TYPE_CHECKING:
    import docx.document
    import docx.text.paragraph

MAX_UNPACKED = 64 * 1024 * 1024
"""The most bytes that a docx may hold when unpacked."""


def open_document(data: bytes, name: str) -> docx.document.Document:
    """The Word document in `data`, its unpacked size checked before anything is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            if sum(entry.file_size for entry in entries) > MAX_UNPACKED or len(entries) > 2000:
                raise ReviewerError(f"{name}: unpacks to more than {MAX_UNPACKED:,} bytes or 2,000 parts, which is the most that is read")
            if any(entry.flag_bits & 1 for entry in entries):
                raise ReviewerError(f"{name}: is encrypted; remove the password and try again")
            if "word/document.xml" not in archive.namelist():
                raise ReviewerError(f"{name}: is a zip archive but no Word document; allowed are {ALLOWED}")
        import docx

        return docx.Document(io.BytesIO(data))
    except ReviewerError:
        raise
    except (zipfile.BadZipFile, KeyError, ValueError, SyntaxError, OSError, NotImplementedError, EOFError, zipfile.zlib.error) as error:  # type: ignore[attr-defined]
        raise ReviewerError(f"{name}: is a damaged Word document ({type(error).__name__})") from None


def lines(document: docx.document.Document) -> Iterator[tuple[str, docx.text.paragraph.Paragraph | None]]:
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
                yield (_prefix(document, item, counters) if number == 0 else "") + part, item


def _prefix(document: docx.document.Document, paragraph: docx.text.paragraph.Paragraph, counters: dict[tuple[str, int], int]) -> str:
    """The heading mark or list marker that Word draws in front of a paragraph."""
    if not paragraph.text.strip():
        return ""
    style = (paragraph.style.name if paragraph.style is not None else "") or ""
    if style.startswith(("Heading", "Title")):
        return "# "
    levels = paragraph._p.xpath("./w:pPr/w:numPr/w:ilvl/@w:val")  # noqa: SLF001
    ids = paragraph._p.xpath("./w:pPr/w:numPr/w:numId/@w:val")  # noqa: SLF001
    if not ids and not style.startswith("List"):
        return ""
    level = int(levels[0]) if levels and levels[0].isdigit() else 0
    list_id = ids[0] if ids else style
    indent = "  " * min(level, 8)
    if _is_numbered(document, list_id, level, style):
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
    abstract = numbering.xpath(f'./w:num[@w:numId="{int(list_id)}"]/w:abstractNumId/@w:val')
    if not abstract or not abstract[0].isdigit():
        return False
    formats = numbering.xpath(f'./w:abstractNum[@w:abstractNumId="{abstract[0]}"]/w:lvl[@w:ilvl="{level}"]/w:numFmt/@w:val')
    return bool(formats) and formats[0] not in ("bullet", "none")


def text(data: bytes, name: str) -> str:
    """The text of a Word document."""
    return "\n".join(line for line, _ in lines(open_document(data, name)))
