"""Rows R67 to R75: how the war with Japan ended, American dead, the change after the war, the tyre plant, neutrality, entry."""

from __future__ import annotations

import msgspec

from tests.rows.support import asked, by_id, findings, ids, plain, rows, said
from torgau.api import Pack
from torgau.dates import When

PAGE = "republishing-page-2024"


def test_R67_the_end_of_the_war_with_japan_is_a_dated_sequence_with_rival_readings(pack: Pack) -> None:
    answer = asked("ask", "What did the Americans do to end the war with Japan?", layer="claim")
    assert answer["question_id"] == "faq-05"
    sequence = [(row["date"], row["id"]) for row in rows(answer, "sequence")]
    assert sequence == sorted(sequence, key=lambda line: line[0])
    days = {entry: day for day, entry in sequence}
    for day in ("1945-07-26", "1945-08-06", "1945-08-08", "1945-08-09", "1945-08-10", "1945-08-14", "1945-08-15", "1945-09-02"):
        assert day in days.values(), day
    # The Soviet entry is part of it: the declaration on 8 August, the attack on 9 August, the day of the second bomb.
    assert (days["soviet-declaration-of-war-on-japan"], days["soviet-entry-into-manchuria"]) == ("1945-08-08", "1945-08-09")
    assert days["nagasaki"] == "1945-08-09"
    causes = rows(answer, "causes")
    assert len({row["holder"] for row in causes}) >= 3
    assert all(row["holder"] and row["source"] for row in causes)
    assert "Soviet forces attack in Manchuria" in findings(PAGE, "faq-05-bomb-ended-the-war")["omission"]
    # Take the Soviet entry out and the sequence lacks it: nothing is written into the sentence.
    fewer = plain(Pack(pack.record.without("events", "soviet-entry-into-manchuria")).ask("faq-05"))
    assert "soviet-entry-into-manchuria" not in ids(rows(fewer, "sequence"))
    assert "attack in Manchuria" not in fewer["answer"]


def test_R68_american_dead_are_typed_by_scope_and_330000_is_the_figure_of_none(pack: Pack) -> None:
    answer = asked("ask", "How many American soldiers were killed in the war?", layer="record")
    assert answer["question_id"] == "american-dead"
    figures = {(row["scope"], row["value"]) for row in rows(answer, "dead")}
    assert ("battle-deaths", "291557") in figures
    assert ("military-dead", "405399") in figures
    assert ("army-dead", "318274") in figures
    assert ("total-dead", "418500") in figures
    place = by_scope(asked("estimate", "us-war-dead", "--place", ">330000", layer="record"))
    # True of all military dead (405,399 is more), of all deaths (418,500); false of battle deaths (at most 293,121 < 330,000).
    assert {scope: place[scope]["fit"] for scope in ("military-dead", "total-dead", "battle-deaths", "army-dead")} == {
        "military-dead": "true",
        "total-dead": "true",
        "battle-deaths": "false",
        "army-dead": "false",
    }
    assert not any(row["matches"] for row in place.values())
    assert "it equals no figure" in said("estimate", "us-war-dead", "--place", ">330000")
    other = by_scope(asked("estimate", "us-war-dead", "--place", "418000", layer="record"))
    assert [scope for scope, row in other.items() if row["fit"] == "fits"] == ["total-dead"]
    assert "the figure of no scope" in findings(PAGE, "faq-05-american-soldiers-dead")["imprecise"]


def by_scope(answer: dict[str, object]) -> dict[str, dict[str, object]]:
    """The placements of a number, by scope (they follow the estimate itself)."""
    data = answer["data"]
    assert isinstance(data, list)
    return {row["scope"]: row for row in data[1:]}


