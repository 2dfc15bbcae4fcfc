"""Who may speak: made scores in the place of a scoring run, better and worse than a baseline, stale, quick, of one family."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import msgspec
import pytest

from tests.outcome.support import entries, keep_invented_scores, load, series_rows
from torgau.answers.whatif_words import difference_in_words, told_in_words, whatif_caveats
from torgau.dates import When
from torgau.outcome.fitting import case_of
from torgau.outcome.results import case_key, process_key, protocol_key, read_draws
from torgau.outcome.sampling import Effort
from torgau.outcome.speaking import scores_of
from torgau.outcome.whatif import Told, WhatIf, run_whatif
from torgau.vocabulary import Record

PROCESS = "grey-sea-war"
BASELINES = {"persistence": 20.0, "trend": 22.0, "local-trend": 25.0, "climatology": 30.0}
GOOD, BAD = 10.0, 24.0
"""Mean CRPS: skill 1 - 10 / 20 = +0.5 and 1 - 24 / 20 = -0.2 over persistence, the best baseline."""


def scored(record: Record, **by: Any) -> Record:
    """The record loaded again after a scoring run of these models."""
    options = {name: by.pop(name) for name in ("key", "quick") if name in by}
    keep_invented_scores(record, {**by, **BASELINES}, **options)
    return load(record.folder)  # type: ignore[arg-type]


def asked(record: Record) -> WhatIf:
    return run_whatif(record, record.antecedents["no-aid"], draws=10, backend="numpy")


def with_sign(found: WhatIf, **signs: int) -> WhatIf:
    """The same answer with other draws on the main measure: each model knows its sign."""

    def told(item: Told) -> Told:
        sign = signs.get(item.model, 0)
        measures = tuple(
            replace(each, counterfactual=each.factual + sign) if each.id.startswith("front-") else each for each in item.measures
        )
        return replace(item, measures=measures)

    return replace(found, told=tuple(map(told, found.told)))


def test_only_who_beats_the_best_baseline_speaks(fresh: Callable[..., Record]) -> None:
    record = scored(fresh(), economy=GOOD, materiel=BAD)
    scores = scores_of(record, PROCESS)
    assert scores is not None
    assert [scores.standing(name, 2) for name in ("economy", "materiel", "attrition")] == ["demonstrated", "mute", "unscored"]
    assert scores.standing("economy", 3) == "unscored", "nobody was scored at three months"
    skill = scores.of("economy", 2)
    assert skill is not None
    assert (skill.baseline, skill.origins) == ("persistence", 8)
    assert skill.skill == pytest.approx(0.5, abs=0.01)
    assert [told.model for told in asked(record).speakers(2)] == ["economy"]


def test_one_family_alone_identifies_nothing(fresh: Callable[..., Record]) -> None:
    record = scored(fresh(), economy=GOOD, materiel=GOOD, attrition=BAD)
    found = with_sign(asked(record), economy=1, materiel=1, attrition=1)
    assert [told.model for told in found.speakers(4)] == ["economy", "materiel"]
    assert (found.identified, found.agreement(4)) == (0, "none")
    assert told_in_words(found).startswith("Not identified: no two models of different mechanics")


def test_two_families_that_know_one_sign_identify_it(fresh: Callable[..., Record]) -> None:
    record = scored(fresh(), economy=GOOD, attrition=GOOD, materiel=BAD)
    found = with_sign(asked(record), economy=1, attrition=1, materiel=-1)
    assert (found.identified, found.agreement(4)) == (4, "all"), "who is mute is not asked"
    assert "farther from" in told_in_words(found)
    against = with_sign(asked(record), economy=1, attrition=-1)
    assert (against.identified, against.agreement(4)) == (0, "none")


def test_where_all_lose_nobody_speaks(fresh: Callable[..., Record]) -> None:
    record = scored(fresh(), economy=BAD, attrition=BAD, materiel=BAD)
    found = with_sign(asked(record), economy=1, attrition=1, materiel=1)
    assert found.identified == 0
    assert told_in_words(found).startswith("Not identified: no model has beaten the best baseline at any scored horizon")


@pytest.mark.parametrize("option", [{"key": "of another state"}, {"quick": True}])
def test_scores_of_another_state_or_of_a_quick_run_let_nobody_speak(fresh: Callable[..., Record], option: dict[str, Any]) -> None:
    record = scored(fresh(), economy=GOOD, attrition=GOOD, materiel=GOOD, **option)
    found = with_sign(asked(record), economy=1, attrition=1, materiel=1)
    assert {standing for told in found.told for standing in told.standing.values()} == {"unscored"}
    assert found.identified == 0
    assert "no model of this state of the pack has been scored" in told_in_words(found)


def test_a_figure_more_and_draws_and_scores_are_stale(fresh: Callable[..., Record]) -> None:
    record = scored(fresh(), economy=GOOD, attrition=GOOD)
    assert asked(record).speakers(2)
    rows = series_rows()["bombs"]
    rows[0] = (*rows[0][:2], 1.0)
    changed = fresh(rows={"bombs": rows}, draws=False)
    assert read_draws(case_of(changed, "economy")) is None
    found = asked(changed)
    assert found.told == ()
    assert "run `torgau fit economy`" in found.silent["economy"]
    assert told_in_words(found).startswith("Not identified: no model can be asked")
    scores = scores_of(changed, PROCESS)
    assert scores is not None
    assert not scores.current


def test_no_run_no_scores(pack: Record) -> None:
    assert scores_of(pack, PROCESS) is None
    assert asked(pack).horizons == ()


# The keys.


def keys(record: Record) -> tuple[str, str, str]:
    (process,) = record.processes.values()
    (protocol,) = record.protocols.values()
    return process_key(record, process), case_key(case_of(record, "economy")), protocol_key(record, protocol, Effort())


def altered(kind: str, record: Record, **fields: Any) -> Record:
    (entry, *_) = getattr(record, kind).values()
    return record.with_entry(kind, msgspec.structs.replace(entry, **fields))


def test_words_change_no_key_and_numbers_do(pack: Record) -> None:
    here = keys(pack)
    model = pack.models["economy"]
    wordy = tuple(msgspec.structs.replace(prior, why="For better reasons.") for prior in model.priors)
    other = pack.with_entry("models", msgspec.structs.replace(model, title="Another", priors=wordy, blind=("much",)))
    assert keys(altered("processes", altered("protocols", other, title="X"), title="Y")) == here
    wide = (msgspec.structs.replace(model.priors[0], spread=Decimal("0.31")), *model.priors[1:])
    there = keys(pack.with_entry("models", msgspec.structs.replace(model, priors=wide)))
    assert [one == two for one, two in zip(here, there, strict=True)] == [True, False, False]
    assert [one == two for one, two in zip(here, keys(altered("protocols", pack, draws=65)), strict=True)] == [True, True, False]
    assert not any(one == two for one, two in zip(here, keys(altered("processes", pack, reach=Decimal(21))), strict=True))


def test_an_antecedent_is_in_no_key(pack: Record) -> None:
    assert keys(altered("antecedents", pack, horizon=pack.antecedents["no-aid"].date)) == keys(pack)


def test_what_is_verified_is_in_the_key(pack: Record) -> None:
    (first, *others) = pack.points["front-road"]
    doubted = (msgspec.structs.replace(first, verified=False), *others)
    assert not any(
        one == two
        for one, two in zip(keys(pack), keys(replace(pack, points={**pack.points, "front-road": doubted})), strict=True)
    )


def test_the_unit_of_a_strength_is_in_the_key(pack: Record) -> None:
    """In persons the same figures are a thousandth: other observations."""
    series = msgspec.structs.replace(pack.series["strength-league"], unit="persons")
    other = pack.with_entry("series", series)
    assert case_of(other, "attrition").seen != case_of(pack, "attrition").seen
    assert keys(other) != keys(pack)


def test_of_two_protocols_each_has_its_own_scores(fresh: Callable[..., Record]) -> None:
    """Who may speak is decided by the first protocol of the process: a second one is no second chance."""
    held = entries()
    second = {**held["protocols"][0], "id": "zz-easier", "horizons": [1]}
    held["protocols"].append(second)
    record = fresh(held)
    first = record.protocols["quarterly"]
    keep_invented_scores(record.with_entries("protocols", {first.id: first}), {"economy": BAD, **BASELINES})
    easier = record.protocols["zz-easier"]
    keep_invented_scores(record.with_entries("protocols", {easier.id: easier}), {"economy": GOOD, **BASELINES})
    scores = scores_of(load(record.folder), PROCESS)  # type: ignore[arg-type]
    assert scores is not None
    assert scores.protocol.id == "quarterly"
    assert not scores.speaks("economy", 2)


def test_horizons_at_which_the_sign_is_not_known_are_named(fresh: Callable[..., Record]) -> None:
    """At two months both know it, at four they do not: neither hides behind the other."""
    record = scored(fresh(), economy=GOOD, attrition=GOOD, materiel=BAD)
    known = with_sign(asked(record), economy=1, attrition=1)

    def at_two(item: Told) -> Told:
        later = tuple(replace(each, counterfactual=each.factual) if each.id == "front-4" else each for each in item.measures)
        return replace(item, measures=later)

    found = replace(known, told=tuple(map(at_two, known.told)))
    assert (found.horizons, found.identified_at, found.identified) == ((2, 4), (2,), 2)
    said = told_in_words(found)
    assert said.startswith(
        "Identified is the direction at 2 months: both models that may speak put the front farther from its end."
    )
    assert "At 4 months the sign is not known, or nothing differs yet." in said


def test_words_say_how_well_each_model_forecasts(fresh: Callable[..., Record]) -> None:
    """Eight invented origins; the skill is 1 - 10 / 20."""
    record = scored(fresh(), economy=GOOD, attrition=GOOD, materiel=BAD)
    found = with_sign(asked(record), economy=1, attrition=1)
    assert "economy +1 km (90%: +1 to +1), skill +0.50 [" in told_in_words(found)
    assert "] against persistence from 8 origins" in told_in_words(found)


def test_after_the_process_was_over_in_the_record_nobody_was_scored(fresh: Callable[..., Record]) -> None:
    """The antecedent is of 10 February 1924; 30 April is 2.6 months on: two months fit before it, four do not."""
    record = scored(fresh(), economy=GOOD, attrition=GOOD)
    found = asked(record)
    assert found.horizons == (2, 4)
    over = msgspec.structs.replace(found.process, ends=When.parse("1924-04-30"))
    assert replace(found, process=over).horizons == (2,)


def test_where_nothing_differs_there_is_no_size_to_be_driven_by_the_priors(pack: Record) -> None:
    found = run_whatif(pack, pack.antecedents["nothing-yet"], draws=10, backend="numpy")
    measures = [(told, item) for told in found.told for item in told.measures]
    assert measures
    assert not any(told.prior_driven(item.id) for told, item in measures)
    assert {difference_in_words(item) for _, item in measures} == {"no difference"}


def test_a_model_that_fitting_made_no_better_is_named(fresh: Callable[..., Record]) -> None:
    """Its own prior forecasts better (mean CRPS 9 against 10); that of attrition worse (11 against 10)."""
    record = scored(fresh(), economy=GOOD, attrition=GOOD, **{"prior of economy": 9.0, "prior of attrition": 11.0})
    said = [each for each in whatif_caveats(record, asked(record)) if each.startswith("Fitted to the record")]
    assert len(said) == 1
    assert said[0].startswith("Fitted to the record, economy forecast the front no better than with the priors alone")
