"""Pages of the outcome layer: what-ifs, models, processes, protocols, attributions, and how good the models are.

Here stands what is declared: what is asked and what is assumed. What the models answer comes from `whatifs`, `attributions` and
`fitted`, and from the results that are kept beside the pack.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from torgau.book.model.attributions import declared, played
from torgau.book.model.context import Context
from torgau.book.model.entries import entry_page, grouped
from torgau.book.model.fitted import fitted
from torgau.book.model.scores import PATH as SCORES
from torgau.book.model.scores import TITLE as SCORES_TITLE
from torgau.book.model.scores import scores_page
from torgau.book.model.whatifs import whatif_result
from torgau.book.page import Page
from torgau.book.words import KIND_TITLES, use_title
from torgau.record.declarations import change_in_words, input_in_words, observed_in_words, prior_range
from torgau.record.show import Shown, show
from torgau.vocabulary.common import Entry
from torgau.vocabulary.outcomes import PARAMETERS, Antecedent, Attribution, Model, Process

SECTION = "outcome"
"""The folder of these pages, the page that lists them, and their place in the navigation."""


PLAIN = ("protocols", "ratios", "issues", "classes")
"""Kinds of the layer whose entries are printed as they are declared."""


def outcome_pages(context: Context) -> Iterator[Page]:
    """The list, and a page for each."""
    record = context.record
    yield _list(context)
    if record.protocols:
        yield scores_page(context, SECTION)
    for antecedent in record.antecedents.values():
        yield _antecedent(context, antecedent)
    for model in record.models.values():
        yield _model(context, model)
    for process in record.processes.values():
        yield _process(context, process)
    for kind in PLAIN:
        for entry in getattr(record, kind).values():
            yield entry_page(context, kind, entry, layer="outcome", section=SECTION)
    for attribution in record.attributions.values():
        yield _attribution(context, attribution)


def _list(context: Context) -> Page:
    record = context.record
    return Page(
        path=f"{SECTION}.html",
        template="outcome.html.j2",
        title="What if",
        layer="outcome",
        as_of=context.as_of,
        section=SECTION,
        about="each page names its own",
        data={
            "antecedents": list(record.antecedents.values()),
            "models": list(record.models.values()),
            "scores": {"path": SCORES, "title": SCORES_TITLE} if record.protocols else None,
            "others": {
                "Processes": list(record.processes.values()),
                "How the models are scored": list(record.protocols.values()),
                "Reference classes": list(record.classes.values()),
                "Weighted ratios": list(record.ratios.values()),
                "Positions at conferences, as judged": list(record.issues.values()),
                "Who contributed what": list(record.attributions.values()),
            },
        },
    )


def _page(context: Context, kind: str, entry: Entry, as_of: str, shown: Shown, about: str, data: dict[str, Any]) -> Page:
    """What the pages of one entry have in common; `kind` names the template too."""
    return Page(
        path=context.homes[entry.id],
        template=f"{kind}.html.j2",
        title=shown.title,
        layer="outcome",
        as_of=as_of,
        section=SECTION,
        sources=shown.sources,
        about=about,
        data={"entry": entry, "uses": grouped(shown.used_by, use_title), **data},
    )


def _antecedent(context: Context, entry: Antecedent) -> Page:
    """The question, what changes, what is held fixed, what would not have happened, and what cannot be told."""
    record = context.record
    process = record.processes.get(entry.process)
    changes = [
        {"words": change_in_words(record, process, change), "why": change.why} for change in entry.changes if process is not None
    ]
    able = [
        model.id
        for model in record.models.values()
        if model.process == entry.process and all(need in model.covers for need in entry.needs)
    ]
    facts = [
        {"id": each, "kind": KIND_TITLES[record.kind_of(each) or "events"], "when": _when(context, each)}
        for each in entry.contradicts
    ]
    return _page(
        context,
        "antecedent",
        entry,
        entry.date.text,
        show(record, entry.id, dict(context.used)),
        "the facts that it contradicts name their own",
        {"changes": changes, "able": able, "facts": facts, "result": whatif_result(context, entry)},
    )


def _when(context: Context, entry_id: str) -> str:
    """The day or the stretch of an entry, as far as it has one."""
    entry: Any = context.record.get(entry_id)
    for name in ("date", "start", "signed", "made"):
        day = getattr(entry, name, None)
        if day is not None:
            end = getattr(entry, "end", None) if name == "start" else None
            return f"from {day} until {end}" if end is not None else f"from {day}" if name == "start" else str(day)
    return ""


def _model(context: Context, entry: Model) -> Page:
    """What a model assumes: each parameter with what is believed of it and why."""
    meanings = PARAMETERS.get(entry.structure, {})
    priors = []
    for prior in entry.priors:
        low, high = prior_range(prior)
        priors.append({"prior": prior, "means": meanings.get(prior.parameter, ""), "low": low, "high": high})
    return _page(
        context,
        "model",
        entry,
        context.as_of,
        show(context.record, entry.id, dict(context.used)),
        "each prior says why it is believed",
        {"priors": priors, "scores_path": SCORES if context.record.protocols else "", **fitted(context, entry)},
    )


def _attribution(context: Context, entry: Attribution) -> Page:
    """Who is asked about, what a part is worth, and what the models make of it."""
    return _page(
        context,
        "attribution",
        entry,
        entry.date.text,
        show(context.record, entry.id, dict(context.used)),
        "what is observed names its own",
        {**declared(context, entry), "result": played(context, entry)},
    )


def _process(context: Context, entry: Process) -> Page:
    """The two sides, where they meet, and which series are taken in."""
    names = {side.id: context.names(side.powers) for side in entry.sides}
    theatres = [
        {
            "theatre": theatre,
            "rows": [
                *(
                    {
                        "what": f"Distance along: {axis.name}",
                        "series": (axis.series,),
                        "more": _of_axis(axis.decisive, axis.until),
                    }
                    for axis in theatre.axes
                ),
                *(
                    {"what": _capital(observed_in_words(entry, observed)), "series": observed.series, "more": ""}
                    for observed in theatre.observed
                ),
            ],
        }
        for theatre in entry.theatres
    ]
    inputs = [{"given": given, "words": _capital(input_in_words(context.record, entry, given))} for given in entry.inputs]
    return _page(
        context,
        "process",
        entry,
        entry.ends.text,
        show(context.record, entry.id, dict(context.used)),
        "each series names its own",
        {"names": names, "theatres": theatres, "inputs": inputs},
    )


def _of_axis(decisive: bool, until: object) -> str:
    parts: Sequence[str] = ("decisive" if decisive else "", f"until {until}" if until is not None else "")
    return ", ".join(part for part in parts if part)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
