"""The conversation with the editor: documents come in, reviews go out, off the event loop and never out of date."""

from __future__ import annotations

import asyncio
import importlib.metadata
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from lsprotocol import types
from pygls.capabilities import get_capability
from pygls.exceptions import FeatureRequestError
from pygls.lsp.server import LanguageServer
from pygls.uris import to_fs_path

from reviewer import suppressions
from reviewer.lsp import shown
from reviewer.lsp.buffer import Buffer
from reviewer.lsp.reviewers import Reviewers, Settings
from reviewer.lsp.shown import Reviewed
from reviewer.positions import Encoding
from reviewer.types import ReviewerError

if TYPE_CHECKING:
    from pygls.server import ServerErrors

_PAUSE = 0.25
"""Seconds without a keystroke after which a review begins."""
_FIRST_WORDS = "We checked the plug of each lamp on 3 May 2025."
"""What is reviewed at the start, so that everything is loaded when the first draft comes."""


@dataclass(frozen=True)
class _Refused:
    """Why a document got no review; `settings` tells a mistake in the settings from a text that cannot be reviewed."""

    why: str
    settings: bool


class ReviewServer(LanguageServer):
    """A language server that reviews every open document.

    Each state of a document has one task, which waits for a pause in the typing, lets the one worker thread review, and
    publishes. A newer state cancels the task of the older one, so that no finding is ever shown for a text that has moved on.
    """

    def __init__(self, settings: Settings) -> None:
        """A server that finds the settings of a folder by `settings`."""
        super().__init__("reviewer", importlib.metadata.version("reviewer"))
        self.ended_in_order = False
        self._reviewers = Reviewers(settings)
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="review")
        self._buffers: dict[str, Buffer] = {}
        self._tasks: dict[str, asyncio.Task[Reviewed | None]] = {}
        self._refused: dict[str, str] = {}

    # Documents

    def warm_up(self) -> None:
        """Begin to load the judges, beside the conversation; what is wrong with them is said when a draft is reviewed."""
        self._worker.submit(self._work, Buffer("", 0, _FIRST_WORDS, "utf-16"), self._root())

    def take(self, buffer: Buffer, pause: float = 0.0) -> None:
        """Review `buffer` after `pause` seconds, in the place of all states of the document before."""
        if buffer.uri in self._tasks:
            self._tasks[buffer.uri].cancel()
        self._buffers[buffer.uri] = buffer
        self._tasks[buffer.uri] = task = asyncio.get_running_loop().create_task(self._review(buffer, pause))
        task.add_done_callback(self._finished)

    def change(self, uri: str, version: int, changes: Sequence[types.TextDocumentContentChangeEvent]) -> None:
        """Follow an edit of an open document."""
        if uri in self._buffers:
            self.take(self._buffers[uri].changed(version, changes), _PAUSE)

    def again(self, uri: str) -> None:
        """Review an open document once more, as settings may have changed."""
        if uri in self._buffers:
            self.take(self._buffers[uri])

    def drop(self, uri: str) -> None:
        """Forget a document, and take its marks away."""
        if uri in self._buffers:
            self._tasks.pop(uri).cancel()
            del self._buffers[uri]
            self._refused.pop(uri, None)
            self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, []))

    @property
    def open_documents(self) -> list[str]:
        """The addresses of the documents that are open."""
        return list(self._buffers)

    async def reviewed(self, uri: str) -> Reviewed | None:
        """The review of the newest state of a document, waited for; None where it cannot be reviewed or is not open."""
        while (task := self._tasks.get(uri)) is not None:
            await asyncio.wait({task})
            if task is self._tasks.get(uri):
                return None if task.cancelled() or task.exception() else task.result()
        return None

    def ignore(self, reviewed: Reviewed, fingerprint: str, reason: str) -> str:
        """Set a finding aside in the sidecar file; says what was done. Raises ReviewerError where there is no such finding or no reason."""
        if not reason.strip():
            raise ReviewerError("the reason is empty; say why the finding is set aside")
        found = next((d for d in reviewed.report.diagnostics if d.fingerprint == fingerprint), None)
        if found is None:
            raise ReviewerError(f"{reviewed.buffer.name}: has no finding '{fingerprint}'")
        entry = suppressions.Ignore(found.fingerprint, reason, found.code, Path(reviewed.buffer.name).name)
        suppressions.append(reviewed.sidecar, entry)
        return f"{found.code} in line {found.line} is set aside in {reviewed.sidecar}"

    @property
    def encoding(self) -> Encoding:
        """What this editor counts characters in."""
        chosen: Encoding = next(one for one in get_args(Encoding) if one == self.workspace.position_encoding)
        return chosen

    def able(self, capability: str) -> bool:
        """Whether the editor said that it has a capability, named as pygls names them."""
        return bool(get_capability(self.client_capabilities, capability))

    def tell(self, kind: types.MessageType, message: str, *, loudly: bool = False) -> None:
        """Put a line into the editor's log, or before the user's eyes. Never holds a word of a letter."""
        if loudly:
            self.window_show_message(types.ShowMessageParams(kind, message))
        self.window_log_message(types.LogMessageParams(kind, message))

    def report_server_error(self, error: Exception, source: ServerErrors) -> None:
        """Say that a message could not be handled, without its content; a request gets its own answer."""
        if source is not FeatureRequestError:
            self.tell(types.MessageType.Error, f"a message of the editor could not be handled ({type(error).__name__})")

    def close(self) -> None:
        """Begin no further review."""
        self._worker.shutdown(wait=False, cancel_futures=True)

    # One review

    async def _review(self, buffer: Buffer, pause: float) -> Reviewed | None:
        await asyncio.sleep(pause)
        folder = buffer.path.parent if buffer.path else self._root()
        outcome = await asyncio.get_running_loop().run_in_executor(self._worker, self._work, buffer, folder)
        reviewed = outcome if isinstance(outcome, Reviewed) else None
        marks = [shown.diagnostic(found, buffer) for found in reviewed.report.diagnostics] if reviewed else []
        self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(buffer.uri, marks, buffer.version))
        if isinstance(outcome, _Refused):
            self.tell(types.MessageType.Warning, outcome.why, loudly=outcome.settings and self._refused.get(buffer.uri) != outcome.why)
            self._refused[buffer.uri] = outcome.why
        else:
            self._refused.pop(buffer.uri, None)
        self._refresh_lenses()
        return reviewed

    def _work(self, buffer: Buffer, folder: Path) -> Reviewed | _Refused:
        """The review itself, in the worker thread."""
        try:
            settled = self._reviewers.of(folder)
        except ReviewerError as error:
            return _Refused(str(error), settings=True)
        try:
            return Reviewed(buffer, settled.reviewer.review(buffer.text, buffer.name), settled.sidecar)
        except ReviewerError as error:
            return _Refused(str(error), settings=False)

    def _finished(self, task: asyncio.Task[Reviewed | None]) -> None:
        if not task.cancelled() and (error := task.exception()) is not None:
            self.tell(types.MessageType.Error, f"the review stopped by a mistake in the program ({type(error).__name__})", loudly=True)

    def _refresh_lenses(self) -> None:
        if self.able("workspace.code_lens.refresh_support"):
            self.workspace_code_lens_refresh(None)

    def _root(self) -> Path:
        """The folder that the editor has open, or the one that the server was started in."""
        folders = list(self.workspace.folders.values())
        path = to_fs_path(folders[0].uri) if folders else self.workspace.root_path
        return Path(path) if path else Path.cwd()
