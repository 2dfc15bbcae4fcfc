"""Skill with its interval: a dot and a line for each forecaster, one panel a horizon. At 0 it is as good as the best baseline."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from torgau.answers.scores import SHOWN_MODES, ScoreTable
from torgau.charts.drawing import Column, Drawing
from torgau.charts.tones import tone

if TYPE_CHECKING:
    from torgau.outcome.scores import Skill

ACROSS, GAP, ROW = 620, 14, 22
LEAST_PANEL = 140
WORST = -1.5
"""Skill below this is drawn at the edge: how bad a bad forecast was matters less than where the good ones end."""

COLUMNS = (
    Column("by", "Forecaster"),
    Column("months", "Months ahead", numeric=True),
    Column("skill", "Skill", numeric=True),
    Column("range", "90% interval"),
    Column("standing", "Standing"),
    Column("baseline", "Best baseline"),
    Column("cells", "Origins and places", numeric=True),
    Column("figures", "Figures", numeric=True),
)

SHAPES = {"demonstrated": "circle", "indicated": "diamond", "none": "cross"}
"""The mark of a standing: a filled dot, a hollow diamond, a cross."""


def skill_chart(table: ScoreTable, *, id: str) -> Drawing:
    """All skills of one kind of figure, one way with the inputs; forecasters in the order of the table, the worst first."""
    rows = tuple(_row(skill) for line in table.lines for skill in line.skills.values())
    cut = sum(row["p05"] < WORST for row in rows)
    return Drawing(
        id=id,
        title=f"Skill on {table.title}, {SHOWN_MODES[table.mode]}",
        description=(
            f"Skill of {len(table.lines)} forecasters at {len(table.months)} horizons against the best baseline, each with its "
            "90% interval. 0 is no better than that baseline and 1 is perfect. A filled dot: the interval lies above 0; a hollow "
            "diamond: the skill does, the interval does not; a cross: no skill. The table below has the numbers."
        ),
        chart=_chart(table, rows),
        columns=COLUMNS,
        rows=rows,
        notes=(f"{cut} intervals reach further to the left than the picture.",) if cut else (),
    )


def _row(skill: Skill) -> dict[str, Any]:
    return {
        "id": f"{skill.by}-{skill.months}",
        "by": skill.by,
        "months": skill.months,
        "skill": f"{skill.skill:+.2f}",
        "range": f"{skill.p05:+.2f} to {skill.p95:+.2f}",
        "standing": skill.standing if skill.standing != "none" else "no skill",
        "baseline": skill.baseline,
        "cells": skill.cells,
        "figures": skill.figures,
        "p05": skill.p05,
        "p95": skill.p95,
        "value": skill.skill,
        "kind": skill.standing,
    }


def _chart(table: ScoreTable, rows: tuple[dict[str, Any], ...]) -> Any:
    import altair as alt

    values = [
        {
            "by": row["by"],
            "panel": f"{row['months']} months",
            "skill": round(max(row["value"], WORST), 4),
            "p05": round(max(row["p05"], WORST), 4),
            "p95": round(max(row["p95"], WORST), 4),
            "kind": row["kind"],
        }
        for row in rows
    ]
    lowest = min((value["p05"] for value in values), default=-0.5)
    scale = alt.Scale(domain=[min(-0.5, lowest), 1], nice=False, padding=4)
    signed = "(datum.value > 0 ? '+' : '') + format(datum.value, '.1~f')"
    axis = alt.Axis(title=None, values=[-1.5, -1, -0.5, 0, 0.5, 1], labelExpr=signed)
    lane = alt.Y(
        "by:N",
        sort=[line.by for line in table.lines],
        axis=alt.Axis(title=None, labelLimit=220, ticks=False, domain=False, grid=True, labelColor=tone("ink")),
    )
    width = max(LEAST_PANEL, ACROSS // len(table.months) - GAP)
    base = alt.Chart()
    zero = base.mark_rule(color=tone("muted")).encode(x=alt.XDatum(0))
    lines = base.mark_rule(strokeWidth=2, color=tone("blue")).encode(
        x=alt.X("p05:Q", scale=scale, axis=axis), x2=alt.X2("p95:Q"), y=lane
    )
    marks = base.mark_point(size=60, opacity=1, strokeWidth=1.8, stroke=tone("blue")).encode(
        x=alt.X("skill:Q", scale=scale, axis=axis),
        y=lane,
        shape=alt.Shape("kind:N", scale=alt.Scale(domain=list(SHAPES), range=list(SHAPES.values())), legend=None),
        fill=alt.condition("datum.kind === 'demonstrated'", alt.value(tone("blue")), alt.value(tone("paper"))),
    )
    return (
        alt.layer(zero, lines, marks)
        .properties(width=width, height=alt.Step(ROW))
        .facet(
            column=alt.Column("panel:N", sort=[f"{months} months" for months in table.months], spacing=GAP),
            data=alt.InlineData(values=values),
        )
        .properties(padding={"left": 14, "top": 5, "right": 5, "bottom": 5})
    )
