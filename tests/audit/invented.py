"""The second document: an invented brochure about two invented states, with everything that the audit can find."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from tests.record.worlds import cite, event, figure, point, record, status, treaty, when
from torgau.audit.findings import Finding
from torgau.audit.passages import fingerprint
from torgau.vocabulary import Actor, Claim, Commitment, Estimate, Place, Record, Scope, Series, Source
from torgau.vocabulary import claims as c
from torgau.vocabulary.commitments import Deadline, Reading, Trigger
from torgau.vocabulary.sources import Metadatum

LETTER = "The harbour of the northern coast was closed to all ships in the spring, and the pilots were sent home without pay."


def source(id: str, kind: str = "primary", grade: str = "B", **more: Any) -> Source:
    for name in ("content_date", "capture_date", "speaks_of"):
        if name in more:
            more[name] = when(more[name])
    return Source(id=id, title=more.pop("title", id), kind=kind, grade=grade, read=True, **more)  # type: ignore[arg-type]


def claim(id: str, place: str, statement: c.AnyStatement, *, by: str = "brochure", **more: Any) -> Claim:
    if "date" in more:
        more["date"] = when(more["date"])
    return Claim(id=id, source=by, place=place, asserts=more.pop("asserts", id), statement=statement, **more)


def quantity(estimate: str, unit: str = "persons", **more: Any) -> c.QuantityIs:
    numbers: dict[str, Any] = {key: Decimal(str(more.pop(key))) for key in ("value", "low", "high") if key in more}
    return c.QuantityIs(estimate=estimate, unit=unit, **numbers, **more)


SOURCES = (
    source("archive", house="state-archive", content_date="1850"),
    source("s", "dataset"),
    source(
        "brochure",
        "essay",
        house="harbour-board",
        content_date="1871",
        part_of="reprint",
        passages=(fingerprint("p1", LETTER), fingerprint("p2", "Trade came back in the following year.")),
    ),
    source(
        "answers",
        "web-page",
        "F",
        part_of="reprint",
        passages=(
            fingerprint("q1", LETTER, alone=True),
            fingerprint("q2", "moreover the sailors were never paid for that winter...", alone=True),
        ),
    ),
    source(
        "reprint",
        "web-page",
        "F",
        capture_date="1898",
        metadata=(
            Metadatum(name="writer", value="a name", date=when("1862-03-04"), role="birth"),
            Metadatum(name="stars", value="3 / 4"),
            Metadatum(name="liked", value="60%"),
        ),
    ),
)

ENTRIES = (
    *SOURCES,
    Actor(id="AA", name="Alba"),
    Actor(id="BB", name="Borea"),
    Actor(id="CC", name="Cyria"),
    Actor(id="south", name="the South", kind="group", members=("BB", "CC")),
    Place(id="cape", name="Cape", kind="territory"),
    Place(id="bay", name="Bay", kind="territory"),
    Place(id="cove", name="Cove", within="bay"),
    event("port-taken", "1842-04-10", "AA", "BB", kind="capture", tags=("belligerent-act",), sources=cite("archive")),
    event("port-left", "1842-04-16", "AA", "BB", kind="capture", sources=cite("archive")),
    event("siege", "1842-03-20/1843-01-05", "AA", "BB", kind="siege", sources=cite("archive")),
    event("mutiny", "1843-02-11", "BB", kind="mutiny", old_style="1843-01-30", sources=cite("archive")),
    event("railway", "1880-01-01", "AA", kind="opening", sources=cite("archive")),
    status("aa-neutral", "neutrality", "AA", None, "1842-02-01", "1842-12-01", basis="claimed", sources=cite("archive")),
    status("pact", "treaty", "AA", "BB", "1842-05-01", "1843-05-01", symmetric=True, sources=cite("archive")),
    status("union", "membership", "AA", None, "1844-01-01", value="customs-union", members=("AA", "BB"), sources=cite("archive")),
    status("aa-in-bay", "presence", "AA", None, "1842-06-01", "1842-09-01", place="bay", sources=cite("archive")),
    status("aa-on-cape", "presence", "AA", None, "1842-06-01", place="cape", sources=cite("archive")),
    treaty("convention", "AA", "BB", signed="1842-05-01"),
    Commitment(
        id="hand-back",
        title="Hand back the port",
        instrument="convention",
        debtors=("AA",),
        creditors=("BB",),
        content="AA hands back the port after the siege.",
        trigger=Trigger(event="mutiny"),
        deadline=Deadline(after="trigger", months=1),
        readings=(
            Reading(id="longer", words="at the latest", deadline=Deadline(after="trigger", months=1, days=10), by=("archive",)),
            Reading(id="boards-own", words="in good time", deadline=Deadline(after="trigger", months=5), by=("brochure",)),
        ),
    ),
    Estimate(
        id="drowned",
        title="Sailors drowned",
        default_scope="crew",
        scopes=(Scope(id="crew", means="crews"), Scope(id="all-aboard", means="crews and passengers")),
        figures=(
            figure("count-1850", "crew", value=2600, source="archive"),
            figure("count-1860", "crew", low=2500, high=2700, source="archive"),
            figure("first-report", "crew", value=2000, source="archive", standing="superseded", published="1843"),
            figure("with-passengers", "all-aboard", value=4100, source="archive"),
        ),
    ),
    Series(id="traffic", title="Ships", file="traffic.csv", unit="ships", scope="all"),
)

POINTS = {
    "traffic": (
        point("1841-01-01", "1841-12-31", 90),
        point("1842-01-01", "1842-12-31", 40),
        point("1843-01-01", "1843-12-31", 70),
    )
}

CLAIMS = (
    # The brochure
    claim("b-date", "p1.s1", c.DocumentDate(document="brochure", date=when("1871"))),
    claim("b-port", "p1.s2", c.EventDate(event="port-taken", date=when("1842-04-16"))),
    claim("b-siege", "p1.s3", c.EventDate(event="siege", date=when("1842"))),
    claim("b-mutiny", "p1.s4", c.EventDate(event="mutiny", date=when("1843-01"))),
    claim("b-pact", "p2.s1", c.StatusHolds(dimension="treaty", subject="BB", object="AA", date=when("1842-05-01/1843-04-30"))),
    claim("b-neutral", "p2.s2", c.StatusHolds(dimension="neutrality", subject="AA", date=when("1842-01-01/1842-12-31"))),
    claim("b-term", "p2.s3", c.DeadlineIs(commitment="hand-back", months=5)),
    claim("b-drowned", "p2.s4", quantity("drowned", "thousand persons", value=2, scope="crew")),
    claim("b-union", "p3", c.MemberOf(status="customs-union", members=("AA", "south"))),
    claim("b-stood", "p4", c.StoodIn(actor="AA", on=when("1842-07-01"), places=("cove",), complete=True)),
    claim("b-slack", "p5", c.PeakIs(series="traffic", which="lowest", date=when("1842"))),
    claim("b-order", "p6", c.Sequence(events=("mutiny", "port-taken"))),
    claim("b-good", "p7", c.Judgement(text="The trade was good.", character="strong"), topic="trade"),
    claim("b-why", "p8", c.Attribution(text="Storms emptied the port."), supported_by=("traffic", "nowhere"), topic="why"),
    # The answers printed below it
    claim("q-date", "q0", c.DocumentDate(document="brochure", date=when("1898")), by="reprint"),
    claim("q-port", "q1", c.EventDate(event="port-taken", date=when("1842-04")), by="answers"),
    claim("q-drowned", "q2", quantity("drowned", low=2200, high=2900), by="answers"),
    claim("q-aboard", "q3", quantity("drowned", value=4100), by="answers"),
    claim("q-weak", "q4", c.Judgement(text="Trade was weak.", character="weak"), by="answers", topic="trade"),
    claim("q-railway", "q5", c.Fact(text="The railway came."), by="answers", concerns=("railway",), supported_by=("railway",)),
    claim("q-why", "q1.s2", c.Attribution(text="Storms emptied the port."), by="answers", topic="why"),
)


def invented(*more: Claim) -> Record:
    """The invented record with the claims of the brochure, or with others in their place where ids are the same."""
    kept = {each.id: each for each in (*CLAIMS, *more)}
    return record(*ENTRIES, *kept.values(), points={**POINTS})


def short(findings: tuple[Finding, ...]) -> list[tuple[str, str, str]]:
    """Findings as (claim, kind, against), in order."""
    return [(item.claim, item.kind, item.against) for item in findings]


def one(findings: tuple[Finding, ...], claim_id: str, kind: str, against: str | None = None) -> Finding:
    """The only finding of this kind about this claim (and against this entry)."""
    found = [item for item in findings if item.claim == claim_id and item.kind == kind and against in (None, item.against)]
    assert len(found) == 1, found
    return found[0]
