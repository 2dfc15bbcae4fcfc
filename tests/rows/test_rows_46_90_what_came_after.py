"""Rows R76 to R87: polls, the last days of the war, the Cold War, joint acts, the alliance afterwards, losses compared."""

from __future__ import annotations

import time
from collections import Counter
from decimal import Decimal

import msgspec
import pytest

from tests.rows.support import asked, carries, findings, ids, plain, rows, run
from torgau.answers.answer import to_json
from torgau.api import Pack
from torgau.dates import When
from torgau.vocabulary.questions import DiffStep, EstimateStep

PAGE = "republishing-page-2024"


def test_R76_polls_carry_date_country_and_question_and_never_feed_the_attribution(pack: Pack) -> None:
    answer = asked("ask", "Who do people think did most to defeat Germany?", layer="record")
    assert answer["question_id"] == "faq-10"
    polls = {
        (row["estimate"], row["scope"]): row
        for row in answer["data"]
        if row.get("source_kind") and row["method"] == "opinion poll"
    }
    shares = {key: (row["value"], row["actor"], row["published"]) for key, row in polls.items()}
    assert shares["poll-fr-1945", "named-su"] == ("57", "FR", "1945-05")
    assert shares["poll-fr-1945", "named-us"] == ("20", "FR", "1945-05")
    assert shares["poll-fr-2024", "named-us"] == ("60", "FR", "2024")
    assert shares["poll-uk-2018", "named-uk"][:2] == ("50", "UK")
    assert shares["poll-de-2015", "named-us"][:2] == ("37", "DE")
    assert shares["poll-ru-2024", "named-su"][:2] == ("95", "RU")
    assert "contributed most to the defeat of Germany" in polls["poll-fr-1945", "named-su"]["about"]
    assert all(row["unit"] == "per cent" and row["published"] for row in polls.values())
    # "This week" cannot be resolved: the claim is flagged, and its date is unknown on purpose.
    assert "undated" in findings(PAGE, "faq-10-poll")
    assert str(pack.record.claims["faq-10-poll"].date) == "XXXX"
    assert any("this week" in caveat for caveat in answer["caveats"])
    # Perception and contribution are two questions: the second uses no poll.
    contribution = pack.record.questions["contribution-of-the-allies"]
    assert contribution.needs_model
    for question in pack.questions():
        used = [step.estimate for step in question.steps if isinstance(step, EstimateStep)]
        if question.layer == "outcome":
            assert "poll" not in {pack.record.estimates[estimate].kind for estimate in used}, question.id


def test_R78_the_acceptance_has_two_local_dates(pack: Pack) -> None:
    answer = asked("ask", "How did the Second World War end?", layer="record")
    assert answer["question_id"] == "faq-11"
    (acceptance,) = [row for row in rows(answer, "pacific") if row["id"] == "japan-accepts-terms"]
    # 19:00 in Washington (UTC-4) is 23:00 UTC, and 08:00 of the next day in Tokyo (UTC+9).
    assert acceptance["local_dates"]["Washington"] == "1945-08-14"
    assert acceptance["local_dates"]["UTC"] == "1945-08-14"
    assert acceptance["local_dates"]["Tokyo"] == "1945-08-15"
    # Computed, not typed: at 10:00 in Washington it was 23:00 in Tokyo, still the 14th; at 12:00 it was 01:00 of the 15th.
    event = pack.record.events["japan-accepts-terms"]
    assert event.clock is not None
    for at, tokyo in (("1945-08-14T10:00", "1945-08-14"), ("1945-08-14T12:00", "1945-08-15")):
        clock = msgspec.structs.replace(event.clock, at=at)
        earlier = Pack(pack.record.with_entry("events", msgspec.structs.replace(event, clock=clock, local_dates=())))
        (line,) = [line for line in earlier.timeline("1945-08-14", "1945-08-14") if line.id == event.id]
        assert {day.where: day.date for day in line.local_days}["Tokyo"] == tokyo
    assert list(findings(PAGE, "faq-11-announcement")) == ["agrees"]


