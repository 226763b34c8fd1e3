"""Metrics as JSON: rows, metric by metric, or Amazon's own report GET_V2_SELLER_PERFORMANCE_REPORT.

The shape of the report is that of accountHealthReport-2020-11-18.json in github.com/amzn/selling-partner-api-models; it writes rates as
fractions of one and gives the target beside each.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, NoReturn

from reviewer.case.health import names
from reviewer.case.health.rows import COLUMNS, MAX_ROWS, Parsed, Row, field_of, short
from reviewer.case.metrics import Unrecognised
from reviewer.types import ReviewerError

_SETTINGS = ("marketplace", "unit", "start", "end", "period", "window")
"""Fields that a whole object may set for all its rows."""
_GROUPS = ("metrics", "violations", "policies")
_MARKETPLACE_IDS = {
    "ATVPDKIKX0DER": "US", "A2EUQ1WTGCTBG2": "CA", "A1AM78C64UM0Y8": "MX", "A2Q3Y263D00KWC": "BR", "A1PA6795UKMFR9": "DE", "A1RKKUPIHCS9HS": "ES",
    "A13V1IB3VIYZZH": "FR", "APJ6JRA9NG5V4": "IT", "A1F83G8C2ARO7P": "UK", "A1805IZSGTT6HS": "NL", "A2NODRKZP88ZB9": "SE", "A1C3SOZRARQ6R3": "PL",
    "A33AVAJ2PDY3EV": "TR", "A39IBJ37TRP1C6": "AU", "A1VC38T7YXB528": "JP", "A19VAU5U5O4RUS": "SG", "A21TJRUUN4KGV": "IN", "A2VIGQ35RCS4UG": "AE",
    "A17E79C6D8DWNP": "SA", "ARBP9OOSHTCHU": "EG", "AMEN7PMS3EDWL": "BE", "AE08WJ6YKNBMC": "ZA", "A28R8C7NBKEWEA": "IE",
}  # fmt: skip
_BAD = ("lateShipmentCount", "cancellationCount", "orderWithDefects", "invoiceDefect")
_GOOD = ("validTrackingCount", "onTimeDeliveryCount")
_ORDERS = ("orderCount", "shipmentCount", "shipmentCountWithValidTracking")
_PARTS = (("claims", "A-to-z claims"), ("chargebacks", "chargebacks"), ("negativeFeedback", "negative feedback"))


def parse(text: str, name: str) -> Parsed:
    """The rows of a JSON document. Raises ReviewerError for what is no JSON, holds a key twice, or is no list or object."""
    try:
        data = json.loads(text, parse_float=Decimal, parse_constant=_constant, object_pairs_hook=_object)
    except ReviewerError as error:
        raise ReviewerError(f"{name}: {error}") from None
    except json.JSONDecodeError as error:
        raise ReviewerError(f"{name}: is no valid JSON ({error.msg} in line {error.lineno}, column {error.colno})") from None
    except RecursionError:
        raise ReviewerError(f"{name}: is nested too deeply for a table of metrics") from None
    except (ValueError, ArithmeticError):
        raise ReviewerError(f"{name}: holds a number that is too long for a metric") from None
    parsed = Parsed()
    if isinstance(data, dict) and "performanceMetrics" in data:
        _report(data, parsed)
    elif isinstance(data, dict):
        _document(data, parsed)
    elif isinstance(data, list):
        _rows(data, "", {}, parsed)
    else:
        raise ReviewerError(f"{name}: holds a single value; allowed are a list of rows or an object with the keys {COLUMNS}")
    if len(parsed.rows) > MAX_ROWS:
        raise ReviewerError(f"{name}: has more than {MAX_ROWS:,} rows, which is the most that is read")
    return parsed


def _constant(found: str) -> NoReturn:
    raise ReviewerError(f"holds {found}, which is no figure")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise ReviewerError(f"holds the key '{short(twice)}' twice in one object")
    return made


def _cell(value: object) -> str | None:
    """A value as a cell of a table; None for a nested one."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else ""
    if isinstance(value, Decimal):
        return f"{value:f}" if -20 < value.adjusted() < 20 else str(value)
    return str(value) if isinstance(value, int | str) else None


def _document(data: Mapping[str, Any], parsed: Parsed) -> None:
    """An object: one row, rows under `metrics` and `violations`, or the metrics as keys of its own."""
    if any(field_of(key)[0] == "name" and isinstance(value, str) for key, value in data.items()):
        _row(data, "the object", {}, parsed)
        return
    settings = _settings(data)
    rest: dict[str, Any] = {}
    for key, value in data.items():
        if key in _GROUPS and isinstance(value, list):
            _rows(value, key, settings, parsed)
        elif key in _GROUPS and isinstance(value, dict):
            _by_name(value, f"{key}.", settings, parsed)
        elif field_of(key)[0] not in _SETTINGS:
            rest[key] = value
    if not parsed.rows or any(_named(key) for key in rest):
        _by_name(rest, "", settings, parsed)
    elif rest:
        parsed.notes.append("these keys are not used: " + ", ".join(short(key) for key in rest))


def _settings(data: Mapping[str, Any]) -> dict[str, str]:
    """What an object says for all its rows."""
    found = {}
    for key, value in data.items():
        field, cell = field_of(key)[0], _cell(value)
        if field in _SETTINGS and cell:
            found[str(field)] = cell.lower() if field == "unit" else cell
    return found


