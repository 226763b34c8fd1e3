"""Settings from `[tool.reviewer]` in pyproject.toml or from reviewer.toml, decoded strictly."""

from __future__ import annotations

import difflib
import re
import tomllib
from pathlib import Path
from typing import Annotated, Any

import msgspec

from reviewer.types import ReviewerError, Road, Severity

_SCORE = Annotated[float, msgspec.Meta(ge=0, le=100)]


class Config(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """What a user may set. Every key may stand in the file; command-line options win over it."""

    select: list[str] = []
    """Codes or families that alone are shown; empty for all."""
    ignore: list[str] = []
    """Codes or families that are left out of findings and scores."""
    fail_on: Severity | None = Severity.ERROR
    """The least severity that alone makes the verdict `revise`."""
    min_score: _SCORE = 60.0
    """The least that every one of the five scores must reach for `ready`."""
    min_overall: _SCORE | None = None
    """The least that the overall score must reach for `ready`; without it, what the model was fitted to."""
    classifier: bool = True
    """Whether the trained classifier judges the lines; without it, rules and cue words alone."""
    english: bool = True
    """Whether the grammar checker runs."""
    english_fails: bool = False
    """Whether a slip of English may make a letter `revise`."""
    road: Road | None = None
    """The road, where it should not be told from the letter."""
    library: list[str] = []
    """Files or folders with earlier letters of your own; overlap with them is found."""
    suppressions: str = ".reviewer-ignore.toml"
    """The sidecar file of findings that were set aside."""


_CODE = re.compile(r"[A-Z]{3}(\d{3})?")


def decode(data: dict[str, Any], origin: str) -> Config:
    """The settings in `data`. Raises ReviewerError that names the key, what was found and what is allowed."""
    try:
        config = msgspec.convert(data, Config)
    except msgspec.ValidationError as error:
        raise ReviewerError(f"{origin}: {_explained(str(error))}") from None
    check_codes([*config.select, *config.ignore], origin)
    return config


def _explained(message: str) -> str:
    value = re.fullmatch(r"Invalid enum value '(.*)' - at `\$\.(fail-on|road)`", message, re.DOTALL)
    if value:
        allowed = [one.value for one in (Severity if value[2] == "fail-on" else Road)]
        near = difflib.get_close_matches(value[1], allowed, n=1)
        hint = f"did you mean '{near[0]}'? " if near else ""
        return f"{value[2]} = '{value[1]}' is not known; {hint}allowed are {', '.join(allowed)}"
    unknown = re.search(r"unknown field `([^`]*)`", message)
    if not unknown:
        return re.sub(r" - at `\$\.?(.*)`", r" (key '\1')", message)
    keys = sorted(field.encode_name for field in msgspec.structs.fields(Config))
    near = difflib.get_close_matches(unknown[1], keys, n=1)
    hint = f"did you mean '{near[0]}'? " if near else ""
    return f"unknown key '{unknown[1]}'; {hint}allowed are {', '.join(keys)}"


def check_codes(codes: list[str], origin: str) -> None:
    """Raise ReviewerError for a code or family that does not exist."""
    from reviewer.rules import BY_CODE

    families = {code[:3] for code in BY_CODE} | {"CAS"}
    for code in codes:
        if code in BY_CODE or code in families or (code.startswith("CAS") and _CODE.fullmatch(code)):
            continue
        near = difflib.get_close_matches(code.upper(), [*BY_CODE, *sorted(families)], n=1)
        hint = f"did you mean {near[0]}? " if near else ""
        raise ReviewerError(f"{origin}: there is no rule or family '{code}'; {hint}`reviewer rules` lists them all")


def find(start: Path) -> tuple[dict[str, Any], Path] | None:
    """The nearest settings above `start`: reviewer.toml, or pyproject.toml with a [tool.reviewer] table."""
    for folder in [start, *start.parents]:
        own = folder / "reviewer.toml"
        if own.is_file():
            return read(own), own
        project = folder / "pyproject.toml"
        if project.is_file():
            table = _load(project).get("tool", {}).get("reviewer")
            if table is not None:
                return table, project
    return None


def read(path: Path) -> dict[str, Any]:
    """The settings table of one file, whichever of the two forms it has."""
    data = _load(path)
    if path.name == "pyproject.toml":
        table: dict[str, Any] = data.get("tool", {}).get("reviewer", {})
        return table
    return data


def _load(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ReviewerError(f"{path}: cannot be read ({error.strerror})") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        quotes = '; words are put in quotes: fail-on = "warning"' if str(error).startswith("Invalid value") else ""
        raise ReviewerError(f"{path}: is not valid TOML ({error}){quotes}") from None


def covers(codes: list[str], code: str) -> bool:
    """Whether a list of codes and families names `code`."""
    return code in codes or code[:3] in codes
