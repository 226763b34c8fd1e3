"""Every format against what reads it: the SARIF schema, a parser of HTML, Word, and the positions of an editor."""

from __future__ import annotations

import html.parser
import io
import json
import re
from collections.abc import Callable
from pathlib import Path

import docx
import jsonschema
import msgspec
import pytest

from reviewer.cli.diff import _lines as diff_lines
from reviewer.comparison import compare
from reviewer.engine import Reviewer
from reviewer.formats import docx as docx_format
from reviewer.formats import html as html_format
from reviewer.formats import machine, text
from reviewer.formats.verdict import hundredths
from reviewer.types import Contribution, Dimension, Report, ReviewerError, Scores, Verdict
from tests.letters import BAD, GOOD
from tests.test_readers import docx_of

DATA = Path(__file__).parent / "data"
NASTY = 'The customer lied <script>alert("x")</script> & 100% "quoted" ☃ line.\nWe will sue, you: must, pay\tnow.\n'


@pytest.fixture(scope="module")
def sarif_schema() -> dict[str, object]:
    schema: dict[str, object] = json.loads((DATA / "sarif-2.1.0.schema.json").read_text())
    return schema


@pytest.mark.parametrize("letter", [GOOD, BAD, NASTY])
def test_sarif_is_valid(letter: str, review: Callable[[str], Report], sarif_schema: dict[str, object]) -> None:
    log = json.loads(machine.sarif([review(letter)]))
    jsonschema.validate(log, sarif_schema)
    run = log["runs"][0]
    assert run["columnKind"] == "unicodeCodePoints"
    assert all(result["ruleId"] == run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] for result in run["results"])


def test_json_positions_are_those_of_an_editor(review: Callable[[str], Report]) -> None:
    letter = "Dear team\U0001f600,\r\n\r\n\tThe customer lied about it.\r\nYou must reinstate us now.\r\n"
    report = json.loads(machine.json([review(letter)]))
    lines = letter.split("\r\n")
    placed = [d for d in report["diagnostics"] if d["start"] < d["end"]]
    assert placed
    for d in placed:
        assert letter[d["start"] : d["end"]] == d["excerpt"]
        assert lines[d["line"] - 1][d["column"] - 1 :].startswith(d["excerpt"])


def test_several_reports_in_json_are_a_list(review: Callable[[str], Report]) -> None:
    reports = [review(GOOD), review(BAD)]
    assert len(json.loads(machine.json(reports))) == 2
    assert len(machine.jsonl(reports).splitlines()) == 2


def test_github_annotations_are_escaped_and_gravest_first(review: Callable[[str], Report]) -> None:
    lines = machine.github([review(NASTY)]).splitlines()
    commands = [line for line in lines if line.startswith("::")]
    assert all(re.match(r"::(error|warning|notice) file=[^:,]*,line=\d+,endLine=\d+", line) for line in commands)
    ranks = [["error", "warning", "notice"].index(line[2:].split(" ")[0]) for line in commands]
    assert ranks == sorted(ranks)
    assert "overall" in lines[-1]


def test_every_format_says_under_the_verdict_why_a_letter_is_to_be_revised(review: Callable[[str], Report], tmp_path: Path) -> None:
    bad, good = review(BAD), review(GOOD)
    said = f"revise because: {'; '.join(bad.because)}"
    assert "is below" in said
    (tmp_path / "draft.docx").write_bytes(docx_of(*(("Normal", line) for line in BAD.split("\n"))))
    word = docx.Document(io.BytesIO(docx_format.render(bad, tmp_path / "draft.docx")))
    shown = {
        "text": " ".join(text.render(bad, BAD).split()),
        "html": html_format.render([(bad, BAD)]),
        "docx": next(iter(word.comments)).text,
        "github": machine.github([bad]).splitlines()[-1],
        "json": "; ".join(["revise because: " + json.loads(machine.json([bad]))["because"][0], *json.loads(machine.json([bad]))["because"][1:]]),
    }
    assert [name for name, words in shown.items() if said not in words] == []
    for words in (text.render(good, GOOD), html_format.render([(good, GOOD)]), machine.github([good])):
        assert "because:" not in words


def test_no_format_rounds_a_score_up_to_a_limit(review: Callable[[str], Report]) -> None:
    near = msgspec.structs.replace(review(GOOD), overall=87.49, scores=Scores(59.6, 99.7, 80, 100, 59.99), verdict=Verdict.REVISE, because=["x"])
    lines = text.render(near, GOOD).splitlines()
    assert "overall 87 of 100" in lines[0]
    assert [line.split()[1] for line in lines if line.split()[:1] and line.split()[0] in list(Dimension)] == ["59", "99", "80", "100", "59"]
    assert "<b>59</b>" in html_format.render([(near, GOOD)])


@pytest.mark.parametrize(("score", "shown"), [(59.999, 59.99), (87.5, 87.5), (70.1, 70.1), (8.881784197001252e-16, 0.0), (100.0, 100.0)])
def test_a_score_in_a_table_has_two_places_and_reaches_no_limit_by_rounding(score: float, shown: float) -> None:
    assert hundredths(score) == shown


