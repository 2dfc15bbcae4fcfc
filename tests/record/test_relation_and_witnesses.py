"""The relation score under published weightings; independent witnesses; one entry shown whole."""

from __future__ import annotations

import pytest

from torgau.dates import Tri
from torgau.record.references import references_of, used_by
from torgau.record.relation import peak, peaks, scores
from torgau.record.show import nearest, show, source_dates
from torgau.record.witnesses import witness_of, witnesses
from torgau.vocabulary import Actor, Claim, Commitment, Estimate, Record, Scope, Source, Span, Weighting
from torgau.vocabulary.claims import Judgement
from torgau.vocabulary.commitments import Deadline, Performance, Reading, Trigger

from .worlds import cite, event, figure, record, treaty, when

PLAIN = Weighting(id="plain", title="One each", weights=(("aid", 1), ("clash", -1)))
HEAVY = Weighting(id="heavy", title="Clashes weigh three", weights=(("aid", 1), ("clash", -3)))


def pair_record(*more: object) -> Record:
    return record(
        PLAIN,
        HEAVY,
        Actor(id="SIDE", name="Side", kind="group", members=("AA", "CC")),
        event("a1", "1841-05-01", "AA", "BB", kind="aid"),
        event("a2", "1841-11-30/1842-02-01", "SIDE", "BB", kind="aid"),  # begins in 1841; AA is there as a member
        event("a3", "1844-01-01", "AA", "BB", kind="aid"),
        event("c1", "1841-06-01", "AA", "BB", kind="clash"),
        event("other", "1841-06-01", "AA", "CC", kind="aid"),
        event("unweighted", "1850-06-01", "AA", "BB", kind="tea"),
        *more,  # type: ignore[arg-type]
    )


def test_scores_year_by_year() -> None:
    rows = scores(pair_record(), ("AA", "BB"), PLAIN)
    assert [(row.year, row.low, row.high) for row in rows] == [(1841, 1, 1), (1842, 0, 0), (1843, 0, 0), (1844, 1, 1)]
    assert rows[0].events == ("a1", "a2", "c1")  # 1 + 1 - 1
    assert [row.low for row in scores(pair_record(), ("BB", "AA"), HEAVY)] == [-1, 0, 0, 1]  # 1 + 1 - 3


def test_whether_the_peak_lies_in_a_period_depends_on_the_weights() -> None:
    in_1841 = {item.weighting: (item.years, item.inside) for item in peaks(pair_record(), ("AA", "BB"), when("1841/1842"))}
    assert in_1841 == {"plain": ((1841, 1844), Tri.UNKNOWN), "heavy": ((1844,), Tri.FALSE)}
    one = peak(pair_record(), ("AA", "BB"), PLAIN, when("1841-12-31/1844-01-01"))
    assert one is not None
    assert one.inside is Tri.TRUE  # a year lies in a period that touches it
    assert peak(pair_record(), ("BB", "DD"), PLAIN) is None


def test_an_open_year_adds_to_the_range_of_each() -> None:
    rows = scores(pair_record(event("open", "[1844-12-31,1845-01-01]", "AA", "BB", kind="clash")), ("AA", "BB"), PLAIN)
    assert [(row.year, row.low, row.high) for row in rows][-2:] == [(1844, 0, 1), (1845, -1, 0)]


def source(id: str, **more: object) -> Source:
    return Source(id=id, title=id, kind=more.pop("kind", "monograph"), grade="B", **more)  # type: ignore[arg-type]


SOURCES = (
    source("essay", house="office"),
    source("article", house="office"),
    source("page", house="office", content_date=when("1855-05"), capture_date=when("1924")),
    source("page-body", part_of="page", speaks_of=when("1817/1849")),
    source("book"),
    source("volume"),
    source("document-1", part_of="volume"),
    source("document-2", part_of="volume"),
    source("hearsay", kind="recollection"),
)


def test_copies_of_one_house_are_one_witness() -> None:
    it = event("it", "1845-01-01", sources=cite("essay", "article", "page-body", "book", "hearsay"))
    found = witnesses(record(*SOURCES, it), it)
    assert (found.count, found.unread) == (2, ("hearsay",))
    assert [(voice.name, voice.sources) for voice in found.witnesses] == [
        ("book", ("book",)),
        ("office", ("essay", "article", "page-body")),
    ]


