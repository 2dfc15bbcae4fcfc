"""`torgau book`: write the answer book and, on request, open it."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from torgau.cli.settings import PROBLEMS, Settings, fail, json_option

MEGABYTE = 1_000_000


@click.command(name="book")
@click.option("--out", default="book", show_default=True, metavar="DIR", help="The folder to write; a book in it is replaced.")
@click.option("--open", "open_it", is_flag=True, help="Open the book in the browser when it is done.")
@json_option
@click.pass_obj
def command(settings: Settings, out: str, open_it: bool, as_json: bool) -> None:
    """Write the answer book: a static site that opens from disk.

    Every question with its answer, the ledger of promises, statuses, events,
    estimates, series, places and sources. It needs no network and no server.
    The folder is replaced as a whole when everything is written; one that
    holds something else is refused.

    \b
    Examples:
      torgau book
      torgau book --out /srv/www/alliance
      torgau --pack my-pack book --open
    """
    from torgau.book import NotABook, write_book
    from torgau.book.write import may_write

    target = Path(out)
    try:
        may_write(target)
        record = settings.record()
        with click.progressbar(length=1000, label="Writing the book", file=sys.stderr, show_eta=False) as bar:
            state = {"at": 0}

            def progress(done: int, total: int) -> None:
                now = done * 1000 // total
                bar.update(now - state["at"])
                state["at"] = now

            built = write_book(record, target, progress)
            bar.update(1000 - state["at"])
    except NotABook as error:
        fail(str(error), "name another folder with --out, or empty this one")
    except OSError as error:
        fail(f"{error.filename or out}: {error.strerror or error}", "check that the folder can be written")
    first = target.resolve() / "index.html"
    if as_json:
        report = {
            "path": str(target),
            "first_page": first.as_uri(),
            "pages": built.pages,
            "bytes": built.bytes,
            "first_page_bytes": built.first_page_bytes,
        }
        click.echo(json.dumps(report, ensure_ascii=False, indent=2))
    else:
        size = built.bytes / MEGABYTE
        click.echo(f"{target}: {built.pages:,} pages, {size:.1f} MB. Open {target / 'index.html'}")
    if open_it and click.launch(first.as_uri()) != 0:
        click.echo(f"No browser could be started; open {first} yourself.", err=True)
        sys.exit(PROBLEMS)
