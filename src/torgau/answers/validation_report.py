"""The validation report, `docs/validation.md`: what was fitted, what was held out, what failed, from the kept results alone.

    python -m torgau.answers.validation_report FOLDER PACK     # writes FOLDER/validation.md

The same results give the same text. Nothing in it is written by hand, so that no score can be left out.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from torgau.answers.aims import Aim, aims
from torgau.answers.left_out_report import left_out_section
from torgau.answers.markdown import bullets, grid
from torgau.answers.scores import (
    SHOWN_MODES,
    STANDINGS,
    TARGETS,
    against_prior,
    coverage,
    forecasters,
    halves,
    score_tables,
    skill_in_words,
)
from torgau.answers.sentences import counted, listed
from torgau.answers.validation_checks import Check, checks_of, of_checks, of_ends, of_kinds
from torgau.dates import format_day
from torgau.outcome.backtest import STACK, STACK_OF_MODELS
from torgau.outcome.fitting import case_of
from torgau.outcome.laws import AGREE
from torgau.outcome.results import Draws, read_draws
from torgau.outcome.speaking import Scores, scores_of
from torgau.outcome.validation.contraction import THRESHOLD, of_parameters
from torgau.vocabulary.outcomes import Protocol
from torgau.vocabulary.record import Record

NAME = "validation.md"
MODE = "hindcast"


def report(record: Record) -> str:
    """The report on every protocol of a pack, as Markdown."""
    parts = [
        f"<!-- Generated from the kept results: python -m torgau.answers.validation_report docs {record.manifest.name} -->",
        "# Validation report",
        f"Of the pack `{record.manifest.name}`. Everything here is computed from the files in `outcome/results`; nothing is "
        "written by hand. `docs/outcome.md` says how the models work and what each word means.",
    ]
    if not record.protocols:
        parts.append("The pack declares no protocol, so no model is scored and none may speak.")
    for protocol in record.protocols.values():
        parts += _of_protocol(record, protocol)
    return "\n\n".join(parts) + "\n"


def has_results(record: Record) -> bool:
    """Whether there is a scoring run to report on."""
    return any(scores_of(record, protocol.process) is not None for protocol in record.protocols.values())


def _of_protocol(record: Record, protocol: Protocol) -> Iterator[str]:
    yield f"## {protocol.title}"
    scores = scores_of(record, protocol.process)
    fits = {name: read_draws(case_of(record, name)) for name in protocol.models}
    checks = checks_of(record, protocol)
    if scores is None:
        yield "There is no scoring run of this protocol, so no model may speak."
    else:
        heads = [fit.about for fit in fits.values() if fit is not None]
        found = aims(scores, heads)
        yield from _short(scores, found)
        yield from _failed(scores, fits, found, checks)
        yield from _run(scores)
        yield from _scores(scores)
        yield from _middle(scores)
        yield from _priors(scores)
        yield from _coverage(scores)
        yield from _held_out(scores)
    yield from left_out_section(record, protocol)
    yield from _fitted(protocol, fits)
    yield from of_kinds(record, protocol, scores)
    yield from of_ends(record, protocol)
    yield from of_checks(checks)


def _short(scores: Scores, found: Sequence[Aim]) -> Iterator[str]:
    yield "### Aims, and what was reached"
    reached = sum(aim.verdict == "reached" for aim in found)
    missed = sum(aim.verdict == "missed" for aim in found)
    open_ = len(found) - reached - missed
    yield (
        f"Of {len(found)} aims that were set before the run, {reached} {'was' if reached == 1 else 'were'} reached, {missed} "
        "missed"
        + (f" and {open_} could not be measured" if open_ else "")
        + ". Skill is 1 less the CRPS over that of the best baseline, chosen in hindsight; inputs are those of the record."
    )
    if not scores.current:
        yield "**These scores were made from another state of the pack or are a quick run: no model may speak.**"
    order = {"missed": 0, "not measured": 1, "reached": 2}
    rows = [(aim.what, aim.asked, aim.reached, f"**{aim.verdict}**" if aim.verdict == "missed" else aim.verdict) for aim in found]
    rows = [row for _, row in sorted(zip(found, rows, strict=True), key=lambda pair: order[pair[0].verdict])]
    yield grid(("aim", "asked", "reached", "verdict"), rows)


def _failed(scores: Scores, fits: Mapping[str, Draws | None], found: Sequence[Aim], checks: Sequence[Check]) -> Iterator[str]:
    yield "### What failed"
    horizons = scores.protocol.horizons
    lines = [
        f"Missed: {aim.what[:1].lower()}{aim.what[1:]} ({aim.reached}; asked {aim.asked})."
        for aim in found
        if aim.verdict == "missed"
    ]
    for model in scores.protocol.models:
        mute = [months for months in horizons if not scores.speaks(model, months)]
        if len(mute) == len(horizons):
            lines.append(f"{model} may not speak at any horizon.")
        elif mute:
            lines.append(f"{model} may not speak at {listed([str(months) for months in mute])} months.")
        weak = [months for months in horizons if scores.standing(model, months) == "indicated"]
        if weak:
            lines.append(
                f"{model} has some skill at {listed([str(months) for months in weak])} months, but no edge is demonstrated: the "
                "90% interval reaches below 0."
            )
    for target, words in TARGETS.items():
        if not any(item.target == target for item in scores.forecasts.get(MODE, ())):
            lines.append(f"No figure of {words} was forecast: the record has none with a past of its own within the horizons.")
    for name, fit in fits.items():
        if fit is None:
            lines.append(f"{name} has no kept draws for this state of the pack, so it answers nothing.")
        elif float(fit.about["disagreement"]) > AGREE:
            lines.append(f"The seeds of {name} do not agree (scale reduction {float(fit.about['disagreement']):.3f}).")
    lines += [line for check in checks for line in check.what_failed()]
    yield bullets(lines or ["Nothing that is asked here failed."])


def _run(scores: Scores) -> Iterator[str]:
    head, protocol = scores.head, scores.protocol
    yield "### The run"
    yield bullets(
        [
            f"Protocol `{protocol.id}`, key `{head.get('key', '')}`, made with `{head.get('made_with', '')}`.",
            f"{counted(len(protocol.origins), 'origin')}: {', '.join(origin.text for origin in protocol.origins)}.",
            f"Horizons {listed([str(months) for months in protocol.horizons])} months, each scored on figures up to "
            f"{protocol.window} months around it. Nothing is interpolated: only days for which the record has a figure count.",
            f"Seeds {listed([str(seed) for seed in protocol.seeds])}, {protocol.draws:,} draws of each forecaster; "
            f"{head.get('particles', 'unknown')} particles, {head.get('moves', 'unknown')} moves at each temperature.",
            f"Baselines: {listed(list(protocol.baselines))}.",
        ]
    )
    yield "What may speak, by its skill on the front with inputs from the record:"
    yield grid(
        ("model", *(f"{months} months" for months in protocol.horizons)),
        [(model, *(STANDINGS[scores.standing(model, months)] for months in protocol.horizons)) for model in protocol.models],
    )


def _scores(scores: Scores) -> Iterator[str]:
    yield "### Scores, the losing ones first"
    yield (
        "Skill with its 90% interval (a bootstrap over blocks of neighbouring origins), and beside each horizon its best "
        "baseline. Where there are figures from one or two origins only, the interval has no width and says nothing."
    )
    for table in score_tables(scores):
        yield f"**{table.title[:1].upper()}{table.title[1:]}, {SHOWN_MODES[table.mode]}**"
        yield grid(
            ("forecaster", *(f"{months} months (against {table.baselines[months]})" for months in table.months)),
            [(line.by, *(skill_in_words(line.skills.get(months)) for months in table.months)) for line in table.lines],
        )


def _middle(scores: Scores) -> Iterator[str]:
    yield "### Before and after the middle"
    middle = scores.protocol.middle.text
    yield f"Skill on the front over the origins before {middle} and from that day on, against the same baseline."
    rows = []
    for by in (*scores.protocol.models, STACK, STACK_OF_MODELS):
        for months in scores.protocol.horizons:
            before, after = halves(scores, MODE, by, "front", months)
            if before or after:
                rows.append((by, f"{months}", skill_in_words(before) or "no figures", skill_in_words(after) or "no figures"))
    yield grid(("forecaster", "months", "before", "after"), rows)


def _priors(scores: Scores) -> Iterator[str]:
    yield "### Each model against its own prior"
    yield "The skill of the calibrated model against the same model with draws of its prior. Below 0 the calibration did harm."
    rows = [
        (model, words, *(skill_in_words(skill) for skill in skills))
        for model in scores.protocol.models
        for target, words in TARGETS.items()
        if any(skills := [against_prior(scores, MODE, model, target, months) for months in scores.protocol.horizons])
    ]
    yield grid(("model", "of", *(f"{months} months" for months in scores.protocol.horizons)), rows)


def _coverage(scores: Scores) -> Iterator[str]:
    yield "### Coverage"
    yield "The share of the figures that lie in the 50% and in the 90% intervals, over all horizons, inputs from the record."
    rows = [
        (by, words, f"{found.half:.0%}", f"{found.nine_in_ten:.0%}", f"{found.figures:,}")
        for target, words in TARGETS.items()
        for by in forecasters(scores)
        if (found := coverage(scores, MODE, by, target)) is not None
    ]
    yield grid(("forecaster", "of", "in 50%", "in 90%", "figures"), rows)


def _held_out(scores: Scores) -> Iterator[str]:
    yield "### What was held out"
    yield "At each origin all later figures were kept from the fit. Those within a window around a horizon were forecast:"
    found: dict[tuple[str, str], dict[int, int]] = {}
    days: dict[tuple[str, str], list[int]] = {}
    by = scores.protocol.baselines[0]
    for item in scores.forecasts.get(MODE, ()):
        if item.by == by:
            key = (item.component, item.series)
            counts = found.setdefault(key, {})
            counts[item.months] = counts.get(item.months, 0) + 1
            days.setdefault(key, []).append(item.day)
    horizons = scores.protocol.horizons
    rows = [
        (
            component,
            f"`{series}`",
            f"{format_day(min(days[component, series]))} to {format_day(max(days[component, series]))}",
            *(str(counts.get(months, 0)) for months in horizons),
        )
        for (component, series), counts in sorted(found.items())
    ]
    yield grid(("what", "series", "days", *(f"{months} months" for months in horizons)), rows)


def _fitted(protocol: Protocol, fits: Mapping[str, Draws | None]) -> Iterator[str]:
    yield "### What was fitted"
    yield (
        "For the answers each model is fitted once more, to all that was observed. Contraction is 1 less the variance of the "
        f"posterior over that of the prior; a parameter that keeps more than {THRESHOLD} of its spread is prior-driven."
    )
    for name in protocol.models:
        fit = fits[name]
        if fit is None:
            yield f"**{name}**: no kept draws for this state of the pack."
            continue
        about, disagreement = fit.about, float(fit.about["disagreement"])
        learned = of_parameters(fit.parameters, fit.z)
        driven = [each.name for each in learned if each.label == "prior-driven"]
        at_odds = [each.name for each in learned if each.at_odds]
        yield (
            f"**{name}**: fitted to figures until {about['until']}, seeds {listed([str(seed) for seed in about['seeds']])} "
            f"({'they agree' if disagreement <= AGREE else 'THEY DO NOT AGREE'}: scale reduction {disagreement:.3f}), "
            f"{about['particles']} particles, {about['moves']} moves at each of "
            f"{listed([str(each) for each in about['temperatures']])} temperatures, {fit.z.shape[1]:,} draws kept, key "
            f"`{fit.key}`. Prior-driven are {len(driven)} of {len(learned)} parameters: {listed(driven)}."
            + (f" Prior and record are at odds over {listed(at_odds)}." if at_odds else "")
        )
        rows = [(each.name, f"{each.contraction:.2f}", f"{each.ratio:.2f}", f"{each.shift:+.1f}", each.label) for each in learned]
        yield grid(("parameter", "contraction", "spread left", "shift", "label"), rows)


def main(folder: Path, pack: str) -> None:
    """Write the report of a pack, by its name or its path, into a folder."""
    from torgau.loading import load_record

    (folder / NAME).write_text(report(load_record(pack)), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
