"""Answers to "who contributed what": each player's share in every model, value and index, and the orderings that survive."""

from __future__ import annotations

from typing import Any

from torgau.answers.answer import Answer, evidence_for, unverified_caveats
from torgau.answers.ranges import range_of
from torgau.answers.sentences import listed
from torgau.outcome.attribution import Contributions
from torgau.outcome.games.indices import INDICES
from torgau.outcome.games.superadditivity import together
from torgau.vocabulary import Record

HELD_FIXED = ("what the other players make, call up and send", "the opponents' forces in all, which are shared out anew")
"""What every coalition leaves as it was."""


def observable_rows(record: Record, found: Contributions) -> list[dict[str, Any]]:
    """What is on record before any model: every figure of the estimates, and the greatest of each series, with its source."""
    rows = []
    for name in found.attribution.observables:
        if name in record.estimates:
            estimate = record.estimates[name]
            means = {scope.id: scope.means for scope in estimate.scopes}
            figures: list[tuple[str, Any]] = [(means.get(each.scope, each.scope), each) for each in estimate.figures]
            title, unit = estimate.title, ""
        else:
            series = record.series[name]
            known = [point for point in record.points[name] if point.value is not None]
            figures = [(f"{point.start.text}/{point.end.text}", point) for point in sorted(known, key=_value)[-1:]]
            title, unit = series.title, series.unit
        for scope, figure in figures:
            rows.append(
                {
                    "observable": name,
                    "title": title,
                    "scope": scope,
                    "value": figure.value,
                    "low": figure.low,
                    "high": figure.high,
                    "unit": unit or figure.unit,
                    "source": figure.source,
                    "locator": figure.locator,
                    "verified": figure.verified,
                }
            )
    return rows


def _value(point: Any) -> Any:
    return point.value


def contribution_rows(found: Contributions) -> list[dict[str, Any]]:
    """One row a model, value, index and player, as a range; none of them is a score of the dead."""
    rows = []
    for item in found.played:
        for index in found.indices:
            values = INDICES[index](item.game)
            for at, player in enumerate(item.game.players):
                rows.append(
                    {
                        "model": item.model,
                        "standing": "speaks" if found.speaks(item.model, item.value) else "illustration",
                        "value": item.value.id,
                        "index": index,
                        "player": player,
                        "range": range_of(values[at], item.game.unit),
                    }
                )
    return rows


def coalition_rows(found: Contributions) -> list[dict[str, Any]]:
    """The table of coalition values behind the shares: what each coalition is worth in each model."""
    return [
        {"model": item.model, "value": item.value.id, "coalition": "+".join(item.game.members(mask)) or "nobody"}
        | {"worth": range_of(item.game.values[mask], item.game.unit)}
        for item in found.played
        for mask in range(len(item.game.values))
    ]


def together_rows(found: Contributions) -> list[dict[str, Any]]:
    """In which share of the draws the whole coalition is worth more than its parts alone, per model and value."""
    return [{"model": item.model, "value": item.value.id, **together(item.game).row()} for item in found.played]


def together_in_words(found: Contributions) -> str:
    """Whether the whole is worth more than its parts, per model and value."""
    parts = []
    for item in found.played:
        whole = together(item.game)
        parts.append(f"{item.model}, {item.value.id}: {whole.more.share:.0%} of the draws")
    return listed(parts)


def contribution_in_words(found: Contributions) -> str:
    """The headline: the orderings that survive every model, value and index; and where they turn round."""
    if not found.played:
        why = listed([f"{name}: {reason}" for name, reason in found.silent.items()]) or "the pack declares no model"
        return f"Not identified: no model can be asked ({why})."
    ordered = found.ordered()
    assert ordered is not None
    survive = [f"{more} more than {less}" for more, less in ordered.surviving]
    turn = [f"{pair.first} and {pair.second}" for pair in ordered.standing("reverses")]
    models = list(dict.fromkeys(item.model for item in found.played))
    said = (
        f"The orderings that survive all models, values and indices: {listed(survive)}."
        if survive
        else "No ordering of the players survives all models, values and indices."
    )
    reverse = f" The order of {listed(turn)} turns round with the model, the value or the index." if turn else ""
    return said + reverse + _by_value(found) + _who_speaks(found, models)


