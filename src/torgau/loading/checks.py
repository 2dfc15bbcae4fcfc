"""Every semantic check of a pack, in one list. A new check is one function here and one line in `codes.py`."""

from __future__ import annotations

from torgau.loading import (
    checks_claims,
    checks_commitments,
    checks_dates,
    checks_links,
    checks_numbers,
    checks_questions,
    checks_references,
    checks_statuses,
)
from torgau.loading.checking import Check

CHECKS: tuple[Check, ...] = (
    checks_references.references_resolve,
    checks_references.local_ids_are_unique,
    checks_references.nothing_contains_itself,
    checks_dates.period_is_bounded,
    checks_dates.events_have_dates,
    checks_dates.clocks_agree,
    checks_dates.stretches_are_in_order,
    checks_dates.instruments_are_signed_first,
    checks_dates.events_are_in_the_period,
    checks_dates.statuses_begin_with_their_event,
    checks_dates.commitments_are_dated,
    checks_dates.commitments_come_first,
    checks_dates.suspensions_end_after_they_begin,
    checks_statuses.exclusive_statuses_do_not_overlap,
    checks_numbers.numbers_are_in_order,
    checks_numbers.other_numbers_are_possible,
    checks_numbers.figures_have_values,
    checks_numbers.numbers_have_units,
    checks_numbers.numbers_have_sources,
    checks_numbers.facts_have_sources,
    checks_numbers.scopes_are_declared,
    checks_commitments.triggers_are_one_thing,
    checks_commitments.deadlines_are_one_thing,
    checks_commitments.deadlines_can_be_counted,
    checks_commitments.endings_have_a_cause,
    checks_commitments.means_are_judged_on_acts,
    checks_commitments.commitments_can_end,
    checks_commitments.triggers_do_not_wait_for_each_other,
    checks_links.nothing_supersedes_itself,
    checks_links.supersession_is_said_on_both_sides,
    checks_links.reciprocal_promises_are_mutual,
    checks_links.conflicts_are_mutual,
    checks_claims.claims_carry_their_evidence,
    checks_claims.dimensions_exist,
    checks_questions.answers_use_their_steps,
    checks_questions.answers_hold_no_years,
    checks_questions.answers_hold_no_actors,
)
"""They run in this order; the problems are sorted by file and line afterwards."""
