"""Word documents: a line is a paragraph, or a row of a table, as the reader of the document sees it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING

from reviewer.document import MAX_CHARACTERS
from reviewer.readers.encoding import ALLOWED
from reviewer.types import ReviewerError

if TYPE_CHECKING:
    import docx.document
    import docx.table
    import docx.text.paragraph

MAX_UNPACKED = 64 * 1024 * 1024
"""The most bytes that a docx may hold when unpacked."""
MAX_LINES = 10_000
"""The most paragraphs and table rows of a docx that are read."""


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

    shapes = _Shapes(document)
    for item in document.iter_inner_content():
        if isinstance(item, Table):
            yield from ((row, None) for row in _rows(item))
        else:
            prefix = shapes.prefix(item)
            for number, part in enumerate(item.text.split("\n")):
                yield (prefix if number == 0 else "") + part, item


def _rows(table: docx.table.Table) -> Iterator[str]:
    """The rows of a table, read from the XML: python-docx needs quadratic time on merged cells."""
    for row in table._tbl.tr_lst:  # noqa: SLF001
        cells = ("".join(cell.xpath(".//w:t/text()")).strip() for cell in row.tc_lst)
        yield "| " + " | ".join(dict.fromkeys(cells)) + " |"


class _Shapes:
    """What Word draws in front of paragraphs; styles and list formats are looked up once."""

    def __init__(self, document: docx.document.Document) -> None:
        self._styles = {style.style_id: style.name or "" for style in document.styles}
        self._document = document
        self._numbered: dict[tuple[str, int], bool] = {}
        self._counters: dict[tuple[str, int], int] = {}

    def prefix(self, paragraph: docx.text.paragraph.Paragraph) -> str:
        """The heading mark or list marker of a paragraph."""
        properties = paragraph._p.pPr  # noqa: SLF001
        if properties is None or not paragraph.text.strip():
            return ""
        style = self._styles.get(properties.style or "", "")
        if style.startswith(("Heading", "Title")):
            return "# "
        levels, ids = properties.xpath("./w:numPr/w:ilvl/@w:val"), properties.xpath("./w:numPr/w:numId/@w:val")
        if not ids and not style.startswith("List"):
            return ""
        key = (ids[0] if ids else style, int(levels[0]) if levels and levels[0].isdigit() else 0)
        indent = "  " * min(key[1], 8)
        if key not in self._numbered:
            self._numbered[key] = style.startswith("List Number") or self._is_numbered(*key)
        if not self._numbered[key]:
            return f"{indent}- "
        self._counters[key] = self._counters.get(key, 0) + 1
        return f"{indent}{self._counters[key]}. "

    def _is_numbered(self, list_id: str, level: int) -> bool:
        if not list_id.isdigit():
            return False
        try:
            numbering = self._document.part.numbering_part.element
        except (KeyError, NotImplementedError):
            return False
        abstract = numbering.xpath(f'./w:num[@w:numId="{int(list_id)}"]/w:abstractNumId/@w:val')
        if not abstract or not abstract[0].isdigit():
            return False
        formats = numbering.xpath(f'./w:abstractNum[@w:abstractNumId="{abstract[0]}"]/w:lvl[@w:ilvl="{level}"]/w:numFmt/@w:val')
        return bool(formats) and formats[0] not in ("bullet", "none")


def text(data: bytes, name: str) -> str:
    """The text of a Word document. Raises ReviewerError as soon as there is more of it than is read."""
    read: list[str] = []
    length = 0
    for line, _ in lines(open_document(data, name)):
        read.append(line)
        length += len(line) + 1
        if length > MAX_CHARACTERS or len(read) > MAX_LINES:
            raise ReviewerError(f"{name}: holds more than {MAX_CHARACTERS:,} characters or {MAX_LINES:,} lines, which is the most that is read")
    return "\n".join(read)
