"""A group of commands that are imported only when they run, so that `--help` answers at once."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any

import click


class LazyGroup(click.Group):
    """A group that lists its commands without importing them.

    `modules` gives for each command its module in `torgau.cli`, which has a `command`, and the line that `--help` prints for it
    below `heading`.
    """

    def __init__(self, *args: Any, modules: Mapping[str, tuple[str, str]], heading: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.modules = modules
        self.heading = heading

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.modules)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.modules:
            return None
        command = import_module(f"torgau.cli.{self.modules[cmd_name][0]}").command
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section(self.heading):
            formatter.write_dl([(name, line) for name, (_, line) in self.modules.items()])
