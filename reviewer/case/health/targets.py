"""The table of usual targets, data/targets.toml: read strictly, looked up by metric, marketplace and day."""

from __future__ import annotations

import datetime
import functools
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import msgspec

from reviewer.case.metrics import Condition, Fulfilment, Goal, Measure, Metric, Programme
from reviewer.files import shipped
from reviewer.types import ReviewerError

STALE_AFTER = datetime.timedelta(days=548)
"""After 18 months without a look at the sources the table is called old."""


class Band(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"least": "from"}):
    """A named stretch of the Account Health Rating, from its lowest value on."""

    name: str
    least: int


class Target(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """One line of the table."""

    metric: Metric
    condition: Condition
    value: Annotated[float, msgspec.Meta(ge=0, le=1000)]
    effect: str
    dated: str
    source: str
    windows: list[Annotated[int, msgspec.Meta(ge=1, le=366)]] = []
    marketplaces: list[str] = []
    """Those that the source speaks of; none where it speaks of no particular one."""
    fulfilment: Fulfilment | None = None
    programme: Programme | None = None
    valid_from: datetime.date | None = None
    weak: bool = False
    bands: list[Band] = []


class Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole table and the day on which its sources were last read."""

    checked: datetime.date
    target: list[Target]


def read(path: Path) -> Table:
    """The table in a file. Raises ReviewerError that names the key for anything that does not hold."""
    try:
        return msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), Table)
    except OSError as error:
        raise ReviewerError(f"{path}: cannot be read ({error.strerror})") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ReviewerError(f"{path}: is not valid TOML ({error})") from None
    except msgspec.ValidationError as error:
        raise ReviewerError(f"{path}: {error}") from None


@functools.cache
def table() -> Table:
    """The table that travels with the package."""
    return read(shipped("data/targets.toml"))


def usual(measure: Measure, marketplace: str | None, day: datetime.date, targets: Sequence[Target]) -> Target | None:
    """The target for a measure on a day: one for the marketplace, else a general one, else one of another marketplace."""
    found = [
        target
        for target in targets
        if target.metric is measure.metric
        and target.programme == measure.programme
        and (target.fulfilment is None or measure.fulfilment in (None, target.fulfilment))
        and (target.valid_from is None or target.valid_from <= day)
    ]
    return min(found, key=lambda target: (_distance(target, marketplace), -(target.valid_from or datetime.date.min).toordinal()), default=None)


def _distance(target: Target, marketplace: str | None) -> int:
    """0 for a source that speaks of the marketplace, 1 for one that speaks of no particular one, 2 for one that speaks of others."""
    if not target.marketplaces:
        return 1
    return 0 if marketplace in target.marketplaces else 2


def goal(target: Target, marketplace: str | None) -> Goal:
    """A line of the table as the target that a measure is held against."""
    elsewhere = bool(target.marketplaces) and marketplace not in target.marketplaces
    return Goal(
        condition=target.condition,
        value=target.value,
        origin="table",
        windows=list(target.windows),
        valid_from=target.valid_from.isoformat() if target.valid_from else None,
        effect=target.effect,
        source=f"{target.source} ({target.dated})",
        unsure=target.weak or elsewhere,
    )


def band(value: float, bands: Sequence[Band]) -> str | None:
    """The name of the band in which a rating lies."""
    return next((one.name for one in sorted(bands, key=lambda one: -one.least) if value >= one.least), None)