def test_R79_victory_over_japan_is_kept_on_different_days_by_country() -> None:
    answer = asked("ask", "When is V-J Day in Britain, America and Russia?", layer="record")
    assert {row["actor"]: row["date"] for row in rows(answer, "kept")} == {
        "US": "1945-09-02",
        "UK": "1945-08-15",
        "SU": "1945-09-03",
    }
    assert "japanese-surrender-signed" in ids(rows(answer, "pacific"))
    # The page leaves the surrender in Europe out; the answer does not.
    assert "german-surrender-effective" in ids(rows(answer, "europe"))
    assert "The German surrender takes effect" in findings(PAGE, "faq-11-missouri")["omission"]


def test_R81_the_dissolution_is_a_fact_and_that_somebody_won_is_a_judgement() -> None:
    answer = asked("ask", "Who won the Cold War?", layer="claim")
    assert answer["question_id"] == "faq-13"
    facts = {row["id"]: row["date"] for row in rows(answer, "end")}
    assert facts["soviet-dissolution"] == "1991-12-26"
    assert facts["russia-continues-un-seat"] == "1991-12-24"
    judgements = rows(answer, "judgements")
    assert len({row["holder"] for row in judgements}) >= 3
    # Holders who name a winner, and one who says that nobody won.
    assert any("America won" in row["asserts"] for row in judgements)
    assert any("Nobody won" in row["asserts"] for row in judgements)
    assert answer["outcome"] is None
    assert "no calculation is made beyond it" in answer["answer"]
    assert "no winner" in findings(PAGE, "faq-13-sole-superpower")["non-answer"]


def test_R81_a_model_asked_for_a_day_beyond_its_horizon_refuses() -> None:
    result = run("whatif", "us-neither", "--until", "1991-12-26", "--json")
    assert result.exit_code == 3
    assert "horizon" in result.output


def test_R82_joint_acts_are_counted_by_kind_and_year_with_their_failures(pack: Pack) -> None:
    answer = asked("ask", "In which ways did the US and the USSR cooperate in the war?", layer="ledger")
    assert answer["question_id"] == "faq-14"
    table = rows(answer, "acts")
    # Counted again from the entries: what carries the tag and begins between the German attack and the Japanese surrender.
    counted: Counter[tuple[str, str]] = Counter()
    failed = 0
    for event in pack.record.events.values():
        if "joint-act" in event.tags and event.date is not None:
            day = event.date.text[:10].rstrip("~?").ljust(10, "-")
            if "1941-06-22" <= day <= "1945-09-02":
                counted[day[:4], event.kind] += 1
                failed += event.failed
    assert {(row["year"], row["kind"]): row["total"] for row in table} == counted
    assert sum(row["failed"] for row in table) == failed >= 1
    named = {entry for row in table for entry in row["ids"]}
    # Kinds that the row asks for: aid protocols, conferences, shuttle bombing, bodies of the occupation; and a failure.
    for entry in ("first-protocol-signed", "tehran-conference", "yalta-conference", "london-zones-protocol-signed"):
        assert entry in named, entry
    assert any("shuttle" in entry or "poltava" in entry for entry in named)
    assert "warsaw-airlift-refused" in named
    assert "Whether the cooperation was essential is a question for the outcome layer" in answer["answer"]
    assert pack.record.claims["faq-14-essential"].layer == "outcome"
    # One joint act less is one less in the table.
    fewer = Pack(pack.record.without("events", "tehran-conference")).ask("faq-14")
    assert sum(row["total"] for row in fewer.data if row["step"] == "acts") == sum(counted.values()) - 1


