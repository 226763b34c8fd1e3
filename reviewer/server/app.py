"""The routes of the service."""

from __future__ import annotations

import asyncio
from collections.abc import Collection

import msgspec
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp

from reviewer.hook import Problem, RefusedError
from reviewer.server.assets import INDEX, assets
from reviewer.server.bodies import Bodies
from reviewer.server.channel import Kind
from reviewer.server.contract import State, notice_request, review_request
from reviewer.server.edge import GONE, Edge, failure, refusal
from reviewer.server.meter import Meter
from reviewer.server.openapi import document
from reviewer.server.pool import Pool

JSON = "application/json"


class Service:
    """What the routes share."""

    def __init__(self, pool: Pool) -> None:
        """Answer with the workers of `pool`."""
        self.pool = pool
        self.meter = Meter(pool)
        self.stopping = False
        self._warm = False
        self._bodies = Bodies()
        self._assets = assets()
        self._openapi = msgspec.json.encode(document())
        self._rules: bytes | None = None

    async def review(self, request: Request) -> Response:
        """The Report on a draft."""
        async with self._bodies.of(request) as body:
            asked = review_request(body)
            return await self._answer(request, "review", body, asked.time_limit)

    async def notice(self, request: Request) -> Response:
        """What a notice says."""
        async with self._bodies.of(request) as body:
            notice_request(body)
            return await self._answer(request, "notice", body)

    async def rules(self, _: Request) -> Response:
        """All rules; a worker is asked once."""
        if self._rules is None:
            outcome, answer = await self.pool.ask("rules", b"")
            if outcome.status != 200:
                return Response(answer, outcome.status, media_type=JSON)
            self._rules = answer
        return Response(self._rules, media_type=JSON)

    async def healthz(self, _: Request) -> Response:
        """That the front process is alive."""
        return self._state(State("alive", self.pool.ready))

    async def readyz(self, _: Request) -> Response:
        """Whether requests should be sent here."""
        self._warm = self._warm or self.pool.ready == self.pool.workers
        if self.stopping:
            return self._state(State("stopping", self.pool.ready), 503)
        if not self._warm or not self.pool.ready:
            return self._state(State("starting", self.pool.ready), 503)
        return self._state(State("ready", self.pool.ready))

    async def metrics(self, _: Request) -> Response:
        """The counters for Prometheus."""
        return Response(self.meter.text(), media_type="text/plain; version=0.0.4")

    async def openapi(self, _: Request) -> Response:
        """The description of the service."""
        return Response(self._openapi, media_type=JSON)

    async def page(self, request: Request) -> Response:
        """The page, or one of its files."""
        found = self._assets.get(request.path_params.get("file", INDEX))
        if found is None:
            raise HTTPException(404)
        return Response(found[0], media_type=found[1])

    async def _answer(self, request: Request, kind: Kind, body: bytes, seconds: float | None = None) -> Response:
        """What a worker answers, unless the client leaves before."""
        asked = asyncio.ensure_future(self.pool.ask(kind, body, seconds))
        left = asyncio.ensure_future(_leaves(request))
        try:
            await asyncio.wait([asked, left], return_when=asyncio.FIRST_COMPLETED)
        finally:
            left.cancel()
            if not asked.done():
                asked.cancel()
        if not asked.done():
            raise ClientDisconnect
        outcome, answer = asked.result()
        return Response(answer, outcome.status, media_type=JSON)

    @staticmethod
    def _state(state: State, status: int = 200) -> Response:
        return Response(msgspec.json.encode(state), status, media_type=JSON)


async def _leaves(request: Request) -> None:
    """Wait until the client is gone."""
    while (await request.receive())["type"] != "http.disconnect":
        pass


def _refused(_: Request, error: Exception) -> Response:
    assert isinstance(error, RefusedError)
    return refusal(error)


def _left(_: Request, __: Exception) -> Response:
    return Response(status_code=GONE)


def _broke(_: Request, __: Exception) -> Response:
    return failure(Problem("failed", "the service failed on this request"))


def _no_route(_: Request, error: Exception) -> Response:
    """A path or method that there is not, in the shape of every other error."""
    assert isinstance(error, HTTPException)
    if error.status_code == 405:
        return failure(Problem("bad_method", "this path takes another method"), dict(error.headers or {}))
    return failure(Problem("not_found", "there is nothing at this path; /openapi.json lists what there is"))


_HANDLERS = {HTTPException: _no_route, RefusedError: _refused, ClientDisconnect: _left, Exception: _broke}


def application(service: Service, *, hosts: Collection[str] | None = None, key: str | None = None) -> ASGIApp:
    """The whole service; requests for other `hosts` or without `key` are refused, where they are given."""
    routes = [
        Route("/v1/review", service.review, methods=["POST"]),
        Route("/v1/notice", service.notice, methods=["POST"]),
        Route("/v1/rules", service.rules),
        Route("/healthz", service.healthz),
        Route("/readyz", service.readyz),
        Route("/metrics", service.metrics),
        Route("/openapi.json", service.openapi),
        Route("/", service.page),
    ]
    paths = [route.path for route in routes]
    inner = Starlette(routes=[*routes, Route("/static/{file}", service.page)], exception_handlers=_HANDLERS)
    inner.router.redirect_slashes = False
    return Edge(inner, paths=paths, hosts=hosts, key=key, meter=service.meter)
