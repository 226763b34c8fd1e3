"""The service under load and under fire: reviews a second, p99 at half of 30 a second, memory over many requests, hostile bodies.

`python scripts/bench/service.py [--seconds 20] [--requests 20000] [--bodies 10000] [--described 200]`. Starts a service of its own; 0 leaves a part out.
Each request carries a letter that no other carries: of 250 words, for the memory of 60. The load comes from the same machine and takes a share of its cores.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import re
import statistics
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
LETTERS = [(ROOT / "examples" / name).read_text(encoding="utf-8") for name in ("mixed.txt", "good.txt")]
TARGET = 30
"""Reviews a second that are wanted of two cores."""
JSON = {"Content-Type": "application/json"}


def letter(number: int, most: int = 250) -> str:
    """A letter of so many words, unlike every other."""
    room, words = most - 7, 0
    lines = []
    for line in "\n".join(LETTERS).splitlines():
        if words >= room:
            break
        kept = line.split()[: room - words]
        words += len(kept)
        lines.append(" ".join(kept))
    return "\n".join([*lines, f"Our reference is R{number} of lot {number * 7919 % 99991}."])


class Service:
    """The service that is measured."""

    def __init__(self, process: subprocess.Popen[str], port: int) -> None:
        self.process, self.port = process, port
        self._own = threading.local()

    def ask(self, path: str, body: bytes) -> tuple[int, float]:
        """Status and seconds of one request; each thread keeps its connection."""
        begin = time.perf_counter()
        for _ in range(2):  # the service may have closed an idle connection
            connection = getattr(self._own, "connection", None)
            if connection is None:
                connection = self._own.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
            try:
                connection.request("POST", path, body, JSON)
                response = connection.getresponse()
                response.read()
            except (http.client.RemoteDisconnected, ConnectionError):
                connection.close()
                self._own.connection = None
            else:
                return response.status, time.perf_counter() - begin
        return 0, time.perf_counter() - begin

    def processes(self) -> list[int]:
        """The front process and its workers."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text(encoding="ascii")
        return [self.process.pid, *map(int, children.split())]

    def memory(self) -> list[int]:
        """The resident memory of each process, in MB."""
        pages = [int(Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()[1]) for process in self.processes()]
        return [count * os.sysconf("SC_PAGESIZE") >> 20 for count in pages]

    def worked(self) -> float:
        """The seconds that all processes have worked."""
        ticks = 0
        for process in self.processes():
            fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")


@contextmanager
def service(workers: int) -> Iterator[Service]:
    """A service with `workers`, ready."""
    command = [sys.executable, "-m", "reviewer", "serve", "--port", "0", "--quiet", "--workers", str(workers)]
    process = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    port = 0
    for line in process.stderr:
        if found := re.search(r"listens on \S+:(\d+)$", line.strip()):
            port = int(found[1])
        if "is ready" in line:
            break
    threading.Thread(target=process.stderr.read, daemon=True).start()
    try:
        yield Service(process, port)
    finally:
        process.terminate()
        print(f"stopped with status {process.wait(timeout=60)}")


def body(number: int, words: int = 250) -> bytes:
    return json.dumps({"text": letter(number, words)}).encode()


def throughput(of: Service, seconds: float, clients: int = 6) -> None:
    """As many reviews as there can be."""
    end = time.perf_counter() + seconds
    numbers = iter(range(10**9))
    lock = threading.Lock()
    taken: list[float] = []
    statuses: Counter[int] = Counter()

    def client(_: int) -> None:
        while time.perf_counter() < end:
            with lock:
                number = next(numbers)
            status, spent = of.ask("/v1/review", body(number))
            with lock:
                statuses[status] += 1
                taken.append(spent)

    before, begin = of.worked(), time.perf_counter()
    with ThreadPoolExecutor(clients) as pool:
        list(pool.map(client, range(clients)))
    spent, worked = time.perf_counter() - begin, of.worked() - before
    print(
        f"throughput   {len(taken) / spent:6.1f} reviews a second by {clients} clients, {worked / len(taken) * 1000:.0f} ms of CPU a review, {_times(taken)}, {_said(statuses)}"
    )


def steady(of: Service, seconds: float, rate: float) -> None:
    """`rate` reviews a second, begun by the clock whatever the answers do."""
    count = int(seconds * rate)
    start = time.perf_counter() + 0.1

    def client(number: int) -> tuple[int, float]:
        due = start + number / rate
        time.sleep(max(0.0, due - time.perf_counter()))
        status, _ = of.ask("/v1/review", body(number + 10**6))
        return status, time.perf_counter() - due

    with ThreadPoolExecutor(32) as pool:
        done = list(pool.map(client, range(count)))
    print(
        f"steady       {rate:6.1f} reviews a second for {seconds:.0f} s: {_times([spent for _, spent in done])}, {_said(Counter(status for status, _ in done))}"
    )


