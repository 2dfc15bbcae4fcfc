"""The engine agrees with a slow reconciliation in plain Python, on hundreds of random small packs with every trap."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.flow import oracle
from torgau.dates import Margins, When
from torgau.flow import Chosen, totals
from torgau.flow.findings import findings
from torgau.loading.movement_files import scan
from torgau.loading.movements import read_movements
from torgau.vocabulary import Citation, Flow, Manifest, PackRules, Record
from torgau.vocabulary.flows import STAGES

PACKS = 48
COLUMNS = (
    *("id", "date", "from", "to", "value", "low", "high", "unit", "commodity", "route", "donor", "recipient", "instrument"),
    *("activity", "parent", "lot", "counted", "source", "locator", "verified", "note"),
)
DAYS = ("1942-01-01", "1942-01-05", "1942-03-09", "1943-06-30")
DATES = (*DAYS, *DAYS, "1942", "1942-03", "1943~", "1942-03?", "1941-06-22/1942-03-01", "1942/1943")
MANIFEST = Manifest(name="p", title="P", torgau=PackRules(format="torgau/pack@1", period=When.parse("1940/1945")))


def amount(random: Random) -> str:
    places = random.randrange(5)
    scaled = random.choice((0, 5, 5, 7, 10, 12, 30, 123456789, 10**15 + 1, -5, -5, -30))
    return (
        f"{scaled}"
        if not places
        else f"{'-' if scaled < 0 else ''}{abs(scaled) // 10**places}.{abs(scaled) % 10**places:0{places}d}"
    )


def plain_cells(dates: Sequence[str], random: Random) -> dict[str, str]:
    """A row of a short chain of one thing, so that accounts run empty."""
    row = dict.fromkeys(COLUMNS, "")
    row["date"], row["to"] = random.choice(dates), random.choice(("pledged", "shipped", "shipped", "lost", "arrived"))
    row["value"], row["unit"] = str(random.choice((1, 2, 3, 5, 8, -2))), "trucks"
    row["route"], row["counted"] = random.choice(("north", "south")), random.choice(("", "", "", "doubtful"))
    return row


def cells(random: Random) -> dict[str, str]:
    """The cells of one row: few words, so that rows meet."""
    row = dict.fromkeys(COLUMNS, "")
    row["date"] = random.choice(DATES)
    row["to"] = random.choice(("pledged", "committed", "shipped", "shipped", "arrived", "arrived", *STAGES))
    if random.random() < 0.2:
        row["from"] = random.choice(
            [stage for stage in ("diverted", "returned", "shipped", "pledged", "outside") if stage != row["to"]]
        )
    draw = random.random()
    if draw < 0.75:
        row["value"] = amount(random)
    elif draw < 0.95:
        bounds = sorted((amount(random) for _ in range(3)), key=Fraction)
        for name, value in zip(("low", "value", "high"), bounds, strict=True):
            if random.random() < 0.6:
                row[name] = value
    row["unit"] = random.choice(("trucks", "trucks", "USD", "USD-1945", "long tons", "short tons"))
    for name, words in (("commodity", ("grain", "fuel")), ("route", ("north", "south")), ("donor", ("NORTH", "WEST"))):
        row[name] = random.choice(("", *words))
    if random.random() < 0.5:
        row["activity"] = random.choice("ABC")
        row["parent"] = random.choice(("", "", "A", "B", "A"))
    row["lot"] = random.choice(("", "", "x", "y"))
    row["counted"] = random.choice(("", "", "", "", "", "yes", "no", "doubtful"))
    row["source"] = random.choice(("", "", "", "log"))
    row["verified"] = random.choice(("", "", "true", "false"))
    row["locator"] = random.choice(("", "", "p. 1"))
    row["note"] = random.choice(("", "", "a, b"))
    return row


def draw(folder: Path, seed: int, cells: Callable[[Random], dict[str, str]] = cells) -> list[Flow]:
    """A random pack of several flows, as files in the folder."""
    random = Random(seed)
    flows = []
    for at in range(random.randint(4, 7)):
        files = tuple(f"f{at}-{part}.movements.csv" for part in range(random.randint(1, 2)))
        earlier = [each.id for each in flows]
        keep = random.random() < 0.3
        flow = Flow(
            id=f"flow-{at}",
            title=f"Flow {at}",
            files=files,
            scope=random.choice(("", "all", "all")),
            donor=random.choice((None, "NORTH")),
            recipient="ISLE",
            stages=("pledged", "shipped", "arrived") if keep else (),
            overlaps=tuple(random.sample(earlier, random.randint(0, min(2, len(earlier))))),
            hierarchy=random.choice(("", "", "parents", "children", "both")),
            repeats=random.choice(("", "", "copies", "real")),
            sources=(Citation(source="log", locator="ledger 3", verified=random.random() < 0.5),),
        )
        flows.append(flow)
        rows: list[dict[str, str]] = []
        for file in files:
            first = len(rows)
            for _ in range(random.randint(1, 9)):
                rows.append(dict(random.choice(rows)) if rows and random.random() < 0.25 else cells(random))
            used = [name for name in COLUMNS if any(row[name] for row in rows[first:]) or name in ("date", "to", "value", "unit")]
            random.shuffle(used)
            with (folder / file).open("w", encoding="utf-8", newline="") as stream:
                writer = csv.writer(stream, lineterminator="\n", quoting=random.choice((csv.QUOTE_MINIMAL, csv.QUOTE_ALL)))
                writer.writerow(used)
                for row in rows[first:]:
                    writer.writerow([f" {row[name]} " if random.random() < 0.05 else row[name] for name in used])
    return flows


def record_of(folder: Path, flows: list[Flow]) -> Record:
    files = {file: scan(folder / file, file) for flow in flows for file in flow.files}
    read = read_movements(files, flows, Margins())
    assert read.problems == ()
    return Record(manifest=MANIFEST, flows={flow.id: flow for flow in flows}, movements=read.movements)


def table(record: Record) -> list[tuple[Any, ...]]:
    query = "SELECT file, line, from_stage, doubt, least, most, verified, source, locator, donor FROM movements ORDER BY rowid"
    return [
        (*row[:4], Fraction(row[4]), None if row[5] is None else Fraction(row[5]), *row[6:])
        for row in record.movements.cursor().execute(query).fetchall()
    ]


@pytest.mark.parametrize("start", range(0, PACKS, PACKS // 4))
def test_random_packs(tmp_path: Path, start: int) -> None:
    doubted = kept = 0
    for seed in range(start, start + PACKS // 4):
        folder = tmp_path / str(seed)
        folder.mkdir()
        flows = draw(folder, seed)
        record = record_of(folder, flows)
        rows = oracle.read(folder, flows)
        expected = [
            (*row.place, row.left, row.doubt, *row.bounds, row.verified, row["source"], row["locator"], row["donor"])
            for row in rows
        ]
        assert table(record) == expected, f"seed {seed}"
        for by in ((), ("route", "commodity"), ("donor",)):
            found = {
                (each.scope, tuple(each.keys.values()), each.stage, each.again, each.unit): (
                    (each.low, each.high),
                    *(each.rows, each.unknown, each.doubtful, each.unverified),
                )
                for each in totals(record, by)
            }
            assert found == oracle.totals(rows, record.flows, by), f"seed {seed}, by {by}"
        part = [row for row in rows if row["donor"] == "NORTH"]
        found = {(each.stage, each.unit, each.again, each.scope): each.low for each in totals(record, (), Chosen(donor="NORTH"))}
        assert found == {
            (key[2], key[4], key[3], key[0]): held[0][0] for key, held in oracle.totals(part, record.flows, ()).items()
        }
        doubted += sum(bool(row.doubt) for row in rows)
        kept += len(rows)
    # The comparison must have been worth making.
    assert kept > 400
    assert doubted > 90


@pytest.mark.parametrize("dates", [DAYS, (*DATES, "1943-02/..")], ids=["days", "times"])
def test_accounts_that_run_empty(tmp_path: Path, dates: Sequence[str]) -> None:
    whole = parts = 0
    for seed in range(PACKS // 2):
        folder = tmp_path / str(seed)
        folder.mkdir()
        flows = draw(folder, seed, partial(plain_cells, dates))
        record = record_of(folder, flows)
        expected = oracle.below_zero(oracle.read(folder, flows))
        assert sunken(record) == expected, f"seed {seed}"
        whole += sum(not of for _, of, *_ in expected)
        parts += sum(bool(of) for _, of, *_ in expected)
    assert whole > 20
    assert parts > 8


def sunken(record: Record) -> set[tuple[str, str, str, str, Fraction | None]]:
    """The findings of accounts below zero, as the oracle gives them."""
    found = set()
    for each in findings(record):
        if each.kind == "below-zero":
            account = each.message.split("`")[1]
            of = each.message.partition("(")[2].partition(")")[0]
            found.add((each.flow, of, account, each.unit, each.low))
    return found


@pytest.mark.parametrize(
    ("rows", "flow", "low", "high"),
    [
        # Alike in everything, with bounds in place of a value.
        (["1942-07,shipped,,5,9,,,", "1942-07,shipped,,5,9,,,"], {}, 5, 18),
        # An activity that names itself as the one above it is not below itself.
        (["1942,shipped,100,,,A,A,"], {"hierarchy": "parents"}, 100, 100),
        (["1942,shipped,100,,,A,A,"], {"hierarchy": "children"}, 100, 100),
        # Activities below that give bounds report, too.
        (["1942,shipped,100,,,A,,", "1942,shipped,,60,70,B,A,"], {"hierarchy": "children"}, 60, 70),
        # What was cancelled did not enter a second time.
        (["1942-01,shipped,10,,,,,a", "1942-02,shipped,-10,,,,,a"], {}, 0, 0),
        # At most minus five is not at least nothing.
        (["1942,shipped,,,-5,,,"], {}, -5, -5),
    ],
)
def test_by_hand(tmp_path: Path, rows: list[str], flow: dict[str, Any], low: int, high: int) -> None:
    head = "date,to,value,low,high,activity,parent,lot,unit"
    (tmp_path / "f.movements.csv").write_text("\n".join((head, *(f"{row},trucks" for row in rows))) + "\n")
    sources = (Citation(source="log", locator="1"),)
    one = Flow(id="f", title="F", files=("f.movements.csv",), sources=sources, **flow)
    (total,) = totals(record_of(tmp_path, [one]))
    assert (total.low, total.high) == (low, high)
    assert oracle.totals(oracle.read(tmp_path, [one]), {"f": one}, ())["f", (), "shipped", False, "trucks"][0] == (low, high)
