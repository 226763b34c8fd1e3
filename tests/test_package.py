"""The package from outside: public names, import cost, direction of imports, no network, no word on disk."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import reviewer

PACKAGE = Path(reviewer.__file__).parent
LAYERS = [
    {"case.metrics", "case.values"},
    {"types", "plain", "words", "files", "positions", "language", "sentences", "slots", "deadline"},
    {"blocks"},
    {"document"},
    {"readers", "windows"},
    {"rule"},
    {"cues"},
    {"rules", "labels"},
    {"road", "classifier", "originality", "statistics", "english", "scoring", "rulebook", "suppressions", "config"},
    {"case", "model"},
    {"engine"},
    {"hook"},
    {"client"},
    {"comparison", "formats", "lsp", "server", "training"},
    {"batch"},
    {"archive"},
    {"cli"},
    {"__main__"},
]
"""The flow of a review, from what knows nothing of it to what prints it; a module imports from earlier layers only."""


def run(code: str, *, cwd: Path | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120, cwd=cwd, env=os.environ | environment, check=False)


def test_public_names_are_pinned() -> None:
    assert sorted(reviewer.__all__) == [
        "Case", "Change", "Config", "Contribution", "Diagnostic", "Dimension", "Flag", "Report", "Reviewer", "ReviewerError", "Road", "Role", "Scores", "Severity", "Unit", "Verdict", "review",
    ]  # fmt: skip
    assert all(getattr(reviewer, name) is not None for name in reviewer.__all__)
    assert (PACKAGE / "py.typed").exists()


def test_import_costs_next_to_nothing() -> None:
    done = run("import sys; import reviewer; heavy = {'spacy', 'numpy', 'msgspec', 'click', 'harper', 'textstat', 'lxml'} & set(sys.modules); print(heavy)")
    assert done.stdout.strip() == "set()", done.stderr


def test_a_check_of_a_text_file_loads_no_training_and_no_file_libraries() -> None:
    code = (
        "import sys; from reviewer import review; review('The customer lied.'); "
        "print({'torch', 'transformers', 'sklearn', 'scipy', 'pandas', 'docx', 'pypdf', 'lxml', 'nltk'} & set(sys.modules))"
    )
    done = run(code)
    assert done.stdout.strip() == "set()", done.stderr


def test_a_check_loads_no_client_and_no_hook_unless_a_service_is_asked(tmp_path: Path) -> None:
    (tmp_path / "draft.txt").write_text("The customer lied.\n")
    code = """
import sys
from reviewer.cli import main
try:
    main(sys.argv[1:])
finally:
    print({'reviewer.client', 'reviewer.hook', 'reviewer.deadline', 'reviewer.server'} & set(sys.modules), file=sys.stderr)
"""
    for arguments, loaded in (([], "set()"), (["--server", "unix:/none"], "reviewer.client")):
        command = [sys.executable, "-c", code, "check", "draft.txt", "--isolated", *arguments]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, cwd=tmp_path, check=False)
        assert loaded in done.stderr


def test_the_hook_waits_in_a_process_that_loads_no_judges_and_no_network() -> None:
    code = """
import sys
from reviewer.cli import main
try:
    main(["hook"])
finally:
    print({'spacy', 'numpy', 'onnxruntime', 'harper', 'lxml', 'socket', 'ssl', 'http.client', 'asyncio', 'reviewer.client', 'reviewer.engine'} & set(sys.modules), file=sys.stderr)
"""
    done = subprocess.run([sys.executable, "-c", code], input='{"text": "The customer lied."}', capture_output=True, text=True, timeout=120, check=False)
    assert (done.returncode, done.stderr) == (1, "set()\n")
    assert "ACC201" in done.stdout


def _place(parts: Sequence[str], rank: Mapping[str, int]) -> str:
    """The layer's name for a module: its folder, unless the module has a layer of its own."""
    own = ".".join(parts[:2])
    return own if own in rank else parts[0]


def test_imports_point_one_way() -> None:
    rank = {name: number for number, layer in enumerate(LAYERS) for name in layer}
    seen = set()
    for path in sorted(PACKAGE.rglob("*.py")):
        own = _place(path.relative_to(PACKAGE).with_suffix("").parts, rank)
        if own == "__init__":
            continue
        assert own in rank, f"{path.name} stands in no layer"
        seen.add(own)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [f"{node.module}.{alias.name}" for alias in node.names] if isinstance(node, ast.ImportFrom) and node.module else []
            for name in names:
                parts = name.split(".")
                other = _place(parts[1:], rank) if parts[0] == "reviewer" and len(parts) > 1 else own
                if other in rank and other != own:
                    assert rank[other] <= rank[own], f"{path.relative_to(PACKAGE)} imports {name}, which stands later in the flow"
    assert seen == set(rank)


def test_no_socket_is_opened_and_no_file_is_written(tmp_path: Path) -> None:
    """The offline promise: any attempt to make a connection, look up a host or write a file fails the review."""
    code = """
import sys
def forbid(event, args):
    if event.startswith(("socket.connect", "socket.getaddrinfo", "socket.bind", "socket.sendto", "urllib", "http", "subprocess", "os.system")):
        raise RuntimeError(f"forbidden: {event} {args}")
    if event == "open" and isinstance(args[1], str) and set(args[1]) & set("wax+"):
        raise RuntimeError(f"forbidden: {event} {args}")
sys.addaudithook(forbid)
from reviewer.cli import main
main(["check", "draft.txt", "--isolated"])
"""
    (tmp_path / "draft.txt").write_text("The customer lied about the lamp.\n")
    done = run(code, cwd=tmp_path, PYTHONDONTWRITEBYTECODE="1", HOME=str(tmp_path))
    assert done.returncode == 1, done.stderr
    assert "ACC201" in done.stdout
    assert [p.name for p in tmp_path.iterdir()] == ["draft.txt"]
