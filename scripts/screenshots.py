"""Takes the pictures for the documentation: of the page, docs/page-{empty,bad,good,phone}.png, and of an archive's report, docs/archive-{report,letter}.png.

`--only page` or `--only archive` takes some of them. Needs Debian's chromium (or CHROMIUM with its path); fonts-inter and fonts-sil-charis give it the letters that the page asks
for. `--dark` and `--to FOLDER` are for looking at it while one works on it.
"""

from __future__ import annotations

import argparse
import io
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).parent.parent
LIMIT = 200_000
"""The most bytes that a picture may have."""
SHOTS = (
    ("empty", None, 1360, 880, 1.0),
    ("bad", "bad.txt", 1360, 1120, 1.0),
    ("good", "good.txt", 1360, 1120, 1.0),
    ("phone", "bad.txt", 360, 760, 2.0),
)
"""Name, example, width, height and pixels to a point."""
LETTERS = 400
"""Letters of the archive whose report is shown."""
PARTS = (("report", "", 1120), ("letter", "#letters .entry:nth-of-type(4)", 1000))
"""Of the report the name of the picture, the entry that is opened for it, and its height."""


@contextmanager
def service() -> Iterator[str]:
    """The address of a running `reviewer serve`."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    process = subprocess.Popen([sys.executable, "-m", "reviewer", "serve", "--port", str(port)], cwd=ROOT)
    try:
        wait(address)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=20)


def wait(address: str) -> None:
    for _ in range(300):
        try:
            with urllib.request.urlopen(f"{address}/readyz", timeout=5):
                return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
    raise SystemExit("the service did not get ready")


def shoot(browser: Browser, address: str, shot: tuple[str, str | None, int, int, float], *, dark: bool) -> bytes:
    """One picture as PNG with a palette."""
    _, example, width, height, scale = shot
    context = browser.new_context(
        viewport={"width": width, "height": height}, device_scale_factor=scale, color_scheme="dark" if dark else "light", reduced_motion="reduce"
    )
    page = context.new_page()
    page.goto(address)
    if example:
        page.fill("#draft", (ROOT / "examples" / example).read_text(encoding="utf-8").rstrip())
        page.wait_for_selector("#review:not([hidden])")
        page.locator("#draft").blur()
        page.wait_for_timeout(300)
    data = palette(page)
    context.close()
    return data


def palette(page: Page) -> bytes:
    """What the page shows as PNG with a palette."""
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB").quantize(256, dither=Image.Dither.NONE)
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()


def archive_report(folder: Path) -> Path:
    """The report of a generated archive."""
    from generate_archive import Row, archive

    from reviewer.archive import duplicates, report
    from reviewer.archive.lessons import learn
    from reviewer.batch import tables
    from reviewer.batch.backends import here
    from reviewer.batch.run import run
    from reviewer.batch.sources import open_source
    from reviewer.batch.worker import Settings

    letters, scores, page = folder / "appeals.csv", folder / "scores.csv", folder / "report.html"
    tables.write(letters, Row, (row for row, _ in archive(LETTERS)))
    source = open_source(letters)
    run(source, scores, Settings(findings=True), here)
    report.write(page, scores, learn(scores), duplicates.find(source))
    return page


def shoot_archive(browser: Browser, folder: Path, *, dark: bool) -> None:
    with tempfile.TemporaryDirectory() as temporary:
        address = archive_report(Path(temporary)).as_uri()
        for name, entry, height in PARTS:
            context = browser.new_context(viewport={"width": 1360, "height": height}, color_scheme="dark" if dark else "light", reduced_motion="reduce")
            page = context.new_page()
            page.goto(address)
            if entry:
                page.locator(f"{entry} > summary").click()
                page.locator(entry).evaluate("entry => entry.scrollIntoView()")
            keep(folder / f"archive-{name}.png", palette(page))
            context.close()


def keep(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    print(f"{path}: {len(data):,} bytes")
    if len(data) > LIMIT:
        raise SystemExit(f"{path}: has more than {LIMIT:,} bytes")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dark", action="store_true")
    parser.add_argument("--to", type=Path, default=ROOT / "docs")
    parser.add_argument("--only", choices=["page", "archive"])
    parser.add_argument("--address", help="a service that runs already")
    options = parser.parse_args()
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if chromium is None:
        raise SystemExit("needs chromium: apt-get install -y --no-install-recommends chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        if options.only != "page":
            shoot_archive(browser, options.to, dark=options.dark)
        if options.only != "archive":
            with nullcontext(options.address) if options.address else service() as address:
                shoot_all(browser, address, options.to, dark=options.dark)
        browser.close()


def shoot_all(browser: Browser, address: str, folder: Path, *, dark: bool) -> None:
    for shot in SHOTS:
        keep(folder / f"page-{shot[0]}.png", shoot(browser, address, shot, dark=dark))


if __name__ == "__main__":
    main()
