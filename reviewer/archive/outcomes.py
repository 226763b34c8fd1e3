"""How letters that Amazon accepted differ from those it refused, and what that can and cannot say."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import numpy as np
import numpy.typing as npt

from reviewer.archive import intervals
from reviewer.archive.intervals import Floats, Numbers

FEWEST = 10
"""Letters on each side below which nothing is compared."""
FEW = 30
"""Letters on each side below which a comparison is called shaky."""
_AUTHORS = 10
"""Authors from which on the bootstrap draws whole authors."""
_HELD = 5
"""Letters that must hold a finding before it is compared."""

WARNING = (
    "Amazon's answer hangs on what a letter does not show: invoices, the state of the account, who reads it, earlier appeals. A difference here is "
    "no proof that the wording made it, and no forecast for the next letter. Letters without an answer are left out, and those may be other letters."
)


class Difference(msgspec.Struct, frozen=True):
    """One figure for accepted and for refused letters. Scores in points, findings in percent of letters."""

    name: str
    accepted: float
    refused: float
    difference: float
    low: float
    high: float
    """The 95 % interval of the difference, by itself."""
    clear: bool
    """Whether the difference stands when all comparisons are looked at together (Bonferroni)."""
    within: float | None
    """The difference among letters of one reason, averaged over reasons; None where no reason has both answers."""


class Comparison(msgspec.Struct, frozen=True):
    """Accepted against refused letters."""

    accepted: int
    refused: int
    unknown: int
    scores: list[Difference]
    findings: list[Difference]
    """Largest difference first."""
    notes: list[str]
    """What to bear in mind, in plain sentences; the general warning first."""

    @property
    def comparisons(self) -> int:
        """How many differences were looked at."""
        return len(self.scores) + len(self.findings)


class Outcomes(msgspec.Struct, frozen=True):
    """What is compared: arrays of one entry a letter with an answer."""

    accepted: npt.NDArray[np.bool_]
    scores: dict[str, Floats]
    reasons: Numbers
    authors: Numbers
    """-1 for an unknown one."""
    findings: dict[str, npt.NDArray[np.bool_]]
    """For each code whether the letter has it."""


def compare(outcomes: Outcomes, unknown: int) -> Comparison | None:
    """The comparison; None where no letter has an answer."""
    accepted = outcomes.accepted
    yes, no = int(accepted.sum()), int((~accepted).sum())
    if not yes + no:
        return None
    if min(yes, no) < FEWEST:
        note = f"Only {yes} accepted and {no} refused letters: at least {FEWEST} of each are needed before a comparison says anything."
        return Comparison(yes, no, unknown, [], [], [WARNING, note])
    known = sorted(code for code, has in outcomes.findings.items() if int(has.sum()) >= _HELD)
    together = len(outcomes.scores) + len(known)
    strict = intervals.normal(together)
    groups, notes = _groups(outcomes.authors)
    scores = [_of_score(name, values, outcomes, groups, strict) for name, values in outcomes.scores.items()]
    findings = [_of_finding(code, outcomes, strict) for code in known]
    return Comparison(
        yes,
        no,
        unknown,
        scores,
        sorted(findings, key=lambda one: (-abs(one.difference), one.name)),
        [WARNING, *_few(yes, no), *notes, _together(together)],
    )


def _of_score(name: str, values: Floats, outcomes: Outcomes, groups: Numbers, strict: float) -> Difference:
    accepted = outcomes.accepted
    yes, no = float(values[accepted].mean()), float(values[~accepted].mean())
    low, high, error = intervals.difference(values, accepted, groups)
    return Difference(name, yes, no, yes - no, low, high, abs(yes - no) > strict * error > 0, _within(values, outcomes))


def _of_finding(code: str, outcomes: Outcomes, strict: float) -> Difference:
    has, accepted = outcomes.findings[code], outcomes.accepted
    yes, no = int(has[accepted].sum()), int(has[~accepted].sum())
    totals = int(accepted.sum()), int((~accepted).sum())
    low, high = intervals.newcombe(yes, totals[0], no, totals[1])
    strict_low, strict_high = intervals.newcombe(yes, totals[0], no, totals[1], strict)
    one, other = 100 * yes / totals[0], 100 * no / totals[1]
    within = _within(has.astype(np.float64) * 100, outcomes)
    return Difference(code, one, other, one - other, 100 * low, 100 * high, strict_low > 0 or strict_high < 0, within)


def _within(values: Floats, outcomes: Outcomes) -> float | None:
    """The difference within reasons, each weighed as Mantel and Haenszel (1959) do."""
    accepted, count = outcomes.accepted, int(outcomes.reasons.max()) + 1
    sides = []
    for side in (accepted, ~accepted):
        sizes = np.bincount(outcomes.reasons[side], minlength=count)
        sides.append((sizes, np.bincount(outcomes.reasons[side], weights=values[side], minlength=count) / np.maximum(sizes, 1)))
    (yes, yes_mean), (no, no_mean) = sides
    weights = yes * no / np.maximum(yes + no, 1)
    return float(weights @ (yes_mean - no_mean) / weights.sum()) if weights.sum() else None


def _groups(authors: Numbers) -> tuple[Numbers, list[str]]:
    """What the bootstrap draws, whole authors or single letters, and what to say of it."""
    known = len(np.unique(authors[authors >= 0]))
    singly = np.arange(len(authors))
    if known >= _AUTHORS:
        return np.where(authors >= 0, authors, known + singly + 1), []
    if known > 1:
        return singly, [f"The letters are by {known} authors only; what one author does alike makes the intervals narrower than they should be."]
    return singly, []


def _few(yes: int, no: int) -> list[str]:
    if min(yes, no) >= FEW:
        return []
    return [f"Only {min(yes, no)} letters on one side: take every difference for a hint; {FEW} and more make it steadier."]


def _together(count: int) -> str:
    by_chance = round(0.05 * count)
    return f"{count} differences are looked at, and about {by_chance or 'one'} of them would pass for real by chance; only those marked clear stand when all are taken together."


def clear(differences: Sequence[Difference]) -> list[Difference]:
    """Those that stand when all are taken together."""
    return [one for one in differences if one.clear]
