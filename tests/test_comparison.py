"""Two versions of a letter: what is mended, what is new, what is still there."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from reviewer import Config, Dimension, Reviewer
from reviewer.comparison import compare

OLD = "We checked the stock.\n\nYou must reinstate us immediately.\n\nThe customer lied about the item.\n"
NEW = "We checked the stock on 3 May.\n\nThe customer lied about the item.\n\nYour decision is ridiculous.\n"


def test_findings_are_matched_without_line_numbers() -> None:
    reviewer = Reviewer(Config(english=False, classifier=False))
    made = compare(reviewer.review(OLD, "old.txt"), reviewer.review(NEW, "new.txt"))
    assert any(d.line == 3 for d in made.mended)
    assert any("customer lied" in d.excerpt and d.line == 3 for d in made.remaining), "it moved from line 5"
    assert any("ridiculous" in d.excerpt for d in made.added)
    assert made.scores[Dimension.TONE][0] >= 0
    swapped = compare(reviewer.review(NEW), reviewer.review(OLD))
    assert {d.code for d in swapped.added} == {d.code for d in made.mended}


def test_nothing_changes_between_a_letter_and_itself() -> None:
    reviewer = Reviewer(Config(english=False, classifier=False))
    report = reviewer.review(OLD)
    made = compare(report, report)
    assert not made.mended
    assert not made.added
    assert made.remaining == report.diagnostics


def test_the_command(tmp_path: Path) -> None:
    old, new = tmp_path / "old.txt", tmp_path / "new.txt"
    old.write_text(OLD)
    new.write_text(NEW)
    command = [sys.executable, "-m", "reviewer", "diff"]
    done = subprocess.run([*command, str(old), str(new), "--isolated", "--format", "json"], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 1, done.stderr
    assert set(json.loads(done.stdout)) == {"old", "new", "verdict", "overall", "scores", "mended", "added", "remaining"}
    done = subprocess.run([*command, str(old), str(tmp_path / "none.txt"), "--isolated"], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 2
    assert "none.txt" in done.stderr
