"""The requests and notices of the protocol, each handed to the ReviewServer or to what is shown of a review."""

from __future__ import annotations

import contextlib
import logging
import sys
from collections.abc import Callable
from typing import Any

from lsprotocol import types
from pygls.capabilities import get_capability
from pygls.exceptions import JsonRpcInvalidParams

from reviewer.lsp import shown
from reviewer.lsp.buffer import Buffer
from reviewer.lsp.reviewers import Settings
from reviewer.lsp.server import ReviewServer
from reviewer.types import ReviewerError


def serve(settings: Settings) -> int:
    """Talk to the editor on standard input and output until it ends the conversation; gives the exit status.

    `settings` gives the settings of a folder. The status is 0 where the editor asked for the end, as the protocol wants.
    """
    logging.disable()  # libraries log what a message holds, and that is the letter; what the user should know goes to the editor
    server = ReviewServer(settings)
    for method, handler in _FEATURES.items():
        server.feature(method, _OPTIONS.get(method))(handler)
    server.command(shown.IGNORE)(_ignore)
    server.command(shown.REVIEW)(_review)
    to_editor = sys.stdout.buffer
    with contextlib.redirect_stdout(sys.stderr):
        server.start_io(stdout=to_editor)
    server.close()
    return 0 if server.ended_in_order else 1


def _initialized(ls: ReviewServer, _: types.InitializedParams) -> None:
    ls.warm_up()
    if ls.able("workspace.did_change_watched_files.dynamic_registration"):
        options = types.DidChangeWatchedFilesRegistrationOptions([types.FileSystemWatcher("**/*.toml")])
        settings_files = types.Registration("settings", types.WORKSPACE_DID_CHANGE_WATCHED_FILES, options)
        ls.client_register_capability(types.RegistrationParams([settings_files]))


def _did_open(ls: ReviewServer, params: types.DidOpenTextDocumentParams) -> None:
    ls.take(Buffer.opened(params.text_document, ls.encoding))


def _did_change(ls: ReviewServer, params: types.DidChangeTextDocumentParams) -> None:
    ls.change(params.text_document.uri, params.text_document.version, params.content_changes)


def _did_save(ls: ReviewServer, params: types.DidSaveTextDocumentParams) -> None:
    ls.again(params.text_document.uri)


def _did_close(ls: ReviewServer, params: types.DidCloseTextDocumentParams) -> None:
    ls.drop(params.text_document.uri)


def _settings_changed(ls: ReviewServer, _: types.DidChangeWatchedFilesParams) -> None:
    for uri in ls.open_documents:
        ls.again(uri)


async def _hover(ls: ReviewServer, params: types.HoverParams) -> types.Hover | None:
    reviewed = await ls.reviewed(params.text_document.uri)
    if reviewed is None:
        return None
    formats = get_capability(ls.client_capabilities, "text_document.hover.content_format") or []
    kind = types.MarkupKind.Markdown if types.MarkupKind.Markdown in formats else types.MarkupKind.PlainText
    return shown.hover(reviewed.at(types.Range(params.position, params.position)), kind)


async def _code_action(ls: ReviewServer, params: types.CodeActionParams) -> list[types.CodeAction]:
    reviewed = await ls.reviewed(params.text_document.uri)
    if reviewed is None:
        return []
    return shown.actions(reviewed, params.range, params.context.only, versioned=ls.able("workspace.workspace_edit.document_changes"))


async def _code_lens(ls: ReviewServer, params: types.CodeLensParams) -> list[types.CodeLens]:
    reviewed = await ls.reviewed(params.text_document.uri)
    if reviewed is None:
        return []
    command = types.Command(shown.lens(reviewed.report), shown.REVIEW, arguments=[reviewed.buffer.uri])
    return [types.CodeLens(reviewed.buffer.range(0, 0), command)]


def _shutdown(ls: ReviewServer, _: None) -> None:
    ls.ended_in_order = True


async def _ignore(ls: ReviewServer, uri: str, fingerprint: str, *reason: str) -> str:
    """The command that sets a finding aside; the reason may be left out."""
    reviewed = await ls.reviewed(uri)
    try:
        if reviewed is None:
            raise ReviewerError(f"{uri}: is not open, or cannot be reviewed")
        done = ls.ignore(reviewed, fingerprint, str(reason[0]) if reason else shown.REASON)
    except ReviewerError as error:
        raise JsonRpcInvalidParams(str(error)) from None
    ls.tell(types.MessageType.Info, done)
    ls.again(uri)
    return done


def _review(ls: ReviewServer, uri: str) -> None:
    """The command that reviews a document again."""
    ls.again(uri)


_FEATURES: dict[str, Callable[..., Any]] = {
    types.INITIALIZED: _initialized,
    types.TEXT_DOCUMENT_DID_OPEN: _did_open,
    types.TEXT_DOCUMENT_DID_CHANGE: _did_change,
    types.TEXT_DOCUMENT_DID_SAVE: _did_save,
    types.TEXT_DOCUMENT_DID_CLOSE: _did_close,
    types.WORKSPACE_DID_CHANGE_WATCHED_FILES: _settings_changed,
    types.TEXT_DOCUMENT_HOVER: _hover,
    types.TEXT_DOCUMENT_CODE_ACTION: _code_action,
    types.TEXT_DOCUMENT_CODE_LENS: _code_lens,
    types.SHUTDOWN: _shutdown,
}
_OPTIONS: dict[str, Any] = {types.TEXT_DOCUMENT_CODE_ACTION: types.CodeActionOptions([types.CodeActionKind.QuickFix, shown.FIX_ALL])}
