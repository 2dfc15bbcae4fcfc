"""An entry as every face shows it: a claim with the independent witnesses of what it asserts."""

from __future__ import annotations

from collections.abc import Mapping

from torgau.audit.independence import Agreement, agreement
from torgau.record.references import Reference
from torgau.record.show import Shown, show
from torgau.vocabulary import Claim, Id, Record


class ShownClaim(Shown, frozen=True, kw_only=True):
    """A claim as it is shown. `agreement` counts who asserts the same; `witnesses` only counts the sources cited for it."""

    agreement: Agreement


def show_entry(record: Record, entry_id: Id, used: Mapping[Id, tuple[Reference, ...]] | None = None) -> Shown:
    """An entry of any kind, a claim as `ShownClaim`. KeyError for an unknown id. Pass `used` to show many."""
    shown = show(record, entry_id, used)
    entry = record.get(entry_id)
    if not isinstance(entry, Claim):
        return shown
    held = {name: getattr(shown, name) for name in Shown.__struct_fields__}
    return ShownClaim(**held, agreement=agreement(record, entry))


def witnesses_in_words(found: Agreement) -> str:
    """How many independent witnesses assert the same, and what is not counted twice."""
    count = found.count
    voices = (
        "No witness asserts"
        if count == 0
        else "1 independent witness asserts"
        if count == 1
        else f"{count} independent witnesses assert"
    )
    words = f"{voices} it"
    sources = sum(len(witness.sources) for witness in found.witnesses)
    words += f" ({sources} sources)" if sources > count else ""
    return f"{words}."
