"""Counts and readability: they describe a letter and are never part of a score."""

from __future__ import annotations

from reviewer.blocks import BlockKind
from reviewer.document import Document
from reviewer.types import Readability, Statistics


def statistics(document: Document) -> Statistics:
    """The statistics of a letter."""
    return Statistics(
        words=document.word_count,
        units=len(document.sentences),
        bullets=sum(block.kind is BlockKind.BULLET for block in document.blocks),
        sections=[
            document.excerpt(b.span) if b.kind is BlockKind.HEADING else b.label or "" for b in document.blocks if b.kind is BlockKind.HEADING or b.label
        ],
        quoted_units=sum(s.quoted for s in document.sentences),
        foreign_units=sum(not s.english for s in document.sentences),
        readability=_readability(document),
    )


def _readability(document: Document) -> Readability | None:
    """Readability by textstat, each list item closed with a full stop: bullets without one fool every formula.

    Only formulas without a syllable dictionary are used, because loading one takes half a second.
    """
    prose = [s for s in document.judged if document.block_of(s).kind in (BlockKind.PARAGRAPH, BlockKind.BULLET) and document.words(s.span) >= 3]
    if not prose:
        return None
    from textstat import textstat

    text = " ".join(" ".join(document.plain[s.span.start : s.span.end].split()).rstrip(".!?;:, ") + "." for s in prose)
    return Readability(
        sentences=len(prose),
        words_per_sentence=round(sum(document.words(s.span) for s in prose) / len(prose), 1),
        automated_readability_index=round(float(textstat.automated_readability_index(text)), 1),
        coleman_liau_index=round(float(textstat.coleman_liau_index(text)), 1),
    )
