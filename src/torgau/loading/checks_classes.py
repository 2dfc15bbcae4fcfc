"""Checks of reference classes: who needs one names it, and what is left out of it is in it."""

from __future__ import annotations

from collections.abc import Iterator

from torgau.loading.checking import Context
from torgau.loading.checks_processes import twice
from torgau.loading.problems import Finding, near, quoted


def classes_have_their_use(context: Context) -> Iterator[Finding]:
    """A model of the structure `duration` has a reference class, and no other has one."""
    for model in context.record.models.values():
        if model.structure == "duration" and not model.reference_class:
            message = f"{quoted(model.id)} looks from outside, and names no class of other contests"
            yield Finding("class-use", model.id, (), message, "add `reference_class`")
        elif model.structure != "duration" and (model.reference_class or model.excluded):
            message = f"the structure `{model.structure}` reads no reference class"
            path = ("reference_class",) if model.reference_class else ("excluded",)
            yield Finding("class-use", model.id, path, message, "leave `reference_class` and `excluded` out")


def what_is_excluded_is_in_the_class(context: Context) -> Iterator[Finding]:
    """Every contest that a model leaves out is one of its class, once, and some verified ones are left."""
    for model in context.record.models.values():
        yield from twice(model.id, ("excluded",), model.excluded, "excluded contests", "")
        rows = context.record.class_rows.get(model.reference_class, ())
        if not rows:
            continue  # a class without rows has been reported
        known = [row.id for row in rows]
        for index, each in enumerate(model.excluded):
            if each not in known:
                message = f"the class {quoted(model.reference_class)} has no contest {quoted(each)}"
                mend = near(each, known) or "it stands in the column `id` of the file of the class"
                yield Finding("class-member", model.id, ("excluded", index), message, mend)
        if not any(row.verified and row.id not in model.excluded for row in rows):
            message = f"the class {quoted(model.reference_class)} has no verified contest left to fit on"
            yield Finding("class-member", model.id, ("reference_class",), message, "verify rows in their source, or add some")
