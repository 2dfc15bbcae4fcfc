"""Small random records, seeded: a few commitments, a few events with uncertain dates, around the end of a leap February."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any, NamedTuple

from tests.ledger import build
from torgau.vocabulary import Record

FIRST = date(1852, 1, 25)
DEFINITENESS = ("definite",) * 12 + ("best-efforts", "best-efforts", "principle-only", "no-amount", "not-a-promise")
STANDARDS = ("result",) * 5 + ("means", "refrain", "refrain", "consult", "aspiration")


class Asked(NamedTuple):
    """A record and the day (and perhaps day of knowledge) it is asked about."""

    record: Record
    on: int
    known_by: int | None


class Maker:
    """Draws one record."""

    def __init__(self, seed: int, unbounded: bool = False, chained: bool = False) -> None:
        self.random = Random(seed)
        self.unbounded = unbounded
        self.chained = chained
        self.crowded = seed % 2 == 1
        """Every second record is full of doubt, and all of it within two weeks, so that everything meets everything."""
        self.doubt = 0.7 if self.crowded else 0.4
        self.span = 14 if self.crowded else 48

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def day(self) -> date:
        return FIRST + timedelta(days=self.random.randrange(self.span))

    def date(self, doubt: float = 1.0) -> str:
        """A day, or a set of rival days, or a few days on one of which it was."""
        first = self.day()
        if not self.chance(self.doubt * doubt):
            return first.isoformat()
        later = first + timedelta(days=self.random.randrange(1, 6))
        if self.chance(0.5):
            return f"[{first},{later}]"
        return f"[{first}..{later}]"

    def stretch(self) -> str:
        first = self.day()
        last = first + timedelta(days=self.random.randrange(1, 8))
        if self.chance(0.2):
            return "1852-02-0X/1852-02-0X" if self.chance(0.5) else f"1852-02-0X/{max(last, date(1852, 2, 9))}"
        return f"{first}/{last}"

    def endless(self) -> str | None:
        """A date with a bound that is open or not known, or none at all."""
        day = self.day().isoformat()
        return self.random.choice((f"{day}/..", f"../{day}", f"{day}/", f"/{day}", None))

    def bound(self) -> str:
        """A bound written in a text: a day, a month, rival days."""
        kind = self.random.randrange(10)
        if kind == 0:
            return self.random.choice(("1852-01", "1852-02", "1852-03"))
        if kind == 1:
            first = self.day()
            return f"[{first},{first + timedelta(days=self.random.randrange(2, 9))}]"
        return self.day().isoformat()

    def ids(self, pool: list[str], most: int) -> list[str]:
        return self.random.sample(pool, min(len(pool), self.random.randrange(most + 1)))

    def performance(self, event_id: str, owed: bool, parts: bool) -> dict[str, Any]:
        item: dict[str, Any] = {"event": event_id}
        if parts and self.chance(0.8):
            item["part"] = True
        if owed:
            kind = self.random.randrange(6)
            low = self.random.randrange(4)
            if kind <= 2:
                item["value"] = str(low + 1)
            elif kind <= 4:
                item |= {"low": str(low), "high": str(low + self.random.randrange(1, 3))}
            elif self.chance(0.5):
                item["low"] = str(low)
        return item

    def terms(self, events: list[str], others: list[str], instruments: list[str], reading: bool) -> dict[str, Any]:
        """Random terms; in a reading most are left out, so that they are as in the commitment."""
        found: dict[str, Any] = {}
        said = 0.35 if reading else 1.0
        owed = False
        if self.chance(0.35 * said):
            owed = True
            found["owed"] = {"value": str(self.random.randrange(1, 6)), "unit": "t"}
            if self.chance(0.3):
                found["owed"]["tolerance"] = "0.25"
        if self.chance(said):
            parts = self.chance(0.2)
            found["performed_by"] = [self.performance(one, owed or reading, parts) for one in self.ids(events, 2 if owed else 3)]
        if self.chance((0.6 if self.crowded else 0.35) * said):
            found["breached_by"] = self.ids(events, 2)
        if self.chance(0.5 * said):
            trigger: dict[str, Any] = {"event": self.random.choice(events)} if events else {"text": "never"}
            if others and self.chance(0.9 if self.chained else 0.3):
                trigger = {"commitment": self.random.choice(others)}
            if self.chance(0.3):
                trigger["until"] = self.bound()
            if self.chance(0.3):
                trigger["at"] = "start"
            found["trigger"] = trigger
        elif reading and self.chance(0.1):
            found["trigger"] = None
        if self.chance(0.75 * said):
            found["deadline"] = self.deadline(events)
        if self.chance(0.3 * said):
            found["term_ends"] = self.bound()
        if self.chance((0.6 if self.crowded else 0.4) * said):
            found["ended_by"] = [self.ending(events, others, instruments) for _ in range(self.random.randrange(1, 3))]
        if not reading or self.chance(0.2):
            found["standard"] = self.random.choice(STANDARDS)
            found["definiteness"] = self.random.choice(DEFINITENESS)
        return found

    def deadline(self, events: list[str]) -> dict[str, Any]:
        exclusive = {"exclusive": True} if self.chance(0.15) else {}
        kind = self.random.randrange(8)
        if kind <= 2:
            return {"by": self.bound(), **exclusive}
        if kind == 3:
            return {"text": "as soon as possible"}
        after = "trigger" if kind <= 5 or self.chained else "made" if kind == 6 or not events else self.random.choice(events)
        few = {"days": self.random.randrange(6 if self.crowded else 12)}
        lengths = ({"months": 1}, few, {"weeks": 1}, {"months": 1, "days": 3}, {"weeks": 1, "days": 2})
        length: dict[str, Any] = few if self.crowded and self.chance(0.6) else self.random.choice(lengths)
        more = {"counts_first_day": True} if self.chance(0.2) else {}
        return {"after": after, **length, **more, **exclusive, **({"at": "start"} if self.chance(0.3) else {})}

    def ending(self, events: list[str], others: list[str], instruments: list[str]) -> dict[str, Any]:
        how = self.random.choice(("released", "cancelled", "superseded", "suspended", "suspended"))
        found: dict[str, Any] = {"how": how}
        kind = self.random.randrange(4)
        if kind == 0 and others:
            found["commitment"] = self.random.choice(others)
        elif kind == 1:
            found["instrument"] = self.random.choice(instruments)
        elif events:
            found["event"] = self.random.choice(events)
        if how == "suspended" and self.chance(0.8):
            found["until"] = self.bound()
        return found

    def record(self) -> Record:
        events = [f"e{at}" for at in range(self.random.randrange(1, 5))]
        names = [f"c{at}" for at in range(self.random.randrange(1, 4))]
        instruments = ["pact", "paper"]
        entries: list[Any] = []
        for name in events:
            recorded = {"recorded": self.date(0.5)} if self.chance(0.2) else {}
            date: str | None = self.stretch() if self.chance(0.25) else self.date()
            if self.unbounded and self.chance(0.4):
                date = self.endless()
            entries.append(build.event(name, date, **recorded))
        for name in instruments:
            recorded = {"recorded": self.date(0.0)} if self.chance(0.15) else {}
            signed = None if self.unbounded and self.chance(0.2) else self.date(0.5)
            entries.append(build.instrument(name, signed, **recorded))
        for name in names:
            others = [other for other in names if other != name]
            fields = self.terms([*events, "nowhere"] if self.chance(0.1) else events, others, instruments, reading=False)
            fields["instrument"] = self.random.choice(instruments)
            if self.chance(0.5):
                fields["made"] = self.date(0.5)
            if self.chance(0.15):
                fields["recorded"] = self.date(0.0)
            if self.chance(0.3):
                fields["supersedes"] = self.ids(others, 1)
            if self.chance(0.3):
                fields["reciprocal"] = self.ids(others, 2)
            if self.chance(0.3):
                fields["conflicts"] = self.ids(others, 2)
            if self.chance(0.2):
                fields["evidence_claimed"] = False
            elif self.chance(0.4):
                fields["evidence_complete"] = self.day().isoformat()
            fields["readings"] = [
                {"id": f"r{at}", **self.terms(events, others, instruments, reading=True)}
                for at in range(self.random.randrange(2))
            ]
            entries.append(build.commitment(name, **fields))
        return build.record(
            *entries, complete=self.random.choice((None, "1852-02-20", "1852-12-31", "1852-12-31")), period="1852"
        )


def draw(seed: int, unbounded: bool = False, chained: bool = False) -> Asked:
    """The random record of this seed, with a day to ask about and perhaps a day of knowledge.

    With `unbounded` some dates have no bound on a side; with `chained` most promises wait for others.
    """
    maker = Maker(seed, unbounded, chained)
    record = maker.record()
    latest = maker.span + (4 if maker.crowded else 30)
    on = (FIRST + timedelta(days=maker.random.randrange(latest))).toordinal()
    known_by = maker.day().toordinal() if maker.chance(0.25) else None
    return Asked(record, on, known_by)
