"""Leave one theatre out: what a model has learned in the other theatres, is it worth anything in this one?

Each theatre with figures to forecast is left out in turn. The parameters of every model are fitted on the figures of all other
theatres over the whole process; no figure of the theatre itself is read for them. Then, at each origin of the protocol, the
model is conditioned on all that had been seen by then, the past of the theatre included, since forecasts start from it, and
its figures are forecast with the inputs of the record. They are asked for and scored as in the backtest, on the same random
numbers, beside the model's own prior and the same baselines.

What it measures is transfer: whether one theatre tells of another. It is no test of foresight. Parameters know what the other
theatres were like after the origin, and inputs are those of the record; also inputs that belong to the theatre itself, such as
forces that stand there, stay in the fit, because the other theatres feel them. Where a series is both an input and a figure of
the theatre, the fit knows it as an input.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from torgau.outcome.backtest import PRIOR_ONLY, Asked, Parts, Report, asked, origins_of, steps_ahead
from torgau.outcome.fitting import Case, case_of, fit
from torgau.outcome.observations import Seen, component_of, seen
from torgau.outcome.sampling import Effort
from torgau.outcome.scores import Forecast
from torgau.outcome.worlds import World, last_day
from torgau.vocabulary.outcomes import Process, Protocol, Theatre
from torgau.vocabulary.record import Record


class NothingToLeaveOut(ValueError):
    """No theatre of a process can be left out: there is no figure to forecast, or no other theatre to learn from."""


def components_of(process: Process, theatre: Theatre) -> frozenset[str]:
    """The components of a theatre: its fronts, and what else is observed there."""
    fronts = {f"front {axis.id}" for axis in theatre.axes}
    return frozenset(fronts | {component_of(process, theatre, item) for item in theatre.observed})


@dataclass(frozen=True)
class BlindCase(Case):
    """A case blind to one theatre: none of its figures is read, though its inputs stay."""

    blind: Theatre

    @cached_property
    def seen(self) -> tuple[Seen, ...]:
        gone = components_of(self.process, self.blind)
        return tuple(item for item in seen(self.record, self.process) if item.component not in gone)

    def world(self, steps: int, known: int | None = None) -> World:
        """The world without the axes of the theatre: when and where a front begins is told by its figures."""
        made = super().world(steps, known)
        gone = {axis.id for axis in self.blind.axes}
        starts = {axis: at for axis, at in made.starts.items() if axis not in gone}
        return replace(made, starts=starts, late={**made.late, **dict.fromkeys(gone, steps)})


def without_theatre(case: Case, theatre: Theatre) -> BlindCase:
    """The case as it is for somebody who may read no figure of a theatre."""
    return BlindCase(case.record, case.process, case.model, theatre)


def theatres_to_leave(protocol: Protocol, process: Process, items: Sequence[Seen]) -> Mapping[Theatre, tuple[Asked, ...]]:
    """Each theatre that the protocol has figures to forecast of, with what is asked of it, at the origins that ask anything.

    Raises NothingToLeaveOut.
    """
    there = {item.component for item in items}
    own = {theatre: components for theatre in process.theatres if (components := components_of(process, theatre)) & there}
    if len(own) < 2:
        which = f"only one theatre of {process.id} has figures ({next(iter(own)).id})" if own else f"{process.id} has no figures"
        raise NothingToLeaveOut(f"{which}: without it there is nothing to learn from")
    whole = [asked(protocol, process, items, origin) for origin in origins_of(protocol)]
    parts = {
        theatre: tuple(each for at in whole if (each := _within(at, components)).noise) for theatre, components in own.items()
    }
    found = {theatre: origins for theatre, origins in parts.items() if origins}
    if not found:
        raise NothingToLeaveOut(f"no figure of {process.id} lies within the horizons of {protocol.id}")
    return found


def _within(whole: Asked, components: frozenset[str]) -> Asked:
    return replace(whole, noise={target: z for target, z in whole.noise.items() if target.item.component in components})


@dataclass(frozen=True)
class LeftOut:
    """All forecasts by the theatre that was left out, and how far the seeds of each fit disagree, by theatre and model."""

    forecasts: Mapping[str, Sequence[Forecast]]
    disagreement: Mapping[str, Mapping[str, float]]


class Leaving:
    """One run of a protocol with each theatre left out in turn. What is done is kept by theatre and model, so that it goes on."""

    def __init__(self, record: Record, protocol: Protocol, parts: Parts, effort: Effort) -> None:
        self.protocol = protocol
        self.parts = parts
        self.effort = effort
        self.cases = {name: case_of(record, name) for name in protocol.models}
        self.process = record.processes[protocol.process]
        self.items = next(iter(self.cases.values())).seen
        self.theatres = theatres_to_leave(protocol, self.process, self.items)

    @property
    def count(self) -> int:
        """How many fits the run takes."""
        return len(self.theatres) * len(self.cases)

    def run(self, report: Report = lambda text: None) -> LeftOut:
        """All forecasts of the models, their priors and the baselines. `report` is told of each part that is done."""
        forecasts, disagreement = {}, {}
        for theatre, origins in self.theatres.items():
            found = [Forecast(**item.as_dict()) for each in origins for item in each.scored(each.by_baselines(self.items))]
            apart = {}
            for name in self.cases:
                made, apart[name] = self._of_model(theatre, origins, name, report)
                found += made
            forecasts[theatre.id] = sorted(found, key=lambda item: (item.origin, item.day, item.component, item.series))
            disagreement[theatre.id] = apart
        return LeftOut(forecasts, disagreement)

    def _of_model(
        self, theatre: Theatre, origins: Sequence[Asked], name: str, report: Report
    ) -> tuple[Sequence[Forecast], float]:
        part = f"{theatre.id}/{name}"
        kept = self.parts.read(part)
        if kept is not None:
            return kept["forecasts"], kept["disagreement"]
        case = self.cases[name]
        posterior = fit(
            without_theatre(case, theatre),
            last_day(self.process.ends),
            known=False,
            seeds=self.protocol.seeds,
            effort=self.effort,
        )
        apart = round(posterior.disagreement, 4)
        z = posterior.thinned(self.protocol.draws)
        found: list[Forecast] = []
        for each in origins:
            # The whole case: a forecast starts from what had been seen, in the theatre too. The parameters stay as they are.
            world = case.world(steps_ahead(self.protocol, self.process, each.origin))
            said = {name: each.by_model(case, world, z), PRIOR_ONLY + name: each.by_prior(case, world)}
            found += each.scored(said)
        made = self.parts.keep(part, found, disagreement=apart)
        report(f"without {theatre.id}, {name}: {len(made)} forecasts, seeds disagree by {apart:.3f}")
        return made, apart
