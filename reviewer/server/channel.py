"""How the front process and a worker talk over a pipe: a header of known type and a body of bytes, each with its length before it."""

from __future__ import annotations

import asyncio
import struct
from typing import BinaryIO, Literal, TypeVar

import msgspec

Kind = Literal["review", "notice", "rules"]


class Job(msgspec.Struct, frozen=True):
    """What a worker is to do with the body that follows."""

    kind: Kind
    seconds: float
    """When the worker ends by itself, should nobody be there to end it."""


class Begun(msgspec.Struct, frozen=True):
    """That a job was taken up; one whose worker ends before this can be given to another."""


class Outcome(msgspec.Struct, frozen=True):
    """What came of a job; the answer is the body that follows."""

    status: int
    """The HTTP status of the answer."""
    broke: str | None = None
    """The kind and place of a fault of the program, without a word of the letter."""
    spent: bool = False
    """Whether the worker has grown so much that another should take its place."""


_LENGTHS = struct.Struct(">II")
_Header = TypeVar("_Header", bound=msgspec.Struct)


def packed(header: msgspec.Struct, body: bytes) -> bytes:
    """Header and body as they travel."""
    head = msgspec.json.encode(header)
    return _LENGTHS.pack(len(head), len(body)) + head + body


def read(stream: BinaryIO, kind: type[_Header]) -> tuple[_Header, bytes] | None:
    """The next header and body; None where the other side has ended."""
    lengths = stream.read(_LENGTHS.size)
    if len(lengths) < _LENGTHS.size:
        return None
    head, body = _LENGTHS.unpack(lengths)
    both = stream.read(head + body)
    return (msgspec.json.decode(both[:head], type=kind), both[head:]) if len(both) == head + body else None


async def receive(stream: asyncio.StreamReader, kind: type[_Header]) -> tuple[_Header, bytes]:
    """The next header and body. Raises asyncio.IncompleteReadError where the other side has ended."""
    head, body = _LENGTHS.unpack(await stream.readexactly(_LENGTHS.size))
    header = msgspec.json.decode(await stream.readexactly(head), type=kind)
    return header, await stream.readexactly(body)
