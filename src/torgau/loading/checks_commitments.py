"""Checks of commitments: terms from which a verdict can be computed, and that can come to an end."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from msgspec import UNSET

from torgau.loading.checking import Context, cycles
from torgau.loading.problems import Finding, Path, quoted
from torgau.vocabulary import Commitment, Reading
from torgau.vocabulary.commitments import Deadline, EndedBy, Trigger

INDEFINITE = ("principle-only", "no-amount", "not-a-promise")
"""Degrees of definiteness at which the verdict is `not-definite` from the text alone (ledger.md)."""


class _Terms(NamedTuple):
    """The terms of a commitment under one reading, as far as these checks need them."""

    path: Path
    standard: str
    definiteness: str
    trigger: Trigger | None
    deadline: Deadline | None
    term: bool
    acts: bool
    breaches: bool
    ended_by: tuple[EndedBy, ...]

    @property
    def effective(self) -> str:
        """The standard that counts: best efforts to reach a result are owed as means."""
        return "means" if self.definiteness == "best-efforts" and self.standard == "result" else self.standard


def _readings(each: Commitment) -> Iterator[_Terms]:
    """The terms as written, then under each reading."""
    acts = (bool(each.performed_by or each.performed_through), bool(each.breached_by), each.ended_by)
    yield _Terms((), each.standard, each.definiteness, each.trigger, each.deadline, each.term_ends is not None, *acts)
    for index, reading in enumerate(each.readings):
        yield _read(each, reading, ("readings", index))


def _read(each: Commitment, reading: Reading, path: Path) -> _Terms:
    return _Terms(
        path,
        reading.standard or each.standard,
        reading.definiteness or each.definiteness,
        each.trigger if reading.trigger is UNSET else reading.trigger,
        each.deadline if reading.deadline is UNSET else reading.deadline,
        (each.term_ends if reading.term_ends is UNSET else reading.term_ends) is not None,
        bool(each.performed_by if reading.performed_by is None else reading.performed_by)
        or bool(each.performed_through if reading.performed_through is None else reading.performed_through),
        bool(each.breached_by if reading.breached_by is None else reading.breached_by),
        each.ended_by if reading.ended_by is None else reading.ended_by,
    )


def triggers_are_one_thing(context: Context) -> Iterator[Finding]:
    """A trigger is an event, a commitment, or a condition in words: exactly one of them."""
    for entry, path, trigger in context.each(Trigger):
        given = [name for name in ("event", "commitment") if getattr(trigger, name)]
        if len(given) == 2 or not (given or trigger.text.strip()):
            what = "both an event and a commitment" if given else "no event, no commitment and no text"
            mend = "give one: `event`, `commitment`, or `text` for a condition that no entry of the pack meets"
            yield Finding("trigger-one-of", entry.id, path, f"the trigger names {what}", mend)


def deadlines_are_one_thing(context: Context) -> Iterator[Finding]:
    """A deadline is a date, a duration after something, or an undated term in words."""
    for entry, path, deadline in context.each(Deadline):
        lasts = bool(deadline.months or deadline.weeks or deadline.days)
        if deadline.by is not None and deadline.after is not None:
            mend = "keep `by` for a date, or `after` with a duration; a second way to read the text is a reading"
            yield Finding("deadline-one-of", entry.id, path, "the deadline has both `by` and `after`", mend)
        elif lasts and deadline.after is None:
            mend = "add `after: trigger`, `made`, `in-force` or an event"
            yield Finding(
                "deadline-one-of", entry.id, path, "the deadline has a duration, but not after what it is counted", mend
            )
        elif deadline.by is None and deadline.after is None and not deadline.text.strip():
            mend = "give `by`, or `after` with a duration, or `text` for an undated term"
            yield Finding("deadline-one-of", entry.id, path, "the deadline says nothing", mend)


def deadlines_can_be_counted(context: Context) -> Iterator[Finding]:
    """What a deadline is counted after is known."""
    for each in context.record.commitments.values():
        instrument = context.record.instruments.get(each.instrument)
        for terms in _readings(each):
            if terms.deadline is None:
                continue
            missing = ""
            if terms.deadline.after == "trigger" and terms.trigger is None:
                missing = "the trigger, and there is none"
            elif terms.deadline.after == "in-force" and instrument is not None and instrument.in_force is None:
                missing = f"the entry into force, and {quoted(instrument.id)} has no `in_force`"
            if missing:
                message = f"the deadline is counted from {missing}"
                yield Finding(
                    "deadline-no-start", each.id, (*terms.path, "deadline"), message, "add it, or count from something else"
                )


def endings_have_a_cause(context: Context) -> Iterator[Finding]:
    """An ending names the event, commitment or instrument that ends."""
    for entry, path, ending in context.each(EndedBy):
        if not (ending.event or ending.commitment or ending.instrument):
            mend = "name the event, the commitment or the instrument that ended it"
            yield Finding("ending-no-cause", entry.id, path, f"it was {ending.how}, but nothing says by what", mend)


def means_are_judged_on_acts(context: Context) -> Iterator[Finding]:
    """A commitment to use means is judged on listed acts; with none it is not definite."""
    for each in context.record.commitments.values():
        for terms in _readings(each):
            if terms.effective == "means" and terms.definiteness not in INDEFINITE and not (terms.acts or terms.breaches):
                what = "means" if terms.standard == "means" else "best efforts"
                message = f"{quoted(each.id)} is a promise of {what} with no list of acts, so its verdict is not-definite"
                mend = "list the acts under `performed_by` or `breached_by`, or say `definiteness: principle-only`"
                yield Finding(
                    "means-no-acts", each.id, (*terms.path, "standard") if not terms.path else terms.path, message, mend
                )
                break


def commitments_can_end(context: Context) -> Iterator[Finding]:
    """Each definite commitment can be breached or expire: otherwise its verdict stays the same for ever.

    What can end it, by the rules of docs/ledger.md: a promise of a result is breached past its deadline; a promise to refrain or
    to consult is breached by an act on record, or over with its term; a conditional one expires when the window of its trigger
    closes; any of them can be ended by something else. An undated term in words (`deadline.text`) says that this is meant.
    """
    superseded = {old for each in context.record.commitments.values() for old in each.supersedes}
    for each in context.record.commitments.values():
        if each.id in superseded:
            continue
        for terms in _readings(each):
            reason = _endless(terms)
            if reason:
                mend = f'{reason[1]}; if the text sets no term, say so: `deadline: {{text: "no term"}}`'
                message = f"{quoted(each.id)} can never be breached and never expires: {reason[0]}"
                yield Finding("commitment-endless", each.id, terms.path, message, mend)
                break


def _endless(terms: _Terms) -> tuple[str, str] | None:
    """Why these terms never come to an end, and what would change that."""
    if terms.effective in ("aspiration", "means") or terms.definiteness in INDEFINITE:
        return None  # decided from the text alone, or on its acts
    if terms.term or terms.breaches or any(ending.how != "suspended" for ending in terms.ended_by):
        return None
    deadline, trigger = terms.deadline, terms.trigger
    if deadline is not None and (deadline.text.strip() or deadline.by is not None or deadline.after not in ("trigger", None)):
        return None  # a day that does not depend on the trigger closes its window, too
    if trigger is not None and trigger.until is not None:
        return None
    if trigger is not None and not trigger.event and not trigger.commitment:
        if not trigger.text.strip():
            return None  # no trigger at all: that is reported, and nothing more can be said before it is mended
        return (
            "its condition is met by no entry, and the window for it never closes",
            "add `until` to the trigger, or `term_ends`",
        )
    if deadline is not None:
        return None
    if terms.standard == "refrain":
        return (
            "it forbids an act, no such act is on record, and it has no term",
            "add `term_ends`, or the act under `breached_by`",
        )
    return "it has no deadline", "add `deadline`, or `term_ends`"


def triggers_do_not_wait_for_each_other(context: Context) -> Iterator[Finding]:
    """No commitment waits, through its trigger, for its own performance."""
    edges: dict[str, set[str]] = {}
    for entry, _, trigger in context.each(Trigger):
        if trigger.commitment:
            edges.setdefault(entry.id, set()).add(trigger.commitment)
    for cycle in cycles(edges):
        chain = " -> ".join((*cycle, cycle[0]))
        message = f"these commitments wait for each other: {chain}"
        yield Finding("trigger-cycle", cycle[0], ("trigger",), message, "promises given in return are `reciprocal`, not triggers")