def test_R69_the_difference_of_two_days_lists_dated_changes_with_their_events() -> None:
    answer = asked("diff", "1945-05-09", "1947-07-01", "--between", "US,SU", layer="record")
    changes = answer["data"]
    assert len(changes) >= 5
    by_entry = {(change["after"] or change["before"])["id"]: change for change in changes}
    ended = by_entry["us-aid-to-su"]
    assert (ended["kind"], ended["date"]) == ("ended", "1945-09-20")
    assert [cause["event"] for cause in ended["causes"]] == ["lend-lease-to-su-ends"]
    doctrine = by_entry["policy-containment"]
    assert (doctrine["kind"], doctrine["date"]) == ("began", "1947-03-12")
    assert [cause["event"] for cause in doctrine["causes"]] == ["truman-doctrine"]
    assert by_entry["allied-control-council"]["date"] == "1945-06-05"
    assert by_entry["council-of-foreign-ministers-at-work"]["date"] == "1945-08-02"
    assert by_entry["dispute-atomic-energy"]["date"] == "1946-06-14"
    assert {"dispute", "joint-operation", "policy", "treaty", "aid"} <= {change["dimension"] for change in changes}
    # The question of the page gets the same changes, no others.
    question = asked("ask", "How did US-Soviet relations change after World War II?", layer="record")
    assert question["question_id"] == "faq-06"
    assert sorted(ids(rows(question, "change"))) == sorted((change["after"] or change["before"])["id"] for change in changes)


def test_R71_the_tyre_plant_was_sent_and_had_made_nothing_by_october_1945() -> None:
    answer = asked("ask", "Did America send a Ford tyre factory to Russia?", layer="record")
    assert answer["question_id"] == "tyre-plant"
    stages = by_id(rows(answer, "stages"))
    assert stages["tyre-plant-shipped"]["date"] == "1943/1944"
    assert (stages["tyre-plant-not-in-operation"]["date"], stages["tyre-plant-not-in-operation"]["failed"]) == ("1945-10", True)
    (plant,) = [row for row in rows(answer, "goods") if row["scope"] == "tyre-plant"]
    assert (plant["value"], plant["unit"]) == ("1", "plants")
    (witness,) = rows(answer, "witness")
    assert "Deane" in witness["holder"]
    assert "unknown to the pack" in answer["answer"]
    # The part on tyres is refuted by that witness; the transfer itself stands.
    audit = asked("audit", PAGE, "--kind", "error", layer="audit")["data"]
    assert [row["against"] for row in audit if row["claim"] == "faq-07-tyres-made"] == ["deane-no-tyre"]
    assert list(findings(PAGE, "faq-07-tyres-made")) == ["error"]
    assert list(findings(PAGE, "faq-07-tyre-plant-shipped")) == ["agrees"]


def test_R72_claimed_neutrality_conflicts_with_acts_of_war_until_22_june_1941(pack: Pack) -> None:
    answer = asked("ask", "Was the Soviet Union neutral in World War II?", layer="record")
    assert answer["question_id"] == "faq-08"
    acts = {row["id"]: row["date"] for row in rows(answer, "acts")}
    assert acts["soviet-invasion-of-poland"] == "1939-09-17"
    assert acts["soviet-attack-on-finland"] == "1939-11-30"
    # Nothing from 22 June 1941 on: a neutrality that is over cannot be broken.
    assert max(acts.values()) < "1941-06-22"
    assert "soviet-entry-into-manchuria" not in acts
    status = pack.record.statuses["su-claims-neutrality"]
    assert (str(status.start), str(status.end), status.basis) == ("1939-09-17", "1941-06-22", "claimed")
    audit = [row for row in asked("audit", PAGE, layer="audit")["data"] if row["claim"] == "faq-08-neutral"]
    # One error of scope ("during the war"), and a conflict with each act that the note reports.
    assert [row["kind"] for row in audit].count("scope-mismatch") == 1
    (scope,) = [row["comparison"] for row in audit if row["kind"] == "scope-mismatch"]
    # From 22 June 1941: 1461 days to 22 June 1945 (one leap day), 72 more to 2 September, and the first day: 1534.
    assert "not on its last 1534 days" in scope
    assert {"note-p3-soviet-invasion-of-poland", "note-p3-attack-on-finland"} <= {
        row["against"] for row in audit if row["kind"] == "contradiction"
    }
    # Without the two acts of the note the conflict with the note is gone.
    peaceful = pack.record.without("events", "soviet-invasion-of-poland").without("events", "soviet-attack-on-finland")
    left = {row["id"] for row in Pack(peaceful).ask("faq-08").data if row["step"] == "acts"}
    assert left == set(acts) - {"soviet-invasion-of-poland", "soviet-attack-on-finland"}


