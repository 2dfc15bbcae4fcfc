"""Every code that `torgau check` can print, with what it means and how to mend it. The only list of them.

Codes are words, not numbers: a person who reads `status-overlap` in a log of a year ago knows what it was, a search for it finds
the paragraph in `docs/pack.md`, and two people who add a code at the same time do not claim the same number. They are stable: a
code may be retired, but its word is never given another meaning.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, NamedTuple


class Code(NamedTuple):
    """`severity`: an error stops loading, a warning does not. `title` in a few words; `meaning`; `mend` in general."""

    severity: Literal["error", "warning"]
    title: str
    meaning: str
    mend: str


def _table(text: str) -> dict[str, Code]:
    table: dict[str, Code] = {}
    for block in text.strip().split("\n\n"):
        head, title, meaning, mend = (" ".join(line.split()) for line in block.strip().split("\n"))
        code, severity = head.split()
        assert severity in ("error", "warning"), head
        assert code not in table, head
        table[code] = Code(severity, title, meaning, mend)  # type: ignore[arg-type]
    return table


_FILES = """
file-unreadable error
A file cannot be read
The file system refuses it, the link leads nowhere, or it is no ordinary file (a pipe, a device).
Give read permission, or remove it from the pack folder.

file-outside error
A path leaves the pack
A link, or the `file` of a series, points outside the pack folder. A pack is complete in its folder.
Copy the file into the pack and name it by its path from the pack folder.

file-binary error
A file is not text
It holds NUL bytes, so it is something else under the name of a text file.
Remove it, or save it as plain text.

file-encoding error
A file is not UTF-8
Torgau reads UTF-8 only, because a wrong guess changes names without a word.
Save it as UTF-8 (in an editor: "save with encoding"; in a shell: `iconv -f WINDOWS-1252 -t UTF-8`).

file-too-large error
A file is too large
One file of a pack has at most 20 million bytes. Larger ones are mostly there by mistake.
Split it, or keep the raw data outside the pack.

manifest-missing error
There is no datapackage.json
A pack is a folder with a manifest `datapackage.json` at its top.
Write one (`torgau new` shows how), or give the path of the folder that holds it.

manifest-format error
The manifest does not declare this pack format
`torgau.format` says for which format the pack is written; this version reads `torgau/pack@1`.
Write `"format": "torgau/pack@1"`, or use the version of Torgau that the pack was written for.

manifest-period error
The period of the pack has no first or last day
Commands take the pack's last day where no day is given, so the period must be bounded.
Give both ends: `"period": "1917/1949"`.
"""

_TEXT = """
yaml-syntax error
YAML cannot be read
The file breaks the rules of YAML, so nothing of it is used.
Look at the place named and the line above: indentation, an open quote, or a text with `: ` or `#` that needs quotes.

yaml-tab error
A tab in the indentation
YAML indents with spaces only.
Replace each tab by two spaces.

yaml-duplicate-key error
A key stands twice
One mapping holds the same key twice; other readers silently keep the last.
Keep one of them; several values belong in one list.

yaml-anchor error
Anchors, aliases and merge keys are not allowed
With `&`, `*` and `<<` an entry can no longer be read where it stands, and a few lines can grow to gigabytes.
Write the value out in each place; if it is a text that begins with `&` or `*`, put it in quotes.

yaml-tag error
Tags are not allowed
A tag (`!!python/...`, `!x`) asks the reader to build something that is not plain data.
Remove it; if it is a text that begins with `!`, put it in quotes.

yaml-boolean error
A bare word that YAML 1.1 takes for true or false
`NO` (Norway), `yes`, `on`, `off`, `y` and `n` are truth values for some readers and words for others.
Put the word in quotes, or write `true` or `false`.

yaml-null error
A bare word that means nothing at all
`~`, `Null` and `NULL` mean "no value" for YAML.
Leave the field out or write `null`; as a text, put it in quotes.

yaml-date error
A date without quotes
Some readers turn 1944-06-06 into a timestamp and 1943 into a number.
Put every date in quotes: "1944-06-06", "1943".

