"""E-mails: the subject and the text part, or the HTML part where there is no other."""

from __future__ import annotations

import email
import email.message
import email.policy

from reviewer.readers import web
from reviewer.readers.encoding import ALLOWED
from reviewer.types import ReviewerError

MAX_PARTS = 200
"""The most parts of an e-mail that are looked at."""


def text(data: bytes, name: str) -> str:
    """The subject and the text part of an e-mail."""
    if data.count(b"\n--") > 10 * MAX_PARTS:  # before it is parsed, which takes long for many parts
        raise ReviewerError(f"{name}: has more than {MAX_PARTS} parts, which is the most that is read")
    message = email.message_from_bytes(data, policy=email.policy.default)
    if not message.keys() or (message["subject"] is None and message["from"] is None and message["content-type"] is None):
        raise ReviewerError(f"{name}: has the ending .eml but no e-mail headers; allowed are {ALLOWED}")
    body = _mail_body(message, name)
    subject = " ".join(str(message["subject"] or "").split())
    return f"Subject: {subject}\n\n{body}" if subject else body


def _mail_body(message: email.message.EmailMessage | email.message.Message, name: str) -> str:
    plain_text: str | None = None
    html: bytes | None = None
    for count, part in enumerate(message.walk()):
        if count > MAX_PARTS:
            raise ReviewerError(f"{name}: has more than {MAX_PARTS} parts, which is the most that is read")
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
        return web.text(html, name)
    raise ReviewerError(f"{name}: the e-mail holds no text part")


def _mail_text(payload: bytes, charset: str | None, name: str) -> str:
    try:
        return payload.decode(charset or "utf-8")
    except (UnicodeDecodeError, LookupError) as error:
        raise ReviewerError(f"{name}: the text of the e-mail is not {charset or 'utf-8'} as it says ({type(error).__name__})") from None
