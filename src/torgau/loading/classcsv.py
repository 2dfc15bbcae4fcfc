"""From a CSV file to the rows of a reference class: exact decimals, ISO days, a line number for each row."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple, get_args

from torgau.dates import When
from torgau.dates.single_days import from_plain
from torgau.loading.problems import Problem, near, problem, quoted
from torgau.vocabulary.reference_classes import ClassRow, Ending, Joined

COLUMNS = (
    *("id", "name", "began", "ended", "censored", "side_a", "side_b", "states_a", "states_b"),
    *("capability_a", "capability_b", "capability_a_first", "capability_b_first", "joined_later"),
    *("major_powers", "battle_deaths", "outcome", "source", "locator", "verified", "note"),
)
"""The columns of the file of a reference class, in this order."""

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]*")
_NUMBER = re.compile(r"[0-9]{1,28}(?:\.[0-9]{1,28})?")
_WHOLE = re.compile(r"[0-9]{1,18}")
_TRUTH = {"true": True, "false": False, "": False}
_ENDINGS = get_args(Ending)


class ClassRows(NamedTuple):
    """The rows of one file, and what is wrong with it."""

    rows: tuple[ClassRow, ...]
    problems: tuple[Problem, ...]


def read_class(text: str, file: str) -> ClassRows:
    """Read the file of a reference class. A row with a problem is left out; all problems of all rows are reported."""
    rows: list[ClassRow] = []
    problems: list[Problem] = []
    lines: dict[str, int] = {}
    reader = csv.reader((f"{line}\n" for line in text.split("\n")), strict=True)
    line = 1
    try:
        header = next(reader, None)
        if header is None or tuple(cell.strip() for cell in header) != COLUMNS:
            message = f"the first line must name the columns; {_header(header or [])}"
            return ClassRows(
                (), (problem("class-header", file, 1, 1, message, f"write, with commas between them: {', '.join(COLUMNS)}"),)
            )
        line = reader.line_num + 1
        for cells in reader:
            if cells:
                row = _Row(cells, lines)
                built = row.built(line)
                if built is not None:
                    rows.append(built)
                problems += [problem("class-row", file, line, 1, message, mend) for message, mend in row.wrong]
                lines.setdefault(cells[0].strip(), line)
            line = reader.line_num + 1
    except csv.Error as error:
        mend = "put a text with commas or line ends in double quotes, and double the quotes inside it"
        problems.append(problem("class-row", file, line, 1, f"the row cannot be read: {error}", mend))
    return ClassRows(tuple(rows), tuple(problems))


def _header(cells: Sequence[str]) -> str:
    """What is wrong with a header, as shortly as it can be said."""
    found = [cell.strip() for cell in cells]
    missing = [name for name in COLUMNS if name not in found]
    other = [name for name in found if name not in COLUMNS]
    if missing or other:
        said = [f"{', '.join(missing)} missing"] if missing else []
        return "; ".join(said + ([f"{', '.join(quoted(name) for name in other)} unknown"] if other else []))
    return "they are not in their order, or one stands twice"


class _Row:
    """The cells of one row while they are read: `wrong` collects what is wrong, each with how to mend it."""

    def __init__(self, cells: Sequence[str], lines: Mapping[str, int]) -> None:
        self.wrong: list[tuple[str, str]] = []
        self.lines = lines
        self.cells: Mapping[str, str] = {}
        if len(cells) == len(COLUMNS):
            self.cells = {name: cell.strip() for name, cell in zip(COLUMNS, cells, strict=True)}
        else:
            mend = "leave a cell empty rather than out; a text with commas goes in double quotes"
            self.wrong.append((f"the row has {len(cells)} cells instead of {len(COLUMNS)}", mend))

    def built(self, line: int) -> ClassRow | None:
        """The row, or None where something is wrong with it."""
        if not self.cells:
            return None
        text = self.cells
        if not _ID.fullmatch(text["id"]):
            self._say(f"the id {quoted(text['id'])} is none", "write letters, digits and hyphens, each id once")
        elif text["id"] in self.lines:
            self._say(f"the id {quoted(text['id'])} stands on line {self.lines[text['id']]} already", "rename one of them")
        fields: dict[str, Any] = {name: text[name] for name in ("id", "name", "source", "locator", "note")}
        fields |= {name: self._day(name, text[name]) for name in ("began", "ended")}
        fields |= {name: self._truth(name) for name in ("censored", "verified")}
        fields |= {name: self._parties(name) for name in ("side_a", "side_b")}
        fields |= {name: self._whole(name) for name in ("states_a", "states_b", "major_powers", "battle_deaths")}
        for name in ("capability_a", "capability_b", "capability_a_first", "capability_b_first"):
            fields[name] = self._number(name)
        fields["joined_later"] = self._joined()
        fields["outcome"] = text["outcome"] or "unknown"
        if fields["outcome"] not in _ENDINGS:
            mend = near(text["outcome"], _ENDINGS) or f"known are {', '.join(_ENDINGS)}"
            self._say(f"`outcome` cannot be {quoted(text['outcome'])}", mend)
        self._agree(fields)
        return None if self.wrong else ClassRow(**fields, line=line)

    def _say(self, message: str, mend: str) -> None:
        self.wrong.append((message, mend))

    def _day(self, name: str, text: str) -> When | None:
        day = from_plain(text)
        if day is None:
            self._say(f"`{name}` must be a day, not {quoted(text)}", "write YYYY-MM-DD")
            return None
        return When.of_day(day)

    def _truth(self, name: str) -> bool:
        text = self.cells[name]
        if text not in _TRUTH:
            self._say(f"`{name}` must be true or false, not {quoted(text)}", "write true or false")
        return _TRUTH.get(text, False)

    def _parties(self, name: str) -> tuple[str, ...]:
        parties = tuple(part.strip() for part in self.cells[name].split(";"))
        if not all(parties):
            self._say(f"`{name}` names a party without a name", "write the words of the parties with `;` between them")
        elif len(set(parties)) != len(parties):
            self._say(f"`{name}` names a party twice", "name each once")
        return parties

    def _whole(self, name: str) -> int | None:
        text = self.cells[name]
        if not text:
            return None
        if not _WHOLE.fullmatch(text):
            self._say(f"`{name}` must be a whole number, not {quoted(text)}", "write digits only; empty where nothing is known")
            return None
        return int(text)

    def _number(self, name: str) -> Decimal | None:
        text = self.cells[name]
        if not text:
            return None
        if not _NUMBER.fullmatch(text):
            mend = "write digits with at most one point, from 0 on; leave the cell empty where nothing is known"
            self._say(f"`{name}` must be a number, not {quoted(text)}", mend)
            return None
        return Decimal(text)

    def _joined(self) -> tuple[Joined, ...]:
        joined = []
        for each in self.cells["joined_later"].split(";") if self.cells["joined_later"] else ():
            party, _, date = each.partition(":")
            day = from_plain(date.strip())
            if day is None or not party.strip():
                self._say(f"`joined_later` has {quoted(each)}", "write PARTY:YYYY-MM-DD, with `;` between two")
            else:
                joined.append(Joined(party=party.strip(), date=When.of_day(day)))
        return tuple(joined)

    def _agree(self, fields: Mapping[str, Any]) -> None:
        """What the cells of one row must say together."""
        began, ended = fields["began"], fields["ended"]
        if began is not None and ended is not None and ended.lo < began.lo:
            self._say(f"it ended ({ended}) before it began ({began})", "correct one of the two days; both are inclusive")
        for side in ("a", "b"):
            count, named = fields[f"states_{side}"], len(fields[f"side_{side}"])
            if count != named:
                mend = f"correct `states_{side}`, or `side_{side}`"
                self._say(f"`states_{side}` is {self.cells[f'states_{side}']}, and `side_{side}` names {named}", mend)
            whole, first = fields[f"capability_{side}"], fields[f"capability_{side}_first"]
            if whole is not None and first is not None and first > whole:
                mend = "the first parties are among all of them; correct one of the two"
                self._say(f"`capability_{side}_first` ({first}) is more than `capability_{side}` ({whole})", mend)
        for each in fields["joined_later"]:
            if each.party not in (*fields["side_a"], *fields["side_b"]):
                self._say(f"{quoted(each.party)} joined later and is on neither side", "name it in `side_a` or `side_b`")
            if began is not None and ended is not None and not began.lo < each.date.lo <= ended.lo:
                self._say(f"{quoted(each.party)} joined on {each.date}, outside of it", "correct the day")
        late = {each.party for each in fields["joined_later"]}
        for side in ("side_a", "side_b"):
            if set(fields[side]) <= late:
                self._say(f"all of `{side}` joined later", "a contest has two sides from its first day; correct `began`")
        if fields["outcome"] == "transformed" and not fields["censored"]:
            self._say("it is `transformed` and not `censored`", "what went over into another contest did not end: write true")
