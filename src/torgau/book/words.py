"""The words that the book explains: layers, verdicts, flags, grades of sources, dimensions."""

from __future__ import annotations

from typing import NamedTuple


class Word(NamedTuple):
    """A term with its sign (never colour alone), its tone, and what it means in one sentence."""

    term: str
    sign: str
    tone: str
    means: str


LAYERS: dict[str, str] = {
    "record": "Looked up, or computed by plain arithmetic, from sourced entries.",
    "ledger": "A verdict computed from the terms of a promise and the dated events of the record.",
    "flow": "Amounts followed from pledge to use.",
    "audit": "The claims of a document compared with the record.",
    "claim": "What somebody says, with the name of who says it. Never scored as fact.",
    "outcome": "What difference it made: models only, in ranges, and only if they have been scored.",
    "all": "This page gathers several layers; each item says its own.",
}

VERDICTS: dict[str, Word] = {
    word.term: word
    for word in (
        Word("kept", "●", "green", "All that was owed was done by the day it was due."),
        Word("kept-late", "◐", "blue", "All that was owed was done, but after the day it was due."),
        Word(
            "breached", "✕", "red", "Not done by the day it was due, or contrary to it, on evidence that the pack calls complete."
        ),
        Word("unproven", "?", "orange", "Nothing shows that it was done, and nobody claims that the evidence is complete."),
        Word("pending", "…", "grey", "Due, and the day has not passed."),
        Word("conditional", "◇", "grey", "Its condition has not come about."),
        Word("expired", "▢", "grey", "Its condition did not come about in time."),
        Word("released", "○", "purple", "The creditor let the debtor off before it was due."),
        Word("cancelled", "⊘", "purple", "Called off before it was due."),
        Word("superseded", "↷", "purple", "Replaced by a later promise before it was due."),
        Word("suspended", "‖", "purple", "Set aside for a time."),
        Word("not-definite", "∅", "purple", "No act, amount or debtor was ever agreed, so nothing can be kept or broken."),
        Word("not-yet-made", "·", "grey", "Not yet made on this day."),
        Word("uncertain", "≈", "orange", "Open dates or ranges leave more than one verdict; all of them are listed."),
    )
}
"""Every verdict, in the order in which the book lists them."""

FLAGS: dict[str, str] = {
    "conflicting": "In force on a common day with another promise, and both cannot be kept.",
    "releasable": "The promise given in return was breached, so this debtor may withhold.",
    "disputed": "The text has several readings, and their verdicts differ.",
    "excused": "Somebody pleads an excuse. It is recorded, and it changes no verdict.",
}

GRADES: dict[str, str] = {
    "A": "reliable",
    "B": "usually reliable",
    "C": "fairly reliable",
    "D": "not usually reliable",
    "E": "unreliable",
    "F": "cannot be judged",
}
"""The Admiralty scale for sources."""

STANDARDS: dict[str, str] = {
    "result": "a result must be reached",
    "means": "listed acts must be done",
    "refrain": "something must not be done",
    "consult": "others must be consulted",
    "aspiration": "a wish, without an act that is owed",
}

DEFINITENESS: dict[str, str] = {
    "definite": "definite",
    "best-efforts": "best efforts",
    "principle-only": "a principle only",
    "no-amount": "no amount was ever agreed",
    "not-a-promise": "not a promise",
}

KIND_TITLES: dict[str, str] = {
    "sources": "Source",
    "actors": "Actor",
    "places": "Place",
    "events": "Event",
    "statuses": "Status",
    "offices": "Office",
    "instruments": "Instrument",
    "commitments": "Commitment",
    "estimates": "Estimate",
    "series": "Series",
    "flows": "Flow",
    "claims": "Claim",
    "questions": "Question",
    "weightings": "Weighting",
    "ratios": "Ratio",
    "issues": "Issue of a conference",
    "classes": "Reference class",
    "processes": "Process",
    "models": "Model",
    "antecedents": "What-if",
    "protocols": "Protocol of scoring",
    "attributions": "Attribution",
}


STRUCTURES: dict[str, str] = {
    "attrition": "Forces grow by people, output and aid, and shrink by losses; the front moves with their ratio in each theatre.",
    "economy": "No fronts and no battles: control moves with the ratio of what both sides have put into the war.",
    "materiel": "No battles: control moves with the ratio of the munitions that both sides have made and received.",
    "duration": "An outside view: how soon such processes ended elsewhere, given the ratio of means and the number of allies.",
}
"""What each structure of a model assumes, in one sentence."""


