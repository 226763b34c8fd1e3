"""The description of the service by OpenAPI 3.1, made from the types."""

from __future__ import annotations

import copy
import importlib.metadata
from collections.abc import Iterable
from typing import Any

import msgspec

from reviewer import hook
from reviewer.case.values import Notice
from reviewer.hook import Failure
from reviewer.server.contract import STATUS, NoticeRequest, Rules, State
from reviewer.types import Report

_ANYWHERE = ("wrong_host", "failed")
_BODY = ("bad_request", "no_key", "not_reviewed", "too_slow", "too_large", "bad_type", "wrong_host", "unusable", "busy", "failed")
_ABOUT = {
    400: "what came is no such request",
    401: "the key is missing or wrong",
    408: "the body did not arrive in time, or the time limit passed before there was an answer",
    413: "the body has more than 10 MiB",
    415: "the body is not JSON by its Content-Type",
    421: "the service does not go by the name in Host",
    422: "the text cannot be used, or there is no such rule",
    429: "the service is busy; Retry-After says when to ask again",
    500: "the process of the review ended by itself, or the program has a fault",
    503: "the workers are not ready yet, or the service is stopping",
}
_EXAMPLE = {
    "name": "draft.txt",
    "text": "Dear team,\n\nThe customers lied about the lamps. We improved our process and will be more careful.\n",
    "notice": "Hello, your listings for ASIN B0C7QKL2MN have been removed because of complaints about product safety.",
}


def document() -> dict[str, Any]:
    """The description, ready to be written as JSON."""
    types = (hook.Request, NoticeRequest, Report, Notice, Rules, State, Failure)
    made, components = msgspec.json.schema_components(types, ref_template="#/components/schemas/{name}")
    request, notice_request, report, notice, rules, state, _ = made
    components["Request"] = _without_files(components["Request"])
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "reviewer",
            "version": importlib.metadata.version("reviewer"),
            "summary": "Reads the draft of an Amazon seller's appeal before it is sent.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "security": [{}, {"key": []}],
        "paths": {
            "/v1/review": {"post": _operation("review", "Review a draft", "The Report", report, _BODY, _body(request, _EXAMPLE))},
            "/v1/notice": {
                "post": _operation("notice", "Say what a notice says", "The notice", notice, _BODY, _body(notice_request, {"text": _EXAMPLE["notice"]}))
            },
            "/v1/rules": {"get": _operation("rules", "List the rules", "The rules", rules, ("no_key", "not_reviewed", "busy", *_ANYWHERE))},
            "/healthz": {"get": _operation("healthz", "Is the front process alive?", "It is", state, ("failed",))},
            "/readyz": {"get": _operation("readyz", "Should requests be sent here?", "They should", state, ("failed",))},
            "/metrics": {"get": _metrics()},
        },
        "components": {"schemas": components, "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}}},
    }


def _without_files(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema of a request to the hook as a service takes it: with the text of the draft, without names of files."""
    made = copy.deepcopy(schema)
    for field in hook.FILE_FIELDS:
        del made["properties"][field]
    made["properties"]["text"] = {"type": "string"}
    made["required"] = ["text"]
    made["description"] = "What a caller asks. All but the text of the draft may be left out; docs/hook.md says what each field means."
    return made


def _operation(name: str, summary: str, about: str, answer: dict[str, Any], codes: Iterable[str], body: dict[str, Any] | None = None) -> dict[str, Any]:
    responses = {"200": {"description": about, "content": {"application/json": {"schema": answer}}}}
    if name == "readyz":
        responses["503"] = {"description": _ABOUT[503], "content": {"application/json": {"schema": answer}}}
    made = {"operationId": name, "summary": summary, "responses": responses | _failures(codes)}
    return made | {"requestBody": body} if body else made


def _failures(codes: Iterable[str]) -> dict[str, Any]:
    failure = {"application/json": {"schema": {"$ref": "#/components/schemas/Failure"}}}
    return {str(status): _refusal(status, failure) for status in sorted({STATUS[code] for code in codes})}


def _refusal(status: int, content: dict[str, Any]) -> dict[str, Any]:
    made: dict[str, Any] = {"description": _ABOUT[status], "content": content}
    if status == 429:
        made["headers"] = {"Retry-After": {"description": "in seconds", "schema": {"type": "integer", "minimum": 1}}}
    return made


def _body(schema: dict[str, Any], example: dict[str, str]) -> dict[str, Any]:
    return {"required": True, "content": {"application/json": {"schema": schema, "example": example}}}


def _metrics() -> dict[str, Any]:
    about = {"200": {"description": "The counters for Prometheus", "content": {"text/plain": {"schema": {"type": "string"}}}}}
    return {"operationId": "metrics", "summary": "Counters for Prometheus", "responses": about | _failures(("no_key", *_ANYWHERE))}
