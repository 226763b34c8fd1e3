"""Small archives for the tests: letters of the examples under many ids."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

EXAMPLES = Path(__file__).parents[2] / "examples"


def rows(count: int) -> Iterator[dict[str, Any]]:
    """So many rows, no two with the same text."""
    texts = [(EXAMPLES / name).read_text(encoding="utf-8") for name in ("good.txt", "bad.txt", "mixed.txt")]
    for number in range(count):
        day = f"2025-{number % 12 + 1:02}-{number % 28 + 1:02}"
        yield {"case_id": f"A-{number}", "appeal": f"{texts[number % 3]}\nCase {number}.", "agency": "Nordhand" if number % 2 else "Süd & Co", "sent": day, "result": ["accepted", "rejected", "pending"][number % 3]}  # fmt: skip


def jsonl(path: Path, count: int) -> Path:
    """A table of `rows` as JSON Lines."""
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows(count)), encoding="utf-8")
    return path
