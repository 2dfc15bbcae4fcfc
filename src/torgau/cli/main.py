"""`torgau`: the entry point. Commands are imported only when they run, so that `--help` answers at once."""

from __future__ import annotations

import sys

import click

import torgau
from torgau.cli.lazy import LazyGroup
from torgau.cli.settings import DEFAULT_PACK, STOPPED, Settings, fail

COMMANDS: dict[str, tuple[str, str]] = {
    "check": ("check", "Report every problem of a pack, or the counts of what it holds."),
    "show": ("show", "Show one entry of any kind, with its sources."),
    "status": ("status", "Show what was in force on a day, by dimension."),
    "diff": ("diff", "Show what began, ended or changed between two days."),
    "timeline": ("timeline", "List dated entries in order."),
    "ledger": ("ledger", "Verdicts on commitments: what was promised, and was it kept?"),
    "flow": ("flow", "The chain of aid from pledge to use, reconciled."),
    "estimate": ("estimate", "Show the rival estimates of one quantity."),
    "audit": ("audit", "Compare the claims of a source with the record."),
    "source": ("source", "Fingerprints of a document, for the entry of a source."),
    "published": ("published", "Compute published tables again, and how well they do."),
    "whatif": ("whatif", "What would have been different: ranges per model that may speak."),
    "attribute": ("attribute", "Who contributed what: observables, then ranges per model."),
    "fit": ("fit", "Calibrate the models of a pack."),
    "backtest": ("backtest", "Score the models on what they had not seen."),
    "validate": ("validate", "Check the models: priors, calibration, sensitivity."),
    "ask": ("ask", "Ask a question in your own words."),
    "book": ("book", "Write the answer book: a static site that opens from disk."),
    "import": ("import_", "Bring other people's files into a pack."),
    "new": ("new", "Start a small commented pack."),
}
"""Each command: its module in `torgau.cli`, and the line that `--help` prints for it."""


class Commands(LazyGroup):
    """The commands of `torgau`; a misspelt one is met with the nearest, and what stops a command is told in one line."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            click.echo("torgau: stopped", err=True)
            sys.exit(STOPPED)
        except ValueError as error:
            from torgau.outcome.backends import VARIABLE, NoBackend

            if isinstance(error, NoBackend):
                fail(str(error), f"see the variable {VARIABLE}")
            raise

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            from difflib import get_close_matches

            near = get_close_matches(args[0], COMMANDS, n=1)
            hint = f" Did you mean `{near[0]}`?" if near else " See `torgau --help`."
            raise click.UsageError(f"{error.message}{hint}", ctx) from None


@click.command(
    cls=Commands,
    modules=COMMANDS,
    heading="Commands",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 80},
)
@click.option("--pack", default=DEFAULT_PACK, show_default=True, metavar="NAME|PATH", help="The pack to read.")
@click.version_option(torgau.__version__, prog_name="torgau")
@click.pass_context
def main(ctx: click.Context, pack: str) -> None:
    """Plain-text accounting for promises between states: what was promised,
    what was delivered, what difference it made.

    \b
    Examples:
      torgau ask "Did the USSR keep its promise on Japan?"
      torgau ledger --on 1945-09-02 --debtor SU
      torgau status --on 1944-06-06 --between US,SU
      torgau new my-pack && torgau check my-pack
    """
    ctx.obj = Settings(pack=pack)
