"""The page in a real browser, against the real service: marks, fixes, the guard, keyboard, faults, hostile text.

Needs Debian's `chromium` (or CHROMIUM with its path); nothing is downloaded. Whatever a test does, the page must not ask
another host for anything and must not log an error, a breach of its content security policy among them.
"""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Request, Route, expect, sync_playwright

from reviewer.formats.page_style import CSS as REPORT_STYLE
from reviewer.formats.verdict import points
from tests.browser import CHROMIUM, needs_chromium
from tests.letters import BAD, GOOD

FOLDER = Path(__file__).parents[2]
HOSTILE = (
    "Dear <b>team</b>, <img src=x onerror=\"document.title='hit'\"> </textarea><script>document.title='hit'</script>\nThe customer lied about it &amp; us.\n"
)
COMMAND = ["-m", "reviewer", "serve"]
expect.set_options(timeout=15_000)

pytest.importorskip("reviewer.cli.serve", reason="the page needs the service that serves it")
pytestmark = [
    pytest.mark.checkout,
    needs_chromium,
]


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


@pytest.fixture(scope="module")
def home() -> Iterator[str]:
    """The address of a service of our own."""
    port = _free_port()
    address = f"http://127.0.0.1:{port}"
    process = subprocess.Popen([sys.executable, *COMMAND, "--port", str(port)], cwd=FOLDER, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait(address, process)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait(address: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        assert process.poll() is None, "the service ended by itself"
        try:
            with urllib.request.urlopen(f"{address}/readyz", timeout=5) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, ConnectionError):
            pass
        time.sleep(0.1)
    raise AssertionError("the service did not get ready")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield started
        started.close()


class Desk:
    """The open page, and what it logged and asked for."""

    def __init__(self, page: Page, home: str) -> None:
        self.page = page
        self.home = home
        self.errors: list[str] = []
        self.asked: list[str] = []
        self.excused: tuple[str, ...] = ()
        page.set_default_timeout(15_000)
        page.on("console", lambda message: self.errors.append(message.text) if message.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("request", self._request)

    def _request(self, request: Request) -> None:
        self.asked.append(request.url)

    def open(self) -> None:
        self.page.goto(self.home)
        expect(self.page.locator("#welcome dt")).to_have_count(5)

    def write(self, text: str) -> dict[str, Any]:
        """Fill the letter in; the Report that came back."""
        with self.page.expect_response(lambda answer: answer.url.endswith("/v1/review") and answer.ok) as waited:
            self.page.fill("#draft", text)
        report: dict[str, Any] = waited.value.json()
        expect(self.page.locator("#findings .card")).to_have_count(len(report["diagnostics"]))
        return report

    def marked(self) -> str:
        """The marked words in the order of the text, what lies between them left out."""
        return "".join(self.page.locator("#backdrop mark").all_text_contents())

    def value(self) -> str:
        return self.page.input_value("#draft")

    def selection(self) -> str:
        chosen: str = self.page.evaluate("(() => { const a = document.getElementById('draft'); return a.value.slice(a.selectionStart, a.selectionEnd) })()")
        return chosen

    def close(self) -> None:
        loose = [error for error in self.errors if not any(excuse in error for excuse in self.excused)]
        assert not loose, loose
        assert all(url.startswith((self.home, "data:", "blob:")) for url in self.asked), self.asked


def _desk(browser: Browser, home: str, **options: Any) -> Iterator[Desk]:
    context = browser.new_context(**({"viewport": {"width": 1360, "height": 900}, "reduced_motion": "reduce"} | options))
    desk = Desk(context.new_page(), home)
    desk.open()
    yield desk
    context.close()
    desk.close()


@pytest.fixture
def desk(browser: Browser, home: str) -> Iterator[Desk]:
    yield from _desk(browser, home, permissions=["clipboard-read", "clipboard-write"])


def _covered(report: dict[str, Any], text: str) -> str:
    """The characters of `text` under a finding, by the offsets of the Report."""
    covered = {n for d in report["diagnostics"] for n in range(d["start"], d["end"])}
    return "".join(c for n, c in enumerate(text) if n in covered and c != "\n")


def _review(home: str, text: str) -> dict[str, Any]:
    body = json.dumps({"text": text, "name": "draft.txt", "notice": [], "road": None, "previous": []}).encode()
    request = urllib.request.Request(f"{home}/v1/review", body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=30) as answer:
        report: dict[str, Any] = json.load(answer)
        return report


def _ready_letter(home: str) -> str:
    """A letter that the present model calls ready."""
    letters = [GOOD, *(path.read_text(encoding="utf-8") for path in sorted((FOLDER / "examples").glob("*.txt")))]
    return next(letter for letter in letters if _review(home, letter)["verdict"] == "ready")


# Marks


def test_lines_are_marked_while_one_types(desk: Desk) -> None:
    desk.page.locator("#draft").press_sequentially("The customer lied about it. You must reinstate us now.", delay=5)
    expect(desk.page.locator("#backdrop mark").first).to_be_visible()
    assert "lied" in desk.marked()
    expect(desk.page.locator("#status")).to_contain_text("of 100")


@pytest.mark.parametrize(
    "letter",
    [
        pytest.param(BAD, id="plain"),
        pytest.param("Hi 😀😀 团队，\n你好。The customer lied 👩‍👩‍👧 about it.\n\n𝔸𝔸 You must reinstate us now! 谢谢😀\n", id="emoji-and-chinese"),
        pytest.param("\n\n  The customer lied.\n\tWe will sue you.   \n" + "word" * 60 + " It is Amazon's fault.\n\n", id="spaces-and-long-words"),
    ],
)
def test_marks_sit_on_the_right_characters(desk: Desk, letter: str) -> None:
    report = desk.write(letter)
    assert desk.marked() == _covered(report, letter)
    rows = desk.page.locator("#backdrop .row").all_text_contents()
    assert rows == letter.split("\n")
    placed = [d for d in report["diagnostics"] if d["start"] < d["end"]]
    for number, finding in enumerate(sorted(placed, key=lambda d: (d["start"], d["end"]))[:3]):
        desk.page.locator(f'.card[data-key="{finding["fingerprint"]}"] .link').click()
        assert desk.selection() == letter[finding["start"] : finding["end"]], number


def test_the_backdrop_lies_under_the_letter_line_for_line(desk: Desk) -> None:
    desk.write(BAD + "A longer line that has to wrap because it goes on and on, over the width of the sheet, until it does. " * 3)
    sizes = desk.page.evaluate(
        """() => { const [a, b] = ["draft", "backdrop"].map((id) => document.getElementById(id)); const last = b.lastElementChild.getBoundingClientRect();
        const style = getComputedStyle(a); a.style.height = "0"; const height = a.scrollHeight; a.style.height = "";
        return [height - parseFloat(style.paddingBottom), last.bottom - a.getBoundingClientRect().top, a.scrollHeight - a.clientHeight] }"""
    )
    assert abs(sizes[0] - sizes[1]) < 2, "the letter and its marks wrap alike"
    assert sizes[2] <= 0, "the letter never scrolls away from its marks"
    measures = [
        "width",
        "font",
        "letterSpacing",
        "wordSpacing",
        "whiteSpace",
        "overflowWrap",
        "wordBreak",
        "tabSize",
        "paddingLeft",
        "paddingRight",
        "paddingTop",
        "textIndent",
    ]
    letter, marks = desk.page.evaluate(
        "(names) => ['draft', 'backdrop'].map((id) => names.map((name) => getComputedStyle(document.getElementById(id))[name]))", measures
    )
    assert letter == marks


def test_a_file_with_windows_line_ends_is_marked_right(desk: Desk) -> None:
    letter = "Dear team😀,\r\n\r\nThe customer lied about it.\r\nYou must reinstate us now.\r\n"
    with desk.page.expect_response(lambda answer: answer.url.endswith("/v1/review")) as waited:
        desk.page.set_input_files("#draft-file", {"name": "appeal.txt", "mimeType": "text/plain", "buffer": b"\xef\xbb\xbf" + letter.encode()})
    report = waited.value.json()
    expect(desk.page.locator("#findings .card")).to_have_count(len(report["diagnostics"]))
    text = letter.replace("\r\n", "\n")
    assert desk.value() == text
    assert desk.marked() == _covered(report, text)
    assert report["file"] == "appeal.txt"


def test_typing_keeps_its_caret_and_its_marks_move_along(desk: Desk) -> None:
    desk.write("Dear team,\nThe customer lied about it.\n")
    desk.page.evaluate("document.getElementById('draft').setSelectionRange(10, 10)")
    before = desk.marked()
    for letter in "\nwe write 😀 to you":
        desk.page.keyboard.insert_text(letter)
        assert desk.marked() == before
    desk.page.wait_for_timeout(600)
    assert desk.value() == "Dear team,\nwe write 😀 to you\nThe customer lied about it.\n"
    assert desk.page.evaluate("document.getElementById('draft').selectionStart") == 10 + len("\nwe write 😀 to you") + 1


def test_a_late_answer_to_an_older_text_is_dropped(desk: Desk) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        if "older" in (route.request.post_data or ""):
            held.append(route)
        else:
            route.continue_()

    desk.page.route("**/v1/review", hold)
    desk.page.fill("#draft", "An older text. The customer lied.")
    while not held:
        desk.page.wait_for_timeout(20)
    report = desk.write("You must reinstate us now.")
    held[0].continue_()
    desk.page.wait_for_timeout(400)
    assert desk.marked() == _covered(report, "You must reinstate us now.")


# Fixes, dismissals and scores


def test_a_fix_mends_the_letter_and_undo_takes_it_back(desk: Desk) -> None:
    letter = "Dear team,\nWe shipped the 18 orders on 9 March!!!\n"
    before = desk.write(letter)
    fixable = next(d for d in before["diagnostics"] if d["fix"])
    with desk.page.expect_response("**/v1/review") as waited:
        desk.page.locator(f'.card[data-key="{fixable["fingerprint"]}"] .accept').click()
    after = waited.value.json()
    assert desk.value() == letter.replace("!!!", ".")
    assert after["overall"] >= before["overall"]
    assert not any(d["code"] == fixable["code"] for d in after["diagnostics"])
    expect(desk.page.locator(f'.card[data-key="{fixable["fingerprint"]}"]')).to_have_count(0)
    desk.page.locator("#draft").press("Control+z")
    assert desk.value() == letter


def test_mending_the_letter_raises_the_scores(desk: Desk) -> None:
    desk.write(BAD)
    low = float(desk.page.locator("#overall").text_content() or "nan")
    desk.write(GOOD)
    assert float(desk.page.locator("#overall").text_content() or "nan") > low


def test_each_score_says_what_its_points_were_lost_for(desk: Desk) -> None:
    report = desk.write(BAD)
    for dimension, value in report["scores"].items():
        score = desk.page.locator(f'.score[data-dimension="{dimension}"]')
        score.locator("summary").click()
        expect(score.locator("summary b")).to_have_text(f"{points(value)} of 100")
        lost = [c for c in report["contributions"] if c["dimension"] == dimension and c["points"] <= -0.5]
        expect(score.locator(".lost li")).to_have_count(len(lost))
    line = next(c["line"] for c in report["contributions"] if c["line"] and c["points"] <= -0.5)
    desk.page.locator(".lost .link", has_text=f"Line {line}").first.click()
    assert desk.selection() == BAD.split("\n")[line - 1]
    expect(desk.page.locator("#changes-list li")).to_have_count(len(report["changes"]))
    expect(desk.page.locator("#because")).to_have_text(f"Because: {'; '.join(report['because'])}")


def test_a_finding_explains_itself_and_shows_slots_as_slots(desk: Desk) -> None:
    report = desk.write("The customer lied about it.")
    finding = next(d for d in report["diagnostics"] if "{" in d["help"] and d["start"] < d["end"])
    card = desk.page.locator(f'.card[data-key="{finding["fingerprint"]}"]')
    expect(card.locator("h4")).to_have_text(finding["message"])
    assert card.locator(".slot").count() == finding["help"].count("{")
    card.locator(".why summary").click()
    with urllib.request.urlopen(f"{desk.home}/v1/rules", timeout=30) as answer:
        rules = json.load(answer)
    why = next(rule["why"] for rule in (rules["rules"] if isinstance(rules, dict) else rules) if rule["code"] == finding["code"])
    expect(card.locator(".why p").first).to_have_text(why)


def test_a_dismissal_can_be_undone_and_is_kept_nowhere(desk: Desk) -> None:
    report = desk.write(BAD)
    marks = desk.marked()
    total = len(report["diagnostics"])
    first = desk.page.locator(".card:has(.link)").first
    first.locator("[data-act=dismiss]").click()
    expect(desk.page.locator(".card")).to_have_count(total - 1)
    assert desk.marked() != marks
    desk.page.locator("#undo-button").click()
    expect(desk.page.locator(".card")).to_have_count(total)
    assert desk.marked() == marks
    first.locator("[data-act=dismiss]").click()
    with desk.page.expect_response("**/v1/review"):
        desk.page.fill("#draft", BAD + "\n")
    expect(desk.page.locator("#backdrop .row")).to_have_count(BAD.count("\n") + 2)
    expect(desk.page.locator(".aside summary")).to_have_text("1 dismissed")
    expect(desk.page.locator(".card")).to_have_count(total - 1)
    kept = desk.page.evaluate("[localStorage.length, sessionStorage.length, document.cookie, navigator.serviceWorker?.controller ?? null]")
    assert kept == [0, 0, "", None]


def test_a_notice_is_read_and_its_points_are_ticked_off(desk: Desk) -> None:
    case = FOLDER / "examples/cases/late-shipment"
    desk.page.locator("#notice-box summary").click()
    desk.page.fill("#notice", (case / "notice.txt").read_text(encoding="utf-8"))
    expect(desk.page.locator("#notice-says")).to_contain_text("late shipment")
    report = desk.write((case / "draft.txt").read_text(encoding="utf-8"))
    assert report["case"]["answers"]
    expect(desk.page.locator("#case")).to_be_visible()
    met = [line for answer in report["case"]["answers"] for line in answer["lines"]]
    assert met
    desk.page.locator("#case-list .link").first.click()
    assert desk.selection()
    desk.page.fill("#notice", "")
    expect(desk.page.locator("#case")).to_be_hidden()
    expect(desk.page.locator("#notice-says")).to_be_empty()


# The guard


def test_the_guard_blocks_a_letter_below_the_bar_until_one_insists(desk: Desk) -> None:
    report = desk.write(BAD)
    assert report["verdict"] == "revise"
    desk.page.click("#guard-open")
    expect(desk.page.locator("#guard-title")).to_have_text("Not ready yet")
    expect(desk.page.locator("#guard-copy")).to_have_count(0)
    errors = [d["message"] for d in report["diagnostics"] if d["severity"] == "error"]
    assert errors
    expect(desk.page.locator("#guard-body")).to_contain_text(errors[0])
    desk.page.locator(".override summary").click()
    expect(desk.page.locator("#override-go")).to_be_disabled()
    desk.page.fill("#override-words", "Send anyway")
    desk.page.click("#override-go")
    expect(desk.page.locator("#guard-title")).to_have_text("Sent on your own decision")
    expect(desk.page.locator("#guard-copy")).to_be_disabled()


def test_the_guard_opens_for_a_ready_letter(desk: Desk) -> None:
    letter = _ready_letter(desk.home)
    desk.write(letter)
    desk.page.click("#guard-open")
    expect(desk.page.locator("#guard-title")).to_have_text("Ready to send")
    for box in desk.page.locator("#guard input[type=checkbox]").all():
        expect(desk.page.locator("#guard-copy")).to_be_disabled()
        box.check()
    desk.page.click("#guard-copy")
    expect(desk.page.locator(".done")).to_contain_text("Copied")
    assert desk.page.evaluate("navigator.clipboard.readText()") == letter


def test_the_guard_reads_what_is_written_now_not_what_was_reviewed(desk: Desk) -> None:
    desk.write(_ready_letter(desk.home))
    desk.page.fill("#draft", BAD)
    desk.page.click("#guard-open")
    expect(desk.page.locator("#guard-title")).to_have_text("Not ready yet")


# Keyboard and screen reader


def _tab_to(desk: Desk, selector: str, limit: int = 80) -> None:
    for _ in range(limit):
        desk.page.keyboard.press("Tab")
        if desk.page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{selector} is not reached by Tab")


def test_everything_is_done_with_the_keyboard_alone(desk: Desk) -> None:
    page = desk.page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the letter"
    page.keyboard.press("Enter")
    page.keyboard.insert_text("We shipped it on 9 March!!!\nThe customer lied about it.\n")
    assert "lied" in desk.value()
    expect(page.locator("#backdrop mark").first).to_be_visible()
    page.keyboard.press("Control+Home")
    page.keyboard.press("F8")
    first = desk.selection()
    page.keyboard.press("F8")
    second = desk.selection()
    assert first
    assert second
    assert first != second
    page.keyboard.press("Shift+F8")
    assert desk.selection() == first
    _tab_to(desk, ".accept")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"
    page.keyboard.press("Enter")
    expect(page.locator("#draft")).to_have_value("We shipped it on 9 March.\nThe customer lied about it.\n")
    expect(page.locator(".accept")).to_have_count(0)
    assert page.evaluate("document.activeElement.closest('#findings') !== null"), "the keyboard stays in the list"
    page.locator("#draft").focus()
    _tab_to(desk, "#guard-open")
    page.keyboard.press("Enter")
    expect(page.locator("#guard-title")).to_have_text("Not ready yet")
    page.keyboard.press("Escape")
    expect(page.locator("#guard-open")).to_be_focused()
    cards = page.locator(".card").count()
    _tab_to(desk, "[data-act=dismiss]")
    page.keyboard.press("Space")
    expect(page.locator(".card")).to_have_count(cards - 1)
    assert page.evaluate("document.activeElement.closest('#findings') !== null"), "the keyboard stays in the list"


@pytest.mark.parametrize(("scheme", "width"), [("light", 360), ("dark", 1360), ("light", 1360)])
def test_axe_finds_no_barrier(browser: Browser, home: str, scheme: str, width: int) -> None:
    for desk in _desk(browser, home, color_scheme=scheme, viewport={"width": width, "height": 800}):
        axe = Axe()
        assert axe.run(desk.page).violations_count == 0, axe.run(desk.page).generate_report()
        desk.write(BAD + "I beleive teh lamp are good!!!\n")
        for summary in desk.page.locator(".score summary, .why summary, #notice-box summary").all():
            summary.click()
        desk.page.locator(".card [data-act=dismiss]").first.click()
        assert axe.run(desk.page).violations_count == 0, axe.run(desk.page).generate_report()
        desk.page.click("#guard-open")
        expect(desk.page.locator("#guard-title")).to_have_text("Not ready yet")
        desk.page.locator(".override summary").click()
        assert axe.run(desk.page).violations_count == 0, axe.run(desk.page).generate_report()


@pytest.mark.parametrize("width", [360, 640])
def test_nothing_scrolls_sideways(browser: Browser, home: str, width: int) -> None:
    """At phone width, and at 640 pixels, which is what a 1280 pixel window has at 200 % zoom."""
    for desk in _desk(browser, home, viewport={"width": width, "height": 720}):
        desk.write(BAD + "Averylongwordwithoutanyspace" * 12 + "\n")
        for summary in desk.page.locator(".score summary, .why summary, #notice-box summary").all():
            summary.click()
        assert desk.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        expect(desk.page.locator("#peek")).to_be_visible()
        desk.page.click("#guard-open")
        expect(desk.page.locator("#guard-title")).to_have_text("Not ready yet")
        assert desk.page.evaluate("document.getElementById('guard').scrollWidth <= document.getElementById('guard').clientWidth")


# Hostile text


def test_markup_in_letter_notice_and_file_name_stays_text(desk: Desk, tmp_path: Path) -> None:
    page = desk.page
    page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    page.locator("#notice-box summary").click()
    page.fill("#notice", HOSTILE)
    page.set_input_files("#draft-file", {"name": "<img src=x onerror=alert(1)>.txt", "mimeType": "text/plain", "buffer": HOSTILE.encode()})
    expect(page.locator("#backdrop mark").first).to_be_visible()
    assert desk.value() == HOSTILE
    assert page.locator("#backdrop .row").first.text_content() == HOSTILE.split("\n", maxsplit=1)[0]
    with page.expect_download() as waited:
        page.click("#save-page")
    saved = tmp_path / "saved.html"
    waited.value.save_as(saved)
    page.click("#guard-open")
    expect(page.locator("#guard-title")).not_to_have_text("Reading the letter…")
    assert page.evaluate("document.querySelectorAll('main img, main script, dialog img, main b b').length") == 0
    assert "<img" not in saved.read_text(encoding="utf-8")
    assert page.title() != "hit"


# What one takes along


def test_copy_gives_the_letter_as_it_stands(desk: Desk) -> None:
    letter = "Dear team😀,\nThe customer lied.\n"
    desk.write(letter)
    desk.page.click("#copy")
    expect(desk.page.locator("#copy")).to_have_text("Copied")
    assert desk.page.evaluate("navigator.clipboard.readText()") == letter


def test_the_report_is_saved_as_json_and_as_a_page_that_needs_nothing(desk: Desk, browser: Browser, tmp_path: Path) -> None:
    report = desk.write(BAD)
    with desk.page.expect_download() as waited:
        desk.page.click("#save-json")
    assert waited.value.suggested_filename == "draft-review.json"
    assert json.loads(Path(waited.value.path()).read_text(encoding="utf-8")) == report
    with desk.page.expect_download() as waited:
        desk.page.click("#save-page")
    saved = tmp_path / waited.value.suggested_filename
    waited.value.save_as(saved)
    context = browser.new_context(offline=True)
    page = context.new_page()
    asked: list[str] = []
    errors: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: errors.append(message.text))
    page.goto(saved.as_uri())
    assert asked == [saved.as_uri()]
    assert errors == []
    expect(page.locator("#verdict-words")).to_have_text("Revise before sending")
    assert page.locator(".row").all_text_contents() == BAD.split("\n")
    assert page.locator("button, script, textarea, form").count() == 0
    assert page.locator(".lost li").first.is_visible()
    assert page.evaluate("getComputedStyle(document.querySelector('.row')).color") != "rgba(0, 0, 0, 0)"
    context.close()


def test_it_prints_letter_scores_and_findings(desk: Desk) -> None:
    desk.write(BAD)
    desk.page.emulate_media(media="print")
    assert desk.page.locator("#draft").is_hidden()
    assert desk.page.locator("#guard-open").is_hidden()
    assert desk.page.evaluate("getComputedStyle(document.querySelector('.row')).color") != "rgba(0, 0, 0, 0)"
    desk.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert desk.page.locator(".lost li").first.is_visible()
    desk.page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert desk.page.locator(".lost li").first.is_hidden()


# Faults


def test_a_service_that_is_gone_loses_nothing_and_is_found_again(desk: Desk) -> None:
    desk.excused = ("Failed to load resource",)
    desk.write("The customer lied.")
    desk.page.route("**/v1/review", lambda route: route.abort("connectionrefused"))
    desk.page.fill("#draft", BAD)
    expect(desk.page.locator("#problem")).to_contain_text("does not answer")
    assert desk.value() == BAD
    desk.page.unroute("**/v1/review")
    expect(desk.page.locator("#problem")).to_be_hidden()  # it tries again by itself
    assert "lied" in desk.marked()


def test_the_guard_does_not_open_where_the_service_is_gone(desk: Desk) -> None:
    desk.excused = ("Failed to load resource",)
    desk.write(_ready_letter(desk.home))
    desk.page.route("**/v1/review", lambda route: route.abort("connectionrefused"))
    desk.page.click("#guard-open")
    expect(desk.page.locator("#guard-title")).to_have_text("Not checked")
    expect(desk.page.locator("#guard-copy")).to_have_count(0)
    desk.page.click("#guard-back")
    desk.page.unroute("**/v1/review")
    desk.page.click("#problem-retry")
    expect(desk.page.locator("#problem")).to_be_hidden()


@pytest.mark.parametrize(
    ("status", "headers", "says"),
    [
        (429, {"Retry-After": "1"}, "busy"),
        (413, {}, "too long"),
        (504, {}, "too long and was given up"),
        (500, {}, "failed on this letter"),
        (422, {}, "a reason in words"),
    ],
)
def test_each_refusal_is_said_plainly_and_got_over(desk: Desk, status: int, headers: dict[str, str], says: str) -> None:
    desk.excused = ("Failed to load resource",)
    body = json.dumps({"error": {"code": "refused", "message": "a reason in words", "where": None}})
    desk.page.route("**/v1/review", lambda route: route.fulfill(status=status, headers=headers, content_type="application/json", body=body))
    desk.page.fill("#draft", "The customer lied.")
    expect(desk.page.locator("#problem")).to_contain_text(says)
    desk.page.unroute("**/v1/review")
    if "Retry-After" not in headers:
        desk.page.locator("#draft").press("End")
        desk.page.keyboard.insert_text(" ")
    expect(desk.page.locator("#problem")).to_be_hidden()
    expect(desk.page.locator("#backdrop mark").first).to_be_visible()


def test_a_file_that_the_page_does_not_read_is_sent_to_the_command_line(desk: Desk) -> None:
    desk.write("The customer lied.")
    desk.page.set_input_files("#draft-file", {"name": "appeal.docx", "mimeType": "application/zip", "buffer": b"PK"})
    expect(desk.page.locator("#problem")).to_contain_text("reviewer check appeal.docx")
    desk.page.set_input_files("#draft-file", {"name": "old.txt", "mimeType": "text/plain", "buffer": "Größe".encode("latin-1")})
    expect(desk.page.locator("#problem")).to_contain_text("not UTF-8")
    assert desk.value() == "The customer lied."


# One family of look


def test_the_colours_are_those_of_the_saved_report() -> None:
    page = (FOLDER / "reviewer/server/page/page.css").read_text(encoding="utf-8")
    tokens = [part for block in REPORT_STYLE.split(":root{")[1:] for part in block.split("}")[0].split(";") if part.startswith("--")]
    assert len(tokens) > 20
    for token in tokens:
        name, value = token.strip().split(":")
        assert f"{name}: {value};" in page, token
