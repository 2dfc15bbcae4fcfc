"""Generated books of aid: as many movements as one likes, with every trap of the chain. The same seed gives the same bytes.

Undertakings go from pledge to use in plausible amounts. Some shipments are lost, diverted and shipped again, or returned; some
parents report beside their children; rows stand twice, are cancelled, have no quantity, bounds, or a mark of doubt. Dates are
days, months, years, spans, `~` and `?`; tons are long, short or metric by route; money is of the day or of 1945.

    python -m benchmarks.flow_generator 10000 --seed 7 --out some-folder
"""

from __future__ import annotations

import argparse
import json
from bisect import bisect
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from torgau.loading.movement_files import SUFFIX

PART = 480_000
"""Rows of one file at most: about 45 MB."""
HEADER = "id,date,from,to,value,low,high,unit,commodity,route,donor,recipient,instrument,activity,parent,lot,counted,locator,note"
MARGINS = {"day": 3, "month": 10, "year": 60}
"""By how many days `~` widens a date of the pack."""
FIRST = date(1938, 1, 1)
DAYS = 3000
POOL = 40
"""Rows that all files of a flow may repeat, so that copies stand in different files."""


class Book(NamedTuple):
    """A flow of the generated pack: its share of the rows, its rules, and what it moves."""

    id: str
    share: float
    rules: dict[str, Any]
    money: bool = False
    numbered: bool = False


BOOKS = (
    Book("harbour", 0.4, {}),
    Book("registry", 0.25, {"scope": "harbour", "overlaps": ["harbour"], "repeats": "copies", "hierarchy": "children"}),
    Book("treasury", 0.2, {"repeats": "real", "hierarchy": "parents"}, money=True, numbered=True),
    Book("airlift", 0.15, {"rivals": ["harbour"], "hierarchy": "both", "stages": ["pledged", "shipped", "arrived"]}),
)


def _zipf(count: int) -> list[float]:
    return list(accumulate(1 / (at + 1) for at in range(count)))


DONORS = [f"D{at}" for at in range(120)]
RECIPIENTS = [f"R{at}" for at in range(25)]
ROUTES = ["arctic", "gulf", "pacific", "black-sea", "air", "overland", "coast", "river"]
COMMODITIES = [f"goods-{at}" for at in range(90)]
INSTRUMENTS = [f"protocol-{at}" for at in range(1, 6)]
TONS = ("long tons", "short tons", "metric tons", "tons")
_DONORS, _RECIPIENTS, _ROUTES, _COMMODITIES = (_zipf(len(each)) for each in (DONORS, RECIPIENTS, ROUTES, COMMODITIES))


def unit_of(commodity: int, route: int) -> str:
    """Every third commodity is counted in pieces, the others in the tons of the route."""
    return f"pieces-{commodity % 7}" if commodity % 3 == 0 else TONS[route % 4]


def number(scaled: int, places: int) -> str:
    """A whole number of the last decimal place, as text."""
    if not places:
        return str(scaled)
    whole, rest = divmod(abs(scaled), 10**places)
    return f"{'-' if scaled < 0 else ''}{whole}.{rest:0{places}d}"


