"""Checks of models, antecedents, protocols and attributions: what they name is in their process, and nothing is left open."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from torgau.dates import When
from torgau.loading.checking import Context, surely_before
from torgau.loading.checks_processes import powers_of, sound, twice, unknown
from torgau.loading.problems import Finding, Path, near, quoted
from torgau.vocabulary.outcomes import PARAMETERS, Antecedent, Attribution, Change, Prior, Process


def priors_are_possible(context: Context) -> Iterator[Finding]:
    """Each parameter has one prior, its spread is above 0, and its centre is a value that the family can have."""
    for model in context.record.models.values():
        yield from twice(model.id, ("priors",), [each.parameter for each in model.priors], "priors", "parameter")
    for entry, path, prior in context.each(Prior):
        if not (sound(prior.spread) and prior.spread > 0):
            mend = "a spread is above 0; what is certain is no parameter"
            yield Finding("number-range", entry.id, (*path, "spread"), f"`spread` is {prior.spread}", mend)
        mend = _impossible(prior)
        if mend:
            message = f"the centre of a {prior.family} prior cannot be {prior.centre}"
            yield Finding("number-range", entry.id, (*path, "centre"), message, mend)


def _impossible(prior: Prior) -> str:
    if not sound(prior.centre):
        return "give a number of at most 28 digits"
    if prior.family == "lognormal" and prior.centre <= 0:
        return "it is the median, and above 0"
    if prior.family == "logitnormal" and not 0 < prior.centre < 1:
        return "it is the median, and lies between 0 and 1, without either"
    return ""


def priors_are_those_of_the_structure(context: Context) -> Iterator[Finding]:
    """The priors of a model are for the parameters that its structure has: all of them, and no others."""
    for model in context.record.models.values():
        declared = PARAMETERS.get(model.structure, {})
        if not declared:
            continue
        given = {prior.parameter for prior in model.priors}
        missing = [name for name in declared if name not in given]
        if missing:
            message = f"the structure `{model.structure}` has more parameters: {', '.join(missing)}"
            yield Finding("prior-set", model.id, ("priors",), message, "add a prior for each of them")
        for index, prior in enumerate(model.priors):
            if prior.parameter not in declared:
                message = f"the structure `{model.structure}` has no parameter {quoted(prior.parameter)}"
                mend = near(prior.parameter, declared) or f"it has {', '.join(declared)}"
                yield Finding("prior-set", model.id, ("priors", index, "parameter"), message, mend)


def antecedents_are_dated(context: Context) -> Iterator[Finding]:
    """The date of an antecedent or an attribution lies in its process, its horizon after it, its changes not before it."""
    for held in (context.record.antecedents, context.record.attributions):
        for each in held.values():
            yield from _within(context, each.id, ("date",), each.date, each.process)
            if not surely_before(each.date, each.horizon):
                message = f"the horizon ({each.horizon}) is not after the date ({each.date})"
                yield Finding("date-order", each.id, ("horizon",), message, "correct one of the two dates")
    for antecedent in context.record.antecedents.values():
        for index, change in enumerate(antecedent.changes):
            for field in ("since", "opens"):
                day: When | None = getattr(change, field)
                if day is not None and surely_before(day, antecedent.date):
                    message = f"`{field}` ({day}) is before the date of the antecedent ({antecedent.date})"
                    mend = "up to its date everything stands as recorded; correct one of the two dates"
                    yield Finding("date-order", antecedent.id, ("changes", index, field), message, mend)


def _within(context: Context, entry: str, path: Path, day: When, process_id: str) -> Iterator[Finding]:
    process = context.record.processes.get(process_id)
    if process is not None and (surely_before(day, process.begins) or surely_before(process.ends, day)):
        message = f"{day} is outside the process {quoted(process.id)} ({process.begins} to {process.ends})"
        yield Finding("date-outside-process", entry, path, message, "correct the date, or the bounds of the process")


def antecedents_say_enough(context: Context) -> Iterator[Finding]:
    """An antecedent says what is held fixed; it changes something, or names what an answer would need."""
    for each in context.record.antecedents.values():
        if not any(words.strip() for words in each.held_fixed):
            message = f"{quoted(each.id)} does not say what is held fixed"
            yield Finding("antecedent-empty", each.id, ("held_fixed",), message, "say what stays as recorded")
        if not each.changes and not each.needs:
            message = f"{quoted(each.id)} changes nothing and needs nothing"
            mend = "add `changes`; where no model could answer, name in `needs` the mechanisms that one would have to have"
            yield Finding("antecedent-empty", each.id, (), message, mend)


def changes_are_one_thing(context: Context) -> Iterator[Finding]:
    """A change is one of four things, and does change something."""
    for entry, path, change in context.each(Change):
        given = [field for field in ("factor", "earlier", "opens") if getattr(change, field) is not None]
        given += ["never"] if change.never else []
        if len(given) != 1:
            has = f"has both {' and '.join(f'`{field}`' for field in given)}" if given else "says nothing that changes"
            mend = "make it two changes" if given else "give one of `factor`, `earlier`, `opens`, `never`"
            yield Finding("change-one-of", entry.id, path, f"the change {has}", mend)
        if change.factor is not None and not (sound(change.factor) and change.factor >= 0 and change.factor != 1):
            message = f"`factor` is {change.factor}"
            mend = "0 takes the inputs away, 0.5 halves them; 1 would change nothing"
            yield Finding("number-range", entry.id, (*path, "factor"), message, mend)
        if change.earlier == 0:
            mend = "give a number of days; below 0 it is later"
            yield Finding("number-range", entry.id, (*path, "earlier"), "`earlier` is 0", mend)


def changes_meet_something(context: Context) -> Iterator[Finding]:
    """Each change meets an input of the process, or a theatre that it opens on another day or keeps shut."""
    for antecedent in context.record.antecedents.values():
        process = context.record.processes.get(antecedent.process)
        if process is not None:
            for index, change in enumerate(antecedent.changes):
                yield from _meets(context, antecedent, ("changes", index), change, process)


def _meets(context: Context, antecedent: Antecedent, path: Path, change: Change, process: Process) -> Iterator[Finding]:
    inputs, theatres = [each.id for each in process.inputs], [each.id for each in process.theatres]
    wrong: list[Finding] = []
    for at, named in enumerate(change.inputs):
        wrong += unknown(antecedent.id, (*path, "inputs", at), named, process, "input", inputs)
    wrong += unknown(antecedent.id, (*path, "theatre"), change.theatre, process, "theatre", theatres)
    for field in ("power", "to"):
        power = getattr(change, field)
        if power in context.record.actors:  # what is no actor at all has been reported
            wrong += unknown(antecedent.id, (*path, field), power, process, "power", powers_of(process))
    yield from wrong
    if wrong:
        return  # that it meets nothing follows from it
    if change.opens is not None or change.never:
        if not change.theatre:
            message = "the change opens or shuts a theatre, and does not say which"
            yield Finding("change-target", antecedent.id, path, message, "add `theatre`")
        return
    names_nothing = not (change.inputs or change.kind or change.power or change.to or change.theatre)
    if names_nothing:
        message = "the change names no inputs, so that it would meet all of them"
        yield Finding("change-target", antecedent.id, path, message, "name `inputs`, `kind`, `power`, `to` or `theatre`")
    elif not any(change.meets(given) for given in process.inputs):
        message = f"no input of {quoted(process.id)} has all that the change names"
        mend = f"it has the inputs {', '.join(inputs) or 'none'}"
        yield Finding("change-target", antecedent.id, path, message, mend)


def protocols_can_be_run(context: Context) -> Iterator[Finding]:
    """A protocol scores models of its own process from ascending origins in it, with seeds that differ."""
    for protocol in context.record.protocols.values():
        for field in ("models", "origins", "horizons", "seeds"):
            if not getattr(protocol, field):
                message = f"{quoted(protocol.id)} has no {field}"
                yield Finding("protocol-empty", protocol.id, (field,), message, f"add `{field}`")
        for field in ("models", "horizons", "seeds", "baselines"):
            yield from twice(protocol.id, (field,), getattr(protocol, field), field, "")
        for index, model_id in enumerate(protocol.models):
            model = context.record.models.get(model_id)
            if model is not None and model.process != protocol.process:
                message = f"{quoted(model_id)} is a model of {quoted(model.process)}, not of {quoted(protocol.process)}"
                yield Finding("process-mixed", protocol.id, ("models", index), message, "name models of the same process")
        for index, origin in enumerate(protocol.origins):
            yield from _within(context, protocol.id, ("origins", index), origin, protocol.process)
            if index and not surely_before(protocol.origins[index - 1], origin):
                message = f"the origin {origin} is not after the one before it ({protocol.origins[index - 1]})"
                yield Finding("date-order", protocol.id, ("origins", index), message, "put the origins in order, each once")
        yield from _within(context, protocol.id, ("middle",), protocol.middle, protocol.process)
        numbers: list[tuple[Path, Decimal]] = [(("window",), protocol.window), (("draws",), Decimal(protocol.draws))]
        numbers += [(("horizons", index), Decimal(months)) for index, months in enumerate(protocol.horizons)]
        for path, number in numbers:
            if not (sound(number) and number > 0):
                yield Finding("number-range", protocol.id, path, f"`{path[0]}` has {number}", "it is above 0")


def attributions_name_players(context: Context) -> Iterator[Finding]:
    """Players are powers of the process, each once; unions hold each of them once; values name theatres that there are."""
    for each in context.record.attributions.values():
        yield from twice(each.id, ("players",), each.players, "players", "")
        yield from twice(each.id, ("values",), [value.id for value in each.values], "values")
        yield from _unions(each)
        process = context.record.processes.get(each.process)
        if process is None:
            continue
        powers, theatres = powers_of(process), [theatre.id for theatre in process.theatres]
        for index, player in enumerate(each.players):
            if player in context.record.actors:
                yield from unknown(each.id, ("players", index), player, process, "power", powers)
        for index, value in enumerate(each.values):
            yield from unknown(each.id, ("values", index, "theatre"), value.theatre, process, "theatre", theatres)


def _unions(each: Attribution) -> Iterator[Finding]:
    if not each.unions:
        return
    seen: set[str] = set()
    for index, union in enumerate(each.unions):
        for at, member in enumerate(union):
            if member not in each.players:
                message = f"{quoted(member)} is in a union and is no player"
                mend = near(member, each.players) or "name players only"
                yield Finding("union-partition", each.id, ("unions", index, at), message, mend)
            elif member in seen:
                message = f"the player {quoted(member)} is in two unions, or twice in one"
                yield Finding("union-partition", each.id, ("unions", index, at), message, "leave it in one of them")
            seen.add(member)
    missing = [player for player in each.players if player not in seen]
    if missing:
        message = f"no union has {', '.join(dict.fromkeys(missing))}"
        yield Finding("union-partition", each.id, ("unions",), message, "put each player into one; alone is a union too")
