"""One service for the tests that only ask."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.server.running import Running, running


@pytest.fixture(scope="session")
def service() -> Iterator[Running]:
    pytest.importorskip("uvicorn", reason="needs the extra 'server'")
    with running("--workers", "1") as started:
        yield started
        assert started.stop() == 0