def test_parts_of_one_document_are_one_witness() -> None:
    it = Estimate(
        id="it",
        title="",
        sources=cite("document-1"),
        scopes=(Scope(id="all", means=""),),
        figures=(figure("f", "all", source="document-2"), figure("g", "all", source="unknown")),
    )
    assert [voice.name for voice in witnesses(record(*SOURCES, it), it).witnesses] == ["unknown", "volume"]
    circle = record(source("a", part_of="b"), source("b", part_of="a"))
    assert witness_of(circle, "a") in ("a", "b")  # nonsense, but it ends


def test_three_dates_of_a_source_stay_apart() -> None:
    pack = record(*SOURCES)
    dates = source_dates(pack, pack.sources["page-body"])
    # The part has no date of its own: it is as old as the page that carries it, not as its capture.
    assert [str(each) for each in (dates.content, dates.capture, dates.events, dates.as_of)] == [
        "1855-05",
        "1924",
        "1817/1849",
        "1855-05",
    ]
    labels = {field.label: field.lines for field in show(pack, "page-body").fields}
    assert (labels["content date"], labels["capture date"], labels["events it speaks of"]) == (
        ("1855-05",),
        ("1924",),
        ("1817/1849",),
    )
    assert {field.label: field.lines for field in show(pack, "book").fields}["content date"] == ("not stated",)


def test_a_claim_is_known_as_of_its_source() -> None:
    said = Claim(id="said", source="page-body", asserts="it", statement=Judgement(text="it"))
    fields = {field.label: field.lines for field in show(record(*SOURCES, said), "said").fields}
    assert fields["known as of"] == ("1855-05",)


PROMISE = Commitment(
    id="promise",
    title="To march",
    instrument="pact",
    debtors=("AA",),
    creditors=("BB",),
    content="march",
    trigger=Trigger(event="victory"),
    deadline=Deadline(after="trigger", months=3),
    performed_by=(Performance(event="march"),),
    readings=(Reading(id="strict", words="...", by=("book",), trigger=Trigger(event="parade")),),
    sources=cite("book", verified=False),
)


def promise_record() -> Record:
    events = (event(name, "1845-01-01", "AA", title=name.title()) for name in ("victory", "march", "parade"))
    spans = {"promise": Span(file="commitments.yaml", line=3, column=5)}
    pack = record(*SOURCES, PROMISE, *events, treaty("pact", "AA", "BB"))
    return Record(**{**pack.__dict__, "spans": spans})


def test_every_reference_is_found_by_its_type_and_words_are_not_references() -> None:
    found = {(item.field, item.to) for item in references_of(promise_record(), PROMISE)}
    assert found == {
        ("instrument", "pact"),
        ("debtors", "AA"),
        ("creditors", "BB"),
        ("trigger.event", "victory"),
        ("performed_by.event", "march"),
        ("readings.by", "book"),
        ("readings.trigger.event", "parade"),
        ("sources.source", "book"),
    }  # `after: trigger` is a word, not an entry


def test_what_is_named_knows_by_whom() -> None:
    back = used_by(promise_record())
    assert [(item.entry, item.field) for item in back["parade"]] == [("promise", "readings.trigger.event")]
    assert {item.entry for item in back["AA"]} == {"promise", "victory", "march", "parade", "pact"}


def test_an_entry_shown_whole() -> None:
    shown = show(promise_record(), "promise")
    assert (shown.kind, shown.title, str(shown.span)) == ("commitment", "To march", "commitments.yaml:3:5")
    fields = {field.label: field.lines for field in shown.fields}
    assert fields["deadline"] == ("after trigger; months 3",)
    assert fields["debtors"] == ("AA",)
    assert "pleas" not in fields
    assert [(line.source, line.grade, line.verified) for line in shown.sources] == [("book", "B", False)]
    assert ("trigger / event", "victory", "Victory") in [(ref.label, ref.id, ref.title) for ref in shown.links]
    assert "book" not in [ref.id for ref in shown.links if ref.label == "sources / source"]
    assert [ref.label for ref in show(promise_record(), "march").used_by] == ["performed by / event"]
    with pytest.raises(KeyError):
        show(promise_record(), "no-such-entry")


@pytest.mark.parametrize("kind", ["sources", "actors", "events", "commitments", "instruments"])
def test_every_kind_can_be_shown(kind: str) -> None:
    pack = promise_record()
    for entry_id in getattr(pack, kind):
        assert show(pack, entry_id).title


def test_nearest_ids() -> None:
    pack = promise_record()
    assert nearest(pack, "promiss")[0] == "promise"
    assert nearest(pack, "State of BB")[0] == "BB"
    assert set(nearest(pack, "vict", kinds=("events",))) <= set(pack.events)
    assert nearest(pack, "qqqqqqqqqq") == ()
