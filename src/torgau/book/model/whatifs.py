"""What the models answer to an antecedent, as its page shows it: the same computation as behind a question (`outcome_steps`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from torgau.book.model.context import Context
from torgau.record.declarations import input_in_words, input_unit
from torgau.vocabulary.outcomes import Antecedent

if TYPE_CHECKING:
    import numpy as np

    from torgau.outcome.whatif import Measure, Told, WhatIf

SIGNS = {1: "more", -1: "less", 0: "not known"}
"""What a model knows of the sign of a difference."""


def whatif_result(context: Context, entry: Antecedent) -> dict[str, Any] | None:
    """All that the result section prints; None where the process is not in the pack."""
    if entry.process not in context.record.processes:
        return None
    # The models bring NumPy with them; a pack without what-ifs is written without it.
    from torgau.answers.outcome_steps import whatif_of
    from torgau.answers.whatif_words import told_in_words
    from torgau.charts.one_run import one_run
    from torgau.charts.quantile_dots import whatif_dots

    found = whatif_of(context.record, entry.id)
    main, axes = _measures(found)
    return {
        "said": told_in_words(found),
        "asked": bool(found.told),
        "silent": found.silent,
        "scored": bool(found.scores and found.scores.current),
        "dots": whatif_dots(found),
        "run": one_run(found),
        "main": main,
        "axes": axes,
        "censored": censored(found),
        "inputs": _inputs(context, found),
        "draws": found.draws,
        "seed": found.seed,
        "hashes": {told.model: told.key for told in found.told},
        **_kinds(context, found),
    }


def _kinds(context: Context, found: WhatIf) -> dict[str, Any]:
    """What makes the answer unsure at the horizon to show and at the others, as far as it is kept for this state of the pack."""
    from torgau.answers.uncertainties import KIND_TITLES, shown
    from torgau.charts.uncertainties import kinds_strips
    from torgau.outcome.validation.uncertainties import HELD
    from torgau.outcome.validation.whatifs import kept_kinds

    kept = kept_kinds(context.record, found.antecedent)
    first = shown(kept, found.scores)
    return {
        "kinds": kinds_strips(found.antecedent.id, first) if first else None,
        "other_kinds": [kinds_strips(found.antecedent.id, each) for each in kept if each is not first],
        "largest": first.kinds.largest if first else "",
        "held": {KIND_TITLES[kind]: words for kind, words in HELD.items()},
    }


def _measures(found: WhatIf) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The measures with what each model draws, rivals beside each other: those of the whole, then those of single axes."""
    from torgau.charts.quantile_dots import standing_in_words

    titles = dict.fromkeys((measure.id, measure.title, measure.unit) for told in found.told for measure in told.measures)
    main: list[dict[str, Any]] = []
    axes: list[dict[str, Any]] = []
    for name, title, unit in titles:
        lines = [
            _line(told, told.by_id[name], standing_in_words(told, told.by_id[name])) for told in found.told if name in told.by_id
        ]
        single = name.startswith("front-") and not name.removeprefix("front-").isdigit()
        (axes if single else main).append({"title": _capital(title), "unit": unit, "lines": lines})
    return main, axes


def _line(told: Told, measure: Measure, standing: str) -> dict[str, Any]:
    return {
        "model": told.model,
        "factual": ranged(measure.factual),
        "counterfactual": ranged(measure.counterfactual),
        "difference": ranged(measure.difference, signed=True),
        "sign": SIGNS[measure.sign],
        "standing": standing,
    }


def ranged(values: np.ndarray, *, signed: bool = False) -> str:
    """The middle of the draws with their middle 90%: `120 (80 to 210)`, no more digits than such figures carry."""
    import numpy as np

    from torgau.answers.ranges import significant

    low, middle, high = (significant(float(value)) for value in np.quantile(values, (0.05, 0.5, 0.95)))
    words = [f"{value:+,}" if signed and value else f"{value:,}" for value in (low, middle, high)]
    return f"{words[1]} ({words[0]} to {words[2]})".replace("-", "\N{MINUS SIGN}")


def censored(found: WhatIf) -> list[str]:
    """Of each model, in how many draws neither world comes to its end before the run does: there the times are equal by
    construction."""
    from torgau.outcome.whatif import end_days

    lines = []
    for told in found.told:
        runs = zip(found.worlds, (told.factual, told.counterfactual), strict=True)
        ends = [end_days(world, run) for world, run in runs]
        last = [_last(found, told, which) for which in (0, 1)]
        share = float(((ends[0] >= last[0]) & (ends[1] >= last[1])).mean())
        lines.append(f"{told.model}: in {share:.0%} of the draws neither world ends by the horizon.")
    return lines


def _last(found: WhatIf, told: Told, which: int) -> float:
    from torgau.outcome.worlds import day_of

    run = (told.factual, told.counterfactual)[which]
    return float(day_of(found.process, run.first_step + len(run.values) - 1))


def _inputs(context: Context, found: WhatIf) -> list[dict[str, Any]]:
    from torgau.answers.ranges import significant

    given = {item.id: item for item in found.process.inputs}
    return [
        {
            "words": _capital(input_in_words(context.record, found.process, given[name])),
            "series": given[name].series,
            "recorded": f"{significant(before, 3):,}",
            "changed": f"{significant(after, 3):,}",
            "unit": input_unit(context.record, given[name]),
        }
        for name, before, after in found.inputs
    ]


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