yaml-number error
A number in an unusual form
Leading zeros mean octal for some readers; underscores, exponents, hexadecimal, `.5`, `.inf` and `.nan` differ as well.
Write plain digits with at most one decimal point (`0.5`, `1200`); put a code or a number with leading zeros in quotes.

yaml-sexagesimal error
A number with colons
YAML 1.1 reads 12:30:00 as 45000, a number to the base of sixty.
Put it in quotes: "12:30:00".

yaml-several-documents error
Several documents in one file
After `---` or `...` a second document begins; Torgau reads one in a file.
Put the second document into a file of its own, or remove the marker.

yaml-too-deep error
Lists and mappings nested too deeply
No entry needs more than a few levels; more is a slip or an attack.
Look for an indentation that never comes back.

yaml-key error
A key that is no word
Keys are the names of fields: plain words.
Write the name of a field before the colon.

json-syntax error
JSON cannot be read
The file breaks the rules of JSON.
Look at the place named: a missing comma, a trailing comma, a single quote, a comment.

file-shape error
The file is not laid out as a pack file
A pack file is a mapping from kinds (`events:`) to lists of entries; each entry is a mapping of fields.
Write the kind, and below it each entry with `- id: ...`.

kind-unknown error
There is no such kind of entry
The keys at the top of a pack file are the plural names of the kinds.
Use one of the kinds listed in docs/pack.md.
"""

_ENTRIES = """
field-unknown error
There is no such field
The entry has a field that its kind does not know; most often a slip of the pen.
Correct the name, or move the remark to `note`.

field-missing error
A field is missing
This kind of entry cannot do without it.
Add it.

field-type error
A value of the wrong type
A list where a text is wanted, a number where a date is wanted, and the like.
Write the value in the form named; a number meant as text goes in quotes.

field-value error
A value that is not in the list
The field takes one of a few words.
Use one of the words listed.

id-form error
An id in an unusual form
Ids are letters, digits and hyphens, so that they fit in commands, addresses and file names.
Rename it, for instance `yalta-japan-entry`.

id-duplicate error
An id stands twice
An id names one thing in the whole pack, whatever its kind; readings, figures and scopes have ids within their entry.
Rename one of them, or merge the two entries.

id-unknown error
No entry has this id
The entry refers to something that the pack does not hold.
Correct the id, or add the missing entry.

id-kind error
The id names an entry of the wrong kind
For instance an event where a place is wanted.
Give the id of an entry of the kind named.

date-unreadable error
A date cannot be read
It is not EDTF (ISO 8601-2), or the day does not exist.
Write "1944-06-06", "1943-11", "1941?", "1944-05-31~", "1941-06-22/1945-05-08" or "[1945-05-06,1945-05-09]".

date-missing error
Something that must have a date has none
An event needs `date` or `old_style`; a commitment needs `made`, or an instrument with `signed`.
Add the date; an uncertain one is a date too ("1943", "1943?").
"""

_SERIES = """
series-file error
The file of a series is not there
The `file` of a series is the path of a CSV file from the pack folder.
Correct the path, or add the file.

series-header error
The first line of a series is wrong
The columns are start,end,value,low,high,source,locator,verified,note.
Write the names of the columns in the first line, separated by commas.

series-row error
A row of a series cannot be read
A cell is not a day, not a number, not true or false, or the row has too few or too many cells.
Write days as YYYY-MM-DD, numbers with digits and one point, truth as true or false; a text with a comma goes in quotes.

series-empty error
A series has no rows
A series without a row answers nothing.
Add its rows, or remove the series.

series-unused warning
A CSV file that no series names
It is in the folder, but nothing reads it.
Add a series with this `file`, or remove it.
"""

_TOGETHER = """
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
Correct the date, or widen the period.

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

CODES: Mapping[str, Code] = MappingProxyType(
    _table("\n\n".join(part.strip() for part in (_FILES, _TEXT, _ENTRIES, _SERIES, _TOGETHER)))
)
"""Each code by its name, in the order of the pipeline: files, text, entries, series, then what entries say together."""
