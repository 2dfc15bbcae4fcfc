"""Time in Torgau: what a date may mean, and three-valued answers about it. The one place where dates are read.

A date is the set of days that it may be. It is read from EDTF (ISO 8601-2) by the `edtf` library; `docs/time.md` explains the
rules. This package imports nothing else of Torgau.
"""

from torgau.dates.asked_day import parse_day
from torgau.dates.clocks import local_date
from torgau.dates.comparing import at_most, before, gap, same_day
from torgau.dates.days import Bound, Days, Range
from torgau.dates.durations import Duration, add, add_to_days, calendar_difference, day_count, in_words, subtract
from torgau.dates.errors import DateError, UnknownTruth
from torgau.dates.holding import holds_on, holds_sometime, holds_throughout
from torgau.dates.margins import EXACT, Margins
from torgau.dates.old_style import from_old_style
from torgau.dates.relations import Relation, relation
from torgau.dates.single_days import FIRST_DAY, LAST_DAY, format_day
from torgau.dates.truth import Tri
from torgau.dates.when import When, forget, remember

__all__ = [
    "EXACT",
    "FIRST_DAY",
    "LAST_DAY",
    "Bound",
    "DateError",
    "Days",
    "Duration",
    "Margins",
    "Range",
    "Relation",
    "Tri",
    "UnknownTruth",
    "When",
    "add",
    "add_to_days",
    "at_most",
    "before",
    "calendar_difference",
    "day_count",
    "forget",
    "format_day",
    "from_old_style",
    "gap",
    "holds_on",
    "holds_sometime",
    "holds_throughout",
    "in_words",
    "local_date",
    "parse_day",
    "relation",
    "remember",
    "same_day",
    "subtract",
]
