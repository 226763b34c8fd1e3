"""How well notices are understood: precision, recall and F1 against the labelled ones, and how many letters pass for a notice.

`python scripts/bench/notice.py [--split development]`. The test split counts only when nothing was tuned on it.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import msgspec

from reviewer.case.notice import understand
from reviewer.case.values import Notice
from reviewer.training.corpus import Split, load

DATA = Path(__file__).parent.parent.parent / "data"


def f1(pairs: Iterable[tuple[Counter[object], Counter[object]]]) -> str:
    """Micro-averaged precision, recall and F1 of (labelled, found) multisets."""
    hit = extra = missed = 0
    for labelled, found in pairs:
        hit += (labelled & found).total()
        extra += (found - labelled).total()
        missed += (labelled - found).total()
    return f"precision {hit / max(1, hit + extra):.3f}  recall {hit / max(1, hit + missed):.3f}  F1 {2 * hit / max(1, 2 * hit + extra + missed):.3f}"


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--split", choices=[split.value for split in Split], default="development")
    split = parser.parse_args().split
    rows = [json.loads(line) for line in (DATA / "notices.jsonl").read_text(encoding="utf-8").splitlines()]
    rows = [row for row in rows if row["split"] == split]
    begin = time.perf_counter()
    made = [(msgspec.convert(row["says"], Notice), understand(row["text"])) for row in rows]
    print(f"{len(rows)} notices of {split}, {(time.perf_counter() - begin) / len(rows) * 1000:.1f} ms each")

    def ids(notice: Notice) -> Counter[object]:
        return Counter([*notice.asins, *notice.order_ids, *notice.complaint_ids, *notice.case_ids])

    print("ids      ", f1((ids(a), ids(b)) for a, b in made))
    print("reasons  ", f1((Counter(r.reason for r in a.reasons), Counter(r.reason for r in b.reasons)) for a, b in made))
    print("asks     ", f1((Counter(r.ask for r in a.asks), Counter(r.ask for r in b.asks)) for a, b in made))
    print("rates    ", f1((Counter((r.metric, r.value) for r in a.rates), Counter((r.metric, r.value) for r in b.rates)) for a, b in made))
    print("policies ", f1((Counter(p.lower() for p in a.policies), Counter(p.lower() for p in b.policies)) for a, b in made))
    for name in ("recognised", "kind", "level", "channel", "proof_of_error"):
        print(f"{name:<15} right {sum(getattr(a, name) == getattr(b, name) for a, b in made) / len(made):.3f}")
    deadlines = [((a.deadline.days, a.deadline.date) if a.deadline else None, (b.deadline.days, b.deadline.date) if b.deadline else None) for a, b in made]
    print(f"deadline        right {sum(a == b for a, b in deadlines) / len(made):.3f}")
    letters = load(DATA).of(Split(split))
    print(f"letters taken for a notice: {sum(understand(letter.text).recognised for letter in letters)} of {len(letters)}")


if __name__ == "__main__":
    main()
