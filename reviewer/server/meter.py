"""What is counted, for Prometheus. No label comes from a request."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest
from prometheus_client.core import CounterMetricFamily
from prometheus_client.registry import Collector

from reviewer.server.pool import Pool

_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 12.8, 25.6)


class _Ends(Collector):
    """The workers that ended, by the reason."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    def collect(self) -> list[CounterMetricFamily]:
        """The family, read from the pool."""
        family = CounterMetricFamily("reviewer_worker_restarts", "Workers that another took the place of, by the reason.", labels=["reason"])
        for reason in ("died", "time", "memory"):
            family.add_metric([reason], self._pool.ends[reason])
        return [family]


class Meter:
    """The counters of one service."""

    def __init__(self, pool: Pool) -> None:
        """Count for the service with this pool."""
        self._registry = CollectorRegistry()
        self._requests = Counter("reviewer_requests", "Requests answered.", ["route", "status"], registry=self._registry)
        self._seconds = Histogram("reviewer_request_seconds", "Seconds from header to answer.", ["route"], buckets=_SECONDS, registry=self._registry)
        for name, words, figure in (
            ("reviewer_queue_length", "Requests that wait for a worker.", lambda: pool.waiting),
            ("reviewer_workers_ready", "Workers that could review.", lambda: pool.ready),
            ("reviewer_workers_busy", "Workers that review.", lambda: pool.busy),
        ):
            Gauge(name, words, registry=self._registry).set_function(figure)
        self._registry.register(_Ends(pool))
        ProcessCollector(registry=self._registry)

    def count(self, route: str, status: int, seconds: float) -> None:
        """One request more."""
        self._requests.labels(route, str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    def text(self) -> bytes:
        """All figures in the text format of Prometheus."""
        return generate_latest(self._registry)
