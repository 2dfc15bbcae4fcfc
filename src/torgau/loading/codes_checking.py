"""The texts of the codes for what entries say together. Each block: code and severity, title, meaning, how to mend it."""

from __future__ import annotations

TOGETHER = """
reference-cycle error
A chain that comes back to where it began
A place within itself, a group that is its own member, a source that is part of itself, and the like.
Break the chain.

date-order error
Something ends before it begins
An end on or before the start of a status or office, an instrument that ended before it was signed, a term before the promise.
Correct one of the dates. The end of a status is the first day on which it no longer holds.

date-old-style error
The Old Style date and the date disagree
`old_style` is a Julian date; the Gregorian one is computed from it.
Correct one of them, or leave `date` out.

date-clock error
The clock and the date disagree
The local time of an event lies on another day, or a local date is more than a day away.
`date` is the day by the clock at the place of the event; correct one of them.

date-retroactive warning
In force before it was signed
Rare, and mostly a slip; some texts do apply to an earlier time.
Correct one of the dates, or explain it in `note`.

date-outside-period warning
An event outside the period of the pack
The manifest says which time the pack covers.
Correct the date, widen the period, or tag the event `outside-period` where it is meant.

date-status-event warning
A status does not begin or end with its event
`start` is the day of `start_event`; `end` is the day of `end_event` or the day after.
Correct the date, or name another event.

date-before-made warning
A performance, breach, ending or deadline before the promise was made
What happened before a promise seldom performs it.
Correct the date, or name the event that is meant.

status-overlap error
Two exclusive statuses hold at once
Within one `exclusive` group only one status may hold on a day, and these surely share one.
Let the end of the one be the first day of the other, or put them into different groups.

status-may-overlap warning
Two exclusive statuses may hold at once
Their dates are uncertain, and in some possible world they share a day.
Where one follows the other, name the same event as `end_event` of the first and `start_event` of the second.

flow-row error
A row of a flow names what is not there
A donor or recipient is no actor, an instrument or source is not in the pack, a route or commodity is not declared by the flow.
Add the entry, declare the word under `routes` or `commodities` of the flow, or correct the row.

unit-mixed error
A quantity is owed in one unit and performed in another that does not convert
Long, short and metric tons convert; `tons` of unstated kind, counts of different things and money of different years do not.
Say under a reading which unit is meant, or name rows in the unit owed.

number-range error
A number that cannot be
`low` above `high`, a value outside its own bounds, a share above 1, a place beyond the pole.
Correct it.

number-missing error
A quantity without a number
Neither `value` nor a bound is given; or only one of `lat` and `lon`.
Give the number, or remove the quantity.

number-without-unit error
A number without a unit
`8 million` of what? Units are part of a quantity: tons have three sizes, dollars have years.
Name the unit; for a commitment that is performed in amounts, add `owed`.

number-without-source error
A number without a source
Every number says who says so: by its own source, or by the `sources` of the entry in which it stands.
Add source and locator; an unverified one is allowed, marked `verified: false`.

fact-without-source warning
An event, status, office, instrument or commitment without a source
Nothing says who says so.
Add `sources` with source, locator and `verified`.

scope-undeclared error
A scope that the estimate does not declare
A figure counts something for somebody over some time; `scopes` says what. Only like scopes are compared.
Declare it under `scopes` of the estimate, or correct the id.

trigger-one-of error
A trigger that is none or two things
A trigger is an event, a commitment that has been performed, or a condition in words that no entry meets.
Give one of `event`, `commitment`, `text`.

trigger-cycle error
Commitments that wait for each other
Through their triggers each waits for the performance of the next, so none can ever begin.
Promises given in return are `reciprocal`, not triggers.

deadline-one-of error
A deadline that is none or two things
A deadline is a date (`by`), a duration `after` something, or an undated term (`text`).
Give one of them; a second way to read the text is a reading.

deadline-no-start error
A deadline counted from nothing
It is counted after the trigger or the entry into force, and there is none.
Add it, or count from something else.

ending-no-cause error
An ending without a cause
A commitment was released, cancelled, superseded or suspended, but nothing says by what.
Name the event, the commitment or the instrument.

means-no-acts warning
A promise of means with no list of acts
Such a promise is judged on listed acts; with none its verdict is not-definite.
List the acts, or say `definiteness: principle-only`.

commitment-endless warning
A commitment that can never be breached or expire
No deadline, no term, no act that breaches it, no window of its trigger: its verdict stays the same for ever.
Add what the text says; if it sets no term, say so with `deadline: {text: "no term"}`.

supersession-cycle error
Commitments or instruments that supersede each other
A chain of supersession comes back to where it began.
The later one supersedes the earlier one, never the other way round.

supersession-order error
The earlier commitment supersedes the later one
The one that supersedes was made before the one that is superseded.
Turn the link round, or correct a date.

supersession-one-sided warning
Supersession said on one side only
One commitment says that it supersedes, the other does not say that it was superseded, or the other way round.
Write `supersedes` in the later one and `ended_by` with `how: superseded` in the earlier one.

reciprocal-one-sided warning
A promise in return that the other side does not name
Whether breach of one frees the other is asked from both sides.
Name each in the other.

conflict-one-sided warning
A conflict that the other side does not name
Two commitments that cannot both be kept are in conflict with each other.
Name each in the other.

evidence-missing error
A claim without the evidence that it requires
`requires` names kinds of sources; neither the claim nor an entry that supports it cites one.
Cite such a source, or leave the claim out until there is one.

evidence-unverified error
Unverified evidence where verified evidence is required
The required kind of source is cited, but nobody has read the datum there.
Read it, then write `verified: true`.

ratio-sums error
A ratio whose sums cannot be built
A sum without a series, a weight that is not above zero, a series twice at the same time, or series of different units.
Correct the sum; a weight is an exact fraction such as `[2, 3]`.

issue-stands error
An issue without two parties that can disagree
Fewer than two parties stand on it, one of them stands twice, or one has no weight at all.
Give each party one stand with its capability.

judgement-unattributed error
Judged numbers that nobody owns
Positions and saliences are judgements; without a name they would pass for facts.
Say in `judged_by` who judged, from what, and by how much the numbers may be off.

question-step error
An answer that uses no step
A place `{step.key}` in the sentence names a step that the question does not have.
Correct the name, or add the step.

question-literal-year error
An answer with a year in it
Dates in a sentence come from steps, so that they move with the record.
Let a step find the date and write `{step.key}`.

question-literal-actor error
An answer with an actor in it
Names in a sentence come from steps, so that they move with the record.
Add a step `do: actors` and write `{step.key}`.
"""
