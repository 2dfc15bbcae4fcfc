"""What the commands of the outcome layer share: how hard to try, a progress bar, where results go, what is missing."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from torgau.cli.settings import STOPPED, fail

if TYPE_CHECKING:
    from torgau.outcome.sampling import Effort
    from torgau.vocabulary import Record


def effort_of(quick: bool) -> Effort:
    """The effort of a full run, or of a quick one: minutes, for a look."""
    from torgau.outcome.sampling import Effort

    return Effort(particles=128, moves=10) if quick else Effort(particles=256, moves=20)


@contextmanager
def with_models() -> Iterator[None]:
    """Where the libraries of the models are missing, say how to get them; a folder that cannot be written is one line too, and
    so is a run that is stopped by hand."""
    from torgau.outcome.backends import has_jax

    try:
        if not has_jax():
            raise ModuleNotFoundError(name="jax")
        yield
    except KeyboardInterrupt:
        click.echo("torgau: stopped; what was done is kept where the command keeps parts: run it again to go on", err=True)
        sys.exit(STOPPED)
    except ModuleNotFoundError as error:
        fail(f"fitting needs the library {error.name}", "install it with `pip install 'torgau[outcome]'`")
    except OSError as error:
        fail(f"{error.filename or 'the results'} cannot be written: {error.strerror or error}", "choose a folder with --out")


@contextmanager
def bar(label: str) -> Iterator[Any]:
    """A progress bar on stderr that is told a share between 0 and 1; nothing where stderr is no terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    err = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.percentage:>3.0f} %"), TimeElapsedColumn())
    with Progress(*columns, console=err, disable=not err.is_terminal) as progress:
        task = progress.add_task(label, total=1.0)

        def told(share: float, text: str | None = None) -> None:
            progress.update(task, completed=share, description=text or label)

        yield told


def folder_option(record: Record, out: str | None) -> Any:
    """Where results go: the folder named, else the results folder of the pack."""
    from pathlib import Path

    from torgau.outcome.results import folder_of

    found = Path(out) if out else folder_of(record)
    if found is None:
        fail("this pack was not read from a folder", "name a folder with --out")
    return found