class Writer:
    """Draws the rows of one file."""

    def __init__(self, book: Book, part: str, seed: int) -> None:
        self.book, self.part, self.seed = book, part, seed
        self.random = Random(f"{seed}/{part}")
        self.count = 0
        self.undertakings = 0
        self.days = [(FIRST + timedelta(day)).isoformat() for day in range(DAYS + 900)]

    def some(self, names: list[str], weights: list[float]) -> int:
        return bisect(weights, self.random.random() * weights[-1], 0, len(names) - 1)

    def when(self, day: int) -> str:
        """A day; in 3 of 10 cases less than a day is known."""
        text, draw = self.days[day], self.random.random()
        if draw < 0.7:
            return text
        if draw < 0.84:
            return text[:7]
        if draw < 0.88:
            return text[:4]
        if draw < 0.91:
            return text[:7] + "~"
        if draw < 0.92:
            return text[:4] + "~"
        if draw < 0.94:
            return text[:7] + "?"
        if draw < 0.96:
            return self.days[day - day % 60] + "?"
        if draw < 0.99:
            return f"{text[:7]}/{self.days[day + 70][:7]}"
        return f"{text[:4]}/{int(text[:4]) + 1}"

    def row(self, day: int, source: str, to: str, scaled: int, places: int, tail: str, lot: str = "", note: str = "") -> str:
        """One line. `tail` holds the cells from the unit to the parent; some rows get bounds, a mark, or no quantity."""
        self.count += 1
        draw = self.random.random()
        value, low, high, counted = number(scaled, places), "", "", ""
        if draw < 0.012:
            value = ""
        elif draw < 0.02:
            value, low, high = "", number(scaled - abs(scaled) // 9, places), number(scaled + abs(scaled) // 9, places)
        elif draw < 0.03:
            low, high = number(scaled - abs(scaled) // 20, places), number(scaled + abs(scaled) // 20, places)
        elif draw < 0.035:
            counted = "doubtful"
        elif draw < 0.038:
            counted = "no"
        name = f"{self.part}-{self.count}" if self.book.numbered else ""
        locator = f"p. {day % 400}" if draw > 0.8 else ""
        return f"{name},{self.when(day)},{source},{to},{value},{low},{high},{tail},{lot},{counted},{locator},{note}"

    def undertaking(self) -> Iterator[str]:
        """From the pledge to what was used of it."""
        random = self.random
        self.undertakings += 1
        commodity, route = self.some(COMMODITIES, _COMMODITIES), self.some(ROUTES, _ROUTES)
        unit = random.choice(("USD", "USD-1945", "million USD")) if self.book.money else unit_of(commodity, route)
        places = 0 if unit.startswith("pieces") else random.randrange(5)
        amount = int(10 ** (1 + 4 * random.random()) * 10**places)
        day = random.randrange(DAYS)
        instrument = random.choice(INSTRUMENTS) if random.random() < 0.6 else ""
        donor, recipient = DONORS[self.some(DONORS, _DONORS)], RECIPIENTS[self.some(RECIPIENTS, _RECIPIENTS)]
        name = f"{self.part}/{self.undertakings}"
        head = f"{unit},{COMMODITIES[commodity]},{ROUTES[route]},{donor},{recipient},{instrument}"
        own = f"{head},{name},"
        yield self.row(day, "", "pledged", amount, places, own)
        committed = amount * random.randint(60, 105) // 100
        yield self.row(day + 20, "", "committed", committed, places, own)
        if random.random() < 0.08:
            yield self.row(day + 60, "", "committed", -committed // 10, places, own, note="cancelled in part")
        if random.random() < 0.15:  # the undertakings below report the same commitment
            for below in (1, 2):
                yield self.row(day + 30, "", "committed", committed // 2, places, f"{head},{name}.{below},{name}")
        if self.book.money:
            yield self.row(day + 90, "", "available", committed * 9 // 10, places, own)
            yield self.row(day + 200, "", "used", committed * 8 // 10, places, own)
            return
        shipments = random.randint(1, 4)
        for at in range(shipments):
            yield from self.shipment(day + 60 + at * 30, committed // shipments, places, own, f"{name}-{at}")

    def shipment(self, day: int, sent: int, places: int, own: str, lot: str) -> Iterator[str]:
        draw = self.random.random()
        named = lot if draw < 0.3 else ""
        yield self.row(day, "", "shipped", sent, places, own, named)
        if draw < 0.02:  # the same lot again, and nothing says that it came back
            yield self.row(day + 25, "", "shipped", sent, places, own, named)
        elif draw < 0.06:
            yield self.row(day + 10, "", "diverted", sent, places, own, named)
            yield self.row(day + 40, "diverted", "shipped", sent, places, own, named)
        elif draw < 0.08:
            yield self.row(day + 10, "", "returned", sent // 3, places, own, named)
            sent -= sent // 3
        elif draw > 0.95:
            yield self.row(day + 5, "shipped", "lost", sent // 2, places, own)
            sent -= sent // 2
        yield self.row(day + 45, "", "arrived", sent, places, own, named)
        if draw > 0.4:
            yield self.row(day + 80, "", "used", sent * 4 // 5, places, own)

    def lines(self, rows: int) -> Iterator[str]:
        """So many rows, of which one in a hundred repeats an earlier one or one that all files share."""
        shared = list(Writer(self.book, self.book.id, self.seed)._first(POOL))
        written = 0
        while True:
            for line in self.undertaking():
                if written == rows:
                    return
                written += 1
                yield line
                if written < rows and (draw := self.random.random()) < 0.01:
                    written += 1
                    yield line if draw < 0.009 else shared[int(draw * 1e6) % POOL]

    def _first(self, rows: int) -> Iterator[str]:
        while self.count < rows:
            yield from self.undertaking()


def _write_part(place: Path, book: Book, part: str, seed: int, rows: int) -> None:
    with place.open("w", encoding="utf-8", newline="") as stream:
        stream.write(HEADER + "\n")
        stream.writelines(line + "\n" for line in Writer(book, part, seed).lines(rows))


def parts_of(movements: int) -> Iterator[tuple[Book, str, int]]:
    """The files: flow, name and rows of each."""
    left = movements
    for at, book in enumerate(BOOKS):
        rows = left if at == len(BOOKS) - 1 else int(movements * book.share)
        left -= rows
        files = max(1, -(-rows // PART))
        for file in range(files):
            yield book, f"{book.id}-{file}", rows * (file + 1) // files - rows * file // files


def write_pack(folder: Path, movements: int, seed: int = 7, *, processes: int = 1) -> None:
    """Write a pack with so many movements into a new folder."""
    (folder / "flows").mkdir(parents=True)
    torgau = {"format": "torgau/pack@1", "period": "1938/1949", "approximate_margins": MARGINS}
    (folder / "datapackage.json").write_text(json.dumps({"name": "generated", "title": "Generated", "torgau": torgau}) + "\n")
    cited = [{"source": "office", "locator": "drawn at random", "verified": False}]
    entries = {
        "sources": [{"id": "office", "title": "Drawn at random", "kind": "dataset", "grade": "F"}],
        "actors": [{"id": name, "name": f"State {name}", "kind": "state", "sources": cited} for name in (*DONORS, *RECIPIENTS)],
        "instruments": [
            {"id": name, "title": name, "form": "protocol", "parties": ["D0", "R0"], "signed": "1938-07-01", "sources": cited}
            for name in INSTRUMENTS
        ],
    }
    parts = list(parts_of(movements))
    flows = [
        {
            "id": book.id,
            "title": f"Book of the {book.id}",
            "files": [f"flows/{part}{SUFFIX}" for of, part, _ in parts if of is book],
            "sources": cited,
            **book.rules,
        }
        for book in BOOKS
    ]
    for kind, held in {**entries, "flows": flows}.items():
        lines = ",\n".join(json.dumps(entry) for entry in held)  # JSON is YAML
        (folder / f"{kind}.yaml").write_text(f'{{"{kind}": [\n{lines}\n]}}\n')
    work = [(folder / "flows" / f"{part}{SUFFIX}", book, part, seed, rows) for book, part, rows in parts]
    if processes == 1:
        for each in work:
            _write_part(*each)
        return
    with ProcessPoolExecutor(processes) as pool:
        list(pool.map(_write_part, *zip(*work, strict=True)))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("movements", type=int)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    write_pack(options.out, options.movements, options.seed, processes=options.processes)
