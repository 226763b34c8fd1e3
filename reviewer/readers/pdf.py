"""PDF files that hold text."""

from __future__ import annotations

import io

from reviewer.types import ReviewerError

MAX_PAGES = 60
"""The most pages of a PDF that are read."""


def text(data: bytes, name: str) -> str:
    """The text of a PDF; a scanned one has none."""
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
