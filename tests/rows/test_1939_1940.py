"""Rows R11 to R18: the late 1930s, the German-Soviet pact, Poland, Finland, the Baltic states, and the American measures."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.rows.support import asked, by_id, carries, fields, findings, ids, nothing, plain, rows, run, said
from torgau.api import Pack


def problems(pack: Path) -> str:
    """What `torgau check` says of a pack that it refuses."""
    result = run("check", str(pack))
    assert result.exit_code == 1, result.output
    return " ".join(result.output.split())


def test_R11_public_stance_and_private_assessment_are_separate_observations(edited: Callable[..., Path]) -> None:
    answer = asked("ask", "--id", "before-the-war", layer="claim")
    observed = by_id(rows(answer, "observed"))
    assert observed["henderson-friendly-press"]["register"] == "public"
    assert observed["henderson-conditions-got-worse"]["register"] == "private"
    assert all(row["holder"] and row["source"] for row in observed.values())
    # The page says both: cordial in the article, strained in its question 14. Both are shown, neither is scored.
    both = ids(rows(answer, "later"))
    assert sorted(both) == ["faq-14-strained-before", "note-p3-cordial-in-public"]
    assert "they are not averaged" in answer["answer"]
    found = findings("state-note-2005", "note-p3-cordial-in-public")
    assert found["judgement"].startswith("a judgement: listed, not scored")
    strained = findings("state-note-2005", "faq-14-strained-before")["contradiction"]
    assert "one says cordial (public), the other strained" in strained

    # Two kinds of source or none: without the despatch only the monograph is left, and the pack is refused.
    despatch = (
        "      - source: frus-soviet-union-348\n"
        "        locator: despatch 506, on the friendliest Soviet press for more than three years\n"
        "        verified: true\n"
    )
    refused = problems(edited("claims/note.yaml", despatch, ""))
    assert "evidence-missing" in refused
    assert "note-p3-cordial-in-public" in refused
    assert "needs sources of 2 kinds, and has 1" in refused


def test_R12_the_pact_is_in_force_in_1940_and_ended_by_breach_in_1941() -> None:
    treaty, secret = fields("german-soviet-pact-1939"), fields("german-soviet-secret-protocol-1939")
    assert treaty["parties"] == secret["parties"] == ["DE, SU"]
    assert treaty["signed"] == secret["signed"] == ["1939-08-23"]
    assert treaty["concluded at"] == secret["concluded at"] == ["german-soviet-pact-signed"]
    assert "secret" not in treaty
    assert secret["secret"] == ["yes"]
    assert (treaty["ended"], treaty["end reason"]) == (["1941-06-22"], ["broken by Germany"])

    during = by_id(asked("status", "--on", "1940-06-01", "--between", "DE,SU", "--kind", "treaty", layer="record")["data"])
    assert during["german-soviet-pact-1939"]["certainty"] == "certain"
    after = by_id(asked("status", "--on", "1941-06-23", "--between", "DE,SU", layer="record")["data"])
    assert "german-soviet-pact-1939" not in after
    assert "war-de-su" in after
    ended = asked("diff", "1940-06-01", "1941-06-23", "--between", "DE,SU", "--kind", "treaty", layer="record")["data"]
    (pact,) = [change for change in ended if change["before"]["id"] == "german-soviet-pact-1939"]
    assert (pact["kind"], pact["date"], pact["causes"][0]["event"]) == ("ended", "1941-06-22", "german-invasion-of-su")


def test_R12_the_breach_is_a_verdict(pack: Pack) -> None:
    """The day before the attack Germany's promise still binds; on the day it is breached."""
    assert pack.ledger(on="1941-06-21").verdict("german-soviet-pact-de-no-attack").verdict == "pending"
    broken = pack.ledger(on="1941-06-22").verdict("german-soviet-pact-de-no-attack")
    assert broken.verdict == "breached"
    assert any("Germany attacks the USSR" in why and "1941-06-22" in why for why in broken.main.why)


def test_R13_that_the_pact_enabled_the_invasion_is_labelled_as_claimed() -> None:
    lines = by_id(asked("timeline", "--from", "1939-08-20", "--to", "1939-09-03", layer="record")["data"])
    assert lines["german-invasion-of-poland"]["date"] == "1939-09-01"
    (link,) = lines["german-soviet-pact-signed"]["links"]
    assert link == {
        "kind": "enabled",
        "to": "german-invasion-of-poland",
        "title": "Germany invades Poland",
        "basis": "claimed",
        "by": ["state-note-2005"],
    }
    printed = said("timeline", "--from", "1939-08-20", "--to", "1939-09-03")
    assert "enabled (claimed by state-note-2005): Germany invades Poland" in printed
    assert "an attributed explanation" in findings("state-note-2005", "note-p3-pact-opened-the-way")["judgement"]


def test_R14_belligerent_acts_of_the_neutral_are_listed() -> None:
    answer = asked("ask", "--id", "faq-08", layer="record")
    acts = {row["id"]: row["date"] for row in rows(answer, "acts")}
    assert acts["soviet-invasion-of-poland"] == "1939-09-17"
    assert acts["soviet-attack-on-finland"] == "1939-11-30"
    tagged = asked("timeline", "--from", "1939-09", "--to", "1941-06-21", "--tag", "belligerent-act", layer="record")["data"]
    assert set(acts) == set(ids(tagged))
    assert all("SU" in line["actors"] for line in tagged)
    # The same act contradicts the claim of neutrality elsewhere on the page (row R72), and the article's name is one side's.
    clash = asked("audit", "state-note-2005", "--kind", "contradiction", layer="audit")["data"]
    assert ("faq-08-neutral", "note-p3-soviet-invasion-of-poland") in [(row["claim"], row["against"]) for row in clash]
    assert "loaded-term" in findings("state-note-2005", "note-p3-soviet-invasion-of-poland")


