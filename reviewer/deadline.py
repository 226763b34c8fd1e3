"""A limit on how long to wait for what cannot be told to stop."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

_Result = TypeVar("_Result")


def within(seconds: float, call: Callable[[], _Result]) -> _Result:
    """What `call` returns or raises, if it ends in time; else TimeoutError, and what it does then is waited for no longer.

    Made for reading from a pipe or a socket, which lets other threads run. It cannot hold against native code that keeps the
    interpreter to itself: that needs a process of its own.
    """
    results: list[_Result] = []
    errors: list[BaseException] = []

    def run() -> None:
        try:
            results.append(call())
        except BaseException as error:  # raised again below, where it belongs
            errors.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(max(0.0, seconds))
    if errors:
        raise errors[0]
    if not results:
        raise TimeoutError(f"nothing came within {seconds:g} seconds")
    return results[0]
