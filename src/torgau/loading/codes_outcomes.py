"""The texts of the codes for what a pack declares for the outcome layer. Each block as in `codes_checking`."""

from __future__ import annotations

OUTCOMES = """
process-sides error
A process that has not two sides
A process is between two sides, and no power stands on both.
Name exactly two sides, and each power on one of them only.

process-endless error
A process that nothing can end
No axis of any theatre is `decisive`, so no course of the front would ever end the process.
Write `decisive: true` for each axis on which reaching the end decides.

process-mixed error
A protocol that scores models of another process
Scores are compared only among models of one process.
Name models of the same process, or give them a protocol of their own.

part-unknown error
A part of a process that is not there
A theatre, side, input or power that the process does not have.
Correct the id, or declare the part in the process.

input-incomplete error
An input that does not say whom it reached
Aid names who received it (`to`), bombing the side that was bombed (`on`).
Add the field.

series-unit error
A series whose unit does not fit its use
Axes are in kilometres, strength and losses in people, forces (after `factor`) in thousand persons, bombs in one weight.
Name a series in such a unit, or give the `factor` that turns the unit of the series into it.

series-unverified error
A series that nobody has verified is used by a process
Unverified data never enter a calibration, so a series without one verified row gives a model nothing.
Read at least one row in its source and mark it `verified: true`, or leave the series out.

prior-set error
Priors that are not those of the structure
Each structure has its own parameters, and each of them needs one prior.
Add the priors that are missing, and remove those of parameters that the structure does not have.

date-outside-process error
A date outside the process
What changes a process, and the days up to which a fit may look, lie between its first and its last day.
Correct the date, or the bounds of the process.

change-one-of error
A change that is none or two things
A change multiplies inputs, moves them in time, opens a theatre on another day, or keeps it shut.
Give one of `factor`, `earlier`, `opens`, `never`; a second one is a second change.

change-target error
A change that meets nothing
No input of the process has all that the change names, or it names no theatre to open or to keep shut.
Name the inputs by `inputs`, `kind`, `power`, `to` or `theatre`; for `opens` and `never` name the theatre.

antecedent-empty error
An antecedent that leaves the question open
It must say what is held fixed, and it changes inputs or names the mechanisms that an answer would need.
Add `held_fixed`, and `changes` or `needs`.

protocol-empty error
A protocol that leaves nothing to score
It has no model, no origin, no horizon or no seed.
Add what is missing; it is fixed before the scoring run.

class-use error
A model without its reference class, or a reference class without use
A model of the structure `duration` is fitted on the contests of a reference class; other structures never read one.
Name the class in `reference_class`, or leave `reference_class` and `excluded` out.

class-member error
A contest that the reference class does not have
`excluded` names contests of the model's reference class, which must leave some to fit on.
Correct the id; it stands in the first column of the file of the class.

union-partition error
Unions that do not partition the players
Where there are unions, each player belongs to exactly one of them.
Put each player into one union, and nobody else.
"""
