"""Review a letter from Python before it goes out: python python_call.py LETTER."""

import sys
from pathlib import Path

from reviewer import Reviewer, ReviewerError, Verdict


def ready(reviewer: Reviewer, path: str) -> bool:
    """Whether the letter may go out as it stands; its best changes are printed."""
    report = reviewer.review(Path(path).read_text(encoding="utf-8"), path)
    print(f"{path}: {report.verdict}, overall {int(report.overall)} of 100")
    for change in report.changes:
        print(f"- {f'line {change.line}: ' if change.line else ''}{change.message}")
    return report.verdict is Verdict.READY


if __name__ == "__main__":
    try:
        reviewer = Reviewer()  # loads the model: build one, and share it between letters and threads
        sys.exit(0 if ready(reviewer, sys.argv[1]) else 1)
    except (ReviewerError, OSError, ValueError) as error:
        print(f"not reviewed: {error}", file=sys.stderr)
        sys.exit(2)
