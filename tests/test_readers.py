"""Every kind of file gives the lines that its reader sees; hostile files get one clear error."""

from __future__ import annotations

import base64
import io
import zipfile
from email.message import EmailMessage
from pathlib import Path

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer import readers
from reviewer.document import MAX_CHARACTERS
from reviewer.types import ReviewerError


def pdf_of(*lines: str) -> bytes:
    """A one-page PDF with `lines`, written by hand so that no library is needed for it."""
    content = "BT /F1 12 Tf 72 720 Td 16 TL " + " ".join(f"({line}) Tj T*" for line in lines) + " ET"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode()
    table = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode() + b"".join(f"{p:010d} 00000 n \n".encode() for p in places)
    return out + f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF".encode()


def docx_of(*paragraphs: tuple[str, str]) -> bytes:
    document = docx.Document()
    for style, text in paragraphs:
        document.add_paragraph(text, style=style)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_encodings_give_the_same_text(encoding: str) -> None:
    text = "Dear team,\r\nwe sold 14 lamps\uff0cnot 15 \U0001f600.\r\n\tThanks\u2028Jan"
    assert readers.from_bytes(text.encode(encoding), "draft.txt").text == text


@given(
    st.text(min_size=1, max_size=200).filter(
        lambda t: any(c.isalnum() for c in t) and "\x00" not in t and sum(ord(c) < 32 and c not in "\t\r\n\x0b\x0c" for c in t) <= 8
    )
)
def test_a_text_file_is_read_unchanged(text: str) -> None:
    assert readers.from_bytes(b"\xef\xbb\xbf" + text.encode(), "draft.txt").text == text


def test_word_lines_are_paragraphs_with_markers_and_headings() -> None:
    data = docx_of(("Heading 1", "Root cause"), ("List Bullet", "No check"), ("List Number", "one"), ("List Number", "two"), ("Normal", "Two\nlines"))
    assert readers.from_bytes(data, "a.docx").text.splitlines() == ["# Root cause", "- No check", "1. one", "2. two", "Two", "lines"]


def test_word_tables_are_rows() -> None:
    document = docx.Document()
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "ASIN", "Lamp"
    out = io.BytesIO()
    document.save(out)
    assert readers.from_bytes(out.getvalue(), "a.docx").text == "| ASIN | Lamp |"


def mail(**parts: str) -> bytes:
    message = EmailMessage()
    message["Subject"] = "Appeal for B0C7QKL2MN"
    message["From"] = "jan@example.com"
    message.set_content(parts["plain"], cte=parts.get("cte", "quoted-printable"))
    if "html" in parts:
        message.add_alternative(parts["html"], subtype="html")
    return bytes(message)


@pytest.mark.parametrize("cte", ["quoted-printable", "base64"])
def test_mail_gives_subject_and_text(cte: str) -> None:
    draft = readers.from_bytes(mail(plain="We sold 14 lamps – für Köln.\n> You wrote this", html="<p>other</p>", cte=cte), "a.eml")
    assert draft.text.rstrip("\n") == "Subject: Appeal for B0C7QKL2MN\n\nWe sold 14 lamps – für Köln.\n> You wrote this"


def test_mail_with_html_alone() -> None:
    data = b"Subject: Appeal\nMIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: base64\n\n" + base64.b64encode(
        b"<p>One</p><p>Two</p>"
    )
    assert readers.from_bytes(data, "a.eml").text == "Subject: Appeal\n\nOne\n\nTwo"


def test_html_gives_what_a_browser_shows() -> None:
    page = (
        "<html><head><title>T</title><style>p{}</style></head><body><script>bad()</script><h2>Root cause</h2><p>We did <b>not</b> check."
        "<br>Next</p><ul><li>one<ul><li>deep</li></ul></li><li>two</li></ul><ol><li>a</li><li>b</li></ol><blockquote>You wrote</blockquote>"
        "<table><tr><td>x</td><td>y</td></tr></table><div style='display: none'>hidden</div></body></html>"
    )
    lines = [line for line in readers.from_bytes(page.encode(), "a.html").text.splitlines() if line]
    assert lines == ["# Root cause", "We did not check.", "Next", "- one", "  - deep", "- two", "1. a", "2. b", "> You wrote", "x | y"]


def test_html_nested_very_deep_is_no_crash() -> None:
    page = b"<p>start</p>" + b"<div>" * 20_000 + b"deep" + b"</div>" * 20_000
    assert readers.from_bytes(page, "a.html").text.startswith("start")


def test_html_entities_are_not_expanded() -> None:
    page = b'<!DOCTYPE x [<!ENTITY a "boom"><!ENTITY f SYSTEM "file:///etc/passwd">]><p>&a;&f; text</p>'
    text = readers.from_bytes(page, "a.html").text
    assert "boom" not in text.split("text")[0].replace("<!ENTITY", "")
    assert "root:" not in text


def test_pdf_lines() -> None:
    assert readers.from_bytes(pdf_of("Root cause", "We did not check."), "a.pdf").text.splitlines() == ["Root cause", "We did not check."]


