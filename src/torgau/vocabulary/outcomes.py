"""What a pack declares for the outcome layer: the process, the rival models with their priors, the antecedents, the protocol.

A declaration says which series of the record are inputs and which are observations. Nothing here holds a result: results are
computed from the record and kept apart (docs/outcome.md).
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Literal

from torgau.dates import When
from torgau.vocabulary.common import Entry, Id, Value

InputKind = Literal["forces", "output", "income", "burden", "aid", "bombing", "capability"]
"""What an input measures: people under arms, munitions made, national income, the share of it that goes to war, munitions that
arrived from another power, bombs dropped on the other side's economy, and size in the measure of a reference class."""

Family = Literal["normal", "lognormal", "logitnormal"]
"""A prior by its family: the value itself, its logarithm or its log odds is normal."""


_OF_EFFORT = {
    "elasticity": "how strongly the ratio of efforts bears on the speed of the front",
    "offset": "advantage of the first side at the beginning, as a logarithm of the ratio",
    "learning": "weeks in which that advantage falls to a third",
    "speed": "the fastest that a front moves, km a week",
    "season": "advantage of the first side in midwinter, as a logarithm of the ratio",
    "wear": "share of the stock that wears out in a week",
    "reaction": "how strongly free forces follow the enemy's place",
    "bombing": "share of output lost where the logarithm of bombs dropped (1 + thousand tons a year) rises by one",
    "aid_worth": "worth of a unit of aid in units of one's own effort",
    "front_noise": "chance in the front, km in a week",
    "momentum_noise": "chance in its momentum, km a week, in a week",
    "momentum_keep": "share of the momentum that is left after a week",
}

PARAMETERS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "attrition": {
            "loss_first": "losses of the first side at equal power, share of its strength in a week",
            "loss_second": "losses of the second side at equal power, share of its strength in a week",
            "loss_power": "exponent of the ratio of power in the law of losses",
            "replacement": "share of the gap to full strength that is filled in a week",
            "line_share_first": "share of the first side's forces that can stand in the line",
            "line_share_second": "share of the second side's forces that can stand in the line",
            "equipment": "how strongly equipment a head bears on power",
            "handicap": "advantage of the first side at the beginning, as a logarithm of the ratio of power",
            "contrast": "the logarithm of the ratio of power at which the front moves at half its greatest speed",
            "captures": "further losses of a side that falls back, share of its strength for each 100 km",
            "strength_noise": "chance in a strength, as a logarithm, in a week",
            **{
                name: _OF_EFFORT[name]
                for name in (
                    *("learning", "speed", "season", "wear", "reaction", "bombing"),
                    *("front_noise", "momentum_noise", "momentum_keep"),
                )
            },
        },
        "economy": _OF_EFFORT,
        "materiel": _OF_EFFORT,
        "duration": {
            "median_days": "of a contest between two equals that stand alone (days)",
            "sigma": "standard deviation of the logarithm of the duration, given the sizes of the sides (none)",
            "ratio_effect": "what the logarithm of the duration gains where one side is e times as large as the other (none)",
            "states_effect": "what the logarithm of the duration gains where there are e times as many parties (none)",
        },
    }
)
"""The parameters of each structure: the name and, in one line, what it is, with its unit. One without any is not checked."""


class Side(Value, frozen=True, kw_only=True):
    """One of the two sides of a process. The front's distance falls when the first side of the process advances."""

    id: Id
    name: str
    powers: tuple[Id, ...]


class Axis(Value, frozen=True, kw_only=True):
    """A line along which the front is measured: `series` gives its distance (km) from where the process ends.

    `decisive` axes end the process when their distance falls to the `reach` of the process; `until` ends the axis itself, where
    the front left it.
    """

    id: Id
    name: str
    series: Id
    decisive: bool = False
    until: When | None = None


class Observed(Value, frozen=True, kw_only=True):
    """Series of one side in a theatre that a model must reproduce. Several series are rival accounts of the same thing.

    `what` is `strength` (people, at a day) or `losses` (people, over a period). `error` is the least relative error (standard
    deviation of the logarithm) that is granted to the figures, whatever range they state.
    """

    id: Id
    what: Literal["strength", "losses"]
    side: Id
    series: tuple[Id, ...]
    error: Decimal = Decimal("0.1")


class Theatre(Value, frozen=True, kw_only=True):
    """A theatre: where the sides meet. `opened` and `closed` bound the days on which they do.

    Only the `powers` that are named send their free forces there (unsaid: all); forces that an input ties to a theatre stand
    there whatever this says.
    """

    id: Id
    name: str
    opened: When
    closed: When | None = None
    powers: tuple[Id, ...] = ()
    axes: tuple[Axis, ...] = ()
    observed: tuple[Observed, ...] = ()