def test_R73_the_coalition_is_listed_and_a_bilateral_alliance_with_the_us_is_none(pack: Pack) -> None:
    answer = asked("ask", "When did the Soviet Union become an ally of Britain and America?", layer="record")
    instruments = {row["id"]: row["date"] for row in rows(answer, "instruments")}
    assert instruments == {
        "anglo-soviet-agreement-signed": "1941-07-12",
        "united-nations-declaration-signed": "1942-01-01",
        "anglo-soviet-treaty-signed": "1942-05-26",
        "master-agreement-signed": "1942-06-11",
    }
    # "Ally" has a stated definition, and by it the answer for the pair is none.
    assert "party to a bilateral treaty of alliance" in answer["reading"]
    assert rows(answer, "formal") == []
    assert [row["id"] for row in rows(answer, "british")] == ["anglo-soviet-treaty-1942"]
    assert "the pack has such treaties: none" in answer["answer"]
    # If the master agreement had been such a treaty, it would be named.
    master = pack.record.instruments["master-lend-lease-agreement-1942"]
    allied = Pack(pack.record.with_entry("instruments", msgspec.structs.replace(master, bilateral_alliance=True)))
    assert [row["id"] for row in allied.ask("faq-08").data if row["step"] == "formal"] == [master.id]
    # 7 December 1941 to 1 January 1942: 24 + 1 = 25 days.
    assert "25 days apart" in findings(PAGE, "faq-08-allied-with-america")["agrees"]


def test_R74_war_with_germany_follows_from_the_acts_of_11_december(pack: Pack) -> None:
    answer = asked("ask", "Was America at war with Germany right after Pearl Harbor?", layer="record")
    assert answer["question_id"] == "faq-09"
    assert [(row["date"], row["id"]) for row in rows(answer, "acts")] == [
        ("1941-12-07", "pearl-harbor"),
        ("1941-12-08", "us-declares-war-on-japan"),
        ("1941-12-11", "germany-declares-war-on-us"),
        ("1941-12-11", "us-declares-war-on-germany-and-italy"),
    ]
    on_9_december = asked("status", "--on", "1941-12-09", "--kind", "war", layer="record")["data"]
    assert "war-us-jp" in ids(on_9_december)
    assert "war-us-de" not in ids(on_9_december)
    for day, wars in (("1941-12-09", []), ("1941-12-10", []), ("1941-12-11", ["war-us-de"])):
        assert [item.id for item in pack.status(day, between=("US", "DE"), dimensions=("war",))] == wars
    # The page has one cause for both wars; it is 11 - 7 = 4 days early for the one in Europe.
    assert "it began 4 days later" in findings(PAGE, "faq-09-both-theatres")["error"]
    later = msgspec.structs.replace(pack.record.statuses["war-us-de"], start=When.parse("1941-12-21"))
    moved = Pack(pack.record.with_entry("statuses", later)).audit(PAGE)
    assert ["it began 14 days later" in item.comparison for item in moved if item.claim == "faq-09-both-theatres"] == [True]


def test_R75_one_member_voted_against_war_with_japan(pack: Pack) -> None:
    answer = asked("ask", "Who voted against the war in Congress?", layer="record")
    votes = {row["body"]: (row["ayes"], row["noes"]) for row in rows(answer, "vote")}
    assert votes == {"House of Representatives": (388, 1), "Senate": (82, 0)}
    # 1 + 0 = 1.
    assert sum(noes for _, noes in votes.values()) == 1
    assert "votes against in all: 1" in answer["answer"]
    assert str(pack.record.events["us-declares-war-on-japan"].date) == "1941-12-08"
    assert list(findings(PAGE, "faq-09-one-vote-against")) == ["agrees"]
