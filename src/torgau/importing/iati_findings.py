"""The kinds of finding that an import of IATI files makes, in words. docs/import-iati.md shows the same table."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from torgau.importing.findings import Kind

IATI_KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "not-a-stage": Kind(
            "dropped",
            "Transactions that are no stage of the chain",
            "Incoming funds, interest, repayments, reimbursements, equity, guarantees: read and summed here, and in no flow.",
            "Incoming funds are what the provider reports as disbursed: import the provider's file.",
        ),
        "type-unknown": Kind(
            "dropped",
            "Transactions of an unknown type",
            "The code is missing, or is in no list of the standard. They are in no flow.",
            "Ask the publisher, or correct the code in a copy of the file.",
        ),
        "amount-unreadable": Kind(
            "dropped",
            "Amounts that are no number",
            "The row is kept without a value, so the total of its stage is a lower bound at best.",
            "Write digits with at most one point, up to 18 before and 10 after it.",
        ),
        "repeated-transaction": Kind(
            "doubtful",
            "Transactions that are alike in everything",
            "In one activity, the same reference, type, date, amount, parties and recipients. Copies, or equal payments on one "
            "day? The second and later ones count only in the upper bound.",
            "Say `--repeats copies` or `--repeats real` where you know.",
        ),
        "repeated-activity": Kind(
            "doubtful",
            "Activities that stand twice",
            "An activity with the same identifier came before, in this file or another; the rows of the later one count only in "
            "the upper bound.",
            "Import the newest file only, or the one with more detail.",
        ),
        "parent-and-child": Kind(
            "doubtful",
            "Parent and children report the same stage",
            "The same money may stand in an activity and in the activities below it. The sum is that of the rows of activities "
            "above others; `torgau flow` finds the rows and counts them in the upper bound only.",
            "Say `--hierarchy children`, `parents` or `both` where you know.",
        ),
        "parent-cycle": Kind(
            "doubtful",
            "Activities that are above themselves",
            "Going from parent to parent leads back to the activity. The link is left out.",
            "Ask the publisher which one is above.",
        ),
        "currency-missing": Kind(
            "doubtful",
            "Amounts without a currency",
            "Neither the amount nor its activity names a currency in three letters. They have the unit `currency-not-stated` and "
            "are added to no other.",
            "Ask the publisher; do not assume one.",
        ),
        "amount-ambiguous": Kind(
            "doubtful",
            "Amounts with two readings",
            "A comma before three digits parts thousands for some and decimals for others. Both readings are kept as bounds.",
            "Ask the publisher, or correct it in a copy of the file.",
        ),
        "date-missing": Kind(
            "doubtful",
            "Transactions without a day that can be read",
            "The row is dated `XXXX`, any day at all: it is in the totals, and in those of no year.",
            "Write YYYY-MM-DD.",
        ),
        "first-of-january": Kind(
            "doubtful",
            "Dates on 1 January",
            "Some are real; often a publisher knows only the year. The day is kept as written.",
            "Look at years, not at days, where there are many.",
        ),
        "amount-separators": Kind(
            "read", "Amounts with separators", "Spaces, commas or points between digits, with one reading only. It was taken.", ""
        ),
        "amount-exponent": Kind("read", "Amounts with an exponent", "`1.5E3` was read as 1500, exactly.", ""),
        "amount-long": Kind(
            "read",
            "Amounts with more than ten decimals",
            "A movement holds ten. The two nearest such numbers are kept as bounds.",
            "Mostly a figure that went through floating point; ask for the amount that was paid.",
        ),
        "currency-letters": Kind("read", "Currencies in small letters", "Read as capital letters.", ""),
        "date-from-value-date": Kind(
            "read",
            "No transaction date, so the value date",
            "The day of the exchange rate stands for the day of the transaction.",
            "",
        ),
        "date-with-time": Kind(
            "read",
            "Dates with a time or a zone",
            "The day is kept as written, by the publisher's own clock; the time and the zone are left off.",
            "",
        ),
        "date-part": Kind("read", "A year or a month for a date", "It is kept as the span that it is; no day is made up.", ""),
        "version-codes": Kind(
            "read",
            "Codes of another version than the file declares",
            "Letters (C, D, E, IF) belong to versions 1.0x, numbers to 2.0x. They are read for what they are.",
            "",
        ),
        "version-names": Kind(
            "read",
            "Names written as in another version than the file declares",
            "2.0x puts names into <narrative>, 1.0x directly into the element. They are read for what they are.",
            "",
        ),
        "version-missing": Kind(
            "read", "The file declares no known version", "It is read by what is there, as every file is.", ""
        ),
        "several-parents": Kind(
            "read", "Activities with several parents", "A row names one parent; the first in the alphabet was taken.", ""
        ),
        "value-date-differs": Kind(
            "note",
            "The value date is another day than the transaction date",
            "The transaction date dates the row; the value date (that of the exchange rate) stands in its note.",
            "",
        ),
        "negative-amount": Kind(
            "note", "Negative amounts", "Cancellations, refunds and corrections. They are subtracted, as the standard says.", ""
        ),
        "incoming-apart": Kind(
            "note",
            "Commitments and pledges told from the receiving end",
            "Types 11 and 13 are in a flow of their own: the giver reports the same money as 2 and 12; the two are never added.",
            "",
        ),
        "several-recipients": Kind(
            "note",
            "Several recipients",
            "An activity for several countries or regions is not split over them: the percentages plan an activity, not its "
            "single payments. The recipient of the row is empty and the shares stand in its note.",
            "",
        ),
        "partial-recipient": Kind(
            "note",
            "A recipient of a part only",
            "One country or region with less than 100 %; the rest is not named. Not split.",
            "",
        ),
        "no-recipient": Kind("note", "No recipient country or region", "The recipient of the row is empty.", ""),
        "no-identifier": Kind(
            "note", "Activities without an identifier", "They are named after the line on which they begin.", ""
        ),
        "no-reporter": Kind(
            "note",
            "Activities without a reporting organisation",
            "They are in a flow of their own, of an actor `reporter-not-stated`.",
            "",
        ),
        "secondary-reporter": Kind(
            "note",
            "Activities from a secondary reporter",
            "Somebody reports on another's activity, who may report it too: do not add the two flows.",
            "",
        ),
        "budget-no-movement": Kind("note", "Budgets", "Plans are no movements; they are counted and left out.", ""),
        "planned-no-movement": Kind(
            "note", "Planned disbursements", "Plans are no movements; they are counted and left out.", ""
        ),
        "no-activities": Kind(
            "note", "A file without activities", "It is well-formed and empty.", "Download it again if it should not be."
        ),
    }
)
"""Every kind that an import of IATI can find, in the order in which a report tells them within their weight."""
