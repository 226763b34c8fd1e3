"""The page: self-contained, escaped, bounded, readable without its script, and usable with keyboard, phone and screen reader."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

from reviewer.archive import report
from reviewer.archive.duplicates import Duplicates, Group, Passage
from reviewer.archive.lessons import learn
from reviewer.archive.style import CSS
from reviewer.batch import tables
from reviewer.batch.rows import FindingRow, LetterRow
from reviewer.batch.run import beside
from reviewer.formats.page_style import CSS as ONE_LETTER
from tests.archive.rows import finding, letter
from tests.browser import CHROMIUM, needs_chromium

HOSTILE = "<script>document.title='hit'</script><img src=x onerror=\"document.title='hit'\"> \"'&"
TEXT = "The customer lied.\nOn 3 May we opened 40 cartons & counted.\n" + HOSTILE


def archive(folder: Path, count: int = 60, *, texts: bool = True) -> Path:
    """Written tables of letters with everything that the page can show."""
    path = folder / "scores.jsonl"
    rows = [
        letter(
            n,
            id=f"L-{n}{HOSTILE if n == 1 else ''}",
            overall=float(n % 97),
            tone=float((7 * n) % 100),
            verdict="ready" if n % 97 > 80 else "revise",
            author=("Ana", "Bo", HOSTILE)[n % 3],
            reason=("late_shipment", "safety")[n % 2],
            date=f"2025-{n % 12 + 1:02}-11",
            outcome=("accepted", "refused", None)[n % 3] if n % 5 else "accepted",
            findings="ACC201:1 X900:2" if n % 2 else "",
            top="ACC201:9.0" if n % 2 else "",
            text=TEXT if texts else None,
        )
        for n in range(1, count + 1)
    ]
    message = HOSTILE if texts else "blaming-the-buyer"
    findings = [finding(n, message=message, excerpt=f"The customer lied {n}{HOSTILE}" if texts else None) for n in range(1, count + 1, 2)]
    tables.write(path, LetterRow, rows)
    tables.write(beside(path, "findings"), FindingRow, findings)
    return path


def shared(*, texts: bool = True) -> Duplicates:
    return Duplicates(
        60,
        True,
        [Group([1, 2, 58], 2, [0.9, 1.0, 0.7])],
        [Passage(HOSTILE if texts else None, 12, 30, 2, list(range(1, 31)))],
        [50, 0, 0, 0, 0, 0, 0, 0, 0, 10],
    )


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = archive(tmp_path)
    made = tmp_path / "report.html"
    report.write(made, path, learn(path), shared())
    return made


class Elements(HTMLParser):
    """The tags with their attributes, and the content of style and script."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.content: dict[str, str] = {}
        self._inside = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._inside = tag

    def handle_data(self, data: str) -> None:
        if self._inside in ("style", "script"):
            self.content[self._inside] = self.content.get(self._inside, "") + data

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002 -- the parser's signature
        self._inside = ""


