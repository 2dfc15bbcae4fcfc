"""Steps that the record answers: statuses, changes, dates, counts, orders, figures, claims."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from torgau.answers.results import StepResult
from torgau.answers.sentences import listed
from torgau.audit.independence import support
from torgau.dates import When
from torgau.record.acts import Count, count_events
from torgau.record.comparisons import holders, members, order
from torgau.record.diff import Change, diff
from torgau.record.statuses import DIMENSIONS, StatusOn, status_on
from torgau.record.timeline import Dated, timeline
from torgau.vocabulary import Claim, Record
from torgau.vocabulary import questions as q
from torgau.vocabulary.common import Id

SHOWN = 6
"""How many items a sentence lists before it says how many more there are; the rows always hold all."""


def first_day(when: When | None) -> int | None:
    """The earliest day that a date may mean, for the start of a search."""
    return None if when is None else when.lo


def last_day(when: When | None) -> int | None:
    """The latest day that a date may mean, for the end of a search."""
    return None if when is None else when.hi


def one_day(when: When) -> int:
    """The day of a step that must name one. ValueError otherwise."""
    if when.lo is None or when.lo != when.hi:
        raise ValueError(f"{when.text!r} is not one single day")
    return when.lo


def name_of(record: Record, actor: Id | None) -> str:
    """The actor's name as it stands in a sentence ("the United Nations"), or the id where the pack has none."""
    known = record.actors.get(actor or "")
    if known is None:
        return actor or ""
    return f"{known.article} {known.name}" if known.article else known.name


def shortened(items: Sequence[str], limit: int = SHOWN) -> str:
    """The first items, joined, and how many more there are."""
    if len(items) <= limit:
        return listed(items)
    return f"{'; '.join(items[:limit])}; and {len(items) - limit} more"


def status(record: Record, step: q.StatusStep) -> StepResult:
    """What held on a day, by dimension. Gives `count`, `list`, `dimensions`, and one place for each dimension's list."""
    found = status_on(record, one_day(step.on), between=step.between, dimensions=step.dimensions, places=step.places)
    by_dimension: dict[str, list[str]] = {}
    for item in found:
        by_dimension.setdefault(item.dimension, []).append(_status_words(item))
    values = {
        "on": step.on.text,
        "count": str(len(found)),
        "dimensions": _counts(by_dimension),
        "list": shortened([words for items in by_dimension.values() for words in items]),
        "places": listed(list(dict.fromkeys(record.places[s.place].name for s in found if s.place and s.place in record.places))),
        "subjects": listed(list(dict.fromkeys(name_of(record, s.subject) for s in found if s.subject))),
    }
    for dimension in DIMENSIONS:
        values[dimension] = shortened(by_dimension.get(dimension, []))
        values[f"{dimension}_count"] = str(len(by_dimension.get(dimension, [])))
    return StepResult(values=values, rows=tuple(_status_row(item) for item in found), ids=tuple(item.id for item in found))


def _counts(by_dimension: Mapping[str, Sequence[str]]) -> str:
    """`recognition 2, treaty 20 and dispute 4`."""
    return listed([f"{in_words(dimension)} {len(items)}" for dimension, items in by_dimension.items()])


def in_words(code: str) -> str:
    """A code of the pack as it is read aloud: `joint-operation` is "joint operation"."""
    return code.replace("-", " ")


def _status_words(item: StatusOn) -> str:
    return item.title if item.certainty == "certain" else f"{item.title} (possibly)"


def _status_row(item: StatusOn) -> Mapping[str, Any]:
    return {
        "id": item.id,
        "dimension": item.dimension,
        "title": item.title,
        "subject": item.subject,
        "object": item.object,
        "value": item.value,
        "place": item.place,
        "start": item.start.text,
        "end": item.end.text if item.end else None,
        "certainty": item.certainty,
        "basis": item.basis,
    }


def changes(record: Record, step: q.DiffStep) -> StepResult:
    """What changed between two days. Gives `count`, `began`, `ended`, `changed`, `list`, and one place for each dimension."""
    found = diff(record, one_day(step.start), one_day(step.end), between=step.between, dimensions=step.dimensions)
    kinds = Counter(change.kind for change in found)
    by_dimension: dict[str, list[str]] = {}
    for change in found:
        by_dimension.setdefault(change.dimension, []).append(_change_words(change))
    values = {
        "from": step.start.text,
        "to": step.end.text,
        "count": str(len(found)),
        "began": str(kinds["began"]),
        "ended": str(kinds["ended"]),
        "changed": str(kinds["changed"]),
        "passed": str(kinds["passed"]),
        "dimensions": _counts(by_dimension),
        "list": shortened([_change_words(change) for change in found]),
    }
    for dimension in DIMENSIONS:
        values[dimension] = shortened(by_dimension.get(dimension, []))
    ids = [side.id for change in found for side in (change.before, change.after) if side is not None]
    ids += [cause.event for change in found for cause in change.causes]
    return StepResult(values=values, rows=tuple(_change_row(change) for change in found), ids=tuple(dict.fromkeys(ids)))


