"""The totals of a generated pack by pandas, with floats or with decimals as objects."""

from __future__ import annotations

from decimal import Context, Decimal, setcontext
from pathlib import Path
from typing import Any

from benchmarks.peers.flow_plain import DIGITS, LINE, SIDES, Answers, Pack, _feeder

ALIKE = (
    *("flow", "id", "date", "given", "stage", "value", "low", "high", "unit", "commodity", "route", "donor", "recipient"),
    *("instrument", "activity", "parent", "lot", "locator", "note"),
)


def frame(folder: Path, *, exact: bool) -> Any:
    """The rows of a pack with `least` and `most`, what each adds to the total of its stage, and `open` where there is no most."""
    import pandas as pd

    setcontext(Context(prec=DIGITS))
    pack = Pack(folder)
    parts = [
        pd.read_csv(folder / path, dtype=str, keep_default_na=False).assign(flow=flow["id"])
        for flow in pack.flows
        for path in flow["files"]
    ]
    held = pd.concat(parts, ignore_index=True).rename(columns={"from": "given", "to": "stage"})
    rules = {flow["id"]: flow for flow in pack.flows}
    for name, usual in (("scope", None), ("repeats", ""), ("hierarchy", "")):
        held[name] = held["flow"].map({each: flow.get(name, each if usual is None else usual) for each, flow in rules.items()})
    number = (lambda text: Decimal(text) if text else None) if exact else (lambda text: float(text) if text else None)
    for name in ("value", "low", "high"):
        held[name] = held[name].map(number).astype(object if exact else float)
    spans = {text: pack.span(text) for text in held["date"].unique()}
    held["first"] = held["date"].map({text: span[0].toordinal() for text, span in spans.items()})
    held["year"] = held["date"].map({text: pack.year(text) for text in spans})
    kept = {each: set(flow.get("stages") or held.loc[held["flow"] == each, "stage"].unique()) for each, flow in rules.items()}
    feeders = {(each, stage): _feeder(stage, stages) for each, stages in kept.items() for stage in (*LINE, *SIDES)}
    pairs = held["flow"] + "|" + held["stage"]
    fed = pairs.map({f"{each}|{stage}": feeder for (each, stage), feeder in feeders.items()})
    held["from_stage"] = held["given"].where(held["given"] != "", fed)
    held["again"] = held["from_stage"].isin(SIDES).map({True: "again", False: ""})
    _treat(held)
    _bounds(held, Decimal(0) if exact else 0.0)
    return held


def _treat(held: Any) -> None:
    """The column `treatment`: 1 where a row is doubtful, 2 where it does not count."""
    quantity = held["value"].combine_first(held["low"]).combine_first(held["high"])
    found = (held["counted"] != "no") & quantity.notna()
    held["treatment"] = held["counted"].map({"": 0, "doubtful": 1, "no": 2})

    def at_least(rows: Any, treatment: int) -> None:
        held.loc[rows & (held["treatment"] < treatment), "treatment"] = treatment

    may_copy = held[found & (held["repeats"] != "real")]
    copies = held.index.isin(may_copy.index[may_copy.duplicated(list(ALIKE))])
    at_least(copies, 1)
    at_least(copies & (held["repeats"] == "copies"), 2)
    where = held["stage"] + "|" + held["unit"] + "|" + held["flow"] + "|"
    has_parent = (held["parent"] != "") & (held["parent"] != held["activity"])
    below = set((where + held["parent"])[found & has_parent])
    reporting = set((where + held["activity"])[found & (held["activity"] != "")])
    parents = (where + held["activity"]).isin(below) & held["hierarchy"].isin(("", "children")) & (held["counted"] != "no")
    at_least(parents, 1)
    at_least(parents & (held["hierarchy"] == "children"), 2)
    at_least((where + held["parent"]).isin(reporting) & has_parent & (held["hierarchy"] == "parents"), 2)
    lots = held[(held["lot"] != "") & found & ~held["stage"].isin(SIDES) & (held["again"] == "")]
    lots = lots[quantity[lots.index] >= 0].sort_values("first", kind="stable")
    later = lots.index[lots.groupby(["flow", "lot", "stage", "unit"], sort=False).cumcount() > 0]
    at_least(held.index.isin(later), 1)


def _bounds(held: Any, zero: Any) -> None:
    most = held["high"].combine_first(held["value"])
    least = held["low"].combine_first(held["value"])
    least = least.where(least.notna(), most.where(most < zero, zero) if most.dtype == float else zero)
    held["open"] = (most.isna() & (held["treatment"] < 2)).astype("int64")
    most = most.where(most.notna(), zero)
    doubtful, out = held["treatment"] == 1, held["treatment"] == 2
    least = least.where(~(doubtful & (least > zero)), zero)
    most = most.where(~(doubtful & (most < zero)), zero)
    held["least"], held["most"] = least.where(~out, zero), most.where(~out, zero)


def totals(held: Any, donor: str = "") -> Answers:
    """The totals by route and commodity; of one donor, by year."""
    keys = ["scope", *(("year",) if donor else ("route", "commodity")), "stage", "again", "unit"]
    part = held[held["donor"] == donor] if donor else held
    columns = {"least": "sum", "most": "sum", "open": "sum", "rows": "sum"}
    sums = part.assign(rows=1).groupby([*keys, "flow"], sort=False, observed=True).agg(columns).reset_index()
    found = sums.groupby(keys, sort=False).agg({**columns, "least": "max"}).reset_index()
    return {
        tuple(row[: len(keys)]): (row[-4], None if row[-2] else row[-3], row[-1])
        for row in found.itertuples(index=False, name=None)
    }
