"""Whether the virtual environment was made from today's pyproject.toml; --mark says so from now on."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

project = Path(__file__).parent.parent / "pyproject.toml"
mark = Path(sys.prefix) / "made-from"
digest = hashlib.sha256(project.read_bytes()).hexdigest()
if "--mark" in sys.argv:
    mark.write_text(digest)
sys.exit(0 if mark.exists() and mark.read_text() == digest else 1)