def verdict_word(verdict: str) -> Word:
    """The word for a verdict; a verdict that this book does not know stands without sign or meaning."""
    return VERDICTS.get(verdict, Word(verdict, "", "grey", ""))


def dimension_title(dimension: str) -> str:
    """`joint-operation` as `Joint operation`."""
    return dimension.replace("-", " ").capitalize()


GROUPS = {"faq": "Asked most", "": "More questions"}
"""Groups of questions that have a name of their own."""


def group_title(group: str) -> str:
    """The name of a group of questions as a heading."""
    return GROUPS.get(group) or group.replace("-", " ").capitalize()


USES: dict[str, str] = {
    "actor": "Of this actor",
    "actors": "Takes part in",
    "affected": "Concerned by",
    "agenda / commitments": "On the agenda of",
    "amends": "Amended by",
    "breached by / event": "Contrary to",
    "commitment": "Commitment of",
    "concluded at": "Concluded there",
    "concerns": "Spoken of in",
    "changes / power": "Changed in",
    "changes / to": "Changed in",
    "conflicts": "Declared in conflict with",
    "contradicts": "Contradicted by",
    "continues": "Continued by",
    "creditors": "Owed to it",
    "deadline / after": "Sets the deadline of",
    "debtors": "Owed by it",
    "donor": "Gave in",
    "end event": "Ends",
    "ended by": "Ends",
    "ended by / event": "Ends",
    "ended by / commitment": "Replaced by it",
    "ended by / instrument": "Ended by it",
    "event": "Counted in",
    "inputs / power": "Brings inputs into",
    "inputs / series": "Input of",
    "inputs / to": "Receives aid in",
    "instrument": "Rests on it",
    "links / to": "Linked from",
    "links / by": "Named in a link of",
    "members": "Has as a member",
    "models": "Scored by",
    "object": "Towards it",
    "omits": "Left out by",
    "opposed by": "Speaks against",
    "part of": "Has as a part",
    "parties": "Party to",
    "performed by / event": "Performs",
    "overlaps": "May be counted in part by",
    "performed through / flow": "Performs",
    "performed through / instruments": "Counts what was given under it",
    "place": "Happened there",
    "places": "Concerns the place",
    "players": "Its part is asked about in",
    "pleas / by": "Pleads in",
    "process": "Modelled, scored and asked about in",
    "readings / by": "Holds a reading of",
    "readings / performed through / flow": "Performs, under a reading",
    "readings / performed by / event": "Performs, under a reading",
    "readings / trigger / event": "Sets off, under a reading",
    "recipient": "Received in",
    "rivals": "Counted in another way by",
    "reciprocal / commitment": "Given in return for",
    "scope": "Added up with",
    "sides / powers": "On a side of",
    "start event": "Begins",
    "statement / commitment": "Claimed of it",
    "statement / estimate": "Claimed of it",
    "statement / event": "Claimed of it",
    "statement / object": "Claimed of it",
    "statement / subject": "Claimed of it",
    "statement / among": "Compared in",
    "subject": "Stands in",
    "supersedes": "Replaced by",
    "supported by": "Supports",
    "theatres / axes / series": "Measures the front in",
    "theatres / observed / series": "Observed in",
    "trigger / commitment": "Sets off",
    "trigger / event": "Sets off",
    "unions": "In a union in",
    "within": "Contains",
}
"""What it means for an entry to be named in a field of another, said from the named entry's side."""


FIELDS: dict[str, str] = {
    "also": "Also called",
    "also called": "Also called",
    "cow": "Correlates of War code",
    "wikidata": "Wikidata item",
    "lat": "Latitude, degrees",
    "lon": "Longitude, degrees",
    "binding": "Kind of obligation",
}
"""Fields whose name in a pack is too short to be read."""


def field_title(label: str) -> str:
    """The name of a field as a heading: `agenda / commitments` is left to its own words."""
    return FIELDS.get(label) or label[:1].upper() + label[1:]


def use_title(label: str) -> str:
    """The heading over the entries that name this one in the field `label`."""
    if label in USES:
        return USES[label]
    if label.startswith("steps /"):
        return "Asked about in"
    return f"Named under “{label}” in"
