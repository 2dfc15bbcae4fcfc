"""What goes wrong with dates: text that is no date, and a truth value asked of what is not known."""

from __future__ import annotations


class DateError(ValueError):
    """A text that Torgau cannot read as a date, or a day outside the years 1 to 9999.

    `text` is what was given, `problem` says in one line what is wrong with it, `mend` in one line what to write instead.
    """

    def __init__(self, text: str, problem: str, mend: str) -> None:
        super().__init__(text, problem, mend)
        self.text = text
        self.problem = problem
        self.mend = mend

    def __str__(self) -> str:
        return f"{self.text!r}: {self.problem}; {self.mend}"


class UnknownTruth(TypeError):
    """Someone asked whether an unknown truth value is true. That is a mistake in the program, never in the data."""