def _named(key: str) -> bool:
    name = names.understand(key)
    return bool(name.metrics or name.policy)


def _by_name(data: Mapping[str, Any], path: str, settings: Mapping[str, str], parsed: Parsed) -> None:
    """Metrics as keys, each with a figure or an object of fields."""
    for key, value in data.items():
        place = f"{path}{short(key)}"
        cell = _cell(value)
        if cell is not None:
            parsed.rows.append(Row(place=place, name=key, **{**settings, "value": cell}))
        elif isinstance(value, dict):
            _row(value, place, {**settings, "name": key}, parsed)
        else:
            parsed.unread.append(Unrecognised(place, short(key), "holds a list where a figure or an object is wanted"))


def _rows(data: list[Any], path: str, settings: Mapping[str, str], parsed: Parsed) -> None:
    for number, entry in enumerate(data):
        place = f"{path}[{number}]"
        if isinstance(entry, dict):
            _row(entry, place, settings, parsed)
        else:
            parsed.unread.append(Unrecognised(place, short(str(entry)[:200]), "is no object with a metric and a value"))


def _row(data: Mapping[str, Any], place: str, settings: Mapping[str, str], parsed: Parsed) -> None:
    fields = dict(settings)
    for key, value in data.items():
        field, unit = field_of(key)
        cell = _cell(value)
        if field is None:
            parsed.notes.append(f"{place}: the key '{short(key)}' is not used")
        elif cell is None:
            parsed.unread.append(Unrecognised(place, short(key), "holds a list or object where a figure is wanted"))
            return
        else:
            fields[field] = cell.lower() if field == "unit" else cell
            if unit and field == "value":
                fields.setdefault("unit", unit)
    parsed.rows.append(Row(place=place, **fields))


def _report(data: Mapping[str, Any], parsed: Parsed) -> None:
    """Amazon's report: one entry a marketplace."""
    for status in _dicts(data.get("accountStatuses")):
        site = _MARKETPLACE_IDS.get(str(status.get("marketplaceId")), str(status.get("marketplaceId")))
        parsed.notes.append(f"account status in {short(site)}: {short(str(status.get('status')))}")
    for number, entry in enumerate(_dicts(data["performanceMetrics"])):
        site = str(entry.get("marketplaceId", ""))
        site = _MARKETPLACE_IDS.get(site, site)
        for key, value in entry.items():
            for path, node in _nodes(key, value):
                _node(f"performanceMetrics[{number}].{path}", key, node, site, parsed)


def _dicts(value: object) -> Iterator[dict[str, Any]]:
    yield from (entry for entry in (value if isinstance(value, list) else [value]) if isinstance(entry, dict))


def _nodes(key: str, value: object) -> Iterator[tuple[str, dict[str, Any]]]:
    """The objects with figures below a key: itself, those of a list, or those by fulfilment."""
    if isinstance(value, dict) and not {"rate", "defectsCount", "ahrStatus", "ahrScore"} & set(value):
        yield from ((f"{short(key)}.{short(below)}", node) for below, node in value.items() if isinstance(node, dict))
    elif isinstance(value, dict):
        yield short(key), value
    elif isinstance(value, list):
        yield from ((f"{short(key)}[{number}]", node) for number, node in enumerate(value) if isinstance(node, dict))


def _node(place: str, key: str, node: Mapping[str, Any], site: str, parsed: Parsed) -> None:
    period = node.get("reportingDateRange")
    period = period if isinstance(period, dict) else {}
    start, end = (_cell(period.get(side)) or "" for side in ("reportingDateFrom", "reportingDateTo"))
    common = {"marketplace": site, "start": start, "end": end}
    name = key.removesuffix("List")
    if "defectsCount" in node:
        parsed.rows.append(Row(place=place, name=name, value=_cell(node["defectsCount"]) or "", **common))
    elif "ahrScore" in node:
        parsed.rows.append(Row(place=place, name="account health rating", value=_cell(node["ahrScore"]) or "", **common))
    elif "ahrStatus" in node:
        parsed.notes.append(f"Account Health Rating: the report gives the status {short(str(node['ahrStatus']))} and no score")
    elif "warningType" in node:
        parsed.notes.append(f"warning: {short(str(node['warningType']))} is {short(str(node.get('status')))}")
    elif "rate" in node:
        orders = _count(node, _ORDERS)
        who = {"mfn": "seller fulfilled", "afn": "fulfilled by amazon"}.get(place.rpartition(".")[2], "")
        shared = {**common, "fulfilment": who, "orders": orders}
        value = "n/a" if orders == "0" else _cell(node["rate"]) or ""
        target = _cell(node.get("targetValue")) or ""
        parsed.rows.append(Row(place=place, name=name, value=value, bad=_count(node, _BAD), good=_count(node, _GOOD), target=target, unit="fraction", **shared))
        for part, title in _PARTS:
            if isinstance(node.get(part), dict):
                parsed.rows.append(Row(place=f"{place}.{part}", name=title, bad=_count(node, (part,)), **shared))


def _count(node: Mapping[str, Any], keys: tuple[str, ...]) -> str:
    """The first of the counts that the node holds, itself or as `{"count": …}`."""
    for key in keys:
        value = node.get(key)
        value = value.get("count") if isinstance(value, dict) else value
        if value is not None:
            return _cell(value) or ""
    return ""
