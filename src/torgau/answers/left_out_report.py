"""The part of the validation report on theatres left out: how each model did in a theatre that its parameters knew nothing of."""

from __future__ import annotations

from collections.abc import Iterator

from torgau.answers.left_out import STALE, in_words, transfers_of
from torgau.answers.markdown import bullets, grid
from torgau.answers.scores import TARGETS
from torgau.outcome.scores import ENOUGH
from torgau.vocabulary.outcomes import Protocol
from torgau.vocabulary.record import Record

HEADS = ("theatre left out", "months", "model", "figures", "origins", "against the best baseline", "against its own prior")


def left_out_section(record: Record, protocol: Protocol) -> Iterator[str]:
    """Theatre by horizon and model, a table for each kind of figure, the losing ones first."""
    yield "### Each theatre left out"
    yield (
        "The parameters are fitted on the figures of all other theatres over the whole process; the figures of the theatre "
        "itself are forecast from each origin, from its past, with the inputs of the record. This tests whether one theatre "
        "tells of another. It is no test of foresight: the parameters know what the other theatres were like after the origin. "
        "No model speaks because of it."
    )
    found = transfers_of(record, protocol)
    if found is None:
        yield "There is no such run: `torgau backtest --left-out` makes one, where two theatres have figures."
        return
    if not found.current:
        yield f"**{STALE}**"
    yield (
        "Skill with its 90% interval (a bootstrap over blocks of neighbouring origins). The best baseline of each theatre, kind "
        f"of figure and horizon is chosen in hindsight. From fewer than {ENOUGH} origins nothing is demonstrated, whatever the "
        "interval."
    )
    if found.apart:
        yield bullets(
            f"Without {theatre} the seeds of {model} do not agree (scale reduction {apart:.3f})."
            for theatre, model, apart in found.apart
        )
    for target, words in TARGETS.items():
        rows = [row for row in found.of_models if row.skill.target == target]
        if rows:
            yield f"**{words[:1].upper()}{words[1:]}**"
            yield grid(
                HEADS,
                [
                    (
                        *(row.theatre, str(row.skill.months), row.skill.by, f"{row.skill.figures:,}", str(row.skill.origins)),
                        f"{in_words(row.skill)} ({row.skill.baseline})",
                        in_words(row.over_prior),
                    )
                    for row in rows
                ],
            )
