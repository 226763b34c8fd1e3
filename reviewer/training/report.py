"""The figures of an evaluation as Markdown tables, for the terminal and for the model card."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import isnan

from reviewer.training.evaluate import Evaluation, RuleRow, WorstUnit
from reviewer.training.robustness import Outcome
from reviewer.types import Dimension


def tables(made: Evaluation) -> Iterator[str]:
    """All figures of one evaluation."""
    yield f"{made.model} on {made.split}: {made.letters} letters, {made.units} units\n"
    yield "| figure | value | 95 % interval | two readers |\n|---|---|---|---|"
    for figure in made.summary:
        interval = f"{_number(figure.low)} to {_number(figure.high)}" if _number(figure.low) else ""
        yield f"| {figure.name} | {_number(figure.value)} | {interval} | {_number(figure.readers)} |"
    yield "\n| label | units | precision | recall | F1 | average precision | calibration error | two readers (F1) |\n|---|---|---|---|---|---|---|---|"
    for row in made.labels:
        yield (
            f"| `{row.label}` | {row.support} | {row.precision:.2f} | {row.recall:.2f} | {row.f1:.2f} | {_number(row.average_precision)} | "
            f"{_number(row.calibration_error, 3)} | {_number(row.readers)} |"
        )
    total, right = sum(n for _, n, _ in made.pairs), sum(k for _, _, k in made.pairs)
    if total:
        each = ", ".join(f"`{label}` {k} of {n}" for label, n, k in made.pairs)
        yield f"\nContrast pairs of which both sides are right: {right} of {total} ({right / total:.0%}): {each}."
    yield "\nBy author batch (role macro-F1, flag macro-F1): " + "; ".join(f"{batch} {role:.2f}, {flag:.2f}" for batch, role, flag in made.batches) + "."


def _number(value: float | None, digits: int = 2) -> str:
    return "" if value is None or isnan(value) else f"{value:.{digits}f}"


def rules(rows: Sequence[RuleRow], letters: int, ready: int) -> Iterator[str]:
    """Precision of each rule."""
    yield f"\n| code | rule | flag | findings | on units with the flag | on the {ready} ready of {letters} letters |\n|---|---|---|---|---|---|"
    for row in rows:
        right = f"{row.right} ({row.right / row.findings:.0%})" if row.flag else ""
        yield f"| {row.code} | {row.name} | {f'`{row.flag}`' if row.flag else ''} | {row.findings} | {right} | {row.on_ready} |"


def robustness(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """What each attack did."""
    yield f"\n| attack | {' | '.join(d.value for d in Dimension)} | overall | called ready | |\n|---|---|---|---|---|---|---|---|---|"
    for one in outcomes:
        moved = " | ".join(f"{one.changes[d.value]:+.1f}" if one.changes else "" for d in Dimension)
        yield f"| {one.name} | {moved} | {one.overall:+.1f} | {one.ready} of {one.letters} | {'; '.join(one.faults) or 'holds'} |"


def errors(units: Sequence[WorstUnit], confused: Sequence[tuple[str, str, int]]) -> Iterator[str]:
    """The worst errors and the roles that are confused."""
    yield "\n| letter | unit | label | readers | probability |\n|---|---|---|---|---|"
    for unit in units:
        text = " ".join(unit.text.split()).replace("|", "\\|")
        yield f"| {unit.letter} | {text} | `{unit.label}` | {'yes' if unit.true else 'no'} | {unit.probability:.2f} |"
    yield "\n| role | given as | units |\n|---|---|---|"
    for true, given, count in confused[:12]:
        yield f"| `{true}` | `{given}` | {count} |"
