"""The kinds of uncertainty of a what-if, kept apart, in a table that has one line a model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from torgau.answers.ranges import significant
from torgau.outcome.speaking import Scores
from torgau.outcome.validation.uncertainties import FEW, STRUCTURE, WHOLE, Kind, Kinds, Line
from torgau.outcome.validation.whatifs import Kept

KIND_TITLES: Mapping[Kind, str] = {
    "sources: errors": "Sources: errors of the figures",
    "sources: rivals": "Sources: rival series",
    "parameters": "Parameters",
    "chance": "Chance",
    WHOLE: "All in one model",
    STRUCTURE: "Model structure",
}
"""The kinds in the order in which they are shown, in words."""

BETWEEN = "between models"

LEAST = 0.01
"""A spread below this share of the whole is not told from none: what is left there is rounding."""

CANCELS = (
    "Both worlds share the state from which they depart and every shock: in a structure in which what drives the front does not "
    "depend on where it stands, chance and the sources cancel out of the difference."
)
"""Why some spreads are small."""

FEW_NOTE = f"Of fewer than {FEW} values the whole range is given, else the middle 90%."


def shown(kept: Sequence[Kept], scores: Scores | None) -> Kept | None:
    """The table to show first: at the longest horizon at which a model may speak, else at the longest one."""
    models = scores.protocol.models if scores else ()
    speaking = [each for each in kept if scores and any(scores.speaks(model, each.months) for model in models)]
    return max(speaking or kept, key=lambda each: each.months, default=None)


def cells(kinds: Kinds) -> list[tuple[str, ...]]:
    """One line a model, then one for what is between them: the median, then its spread by kind, in the order of `KIND_TITLES`."""
    models = list(dict.fromkeys(line.model for line in kinds.lines if line.model))
    rows = []
    for model in (*models, ""):
        mine = {line.kind: line for line in kinds.lines if line.model == model}
        if mine:
            middle = mine[WHOLE if model else STRUCTURE].middle
            rows.append((model or BETWEEN, signed(middle), *(_cell(kind, model, mine) for kind in KIND_TITLES)))
    return rows


def _cell(kind: Kind, model: str, mine: Mapping[Kind, Line]) -> str:
    if kind in mine:
        return f"{sd_in_words(mine[kind], mine.get(WHOLE))} ({range_in_words(mine[kind])})"
    return "no rivals" if model and kind != STRUCTURE else ""


def sd_in_words(line: Line, whole: Line | None) -> str:
    """A standard deviation; below a hundredth of what all kinds make together in that model only this is said of it."""
    least = LEAST * whole.sd if whole else 0.0
    return f"under {significant(least, 1):,}" if line.sd < least else f"{significant(line.sd):,}"


def range_in_words(line: Line) -> str:
    """The range of a line, signed: it is a difference of two worlds."""
    return f"{signed(line.low)} to {signed(line.high)}"


def signed(value: float) -> str:
    """A difference, with its sign."""
    found = significant(value)
    return (f"{found:+,}" if found else "0").replace("-", "\N{MINUS SIGN}")
