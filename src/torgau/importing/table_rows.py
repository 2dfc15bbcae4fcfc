"""One row after the other: what it says is read by the plan, and becomes movements, printed totals or findings."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from torgau.importing.mapping import AmountPart, MappingFile, text_fields
from torgau.importing.table_cells import Row, Table
from torgau.importing.table_dates import KEPT
from torgau.importing.table_fields import CellReader, Dropped, Find, is_formula_like, shown
from torgau.importing.table_names import Names
from torgau.importing.table_numbers import NumberRead
from torgau.importing.table_plan import Column, Plan, Refusals, Rule
from torgau.importing.table_totals import FirstSeen, Totals
from torgau.loading.problems import near, quoted
from torgau.vocabulary.flows import OUTSIDE, STAGES

NOT_STATED = "currency-not-stated"
_ALLOWED = {"from": (*STAGES, OUTSIDE), "counted": ("yes", "no", "doubtful")}
_TEXTS = ("unit", "commodity", "route", "donor", "recipient", "instrument", "activity", "parent", "lot", "id", "from", "counted")


class Control(NamedTuple):
    """A printed total, as read from its row."""

    place: str
    row: int
    stage: str
    value: Decimal
    unit: str
    commodity: str
    route: str
    period: str


class RowReader:
    """Reads the rows of one table. Counts what became of them; keeps none."""

    def __init__(self, file: MappingFile, table: Table, plan: Plan, names: Names, refusals: Refusals, find: Find) -> None:
        self.mapping = mapping = file.mapping
        self.table = table
        self.plan = plan
        self.names = names
        self.refusals = refusals
        self.find = find
        self.cells = CellReader(mapping, table, plan, refusals, find)
        self.totals = Totals()
        self.seen = FirstSeen()
        self.controls: list[Control] = []
        self.counts = dict.fromkeys(("read", "blank", "controls", "kept", "partly", "empty", "dropped"), 0)
        """Each row that is read is blank, a printed total, skipped, kept, empty (it has no amount) or dropped; of some rows that
        are kept an amount was dropped (`partly`)."""
        self.skipped: dict[str, int] = {}
        self.stages: dict[tuple[str, str], int] = {}
        self._words = text_fields(mapping.values)
        self._constants = text_fields(mapping.constants)
        self._shared = [each for each in _TEXTS if each in plan.fields or self._constants.get(each)]
        self._own = [each for each in ("commodity", "route") if any(getattr(part, each) for _, part in plan.amounts)]
        self._kept: dict[str, dict[str, str]] = {each: {} for each in _TEXTS}
        self._noted = bool(plan.notes or self._constants["note"])

    def movements(self) -> Iterator[dict[str, str]]:
        """Every movement of the table, with the same columns each."""
        for row in self.table.rows:
            self.counts["read"] += 1
            yield from self._row(row)

    def _row(self, row: Row) -> Iterator[dict[str, str]]:
        cells = row.cells
        if not any(cell != "" and not (isinstance(cell, str) and cell.isspace()) for cell in cells):
            self.counts["blank"] += 1
            return
        if self._left_out(row):
            return
        if not self._fits_header(row):
            self.counts["dropped"] += 1
            return
        first = self.seen.first(repr(cells).encode("utf-8", "surrogatepass"), row.number)
        if first != row.number:
            self.find("duplicate-row", self.cells.place(row), f"like row {first}")
        made = list(self._read(row, self.table.locator(first)))
        written = [each for each in made if each is not None]
        self.counts["kept" if written else "dropped" if made else "empty"] += 1
        self.counts["partly"] += bool(written) and len(written) < len(made)
        yield from written

    def _left_out(self, row: Row) -> bool:
        """Printed totals, rows that a filter leaves out, rows that it does not keep."""
        for rule in self.plan.controls:
            if rule.fits(self.cells.plain(row, rule.column)):
                self.counts["controls"] += 1
                self._control(row, rule)
                return True
        for rule in self.plan.skip:
            if rule.fits(self.cells.plain(row, rule.column)):
                self.skipped[rule.name] = self.skipped.get(rule.name, 0) + 1
                return True
        for rule in self.plan.only:
            if not rule.fits(self.cells.plain(row, rule.column)):
                self.skipped[rule.name] = self.skipped.get(rule.name, 0) + 1
                return True
        return False

    def _fits_header(self, row: Row) -> bool:
        width = len(self.table.header)
        extra = len(row.cells) > width and any(cell != "" for cell in row.cells[width:])
        if self.table.sheet:
            if extra:
                self.find("beyond-header", self.cells.place(row))
            return True
        if extra:
            self.find("row-too-long", self.cells.place(row), f"{len(row.cells)} cells under {width} headers")
            return False
        if len(row.cells) < width:
            self.find("row-short", self.cells.place(row), f"{len(row.cells)} cells under {width} headers")
        return True

    def _read(self, row: Row, locator: str) -> Iterator[dict[str, str] | None]:
        """The movements of a row; None for each that was dropped."""
        try:
            shared = {"date": "" if self.plan.dated else self.cells.date(row), "locator": locator}
            for field in self._shared:
                shared[field] = self._field(row, field)
            if self._noted:
                shared["note"] = self._note(row)
            stage = "" if self.plan.wide else self._stage(row)
        except Dropped:
            yield None
            return
        parts = self.plan.amounts or ((self.plan.fields["value"], AmountPart(stage=stage)),)  # type: ignore[arg-type]
        for column, part in parts:
            try:
                made = self._movement(row, column, part, shared)
            except Dropped:
                yield None
                continue
            if made is not None:
                yield made

    def _movement(self, row: Row, column: Column, part: AmountPart, shared: dict[str, str]) -> dict[str, str] | None:
        read = self.cells.number(row, column)
        if read.value is None and self.plan.wide:
            return None
        if self.plan.dated:
            shared = {**shared, "date": self.cells.date(row, self.plan.dates.get(column))}
        made = {**shared, "to": part.stage, "value": shown(read.value)}
        for field in ("low", "high"):
            if field in self.plan.fields:
                made[field] = shown(self.cells.number(row, self.plan.fields[field]).value)
        place = self.cells.place(row, column)
        self._ordered(made, place)
        if made.get("from") == part.stage:
            self.find("from-is-to", place, part.stage)
            raise Dropped
        made["unit"] = unit = self._unit(part.unit or shared.get("unit", ""), read, place)
        for field in self._own:
            own = getattr(part, field)
            made[field] = self.names.word(field, own, place) if own else shared.get(field, "")
        if read.value is None:
            self.find("value-missing", place)
        elif read.value < 0:
            self.find("negative", place, unit=unit, amount=read.value)
        if read.stated is not None and read.stated != read.value and read.value is not None:
            cut = read.stated - read.value
            self.find("number-rounded", place, f"{read.stated:f} became {shown(read.value)}", unit=unit, amount=cut)
        self.totals.add(part.stage, unit, made.get("commodity", ""), made.get("route", ""), read.stated, read.value)
        return made

    def _ordered(self, made: dict[str, str], place: str) -> None:
        if "low" not in made and "high" not in made:
            return
        bounds = [Decimal(made[each]) for each in ("low", "value", "high") if made.get(each)]
        if bounds != sorted(bounds):
            self.find("bounds-disordered", place)
            raise Dropped

    def _unit(self, text: str, read: NumberRead, place: str) -> str:
        if text:
            return text
        amount = read.value or Decimal(0)
        if self.mapping.unit_missing == "drop":
            self.find("unit-missing", place, unit="of no unit", amount=amount)
            raise Dropped
        self.find("unit-not-stated", place, unit=NOT_STATED, amount=amount)
        return NOT_STATED

    def _stage(self, row: Row) -> str:
        column = self.plan.fields.get("stage")
        text = self.cells.text(row, column, "stage") if column else ""
        if not text:
            text = self.mapping.constants.stage
        stage: str = self._words["stage"].get(text, text.casefold())
        if stage not in STAGES:
            known = (*self._words["stage"], *STAGES)
            problem = f"the stage {quoted(text)} is not known" if text else "the cell of the stage is empty"

            def mend() -> str:
                if not text:
                    return "fill it, leave the row out with `skip`, or write `constants: {stage: ...}`"
                say = f"say what it means with `values: {{stage: {{{quoted(text)}: ...}}}}`: {', '.join(STAGES)}"
                guess = near(text, known)
                return f"{guess} Else {say}" if guess else say

            self.refusals.add(("stage", text), self.cells.place(row, column), problem, mend)
            raise Dropped
        if column:
            self.stages[text, stage] = self.stages.get((text, stage), 0) + 1
        return stage

    def _field(self, row: Row, field: str) -> str:
        """A text field: the cell, in the words of the pack, or the constant where the cell is empty."""
        column = self.plan.fields.get(field)
        if column is None:
            return self._meant(row, None, field, "")
        cell = row.cells[column.at] if column.at < len(row.cells) else ""
        kept = self._kept[field]
        if type(cell) is str and cell in kept:  # most cells say what one above them said
            return kept[cell]
        told = self.cells.text(row, column, field)
        meant = self._meant(row, column, field, told)
        if type(cell) is str and len(kept) < KEPT and not is_formula_like(told) and not _has_sign(field, meant):
            kept[cell] = meant
        return meant

    def _meant(self, row: Row, column: Column | None, field: str, told: str) -> str:
        text = str(self._words.get(field, {}).get(told, told) or self._constants.get(field, ""))
        if not text:
            return ""
        place = self.cells.place(row, column)
        if field in ("donor", "recipient"):
            return _settled(self.names.actor(text, place))
        if field == "instrument":
            return _settled(self.names.instrument(text, place))
        if field in ("commodity", "route"):
            return self.names.word(field, text, place, told)
        if _has_sign(field, text):
            self.find("unit-sign", place, quoted(text))
        allowed = _ALLOWED.get(field)
        if allowed and text not in allowed:
            problem = f"`{field}` cannot be {quoted(text)}"
            mend = f"{near(text, allowed)} They are {', '.join(allowed)}".strip()
            self.refusals.add((field, text), place, problem, lambda: mend)
            raise Dropped
        return text

    def _note(self, row: Row) -> str:
        texts = [self.cells.text(row, column, "note") for column in self.plan.notes]
        return "; ".join(text for text in texts if text) or str(self._constants["note"])

    def _control(self, row: Row, rule: Rule) -> None:
        """Take a row as printed totals, one for each amount column that it fills."""
        fields, said = self.plan.fields, self.mapping.controls
        assert said is not None
        try:
            words = {
                each: self._field(row, each)
                for each in ("unit", "commodity", "route")
                if (each in fields or self._constants[each]) and fields.get(each) != rule.column
            }
            period = self.cells.period(row, rule)
            stage = "" if self.plan.wide else said.stage or self._stage(row)
            for column, part in self.plan.amounts or ((fields["value"], AmountPart(stage=stage)),):  # type: ignore[arg-type]
                read = self.cells.number(row, column)
                if read.value is not None:
                    place = self.cells.place(row, column)
                    own = {
                        each: self.names.word(each, getattr(part, each), place) if getattr(part, each) else words.get(each, "")
                        for each in ("commodity", "route")
                    }
                    unit = self._unit(part.unit or words.get("unit", ""), read, place)
                    self.controls.append(Control(place, row.number, part.stage, read.value, unit, **own, period=period))
        except Dropped:
            self.find("control-unreadable", self.cells.place(row), "see the findings of this row")


def _settled(made: str | None) -> str:
    if made is None:  # a reason to refuse the whole import has been recorded
        raise Dropped
    return made


def _has_sign(field: str, text: str) -> bool:
    """Whether a unit is written with the sign of a currency."""
    return field == "unit" and any(unicodedata.category(char) == "Sc" for char in text)
