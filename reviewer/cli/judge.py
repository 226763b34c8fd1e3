"""Who reviews the drafts of a command: this process, or a service that is running already."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from reviewer.cli.common import complain

if TYPE_CHECKING:
    from reviewer.client import Service
    from reviewer.config import Config
    from reviewer.hook import Request
    from reviewer.readers import Draft
    from reviewer.suppressions import Ignore
    from reviewer.types import Report

    Judge = Callable[[Draft], Report]

_PATIENCE = 30.0
"""Seconds to wait for the service on one letter; the longest letter takes it a few."""


def judge(
    config: Config,
    ignores: Sequence[Ignore],
    notices: Sequence[str],
    previous: Sequence[str],
    server: str | None,
    metrics: str | None = None,
    marketplace: str | None = None,
) -> Judge:
    """What makes the Report of a draft, held against the files with its notices, earlier appeals and the account's metrics.

    With the address of a server, it is asked; from the first draft on that it does not answer, this process does the work.
    Raises ReviewerError for a file of the case that cannot be read and for an address that a letter must not be sent to.
    """

    def local() -> Judge:
        from reviewer.case.case import case_of
        from reviewer.engine import Reviewer

        case = case_of(notices, previous, metrics, marketplace)
        reviewer = Reviewer(config, ignores=ignores)
        return lambda draft: reviewer.review(draft.text, draft.name, case=case)

    if server is None:
        return local()
    from reviewer.client import Service

    service = Service.of_environment(server)
    if kept := _kept_back(config, ignores):
        complain(f"note: a service cannot be told {', '.join(kept)}; reviewed on this machine instead")
        return local()
    return _served(service, _asking(config, notices, previous, metrics, marketplace), local)


def _asking(config: Config, notices: Sequence[str], previous: Sequence[str], metrics: str | None, marketplace: str | None) -> Callable[[Draft], Request]:
    """What makes the request about a draft; the files of the case are read once."""
    from reviewer.hook import request_of
    from reviewer.readers import read

    texts, earlier = ([read(Path(path)).text for path in paths] for paths in (notices, previous))
    figures = read(Path(metrics)).text if metrics is not None else None
    return lambda draft: request_of(draft, config, notices=texts, previous=earlier, metrics=figures, marketplace=marketplace)


def _served(service: Service, asking: Callable[[Draft], Request], local: Callable[[], Judge]) -> Judge:
    """The service, until it gives no answer that can be used; then, with one note, this process."""
    from reviewer.client import UnavailableError

    here: list[Judge] = []

    def review(draft: Draft) -> Report:
        if not here:
            try:
                return service.review(asking(draft), _PATIENCE)
            except UnavailableError as why:
                complain(f"note: {why}; reviewed on this machine instead")
                here.append(local())
        return here[0](draft)

    return review


def _kept_back(config: Config, ignores: Sequence[Ignore]) -> list[str]:
    """The settings that a request cannot say, by name; empty where a service would answer as this process does."""
    import msgspec

    from reviewer.hook import config_of, request_of
    from reviewer.readers import Draft

    told = config_of(request_of(Draft("", "", "text"), config))
    fields = [field for field in msgspec.structs.fields(type(config)) if field.name != "suppressions"]
    kept = [field.encode_name for field in fields if getattr(config, field.name) != getattr(told, field.name)]
    return kept + ([f"what is set aside in {config.suppressions}"] if ignores else [])
