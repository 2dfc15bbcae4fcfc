"""Steps of the outcome layer: what would have been different, and who contributed what."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from torgau.answers.contributions import (
    brief_of_contributions,
    contribution_in_words,
    contribution_outcome,
    contribution_rows,
    together_in_words,
)
from torgau.answers.outcomes import outcome_of, whatif_rows
from torgau.answers.results import StepResult
from torgau.answers.sentences import listed
from torgau.answers.whatif_words import brief_in_words, name_of, told_in_words, whatif_caveats
from torgau.outcome.attribution import Contributions, run_attribution
from torgau.outcome.results import answer_key
from torgau.outcome.whatif import WhatIf, run_whatif
from torgau.vocabulary import Record
from torgau.vocabulary import questions as q
from torgau.vocabulary.outcomes import Antecedent, Attribution

DRAWS = 200
"""Members of the ensemble behind an answer to a question: `torgau whatif` takes more."""


BACKEND = "numpy"
"""What runs it: the same bytes wherever it runs, and nothing to compile for so few members."""


def whatif_of(record: Record, antecedent: str) -> WhatIf:
    """The what-if as questions and the book ask it, computed once for a record. KeyError: no such antecedent."""
    return _whatif(_asked(record, record.antecedents[antecedent]))


def contributions_of(record: Record, attribution: str) -> Contributions:
    """The attribution as questions and the book ask it, computed once for a record. KeyError: no such attribution."""
    return _contributions(_asked(record, record.attributions[attribution]))


@dataclass(frozen=True)
class _Asked:
    """What is asked of a record. Two are the same where all that the answer rests on is: a record that differs elsewhere is not
    asked again."""

    key: str
    record: Record = field(compare=False)
    declared: Any = field(compare=False)


def _asked(record: Record, declared: Antecedent | Attribution) -> _Asked:
    return _Asked(answer_key(record, record.processes[declared.process], declared), record, declared)


@lru_cache(maxsize=64)
def _whatif(asked: _Asked) -> WhatIf:
    return run_whatif(asked.record, asked.declared, draws=DRAWS, backend=BACKEND)


@lru_cache(maxsize=8)
def _contributions(asked: _Asked) -> Contributions:
    return run_attribution(asked.record, asked.declared, draws=DRAWS, backend=BACKEND)


def what_if(record: Record, step: q.WhatIfStep) -> StepResult:
    """The first antecedent as a clause (`name`) with its answer in sentences (`said`) and in one breath (`brief`), the others
    likewise (`others`), and what the models draw of the time to the end (`end`): an illustration, with the sign of each model.
    """
    found = [whatif_of(record, name) for name in step.antecedents]
    first = found[0]
    values = {
        "name": name_of(first),
        "brief": brief_in_words(first),
        "said": told_in_words(first),
        "ids": listed([item.antecedent.id for item in found]),
        "others": "; ".join(f"{name_of(item)}: {brief_in_words(item)}" for item in found[1:]),
        "end": end_in_words(first),
        "horizon": first.antecedent.horizon.text,
    }
    rows = tuple({"antecedent": item.antecedent.id, **row} for item in found for row in whatif_rows(record, item))
    return StepResult(
        values=values,
        rows=rows,
        ids=tuple(dict.fromkeys(entry for item in found for entry in (item.antecedent.id, *item.antecedent.contradicts))),
        caveats=(
            f"{DRAWS} draws of each model: `torgau whatif` takes more, and its last digits may differ.",
            *dict.fromkeys(caveat for item in found for caveat in whatif_caveats(record, item, named=len(found) > 1)),
        ),
        outcome=outcome_of(record, first),
    )


def end_in_words(found: WhatIf) -> str:
    """What every model draws of the time to the end, by the sign of the difference; whether the sign is the same in all."""
    if not found.told:
        return "no model was asked"
    words = {1: "later", -1: "sooner", 0: "no known sign"}
    signs = {told.model: told.by_id["end"].sign for told in found.told}
    same = len(set(signs.values())) == 1 and 0 not in signs.values()
    told = listed([f"{model}: {words[sign]}" for model, sign in signs.items()])
    return f"{told}; {'the sign is the same in all models' if same else 'not robust'}"


def who_contributed(record: Record, step: q.AttributeStep) -> StepResult:
    """The orderings that survive (`brief`), and in how many draws the whole is worth more than its parts (`together`)."""
    found = contributions_of(record, step.attribution)
    return StepResult(
        values={
            "brief": brief_of_contributions(found),
            "said": contribution_in_words(found),
            "together": together_in_words(found),
            "horizon": found.attribution.horizon.text,
        },
        rows=tuple(contribution_rows(found)),
        ids=(found.attribution.id, found.attribution.process),
        caveats=("Own deaths are never a contribution.",),
        outcome=contribution_outcome(found),
    )
