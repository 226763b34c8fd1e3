"""Cold start, warm time a letter, memory and the slowest rule, as ratios to other commands measured in the same run.

Machines are noisy: the commands of a comparison take turns, and the medians are compared. Run it on an idle machine:
`python scripts/bench/speed.py [--rounds 9]`.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from reviewer import Config, Reviewer
from reviewer.document import Document
from reviewer.originality import TextIndex
from reviewer.rule import Reading, Rule, hits
from reviewer.rules import ALL
from reviewer.types import Origin, Role

_PLAIN = Reviewer(Config(english=False, classifier=False))
ROOT = Path(__file__).parent.parent.parent
LETTER = ROOT / "examples" / "good.txt"
BIN = Path(sys.executable).parent
HOSTILE = {
    "one word": "a" * 65_536,
    "capitals": "THE COURIER " * 5_461,
    "anchors": "the customer did not lose only one order because we " * 1_260,
    "begging": "please kindly give us one more chance and " * 1_560,
    "numbers": "1.1,1 " * 10_922,
    "lines": "- a\n" * 16_384,
    "brackets": "a[" * 32_768,
    "underscores": "_" * 65_535 + "a",
}


def seconds(command: list[str]) -> float:
    """Wall time of one process."""
    begin = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    return time.perf_counter() - begin


def cold(rounds: int) -> None:
    """Whole processes, taking turns; the first round only warms the disk."""
    commands = {
        'python -c "import spacy"': [sys.executable, "-c", "import spacy"],
        "reviewer check": [str(BIN / "reviewer"), "check", "--isolated", str(LETTER)],
        'python -c "import reviewer"': [sys.executable, "-c", "import reviewer"],
        "python -c pass": [sys.executable, "-c", "pass"],
        "proselint check": [str(BIN / "proselint"), "check", str(LETTER)],
    }
    times: dict[str, list[float]] = {name: [] for name in commands}
    for turn in range(rounds + 1):
        for name, command in commands.items():
            taken = seconds(command)
            if turn:
                times[name].append(taken)
    base = statistics.median(times['python -c "import spacy"'])
    for name, taken_ in times.items():
        print(f"cold  {name:<28} median {statistics.median(taken_):.3f} s   {statistics.median(taken_) / base:.2f} x import spacy")


def warm() -> None:
    """One process, one Reviewer: the time a letter, with the grammar checker and without, beside proselint."""
    words = LETTER.read_text(encoding="utf-8")
    letters = [f"{words}\nNumber {n}.\n" for n in range(60)]
    for name, reviewer in (("everything on", Reviewer()), ("rules and grammar checker", Reviewer(Config(classifier=False))), ("rules alone", _PLAIN)):
        reviewer.review(letters[0])
        taken = []
        for letter in letters:
            begin = time.perf_counter()
            reviewer.review(letter)
            taken.append(time.perf_counter() - begin)
        print(f"warm  {name:<28} median {statistics.median(taken) * 1000:.1f} ms a letter of {len(words.split())} words")
    with tempfile.TemporaryDirectory() as folder:
        for n, letter in enumerate(letters):
            Path(folder, f"{n}.txt").write_text(letter, encoding="utf-8")
        files = [str(path) for path in sorted(Path(folder).iterdir())]
        ours = seconds([str(BIN / "reviewer"), "check", "--isolated", "--quiet", *files])
        theirs = seconds([str(BIN / "proselint"), "check", *files])
        print(f"60 letters in one process      reviewer {ours:.2f} s, proselint {theirs:.2f} s, ratio {ours / theirs:.2f}")


def rules() -> None:
    """The slowest rule on each hostile text of 64 KiB, tokens made beforehand."""
    for name, text in HOSTILE.items():
        document = Document(text)
        assert document.unit_words is not None
        reading = Reading(document, [Role.BACKGROUND] * len(document.sentences))
        slowest = (0.0, "")
        for rule in ALL:
            if rule.origin is Origin.RULE:
                list(hits((rule,), Reading(Document("warm up, please"), [Role.BACKGROUND])))
                slowest = max(slowest, (min(_timed(rule, reading) for _ in range(3)), rule.code))
        print(f"rule  slowest on {name:<15} {slowest[1]} {slowest[0] * 1000:.0f} ms on 64 KiB")


def _timed(rule: Rule, reading: Reading) -> float:
    begin = time.perf_counter()
    list(hits((rule,), reading))
    return time.perf_counter() - begin


def templates(count: int = 100_000) -> None:
    """A look-up in a library of `count` made-up templates beside one in the shipped library."""
    generator = random.Random(5)
    words = [f"{a}{b}{c}" for a in "bcdfg" for b in "aeiou" for c in ("l", "m", "n", "rk", "st", "t", "sh", "p")]
    begin = time.perf_counter()
    large = TextIndex((str(n), " ".join(generator.choices(words, k=150))) for n in range(count))
    print(f"index of {count:,} templates       built in {time.perf_counter() - begin:.0f} s")
    document = Document(LETTER.read_text(encoding="utf-8"))
    for name, index in ((f"{count:,}", large), ("64", TextIndex((str(n), " ".join(generator.choices(words, k=150))) for n in range(64)))):
        taken = []
        for _ in range(50):
            begin = time.perf_counter()
            index.copied(document)
            taken.append(time.perf_counter() - begin)
        print(f"look-up in {name:<8} templates     median {statistics.median(taken) * 1000:.2f} ms a letter")


def memory() -> None:
    """The peak of a check."""
    code = f"import resource; from reviewer.cli import main\ntry: main(['check', '--isolated', '-q', {str(LETTER)!r}])\nexcept SystemExit: pass\nprint(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    print(f"memory peak of a check           {int(done.stdout.split()[-1]) / 1024:.0f} MB")


def main() -> None:
    """Print all figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=9)
    rounds = parser.parse_args().rounds
    print(
        f"{os.cpu_count()} cores, Python {sys.version.split()[0]}, load {os.getloadavg()[0]:.1f}, own peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB"
    )
    cold(rounds)
    warm()
    rules()
    memory()
    templates()


if __name__ == "__main__":
    main()
