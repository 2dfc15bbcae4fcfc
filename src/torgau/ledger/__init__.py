"""The ledger: was it promised, was it done, by when, and who says the text means that?

Pure functions of a record, a day `on`, and optionally a day of knowledge `known_by` (days are ordinals, as everywhere).
`docs/ledger.md` states the rule with worked examples. The parts, lowest first:

| module | answers |
|---|---|
| `rules` | the rule of a verdict, once, in one definite world |
| `moments`, `promises` | the days and terms that the rule is applied to, under one reading |
| `quantities` | when everything owed has been performed, where amounts are ranges |
| `orders`, `worlds` | the orders in which unknown days can stand, and every verdict that some possible world allows |
| `links`, `standing` | promises in return, conflicts, and the flags they raise |
| `verdict`, `figures`, `sentences`, `wording`, `explain` | the result: due, done, amounts, reasons, what it depends on |
| `pages` | the verdicts of a whole record, fast, and after an edit |
| `trace`, `whatif`, `terms` | from an event to promises and meetings; without an event; what a conference agreed |
"""

from torgau.ledger.lookup import History, ledger, ledger_of, over, verdict
from torgau.ledger.pages import CommitmentVerdict, Ledger
from torgau.ledger.terms import Conference, conferences, sensitive, terms
from torgau.ledger.trace import Trace, trace
from torgau.ledger.verdict import UNCERTAIN, VERDICTS, Verdict
from torgau.ledger.whatif import WhatIf, whatif

__all__ = [
    "UNCERTAIN",
    "VERDICTS",
    "CommitmentVerdict",
    "Conference",
    "History",
    "Ledger",
    "Trace",
    "Verdict",
    "WhatIf",
    "conferences",
    "ledger",
    "ledger_of",
    "over",
    "sensitive",
    "terms",
    "trace",
    "verdict",
    "whatif",
]
