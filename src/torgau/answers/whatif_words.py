"""What a what-if says, in plain sentences: what is identified, when and by whom, how much, how well they forecast, what not."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from torgau.answers.ranges import significant
from torgau.answers.scores import against_prior
from torgau.answers.sentences import counted, listed
from torgau.dates import format_day
from torgau.outcome.baselines import MONTH
from torgau.outcome.speaking import scores_of
from torgau.outcome.whatif import SLACK, Measure, Told, WhatIf
from torgau.outcome.worlds import first_day, last_day
from torgau.vocabulary import Record
from torgau.vocabulary.outcomes import Antecedent


def day_at(found: WhatIf, months: int) -> str:
    """The day so many months after the antecedent's."""
    return format_day(first_day(found.antecedent.date) + round(months * MONTH))


def told_in_words(found: WhatIf) -> str:
    """The answer in a few plain sentences."""
    sentences = [_headline(found)]
    months, speakers, last = _spoken(found)
    if speakers:
        said = "; ".join(_said(found, told, months, scored=True) for told in speakers)
        sentences.append(f"{_after(months)} ({day_at(found, months)}): {said}.")
        sentences += [f"{sentence[0].upper()}{sentence[1:]}." for sentence in _limits(found, speakers, months)]
    if found.told:
        until = f"after {day_at(found, last)}" if last else "at any horizon"
        sentences.append(f"Nothing is answered {until}; what the models draw there stands in the data as an illustration.")
    return " ".join(sentences)


def brief_in_words(found: WhatIf) -> str:
    """The same in one breath, for a sentence about several things: no full stop in it and none at its end."""
    head = _headline(found).rstrip(".")
    parts = [head[0].lower() + head[1:]]
    months, speakers, last = _spoken(found)
    if speakers:
        said = listed([_said(found, told, months) for told in speakers])
        parts.append(f"{_after(months)} ({day_at(found, months)}) {said}")
        parts += _limits(found, speakers, months)
    if found.told:
        parts.append(f"nothing is answered {f'after {day_at(found, last)}' if last else 'at any horizon'}")
    return "; ".join(parts)


def name_of(found: WhatIf) -> str:
    """The antecedent's question as a clause."""
    title = found.antecedent.title.rstrip("?")
    return title[0].lower() + title[1:]


def _spoken(found: WhatIf) -> tuple[int, tuple[Told, ...], int]:
    """The horizon (months) that the words are about and who speaks there, and the last one at which anybody may; 0 for none."""
    last = max((months for months in found.horizons if found.speakers(months)), default=0)
    months = found.identified or last
    return months, found.speakers(months) if months else (), last


def _after(months: int) -> str:
    return f"{counted(months, 'month')} on"


def _at(horizons: Sequence[int]) -> str:
    """`at 3, 6 and 12 months`."""
    return f"at {listed([str(months) for months in horizons])} {'month' if list(horizons) == [1] else 'months'}"


def _limits(found: WhatIf, speakers: Sequence[Told], months: int) -> list[str]:
    """What weakens what was just said: clauses without a full stop."""
    limits = []
    unknown = [at for at in found.horizons if found.speakers(at) and at not in found.identified_at]
    if found.identified and unknown:
        limits.append(f"{_at(unknown)} the sign is not known, or nothing differs yet")
    weak = [told.model for told in speakers if told.standing.get(months) == "indicated"]
    if weak:
        limits.append(f"no edge over the best baseline is demonstrated at that horizon for {listed(weak)}")
    driven = [told.model for told in speakers if told.prior_driven(f"front-{months}")]
    if driven:
        limits.append(f"the size is prior-driven for {listed(driven)}: the record hardly narrowed it")
    return limits


def _headline(found: WhatIf) -> str:
    if not found.told:
        why = listed([f"{model}: {reason}" for model, reason in found.silent.items()]) or "the pack declares no model"
        return f"Not identified: no model can be asked ({why})."
    speakers = {months: found.speakers(months) for months in found.horizons}
    if found.scores is None or not found.scores.current:
        return "Not identified: no model of this state of the pack has been scored against the baselines."
    if not speakers:
        first = min(found.scores.protocol.horizons)
        return f"Not identified: no scored horizon lies within the time asked about; the first is {counted(first, 'month')}."
    if not any(speakers.values()):
        return "Not identified: no model has beaten the best baseline at any scored horizon, so none may speak."
    if found.identified:
        told = found.speakers(found.identified)
        far = "farther from" if told[0].by_id[f"front-{found.identified}"].sign > 0 else "nearer to"
        return (
            f"Identified is the direction {_at(found.identified_at)}: "
            f"{'both' if len(told) == 2 else f'all {len(told)}'} models that may speak put the front {far} its end."
        )
    if all(len({told.family for told in items}) < 2 for items in speakers.values()):
        return "Not identified: no two models of different mechanics may speak at any horizon, and one alone settles nothing."
    return "Not identified: the models that may speak do not agree on the direction."