def test_the_page_shows_no_loss_as_nothing(review: Callable[[str], Report]) -> None:
    made = [Contribution(Dimension.TONE, points, None, None, "x") for points in (-12.3, -0.5001, -0.3)]
    page = html_format.render([(msgspec.structs.replace(review(GOOD), contributions=made), GOOD)])
    assert re.findall(r"<tr><td>([^<]+)</td><td>whole letter</td>", page) == ["-12", "-1", "-0.3"]


def test_diff_cuts_scores_as_check_does(review: Callable[[str], Report]) -> None:
    old = review(GOOD)
    new = msgspec.structs.replace(old, overall=87.9)
    old = msgspec.structs.replace(old, overall=86.6)
    assert "  overall       86 →  87  +1" in list(diff_lines(compare(old, new)))


def test_a_file_name_writes_no_github_command_of_its_own(reviewer: Reviewer) -> None:
    printed = machine.github([reviewer.review(BAD, "a\n::stop-commands::x\r\n::error::%.txt")])
    assert not re.search(r"^::(?!(error|warning|notice) file=a%0A%3A%3Astop-commands)", printed, re.MULTILINE)
    assert printed.splitlines()[-1].startswith("a%0A::stop-commands::x%0D%0A::error::%25.txt: revise")


class Page(html.parser.HTMLParser):
    """Collects tags, ids and links, and holds that every tag is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.open: list[str] = []
        self.ids: set[str] = set()
        self.links: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag not in ("meta", "br"):
            self.open.append(tag)
        for name, value in attrs:
            if name == "id" and value:
                assert value not in self.ids
                self.ids.add(value)
            if name == "href" and value:
                self.links.add(value)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("letter", [GOOD, BAD, NASTY])
def test_the_page_is_well_formed_self_contained_and_escaped(letter: str, review: Callable[[str], Report]) -> None:
    rendered = html_format.render([(review(letter), letter), (review(BAD), BAD)])
    page = Page()
    page.feed(rendered)
    assert not page.open
    assert "script" not in page.tags
    assert page.links
    assert all(link.startswith("#") and link[1:] in page.ids for link in page.links)
    assert "http://" not in rendered
    assert "https://" not in rendered


def test_text_shows_the_line_with_carets_under_the_finding(review: Callable[[str], Report]) -> None:
    letter = "Dear team,\nThe customer lied about the lamp.\n"
    lines = text.render(review(letter), letter).splitlines()
    at = next(n for n, line in enumerate(lines) if "ACC201" in line and line.startswith("2:"))
    shown, carets = lines[at + 1], lines[at + 2]
    assert shown[carets.index("^") : carets.rindex("^") + 1] == "customer lied"


def test_what_is_said_of_several_places_is_said_once(review: Callable[[str], Report]) -> None:
    letter = "You must reinstate us now.\nThe decision is unfair.\nThis is absurd.\n"
    shown = text.render(review(letter), letter)
    assert shown.count(" TON101 calling-the-decision-unfair") == 1
    assert "    also: 3:9\n" in shown


def test_a_score_below_its_limit_without_a_finding_says_what_it_lost(review: Callable[[str], Report]) -> None:
    report = review(GOOD)
    low = msgspec.structs.replace(report, verdict=Verdict.REVISE, because=["structure 40 is below 60"], diagnostics=[])
    lines = text.render(low, GOOD).splitlines()
    told = next(line for line in lines if line.startswith("  structure: "))
    losses = sorted(
        (c for c in report.contributions if c.dimension is Dimension.STRUCTURE and c.points < 0 and c.reason != "small things"), key=lambda c: c.points
    )
    assert losses[0].reason.rstrip(".") in " ".join(lines)
    assert lines.index(told) < next(n for n, line in enumerate(lines) if line.startswith("read as "))
    assert not [line for line in text.render(report, GOOD).splitlines() if line.startswith("  structure: ")]


def test_carets_stand_right_under_wide_characters_and_in_long_lines(review: Callable[[str], Report]) -> None:
    letter = "\u6211\u4eec\uff1a " + "we sold lamps and " * 12 + "the customer lied about it."
    lines = text.render(review(letter), letter).splitlines()
    carets = next(line for line in lines if "^" in line)
    assert len(carets) < 100


def test_comments_in_the_margin_of_a_word_draft(tmp_path: Path, review: Callable[[str], Report]) -> None:
    draft = tmp_path / "draft.docx"
    draft.write_bytes(docx_of(("Normal", "Dear team,"), ("List Bullet", "The customer lied about the lamp."), ("Normal", "You must reinstate us immediately.")))
    from reviewer import readers

    read = readers.read(draft)
    copy = docx.Document(io.BytesIO(docx_format.render(review(read.text), draft)))
    comments = [comment.text for comment in copy.comments]
    assert comments[0].startswith("Verdict: revise")
    assert any(comment.startswith("ACC201 blaming-the-buyer") for comment in comments)
    assert [p.text for p in copy.paragraphs] == [p.text for p in docx.Document(str(draft)).paragraphs]


def test_comments_need_a_word_draft(tmp_path: Path, review: Callable[[str], Report]) -> None:
    draft = tmp_path / "draft.txt"
    draft.write_text(BAD)
    with pytest.raises(ReviewerError, match="docx draft only"):
        docx_format.render(review(BAD), draft)
