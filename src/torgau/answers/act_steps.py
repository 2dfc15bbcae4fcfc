"""Steps about acts and standing: who stood where, what conflicts with a claim, alliances, votes, days kept, sums by a day."""

from __future__ import annotations

from torgau.answers.quantity_steps import span
from torgau.answers.record_steps import in_words, name_of, one_day, shortened
from torgau.answers.results import StepResult
from torgau.answers.sentences import listed
from torgau.dates import Tri
from torgau.record.acts import conflicts_with_status
from torgau.record.coverage import covering
from torgau.record.digits import rounded_outward
from torgau.record.relation import peaks
from torgau.record.series import cumulative, stretch
from torgau.record.statuses import alliances, status_on
from torgau.vocabulary import Record
from torgau.vocabulary import questions as q

STANDING = ("presence", "control", "occupation-zone")
"""The dimensions by which an actor stands somewhere in fact."""


def stood(record: Record, step: q.PresenceStep) -> StepResult:
    """The territories where an actor stood on a day, each once: `count`, `list`, `on`."""
    found = status_on(record, one_day(step.on), dimensions=STANDING, subjects=(step.actor,))
    places = list(dict.fromkeys(item.place for item in found if item.place))
    names = [record.places[place].name if place in record.places else place for place in places]
    rows = tuple(
        {
            "place": item.place,
            "dimension": item.dimension,
            "title": item.title,
            "start": item.start.text,
            "end": item.end.text if item.end else None,
            "id": item.id,
        }
        for item in found
        if item.place
    )
    values = {"count": str(len(places)), "list": listed(names), "on": step.on.text}
    return StepResult(values=values, rows=rows, ids=tuple(dict.fromkeys(item.id for item in found)))


def conflicting_acts(record: Record, step: q.ConflictsStep) -> StepResult:
    """The acts that a claimed status excludes: `count`, `list`, `title`, `interval`."""
    status = record.statuses[step.status]
    found = conflicts_with_status(record, step.status)
    until = f" until {status.end.text}" if status.end else ""
    values = {
        "title": status.title,
        "interval": f"from {status.start.text}{until}",
        "count": str(len(found)),
        "list": shortened([f"{item.act.date.text} {item.act.title}" for item in found]),
    }
    rows = tuple({"id": c.act.id, "date": c.act.date.text, "title": c.act.title, "certainty": c.certainty} for c in found)
    return StepResult(values=values, rows=rows, ids=(step.status, *(item.act.id for item in found)))


def formal_alliance(record: Record, step: q.AllianceStep) -> StepResult:
    """Bilateral alliance treaties between two actors: `list` is "none" where there is none."""
    found = alliances(record, *step.between)
    rows = tuple({"id": item.instrument, "title": item.title} for item in found)
    values = {"count": str(len(found)), "list": listed([item.title for item in found])}
    return StepResult(values=values, rows=rows, ids=tuple(item.instrument for item in found))


def votes(record: Record, step: q.VotesStep) -> StepResult:
    """The votes recorded with an event: `list`, `noes` (votes against in all bodies together)."""
    event = record.events[step.event]
    values = {
        "title": event.title,
        "list": listed([f"{vote.body} {vote.ayes} to {vote.noes}" for vote in event.votes]),
        "noes": str(sum(vote.noes for vote in event.votes)),
    }
    rows = tuple({"body": vote.body, "ayes": vote.ayes, "noes": vote.noes, "unit": "votes"} for vote in event.votes)
    return StepResult(values=values, rows=rows, ids=(event.id,))


def days_kept(record: Record, step: q.DaysKeptStep) -> StepResult:
    """On which day each country keeps an event: `list`."""
    event = record.events[step.event]
    kept = [(actor, when.text) for actor, when in event.local_dates]
    values = {"title": event.title, "list": listed([f"{name_of(record, actor)} {day}" for actor, day in kept])}
    return StepResult(values=values, rows=tuple({"actor": actor, "date": day} for actor, day in kept), ids=(event.id,))


def accrued(record: Record, step: q.CumulativeStep) -> StepResult:
    """How much of a series had accrued by a day: `amount`, `total`, `share` (per cent, as the record leaves it), `on`."""
    found = cumulative(record, step.series, one_day(step.on))
    low, high = found.share_low, found.share_high
    share = "an unknown share" if low is None or high is None else f"{span(*rounded_outward(low * 100, high * 100, 3))} %"
    values = {
        "on": step.on.text,
        "amount": f"{span(found.low, found.high)} {found.unit}",
        "total": f"{span(found.total_low, found.total_high)} {found.unit}",
        "share": share,
    }
    row = {
        "on": step.on.text,
        "low": found.low,
        "high": found.high,
        "unit": found.unit,
        "total_low": found.total_low,
        "total_high": found.total_high,
        "share_low": low,
        "share_high": high,
    }
    caveats = () if not found.cut else (f"{found.day} cuts a period whose split nobody states; the share is a range.",)
    return StepResult(values=values, rows=(row,), ids=(step.series,), caveats=caveats)


def fell_under(record: Record, step: q.UnderStep) -> StepResult:
    """Under which statuses dated things fell: `list`, `count`. A stretch may fall under several, one after the other."""
    events = [record.events[each] for each in step.events]
    things = [(event.id, event.title, event.date) for event in events if event.date is not None]
    if step.series is not None:
        title = record.series[step.series].title
        things += [(step.series, title, stretch(point)) for point in record.points.get(step.series, ())]
    rows, words, ids = [], [], list[str]()
    for entry_id, title, date in things:
        found = covering(record, date, step.dimension, step.between)
        names = [f"{in_words(item.value) or item.title}{'' if item.certainty == 'certain' else ' (possibly)'}" for item in found]
        named = f" {title}" if entry_id != step.series else ""
        words.append(f"{date.text}{named}: {listed(list(dict.fromkeys(names)), last='then')}")
        ids += [entry_id, *(item.id for item in found)]
        rows.append(
            {
                "id": entry_id,
                "date": date.text,
                "title": title,
                "dimension": step.dimension,
                "under": [{"id": item.id, "value": item.value, "certainty": item.certainty} for item in found],
            }
        )
    values = {"count": str(len(rows)), "list": "; ".join(words) or "none"}
    return StepResult(values=values, rows=tuple(rows), ids=tuple(dict.fromkeys(ids)))


def best_years(record: Record, step: q.RelationStep) -> StepResult:
    """The best year of a pair under each weighting: `list`, `count`, `inside` (how many fall inside the period), `period`."""
    found = peaks(record, step.between, step.period)
    rows = tuple(
        {
            "weighting": peak.weighting,
            "rule": record.weightings[peak.weighting].rule,
            "years": [str(year) for year in peak.years],
            "low": peak.low,
            "high": peak.high,
            "unit": "points",
            "inside": str(peak.inside.value) if peak.inside is not None else None,
        }
        for peak in found
    )
    best = [(record.weightings[peak.weighting].title, listed([str(year) for year in peak.years], last="or")) for peak in found]
    values = {
        "count": str(len(found)),
        "list": "; ".join(f"{title}: {years}" for title, years in best) or "none",
        "inside": str(sum(peak.inside is Tri.TRUE for peak in found)),
        "period": step.period.text,
    }
    return StepResult(values=values, rows=rows, ids=tuple(peak.weighting for peak in found))
