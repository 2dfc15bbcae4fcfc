"""Kept kinds of uncertainty and kept forecasts of the end, made by hand for an invented pack that has scores."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from torgau.dates import parse_day
from torgau.outcome.fitting import STRUCTURES, case_of
from torgau.outcome.results import antecedent_key, case_key, folder_of, keep_checks, terminations_key
from torgau.outcome.validation import terminations, whatifs
from torgau.vocabulary import Record
from torgau.vocabulary.outcomes import Model

SPREADS = (
    ("sources: errors", 3.0, 5.0, 5.0),
    ("parameters", 8.0, 14.0, 12.0),
    ("chance", 0.001, 0.001, 0.001),
    ("all in one model", 10.0, 17.0, 17.0),
)
"""Kind, standard deviation, and how far the range reaches below and above the middle."""


def keep_kinds(record: Record, months: Sequence[int] = (3, 6)) -> None:
    """`SPREADS` about 10 km in the first model and 20 km more in each further one, for every antecedent; no rival series."""
    folder = folder_of(record)
    assert folder is not None
    for at, name in enumerate(name for name, model in record.models.items() if model.structure in STRUCTURES):
        case, middle = case_of(record, name), 10.0 + 20.0 * at
        lines = [
            {"kind": kind, "sd": sd, "low": middle - below, "middle": middle, "high": middle + above, "count": 50}
            for kind, sd, below, above in SPREADS
        ]
        horizons = [{"months": each, "unit": "km", "lines": lines} for each in months]
        keys = {each.id: antecedent_key(case, each) for each in record.antecedents.values()}
        antecedents = [{"antecedent": each, "key": key, "horizons": horizons} for each, key in keys.items()]
        row = {"model": name, "check": whatifs.CHECK, "key": case_key(case), "draws": 50, "antecedents": antecedents}
        keep_checks(name, [row], folder, quick=False)


def with_view(record: Record) -> Record:
    """The record with an outside view whose class is empty: nothing is fitted."""
    (process,) = record.processes
    view = Model(id="outside", title="The outside", process=process, structure="duration", priors=(), reference_class="wars")
    return replace(record.with_entry("models", view), class_rows={"wars": ()})


def keep_ends(record: Record, spoil: Callable[[dict[str, Any]], dict[str, Any]] = dict) -> None:
    """Two origins at three months, of which the second had ended: climatology says 0.2 and 0.3, "it goes on" says 0."""
    (protocol,) = record.protocols.values()
    folder = folder_of(record)
    assert folder is not None
    origins = [(parse_day("1923-10-01"), 0.2, False), (parse_day("1924-05-01"), 0.3, True)]
    rows = [
        ["known", by, day, day + 91, 3, share * chance, share * chance / 2, share * chance * 2, ended]
        for day, chance, ended in origins
        for by, share in (("persistence", 0), ("climatology", 1))
    ]
    key = terminations_key(record, record.models["outside"], protocol)
    row = {"model": "outside", "check": terminations.CHECK, "key": key, "fields": terminations.FIELDS, "forecasts": rows}
    keep_checks("outside", [spoil(row)], folder, quick=False)