def _by_value(found: Contributions) -> str:
    """What each value says by itself, and which of them say nothing."""
    empty = found.tell_nothing()
    each = []
    for value in dict.fromkeys(item.value.id for item in found.played):
        ordered = found.ordered_by(value)
        if value not in empty and ordered is not None:
            chains = [part for part in ordered.text.split("; ") if " > " in part]
            each.append(f"by {value} {listed(chains) if chains else 'none survives'}")
    alone = f" Value by value, in all models and indices: {'; '.join(each)}." if len(each) > 1 or (empty and each) else ""
    mute = f" By {listed(list(empty))} nothing differs within the horizon, so it orders nobody." if empty else ""
    return alone + mute


def _who_speaks(found: Contributions, models: list[str]) -> str:
    """Which models may speak of which value."""
    if not found.speaking:
        return " No model may speak at this horizon: all of this is an illustration, and the shares are not identified."
    silent = []
    for value in dict.fromkeys(item.value.id for item in found.played):
        games = [item for item in found.played if item.value.id == value]
        speak = [item.model for item in games if found.speaks(item.model, item.value)]
        if not speak:
            silent.append(f"of {value} none may speak")
        elif len(speak) < len(games):
            silent.append(f"of {value} only {listed(speak)} may speak")
    return f" At this horizon {listed(silent)}; the rest is shown as an illustration." if silent else ""


def brief_of_contributions(found: Contributions) -> str:
    """The headline in one breath, for a sentence about several things: no full stop in it and none at its end."""
    parts = contribution_in_words(found).rstrip(".").split(". ")
    return "; ".join(part[0].lower() + part[1:] for part in parts)


def observed_in_words(record: Record, found: Contributions) -> str:
    """The observables by title: the figures stand in the rows, each with its source."""
    titles = [row["title"] for row in observable_rows(record, found)]
    return listed(list(dict.fromkeys(titles))) or "the pack names no observables"


def contribution_answer(record: Record, found: Contributions) -> Answer:
    """The answer object of `torgau attribute`."""
    declared = found.attribution
    evidence = evidence_for(record, (declared.id, declared.process, *declared.observables))
    ordered = found.ordered()
    return Answer(
        question_id=None,
        question=declared.title,
        reading=f"Absent means: {declared.absent} Value: {listed([value.means for value in declared.values])}.",
        layer="outcome",
        answer=f"On record first: {observed_in_words(record, found)}. {contribution_in_words(found)}",
        as_of=declared.date.text,
        data=(
            *observable_rows(record, found),
            *contribution_rows(found),
            *coalition_rows(found),
            *(ordered.rows() if ordered else ()),
        ),
        evidence=evidence,
        caveats=(
            "Own deaths are never a contribution.",
            f"Held fixed: {listed(list(HELD_FIXED))}.",
            *(f"{name} was not asked: {why}." for name, why in found.silent.items()),
            *unverified_caveats(evidence),
        ),
        outcome=contribution_outcome(found),
    )


def contribution_outcome(found: Contributions) -> dict[str, Any]:
    """The `outcome` part of the answer: who played which game, with which models and draws."""
    declared = found.attribution
    return {
        "attribution": {
            "id": declared.id,
            "date": declared.date.text,
            "players": list(declared.players),
            "absent": declared.absent,
        },
        "values": [{"id": value.id, "means": value.means} for value in declared.values],
        "models": [{"id": name, "speaks": name in found.speaking} for name in dict.fromkeys(item.model for item in found.played)],
        "together": together_rows(found),
        "identified": bool(found.speaking),
        "held_fixed": list(HELD_FIXED),
        "horizon": declared.horizon.text,
        "draws": found.draws,
        "seed": found.seed,
        "model_hash": "+".join(dict.fromkeys(item.key for item in found.played)),
    }
