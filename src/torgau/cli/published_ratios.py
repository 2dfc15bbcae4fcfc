"""`torgau published harrison`: ratios of forces and incomes by a published rule, beside the printed ones."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from torgau.cli import record_text as text
from torgau.cli.published import reading
from torgau.cli.settings import PROBLEMS, Settings, fail, json_option

if TYPE_CHECKING:
    from torgau.answers.answer import Answer
    from torgau.outcome.published.force_ratios import RatioSeries
    from torgau.vocabulary import Record

DIGITS = 6
"""Decimals of a ratio: enough to compare with any printed one, more than the inputs carry, and said so."""


@click.command("harrison")
@click.argument("file", required=False, metavar="[FILE]")
@click.option("--ratio", "ratios", multiple=True, metavar="ID", help="Only this ratio of the pack (may be repeated).")
@json_option
@click.pass_obj
def command(settings: Settings, file: str | None, ratios: tuple[str, ...], as_json: bool) -> None:
    """The ratios of forces and incomes that the pack declares, beside the
    printed ones: from the pack's own series, or from a table in FILE (columns
    `country` and one for each year) for the ratios named.

    Exit status 1 says that a printed ratio is missed by more than the rounding
    of the inputs explains.

    \b
    Examples:
      torgau published harrison
      torgau published harrison --ratio forces-eastern-front --json
      torgau published harrison table.csv --ratio forces-eastern-front
    """
    from torgau.outcome.published.force_ratios import force_ratio, force_ratio_from_table
    from torgau.record.show import nearest

    record = settings.record()
    for each in ratios:
        if each not in record.ratios:
            fail(f"--ratio: no ratio {each!r} in this pack", text.did_you_mean(nearest(record, each, ("ratios",))))
    if file is not None and not ratios:
        fail(
            f"{file}: a table does not say which ratios it is for",
            f"name them with --ratio: {', '.join(record.ratios) or 'none'}",
        )
    chosen = ratios or tuple(record.ratios)
    if not chosen:
        fail("this pack declares no ratios", "add them under `ratios` (docs/pack.md)")
    with reading():
        found = [force_ratio(record, each) if file is None else force_ratio_from_table(record, each, file) for each in chosen]
    answer = _ratios_answer(record, found, file)
    text.emit(answer, _ratio_lines(answer, found), as_json=as_json)
    if any(value.agrees == "no" for each in found for value in each.values):
        sys.exit(PROBLEMS)


def _ratios_answer(record: Record, found: Sequence[RatioSeries], file: str | None) -> Answer:
    from msgspec.structs import replace

    from torgau.dates import format_day

    agreed = [value.agrees for each in found for value in each.values if value.agrees is not None]
    missed = agreed.count("no")
    words = (
        f"{len(agreed)} ratios are printed by the publisher; {agreed.count('to the last digit')} come out to the last digit, "
        f"{agreed.count('within the rounding of the inputs')} within the rounding of the inputs, {missed} do not."
    )
    data = [
        {
            "ratio": each.id,
            "start": value.start,
            "end": value.end,
            "numerator": f"{float(value.numerator):.1f}",
            "denominator": f"{float(value.denominator):.1f}",
            "unit": value.unit,
            "value": f"{float(value.ratio):.{DIGITS}f}",
            "low": f"{float(value.low):.{DIGITS}f}",
            "high": f"{float(value.high):.{DIGITS}f}",
            "exact": f"{value.ratio.numerator}/{value.ratio.denominator}",
            "printed": str(value.printed) if value.printed is not None else None,
            "agrees": value.agrees,
        }
        for each in found
        for value in each.values
    ]
    answer = text.record_answer(
        record,
        question="What ratios of forces and incomes follow from the series by the published rules?",
        reading=f"Exact weighted sums of {'the series of this pack' if file is None else file}; one value a year.",
        answer=words,
        as_of=format_day(text.last_day(record)),
        data=data,
        ids=[*(each.id for each in found), *_series_of(record, found)],
    )
    caveat = (
        f"{DIGITS} decimals are for comparison with what is printed; the inputs carry fewer. `low` and `high` are what their "
        "rounding leaves."
    )
    return replace(answer, caveats=(*answer.caveats, caveat))


def _series_of(record: Record, found: Sequence[RatioSeries]) -> Iterator[str]:
    for each in found:
        ratio = record.ratios[each.id]
        yield from dict.fromkeys(part.series for part in (*ratio.numerator, *ratio.denominator))


def _ratio_lines(answer: Answer, found: Sequence[RatioSeries]) -> Iterator[str]:
    yield text.heading(answer, "Ratios by published rules")
    for each in found:
        yield "\n" + text.wrapped(f"{each.title} ({each.id})")
        yield text.wrapped(each.rule, 2)
        for value in each.values:
            printed = f"printed {value.printed}: {value.agrees}" if value.printed is not None else ""
            yield f"  {value.start[:7]}..{value.end[:7]}  {float(value.ratio):>9.{DIGITS}f}  {printed}".rstrip()
        for gap in each.not_computed:
            yield text.wrapped(f"{gap.start[:7]}..{gap.end[:7]}  not computed: {gap.why}", 4, 6)
    yield ""
    yield from text.caveats(answer)
