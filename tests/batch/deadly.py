"""Work that fails as workers fail: the process dies on some letters. A module of its own, so that worker processes can import it."""

from __future__ import annotations

import os
import signal

from reviewer.batch.sources import Letter
from reviewer.batch.worker import Chunk, Settings, score

WORD = "deadly"


def deadly(chunk: Chunk, settings: Settings) -> bytes:
    """Score a chunk, unless a letter says the word: then the process is killed."""
    if any(isinstance(row, Letter) and WORD in row.text for row in chunk.rows):
        os.kill(os.getpid(), signal.SIGKILL)
    return score(chunk, settings)
