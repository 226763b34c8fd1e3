"""Two versions of a letter: what is mended, what is new, what is still there."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from click.testing import CliRunner

from reviewer import Config, Dimension, Reviewer
from reviewer.cli import main
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


NOTICE = """Hello,

Your account has been deactivated because the reviews of your products were solicited. Please explain the actions you have taken.

Products concerned: B0B9LQ71HD, B0B9LR3C5M
"""


def test_the_case_of_both_versions(tmp_path: Path) -> None:
    files = {
        "notice": NOTICE,
        "first": "We removed the cards from every box of B0B9LQ71HD on 2 May.\n",
        "old": "We removed the cards from the boxes of B0B9LQ71HD.\nOur late shipment rate is 2.0%.\n",
        "new": "We removed the cards from every box of B0B9LQ71HD on 2 May.\nI read the 212 reviews of both products.\nOur late shipment rate is 2.0%.\n",
        "metrics": "metric,value,window\nLate Shipment Rate,11.47%,30 days\n",
    }
    for name, text in files.items():
        (tmp_path / f"{name}.txt").write_text(text)
    (tmp_path / "metrics.csv").write_text(files["metrics"])
    given = {name: str(tmp_path / f"{name}.txt") for name in files}
    options = ["--notice", given["notice"], "--previous", given["first"], "--metrics", str(tmp_path / "metrics.csv"), "--marketplace", "US"]
    done = CliRunner().invoke(main, ["diff", given["old"], given["new"], "--isolated", "--format", "json", *options])
    made = json.loads(done.stdout)
    codes = {part: {one["code"] for one in made[part]} for part in ("mended", "added", "remaining")}
    assert "CAS501" in codes["added"], "repeats the appeal that was refused"
    assert "CAS601" in codes["remaining"]
    assert "CAS111" in codes["remaining"], "reviews of both products are no action for the second ASIN"
    assert CliRunner().invoke(main, ["diff", given["old"], given["new"], "--isolated", "--marketplace", "US"]).exit_code == 2
