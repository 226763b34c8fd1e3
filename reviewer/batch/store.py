"""The parts of a run on disk, each written whole, so that a run that was killed at any moment goes on where it stood.

Beside the table OUT lies a folder OUT.parts until the table is finished: `run.json` says what is being done, and `part-000042.json` holds
all rows of the chunk of that number.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import msgspec

from reviewer.batch.worker import Part
from reviewer.files import write_whole
from reviewer.types import ReviewerError


class Plan(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All on which the rows of a run depend; parts of another plan are not mixed in."""

    source: str
    signature: dict[str, str | int]
    settings: str
    """The settings encoded as JSON."""
    model: str
    reviewer: str
    chunk: int
    """Rows of a part."""


class Store:
    """The folder of parts of one run."""

    def __init__(self, folder: Path) -> None:
        """Nothing is read or written yet."""
        self.folder = folder

    def begin(self, plan: Plan) -> set[int]:
        """Start or go on; the numbers of the parts that are there already.

        Raises ReviewerError where the parts belong to another plan, with what differs.
        """
        file = self.folder / "run.json"
        try:
            self.folder.mkdir(exist_ok=True)
            if not file.exists():
                write_whole(file, msgspec.json.encode(plan))
            before = msgspec.json.decode(file.read_bytes(), type=Plan)
        except OSError as error:
            raise ReviewerError(f"{self.folder}: cannot be used ({error.strerror})") from None
        except msgspec.MsgspecError as error:
            raise ReviewerError(f"{file}: is damaged ({error}); --restart begins anew") from None
        changed = [name for name in plan.__struct_fields__ if getattr(plan, name) != getattr(before, name)]
        if changed:
            raise ReviewerError(f"{self.folder}: holds parts of a run with another {' and '.join(changed)}; --restart throws them away and begins anew")
        for left_over in self.folder.glob(".*.part"):
            left_over.unlink(missing_ok=True)  # half written when a run was killed
        return set(self.numbers())

    def numbers(self) -> Iterator[int]:
        """The numbers of the parts, in order."""
        found = (re.fullmatch(r"part-(\d+)\.json", file.name) for file in self.folder.iterdir())
        yield from sorted(int(match[1]) for match in found if match)

    def put(self, number: int, part: bytes) -> None:
        """Keep a part, whole."""
        write_whole(self._file(number), part)

    def parts(self) -> Iterator[Part]:
        """All parts in the order of the source. Raises ReviewerError for one that is damaged."""
        for number in self.numbers():
            yield self.part(number)

    def part(self, number: int) -> Part:
        """The part of this number. Raises ReviewerError where it is damaged."""
        try:
            return msgspec.json.decode(self._file(number).read_bytes(), type=Part)
        except (OSError, msgspec.MsgspecError) as error:
            raise ReviewerError(f"{self._file(number)}: is damaged ({error}); delete it and run the same command again") from None

    def remove(self) -> None:
        """Delete the folder; it is gone at once for whoever comes next, also where this process is killed on the way."""
        doomed = self.folder.with_name(self.folder.name + ".done")
        shutil.rmtree(doomed, ignore_errors=True)
        if self.folder.exists():
            self.folder.rename(doomed)
            shutil.rmtree(doomed, ignore_errors=True)

    def _file(self, number: int) -> Path:
        return self.folder / f"part-{number:06}.json"