def memory(of: Service, requests: int, clients: int = 4) -> None:
    """Resident memory while many letters of 60 words pass, all of them different."""
    print(f"memory            0 requests: {of.memory()} MB (front, workers)")
    statuses: Counter[int] = Counter()
    part = max(1, requests // 8)
    with ThreadPoolExecutor(clients) as pool:
        for first in range(0, requests, part):
            numbers = range(first, min(first + part, requests))
            statuses.update(status for status, _ in pool.map(lambda number: of.ask("/v1/review", body(number + 2 * 10**6, 60)), numbers))
            print(f"memory       {numbers[-1] + 1:6} requests: {of.memory()} MB, {_said(statuses)}", flush=True)


def fuzz(of: Service, bodies: int, clients: int = 4) -> None:
    """Bodies that are broken in some way, to both routes."""
    make = _breaker(random.Random(20))
    lock = threading.Lock()
    statuses: Counter[int] = Counter()
    taken: list[float] = []

    def client(number: int) -> None:
        with lock:
            broken = make()
        status, spent = of.ask("/v1/notice" if number % 4 == 0 else "/v1/review", broken)
        with lock:
            statuses[status] += 1
            taken.append(spent)

    with ThreadPoolExecutor(clients) as pool:
        list(pool.map(client, range(bodies)))
    bad = {status for status in statuses if status == 0 or status >= 500}
    print(f"fuzzed       {bodies} bodies: {_said(statuses)}, {_times(taken)}; {'FAILED' if bad else 'none gave 5xx or no answer'}")


def _breaker(generator: random.Random) -> Callable[[], bytes]:
    fields = [
        "text",
        "name",
        "notice",
        "previous",
        "road",
        "select",
        "ignore",
        "fail_on",
        "min_score",
        "min_overall",
        "english_fails",
        "time_limit",
        "path",
        "x",
    ]
    sound = {"text": letter(1)[:300], "notice": "Your account was deactivated. Send a plan of action.", "select": ["TON"], "min_score": 50, "road": "plan"}
    odd = [
        "",
        " ",
        "\0",
        "a",
        "\u202e",
        "😀" * 50,
        "𝔸" * 20,
        "- a\n" * 200,
        "!?" * 500,
        "<b>" * 99,
        "\u0301" * 300,
        "(" * 999,
        "9" * 400,
        "a" * 3000,
        "\r" * 300,
    ]
    values: list[object] = [
        None,
        True,
        0,
        -1,
        1e308,
        10**30,
        [],
        {},
        [[]],
        ["a", 1],
        {"a": {}},
        "plan",
        "dispute",
        "never",
        ["TON", "ACC201"],
        *odd,
        *([text] for text in odd),
    ]

    def make() -> bytes:
        kind = generator.random()
        if kind < 0.1:
            return generator.randbytes(generator.randrange(200))
        if kind < 0.15:
            return generator.choice([b"[", b'{"text":', b'{"notice":[', b'"', b"\xef\xbb\xbf", b"{}", b"1e999"]) * generator.randrange(1, 3000)
        request: dict[str, object] = dict(sound)
        for field in generator.sample(fields, generator.randrange(4)):
            request[field] = generator.choice(values)
        if generator.random() < 0.5:
            request["text"] = generator.choice(odd) + generator.choice(odd) + generator.choice(["", "The customer lied."])
        raw = bytearray(json.dumps(request, ensure_ascii=generator.random() < 0.5).encode(errors="surrogatepass"))
        if kind < 0.5:
            for _ in range(generator.randrange(1, 4)):
                place = generator.randrange(len(raw))
                raw[place : place + generator.randrange(3)] = generator.randbytes(generator.randrange(3))
        return bytes(raw)

    return make


def described(of: Service, examples: int) -> None:
    """What schemathesis makes of the description of the service."""
    tool = Path(sys.executable).with_name("schemathesis")
    command = [str(tool), "run", f"http://127.0.0.1:{of.port}/openapi.json", "--max-examples", str(examples), "--request-timeout", "30"]
    command += ["--exclude-checks", "positive_data_acceptance", "--no-color", "--seed", "5"]  # an empty text is well-formed and still refused
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT.parent)
    print("\n".join(f"schemathesis  {line}" for line in done.stdout.splitlines()[-(12 if done.returncode == 0 else 80) :] if line.strip()))


def _times(taken: list[float]) -> str:
    cuts = statistics.quantiles(taken, n=100) if len(taken) > 1 else [0.0] * 99
    return f"median {cuts[49] * 1000:.0f} ms, p99 {cuts[98] * 1000:.0f} ms, worst {max(taken) * 1000:.0f} ms"


def _said(statuses: Counter[int]) -> str:
    return "status " + ", ".join(f"{status or 'none'}: {count}" for status, count in sorted(statuses.items()))


def main() -> None:
    """Print all figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--workers", type=int, default=len(os.sched_getaffinity(0)))
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--requests", type=int, default=20_000)
    parser.add_argument("--bodies", type=int, default=10_000)
    parser.add_argument("--described", type=int, default=200)
    options = parser.parse_args()
    print(f"{len(os.sched_getaffinity(0))} cores, Python {sys.version.split()[0]}, load {os.getloadavg()[0]:.1f}, {len(letter(1).split())} words a letter")
    with service(options.workers) as started:
        if options.seconds:
            throughput(started, min(5, options.seconds / 4))
            throughput(started, options.seconds)
            steady(started, options.seconds, TARGET / 2)
        if options.bodies:
            fuzz(started, options.bodies)
        if options.described:
            described(started, options.described)
        if options.requests:
            memory(started, options.requests)


if __name__ == "__main__":
    main()