CHANGE_WORDS = {"began": "from", "ended": "ended", "changed": "changed", "passed": "came and went,"}
"""How a sentence says what kind of change it was."""


def _change_words(change: Change) -> str:
    side = change.after or change.before
    title = side.title if side else ""
    return f"{title} ({CHANGE_WORDS[change.kind]} {change.date.text})"


def _change_row(change: Change) -> Mapping[str, Any]:
    side = change.after or change.before
    return {
        "change": change.kind,
        "date": change.date.text,
        "dimension": change.dimension,
        "id": side.id if side else None,
        "title": side.title if side else "",
        "certainty": change.certainty,
        "causes": [{"event": cause.event, "title": cause.title, "how": cause.how} for cause in change.causes],
    }


def dated(record: Record, step: q.TimelineStep) -> StepResult:
    """Dated events in order. Gives `count`, `list`, `first`, `last` and their dates, `failed`."""
    found = timeline(
        record,
        first_day(step.start),
        last_day(step.end),
        tracks=step.tracks,
        actors=step.actors,
        tags=step.tags,
        kinds=step.kinds,
        ids=step.ids,
    )
    values = {
        "count": str(len(found)),
        "list": shortened([_dated_words(line) for line in found], 12),
        "failed": shortened([f"{line.date.text} {line.title}" for line in found if line.failed]),
        "failed_count": str(sum(line.failed for line in found)),
        "first": found[0].title if found else "none",
        "first_date": found[0].date.text if found else "unknown",
        "last": found[-1].title if found else "none",
        "last_date": found[-1].date.text if found else "unknown",
    }
    return StepResult(values=values, rows=tuple(_dated_row(line) for line in found), ids=tuple(line.id for line in found))


def _dated_words(line: Dated) -> str:
    return f"{line.date.text} {line.title}" + ("" if line.dated_as == "event" else f" ({in_words(line.dated_as)})")


def _dated_row(line: Dated) -> Mapping[str, Any]:
    row: dict[str, Any] = {
        "id": line.id,
        "date": line.date.text,
        "title": line.title,
        "kind": line.event_kind,
        "track": line.track,
        "actors": list(line.actors),
        "failed": line.failed,
    }
    if line.dated_as != "event":
        row["dated_as"] = line.dated_as
    if line.doubt:
        row["doubt"] = line.doubt
    if line.local_days:
        row["local_dates"] = {local.where: local.date for local in line.local_days}
    return row


def count(record: Record, step: q.CountStep) -> StepResult:
    """How many events by kind or year, failures apart: `total`, `succeeded`, `failed`, `by_kind`, `by_year`, `failures`."""
    first, last = first_day(step.start), last_day(step.end)

    def table(by: Sequence[Literal["year", "kind"]]) -> tuple[Count, ...]:
        return count_events(record, first, last, actors=step.actors, tags=step.tags, kinds=step.kinds, by=by)

    rows = table(step.by)
    found = timeline(record, first, last, actors=step.actors, tags=step.tags, kinds=step.kinds)
    by_kind = sorted(table(("kind",)), key=lambda row: -row.total)
    values = {
        "total": str(sum(row.total for row in rows)),
        "failed": str(sum(row.failed for row in rows)),
        "succeeded": str(sum(row.done for row in rows)),
        "by_kind": listed([f"{in_words(row.kind)} {row.total}" for row in by_kind]),
        "by_year": listed([f"{row.year}: {row.total}" for row in table(("year",))]),
        "failures": shortened([f"{line.date.text} {line.title}" for line in found if line.failed]),
    }
    shown = tuple({"year": r.year, "kind": r.kind, "total": r.total, "failed": r.failed, "ids": list(r.ids)} for r in rows)
    return StepResult(values=values, rows=shown, ids=tuple(line.id for line in found))


NO_DATA = "claimed, no data in this pack"
"""What is said of a claim that neither an entry of the pack nor a document of its own bears out."""