def test_R83_what_was_still_in_force_in_1946_and_1948_differs() -> None:
    answer = asked("ask", "Were America and Russia still allies in 1948?", layer="ledger")
    assert (answer["question_id"], answer["as_of"]) == ("faq-15", "1948-07-01")
    early, late = set(ids(rows(answer, "early"))), set(ids(rows(answer, "late")))
    assert early != late
    # The Control Council ended on 20 March 1948; the Council of Foreign Ministers and the Charter held on both days.
    assert "allied-control-council" in early - late
    for entry in ("council-of-foreign-ministers-at-work", "united-nations-charter-1945"):
        assert entry in early & late, entry
    # Lend-Lease had ended in 1945: no aid on either day.
    assert "us-aid-to-su" not in early | late
    assert "dispute-berlin-blockade" in late - early
    for day, there in (("1946-01-01", True), ("1948-03-19", True), ("1948-03-20", False), ("1948-07-01", False)):
        held = ids(asked("status", "--on", day, "--between", "US,SU", layer="record")["data"])
        assert ("allied-control-council" in held) is there, day
    # The promises behind it have moved too.
    first, second = (Counter(row["verdict"] for row in rows(answer, step)) for step in ("promises_early", "promises_late"))
    assert first != second
    assert second["kept"] > first["kept"]
    assert "the beginning of the first sentence is lost" in findings(PAGE, "faq-15-alliance-unravelled")["truncated"]


def test_R84_the_change_to_1947_is_the_same_difference_at_other_dates(pack: Pack) -> None:
    answer = asked("ask", "How did US-Soviet relations get worse between 1945 and 1947?", layer="record")
    assert answer["question_id"] == "faq-16"
    crises = {row["id"]: row["date"] for row in rows(answer, "crises")}
    assert crises["iran-crisis"] == "1946-03-02/1946-05-09"
    assert crises["straits-note-1946"] == "1946-08-07"
    assert crises["bizone-formed"] == "1947-01-01"
    assert crises["truman-doctrine"] == "1947-03-12"
    changes = {row["id"]: row["date"] for row in rows(answer, "change")}
    assert changes["dispute-greece-and-turkey"] == "1947-03-12"
    assert changes["dispute-german-economic-unity"] == "1946-05-03"
    # One implementation: the question of R69 uses the same kind of step, and `diff` of the same two days gives the same rows.
    for question in ("faq-06", "faq-16"):
        assert any(type(step) is DiffStep for step in pack.record.questions[question].steps)
    direct = asked("diff", "1945-09-03", "1947-12-31", "--between", "US,SU", layer="record")["data"]
    assert [(change["after"] or change["before"])["id"] for change in direct] == [row["id"] for row in rows(answer, "change")]
    (step,) = [step for step in pack.record.questions["faq-16"].steps if isinstance(step, DiffStep)]
    other = msgspec.structs.replace(step, start=When.parse("1945-05-09"), end=When.parse("1947-07-01"))
    asked_before = pack.record.questions["faq-16"]
    steps = tuple(other if each is step else each for each in asked_before.steps)
    question = msgspec.structs.replace(asked_before, steps=steps)
    moved = Pack(pack.record.with_entry("questions", question)).ask("faq-16")
    wanted = [row["id"] for row in pack.ask("faq-06").data if row["step"] == "change"]
    assert [row["id"] for row in moved.data if row["step"] == "change"] == wanted


