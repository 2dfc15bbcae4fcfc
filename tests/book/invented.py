"""A small invented pack: three states, a pact, promises of every standard, and enough of each kind of entry to fill every page.

Nothing in it ever happened. Hand-worked values that the tests rely on stand beside the entries.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from torgau.dates import When
from torgau.vocabulary import (
    Actor,
    Amount,
    Citation,
    Claim,
    Commitment,
    Estimate,
    Event,
    Figure,
    Instrument,
    Manifest,
    Office,
    PackRules,
    Place,
    Point,
    Question,
    Reading,
    Record,
    Scope,
    Series,
    Source,
    Status,
    Weighting,
)
from torgau.vocabulary import claims as c
from torgau.vocabulary import commitments as m
from torgau.vocabulary import outcomes as o
from torgau.vocabulary import questions as q
from torgau.vocabulary.events import AgendaItem, Link

D = Decimal
W = When.parse


def cite(source: str = "gazette", locator: str = "p. 1", verified: bool = True) -> tuple[Citation, ...]:
    return (Citation(source=source, locator=locator, verified=verified),)


def by_id(*entries: Any) -> dict[str, Any]:
    return {entry.id: entry for entry in entries}


SOURCES = by_id(
    Source(
        id="gazette",
        title="Gazette of the Northern League, series II",
        kind="primary",
        grade="A",
        publisher="League Press",
        house="league-press",
        content_date=W("1931"),
        capture_date=W("2019-04-01"),
        speaks_of=W("1921/1930"),
        url="https://example.org/gazette?a=1&b=2",
        licence="public domain",
        read=True,
    ),
    Source(
        id="memoir",
        title="A minister's <memoir> & letters",
        kind="monograph",
        grade="C",
        author="Orla Vane",
        content_date=W("1948~"),
    ),
    Source(id="hearsay", title="General knowledge", kind="recollection", grade="F"),
)
ACTORS = by_id(
    Actor(id="AL", name="Aldmark", adjective="Aldmark", cow=901, wikidata="Q1", sources=cite()),
    Actor(id="BO", name="Borland", adjective="Borlandish", sources=cite()),
    Actor(id="CE", name="Cestria", adjective="Cestrian", sources=cite()),
    Actor(id="NL", name="Northern League", kind="group", members=("AL", "BO"), exists=W("1921-05-01/.."), sources=cite()),
)
PLACES = by_id(
    Place(id="port-alder", name="Port Alder", lat=54.2, lon=10.1, sources=cite()),
    Place(id="bor", name="Bor", lat=50.4, lon=30.5, sources=cite()),
    Place(id="cester", name="Cester", lat=41.0, lon=-8.6, sources=cite()),
    Place(id="grey-sea", name="Grey Sea", lat=56.0, lon=3.0, kind="sea", sources=cite()),
    Place(id="nowhere", name="Unplaced Valley", kind="region", sources=cite(verified=False)),
)
EVENTS = by_id(
    Event(
        id="alder-conference",
        title="Conference of Port Alder",
        date=W("1921-04-20/1921-05-01"),
        actors=("AL", "BO"),
        place="port-alder",
        kind="conference",
        agenda=(AgendaItem(topic="Grain", type="aid", outcome="decided", commitments=("al-grain",)),),
        sources=cite(locator="pp. 3-9"),
    ),
    Event(
        id="grain-1",
        title="First grain convoy lands at Bor",
        date=W("1922-03"),
        actors=("AL", "BO"),
        place="bor",
        track="aid",
        sources=cite(),
    ),
    Event(
        id="grain-2",
        title="Second grain convoy lands at Bor",
        date=W("1922-08-14"),
        actors=("AL", "BO"),
        place="bor",
        track="aid",
        sources=cite(),
    ),
    Event(
        id="war-begins",
        title="Cestria attacks Borland",
        date=W("1923-06-01"),
        actors=("CE", "BO"),
        place="bor",
        track="military",
        sources=cite(),
    ),
    Event(
        id="al-enters",
        title="Aldmark enters the war",
        date=W("1923-09-06"),
        actors=("AL", "CE"),
        place="cester",
        track="military",
        links=(Link(to="war-begins", kind="responds-to", basis="claimed", by="memoir"),),
        sources=cite("memoir", "ch. 4"),
    ),
    Event(
        id="truce",
        title="Truce",
        date=W("[1925-02-01,1925-02-03]"),
        actors=("AL", "BO", "CE"),
        place="cester",
        sources=cite(verified=False),
    ),
    Event(
        id="failed-raid",
        title="Raid on the Grey Sea ports",
        date=W("1924-10~"),
        actors=("CE",),
        place="grey-sea",
        track="military",
        failed=True,
        sources=cite(),
    ),
    Event(
        id="bo-fort",
        title="Borland fortifies the strait",
        date=W("1924-01-15"),
        actors=("BO",),
        place="bor",
        track="military",
        amounts=(Amount(unit="guns", value=D(40)),),
        sources=cite(),
    ),
)
STATUSES = by_id(
    Status(
        id="war-ce-bo",
        dimension="war",
        title="War between Cestria and Borland",
        subject="CE",
        object="BO",
        start=W("1923-06-01"),
        end=W("[1925-02-01,1925-02-03]"),
        symmetric=True,
        start_event="war-begins",
        end_event="truce",
        sources=cite(),
    ),
    Status(
        id="al-recognises-bo",
        dimension="recognition",
        title="Aldmark recognises Borland",
        subject="AL",
        object="BO",
        start=W("1921-05-01"),
        sources=cite(),
    ),
    Status(
        id="ce-withholds",
        dimension="recognition",
        title="Cestria withholds recognition of Borland",
        subject="CE",
        object="BO",
        value="withheld",
        start=W("1921-05-02"),
        end=W("1926"),
        sources=cite("memoir", "ch. 1", False),
    ),
    Status(
        id="ce-neutral",
        dimension="neutrality",
        title="Cestria claims neutrality",
        subject="CE",
        start=W("1921"),
        end=W("1923-06-01"),
        basis="claimed",
        sources=cite(),
    ),
    Status(
        id="bor-held",
        dimension="control",
        title="Cestrian troops hold Bor",
        subject="CE",
        place="bor",
        start=W("1923-06-20"),
        end=W("1924-05-02"),
        sources=cite(),
    ),
)
OFFICES = by_id(
    Office(
        id="vane-minister",
        office="Foreign minister",
        actor="AL",
        holder="Orla Vane",
        start=W("1920-11-03"),
        end=W("1924-02-09"),
        sources=cite(),
    ),
)
INSTRUMENTS = by_id(
    Instrument(
        id="alder-pact",
        title="Pact of Port Alder",
        form="treaty",
        parties=("AL", "BO"),
        signed=W("1921-05-01"),
        in_force=W("1921-07-01"),
        place="port-alder",
        concluded_at="alder-conference",
        sources=cite(),
    ),
    Instrument(
        id="alder-note",
        title="Oral undertakings at Port Alder",
        form="oral statement",
        parties=("AL", "BO"),
        signed=W("1921-04-29"),
        binding="oral",
        sources=cite("memoir", "ch. 2"),
    ),
)
COMMITMENTS = by_id(
    # Owed 100 by 1922-06-30; 60 by the end of March 1922, 45 more on 14 August: 105 >= 100 first on 14 August, 45 days late.
    Commitment(
        id="al-grain",
        title="Aldmark sends grain to Borland",
        instrument="alder-pact",
        clause="art. 2",
        debtors=("AL",),
        creditors=("BO",),
        content="Aldmark delivers 100 thousand tons of grain to Borland.",
        deadline=m.Deadline(by=W("1922-06-30")),
        owed=m.Owed(value=D(100), unit="thousand metric tons of grain"),
        performed_by=(m.Performance(event="grain-1", value=D(60)), m.Performance(event="grain-2", value=D(45))),
        reciprocal=(m.Reciprocal(commitment="bo-no-forts"),),
        sources=cite(locator="p. 12"),
    ),
    # War on 1923-06-01, two months allowed: due 1923-08-01; done 1923-09-06. July 30 + August 6 = 36 days late. With three
    # months (second reading) due 1923-09-01: 5 days late.
    Commitment(
        id="al-enters-war",
        title="Aldmark enters a war against Borland's attacker",
        instrument="alder-pact",
        clause="art. 5",
        debtors=("AL",),
        creditors=("BO",),
        content="If Borland is attacked, Aldmark enters the war within two months.",
        trigger=m.Trigger(event="war-begins"),
        deadline=m.Deadline(after="trigger", months=2),
        performed_by=(m.Performance(event="al-enters"),),
        readings=(
            Reading(id="three-months", words="“within a season”", by=("memoir",), deadline=m.Deadline(after="trigger", months=3)),
        ),
        places=("bor",),
        sources=cite(locator="p. 14"),
    ),
    Commitment(
        id="bo-no-forts",
        title="Borland does not fortify the strait",
        instrument="alder-pact",
        clause="art. 6",
        debtors=("BO",),
        creditors=("AL",),
        content="Borland keeps the strait without fortifications until 1930.",
        standard="refrain",
        term_ends=W("1929-12-31"),
        breached_by=(m.Breach(event="bo-fort", note="forty guns"),),
        sources=cite(locator="p. 15"),
    ),
    Commitment(
        id="al-friendship",
        title="Friendship in the spirit of the pact",
        instrument="alder-note",
        debtors=("AL", "BO"),
        creditors=("AL", "BO"),
        content="Both will work in a spirit of friendship.",
        standard="aspiration",
        definiteness="not-a-promise",
        sources=cite("memoir", "ch. 2"),
    ),
    Commitment(
        id="bo-loan",
        title="Borland repays the grain loan",
        instrument="alder-note",
        debtors=("BO",),
        creditors=("AL",),
        content="Borland repays the loan by the end of 1927.",
        deadline=m.Deadline(by=W("1927")),
        evidence_claimed=False,
        pleas=(m.Plea(by="BO", text="necessity: the harvest failed"),),
        sources=cite("hearsay", "", False),
    ),
)
ESTIMATES = by_id(
    Estimate(
        id="war-dead",
        title="Deaths in the Grey Sea war",
        event="war-begins",
        kind="loss",
        scopes=(Scope(id="military", means="soldiers killed or dead of wounds"), Scope(id="all", means="all deaths by the war")),
        default_scope="military",
        figures=(
            Figure(
                id="dead-gazette",
                scope="military",
                value=D(12500),
                unit="persons",
                source="gazette",
                locator="p. 88",
                verified=True,
                published=W("1931"),
            ),
            Figure(
                id="dead-memoir", scope="military", low=D(14000), high=D(16000), unit="persons", source="memoir", locator="ch. 9"
            ),
            Figure(
                id="dead-all",
                scope="all",
                value=D(41000),
                at_least=True,
                unit="persons",
                source="gazette",
                locator="p. 90",
                verified=True,
            ),
            Figure(
                id="dead-share", scope="all", value=D("1.4"), unit="per cent of the population", source="memoir", locator="ch. 9"
            ),
        ),
    ),
)
SERIES = by_id(
    Series(
        id="grain-landed",
        title="Grain landed at Bor",
        file="series/grain.csv",
        unit="thousand metric tons",
        scope="all ships",
        actor="AL",
        sources=cite(),
    ),
    Series(
        id="road-front",
        title="The front on the road to Bor",
        file="series/front.csv",
        unit="km",
        scope="from the harbour",
        sources=cite(),
    ),
)
POINTS = {
    "grain-landed": (
        Point(start=W("1922-01-01"), end=W("1922-12-31"), value=D(105), source="gazette", locator="p. 40", verified=True, line=2),
        Point(
            start=W("1923-01-01"),
            end=W("1923-12-31"),
            value=D("30.5"),
            low=D(28),
            high=D(33),
            source="memoir",
            locator="ch. 7",
            line=3,
        ),
        Point(start=W("1924-01-01"), end=W("1924-12-31"), value=None, source="gazette", locator="p. 41", verified=True, line=4),
    ),
    "road-front": (
        Point(start=W("1923-06-01"), end=W("1923-06-01"), value=D(40), source="gazette", locator="p. 44", verified=True, line=2),
        Point(start=W("1924-06-01"), end=W("1924-06-01"), value=D(25), source="gazette", locator="p. 45", verified=True, line=3),
    ),
}
CLAIMS = by_id(
    Claim(
        id="memoir-truce",
        source="memoir",
        place="ch. 10",
        asserts="The truce was signed on 2 February 1925.",
        statement=c.EventDate(event="truce", date=W("1925-02-02")),
        topic="truce",
        holder="Orla Vane",
        opposed_by=("truce",),
        sources=cite("memoir", "ch. 10"),
    ),
    Claim(
        id="memoir-worth",
        source="memoir",
        place="ch. 11",
        asserts="The grain decided the war.",
        statement=c.Attribution(text="grain decided it"),
        topic="grain",
        holder="Orla Vane",
        supported_by=("grain-landed",),
        sources=cite("memoir", "ch. 11"),
    ),
)
QUESTIONS = by_id(
    Question(
        id="q-grain",
        question="Did Aldmark deliver the grain it promised?",
        layer="ledger",
        reading="The promise of article 2 of the pact.",
        steps=(q.VerdictStep(name="grain", commitment="al-grain"),),
        answer="Aldmark's promise of grain: {grain.verdict}.",
        group="aid",
        caveats=("Tons are metric.",),
    ),
    Question(
        id="q-dead",
        question="How many died?",
        layer="record",
        reading="Deaths by scope.",
        steps=(q.EstimateStep(name="dead", estimate="war-dead"),),
        answer="Figures: {dead.list}.",
        group="war",
    ),
    Question(
        id="q-worth",
        question="What was the grain worth?",
        layer="claim",
        reading="Who says what.",
        steps=(q.ClaimsStep(name="said", topic="grain"),),
        answer="{said.list}.",
        group="aid",
    ),
)
WEIGHTINGS = by_id(Weighting(id="plain-count", title="Each event counts one", weights=(("conference", 1),), sources=cite()))

PROCESSES = by_id(
    o.Process(
        id="grey-sea-war",
        title="The Grey Sea war on land",
        begins=W("1923-06-01"),
        ends=W("1925-02-03"),
        reach=D(10),
        sides=(
            o.Side(id="west", name="the western side", powers=("AL", "BO")),
            o.Side(id="south", name="Cestria", powers=("CE",)),
        ),
        theatres=(
            o.Theatre(
                id="bor-road",
                name="The road to Bor",
                opened=W("1923-06-01"),
                axes=(o.Axis(id="road", name="the road", series="road-front", decisive=True, until=W("1924-12")),),
                observed=(o.Observed(id="ce-losses", what="losses", side="south", series=("grain-landed",)),),
            ),
            o.Theatre(id="coast", name="The coast", opened=W("1924"), closed=W("1924-11")),
        ),
        inputs=(o.Input(id="grain", kind="aid", power="AL", to="BO", series="grain-landed", factor=D("0.5")),),
        sources=cite(),
    )
)
MODELS = by_id(
    o.Model(
        id="grain-sums",
        title="Sums of grain",
        process="grey-sea-war",
        structure="economy",
        # Nine in ten of a lognormal of median 2 and spread 0.5 lie between 2 / e^0.8225 = 0.88 and 2 e^0.8225 = 4.6.
        priors=(
            o.Prior(
                parameter="worth_of_grain", family="lognormal", centre=D(2), spread=D("0.5"), unit="men a ton", why="a <guess>"
            ),
        ),
        covers=("grain",),
        blind=("the weather",),
    )
)
ANTECEDENTS = by_id(
    o.Antecedent(
        id="no-second-convoy",
        title="What if the second convoy had not sailed?",
        process="grey-sea-war",
        date=W("1923-09-01"),
        horizon=W("1924-06-30"),
        changes=(o.Change(kind="aid", power="AL", factor=D(0), why="No ship leaves."),),
        held_fixed=("the harvest", "the plans of Cestria"),
        contradicts=("grain-2", "war-ce-bo", "al-grain"),
        mechanism="Less bread, fewer men.",
        cannot_tell="What Borland would have asked for instead.",
        sources=cite("memoir", "ch. 5"),
    ),
    o.Antecedent(
        id="no-raid",
        title="What if the ports had been left alone?",
        process="grey-sea-war",
        date=W("1924-10"),
        horizon=W("1925-02"),
        held_fixed=("everything else",),
        mechanism="No ship is lost.",
        cannot_tell="Anything: it happened at sea.",
        needs=("the-sea",),
    ),
)
PROTOCOLS = by_id(
    o.Protocol(
        id="grain-scores",
        title="How the sums are scored",
        process="grey-sea-war",
        models=("grain-sums",),
        origins=(W("1923-09-01"), W("1924-03-01")),
        horizons=(3, 6),
        window=D(1),
        seeds=(1, 2),
        draws=100,
        middle=W("1924-01-01"),
        baselines=("persistence",),
    )
)
ATTRIBUTIONS = by_id(
    o.Attribution(
        id="whose-road",
        title="Who held the road to Bor?",
        process="grey-sea-war",
        players=("AL", "BO"),
        date=W("1923-09-01"),
        horizon=W("1924-06-30"),
        absent="It sends nothing.",
        values=(o.ValueFunction(id="ground", means="km of road", measure="ground", theatre="bor-road"),),
    )
)

MANIFEST = Manifest(
    name="invented",
    title="The Northern League (invented)",
    description="Three invented states and what they promised each other.",
    version="0.1.0",
    licenses=(
        {"name": "CC0-1.0", "title": "Creative Commons Zero", "path": "https://creativecommons.org/publicdomain/zero/1.0/"},
    ),
    contributors=({"title": "Nobody in particular"},),
    torgau=PackRules(
        format="torgau-pack@1", period=W("1920-01-01/1930-12-31"), evidence_complete=W("1930-12-31"), major_pair=("AL", "BO")
    ),
)


def record() -> Record:
    """The whole invented pack."""
    return Record(
        manifest=MANIFEST,
        sources=SOURCES,
        actors=ACTORS,
        places=PLACES,
        events=EVENTS,
        statuses=STATUSES,
        offices=OFFICES,
        instruments=INSTRUMENTS,
        commitments=COMMITMENTS,
        estimates=ESTIMATES,
        series=SERIES,
        claims=CLAIMS,
        questions=QUESTIONS,
        weightings=WEIGHTINGS,
        processes=PROCESSES,
        models=MODELS,
        antecedents=ANTECEDENTS,
        protocols=PROTOCOLS,
        attributions=ATTRIBUTIONS,
        points=POINTS,
        content_hash="0" * 64,
    )
