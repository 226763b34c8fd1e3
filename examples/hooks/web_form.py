"""A web form that asks before it submits: python web_form.py PORT. Needs no script in the browser."""

import base64
import hashlib
import json
import subprocess
import sys
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from string import Template
from urllib.parse import parse_qs

FORM = Path(__file__).with_name("web_form.html").read_text(encoding="utf-8")
STYLE = base64.b64encode(hashlib.sha256(FORM.partition("<style>")[2].partition("</style>")[0].encode()).digest()).decode()
ADDRESS = ("127.0.0.1", int(sys.argv[1]))
ORIGIN = f"http://{ADDRESS[0]}:{ADDRESS[1]}"
POLICY = f"default-src 'none'; style-src 'sha256-{STYLE}'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
MAX_BODY = 2_000_000


def send(letter: str) -> None:
    """Put your own way of sending here."""
    print(f"sent: {len(letter.split())} words", flush=True)


def ask(letter: str, notice: str) -> str | None:
    """What to show before the letter goes out, as HTML; None where it is ready."""
    request = {"text": letter, "notice": [notice] if notice.strip() else [], "time_limit": 20}
    try:
        done = subprocess.run(["reviewer", "hook"], input=json.dumps(request).encode(), capture_output=True, check=False)
        answer = json.loads(done.stdout)
    except (OSError, ValueError):
        answer = {"error": {"message": "the reviewer gave no answer"}}
    if "error" in answer:
        return f"<h2 id='asked'>Not reviewed</h2><p>{escape(answer['error']['message'])}</p>"
    if answer["verdict"] == "ready":
        return None
    lines = [f"<li>{place(found)}{escape(found['message'])} {escape(found['help'])}</li>" for found in answer["diagnostics"]]
    return f"<h2 id='asked'>Better revised first</h2><p>Overall {int(answer['overall'])} of 100.</p><ol>{''.join(lines)}</ol>"


def place(found: dict[str, int]) -> str:
    """The line of a finding, where it is not about the letter as a whole."""
    return f"Line {found['line']}: " if found["end"] > found["start"] else ""


def question(shown: str, letter: str) -> str:
    """The findings, and a form that sends exactly the letter that was reviewed."""
    return f"""<section aria-labelledby="asked" tabindex="-1" autofocus>{shown}
      <form method="post" action="/submit"><input type="hidden" name="letter" value="{escape(letter)}">
      <button name="anyway" value="yes">Send anyway</button></form></section>"""


class Relay(BaseHTTPRequestHandler):
    """Serves the form, asks `reviewer hook`, and sends what is ready or wanted anyway."""

    timeout = 30

    def do_GET(self) -> None:
        """The empty form, or the word that the letter went out."""
        if self.path == "/sent":
            self.page("<p role='status'>Your letter was sent.</p>", title="Sent")
        elif self.path == "/":
            self.page("")
        else:
            self.send_error(404)

    def do_POST(self) -> None:
        """Send a letter, or ask first."""
        size = self.headers.get("Content-Length", "")
        if self.path != "/submit" or self.headers.get("Origin") != ORIGIN or not size.isdecimal() or int(size) > MAX_BODY:
            self.send_error(400)
            return
        fields = parse_qs(self.rfile.read(int(size)).decode("utf-8", errors="replace"))
        letter, notice = (fields.get(name, [""])[0].replace("\r\n", "\n") for name in ("letter", "notice"))
        shown = None if "anyway" in fields else ask(letter, notice)
        if shown is None:
            send(letter)
            self.send_response(303)
            self.send_header("Location", "/sent")
            self.end_headers()
        else:
            self.page(question(shown, letter), letter, notice, title="Send anyway?")

    def page(self, asked: str, letter: str = "", notice: str = "", title: str = "Your appeal") -> None:
        """The form with what is asked above it."""
        body = Template(FORM).substitute(title=title, asked=asked, letter=escape(letter), notice=escape(notice)).encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Security-Policy", POLICY)
        self.send_header("Referrer-Policy", "same-origin")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing is logged."""


if __name__ == "__main__":
    ThreadingHTTPServer(ADDRESS, Relay).serve_forever()
