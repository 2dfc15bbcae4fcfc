"""Rows R54 to R59: ideology set aside, the road to the Charter, Soviet losses and destruction, the judgement of 2005."""

from __future__ import annotations

from decimal import Decimal

import msgspec

from tests.rows.support import asked, by_id, fields, findings, plain, rows, said
from torgau.api import Pack

NOTE = "state-note-2005"


def test_R54_ideology_set_aside_is_attributed_with_evidence_for_and_against(pack: Pack) -> None:
    answer = asked("ask", "Were ideological differences put aside during the war?", layer="claim")
    assert answer["question_id"] == "ideology-set-aside"
    views = by_id(rows(answer, "views"))
    claim = views["note-p8-ideology-set-aside"]
    assert claim["holder"] == "Office of the Historian (note of 2005)"
    assert "comintern-dissolved" in claim["relies_on"]
    assert {"warsaw-airlift-refused", "su-breaks-with-polish-government"} <= set(claim["opposed_by"])
    # Somebody holds the contrary, under his own name.
    assert views["werth-comintern-gesture"]["holder"] == "Alexander Werth"
    # The signs are dated, for it and against it.
    assert {row["id"]: row["date"] for row in rows(answer, "signs")}["comintern-dissolved"] == "1943-05-15"
    assert {row["id"]: row["date"] for row in rows(answer, "quarrels")} == {
        "su-breaks-with-polish-government": "1943-04-25",
        "warsaw-airlift-refused": "1944-08-15",
        "bern-quarrel": "1945-03-08/1945-04-04",
    }
    # Both sides stand in what a reader sees, and the audit scores nothing.
    assert list(findings(NOTE, "note-p8-ideology-set-aside")) == ["judgement"]
    # Without its support the claim is still shown, but as one that is merely claimed.
    bare = msgspec.structs.replace(pack.record.claims["note-p8-ideology-set-aside"], supported_by=())
    shown = plain(Pack(pack.record.with_entry("claims", bare)).ask("ideology-set-aside"))
    assert "claimed, no data in this pack" in shown["answer"]


def test_R55_the_path_from_the_declaration_to_the_charter_returns_every_step(pack: Pack) -> None:
    answer = asked("ask", "What were the steps from the Declaration by United Nations to the Charter?", layer="record")
    assert answer["question_id"] == "road-to-charter"
    hops = rows(answer, "chain")
    steps = [hops[0]["from"], *(hop["to"] for hop in hops)]
    dates = {line.id: str(line.date) for line in pack.timeline("1941-12-31", "1945-12-31")}
    assert [(step, dates[step]) for step in steps] == [
        ("united-nations-declaration-signed", "1942-01-01"),
        ("four-nation-declaration-signed", "1943-10-30"),
        ("dumbarton-oaks-conference", dates["dumbarton-oaks-conference"]),
        ("voting-formula-accepted", dates["voting-formula-accepted"]),
        ("un-charter-signed", "1945-06-26"),
        ("un-charter-in-force", "1945-10-24"),
    ]
    assert dates["dumbarton-oaks-conference"].startswith("1944-08-21/1944-")
    # The formula was accepted at Yalta, between 4 and 11 February 1945.
    assert "1945-02-04" <= dates["voting-formula-accepted"] <= "1945-02-11"
    assert [hop["basis"] for hop in hops] == ["record"] * 5
    # Without the conference in the middle there is no chain, and the answer does not pretend to one.
    broken = plain(Pack(pack.record.without("events", "dumbarton-oaks-conference")).ask("road-to-charter"))
    assert rows(broken, "chain") == []
    assert "no chain on record" in broken["answer"]


def test_R56_soviet_losses_are_a_range_first_and_twenty_million_has_its_provenance(pack: Pack) -> None:
    answer = asked("ask", "How many people did the Soviet Union lose in the war?", layer="record")
    assert answer["question_id"] == "soviet-dead"
    assert answer["answer"].startswith("26,000,000 to 27,000,000 persons (all deaths caused by the war, military and civilian).")
    assert "8,668,400 to 13,850,000" in answer["answer"]
    assert "Soviet official statements from 1961 on" in answer["answer"]
    figures = by_id(rows(answer, "dead"))
    assert (figures["andreev-1993"]["value"], figures["andreev-1993"]["method"]) == (
        "26600000",
        "demographic balance of two censuses",
    )
    assert figures["krivosheev-1993"]["value"] == "8668400"
    official = figures["soviet-era-official"]
    assert (official["value"], official["standing"], official["published"]) == ("20000000", "superseded", "1965")
    assert all(figure["method"] or figure["source"] for figure in figures.values())

    # The two figures of the page, placed: 20 million is a former figure, and 26 - 20 = 6 million under the range in use.
    place = {row["scope"]: row for row in asked("estimate", "su-war-dead", "--place", "20000000", layer="record")["data"][1:]}
    assert set(place["total-dead"]["matches"]) == set(place["total-dead"]["former"])
    assert {"khrushchev-1961", "soviet-era-official"} <= set(place["total-dead"]["former"])
    assert Decimal(place["military-dead"]["gap"]) == 20_000_000 - 13_850_000
    assert "no longer in use" in findings(NOTE, "note-p8-twenty-million")["error"]
    assert "wider than the figures" in findings("faq-page-2024", "faq-18-soviet-deaths")["imprecise"]
    # 20 lies outside 22 to 27: the pair contradicts itself.
    audit = asked("audit", "republishing-page-2024", layer="audit")["data"]
    pair = {"note-p8-twenty-million", "faq-18-soviet-deaths"}
    assert [row["kind"] for row in audit if {row["claim"], row["against"]} == pair] == ["contradiction"]


