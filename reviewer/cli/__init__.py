"""The command line. Each command imports what it needs when it runs, so that `--help` is quick."""

from __future__ import annotations

import click

from reviewer.cli.batch import batch
from reviewer.cli.check import check
from reviewer.cli.diff import diff
from reviewer.cli.followup import followup
from reviewer.cli.health import health
from reviewer.cli.hook import hook
from reviewer.cli.learn import evaluate, train
from reviewer.cli.lsp import lsp
from reviewer.cli.notice import notice
from reviewer.cli.rulebook import explain, ignore, rules
from reviewer.cli.serve import serve
from reviewer.cli.summary import summary


class _Group(click.Group):
    """A group whose mistakes of usage end with status 2 and one line."""

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        import difflib
        from pathlib import Path

        if args and not args[0].startswith("-") and args[0] not in self.commands:
            near = difflib.get_close_matches(args[0], self.commands, n=1)
            hint = f"; did you mean '{near[0]}'?" if near else "."
            if Path(args[0]).exists():
                hint = f"; to review the file: `reviewer check {args[0]}`."
            raise click.UsageError(f"there is no command '{args[0]}'{hint} Allowed are {', '.join(sorted(self.commands))}.", ctx)
        return super().resolve_command(ctx, args)


def _version(ctx: click.Context, _: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        from reviewer.engine import version
        from reviewer.model import shipped_id

        click.echo(f"reviewer {version()} (model: {shipped_id()})")
        ctx.exit()


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--version", is_flag=True, expose_value=False, is_eager=True, callback=_version, help="Show the version and the model, and exit.")
def main() -> None:
    """Read the draft of an Amazon seller's appeal before it is sent.

    Everything runs on this machine; no text leaves it. The verdict says whether a careful consultant would let the letter go
    out as it stands. It is no forecast of Amazon's decision and no legal advice.
    """


@main.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print the completion script for SHELL: eval "$(reviewer completion bash)"."""
    from click.shell_completion import get_completion_class

    maker = get_completion_class(shell)
    assert maker is not None
    click.echo(maker(main, {}, "reviewer", "_REVIEWER_COMPLETE").source())


for _command in (batch, check, diff, explain, rules, ignore, train, evaluate, followup, health, hook, lsp, notice, serve, summary):
    main.add_command(_command)
