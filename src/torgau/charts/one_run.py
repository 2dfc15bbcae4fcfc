"""One run in both worlds: what one member of the ensemble does on each decisive axis. It is an example, no answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from torgau.charts.days import iso, time_scale
from torgau.charts.drawing import Column, Drawing
from torgau.charts.tones import tone
from torgau.dates import format_day

if TYPE_CHECKING:
    from torgau.outcome.whatif import WhatIf

WIDTH, HEIGHT = 640, 130
LINES = 12
"""About so many rows of the table for each line of the picture."""
TONES = ("blue", "orange", "green", "purple", "red", "grey")
RECORDED, OTHER = "recorded world", "other world"

COLUMNS = (
    Column("model", "Model", entry="model"),
    Column("axis", "Axis"),
    Column("day", "Day"),
    Column("recorded", "Recorded world, km", numeric=True),
    Column("other", "Other world, km", numeric=True),
)


def one_run(found: WhatIf, member: int = 0) -> Drawing | None:
    """The fronts of one member on the decisive axes, in both worlds, model by model; None where there are none."""
    values: list[dict[str, Any]] = []
    rows: list[dict[str, Any]] = []
    for told, axis, line in _lines(found, member):
        every = max(len(line) // LINES, 1)
        for at, (day, recorded, other) in enumerate(line):
            for world, km in ((RECORDED, recorded), (OTHER, other)):
                values.append({"model": told, "axis": axis, "day": iso(day), "world": world, "km": round(km, 1)})
            if at % every == 0 or at == len(line) - 1:
                rows.append(
                    {
                        "id": f"{told}-{axis}-{day}",
                        "model": told,
                        "axis": axis,
                        "day": format_day(day),
                        "recorded": f"{recorded:,.0f}",
                        "other": f"{other:,.0f}",
                    }
                )
    if not rows:
        return None
    days = sorted({value["day"] for value in values})
    return Drawing(
        id=f"run-{found.antecedent.id}",
        title=f"One run in both worlds: member {member + 1} of {found.draws} (km)",
        description=(
            f"Distance of the front from its end in km, {days[0]} to {days[-1]}, on the decisive axes, in one member of each of "
            f"{len({value['model'] for value in values})} models: solid for the recorded world, broken for the other. "
            "Both worlds share all chance. One run is no answer; the ensemble is. The table below has the values."
        ),
        chart=_chart(values),
        columns=COLUMNS,
        rows=tuple(rows),
        notes=("Both worlds of a run share their start and all chance. One run is no answer: the draws together are.",),
    )


def _lines(found: WhatIf, member: int) -> list[tuple[str, str, list[tuple[int, float, float]]]]:
    from torgau.outcome.worlds import day_of

    lines = []
    for told in found.told:
        first = told.factual.first_step
        for theatre in found.process.theatres:
            opened = {part: _opened(found, theatre, part) for part in (False, True)}
            for axis in theatre.axes:
                if not axis.decisive:
                    continue
                pair = [run.of(f"front {axis.id}")[:, member] for run in (told.factual, told.counterfactual)]
                line = [
                    (day, float(pair[0][at]), float(pair[1][at]))
                    for at in range(len(pair[0]))
                    if min(opened.values()) <= (day := day_of(found.process, first + at)) and not _over(axis, day)
                ]
                if line:
                    lines.append((told.model, axis.name, line))
    return lines


def _opened(found: WhatIf, theatre: Any, changed: bool) -> int:
    """The first day on which the sides meet in a theatre, as recorded or as the antecedent has it."""
    from torgau.outcome.worlds import first_day

    moved = [change.opens for change in found.antecedent.changes if change.theatre == theatre.id and change.opens is not None]
    return first_day(moved[0] if changed and moved else theatre.opened)


def _over(axis: Any, day: int) -> bool:
    from torgau.outcome.worlds import last_day

    return axis.until is not None and day > last_day(axis.until)


def _chart(values: list[dict[str, Any]]) -> Any:
    import altair as alt

    from torgau.dates import parse_day

    axes = list(dict.fromkeys(value["axis"] for value in values))
    days = [parse_day(value["day"]) for value in values]
    legend = alt.Legend(
        title=None,
        orient="top",
        labelLimit=300,
        symbolType="stroke",
        symbolSize=700,
        symbolStrokeWidth=2,
        columns=3,
        columnPadding=30,
        rowPadding=6,
    )
    colour = alt.Color("axis:N", scale=alt.Scale(domain=axes, range=[tone(TONES[at % len(TONES)]) for at in range(len(axes))]))
    dash = alt.StrokeDash("world:N", scale=alt.Scale(domain=[RECORDED, OTHER], range=[[1, 0], [6, 4]]), legend=legend)
    time = alt.Axis(title=None, format="%b %Y", tickCount=6, labelOverlap=True, grid=False)
    lines = (
        alt.Chart()
        .mark_line(strokeWidth=2)
        .encode(
            x=alt.X("day:T", scale=time_scale(min(days), max(days)), axis=time),
            y=alt.Y("km:Q", axis=alt.Axis(title=None, tickCount=5), scale=alt.Scale(zero=False)),
            color=colour.legend(legend),
            strokeDash=dash,
        )
        .properties(width=WIDTH, height=HEIGHT)
    )
    models = list(dict.fromkeys(value["model"] for value in values))
    header = alt.Header(labelOrient="top", labelPadding=4)
    rows = alt.Row("model:N", sort=models, header=header, spacing=22)
    room = {"left": 5, "top": 5, "right": 60, "bottom": 5}
    return lines.facet(row=rows, data=alt.InlineData(values=values)).properties(padding=room)