def test_R15_alarm_in_washington_is_an_observation_with_a_document(edited: Callable[..., Path]) -> None:
    answer = asked("ask", "--id", "reactions-to-soviet-acts", layer="claim")
    reactions = by_id(rows(answer, "reactions"))
    assert reactions["steinhardt-unholy-alliance"]["date"] == "1939-09-17"
    assert reactions["steinhardt-unholy-alliance"]["holder"] == "Ambassador Steinhardt, Moscow"
    assert reactions["roosevelt-catastrophe-near"]["date"] == "1939-08-24"
    cited = {item["source"]: item["verified"] for item in answer["evidence"]}
    assert cited["frus-1941-i-217"]
    assert cited["peace-and-war-137"]
    # Not a number: no row of a reaction carries a value or a unit.
    assert not {"value", "unit", "score"} & {key for row in reactions.values() for key in row}

    # Were the two documents press reports, neither a primary source nor a monograph would be left.
    first = 'telegram 555: the Soviet invasion of Poland and the pact"\n    kind: '
    second = '(Department of State Bulletin I, 157; Peace and War, no. 137)"\n    kind: '
    pack = edited("claims/sources.yaml", first + "primary", first + "press", second + "primary", second + "press")
    refused = problems(pack)
    assert "evidence-missing" in refused
    assert "note-p3-washington-alarmed" in refused
    assert "needs a source of kind primary or monograph" in refused


def test_R16_the_winter_war_is_an_interval_that_holds_the_expulsion() -> None:
    war = fields("war-su-fi-winter")
    assert (war["start"], war["end"]) == (["1939-11-30"], ["1940-03-13"])
    (expelled,) = asked("timeline", "--search", "League expels", layer="record")["data"]
    assert (expelled["id"], expelled["date"]) == ("league-expels-su", "1939-12-14")
    # 30 November <= 14 December < 13 March: the war holds on the day of the expulsion, and not on the days outside it.
    (held,) = asked("status", "--on", expelled["date"], "--between", "SU,FI", "--kind", "war", layer="record")["data"]
    assert (held["id"], held["certainty"]) == ("war-su-fi-winter", "certain")
    assert nothing("status", "--on", "1939-11-29", "--between", "SU,FI", "--kind", "war")
    assert nothing("status", "--on", "1940-03-13", "--between", "SU,FI", "--kind", "war")


def test_R17_three_stages_and_control_without_recognition() -> None:
    answer = asked("ask", "--id", "baltic-1940", layer="record")
    stages = {row["id"]: row["date"] for row in rows(answer, "stages")}
    assert stages["baltic-ultimatums"] == "1940-06-14/1940-06-16"
    assert stages["soviet-occupation-of-lithuania"] == "1940-06-15"
    assert stages["soviet-occupation-of-latvia-and-estonia"] == "1940-06-17"
    assert stages["baltic-elections-1940"] == "1940-07-14/1940-07-15"
    assert stages["baltic-annexation"] == "1940-08-03/1940-08-06"
    assert stages["welles-declaration"] == "1940-07-23"
    assert "control: Lithuania under Soviet control" in said("ask", "--id", "baltic-1940")

    # On 1 January 1941 each of the three is controlled by the Soviet Union, and the United States denies its sovereignty there.
    for place in ("estonia", "latvia", "lithuania"):
        held = asked("status", "--on", "1941-01-01", "--place", place, layer="record")["data"]
        control = [(item["subject"], item["certainty"]) for item in held if item["dimension"] == "control"]
        denied = [(item["subject"], item["object"], item["start"]) for item in held if item["denies"]]
        assert control == [("SU", "certain")], place
        assert denied == [("US", "SU", "1940-07-23")], place
    # The policy outlasts the pack's period: it is on record to the end of it.
    late = asked("status", "--on", "1949-12-31", "--place", "estonia", "--kind", "sovereignty", layer="record")["data"]
    assert "us-denies-soviet-sovereignty-estonia" in ids(late)
    assert "Welles declaration" in findings("state-note-2005", "note-p3-baltic-states-absorbed")["omission"]


def test_R18_worsened_rests_on_dated_american_measures(pack: Pack) -> None:
    answer = asked("ask", "--id", "reactions-to-soviet-acts", layer="claim")
    measures = {row["id"]: row["date"] for row in rows(answer, "measures")}
    assert measures["us-moral-embargo-on-su"] == "1939-12-02"
    assert measures["us-freezes-baltic-assets"] == "1940-07-15"
    worsened = by_id(rows(answer, "reactions"))["note-p3-relations-worsened"]
    assert len(set(worsened["relies_on"]) & set(measures)) >= 2
    assert worsened["support"] == "supported"
    # Take the measures off the record and the claim is left as a claim.
    bare = pack.record
    for event in worsened["relies_on"]:
        bare = bare.without("events", event)
    left = carries(plain(Pack(bare).ask("reactions-to-soviet-acts")), "claim")
    assert by_id(rows(left, "reactions"))["note-p3-relations-worsened"]["support"] == "claimed, no data in this pack"
    assert rows(left, "measures") == []
