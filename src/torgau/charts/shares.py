"""Who contributed what, as ranges: a dot and a line for each player, one panel for each model and index."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from torgau.answers.contributions import contribution_rows
from torgau.charts.drawing import Column, Drawing
from torgau.charts.tones import tone

if TYPE_CHECKING:
    from torgau.outcome.attribution import Contributions
    from torgau.vocabulary.outcomes import ValueFunction

ACROSS, GAP, ROW = 620, 16, 22

COLUMNS = (
    Column("model", "Model", entry="model"),
    Column("standing", "Standing"),
    Column("index", "Index"),
    Column("name", "Player", entry="player"),
    Column("p05", "5%", numeric=True),
    Column("p50", "Middle", numeric=True),
    Column("p95", "95%", numeric=True),
    Column("unit", "Unit"),
)


def share_ranges(found: Contributions, value: ValueFunction, names: dict[str, str]) -> Drawing | None:
    """The shares under one definition of value; None where no model plays for it. `names` are those of the players."""
    picked = [row for row in contribution_rows(found) if row["value"] == value.id]
    if not picked:
        return None
    unit = picked[0]["range"]["unit"]
    rows = tuple(
        {
            "id": f"{row['model']}-{row['index']}-{row['player']}",
            **{key: row[key] for key in ("model", "standing", "index", "player")},
            "name": names.get(row["player"], row["player"]),
            **{name: f"{row['range'][name]:,}" for name in ("p05", "p50", "p95")},
            "unit": unit,
            "numbers": row["range"],
        }
        for row in picked
    )
    models = list(dict.fromkeys(row["model"] for row in rows))
    return Drawing(
        id=f"shares-{found.attribution.id}-{value.id}",
        title=f"Shares in: {value.means} ({unit})",
        description=(
            f"{len(rows)} shares of {len(found.attribution.players)} players by {len(models)} models and "
            f"{len(found.indices)} indices, each as its middle and the middle 90% of the draws, in {unit}. Filled: the model may "
            "speak at this horizon; hollow: an illustration. The table below has the numbers."
        ),
        chart=_chart(rows, unit, models, list(found.indices)),
        columns=COLUMNS,
        rows=rows,
    )


def _chart(rows: tuple[dict[str, Any], ...], unit: str, models: list[str], indices: list[str]) -> Any:
    import altair as alt

    values = [
        {
            **{key: row[key] for key in ("model", "index", "name")},
            **{name: row["numbers"][name] for name in ("p05", "p25", "p50", "p75", "p95")},
            "speaks": row["standing"] == "speaks",
        }
        for row in rows
    ]
    axis = alt.Axis(title=unit, tickCount=max(6 // len(models), 2), labelOverlap="greedy", labelSeparation=6)
    lane = alt.Y(
        "name:N",
        sort=list(dict.fromkeys(value["name"] for value in values)),
        axis=alt.Axis(title=None, labelLimit=160, ticks=False, domain=False, labelColor=tone("ink")),
    )
    base = alt.Chart()
    zero = base.mark_rule(color=tone("muted")).encode(x=alt.XDatum(0))
    lines = base.mark_rule(strokeWidth=1.6, color=tone("blue")).encode(x=alt.X("p05:Q", axis=axis), x2=alt.X2("p95:Q"), y=lane)
    half = base.mark_rule(strokeWidth=5, opacity=0.35, color=tone("blue")).encode(
        x=alt.X("p25:Q", axis=axis), x2=alt.X2("p75:Q"), y=lane
    )
    dots = base.mark_point(size=50, opacity=1, strokeWidth=1.6, stroke=tone("blue")).encode(
        x=alt.X("p50:Q", axis=axis), y=lane, fill=alt.condition("datum.speaks", alt.value(tone("blue")), alt.value(tone("paper")))
    )
    return (
        alt.layer(zero, lines, half, dots)
        .properties(width=ACROSS // len(models) - GAP, height=alt.Step(ROW))
        .facet(
            column=alt.Column("model:N", sort=models, spacing=GAP),
            row=alt.Row("index:N", sort=indices, header=alt.Header(labelOrient="top", labelFontWeight="normal"), spacing=14),
            data=alt.InlineData(values=values),
        )
        .properties(padding={"left": 14, "top": 5, "right": 5, "bottom": 5})
    )
