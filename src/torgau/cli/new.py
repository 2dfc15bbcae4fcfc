"""`torgau new`: a small commented pack to start from."""

from __future__ import annotations

import json

import click

from torgau.cli.settings import fail, json_option


@click.command(name="new")
@click.argument("path", metavar="PATH")
@json_option
def command(path: str, as_json: bool) -> None:
    """Write a small pack with comments into a new folder: an invented aid
    operation that shows every kind of entry once. It passes `torgau check`.

    A folder that holds anything is left as it is.

    \b
    Examples:
      torgau new my-pack && torgau check my-pack
    """
    from torgau.loading.starting import start_pack

    try:
        files = start_pack(path)
    except FileExistsError:
        fail(f"{path} exists and is not empty", "give the name of a new folder")
    except OSError as error:
        fail(f"{path}: {error.strerror or error}", "give a folder in which you may write")
    if as_json:
        click.echo(json.dumps({"pack": path, "files": files}, indent=2))
        return
    click.echo(f"{path}: a pack of {len(files)} files; next:\n  torgau check {path}\n  torgau --pack {path} ledger")