def test_a_kind_is_told_from_the_bytes_where_the_name_says_nothing() -> None:
    assert readers.from_bytes(pdf_of("Hello"), "letter").kind == "pdf"
    assert readers.from_bytes(docx_of(("Normal", "Hello")), "<stdin>").kind == "docx"


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"\0" * (70 * 1024 * 1024))
    return out.getvalue()


def encrypted_zip() -> bytes:
    data = bytearray(docx_of(("Normal", "Hello")))
    for at in range(len(data) - 4):
        if data[at : at + 4] == b"PK\x01\x02":
            data[at + 8] |= 1
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "name", "wanted"),
    [
        (b"", "a.txt", "a.txt: is empty"),
        (b" \n\t\n", "a.txt", "is empty"),
        (b"---\n", "a.txt", "holds no text"),
        (b"caf\xe9 and more", "a.txt", "is not UTF-8 .byte 0xe9 at position 3.; save the file as UTF-8"),
        (bytes(range(256)) * 4, "a.txt", "is a binary file; allowed are txt, md, docx"),
        (b"\x01\x02\x03\x04\x05\x06\x0e\x0f\x10\x11 text", "a.txt", "binary"),
        (b"x" * (readers.MAX_BYTES + 1), "a.txt", "10,485,760"),
        (b"x" * (MAX_CHARACTERS + 1), "a.txt", "at most 200,000"),
        (b"hello", "a.docx", "has the ending .docx but is no such file"),
        (b"hello", "a.pdf", "has the ending .pdf but is no such file"),
        (b"PK\x03\x04 broken", "a.docx", "damaged Word document"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.docx", "encrypted or old Word file"),
        (b"%PDF-1.4 broken", "a.pdf", "damaged PDF"),
        (pdf_of(), "a.pdf", "scanned PDF"),
        (b"no headers here", "a.eml", "no e-mail headers"),
        (b"Subject: x\nContent-Type: text/plain; charset=klingon\n\nhello", "a.eml", "not klingon"),
    ],
)
def test_bad_files_get_one_clear_line(data: bytes, name: str, wanted: str) -> None:
    with pytest.raises(ReviewerError, match=wanted) as caught:
        readers.from_bytes(data, name)
    assert "\n" not in str(caught.value)
    assert str(caught.value).startswith(name)


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    with pytest.raises(ReviewerError, match="unpacks to more than"):
        readers.from_bytes(bomb(), "a.docx")


def docx_with(body: str) -> bytes:
    source = zipfile.ZipFile(io.BytesIO(docx_of(("Normal", "x"))))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in source.namelist():
            data = source.read(name)
            if name == "word/document.xml":
                text = data.decode()
                data = (text[: text.index("<w:body>") + 8] + body + text[text.index("<w:sectPr") :]).encode()
            archive.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "wanted"),
    [
        (docx_with("<w:p><w:r><w:t>word here</w:t></w:r></w:p>" * 30_000), "a.docx", "10,000 lines"),
        (docx_with("<w:tbl><w:tr><w:tc>" * 3000 + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * 3000), "a.docx", "damaged Word document"),
        (b"<b>a</b> " * 300_000, "a.html", "at most 200,000|more than 200,000"),
        (b"Subject: x\nContent-Type: multipart/mixed; boundary=a\n\n" + b"--a\nContent-Type: text/plain\n\nhello\n" * 100_000, "a.eml", "more than 200 parts"),
    ],
    ids=["paragraphs", "nested tables", "inline tags", "mail parts"],
)
def test_files_that_grow_are_refused_before_they_cost_minutes(data: bytes, name: str, wanted: str) -> None:
    with pytest.raises(ReviewerError, match=wanted):
        readers.from_bytes(data, name)


def test_broken_tables_are_read() -> None:
    broken = '<w:tbl><w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p><w:r><w:t>one</w:t></w:r></w:p></w:tc><w:tc><w:tcPr><w:gridSpan w:val="100000000"/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>'
    assert readers.from_bytes(docx_with(broken), "a.docx").text == "| one |  |"


def test_an_encrypted_archive_and_a_foreign_zip_are_refused() -> None:
    with pytest.raises(ReviewerError, match="encrypted"):
        readers.from_bytes(encrypted_zip(), "a.docx")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("hello.txt", "hello")
    with pytest.raises(ReviewerError, match="no Word document"):
        readers.from_bytes(out.getvalue(), "a.docx")


def test_folders_and_missing_files(tmp_path: Path) -> None:
    (tmp_path / "b.md").write_text("hello")
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "a.txt").write_text("hello")
    (tmp_path / "sub" / "a.png").write_bytes(b"x")
    (tmp_path / ".hidden.txt").write_text("hello")
    assert [p.name for p in readers.expand([str(tmp_path)])] == ["b.md", "a.txt"]
    with pytest.raises(ReviewerError, match="there is no such file or folder"):
        readers.read(tmp_path / "none.txt")


@given(st.binary(max_size=300), st.sampled_from(["a.txt", "a.html", "a.eml", "a.docx", "a.pdf", "a"]))
def test_any_bytes_give_a_text_or_a_clear_error(data: bytes, name: str) -> None:
    try:
        assert readers.from_bytes(data, name).text
    except ReviewerError as error:
        assert str(error).startswith(name)