def test_R56_a_new_figure_in_use_widens_the_range(pack: Pack) -> None:
    dead = pack.record.estimates["su-war-dead"]
    upper = next(figure for figure in dead.figures if figure.id == "andreev-1993")
    more = msgspec.structs.replace(upper, id="invented", value=Decimal(29_000_000))
    changed = Pack(pack.record.with_entry("estimates", msgspec.structs.replace(dead, figures=(*dead.figures, more))))
    assert changed.ask("soviet-dead").answer.startswith("26,000,000 to 29,000,000 persons")
    # A withdrawn one does not.
    former = msgspec.structs.replace(more, standing="superseded")
    same = Pack(pack.record.with_entry("estimates", msgspec.structs.replace(dead, figures=(*dead.figures, former))))
    assert same.ask("soviet-dead").answer.startswith("26,000,000 to 27,000,000 persons")


def test_R57_destroyed_towns_and_villages_are_the_count_of_a_state_commission() -> None:
    answer = asked("ask", "How many Soviet towns and villages were destroyed?", layer="record")
    assert answer["question_id"] == "soviet-destruction"
    figures = by_id(rows(answer, "count"))
    assert (figures["commission-towns"]["value"], figures["commission-towns"]["unit"]) == ("1710", "towns")
    assert (figures["commission-villages"]["low"] or figures["commission-villages"]["value"]) == "70000"
    assert {figure["source_kind"] for figure in figures.values()} == {"state commission"}
    assert {figure["source"] for figure in figures.values()} == {"extraordinary-state-commission-1945"}
    assert "state commission" in said("ask", "How many Soviet towns and villages were destroyed?")
    assert any("nobody outside has counted again" in caveat for caveat in answer["caveats"])
    kind = fields("extraordinary-state-commission-1945")["kind"]
    assert kind == ["state-commission"]
    # "Thousands of villages" is true as a lower bound and is the figure of no count: tens of thousands.
    assert "true as a lower bound" in findings(NOTE, "note-p8-villages-destroyed")["imprecise"]


def test_R58_soviet_output_fell_to_its_lowest_in_1942(pack: Pack) -> None:
    answer = asked("ask", "Was the Soviet economy devastated?", layer="record")
    points = rows(answer, "product")
    by_year = {row["start"][:4]: Decimal(row["value"]) for row in points}
    # Harrison 1998, table 1-3, corrected: 417.0 in 1940, 359.2, 273.9, 304.6, 361.9, 343.5 in 1945.
    assert [by_year[year] for year in ("1940", "1941", "1942", "1943", "1944", "1945")] == [
        Decimal(text) for text in ("417", "359.2", "273.9", "304.6", "361.9", "343.5")
    ]
    assert min(by_year, key=lambda year: by_year[year]) == "1942"
    # The base of the prices is part of the unit, and every point is cited.
    assert {row["unit"] for row in points} == {"billion 1990 international dollars"}
    assert {row["source"] for row in points} == {"harrison-1998"}
    assert all(row["locator"] for row in points)
    assert "lowest 273.9 billion 1990 international dollars (1942-01-01/1942-12-31)" in answer["answer"]
    # An independent figure of the pack: 273.9 / 417 = 0.6568, and the pack has 0.657.
    (fall,) = rows(answer, "fall")
    assert abs(Decimal(fall["value"]) - by_year["1942"] / by_year["1940"]) < Decimal("0.001")
    assert "gdp-su" in pack.record.claims["note-p8-infrastructure-devastated"].supported_by


def test_R59_the_judgement_of_2005_is_listed_and_not_scored() -> None:
    found = findings(NOTE, "note-p8-importance-remains")
    assert list(found) == ["judgement"]
    listed = asked("audit", NOTE, "--kind", "judgement", layer="audit")["data"]
    assert "note-p8-importance-remains" in [row["claim"] for row in listed]
    answer = asked("ask", "Does the Cold War make the wartime cooperation less important?", layer="claim")
    assert answer["question_id"] == "importance-of-cooperation"
    assert answer["as_of"] == "2005-05"
    (view,) = rows(answer, "views")
    assert view["holder"] == "Office of the Historian (note of 2005)"
    assert "value judgement" in answer["answer"]