def test_R85_relations_now_lie_outside_the_pack_whatever_the_clock_says(pack: Pack, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = asked("ask", "What is the relationship between America and Russia today?", layer="record")
    assert answer["question_id"] == "faq-17"
    assert answer["answer"].startswith("This is outside this pack's period, which ends on 1949-12-31")
    assert "The latest dated fact it holds is 2022-02-24" in answer["answer"]
    # No present tense about the two: what stands there are dated facts.
    assert {row["date"] for row in rows(answer, "later")} == {"2014-03", "2022-02-24"}
    before = to_json(pack.ask("faq-17"))
    for clock in (0.0, 4_102_444_800.0):  # 1970-01-01 and 2100-01-01
        monkeypatch.setattr(time, "time", lambda at=clock: at)
        assert to_json(pack.ask("faq-17")) == before
    # A later fact in the pack changes it: the answer hangs on the record.
    event = pack.record.events["russian-invasion-of-ukraine"]
    later = msgspec.structs.replace(event, id="invented", title="An invented event", date=When.parse("2030-01-01"))
    assert "2030-01-01" in Pack(pack.record.with_entry("events", later)).ask("faq-17").answer
    assert "anachronism" in findings(PAGE, "faq-17-relations-now")


def test_R86_losses_are_compared_like_with_like_as_ranges(pack: Pack) -> None:
    answer = asked("ask", "How do Soviet and American losses compare?", layer="record")
    assert answer["question_id"] == "faq-18"
    ratio = {row["scope"]: row for row in rows(answer, "ratio")}
    military, total = ratio["military-dead"], ratio["total-dead"]
    # Military: 8,668,400 / 416,800 = 20.797..., 13,850,000 / 405,399 = 34.163...; outward to four digits: 20.79 and 34.17.
    assert (military["ratio_low"], military["ratio_high"]) == ("20.79", "34.17")
    # All deaths: 26,000,000 / 420,000 = 61.9..., 27,000,000 / 418,500 = 64.5...; outward to two digits: 61 and 65.
    assert (total["ratio_low"], total["ratio_high"]) == ("61", "65")
    assert military["ratio_low"] != total["ratio_low"]
    # Per head, with the populations of 1941: 133,402,000 / 196,659,000 = 0.67834. 20.797 * 0.67834 = 14.108 and
    # 34.163 * 0.67834 = 23.174; 61.90 * 0.67834 = 41.99 and 64.51 * 0.67834 = 43.76; again outward.
    assert (military["per_head_low"], military["per_head_high"]) == ("14.10", "23.18")
    assert (total["per_head_low"], total["per_head_high"]) == ("41", "44")
    for words in ("20.79 to 34.17 to 1", "61 to 65 to 1"):
        assert words in answer["answer"]
    # The interval propagates: without the highest Soviet count the upper bound falls, the lower stays.
    dead = pack.record.estimates["su-war-dead"]
    without = tuple(figure for figure in dead.figures if figure.id != "ilenkov-2001")
    fewer = plain(Pack(pack.record.with_entry("estimates", msgspec.structs.replace(dead, figures=without))).ask("faq-18"))
    changed = {row["scope"]: row for row in rows(carries(fewer, "record"), "ratio")}["military-dead"]
    # The next highest is 11,500,000, good to three digits: 11,500,000 / 405,399 = 28.367..., outward to three digits.
    assert (changed["ratio_low"], changed["ratio_high"]) == ("20.7", "28.4")


def test_R87_418000_american_deaths_are_military_and_civilian_together(pack: Pack) -> None:
    answer = asked("estimate", "us-war-dead", "--place", "418000", layer="record")
    fits = {row["scope"]: row["fit"] for row in answer["data"][1:]}
    assert [scope for scope, fit in fits.items() if fit == "fits"] == ["total-dead"]
    groups = {group["scope"]: group for group in answer["data"][0]["groups"]}
    assert set(groups["total-dead"]["includes"]) == {"military-dead", "civilian-dead"}
    # 405,399 of the forces and about 12,000 civilians and merchant seamen: 417,399, which is 418,000 to the thousand above.
    civilian = Decimal(groups["civilian-dead"]["low"])
    assert 417_000 <= 405_399 + civilian <= 418_000
    words = findings(PAGE, "faq-18-american-deaths")["scope-mismatch"]
    assert words
    audit = [row for row in asked("audit", PAGE, layer="audit")["data"] if row["claim"] == "faq-18-american-deaths"]
    assert {row["kind"] for row in audit} == {"scope-mismatch"}
    # The two American figures of the page count different things; that is no contradiction.
    (pair,) = [row for row in audit if row["against"] == "faq-05-american-soldiers-dead"]
    assert "they do not exclude each other" in pair["comparison"]