def test_nothing_from_outside_becomes_markup(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    elements = Elements(text)
    assert sum(tag == "script" for tag, _ in elements.tags) == 1
    assert {tag for tag, _ in elements.tags}.isdisjoint({"img", "iframe", "object", "form", "base"})
    for tag, attributes in elements.tags:
        assert not any(name.startswith("on") or name in ("style", "src", "srcdoc") for name in attributes), (tag, attributes)
        assert (attributes.get("href") or "#").startswith(("#", "data:image/svg+xml,")), attributes
    assert text.count("&lt;script&gt;") > 10


def test_style_and_script_are_admitted_by_their_hashes_alone(page: Path) -> None:
    elements = Elements(page.read_text(encoding="utf-8"))
    policy = next(
        attributes["content"] or "" for tag, attributes in elements.tags if tag == "meta" and attributes.get("http-equiv") == "Content-Security-Policy"
    )
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    for kind in ("style", "script"):
        wanted = base64.b64encode(hashlib.sha256(elements.content[kind].encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{wanted}'" in policy


def test_anchors_lead_somewhere_and_ids_are_unique(page: Path) -> None:
    elements = Elements(page.read_text(encoding="utf-8"))
    ids = [attributes["id"] for _, attributes in elements.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    targets = {(attributes.get("href") or "")[1:] for tag, attributes in elements.tags if tag == "a"}
    assert targets <= set(ids)
    assert {"letter-1", "outcomes", "pasted", "authors", "time"} <= targets | {"letter-1"}


def test_the_page_is_bounded_and_shows_the_worst(tmp_path: Path) -> None:
    path = archive(tmp_path, 700)
    made = tmp_path / "report.html"
    report.write(made, path, learn(path), None)
    text = made.read_text(encoding="utf-8")
    assert text.count('<details class="entry"') == report.LETTERS
    assert f"The {report.LETTERS} letters with the lowest overall scores" in text
    assert 'id="pasted"' not in text
    assert len(text) < 3_000_000


def test_no_words_of_letters_where_they_were_left_out(tmp_path: Path) -> None:
    path = archive(tmp_path, texts=False)
    made = tmp_path / "report.html"
    report.write(made, path, learn(path), shared(texts=False))
    text = made.read_text(encoding="utf-8")
    assert "lied" not in text
    assert "cartons" not in text
    assert "The words of the letters were left out." in text
    assert "blaming-the-buyer" in text


def test_a_letter_without_anything_makes_a_page(tmp_path: Path) -> None:
    path = tmp_path / "scores.csv"
    tables.write(path, LetterRow, [letter(1)])
    made = report.render(learn(path), None, [])
    assert "1 letter" in made
    for name in ("time", "reasons", "authors", "findings", "lines", "pasted", "outcomes", "letters"):
        assert f'id="{name}"' not in made


def test_the_colours_are_those_of_the_report_of_one_letter() -> None:
    tokens = {part for block in ONE_LETTER.split(":root{")[1:] for part in re.split(r"[;\n]", block.split("}")[0]) if part.startswith("--")}
    assert len(tokens) > 20
    assert all(token in CSS for token in tokens), [token for token in tokens if token not in CSS]


# In a browser


@pytest.fixture(scope="module")
def browser() -> Iterator[object]:
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield started
        started.close()


@needs_chromium
@pytest.mark.checkout
@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 1280), ("light", 360)])
def test_in_a_browser(browser: object, page: Path, scheme: str, width: int) -> None:
    from axe_playwright_python.sync_playwright import Axe
    from playwright.sync_api import Browser, expect

    assert isinstance(browser, Browser)
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce")
    shown = context.new_page()
    logged: list[str] = []
    asked: list[str] = []
    shown.on("console", lambda message: logged.append(message.text))
    shown.on("pageerror", lambda error: logged.append(str(error)))
    shown.on("request", lambda request: asked.append(request.url))
    shown.goto(page.as_uri())
    assert shown.title() == "What scores.jsonl teaches"
    assert shown.evaluate("document.documentElement.scrollWidth") <= width
    entries = shown.locator(".entry")
    expect(entries).to_have_count(60)
    shown.fill(".filter input", "bo acc201")
    expect(shown.locator(".filter output")).to_have_text("10 of 60 letters")
    expect(shown.locator(".entry:visible")).to_have_count(10)
    shown.fill(".filter input", "")
    shown.select_option(".filter select", "ready")
    expect(shown.locator(".entry:visible")).to_have_count(0)
    shown.select_option(".filter select", "")
    shown.locator("#authors th", has_text="Overall").get_by_role("button").press("Enter")
    expect(shown.locator("#authors th[aria-sort]")).to_have_attribute("aria-sort", "descending")
    means = [float(cell) for cell in shown.locator("#authors tbody tr td:nth-child(4)").all_text_contents()]
    assert means == sorted(means, reverse=True)
    shown.locator('#pasted a[href="#letter-2"]').first.press("Enter")
    expect(shown.locator("#letter-2 .lines")).to_be_visible()
    expect(shown.locator("#letter-2 .lines li").first).to_have_text("The customer lied.")
    found = Axe().run(shown)
    assert found.violations_count == 0, found.generate_report()
    context.close()
    assert logged == []
    assert all(url.startswith(("file:", "data:")) for url in asked), asked


@needs_chromium
@pytest.mark.checkout
def test_without_its_script_all_of_it_can_be_read(browser: object, page: Path) -> None:
    from playwright.sync_api import Browser, expect

    assert isinstance(browser, Browser)
    context = browser.new_context(java_script_enabled=False)
    shown = context.new_page()
    shown.goto(page.as_uri())
    expect(shown.locator(".filter")).to_be_hidden()
    shown.locator("#letter-2 > summary").click()
    expect(shown.locator("#letter-2 .lines")).to_be_visible()
    context.close()
