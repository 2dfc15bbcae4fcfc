"""The record layer: look-up and interval arithmetic over sourced entries.

Every function is pure, takes a `Record` first, and returns small frozen structures that all faces share. Days are ordinals
(`torgau.dates.parse_day`). Nothing here simulates, averages rivals, or knows an actor or a date.

| module | answers |
|---|---|
| `standings` | everything that holds over an interval, from statuses, instruments, offices and dated groups, in one form |
| `statuses` | what holds on a day; did X recognise Y; is there an alliance; who controls a place, and who recognises it |
| `diff` | what began, ended or changed between two days, with the event behind it |
| `timeline`, `search` | dated entries in order; events by any name, and by either calendar |
| `comparisons` | who was first or last; who held an office; who belonged |
| `acts` | events counted by year and kind; acts that conflict with a status |
| `lags`, `paths` | days between entries; the chain of links from one to another |
| `estimates`, `ratios`, `digits` | rival figures by scope; like scopes compared; no more digits than the inputs carry |
| `series` | figures between days, extremes, sums, indices |
| `relation` | a score of joint and hostile events under published weightings |
| `groups`, `places`, `references`, `witnesses` | members of groups, places in places, who names whom, independent witnesses |
| `declarations` | what is declared for the outcome layer, in words |
| `show` | one entry of any kind, ready to be read |
"""
