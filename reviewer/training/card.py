"""The model card, models/README.md, from the manifest and the figures in models/figures.json."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec

from reviewer.classifier import FLAGS, Manifest, read_manifest
from reviewer.scoring import BACKED_DISPUTE, Scorer
from reviewer.training import report
from reviewer.training.evaluate import Evaluation, RuleRow, WorstUnit
from reviewer.training.robustness import Outcome
from reviewer.types import Dimension, ReviewerError

FIGURES = "figures.json"


class Figures(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All that was measured of one model."""

    evaluations: list[Evaluation]
    robustness: list[Outcome]
    rules: list[RuleRow]
    letters: int
    ready: int
    worst: list[WorstUnit]
    confusion: list[tuple[str, str, int]]
    ladder: str = ""
    """The table of baselines, as scripts/bench/ladder.py prints it."""


def read_figures(folder: Path) -> Figures:
    """The figures beside a model. Raises ReviewerError where they are missing or belong to another model."""
    path = folder / FIGURES
    try:
        figures = msgspec.json.decode(path.read_bytes(), type=Figures)
    except (OSError, msgspec.DecodeError) as error:
        raise ReviewerError(f"{path}: cannot be read ({error}); `reviewer evaluate data --write` makes it") from None
    model = read_manifest(folder, only="").model
    others = {made.model for made in figures.evaluations} - {model, "rules"}
    if others:
        raise ReviewerError(f"{path}: holds figures of {', '.join(sorted(others))}, and the model is {model}; `reviewer evaluate data --write` makes them anew")
    return figures


def card(folder: Path) -> str:
    """The model card of the model in `folder`."""
    manifest, figures = read_manifest(folder), read_figures(folder)
    scorer = Scorer.read(folder / "scorer.json")
    size = sum((folder / name).stat().st_size for name in manifest.files) / 2**20
    parts = [
        f"# Model card: {manifest.model}\n",
        "<!-- made by `reviewer evaluate data --write`; change the code, not this file -->\n",
        _ABOUT.format(size=size, pretrained=manifest.made_from["pretrained"][:12], corpus=manifest.made_from["corpus"][:12]),
        "## Figures\n",
        "Intervals are 95 % bootstrap intervals over letters (each letter is by another persona). 'Two readers' is what two independent readings of the same letters agree on.\n",
    ]
    for made in figures.evaluations:
        parts.append(f"### {'Rules and cue words alone' if made.model == 'rules' else 'Rules and classifier'}, {made.split} split\n")
        parts.append("\n".join(report.tables(made)) + "\n")
    if figures.ladder:
        parts += ["## The ladder\n", _LADDER, figures.ladder.strip() + "\n"]
    parts += ["## Robustness\n", _ROBUSTNESS, "\n".join(report.robustness(figures.robustness)).strip() + "\n"]
    parts += ["## Where it errs\n", "\n".join(report.errors(figures.worst, figures.confusion)).strip() + "\n"]
    parts += [
        "## Findings by rule\n",
        "Letters of the development and test splits.\n",
        "\n".join(report.rules(figures.rules, figures.letters, figures.ready)).strip() + "\n",
    ]
    parts += ["## Calibration and thresholds\n", _thresholds(manifest), "\n## The scorer\n", _scorer(scorer), "\n## Files\n", _files(manifest.files)]
    return "\n".join(parts) + "\n"


_ABOUT = """\
Labels every unit of an appeal with its role and flags, and scores the letter in five dimensions. It runs on onnxruntime and tokenizers;
neither torch, transformers nor scikit-learn is needed at run time. {size:.1f} MB in all.

- **Encoder:** all-MiniLM-L6-v2 (sha256 {pretrained}…), fine-tuned on the train split of the corpus (hash {corpus}…). It reads a letter in windows of 320
  tokens, every unit opened by a marker of its shape on the page, the reason of the notice in front where the notice is known.
- **Heads:** one role (softmax), twelve flags (sigmoid). A label's logit is a weighted sum over the tokens of the unit, so the words that drive it are known.
- **Calibration:** temperature for roles, Platt scaling for flags, fitted on development. Thresholds of findings hold their precision with the lower
  end of Wilson's interval (error 0.90, warning 0.75), on development and on cross-fitted train letters.
- **Scorer:** additive and monotone, fitted on the readers' marks of train letters as an encoder saw them that had not learned from them.

**Data.** The corpus was written and labelled by language models; see data/README.md. Agreement of its readers is that of two readings by the same kind of reader.

**Not for:** forecasting reinstatement (there is no outcome in the data), telling whether a text was written by a machine, judging people, other languages than
English, other letters than appeals of Amazon sellers. Figures on real letters will be lower than those below; measure on your own.
"""
_LADDER = "All rungs learned from train; scalings and thresholds were set on development; the figures are those of the split named.\n"
_ROBUSTNESS = "Letters of the development split, changed on purpose; the mean change of each score in points, and how many changed letters are called ready.\n"


def _thresholds(manifest: Manifest) -> str:
    def shown(value: float | None) -> str:
        return "never" if value is None else f"{value:.2f}"

    rows = [
        f"| `{flag}` | {c.slope:.2f} | {c.offset:.2f} | {c.given:.2f} | {shown(c.warning)} | {shown(c.error)} |"
        for flag in FLAGS
        for c in [manifest.flags[flag]]
    ]
    head = "| flag | slope | offset | given from | warning from | error from |\n|---|---|---|---|---|---|\n"
    return (
        head
        + "\n".join(rows)
        + f"\n\nRole logits are divided by {manifest.temperature:.2f}. A line beside the point is a warning from {shown(manifest.unrelated)} on.\n"
    )


def _scorer(scorer: Scorer) -> str:
    rows = [f"| {d} | {scorer.base[d]:.1f} | {_weights(scorer.weights[d])} | {scorer.overall[d]:.2f} |" for d in Dimension]
    head = "| dimension | points no letter reaches | points that a feature takes at its greatest | weight in the overall score |\n|---|---|---|---|\n"
    return (
        head
        + "\n".join(rows)
        + f"\n\n`ready` from an overall score of {scorer.ready_from:.1f} on, without an error and with no score below 60 (acceptance of a dispute: {BACKED_DISPUTE:.0f}), unless the settings say otherwise.\n"
    )


def _weights(weights: dict[str, float]) -> str:
    return ", ".join(f"{name.replace('_', ' ')} {points:.1f}" for name, points in sorted(weights.items(), key=lambda item: -item[1]))


def _files(files: dict[str, str]) -> str:
    rows: Sequence[str] = [f"| {name} | `{digest}` |" for name, digest in files.items()]
    return "| file | sha256 |\n|---|---|\n" + "\n".join(rows)
