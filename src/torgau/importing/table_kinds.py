"""The findings of a table import, in words. docs/import-table.md lists them; a test keeps the two equal."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from torgau.importing.findings import Kind

KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "unit-missing": Kind(
            "dropped",
            "Amount without a unit",
            "An amount whose unit or currency nobody states cannot be added to anything.",
            "Name the unit in the table or under `constants`, or set `unit_missing: currency-not-stated` to keep such rows.",
        ),
        "date-missing": Kind(
            "dropped",
            "No date",
            "A movement needs a date.",
            "Give `dates: missing` the time that the table covers, to keep such rows.",
        ),
        "date-unreadable": Kind("dropped", "Date that cannot be read", "No declared form gives it a meaning.", "See each place."),
        "date-ambiguous": Kind(
            "dropped",
            "Date with two meanings",
            "Two declared forms fit, and they mean different days.",
            "Declare the one form that the table uses.",
        ),
        "number-unreadable": Kind(
            "dropped", "Amount that cannot be read", "It is no number by the declared marks.", "See each place."
        ),
        "number-too-large": Kind(
            "dropped",
            "Amount too large",
            "A movement holds 18 digits before the point.",
            "Give it in a larger unit, such as million USD.",
        ),
        "bounds-disordered": Kind(
            "dropped", "Bounds out of order", "`low` is above `high`, or the value lies outside them.", "Correct the table."
        ),
        "from-is-to": Kind(
            "dropped", "A stage feeds itself", "The row names one stage as both `from` and `stage`.", "Correct it."
        ),
        "cell-error": Kind(
            "dropped", "Error of the spreadsheet", "The cell holds an error such as #REF!, no value.", "Mend the spreadsheet."
        ),
        "cell-time": Kind(
            "dropped", "Time instead of a date", "The cell holds a time of day or a duration.", "Give it the form of a date."
        ),
        "row-too-long": Kind(
            "dropped",
            "More cells than columns",
            "The row has cells to the right of the last header, so its cells may stand under wrong headers.",
            "Put cells with delimiters in quotes.",
        ),
        "duplicate-row": Kind(
            "doubtful",
            "Rows alike in every cell",
            "They are kept, with the locator of the first; totals are bounds until the flow says what `repeats` are.",
            "Say `flow: {repeats: real}` or `repeats: copies`.",
        ),
        "row-short": Kind(
            "doubtful",
            "Fewer cells than columns",
            "The missing cells at the end of the row are read as empty.",
            "Check that no cell is missing in the middle.",
        ),
        "unit-not-stated": Kind(
            "doubtful",
            "Unit not stated",
            "The amounts stand in the unit `currency-not-stated` and are added to nothing else.",
            "Find out the unit.",
        ),
        "unit-sign": Kind(
            "doubtful",
            "Sign instead of a currency's code",
            "Several currencies share a sign, so such a unit counts as a thing of its own.",
            "Write the code with `values: {unit: {...}}`, for instance USD.",
        ),
        "number-scientific": Kind(
            "doubtful",
            "Number with an exponent",
            "Spreadsheets write long numbers so and cut their digits; the number is taken as it stands.",
            "Save the table anew with full digits.",
        ),
        "number-threes": Kind(
            "doubtful",
            "Decimal mark that looks like a separator of thousands",
            "Every number with the declared decimal mark has exactly three digits after it.",
            "If the mark parts thousands, declare it under `numbers: thousands`.",
        ),
        "date-first-of-january": Kind(
            "doubtful",
            "Most dates are the first of January",
            "So programs write a date of which only the year is known.",
            "If that is so, set `dates: {year_as_first_of_january: true}`.",
        ),
        "date-early": Kind(
            "doubtful",
            "Spreadsheet date before March 1900",
            "Excel counts a 29 February 1900 that never was, so such dates may be one day off.",
            "Write them as text.",
        ),
        "control-missed": Kind(
            "doubtful",
            "Printed total that the rows do not give",
            "The sum of the rows differs from the total that the table prints.",
            "Look for dropped or missing rows.",
        ),
        "control-unreadable": Kind(
            "doubtful", "Printed total that cannot be read", "It is not among the flow's controls.", "See each place."
        ),
        "date-year": Kind("read", "1 January read as the year", "By `year_as_first_of_january`, YYYY-01-01 became YYYY.", ""),
        "date-supplied": Kind("read", "Date supplied by the mapping", "The cell is empty; `dates: missing` stands instead.", ""),
        "date-precision": Kind(
            "read",
            "Date as precise as the cell shows it",
            "The cell stores a day but shows only month or year; the day was not written by anybody.",
            "",
        ),
        "date-time-dropped": Kind("read", "Time of day left out", "A movement has a day.", ""),
        "number-rounded": Kind(
            "read",
            "Number rounded to ten places",
            "A movement holds ten digits after the point; what was cut is the sum shown. Spreadsheets leave such tails when they "
            "compute with binary numbers.",
            "",
        ),
        "number-binary": Kind(
            "read",
            "Binary number with more than 15 digits",
            "The spreadsheet stores a double; the shortest text that gives the same double is written.",
            "",
        ),
        "number-as-text": Kind(
            "read", "Number stored as text", "The cell of the workbook holds text; it was read by the declared marks.", ""
        ),
        "formula-cached": Kind(
            "read",
            "Last result of a formula",
            "The value is what the spreadsheet computed when it was last saved; nothing was computed now.",
            "",
        ),
        "merged-filled": Kind(
            "read", "Text of a merged cell repeated", "The cell is part of a merged one and got its text; amounts never do.", ""
        ),
        "actor-created": Kind(
            "read", "New actor", "The pack had no such actor; an entry was written.", "Check its name and kind."
        ),
        "value-missing": Kind("note", "Empty amount", "The row is kept: it says that something moved, not how much.", ""),
        "negative": Kind("note", "Amount below zero", "It is kept and subtracts: cancellations are published so.", ""),
        "formula-like": Kind(
            "note",
            "Text that a spreadsheet would compute",
            "It begins with = + - or @. It is kept as text and never computed here; a spreadsheet that opens the pack's CSV may.",
            "",
        ),
        "beyond-header": Kind("note", "Cells beside the table", "Cells to the right of the last header were not read.", ""),
        "header-blank": Kind("note", "Column without a name", "Such a column is read only where the mapping names it as #N.", ""),
        "header-twice": Kind("note", "Two columns of one name", "Name the one that you mean as #N.", ""),
    }
)
