"""`torgau source`: what helps to write the entry of a source."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from torgau.cli.settings import WIDTH, fail, json_option

if TYPE_CHECKING:
    from torgau.vocabulary.sources import Passage

INDENT = 4
"""Columns at which the fields of an entry stand in a pack file."""


@click.group(name="source")
def command() -> None:
    """Help for writing the entry of a source.

    \b
    Example:
      torgau source fingerprint page.html
    """


@command.command("fingerprint")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--prefix", default="", metavar="WORD", help="Put WORD before each place: WORD.p1, WORD.p2 ...")
@click.option("--alone", is_flag=True, help="Each passage stands alone (answers, snippets): find openings that are cut off.")
@click.option("--least", default=None, type=click.IntRange(min=1), metavar="N", help="Leave out passages of fewer words [10].")
@click.option("--encoding", default="utf-8", show_default=True, metavar="NAME", help="The encoding of FILE.")
@json_option
def fingerprint(file: Path, prefix: str, alone: bool, least: int | None, encoding: str, as_json: bool) -> None:
    """Make the fingerprints of a local text or HTML file.

    Prints `passages:` for the entry of a source: for each paragraph the
    hashes of its groups of five words, its length, and whether it begins and
    ends with a sentence. Of an HTML file only the main text counts. The text
    itself is never printed, and cannot be read back from the hashes.

    \b
    Examples:
      torgau source fingerprint page.html
      torgau source fingerprint answers.txt --prefix f --alone
      torgau source fingerprint old.txt --encoding windows-1252 --json
    """
    from torgau.audit.documents import LEAST_WORDS, DocumentError, paragraphs_of, passages_of

    least_words = LEAST_WORDS if least is None else least
    try:
        paragraphs = paragraphs_of(file, encoding)
    except DocumentError as error:
        fail(error.problem, error.mend)
    passages = passages_of(paragraphs, prefix, alone=alone, least_words=least_words)
    if not passages:
        fail(f"{file}: no paragraph of it has {least_words} words", "allow shorter ones with --least")
    left_out = len(paragraphs) - len(passages)
    if left_out:
        click.echo(f"left out: {left_out} of {len(paragraphs)} paragraphs, shorter than {least_words} words", err=True)
    if as_json:
        import json

        # Every field, even where a pack file may leave it out.
        fields = [{name: getattr(passage, name) for name in passage.__struct_fields__} for passage in passages]
        click.echo(json.dumps({"file": str(file), "passages": fields, "left_out": left_out}, indent=2))
    else:
        for line in yaml_lines(passages):
            click.echo(line)


def yaml_lines(passages: tuple[Passage, ...]) -> Iterator[str]:
    """The field `passages` of a source as it stands in a pack file, with the indent of an entry's fields."""
    import textwrap

    start = " " * INDENT
    yield f"{start}passages:"
    for passage in passages:
        yield f'{start}  - place: "{passage.place}"'
        hashes = f"[{', '.join(map(str, passage.shingles))}]"
        yield f"{start}    shingles:"
        yield textwrap.fill(hashes, WIDTH, initial_indent=f"{start}      ", subsequent_indent=f"{start}       ")
        yield f"{start}    words: {passage.words}"
        for name in ("opens", "closes"):
            if getattr(passage, name) != "sentence":
                yield f"{start}    {name}: {getattr(passage, name)}"
