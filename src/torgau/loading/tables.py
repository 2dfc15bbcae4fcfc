"""The tables of a compiled pack, for people who ask with SQL. Rows are made from the record; nothing is computed from them.

Uncertain dates are three columns: `x` is the EDTF text, `x_lo` the first and `x_hi` the last day that it can be (NULL:
unbounded). Numbers are exact decimals; `verified` is as in the pack.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from torgau.dates import When
from torgau.loading.references import parts
from torgau.vocabulary import KINDS, Citation, Record
from torgau.vocabulary.claims import Statement

Row = tuple[Any, ...]
Rows = Callable[[Record], Iterable[Row]]

DATE, NUMBER, TEXT, INTEGER, TRUTH = "DATE", "NUMBER", "VARCHAR", "INTEGER", "BOOLEAN"


class Table(NamedTuple):
    """A table: its columns with their types, and its rows. A column of type NUMBER holds exact decimals."""

    name: str
    columns: tuple[tuple[str, str], ...]
    rows: Rows


def _columns(text: str) -> tuple[tuple[str, str], ...]:
    """`id title when:DATE3` and so on; a name without a type is a text, DATE3 stands for text, first and last day."""
    columns: list[tuple[str, str]] = []
    for word in text.split():
        name, _, kind = word.partition(":")
        if kind == "DATE3":
            columns += [(name, TEXT), (f"{name}_lo", DATE), (f"{name}_hi", DATE)]
        else:
            columns.append((name, kind or TEXT))
    return tuple(columns)


def _day(when: When | None) -> Row:
    return (None, None, None) if when is None else (when.text, when.lo, when.hi)


def _events(record: Record) -> Iterator[Row]:
    for e in record.events.values():
        yield e.id, e.title, *_day(e.date), e.old_style or None, e.kind, e.track, e.place, e.failed


def _event_actors(record: Record) -> Iterator[Row]:
    return ((event.id, actor) for event in record.events.values() for actor in event.actors)


def _statuses(record: Record) -> Iterator[Row]:
    for s in record.statuses.values():
        yield (
            *(s.id, s.dimension, s.title, s.subject, s.object, s.value, *_day(s.start), *_day(s.end)),
            *(s.start_event, s.end_event, s.place, s.instrument, s.symmetric, s.exclusive or None, s.basis),
        )


def _offices(record: Record) -> Iterator[Row]:
    for o in record.offices.values():
        yield o.id, o.office, o.actor, o.holder, *_day(o.start), *_day(o.end)


def _instruments(record: Record) -> Iterator[Row]:
    for i in record.instruments.values():
        yield i.id, i.title, i.form, i.binding, *_day(i.signed), *_day(i.in_force), *_day(i.ended), i.secret


def _parties(record: Record) -> Iterator[Row]:
    return ((each.id, party) for each in record.instruments.values() for party in each.parties)


def _commitments(record: Record) -> Iterator[Row]:
    for c in record.commitments.values():
        by = c.deadline.by if c.deadline is not None else None
        owed = (c.owed.value, c.owed.unit) if c.owed is not None else (None, None)
        yield (
            *(c.id, c.title, c.instrument, c.clause or None, c.content, c.act, c.standard, c.definiteness),
            *(*_day(c.made), *_day(by), *_day(c.term_ends), *owed),
        )


def _commitment_actors(record: Record) -> Iterator[Row]:
    for c in record.commitments.values():
        for role, actors in (("debtor", c.debtors), ("creditor", c.creditors), ("affected", c.affected)):
            for actor in actors:
                yield c.id, role, actor


def _performances(record: Record) -> Iterator[Row]:
    for c in record.commitments.values():
        for reading, acts in ((None, c.performed_by), *((r.id, r.performed_by or ()) for r in c.readings)):
            for act in acts:
                yield c.id, reading, act.event, act.value, act.low, act.high


def _figures(record: Record) -> Iterator[Row]:
    for e in record.estimates.values():
        for f in e.figures:
            yield e.id, f.id, f.scope, f.value, f.low, f.high, f.at_least, f.unit, f.method, f.source, f.locator, f.verified


def _points(record: Record) -> Iterator[Row]:
    for series, points in record.points.items():
        for p in points:
            yield series, p.start.lo, p.end.hi, p.value, p.low, p.high, p.source, p.locator, p.verified, p.note, p.line


def _class_rows(record: Record) -> Iterator[Row]:
    for held, rows in record.class_rows.items():
        for r in rows:
            yield (
                *(held, r.id, r.name, r.began.lo, r.ended.lo, r.censored, ";".join(r.side_a), ";".join(r.side_b)),
                *(r.states_a, r.states_b, r.capability_a, r.capability_b, r.capability_a_first, r.capability_b_first),
                *(r.major_powers, r.battle_deaths, r.outcome, r.source, r.locator, r.verified, r.note, r.line),
            )


def _sources(record: Record) -> Iterator[Row]:
    for s in record.sources.values():
        dates = (*_day(s.content_date), *_day(s.capture_date))
        yield s.id, s.title, s.kind, s.grade, s.publisher, s.author, s.witness, *dates, s.url or None, s.part_of, s.read


def _citations(record: Record) -> Iterator[Row]:
    for kind in KINDS:
        for entry in getattr(record, kind).values():
            for path, value in parts(entry):
                if isinstance(value, Citation):
                    where = ".".join(str(step) for step in path)
                    yield kind, entry.id, where, value.source, value.locator, value.verified, value.note


def _claims(record: Record) -> Iterator[Row]:
    for c in record.claims.values():
        assert isinstance(c.statement, Statement)
        says = str(c.statement.__struct_config__.tag)
        yield c.id, c.source, c.place, says, c.asserts, c.mode, c.layer, c.topic, c.holder, *_day(c.date)


def _questions(record: Record) -> Iterator[Row]:
    return ((q.id, q.question, q.layer, q.reading, q.needs_model) for q in record.questions.values())


def _actors(record: Record) -> Iterator[Row]:
    return ((a.id, a.name, a.kind, a.adjective, a.cow, a.wikidata or None) for a in record.actors.values())


def _places(record: Record) -> Iterator[Row]:
    for p in record.places.values():
        yield p.id, p.name, p.kind, p.within, None if p.lat is None else str(p.lat), None if p.lon is None else str(p.lon)


TABLES: tuple[Table, ...] = (
    Table(
        "sources",
        _columns("id title kind grade publisher author house content:DATE3 capture:DATE3 url part_of read:BOOLEAN"),
        _sources,
    ),
    Table("actors", _columns("id name kind adjective cow:INTEGER wikidata"), _actors),
    Table("places", _columns("id name kind within lat:NUMBER lon:NUMBER"), _places),
    Table("events", _columns("id title date:DATE3 old_style kind track place failed:BOOLEAN"), _events),
    Table("event_actors", _columns("event actor"), _event_actors),
    Table(
        "statuses",
        _columns(
            "id dimension title subject object value start:DATE3 end:DATE3 "
            "start_event end_event place instrument symmetric:BOOLEAN exclusive basis"
        ),
        _statuses,
    ),
    Table("offices", _columns("id office actor holder start:DATE3 end:DATE3"), _offices),
    Table("instruments", _columns("id title form binding signed:DATE3 in_force:DATE3 ended:DATE3 secret:BOOLEAN"), _instruments),
    Table("parties", _columns("instrument actor"), _parties),
    Table(
        "commitments",
        _columns(
            "id title instrument clause content act standard definiteness "
            "made:DATE3 due:DATE3 term_ends:DATE3 owed:NUMBER owed_unit"
        ),
        _commitments,
    ),
    Table("commitment_actors", _columns("commitment role actor"), _commitment_actors),
    Table("performances", _columns("commitment reading event value:NUMBER low:NUMBER high:NUMBER"), _performances),
    Table(
        "figures",
        _columns(
            "estimate id scope value:NUMBER low:NUMBER high:NUMBER at_least:BOOLEAN unit method source locator verified:BOOLEAN"
        ),
        _figures,
    ),
    Table(
        "points",
        _columns(
            "series start:DATE end:DATE value:NUMBER low:NUMBER high:NUMBER source locator verified:BOOLEAN note line:INTEGER"
        ),
        _points,
    ),
    Table(
        "class_rows",
        _columns(
            "class id name began:DATE ended:DATE censored:BOOLEAN side_a side_b states_a:INTEGER states_b:INTEGER "
            "capability_a:NUMBER capability_b:NUMBER capability_a_first:NUMBER capability_b_first:NUMBER "
            "major_powers:INTEGER battle_deaths:BIGINT outcome source locator verified:BOOLEAN note line:INTEGER"
        ),
        _class_rows,
    ),
    Table("citations", _columns("kind entry path source locator verified:BOOLEAN note"), _citations),
    Table("claims", _columns("id source place says asserts mode layer topic holder date:DATE3"), _claims),
    Table("questions", _columns("id question layer reading needs_model:BOOLEAN"), _questions),
)
"""The tables beside `entries`, `days` and `meta`, which `compiled` writes."""
