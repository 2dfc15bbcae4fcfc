"""`torgau audit`: the claims of a source against the record."""

from __future__ import annotations

from itertools import groupby

import click

from torgau.cli import record_text as text
from torgau.cli.settings import Settings, fail, json_option


@click.command("audit")
@click.argument("source")
@click.option("--kind", "kinds", multiple=True, metavar="KIND", help="Only findings of this kind; may be repeated.")
@json_option
@click.pass_obj
def command(settings: Settings, source: str, kinds: tuple[str, ...], as_json: bool) -> None:
    """Compare the claims of SOURCE with the record and with each other.

    Each finding names its kind (agrees, error, contradiction, scope-mismatch,
    imprecise, omission, truncated, copy, undated, unsupported, loaded-term,
    non-answer, anachronism, provenance, judgement), the comparison that was
    made, and the entries to look up.

    \b
    Examples:
      torgau audit state-note-2005
      torgau audit faq-page-2024 --kind error --kind contradiction
      torgau audit state-note-2005 --json
    """
    from torgau.answers.answer import to_json
    from torgau.answers.audits import audit_answer
    from torgau.audit.findings import ORDER
    from torgau.record.show import nearest

    record = settings.record()
    if source not in record.sources:
        near = nearest(record, source, kinds=("sources",))
        fail(f"no source {source!r} in this pack", f"did you mean {', '.join(near)}?" if near else "see `torgau check`")
    for kind in kinds:
        if kind not in ORDER:
            fail(f"no kind of finding {kind!r}", f"the kinds are {', '.join(ORDER)}")
    answer = audit_answer(record, source, kinds)
    if as_json:
        click.echo(to_json(answer))
        return
    click.echo(text.heading(answer, answer.question))
    for kind, group in groupby(answer.data, key=lambda row: row["kind"]):
        click.echo(f"\n{kind}")
        for row in group:
            click.echo(text.wrapped(f"- {row['place']}  {row['claim'] or '(the document)'}", 0, 4))
            for line in (row["asserts"], row["comparison"], f"against: {row['against']}" if row["against"] else ""):
                if line:
                    click.echo(text.wrapped(line, 4))
    click.echo()
    for line in text.caveats(answer):
        click.echo(line)
