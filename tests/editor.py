"""An editor without a window: a real client of the protocol, which talks to a real `reviewer lsp` process."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Awaitable, Sequence
from pathlib import Path
from typing import Any, TypeVar, Union

from cattrs import Converter
from lsprotocol import types
from pygls.lsp.client import LanguageClient
from pygls.protocol import default_converter

Answer = TypeVar("Answer")
Command = types.ExecuteCommandParams
_COMMAND = ["-c", "from reviewer.cli import main; main()", "lsp"]
_LIMIT = 60.0


class Editor:
    """Opens and edits documents, and keeps what the server publishes and says. Every method waits until it is done."""

    def __init__(self, folder: Path, *arguments: str, encodings: Sequence[types.PositionEncodingKind] | None = None, able: bool = True) -> None:
        """Start the server in `folder`; `able` editors say that they show Markdown, keep versions and watch files."""
        self._runner = asyncio.Runner()
        self._client = LanguageClient("test", "1", converter_factory=_converter)
        self.published: list[types.PublishDiagnosticsParams] = []
        self.log: list[str] = []
        self.shown: list[str] = []
        self.refreshed = 0
        self.registered: list[str] = []
        self.exit_status: int | None = None
        self.errors = b""
        self._listen()
        self._run(self._client.start_io(sys.executable, *_COMMAND, *arguments, cwd=folder))
        self.answer = self.request(self._client.initialize_async(types.InitializeParams(_capabilities(encodings, able), root_uri=folder.as_uri())))
        self._client.initialized(types.InitializedParams())

    def _listen(self) -> None:
        def published(params: types.PublishDiagnosticsParams) -> None:
            self.published.append(params)

        def logged(params: types.LogMessageParams) -> None:
            self.log.append(params.message)

        def shown(params: types.ShowMessageParams) -> None:
            self.shown.append(params.message)

        def refreshed(_: None) -> None:
            self.refreshed += 1

        def registered(params: types.RegistrationParams) -> None:
            self.registered += [one.method for one in params.registrations]

        self._client.feature(types.CLIENT_REGISTER_CAPABILITY)(registered)
        self._client.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)(published)
        self._client.feature(types.WINDOW_LOG_MESSAGE)(logged)
        self._client.feature(types.WINDOW_SHOW_MESSAGE)(shown)
        self._client.feature(types.WORKSPACE_CODE_LENS_REFRESH)(refreshed)

    def _run(self, wanted: Awaitable[Answer]) -> Answer:
        async def limited() -> Answer:
            return await asyncio.wait_for(wanted, _LIMIT)

        return self._runner.run(limited())

    @property
    def tell(self) -> LanguageClient:
        """The client itself, for notices that need no answer."""
        return self._client

    def request(self, answer: Awaitable[Answer]) -> Answer:
        """The answer of the server. Raises what the server answered where it refused."""
        return self._run(answer)

    def send(self, data: bytes) -> None:
        """Write bytes to the server as they are."""
        assert self._client.protocol.writer is not None
        self._client.protocol.writer.write(data)

    def open(self, uri: str, text: str, language: str = "plaintext") -> list[types.Diagnostic]:
        """Open a document; gives its first marks."""
        self.tell.text_document_did_open(types.DidOpenTextDocumentParams(types.TextDocumentItem(uri, language, 1, text)))
        return self.marks(uri, 1)

    def change(self, uri: str, version: int, *changes: types.TextDocumentContentChangeEvent) -> None:
        """Edit a document; does not wait."""
        document = types.VersionedTextDocumentIdentifier(version, uri)
        self.tell.text_document_did_change(types.DidChangeTextDocumentParams(document, changes))

    def save(self, uri: str) -> None:
        """Say that a document was saved; does not wait."""
        self.tell.text_document_did_save(types.DidSaveTextDocumentParams(types.TextDocumentIdentifier(uri)))

    def marks(self, uri: str, version: int | None) -> list[types.Diagnostic]:
        """The marks that are published next for this version, or that were last."""

        async def wait() -> list[types.Diagnostic]:
            while True:
                for params in reversed(self.published):
                    if (params.uri, params.version) == (uri, version):
                        return list(params.diagnostics)
                await asyncio.sleep(0.01)

        return self._run(wait())

    def publications(self, uri: str) -> list[types.PublishDiagnosticsParams]:
        """All that was published for a document so far."""
        return [params for params in self.published if params.uri == uri]

    def until_published(self, uri: str, count: int) -> list[types.Diagnostic]:
        """The marks of the last publication for a document, once there are `count`."""

        async def wait() -> list[types.Diagnostic]:
            while len(self.publications(uri)) < count:
                await asyncio.sleep(0.01)
            return list(self.publications(uri)[-1].diagnostics)

        return self._run(wait())

    def pause(self, seconds: float) -> None:
        """Do nothing, but listen."""
        self._run(asyncio.sleep(seconds))

    def hover(self, uri: str, position: types.Position) -> str:
        """The Markdown or text that a hover shows; empty where it shows nothing."""
        answer = self.request(self.tell.text_document_hover_async(types.HoverParams(types.TextDocumentIdentifier(uri), position)))
        if answer is None:
            return ""
        assert isinstance(answer.contents, types.MarkupContent)
        return answer.contents.value

    def actions(self, uri: str, range_: types.Range, only: Sequence[str] | None = None) -> list[types.CodeAction]:
        """The actions that are offered for a range."""
        params = types.CodeActionParams(types.TextDocumentIdentifier(uri), range_, types.CodeActionContext([], only))
        answer = self.request(self.tell.text_document_code_action_async(params))
        return [action for action in answer or [] if isinstance(action, types.CodeAction)]

    def lenses(self, uri: str) -> list[types.CodeLens]:
        """The lenses of a document."""
        answer = self.request(self.tell.text_document_code_lens_async(types.CodeLensParams(types.TextDocumentIdentifier(uri))))
        return list(answer or [])

    def execute(self, command: str, *arguments: Any) -> Any:
        """The answer to a command."""
        return self.request(self.tell.workspace_execute_command_async(Command(command, list(arguments))))

    def leave(self, *, in_order: bool = True) -> int:
        """End the conversation; gives the exit status. Without order the server is not asked to shut down first."""
        if self.exit_status is None:
            self.exit_status = self._run(self._leave(in_order))
            self._runner.close()
        return self.exit_status

    async def _leave(self, in_order: bool) -> int:
        process = self._client._server  # noqa: SLF001
        assert process is not None
        assert process.stderr is not None
        if in_order:
            await self._client.shutdown_async(None)
        self._client.exit(None)
        self.errors = await process.stderr.read()
        status = await process.wait()
        await self._client.stop()  # type: ignore[no-untyped-call]
        return status

    def hang_up(self) -> int:
        """Close the pipe as an editor that dies; gives the exit status."""
        process = self._client._server  # noqa: SLF001
        assert process is not None
        assert process.stdin is not None
        process.stdin.close()
        started = time.monotonic()
        self.exit_status = self._run(process.wait())
        assert time.monotonic() - started < _LIMIT
        self._run(self._client.stop())  # type: ignore[no-untyped-call]
        self._runner.close()
        return self.exit_status


def _converter() -> Converter:
    """The library's converter, which takes every action with a command for a bare command, put right."""
    converter: Converter = default_converter()  # type: ignore[no-untyped-call]

    def structure(value: dict[str, Any], _: type) -> types.Command | types.CodeAction:
        if isinstance(value.get("command"), str):
            return converter.structure(value, types.Command)
        return converter.structure(value, types.CodeAction)

    converter.register_structure_hook(Union[types.Command, types.CodeAction], structure)  # noqa: UP007
    return converter


def _capabilities(encodings: Sequence[types.PositionEncodingKind] | None, able: bool) -> types.ClientCapabilities:
    if not able:
        return types.ClientCapabilities()
    return types.ClientCapabilities(
        general=types.GeneralClientCapabilities(position_encodings=encodings),
        text_document=types.TextDocumentClientCapabilities(hover=types.HoverClientCapabilities(content_format=[types.MarkupKind.Markdown])),
        workspace=types.WorkspaceClientCapabilities(
            workspace_edit=types.WorkspaceEditClientCapabilities(document_changes=True),
            did_change_watched_files=types.DidChangeWatchedFilesClientCapabilities(dynamic_registration=True),
            code_lens=types.CodeLensWorkspaceClientCapabilities(refresh_support=True),
        ),
    )
