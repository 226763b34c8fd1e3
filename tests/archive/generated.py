"""The generator of archives, which is a script of the checkout and no part of the package."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

_FILE = Path(__file__).parents[2] / "scripts" / "generate_archive.py"


def generator() -> ModuleType:
    if "generate_archive" not in sys.modules:
        spec = importlib.util.spec_from_file_location("generate_archive", _FILE)
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules["generate_archive"] = module
        spec.loader.exec_module(module)
    return sys.modules["generate_archive"]
