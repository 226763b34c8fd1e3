"""`reviewer train` and `reviewer evaluate`: the model made from the corpus, and what it is worth."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from reviewer.cli.common import complain

if TYPE_CHECKING:
    from reviewer.model import Model
    from reviewer.training.corpus import Letter
    from reviewer.training.evaluate import Judged

_NEEDS = "training and evaluation need more packages: `pip install '.[train]'`"


@click.command()
@click.argument("corpus", type=click.Path(path_type=Path))
@click.option("-o", "--output", type=click.Path(path_type=Path, file_okay=False), default=Path("models"), show_default=True, help="Where the model goes.")
@click.option("--work", type=click.Path(path_type=Path, file_okay=False), default=Path(".train"), show_default=True, help="Where the steps keep what they made, so that a run that was cut off goes on.")  # fmt: skip
@click.option("--extra", type=click.Path(path_type=Path, dir_okay=False), help="Your own letters, JSON Lines: labelled in the corpus's form to learn from, or `text` and `outcome` (accepted, refused) to set the bar by. What they changed is printed.")  # fmt: skip
@click.option("--device", type=click.Choice(["cpu", "cuda"]), default="cpu", show_default=True, help="Where the encoder learns.")
@click.option("--epochs", type=click.IntRange(1, 100), default=14, show_default=True, help="How often each letter is learned from.")
@click.option("--layers", type=click.IntRange(2, 6), default=6, show_default=True, help="Layers of the encoder that are kept.")
def train(corpus: Path, output: Path, work: Path, extra: Path | None, device: str, epochs: int, layers: int) -> None:
    """Make the model from the labelled CORPUS (the folder data/). Takes about an hour and a half on two cores."""
    from reviewer.types import ReviewerError

    try:
        from reviewer.training.encoder import Settings
        from reviewer.training.train import Options
        from reviewer.training.train import train as make
    except ImportError as error:
        complain(f"{_NEEDS} ({error.name} is missing)")
        sys.exit(2)
    try:
        make(corpus, Options(Settings(epochs=epochs, layers=layers, device=device, log=click.echo), output, work, extra, click.echo))
    except ReviewerError as error:
        complain(str(error))
        sys.exit(2)


@click.command()
@click.argument("corpus", type=click.Path(path_type=Path))
@click.option("--split", type=click.Choice(["development", "test"]), default="development", show_default=True, help="The letters to measure on.")
@click.option("--model", "folder", type=click.Path(path_type=Path, file_okay=False), help="A model folder. [default: the one that travels with the package]")
@click.option("--rules-only", is_flag=True, help="Measure rules and cue words without the classifier.")
@click.option("--rules", "show_rules", is_flag=True, help="Show the precision of each rule as well.")
@click.option("--robustness", is_flag=True, help="Show what letters changed on purpose do to the scores as well.")
@click.option("--worst", "show_worst", is_flag=True, help="Show the ten worst errors and the roles that are confused as well.")
@click.option("--disagreements", type=click.Path(path_type=Path, dir_okay=False), help="Write the units on which rules and classifier disagree, for labelling.")
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Write all figures as JSON.")
@click.option("--write", is_flag=True, help="Measure everything on both splits, and write figures.json and the model card README.md beside the model.")
@click.option("--ladder", type=click.Path(path_type=Path, dir_okay=False, exists=True), help="With --write: the table that scripts/bench/ladder.py printed.")
def evaluate(corpus: Path, folder: Path | None, write: bool, ladder: Path | None, **options: Any) -> None:
    """Measure the model on labelled letters of CORPUS that it has not learned from, beside what its readers agree on."""
    from reviewer.types import ReviewerError

    try:
        import sklearn  # noqa: F401
    except ImportError:
        complain(_NEEDS)
        sys.exit(2)
    try:
        if write:
            _write_card(corpus, folder or Path("models"), ladder)
        else:
            _evaluate(corpus, folder, **options)
    except ReviewerError as error:
        complain(str(error))
        sys.exit(2)


def _write_card(corpus: Path, folder: Path, ladder: Path | None) -> None:
    """Measure the model in `folder` with everything, and write figures and card beside it."""
    import msgspec

    from reviewer import model as models
    from reviewer.config import Config
    from reviewer.engine import Reviewer
    from reviewer.files import write_whole
    from reviewer.training import evaluate as measures
    from reviewer.training.card import FIGURES, Figures, card
    from reviewer.training.corpus import Split, load, records
    from reviewer.training.robustness import outcomes

    letters, model, rules_alone = load(corpus), models.read(folder), models.read(folder, classifier=False)
    splits = {split: letters.of(split) for split in (Split.DEVELOPMENT, Split.TEST)}
    both = [letter for own in splits.values() for letter in own]
    evaluations = []
    for split, own in splits.items():
        for one in (model, rules_alone):
            click.echo(f"{one.id} on {split}")
            evaluations.append(measures.evaluate(letters, split, one, measures.judge(own, one)))
    judged, on_test = measures.judge(both, model), measures.judge(splits[Split.TEST], model)
    click.echo("robustness")
    templates = [str(entry["text"]) for _, entry in records(corpus / "templates.jsonl", dict)]
    attacked = outcomes(Reviewer(Config(english=False), model=model), splits[Split.DEVELOPMENT], templates)
    figures = Figures(
        evaluations,
        attacked,
        measures.rule_rows(judged),
        len(both),
        sum(letter.ready for letter in both),
        measures.worst(on_test),
        measures.confusion(on_test),
        ladder.read_text(encoding="utf-8") if ladder else "",
    )
    write_whole(folder / FIGURES, msgspec.json.format(msgspec.json.encode(figures), indent=1) + b"\n")
    write_whole(folder / "README.md", card(folder))
    click.echo(f"{folder / 'README.md'} is written")


def _evaluate(
    corpus: Path,
    folder: Path | None,
    *,
    split: str,
    rules_only: bool,
    show_rules: bool,
    robustness: bool,
    show_worst: bool,
    disagreements: Path | None,
    output: Path | None,
) -> None:
    """Print the figures that were asked for."""
    import msgspec

    from reviewer import model as models
    from reviewer.files import write_whole
    from reviewer.training import evaluate as measures
    from reviewer.training import report
    from reviewer.training.corpus import Split, load

    letters = load(corpus)
    model = models.read(folder, classifier=not rules_only) if folder else models.shipped_model(classifier=not rules_only)
    judged = measures.judge(letters.of(Split(split)), model)
    made = measures.evaluate(letters, Split(split), model, judged)
    click.echo("\n".join(report.tables(made)))
    for line in _more(letters.of(Split(split)), judged, model, corpus, show_rules, robustness, show_worst):
        click.echo(line)
    if disagreements:
        lines = [msgspec.json.encode(one) for one in measures.disagreements(judged, model)]
        write_whole(disagreements, b"\n".join(lines) + b"\n")
        click.echo(f"\n{len(lines)} disagreements in {disagreements}")
    if output:
        write_whole(output, msgspec.json.format(msgspec.json.encode(made), indent=1) + b"\n")


def _more(letters: list[Letter], judged: Judged, model: Model, corpus: Path, show_rules: bool, robustness: bool, show_worst: bool) -> Iterator[str]:
    """The tables that were asked for beside the figures."""
    from reviewer.config import Config
    from reviewer.engine import Reviewer
    from reviewer.training import evaluate as measures
    from reviewer.training import report
    from reviewer.training.corpus import records
    from reviewer.training.robustness import outcomes

    if show_rules:
        yield from report.rules(measures.rule_rows(judged), len(letters), sum(letter.ready for letter in letters))
    if robustness:
        templates = [str(entry["text"]) for _, entry in records(corpus / "templates.jsonl", dict)]
        yield from report.robustness(outcomes(Reviewer(Config(english=False), model=model), letters, templates))
    if show_worst:
        yield from report.errors(measures.worst(judged), measures.confusion(judged))
