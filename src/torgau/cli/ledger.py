"""`torgau ledger`: verdicts on commitments, and what they hang on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from torgau.cli import record_text as text
from torgau.cli.settings import REFUSED, Settings, day_option, fail, json_option

if TYPE_CHECKING:
    from torgau.dates import When
    from torgau.vocabulary import Record


@click.group(name="ledger", invoke_without_command=True)
@click.option("--on", metavar="DATE", help="The day of the verdicts (default: the pack's last day).")
@click.option("--debtor", metavar="A", help="Only what this actor (or a group with it) promised.")
@click.option("--creditor", metavar="B", help="Only what was promised to this actor (or a group with it).")
@click.option("--instrument", metavar="I", help="Only what this instrument says.")
@click.option("--verdict", "wanted", metavar="V", help="Only commitments with this verdict by their own terms.")
@click.option("--known-by", metavar="DATE", help="Use only what was on record by this day.")
@json_option
@click.pass_context
def command(
    ctx: click.Context,
    on: str | None,
    debtor: str | None,
    creditor: str | None,
    instrument: str | None,
    wanted: str | None,
    known_by: str | None,
    as_json: bool,
) -> None:
    """Verdicts on commitments: what was promised, and was it kept?

    Without a subcommand: one line a commitment. A verdict is computed from
    the dates of the record; nobody writes one into a pack. Marks after it:
    C in conflict with another promise, R the promise given in return was
    breached, D readings of the text differ, E a plea is recorded.

    \b
    Examples:
      torgau ledger --on 1945-09-02 --debtor SU
      torgau ledger --verdict kept-late
      torgau ledger show yalta-japan-entry
      torgau ledger trace normandy-landing
      torgau ledger whatif --remove normandy-landing
      torgau ledger terms yalta-conference --move -6
    """
    if ctx.invoked_subcommand is not None:
        return
    from torgau.cli import ledger_text
    from torgau.ledger import VERDICTS, ledger

    settings: Settings = ctx.obj
    day, known = day_option(on), day_option(known_by)
    record = settings.record()
    day = text.last_day(record) if day is None else day
    if wanted is not None and wanted not in VERDICTS:
        fail(f"--verdict: there is no {wanted!r}", f"use one of {', '.join(VERDICTS)}")
    shown = ledger(
        record,
        day,
        known,
        debtor=_one(record, debtor, "--debtor"),
        creditor=_one(record, creditor, "--creditor"),
        instrument=_one(record, instrument, "--instrument", "instruments"),
        verdict=wanted,
    )
    if as_json:
        from torgau.answers.answer import to_json

        click.echo(to_json([ledger_text.row(item) for item in shown]))
    else:
        for line in ledger_text.listing(shown, day):
            click.echo(line)


@command.command(name="show")
@click.argument("commitment_id", metavar="ID")
@click.option("--on", metavar="DATE", help="The day of the verdict (default: the pack's last day).")
@click.option("--known-by", metavar="DATE", help="Use only what was on record by this day.")
@click.option("--amount", is_flag=True, help="Ask for the share performed; refused where no amount was agreed.")
@json_option
@click.pass_obj
def show(settings: Settings, commitment_id: str, on: str | None, known_by: str | None, amount: bool, as_json: bool) -> None:
    """Show one commitment: condition, deadline arithmetic, performance, the
    verdict under each reading, links, conflicts and sources.

    With --amount the share performed is asked for; where no amount was ever
    agreed that is refused, with exit status 3.

    \b
    Examples:
      torgau ledger show yalta-japan-entry
      torgau ledger show tehran-overlord --on 1944-06-01
      torgau ledger show reparations-principle --amount
    """
    from torgau.cli import ledger_text
    from torgau.ledger import verdict

    day, known = day_option(on), day_option(known_by)
    record = settings.record()
    day = text.last_day(record) if day is None else day
    _check(record, commitment_id, "commitments", "commitment")
    shown = verdict(record, commitment_id, day, known)
    refused = ledger_text.no_share(shown) if amount else ""
    answer = ledger_text.shown_answer(record, shown, refused)
    text.emit(answer, ledger_text.shown_lines(record, shown, answer), as_json=as_json)
    if refused:
        click.echo(f"torgau: refused: {refused}", err=True)
        raise SystemExit(REFUSED)


@command.command(name="trace")
@click.argument("event_id", metavar="EVENT")
@json_option
@click.pass_obj
def trace(settings: Settings, event_id: str, as_json: bool) -> None:
    """Trace an event back to the promises that it performs, breaches,
    triggers or ends, and to the meetings where they were made, with the
    days of lead.

    \b
    Examples:
      torgau ledger trace normandy-landing
      torgau ledger trace german-surrender --json
    """
    from torgau.cli import ledger_text
    from torgau.ledger.trace import trace as traced

    record = settings.record()
    _check(record, event_id, "events", "event")
    found = traced(record, event_id)
    answer = ledger_text.trace_answer(record, found)
    text.emit(answer, ledger_text.trace_lines(found, answer), as_json=as_json)


@command.command(name="whatif")
@click.option("--remove", multiple=True, metavar="EVENT", help="The event did not happen (may be repeated).")
@click.option("--move", multiple=True, metavar="EVENT=DATE", help="The event was on another day (may be repeated).")
@click.option("--on", metavar="DATE", help="The day of the verdicts (default: the pack's last day).")
@click.option("--known-by", metavar="DATE", help="Use only what was on record by this day.")
@json_option
@click.pass_obj
def whatif(
    settings: Settings, remove: tuple[str, ...], move: tuple[str, ...], on: str | None, known_by: str | None, as_json: bool
) -> None:
    """Which verdicts change if events had not happened, or on other days, and
    why. The pack itself is untouched, and nothing else is guessed.

    \b
    Examples:
      torgau ledger whatif --remove normandy-landing
      torgau ledger whatif --move normandy-landing=1944-05-31
    """
    from torgau.cli import ledger_text
    from torgau.ledger.whatif import whatif as changed

    if not remove and not move:
        fail("nothing to change", "give --remove EVENT or --move EVENT=DATE")
    day, known = day_option(on), day_option(known_by)
    record = settings.record()
    day = text.last_day(record) if day is None else day
    moved = dict(_move(record, each) for each in move)
    for event_id in remove:
        _check(record, event_id, "events", "event")
        if event_id in moved:
            fail(f"{event_id} is both removed and moved", "do one of the two")
    found = changed(record, day, remove, moved, known)
    answer = ledger_text.whatif_answer(record, found)
    text.emit(answer, ledger_text.whatif_lines(found, answer), as_json=as_json)


@command.command(name="terms")
@click.argument("event_id", metavar="EVENT")
@click.option("--on", metavar="DATE", help="The day of the verdicts (default: the pack's last day).")
@click.option("--move", "months", type=int, metavar="MONTHS", help="Also: which places were held otherwise so many months later.")
@json_option
@click.pass_obj
def terms(settings: Settings, event_id: str, on: str | None, months: int | None, as_json: bool) -> None:
    """What a conference agreed, beside who controlled the places concerned on
    its last day, and what became of it.

    \b
    Examples:
      torgau ledger terms yalta-conference
      torgau ledger terms yalta-conference --move -6
    """
    from torgau.cli import ledger_text
    from torgau.ledger.terms import sensitive
    from torgau.ledger.terms import terms as agreed

    day = day_option(on)
    record = settings.record()
    day = text.last_day(record) if day is None else day
    _check(record, event_id, "events", "event")
    try:
        found = agreed(record, event_id, day)
        moved = sensitive(record, event_id, months) if months is not None else ()
    except ValueError as error:
        fail(str(error), "name an event with a date")
    answer = ledger_text.terms_answer(record, found, moved, months)
    text.emit(answer, ledger_text.terms_lines(found, moved, months, answer), as_json=as_json)


def _one(record: Record, entry_id: str | None, option: str, kind: str = "actors") -> str | None:
    """The id as the pack writes it; an unknown one ends the program and names the nearest."""
    return text.ids_option(record, entry_id, option, (kind,))[0] if entry_id else None


def _check(record: Record, entry_id: str, kind: str, word: str) -> None:
    if entry_id not in getattr(record, kind):
        from torgau.record.show import nearest

        fail(f"no {word} {entry_id!r} in this pack", text.did_you_mean(nearest(record, entry_id, (kind,))))


def _move(record: Record, given: str) -> tuple[str, When]:
    from torgau.dates import DateError, Margins, When

    event_id, sign, date = given.partition("=")
    if not sign:
        fail(f"--move: {given!r} has no date", "write EVENT=DATE, for instance landing=1944-05-31")
    _check(record, event_id, "events", "event")
    margins = record.manifest.torgau.approximate_margins
    try:
        return event_id, When.parse(date, Margins(margins.day, margins.month, margins.year))
    except DateError as error:
        fail(f"--move: {error.text!r}: {error.problem}", error.mend)
