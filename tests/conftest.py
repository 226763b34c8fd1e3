"""Shared pieces: one Reviewer for the whole run."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import settings

from reviewer.document import Document
from reviewer.engine import Reviewer
from reviewer.labels import cue_labels
from reviewer.rule import Reading
from reviewer.types import Report, Road

settings.register_profile("project", deadline=None)  # a busy machine is no fault
settings.load_profile("project")


@pytest.fixture(scope="session")
def reviewer() -> Reviewer:
    return Reviewer()


@pytest.fixture(scope="session")
def review(reviewer: Reviewer) -> Callable[[str], Report]:
    return reviewer.review


@pytest.fixture
def reading() -> Callable[..., Reading]:
    def make(text: str, road: Road = Road.PLAN) -> Reading:
        document = Document(text)
        return Reading(document, [label.role for label in cue_labels(document)], road)

    return make