def claims(record: Record, step: q.ClaimsStep) -> StepResult:
    """Who says what on a topic, with what each relies on. Gives `count`, `list`, `holders`. None is marked correct.

    Only entries that are in the pack and rest on a source that is there bear a claim out.
    """
    found = [claim for claim in record.claims.values() if claim.topic == step.topic]
    rows = tuple(_claim_row(record, claim) for claim in found)
    values = {
        "count": str(len(found)),
        "holders": listed(list(dict.fromkeys(str(row["holder"]) for row in rows))),
        "list": "; ".join(_claim_words(row) for row in rows) or "none",
        "supported": str(sum(bool(row["relies_on"]) for row in rows)),
        "unsupported": str(sum(not row["relies_on"] for row in rows)),
    }
    ids = [entry for row in rows for entry in (row["id"], *row["relies_on"], *row["opposed_by"])]
    return StepResult(values=values, rows=rows, ids=tuple(dict.fromkeys(ids)))


def _claim_row(record: Record, claim: Claim) -> Mapping[str, Any]:
    relies_on = support(record, claim.supported_by)
    documented = any(citation.source in record.sources for citation in claim.sources)
    source = record.sources.get(claim.source)
    return {
        "id": claim.id,
        "date": claim.date.text if claim.date else "",
        "holder": claim.holder or (source.title if source else claim.source),
        "register": claim.register,
        "asserts": claim.asserts,
        "layer": "claim",
        "source": claim.source,
        "relies_on": list(relies_on),
        "opposed_by": list(support(record, claim.opposed_by)),
        "support": "supported" if relies_on else "by its own document" if documented else NO_DATA,
    }


def _claim_words(row: Mapping[str, Any]) -> str:
    register = f" ({row['register']})" if row["register"] else ""
    return f"{row['holder']}{register}: {row['asserts']}{f' [{NO_DATA}]' if row['support'] == NO_DATA else ''}"


def names(record: Record, step: q.ActorsStep) -> StepResult:
    """The actors' names and adjectives, by place in the list: `{step.1}`, `{step.adjective_1}`; `{step.list}` joins them."""
    values = {"list": listed([name_of(record, actor) for actor in step.ids])}
    for position, actor in enumerate(step.ids, start=1):
        known = record.actors.get(actor)
        values[str(position)] = name_of(record, actor)
        values[f"adjective_{position}"] = (known.adjective if known else "") or name_of(record, actor)
    return StepResult(values=values)


def rank(record: Record, step: q.OrderStep) -> StepResult:
    """Who of a declared set was first or last. Gives `who`, `date`, `among`, `list`, `outcome`, `never`."""
    found = order(record, step.dimension, step.object, step.among, step.rank, value=step.value)
    by_actor = {beginning.actor: beginning for beginning in found.beginnings}
    values = {
        "who": listed([name_of(record, actor) for actor in found.answer], last="or"),
        "outcome": found.outcome,
        "date": listed([by_actor[actor].date.text for actor in found.answer if actor in by_actor], last="or"),
        "among": listed([name_of(record, actor) for actor in step.among]),
        "list": listed([f"{name_of(record, b.actor)} {b.date.text}" for b in found.beginnings]),
        "never": listed([name_of(record, actor) for actor in found.never]),
    }
    rows = tuple({"actor": b.actor, "id": b.id, "date": b.date.text} for b in found.beginnings)
    return StepResult(values=values, rows=rows, ids=tuple(b.id for b in found.beginnings))


def who_held(record: Record, step: q.HoldersStep) -> StepResult:
    """Who held the offices on a day. Gives `list` and `on`."""
    found = holders(record, step.offices, one_day(step.on))
    words = [f"{item.holder or 'nobody in this pack'} ({item.office}, {name_of(record, item.actor)})" for item in found]
    rows = tuple(
        {"office": item.office, "actor": item.actor, "holder": item.holder, "id": item.id, "certainty": item.certainty}
        for item in found
    )
    values = {"on": step.on.text, "list": listed(words), "count": str(len(found))}
    return StepResult(values=values, rows=rows, ids=tuple(item.id for item in found if item.id))


def belonged(record: Record, step: q.MembersStep) -> StepResult:
    """Who belonged to something. Gives `count`, `list`, `on`."""
    found = members(record, step.of, None if step.on is None else one_day(step.on))
    names_found = [name_of(record, item.actor) + ("" if item.certainty == "certain" else " (possibly)") for item in found]
    values = {"count": str(len(found)), "list": listed(names_found), "on": step.on.text if step.on else "any day"}
    rows = tuple({"actor": item.actor, "of": step.of, "certainty": item.certainty, "id": item.id} for item in found)
    return StepResult(values=values, rows=rows, ids=tuple(dict.fromkeys(item.id for item in found)))
