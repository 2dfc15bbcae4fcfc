"""The part of the validation report that rests on kept checks (`torgau validate`): kinds of uncertainty, the end, each check."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from torgau.answers.markdown import bullets, grid
from torgau.answers.ranges import significant
from torgau.answers.sentences import counted, listed
from torgau.answers.terminations import SHOWN, WAY_TITLES, brier_rows, chance_rows, happened, months_of
from torgau.answers.uncertainties import CANCELS, FEW_NOTE, KIND_TITLES, cells, shown
from torgau.outcome.fitting import case_of
from torgau.outcome.results import case_key, folder_of, read_checks
from torgau.outcome.speaking import Scores
from torgau.outcome.validation import whatifs
from torgau.outcome.validation.terminations import kept_terminations
from torgau.outcome.validation.uncertainties import HELD
from torgau.vocabulary.outcomes import Protocol
from torgau.vocabulary.record import Record

STALE = "**Made from another state of the pack.**"
QUICK = "**A quick run, to look at and not to believe.**"


def of_kinds(record: Record, protocol: Protocol, scores: Scores | None) -> Iterator[str]:
    """The kinds of uncertainty of each what-if, where they are kept: nothing is shown that was made for another state."""
    antecedents = [each for each in record.antecedents.values() if each.process == protocol.process]
    tables = [(each, kept) for each in antecedents if (kept := shown(whatifs.kept_kinds(record, each), scores)) is not None]
    if not tables:
        return
    yield "### Four kinds of uncertainty"
    yield (
        "Of each what-if, the other world less the recorded one: the mean front of the decisive axes, at the longest horizon at "
        "which a model may speak, else at the longest that was scored. Standard deviations, with the range in brackets. They do "
        f"not add up: each is what is left when the others are held. {FEW_NOTE} {CANCELS}"
    )
    yield bullets([f"{KIND_TITLES[kind]}: {words}" for kind, words in HELD.items()])
    heads = ("model", "median", *(title.lower() for title in KIND_TITLES.values()))
    for antecedent, kept in tables:
        quick = f" {QUICK}" if kept.quick else ""
        yield f"**{antecedent.id}**, {kept.months} months on, {kept.kinds.unit}. Largest: {kept.kinds.largest}.{quick}"
        yield grid(heads, cells(kept.kinds))


def of_ends(record: Record, protocol: Protocol) -> Iterator[str]:
    """What the outside views said at each origin of the end of the process."""
    for found in kept_terminations(record, protocol):
        yield f"### When does it end? The outside view of {found.model}"
        yield (
            "The chance that the process has ended by then, told at each origin at which it went on. The Brier score is the "
            "squared distance of the chance from what happened: 0 is best, and the worst forecaster stands first. All questions "
            "are about one end, so that this is one case, and no interval can be given. That it goes on is a chance of 0: "
            "its log score has no bound." + ("" if found.current else f" {STALE}") + (f" {QUICK}" if found.quick else "")
        )
        for way, forecasts in found.forecasts.items():
            if not forecasts:
                continue
            months = tuple(f"{each} months" for each in months_of(forecasts))
            yield f"**Mean Brier score, told {WAY_TITLES[way]}**"
            yield grid(("forecaster", *months, "all"), [*brier_rows(forecasts), ("it had ended in", *happened(forecasts))])
            for by in SHOWN:
                if rows := chance_rows(forecasts, by):
                    yield f"**Chance of an end by {by}, told {WAY_TITLES[way]}, with the middle 90% of the draws**"
                    yield grid(("origin", *months), rows)


def of_checks(found: Sequence[Check]) -> Iterator[str]:
    """The kept checks of each model: what they say in single values, then each of their tables."""
    if not found:
        return
    yield "### Checks of the models"
    for check in found:
        plain = {key: value for key, value in check.row.items() if not isinstance(value, list | dict) and key not in HEAD}
        more = {key: value for key, value in check.row.items() if key not in plain and key not in HEAD}
        tables = {key: value for key, value in more.items() if isinstance(value, list) and value and isinstance(value[0], dict)}
        told = plain | {key: value for key, value in more.items() if key not in tables and isinstance(value, list)}
        stale = "" if check.current else f" {STALE}"
        quick = f" {QUICK}" if check.quick else ""
        facts = "; ".join(f"{_words(key)} {_value(value)}" for key, value in told.items() if key != "note")
        note = f" {check.row['note']}" if check.row.get("note") else ""
        yield f"**{check.row['model']}, {check.row['check']}**{': ' + facts + '.' if facts else '.'}{note}{stale}{quick}"
        for rows in tables.values():
            keys = list(dict.fromkeys(key for row in rows for key in row))
            yield grid([_words(key) for key in keys], [[_value(row.get(key)) for key in keys] for row in rows])


def check_in_words(row: Mapping[str, Any]) -> str:
    """The gist of one check in a sentence or two. The tables behind it are in the report and in the kept results."""
    if row.get("note"):
        return str(row["note"])
    wrong = list(Check(row, quick=False, current=True).what_failed())
    said = _gist(row)
    return " ".join([said, *wrong]) if said or wrong else "done; see the report."


def _gist(row: Mapping[str, Any]) -> str:
    match row["check"]:
        case "prior predictive":
            return (
                f"of {row['draws']} draws from the priors {row['near']:.0%} end about when the process did, {row['early']:.0%} "
                f"sooner, {row['late']:.0%} later, {row['never']:.0%} not within twice its span; {row['absurd']:.0%} are absurd "
                "by the declared bounds."
            )
        case "posterior predictive":
            free = [each for each in row["covers"] if each["way"] == "free"]
            figures = sum(each["figures"] for each in free)
            inside = [sum(each[name] * each["figures"] for each in free) / max(figures, 1) for name in ("cover50", "cover90")]
            return f"of {figures} figures {inside[0]:.0%} lie in the 50% ranges of free runs, {inside[1]:.0%} in the 90% ranges."
        case "contraction":
            learned = [each["name"] for each in row["parameters"] if each["label"] != "prior-driven"]
            return f"the record informed {len(learned)} of {len(row['parameters'])} parameters: {listed(learned)}."
        case "kinds of uncertainty":
            return f"{counted(len(row['antecedents']), 'what-if')}, {row['draws']} draws, figures moved {row['sources']} times."
        case "screening (Morris)":
            kept = [each["name"] for each in row["effects"] if each["kept"]]
            return (
                f"{row['answer']}: {len(kept)} of {len(row['effects'])} parameters matter ({listed(kept)}); {row['runs']} runs."
            )
        case "indices (Sobol)":
            most = max(row["indices"], key=lambda each: each["total"])
            return f"{row['answer']}: most of all {most['name']} (total index {most['total']:.2f}); {row['runs']} runs."
        case "forecasts of the end":
            return f"{len(row['forecasts'])} forecasts of when the process ends, from every origin."
    return ""


HEAD = ("model", "check", "key")
GIVEN = ("contraction", whatifs.CHECK)
"""Checks that stand elsewhere in the report: from the kept draws themselves, or over all models."""
BAD = ("fails", "flagged")
"""Fields of a row of a check that say that something is wrong."""


@dataclass(frozen=True)
class Check:
    """One kept check of a model: a row of plain values and tables; whether it was made from the pack as it is."""

    row: Mapping[str, Any]
    quick: bool
    current: bool

    def what_failed(self) -> Iterator[str]:
        """What the check itself calls wrong, a line for each of its tables."""
        for name, rows in self.row.items():
            if isinstance(rows, list) and rows and isinstance(rows[0], dict):
                wrong = [_named(each) for each in rows if any(each.get(field) for field in BAD)]
                if wrong:
                    model, check = self.row["model"], self.row["check"]
                    yield f"{model}, {check}: {len(wrong)} of {len(rows)} {_words(name)} fail: {listed(wrong)}."


def _named(row: Mapping[str, Any]) -> str:
    return " of ".join(str(row[key]) for key in ("name", "quantity", "component") if key in row)


def checks_of(record: Record, protocol: Protocol) -> list[Check]:
    """The checks that are kept beside the pack, model by model (`torgau validate`)."""
    folder = folder_of(record)
    found = []
    for model in protocol.models:
        kept = read_checks(model, folder)
        if kept is None:
            continue
        head, rows = kept
        current = head["key"] == case_key(case_of(record, model))
        found += [Check(row, bool(head.get("quick")), current) for row in rows if row["check"] not in GIVEN]
    return found


def _words(key: str) -> str:
    return key.replace("_", " ")


def _value(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{significant(value, 3)}"
    if isinstance(value, list):
        return "; ".join(_value(each) for each in value)
    return str(value)