class Input(Value, frozen=True, kw_only=True):
    """What happened around the process, taken from the record's series.

    `power` is whose it is; for aid `to` is who received it; `theatre` ties forces to one theatre (else a declared rule shares
    them out); `on` is the side that is bombed. `factor` turns the unit of the series into that of the kind (docs/outcome.md).
    `until` is the last day on which the power took part.
    """

    id: Id
    kind: InputKind
    power: Id
    series: Id
    to: Id | None = None
    theatre: Id = ""
    on: Id = ""
    factor: Decimal = Decimal(1)
    until: When | None = None
    note: str = ""


class Process(Entry, frozen=True, kw_only=True):
    """A modelled process between two sides, in steps of `step` days from `begins`; `ends` is the record's own last day of it.

    `reach` (km) is the distance at which a decisive axis ends the process. `midwinter` is a day in the middle of a cold season:
    unsaid, the models know no seasons.
    """

    title: str
    begins: When
    ends: When
    step: int = 7
    reach: Decimal = Decimal(0)
    midwinter: When | None = None
    sides: tuple[Side, ...]
    theatres: tuple[Theatre, ...]
    inputs: tuple[Input, ...]


class Prior(Value, frozen=True, kw_only=True):
    """What is believed of one parameter before this process is looked at. `why` must lean on nothing that came later.

    `centre` is the median in the parameter's own unit (for `logitnormal` a share between 0 and 1), `spread` the standard
    deviation of the value, its logarithm or its log odds.
    """

    parameter: str
    family: Family
    centre: Decimal
    spread: Decimal
    unit: str = ""
    why: str


class Model(Entry, frozen=True, kw_only=True):
    """A rival model of a process: one of the structures that Torgau has, with the priors of its parameters.

    The structure `duration` is fitted on a `reference_class` of other contests only. `excluded` names those of the class that
    are left out, because they are the process itself or a part of it.
    """

    title: str
    process: Id
    structure: Literal["attrition", "economy", "materiel", "duration"]
    priors: tuple[Prior, ...]
    reference_class: Id = ""
    excluded: tuple[Id, ...] = ()
    covers: tuple[str, ...] = ()
    blind: tuple[str, ...] = ()
    """In words: what the model has a mechanism for, and what it cannot see."""


class Change(Value, frozen=True, kw_only=True):
    """A change of inputs, from `since` on (else from the antecedent's date).

    It holds for the inputs that match all that is named of `inputs`, `kind`, `power`, `to` and `theatre`. `factor` multiplies
    them; `earlier` moves them that many days towards the past (later, where negative); `opens` gives a theatre another first
    day; `never` keeps it shut.
    """

    inputs: tuple[Id, ...] = ()
    kind: InputKind | None = None
    power: Id | None = None
    to: Id | None = None
    theatre: Id = ""
    factor: Decimal | None = None
    earlier: int | None = None
    opens: When | None = None
    never: bool = False
    since: When | None = None
    why: str

    def meets(self, given: Input) -> bool:
        """Whether an input has all that the change names."""
        return (
            (not self.inputs or given.id in self.inputs)
            and self.kind in (None, given.kind)
            and self.power in (None, given.power)
            and self.to in (None, given.to)
            and self.theatre in ("", given.theatre)
        )


class Antecedent(Entry, frozen=True, kw_only=True):
    """A precise, dated change to a model's inputs, with what is held fixed, the facts it contradicts and a horizon.

    `needs` names mechanisms without which no answer is possible; no model that lacks one of them (see `covers`) is asked.
    """

    title: str
    process: Id
    date: When
    horizon: When
    changes: tuple[Change, ...] = ()
    held_fixed: tuple[str, ...]
    contradicts: tuple[Id, ...] = ()
    mechanism: str
    cannot_tell: str
    needs: tuple[str, ...] = ()


class Protocol(Entry, frozen=True, kw_only=True):
    """How the models of a process are scored, fixed before the scoring run.

    `horizons` are in months, each scored on record points within `window` months around it. `origins` are the days up to
    which a fit may look.
    """

    title: str
    process: Id
    models: tuple[Id, ...]
    origins: tuple[When, ...]
    horizons: tuple[int, ...]
    window: Decimal
    seeds: tuple[int, ...]
    draws: int
    middle: When
    baselines: tuple[Literal["persistence", "trend", "local-trend", "climatology"], ...]


class ValueFunction(Value, frozen=True, kw_only=True):
    """What a coalition is worth: `measure` says of what, in words in `means`."""

    id: Id
    means: str
    measure: Literal["ground", "enemy-losses", "sooner"]
    theatre: Id = ""


class Attribution(Entry, frozen=True, kw_only=True):
    """Who contributed what: the players, what a coalition is worth, and what it means that a player is absent.

    `observables` are estimates and series of the record that are shown before any model is asked.
    """

    title: str
    process: Id
    players: tuple[Id, ...]
    date: When
    horizon: When
    absent: str
    values: tuple[ValueFunction, ...]
    unions: tuple[tuple[Id, ...], ...] = ()
    observables: tuple[Id, ...] = ()
