"""The texts of the codes for files, text and single entries. Each block: code and severity, title, meaning, how to mend it."""

from __future__ import annotations

FILES = """
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

TEXT = """
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

ENTRIES = """
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

SERIES = """
series-file error
The file of a series or a reference class is not there
The `file` of a series or of a reference class is the path of a CSV file from the pack folder.
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
A series or a reference class has no rows
Without a row it answers nothing.
Add its rows, or remove it.

series-unused warning
A CSV file that no series or flow names
It is in the folder, but nothing reads it.
Add a series with this `file` (for movements a flow), or remove it.

class-header error
The first line of a reference class is wrong
The columns stand in docs/pack.md under `classes`, and in the advice of the message.
Write the names of the columns in the first line, separated by commas.

class-row error
A row of a reference class cannot be read, or contradicts itself
A cell is of another form than its column, or cells disagree: the days, the parties and their count, the sums.
Correct the row; docs/pack.md says what each column holds.

movement-file error
The file of a flow is not there, or belongs to two flows
The `files` of a flow are paths from the pack folder that end in `.movements.csv`; each belongs to one flow.
Correct the path, or add the file.

movement-header error
The first line of a file of movements is wrong
It names the columns in any order; `date`, `to`, `value` and `unit` must be among them (docs/flow.md).
Correct the names in the first line.

movement-row error
A row of a file of movements cannot be read
A date is not EDTF, a stage does not exist, a number has more than digits and one point, a unit is missing, or cells are too many.
Correct the row; docs/flow.md says what each column holds.
"""