def _said(found: WhatIf, told: Told, months: int, *, scored: bool = False) -> str:
    measure = told.by_id.get(f"front-{months}")
    if measure is None:
        return f"{told.model} has no axis there"
    skill = found.scores.of(told.model, months) if scored and found.scores else None
    how_good = (
        f", skill {skill.skill:+.2f} [{skill.p05:+.2f}, {skill.p95:+.2f}] against {skill.baseline} from "
        f"{counted(skill.origins, 'origin')}"
        if skill
        else ""
    )
    return f"{told.model} {difference_in_words(measure)}{how_good}"


def difference_in_words(measure: Measure) -> str:
    """A paired difference with its middle 90%, by how much and which way."""
    if not measure.difference.any():
        return "no difference"
    low, middle, high = (significant(float(value)) for value in np.quantile(measure.difference, (0.05, 0.5, 0.95)))
    return f"{middle:+,} {measure.unit} (90%: {low:+,} to {high:+,})"


def front_in_words(record: Record, found: WhatIf) -> str:
    """What the main measure is: the series of the decisive axes by title."""
    decisive = [axis for theatre in found.process.theatres for axis in theatre.axes if axis.decisive]
    titles = [record.series[axis.series].title for axis in decisive if axis.series in record.series]
    return f"The front is the mean of: {listed(titles)} (km), over those that are contested; a plus is farther from the end."


def whatif_caveats(record: Record, found: WhatIf, *, named: bool = False) -> tuple[str, ...]:
    """What a reader must know: what is held fixed, what is contradicted, what it cannot tell. `named` puts the antecedent before
    what is its own, for an answer that holds several."""
    antecedent = found.antecedent
    own = f"{antecedent.id}: " if named else ""
    caveats = [
        f"{own}Held fixed: {listed(list(antecedent.held_fixed))}.",
        f"{own}The antecedent contradicts {counted(len(antecedent.contradicts), 'entry', 'entries')} of the record.",
        f"{own}What it cannot tell: {antecedent.cannot_tell[0].lower()}{antecedent.cannot_tell[1:]}",
    ]
    if found.told:
        caveats.insert(0, front_in_words(record, found))
        if any(change.factor is not None for change in antecedent.changes):
            caveats.insert(
                0, "The direction is built into these models: a side with less behind it cannot do better. They add the size."
            )
        caveats += _against_priors(found)
    caveats += [f"{own}{model} was not asked: {why}." for model, why in found.silent.items()]
    signs = {told.model: told.by_id["end"].sign for told in found.told}
    if len(signs) > 1 and len({sign for sign in signs.values() if sign}) > 1:
        caveats.append(f"{own}On the time to the end the models have opposite signs: not robust.")
    return tuple(caveats)


def _against_priors(found: WhatIf) -> list[str]:
    """Which of the models that speak forecast no better for having been fitted."""
    if found.scores is None:
        return []
    worse = []
    for name in dict.fromkeys(told.model for months in found.horizons for told in found.speakers(months)):
        months = [at for at in found.horizons if any(told.model == name for told in found.speakers(at))]
        skills = [against_prior(found.scores, "hindcast", name, "front", at) for at in months]
        if skills and all(skill is not None and skill.skill <= 0 for skill in skills):
            worse.append(name)
    if not worse:
        return []
    return [
        f"Fitted to the record, {listed(worse)} forecast the front no better than with the priors alone: what is known here is "
        "in their mechanics and inputs, and little of it in the fit (docs/validation.md)."
    ]


def horizon_refusal(record: Record, antecedent: Antecedent, day: int) -> str | None:
    """Why a day may not be asked about, or None where it may: it must lie after the antecedent, within its horizon, and within
    the time for which models were scored."""
    start = first_day(antecedent.date)
    if day <= start:
        return f"{format_day(day)} is not after {antecedent.id}, {antecedent.date.text}: until then nothing differs"
    if day > last_day(antecedent.horizon):
        return f"{format_day(day)} lies past the horizon of {antecedent.id}, {antecedent.horizon.text}: no model answers there"
    scores = scores_of(record, antecedent.process)
    if scores is not None and day > start + (max(scores.protocol.horizons) + SLACK) * MONTH:
        months = max(scores.protocol.horizons)
        last = format_day(start + round(months * MONTH))
        return f"{format_day(day)} lies past the horizon of the scores, {months} months ({last}): no model answers there"
    return None
