"""What an import of IATI files counted: by file, by flow, stage and unit, and what it left out. Sums are exact."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from torgau.importing.findings import EXACT
from torgau.importing.iati_activity import Activity
from torgau.importing.iati_rows import Made
from torgau.importing.report import Section
from torgau.vocabulary.flows import STAGES


@dataclass
class FileFacts:
    """What was read of one file. `root` holds the attributes of its first element; `levels` counts activities by hierarchy."""

    shown: str
    source: str
    sha256: str
    root: dict[str, str] = field(default_factory=dict)
    line: int = 1
    activities: int = 0
    levels: Counter[str] = field(default_factory=Counter)
    types: Counter[str] = field(default_factory=Counter)
    budgets: int = 0
    planned: int = 0
    reporters: dict[str, None] = field(default_factory=dict)

    @property
    def version(self) -> str:
        """The version that the file declares, empty where it declares none."""
        return self.root.get("version", "").strip()

    def take(self, activity: Activity) -> None:
        """Count an activity."""
        self.activities += 1
        self.levels[activity.hierarchy or "not stated"] += 1
        self.budgets += activity.budgets
        self.planned += activity.planned


@dataclass
class Sum:
    """The rows of one stage in one unit. `value` sums those that are counted, `doubtful` those that may not be, `left` those that
    are shown only; `open` counts rows without one value, whose bounds are summed in `low` and `high`."""

    rows: int = 0
    value: Decimal = Decimal(0)
    doubtful: Decimal = Decimal(0)
    left: Decimal = Decimal(0)
    open: int = 0
    low: Decimal = Decimal(0)
    high: Decimal = Decimal(0)


@dataclass
class _Linked:
    """The rows of a stage and unit in activities above others: the first place, the sum. `below`: some below others has any."""

    place: str = ""
    amount: Decimal = Decimal(0)
    below: bool = False


Key = tuple[str, str, str]
"""Flow, stage, unit."""


@dataclass
class Flows:
    """The sums of an import. Nothing here grows with the number of rows."""

    names: dict[str, tuple[str, bool]] = field(default_factory=dict)
    sums: dict[Key, Sum] = field(default_factory=dict)
    outside: dict[tuple[str, str], Sum] = field(default_factory=dict)
    _linked: dict[Key, _Linked] = field(default_factory=dict)

    def add(self, flow: str, reporter: str, made: Made, counted: str) -> None:
        """Count a row of a flow."""
        self.names.setdefault(flow, (reporter, made.incoming))
        here = self.sums.setdefault((flow, made.stage, made.unit), Sum())
        here.rows += 1
        if made.money.value is None:
            here.open += 1
            here.low = EXACT.add(here.low, made.money.low or Decimal(0))
            here.high = EXACT.add(here.high, made.money.high or Decimal(0))
        elif counted == "doubtful":
            here.doubtful = EXACT.add(here.doubtful, made.money.value)
        elif counted == "no":
            here.left = EXACT.add(here.left, made.money.value)
        else:
            here.value = EXACT.add(here.value, made.money.value)

    def left_out(self, type_name: str, made: Made) -> None:
        """Count a transaction that is in no flow."""
        here = self.outside.setdefault((type_name, made.unit), Sum())
        here.rows += 1
        if made.money.value is None:
            here.open += 1
        else:
            here.value = EXACT.add(here.value, made.money.value)

    def link(self, flow: str, made: Made, place: str, *, above: bool, below: bool) -> None:
        """Remember that an activity above or below others reports this stage and unit."""
        if above or below:
            here = self._linked.setdefault((flow, made.stage, made.unit), _Linked())
            here.below = here.below or below
            if above:
                here.place = here.place or place
                here.amount = EXACT.add(here.amount, made.money.value or Decimal(0))

    def overlaps(self) -> Iterator[tuple[str, str, Decimal]]:
        """Where activities above others and activities below others report the same: the first place, the unit, the sum above."""
        for (flow, stage, unit), here in self._linked.items():
            if here.place and here.below:
                yield f"{here.place}: {flow}, {stage}", unit, here.amount

    def ordered(self) -> list[tuple[Key, Sum]]:
        """The sums, by flow, then in the order of the chain, then by unit."""
        return sorted(self.sums.items(), key=lambda item: (item[0][0], STAGES.index(item[0][1]), item[0][2]))


def sections(files: Sequence[FileFacts], flows: Flows, name_of: Callable[[str], str]) -> Iterator[Section]:
    """The parts of the report on what was read."""
    yield Section(
        "Files",
        (),
        ("file", "version", "activities", "levels of hierarchy", "transactions", "budgets", "planned disbursements", "SHA-256"),
        tuple(
            (
                each.shown,
                each.version or "not declared",
                f"{each.activities:,}",
                ", ".join(f"{level}: {count:,}" for level, count in sorted(each.levels.items())),
                f"{each.types.total():,}",
                f"{each.budgets:,}",
                f"{each.planned:,}",
                each.sha256,
            )
            for each in files
        ),
    )
    types: Counter[str] = Counter()
    for each in files:
        types.update(each.types)
    yield Section("Transactions by type", (), ("type", "rows"), tuple((name, f"{types[name]:,}") for name in by_number(types)))
    yield Section(
        "Totals in the flows",
        ("As written in the files, exactly. What the flows add up to may be less or bounded where rows are doubtful.",),
        ("flow", "reporter", "stage", "unit", "rows", "counted", "doubtful", "not counted", "without one value"),
        tuple(
            (
                flow,
                name_of(flows.names[flow][0]),
                stage,
                unit,
                f"{each.rows:,}",
                f"{each.value:f}",
                f"{each.doubtful:f}",
                f"{each.left:f}",
                f"{each.open:,}" + f" ({each.low:f} to {each.high:f})" * bool(each.low or each.high),
            )
            for (flow, stage, unit), each in flows.ordered()
        ),
    )
    if flows.outside:
        yield Section(
            "Totals in no flow",
            (),
            ("type", "unit", "rows", "sum", "without one value"),
            tuple(
                (name, unit, f"{each.rows:,}", f"{each.value:f}", f"{each.open:,}")
                for (name, unit), each in sorted(flows.outside.items(), key=lambda item: (_number(item[0][0]), item[0][1]))
            ),
        )


def by_number(names: Sequence[str] | Counter[str]) -> list[str]:
    """Names of types in the order of their numbers, unknown ones last."""
    return sorted(names, key=_number)


def _number(name: str) -> tuple[int, str]:
    head = name.split(" ", 1)[0]
    return (int(head) if head.isdecimal() else 1000, name)
