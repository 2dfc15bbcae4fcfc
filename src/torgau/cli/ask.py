"""`torgau ask`: free wording, matched to the pack's questions, answered from the record and the ledger."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from torgau.cli.settings import REFUSED, Settings, console, fail, json_option

if TYPE_CHECKING:
    from torgau.answers.answer import Answer


@click.command("ask")
@click.argument("question", nargs=-1)
@click.option("--list", "list_all", is_flag=True, help="List all questions of the pack.")
@click.option("--id", "question_id", metavar="ID", help="Answer the question with this id.")
@json_option
@click.pass_obj
def command(settings: Settings, question: tuple[str, ...], list_all: bool, question_id: str | None, as_json: bool) -> None:
    """Ask a question in your own words.

    The words are matched to the questions of the pack on this machine, without
    any network. The answer names the question it was understood as, the layer
    it comes from, its sources, and the questions that may have been meant.

    \b
    Examples:
      torgau ask "Did the USSR keep its promise on Japan?"
      torgau ask --list
      torgau ask --id faq-14 --json
    """
    from torgau.answers.answer import to_json
    from torgau.answers.ask import all_questions, answer_question, ask

    record = settings.record()
    if list_all:
        listed = [{"question_id": q.id, "question": q.question, "layer": q.layer} for q in all_questions(record)]
        if as_json:
            click.echo(to_json(listed))
        else:
            for item in listed:
                click.echo(f"{item['question_id']:<24} {item['layer']:<8} {item['question']}")
        return
    if question_id is not None:
        try:
            answer = answer_question(record, question_id)
        except KeyError:
            fail(f"no question {question_id!r} in this pack", "see `torgau ask --list`")
    elif question:
        answer = ask(record, " ".join(question))
    else:
        fail("nothing was asked", 'write the question after the command, as in `torgau ask "Was X kept?"`')
    if as_json:
        click.echo(to_json(answer))
    else:
        print_answer(answer)
    if answer.question_id is None:
        sys.exit(REFUSED)


def print_answer(answer: Answer) -> None:
    """The answer for people: words first, then figures, evidence, caveats and other questions."""
    from torgau.cli.tables import evidence_lines, print_rows

    out = console()
    out.print(answer.question, style="bold")
    out.print(f"layer: {answer.layer}   as of: {answer.as_of}", style="dim")
    out.print()
    out.print(answer.answer)
    for reading in answer.readings:
        out.print()
        out.print(f"reading {reading.id}: {reading.verdict}", style="bold")
        out.print(f"  {reading.why}")
    print_rows(out, answer.data)
    if answer.caveats:
        out.print()
        out.print("Caveats", style="bold")
        for caveat in answer.caveats:
            out.print(f"- {caveat}")
    if answer.evidence:
        out.print()
        out.print("Evidence", style="bold")
        for line in evidence_lines(answer.evidence):
            out.print(line)
    if answer.alternatives:
        out.print()
        out.print("Or did you mean", style="bold")
        for other in answer.alternatives:
            out.print(f"- {other.question} ({other.question_id})")
    out.print()
    out.print(f"reading: {answer.reading}", style="dim")
