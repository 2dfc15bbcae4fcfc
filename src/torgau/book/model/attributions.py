"""The page of an attribution: what is observed of each player first, then the orderings that survive, then the shares."""

from __future__ import annotations

from typing import Any

from torgau.book.model.context import Context
from torgau.record.declarations import value_in_words
from torgau.vocabulary import questions as q
from torgau.vocabulary.outcomes import Attribution

STANDINGS = {
    "survives": "survives",
    "partly": "holds in some, never the other way round",
    "reverses": "turns round",
    "undetermined": "decided in none",
}
RELATIONS = {">": "more", "<": "less", "=": "as much", "?": "not settled"}


def declared(context: Context, entry: Attribution) -> dict[str, Any]:
    """What was fixed before anything was run."""
    record = context.record
    process = record.processes.get(entry.process)
    return {
        "values": [{"id": value.id, "words": value_in_words(process, value)} for value in entry.values],
        "unions": [context.names(union) for union in entry.unions],
        "questions": [
            question.id
            for question in record.questions.values()
            if any(isinstance(step, q.AttributeStep) and step.attribution == entry.id for step in question.steps)
        ],
    }


def played(context: Context, entry: Attribution) -> dict[str, Any] | None:
    """What the models say: the same computation as behind a question. None where the process is not in the pack."""
    if entry.process not in context.record.processes:
        return None
    from torgau.answers.contributions import contribution_in_words
    from torgau.answers.outcome_steps import contributions_of
    from torgau.charts.shares import share_ranges

    found = contributions_of(context.record, entry.id)
    names = {player: context.title(player) for player in entry.players}
    models = list(dict.fromkeys(item.model for item in found.played))
    return {
        "said": contribution_in_words(found),
        "asked": bool(found.played),
        "silent": found.silent,
        "draws": found.draws,
        "seed": found.seed,
        "models": [{"id": model, "speaks": model in found.speaking} for model in models],
        "pairs": _pairs(found),
        "pictures": [picture for value in entry.values if (picture := share_ranges(found, value, names)) is not None],
        "coalitions": [table for value in entry.values if (table := _coalitions(found, value, names))],
        "together": _together(found),
    }


def _pairs(found: Any) -> list[dict[str, Any]]:
    ordered = found.ordered()
    if ordered is None:
        return []
    return [
        {
            "first": pair.first,
            "second": pair.second,
            "standing": STANDINGS.get(pair.standing, pair.standing),
            "relation": RELATIONS[pair.relation],
            "turned_by": ", ".join(pair.reversed_by),
            "more": len(pair.keys(">")),
            "less": len(pair.keys("<")),
            "all": len(pair.comparisons),
        }
        for pair in ordered.pairs
    ]


def _coalitions(found: Any, value: Any, names: dict[str, str]) -> dict[str, Any] | None:
    from torgau.book.model.whatifs import ranged

    games = [item for item in found.played if item.value.id == value.id]
    if not games:
        return None
    first = games[0].game
    order = sorted(range(len(first.values)), key=lambda mask: (mask.bit_count(), mask))
    return {
        "title": value.means,
        "unit": first.unit,
        "models": [item.model for item in games],
        "lines": [
            {
                "coalition": " + ".join(names[player] for player in first.members(mask)) or "nobody",
                "cells": [ranged(item.game.values[mask]) for item in games],
            }
            for mask in order
        ],
    }


def _together(found: Any) -> list[dict[str, Any]]:
    from torgau.answers.ranges import significant
    from torgau.outcome.games.superadditivity import together

    rows = []
    for item in found.played:
        whole = together(item.game)
        low, middle, high = (significant(whole.surplus[name]) for name in ("p05", "p50", "p95"))
        rows.append(
            {
                "model": item.model,
                "value": item.value.means,
                "more": f"{whole.more.share:.0%}",
                "range": f"{whole.more.low:.0%} to {whole.more.high:.0%}",
                "surplus": f"{middle:+,} ({low:+,} to {high:+,})".replace("-", "\N{MINUS SIGN}"),
                "unit": item.game.unit,
            }
        )
    return rows
