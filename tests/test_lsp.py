"""The language server as an editor meets it: a real client, a real process, the real protocol between them."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lsprotocol import types
from lsprotocol.types import PositionEncodingKind as Kind
from markdown_it import MarkdownIt
from msgspec.structs import replace
from pygls.exceptions import JsonRpcException

from reviewer import suppressions
from reviewer.config import Config
from reviewer.engine import Reviewer
from reviewer.formats.verdict import points
from reviewer.lsp.buffer import Buffer
from reviewer.lsp.shown import IGNORE, REASON, REVIEW, actions, escaped, hover
from reviewer.lsp.shown import Reviewed as ReviewedDraft
from reviewer.positions import Encoding, Positions
from reviewer.rules import BY_CODE
from reviewer.types import Fix, Severity
from tests.editor import Editor
from tests.letters import BAD, GOOD

WIDE = "店主😀 写信\r\n\r\n😀 中文 😀. The customers lied about the lamp 😀. We stopped the sale!!!\r\n\x0cWe are \u2028 careful!!! Order XXXX.\r\n"
CODECS = {Kind.Utf8: ("utf-8", 1), Kind.Utf16: ("utf-16-le", 2)}


@pytest.fixture(scope="module")
def rules_alone() -> Reviewer:
    return Reviewer(Config(classifier=False))


@pytest.fixture(scope="module")
def editor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Editor]:
    made = Editor(tmp_path_factory.mktemp("workspace"))
    yield made
    assert made.leave() == 0
    assert made.errors == b""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "reviewer.toml").write_text("classifier = false\n")
    return tmp_path


@pytest.fixture
def draft(folder: Path) -> str:
    return (folder / "draft.txt").as_uri()


def codes(marks: list[types.Diagnostic]) -> set[int | str | None]:
    return {mark.code for mark in marks}


def lines_of(text: str) -> list[str]:
    positions = Positions(text)
    return [positions.line_text(number + 1) for number in range(len(positions))]


def fingerprint(mark: types.Diagnostic) -> str:
    assert mark.data is not None
    value: str = mark.data["fingerprint"]
    return value


def marked(text: str, range_: types.Range, kind: Kind = Kind.Utf16) -> str:
    """What an editor that counts in `kind` underlines, inside one line."""
    assert range_.start.line == range_.end.line
    codec, size = CODECS[kind]
    return lines_of(text)[range_.start.line].encode(codec)[range_.start.character * size : range_.end.character * size].decode(codec)


def edited(text: str, edit: types.WorkspaceEdit | None, version: int) -> str:
    """The text after an edit, as an editor makes it."""
    assert edit is not None
    assert edit.document_changes is not None
    (change,) = edit.document_changes
    assert isinstance(change, types.TextDocumentEdit)
    assert change.text_document.version == version
    for one in sorted(change.edits, key=lambda e: (e.range.start.line, e.range.start.character), reverse=True):
        assert isinstance(one, types.TextEdit)
        buffer = Buffer("", 0, text, "utf-16")
        text = text[: buffer.offset(one.range.start)] + one.new_text + text[buffer.offset(one.range.end) :]
    return text


@pytest.mark.parametrize("kind", [Kind.Utf16, Kind.Utf8])
def test_marks_stand_on_the_words_that_the_review_names(editor: Editor, folder: Path, draft: str, kind: Kind, rules_alone: Reviewer) -> None:
    if kind is not Kind.Utf16:  # what the shared editor counts in, as it asks for nothing else
        editor = Editor(folder, encodings=[kind])
    assert editor.answer.capabilities.position_encoding == kind
    found = rules_alone.review(WIDE, "draft.txt").diagnostics
    marks = editor.open(draft, WIDE)
    assert [mark.code for mark in marks] == [d.code for d in found]
    assert "ACC201" in codes(marks)
    for mark, d in zip(marks, found, strict=True):
        if d.line == d.end_line:
            assert marked(WIDE, mark.range, kind) == d.excerpt
        assert (mark.range.start.line + 1, mark.message, mark.source, mark.data) == (d.line, d.message, "reviewer", {"fingerprint": d.fingerprint})
    severities = {Severity.ERROR: 1, Severity.WARNING: 2, Severity.SUGGESTION: 3}
    assert [mark.severity for mark in marks] == [severities[d.severity] for d in found]
    if kind is not Kind.Utf16:
        assert editor.leave() == 0


EDITED = st.text(alphabet=st.sampled_from("ab \r\n\u2028\x0c\x85é中\U0001f600"), max_size=40)


@given(EDITED, EDITED, st.integers(0, 40), st.integers(0, 40), st.sampled_from(["utf-8", "utf-16", "utf-32"]))
def test_an_edit_changes_what_the_editor_changed(text: str, new: str, one: int, other: int, encoding: Encoding) -> None:
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    if "\r\n" in (text[start - 1 : start + 1], text[end - 1 : end + 1]):
        return  # no editor's cursor stands inside a line break
    buffer = Buffer("", 1, text, encoding)
    after = buffer.changed(2, [types.TextDocumentContentChangePartial(buffer.range(start, end), new)])
    assert (after.version, after.text) == (2, text[:start] + new + text[end:])


def test_several_edits_in_one_message_count_from_each_other(editor: Editor, draft: str) -> None:
    editor.open(draft, "😀 We are sorry.\r\n")
    place = types.Position(0, 16)
    editor.change(
        draft,
        2,
        types.TextDocumentContentChangePartial(types.Range(place, place), " The customers lied about the lamp."),
        types.TextDocumentContentChangePartial(types.Range(types.Position(0, 0), types.Position(0, 2)), "中文"),
    )
    (mark,) = [mark for mark in editor.marks(draft, 2) if mark.code == "ACC201"]
    assert "customers lied" in marked("中文 We are sorry. The customers lied about the lamp.\r\n", mark.range)
    editor.change(draft, 3, types.TextDocumentContentChangeWholeDocument("We checked the lamp on 3 May 2025."))
    assert "ACC201" not in codes(editor.marks(draft, 3))


def test_fast_typing_publishes_only_the_newest(editor: Editor, draft: str, rules_alone: Reviewer) -> None:
    long = "We checked each lamp. " * 2000 + "\n"
    editor.tell.text_document_did_open(types.DidOpenTextDocumentParams(types.TextDocumentItem(draft, "plaintext", 1, long)))
    editor.change(draft, 2, types.TextDocumentContentChangeWholeDocument(GOOD))
    typed = "The customers lied about the lamp."
    for number, character in enumerate(typed):
        place = types.Position(1, number)
        editor.change(draft, 3 + number, types.TextDocumentContentChangePartial(types.Range(place, place), character))
    newest = 2 + len(typed)
    marks = editor.marks(draft, newest)
    editor.pause(0.4)
    assert [params.version for params in editor.publications(draft)] == [newest]
    text = GOOD.replace("\n\n", f"\n{typed}\n", 1)
    assert [mark.message for mark in marks] == [d.message for d in rules_alone.review(text, "draft.txt").diagnostics]


def test_a_review_waits_for_a_pause_in_the_typing(editor: Editor, draft: str) -> None:
    editor.open(draft, "We are sorry.")
    for number in range(10):
        editor.change(draft, 2 + number, types.TextDocumentContentChangeWholeDocument(f"We are sorry for {number} lamps."))
        editor.pause(0.1)
    editor.marks(draft, 11)
    assert len(editor.publications(draft)) <= 4


def test_a_hover_says_why_and_shows_examples(editor: Editor, draft: str) -> None:
    mark = next(mark for mark in editor.open(draft, BAD) if mark.code == "ACC201")
    rule = BY_CODE["ACC201"]
    said = MarkdownIt("commonmark").render(editor.hover(draft, mark.range.start))
    for part in ("ACC201 blaming-the-buyer", mark.message, rule.why, rule.help, rule.bad[0], rule.good[0]):
        assert part in said.replace("&quot;", '"')
    assert editor.hover(draft, types.Position(1, 0)) == ""
    assert "STR108" in editor.hover(draft, types.Position(0, 3)), "what is said of the whole letter stands at its first line"


HOSTILE = st.text(alphabet=st.sampled_from("ab \\`*_[]()<>!#&;:/@.-+=1~|"), min_size=1, max_size=40)


@given(HOSTILE | st.sampled_from(["[a](http://x.y)", "![a](http://x.y)", "<b>", "http://x.y", "&lt;", "www.x.y", "1. a", "- a", "```a", "a@b.c", "***"]))
def test_no_text_becomes_markup(text: str) -> None:
    reader = MarkdownIt("commonmark")
    blocks = reader.parse(escaped(text))
    if not text.strip():
        return
    assert [block.type for block in blocks] == ["paragraph_open", "inline", "paragraph_close"]
    parts = blocks[1].children or []
    assert {part.type for part in parts} <= {"text", "text_special"}
    assert "".join(part.content for part in parts) == " ".join(text.split())


def test_an_editor_without_markdown_gets_plain_text(rules_alone: Reviewer) -> None:
    shown = hover(rules_alone.review(BAD).diagnostics, types.MarkupKind.PlainText)
    assert shown is not None
    assert isinstance(shown.contents, types.MarkupContent)
    assert BY_CODE["ACC201"].why in shown.contents.value
    assert "\\" not in shown.contents.value


def test_a_fix_gives_the_mended_text(editor: Editor, draft: str) -> None:
    mark = next(mark for mark in editor.open(draft, WIDE) if mark.code == "TON402")
    fix = next(action for action in editor.actions(draft, mark.range) if action.edit and action.kind == "quickfix")
    mended = edited(WIDE, fix.edit, 1)
    assert mended == WIDE.replace("sale!!!", "sale.")
    assert list(fix.diagnostics or []) == [mark]
    editor.change(draft, 2, types.TextDocumentContentChangeWholeDocument(mended))
    assert sum(mark.code == "TON402" for mark in editor.marks(draft, 2)) == 1


def test_all_safe_fixes_at_once(editor: Editor, draft: str, rules_alone: Reviewer) -> None:
    editor.open(draft, WIDE)
    first = types.Range(types.Position(0, 0), types.Position(0, 0))
    (fix,) = editor.actions(draft, first, only=["source.fixAll"])
    mended = edited(WIDE, fix.edit, 1)
    assert "!!!" not in mended
    assert not [d for d in rules_alone.review(mended).diagnostics if d.code == "TON402"]
    assert {action.kind for action in editor.actions(draft, first, only=["quickfix"])} == {"quickfix"}
    assert editor.actions(draft, first, only=["refactor"]) == []
    assert len(editor.actions(draft, first, only=[""])) == len(editor.actions(draft, first))


def test_an_old_editor_gets_edits_without_versions(rules_alone: Reviewer) -> None:
    reviewed = ReviewedDraft(Buffer("file:///a.txt", 1, WIDE, "utf-16"), rules_alone.review(WIDE), Path("x"))
    place = types.Range(types.Position(0, 0), types.Position(0, 0))
    (fix,) = actions(reviewed, place, ["source.fixAll"], versioned=False)
    assert fix.edit is not None
    assert list(fix.edit.changes or {}) == ["file:///a.txt"]


def test_fixes_that_reach_into_each_other_are_not_made_together(rules_alone: Reviewer) -> None:
    report = rules_alone.review(BAD)
    found = [replace(report.diagnostics[0], fix=fix) for fix in (Fix(3, 8, "b"), Fix(0, 5, "a"), Fix(8, 9, ""), Fix(5, 7, "c"))]
    reviewed = ReviewedDraft(Buffer("file:///a.txt", 1, BAD, "utf-16"), replace(report, diagnostics=found), Path("x"))
    (fix,) = actions(reviewed, types.Range(types.Position(9, 0), types.Position(9, 0)), ["source.fixAll"], versioned=True)
    assert edited(BAD, fix.edit, 1) == "ac" + BAD[7:8] + BAD[9:]


def test_a_finding_is_set_aside_with_a_reason(editor: Editor, folder: Path, draft: str) -> None:
    mark = next(mark for mark in editor.open(draft, BAD) if mark.code == "ACC201")
    offered = next(action.command for action in editor.actions(draft, mark.range) if action.command and "ACC201" in action.title)
    assert list(offered.arguments or []) == [draft, fingerprint(mark), REASON]
    editor.execute(offered.command, *(offered.arguments or []))
    assert "ACC201" not in codes(editor.until_published(draft, 2))
    (entry,) = suppressions.load(folder / ".reviewer-ignore.toml")
    assert (entry.code, entry.reason, entry.file) == ("ACC201", REASON, "draft.txt")

    other = next(mark for mark in editor.until_published(draft, 2) if mark.code == "TON201")
    editor.execute(IGNORE, draft, fingerprint(other), "a quote of the notice")
    assert "TON201" not in codes(editor.until_published(draft, 3))
    assert suppressions.load(folder / ".reviewer-ignore.toml")[1].reason == "a quote of the notice"
    editor.tell.text_document_did_close(types.DidCloseTextDocumentParams(types.TextDocumentIdentifier(draft)))
    assert not {"ACC201", "TON201"} & codes(editor.open(draft, BAD.replace("Amazon,", "Amazon team,"))), "it holds as long as the sentence stays"


@pytest.mark.parametrize(("arguments", "wanted"), [(["0" * 12], "has no finding"), (["0" * 12, " "], "the reason is empty"), ([], "Expected")])
def test_a_wrong_command_is_refused(editor: Editor, folder: Path, draft: str, arguments: list[str], wanted: str) -> None:
    editor.open(draft, BAD)
    with pytest.raises(JsonRpcException, match=wanted):
        editor.execute(IGNORE, draft, *arguments)
    assert not (folder / ".reviewer-ignore.toml").exists()


def test_settings_are_those_of_the_document_and_count_at_once(editor: Editor, folder: Path, draft: str) -> None:
    assert "ACC201" in codes(editor.open(draft, BAD))
    (folder / "reviewer.toml").write_text('classifier = false\nignore = ["ACC"]\n')
    editor.save(draft)
    assert "ACC201" not in codes(editor.until_published(draft, 2))
    (folder / "reviewer.toml").write_text("min-scor = 3\n")
    for count in (3, 4):
        editor.save(draft)
        assert editor.until_published(draft, count) == []
    editor.pause(0.1)
    assert [message for message in editor.shown if "did you mean 'min-score'?" in message] == [editor.shown[-1]], "said once"
    (folder / "reviewer.toml").write_text("classifier = false\n")
    assert editor.registered == [types.WORKSPACE_DID_CHANGE_WATCHED_FILES]
    editor.tell.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([]))
    assert "ACC201" in codes(editor.until_published(draft, 5))


def test_a_document_that_was_never_saved_is_reviewed(editor: Editor) -> None:
    assert "ACC201" in codes(editor.open("untitled:Untitled-1", BAD, "markdown"))
    editor.tell.text_document_did_close(types.DidCloseTextDocumentParams(types.TextDocumentIdentifier("untitled:Untitled-1")))
    assert editor.marks("untitled:Untitled-1", None) == []


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("", "the text is empty"), (" \r\n😀!\n", "the text is empty"), ("Zanzibar lamp. " * 20_000, "at most 200,000 are reviewed")],
    ids=["nothing", "no-word", "too-long"],
)
def test_what_cannot_be_reviewed_is_said_without_its_words(editor: Editor, draft: str, text: str, wanted: str) -> None:
    assert editor.open(draft, text) == []
    editor.pause(0.05)
    assert wanted in editor.log[-1]
    assert not [line for line in editor.log + editor.shown if "Zanzibar" in line]
    assert (editor.hover(draft, types.Position(0, 0)), editor.lenses(draft)) == ("", [])
    editor.change(draft, 2, types.TextDocumentContentChangeWholeDocument(BAD))
    assert "ACC201" in codes(editor.marks(draft, 2))


def test_halves_of_characters_are_no_trouble(editor: Editor, draft: str) -> None:
    mark = next(mark for mark in editor.open(draft, "\ud83d We stopped. \ude00 The customers lied about the lamp.") if mark.code == "ACC201")
    assert mark.range.start.character >= len("\ud83d We stopped. \ude00 ")


def test_the_lens_shows_the_verdict_and_scores_of_the_trained_model(tmp_path: Path, reviewer: Reviewer) -> None:
    editor = Editor(tmp_path, "--isolated")
    uri = (tmp_path / "draft.txt").as_uri()
    marks = editor.open(uri, BAD)
    report = reviewer.review(BAD, "draft.txt")
    assert [mark.message for mark in marks] == [d.message for d in report.diagnostics]
    (lens,) = editor.lenses(uri)
    assert lens.range.start == types.Position(0, 0)
    assert lens.command is not None
    assert lens.command.title.startswith(f"REVISE, overall {points(report.overall)} of 100: acceptance {points(report.scores.acceptance)}, ")
    assert f"originality {report.scores.originality:.0f}" in lens.command.title
    assert (lens.command.command, list(lens.command.arguments or [])) == (REVIEW, [uri])
    editor.execute(REVIEW, uri)
    editor.until_published(uri, 2)
    editor.pause(0.05)
    assert editor.refreshed == 2
    assert editor.leave() == 0


def framed(body: bytes) -> bytes:
    return b"Content-Length: %d\r\n\r\n%s" % (len(body), body)


def test_malformed_messages_are_survived_and_leave_no_word_anywhere(folder: Path, draft: str) -> None:
    editor = Editor(folder, able=False)
    for body in (
        b"{",
        b"5",
        b"[]",
        b'"Zanzibar"',
        b"\xff\xfe",
        b'{"jsonrpc": "1.0", "method": "Zanzibar"}',
        b'{"jsonrpc": "2.0", "method": "textDocument/didOpen", "params": {"textDocument": {"text": "Zanzibar"}}}',
        b'{"jsonrpc": "2.0", "method": "textDocument/didChange", "params": "Zanzibar"}',
        b'{"jsonrpc": "2.0", "id": 77, "result": "Zanzibar"}',
        b'{"jsonrpc": "2.0", "method": "no/such/notice", "params": "Zanzibar"}',
        b"[" * 5000,
    ):
        editor.send(framed(body))
    editor.send(b"X-Zanzibar: 1\r\n\r\n")
    editor.change("file:///never/opened.txt", 1, types.TextDocumentContentChangeWholeDocument("Zanzibar"))
    editor.save("file:///never/opened.txt")
    assert "ACC201" in codes(editor.open(draft, BAD.replace("item", "Zanzibar")))
    assert "ACC201" in editor.hover(draft, types.Position(2, 80)), "in plain text, as this editor says nothing of Markdown"
    with pytest.raises(JsonRpcException, match="Method Not Found"):
        editor.request(editor.tell.text_document_definition_async(types.DefinitionParams(types.TextDocumentIdentifier(draft), types.Position(0, 0))))
    assert not [line for line in editor.log + editor.shown if "Zanzibar" in line]
    assert editor.leave() == 0
    assert editor.errors == b""


def test_an_end_out_of_order_has_status_1(folder: Path) -> None:
    assert Editor(folder).leave(in_order=False) == 1
    assert Editor(folder).hang_up() == 1


def test_mistakes_at_the_start_give_one_line_and_status_2(tmp_path: Path) -> None:
    hidden = "import sys; sys.modules['pygls'] = None; from reviewer.cli import main; main()"
    plain = "from reviewer.cli import main; main()"
    for code, arguments, wanted in (
        (hidden, ["lsp"], "pip install '.[editor]'"),
        (plain, ["lsp", "--config", "none.toml"], "none.toml: cannot be read"),
    ):
        done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, timeout=60, cwd=tmp_path, check=False)
        assert done.returncode == 2
        assert wanted in done.stderr
        assert len(done.stderr.splitlines()) == 1
