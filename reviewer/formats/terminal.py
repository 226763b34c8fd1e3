"""What the formats for a terminal share."""

from __future__ import annotations

from collections.abc import Callable, Iterator

WIDTH = 88
Style = Callable[..., str]
"""A text and how it is to look (click.style) to the text with it."""


def styled(*, colour: bool) -> Style:
    """What gives a text its look, or with no colour leaves it as it is."""
    if not colour:
        return _unstyled
    import click

    return click.style


def _unstyled(text: str, **_: object) -> str:
    return text


def wrapped(indent: str, text: str) -> Iterator[str]:
    """The words of a text in lines of at most `WIDTH` characters, the first behind `indent` and the others as far in."""
    line = indent
    for word in text.split():
        if len(line) + len(word) + 1 > WIDTH and line.strip() and line != indent:
            yield line.rstrip()
            line = " " * len(indent)
        line += word + " "
    yield line.rstrip()
