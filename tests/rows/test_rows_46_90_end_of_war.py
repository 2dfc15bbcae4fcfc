"""Rows R46 to R52: the fall of Berlin, the end of the war in Europe, the atomic bombs, the Soviet entry against Japan."""

from __future__ import annotations

from datetime import date

import click
import msgspec
import pytest

from tests.rows.support import asked, by_id, carries, findings, plain, rows, said
from torgau.api import Pack
from torgau.cli.main import COMMANDS, main
from torgau.dates import When

JAPAN = "yalta-japan-entry"


def test_R46_berlin_fell_on_2_may_and_the_claimed_8_may_is_another_event(pack: Pack) -> None:
    answer = asked("ask", "When did Berlin fall?", layer="record")
    assert answer["question_id"] == "fall-of-berlin"
    days = {row["id"]: row["date"] for row in rows(answer, "acts")}
    # Four events: the city on 2 May, Reims on 7 May, the surrender in effect on 8 May, Karlshorst in the night to 9 May.
    assert days["berlin-garrison-capitulates"] == "1945-05-02"
    assert days["reims-surrender"] == "1945-05-07"
    assert days["german-surrender-effective"] == "1945-05-08"
    assert days["karlshorst-surrender"] == "[1945-05-08,1945-05-09]"
    # 23:01 Central European Time (UTC+1) is 22:01 UTC on 8 May and 00:01 on 9 May in Moscow (UTC+3 that year).
    clocks = {day.where: day.date for line in pack.timeline("1945-05-08", "1945-05-08") for day in line.local_days}
    assert (clocks["UTC"], clocks["Moscow"]) == ("1945-05-08", "1945-05-09")

    # Claimed 8 May, on record 2 May: 8 - 2 = 6 days. The report names what the day may have been taken from.
    found = findings("state-note-2005", "note-p7-berlin-fell")
    assert list(found) == ["error"]
    assert "6 days before the claimed one" in found["error"]
    for likely in ("German surrender signed at Reims (1945-05-07)", "The German surrender takes effect", "Karlshorst"):
        assert likely in found["error"]


def test_R47_the_losses_at_berlin_are_those_of_an_operation_that_ends_on_8_may(pack: Pack) -> None:
    answer = asked("estimate", "berlin-operation-losses", layer="record")
    groups = {group["scope"]: group for group in answer["data"][0]["groups"]}
    irrecoverable, hurt = groups["operation-irrecoverable"], groups["operation-sick-wounded"]
    assert (irrecoverable["low"], irrecoverable["high"]) == ("78291", "78291")
    assert (hurt["low"], hurt["high"]) == ("274184", "274184")
    assert irrecoverable["unit"] == hurt["unit"] == "persons"
    # The operation runs to the general surrender, six days after the city fell; that is the scope of the figures.
    assert irrecoverable["period"] == hurt["period"] == "1945-04-16/1945-05-08"
    events = {line.id: str(line.date) for line in pack.timeline(tracks=("military",), tags=("front",))}
    assert events["berlin-operation"] == "1945-04-16/1945-05-08"
    assert events["battle-of-berlin"] == "1945-04-16/1945-05-02"
    assert events["berlin-garrison-capitulates"] == "1945-05-02"
    # The dispute is visible: a third count is no longer in use, and two numbers for civilians stand apart.
    (withdrawn,) = groups["operation-all-casualties"]["figures"]
    assert (withdrawn["value"], withdrawn["standing"]) == ("304887", "superseded")
    assert [figure["standing"] for figure in groups["city-civilian-dead"]["figures"]] == ["minority", "current"]
    words = carries(plain(pack.ask("fall-of-berlin")), "record")["answer"]
    assert "that is their scope, not the day on which the city fell" in words


def test_R48_the_war_in_europe_ends_on_8_or_9_may_and_both_days_trigger_the_promise(pack: Pack) -> None:
    shown = asked("show", "german-surrender-effective", layer="record")
    fields = {field["label"]: field["lines"] for field in shown["data"][0]["fields"]}
    assert fields["date"] == ["1945-05-08"]
    assert {"SU 1945-05-09", "DE 1945-05-08"} <= set(fields["local dates"])
    verdicts = pack.ledger("1945-09-02").verdict(JAPAN)
    triggered = {verdict.reading: verdict.timing for verdict in verdicts.verdicts}
    # 8 May + 3 months = 8 August; 9 May + 3 months = 9 August.
    assert triggered["from-8-may-declaration-three-months"].due == "1945-08-08"
    assert triggered["from-9-may-declaration-three-months"].due == "1945-08-09"


def test_R49_from_the_end_in_europe_it_was_99_days_to_the_broadcast_and_117_to_the_signature() -> None:
    answer = asked("ask", "How long did the war go on after the defeat of Germany?", layer="record")
    # 8 to 31 May are 23 days, then June 30, July 31, August 15: 99. With all of August (31) and 2 in September: 117.
    assert 23 + 30 + 31 + 15 == (date(1945, 8, 15) - date(1945, 5, 8)).days == 99
    days = {row["to"]: row["days"] for row in rows(answer, "europe")}
    assert days == {"emperors-broadcast": 99, "japanese-surrender-signed": 23 + 30 + 31 + 31 + 2}
    assert "99 days to the broadcast and 117 days to the signature" in answer["answer"]


def test_R50_two_bombs_are_two_events_with_ranges_and_nothing_dials_them(pack: Pack) -> None:
    answer = asked("ask", "How many atomic bombs were used?", layer="record")
    assert [(row["id"], row["date"]) for row in rows(answer, "uses")] == [
        ("hiroshima", "1945-08-06"),
        ("nagasaki", "1945-08-09"),
    ]
    ranges = {
        (row["estimate"], row["scope"]): (row["low"], row["high"]) for step in ("first", "second") for row in rows(answer, step)
    }
    assert ranges["hiroshima-dead", "dead-to-end-of-1945"] == ("90000", "166000")
    assert ranges["nagasaki-dead", "dead-to-end-of-1945"] == ("60000", "80000")
    # No option of any command, and no step of any question, takes a number of deaths or bombs.
    context = click.Context(main)
    options = [option for name in COMMANDS for option in _options(main.get_command(context, name))]
    assert "--on" in options
    assert not [
        option for option in options for word in ("death", "dead", "casualt", "kill", "bomb", "nuclear") if word in option
    ]
    for question in pack.questions():
        for step in question.steps:
            given = {name for name in step.__struct_fields__ if isinstance(getattr(step, name), int | float)}
            assert given <= {"months"}, f"{question.id} sets {given}"


def _options(command: click.Command | None) -> list[str]:
    """The options of a command and of its subcommands."""
    assert command is not None
    below = command.commands.values() if isinstance(command, click.Group) else ()
    return [name for each in command.params for name in each.opts] + [name for each in below for name in _options(each)]


def test_R51_the_promise_on_japan_was_kept_and_stood_in_conflict_with_the_neutrality_pact(pack: Pack) -> None:
    answer = asked("ask", "Did the USSR keep its promise on Japan?", layer="ledger")
    assert answer["question_id"] == "yalta-japan"
    found = pack.ledger("1945-09-02").verdict(JAPAN)
    timing = {verdict.reading: (verdict.verdict, verdict.timing.done, verdict.timing.days) for verdict in found.verdicts}
    # Trigger 8 May: due 8 August, declared 8 August: on the last day. Trigger 9 May: due 9 August: one day before the limit.
    assert timing["from-8-may-declaration-three-months"] == ("kept", "1945-08-08", 0)
    assert timing["from-9-may-declaration-three-months"] == ("kept", "1945-08-08", -1)
    # The two words for it in the answer that a reader sees.
    why = {reading["id"]: reading["why"] for reading in answer["readings"]}
    assert "on the last admissible day" in why[f"{JAPAN}/from-8-may-declaration-three-months"]
    assert "1 day before the last admissible day" in why[f"{JAPAN}/from-9-may-declaration-three-months"]
    # The pact: signed 13 April 1941, denounced 5 April 1945, for a term that ran to April 1946.
    assert found.main.conflicts == ("neutrality-pact-1941-su",)
    assert pack.record.instruments["neutrality-pact-1941"].signed is not None
    assert str(pack.record.instruments["neutrality-pact-1941"].signed) == "1941-04-13"
    assert [str(line.date) for line in pack.timeline("1945-04-01", "1945-04-30") if line.id == "neutrality-pact-denounced"] == [
        "1945-04-05"
    ]
    pact = pack.ledger("1945-09-02").verdict("neutrality-pact-1941-su")
    assert (pact.main.verdict, pact.main.timing.due) == ("breached", "1946-04-25")
    assert JAPAN in pact.main.conflicts
    assert "Soviet neutrality towards Japan" in said("ask", "Did the USSR keep its promise on Japan?")
    # The page leaves the pact out, and the audit says so.
    assert "Soviet-Japanese neutrality pact" in findings("state-note-2005", "note-p7-promise-kept")["omission"]


def test_R51_without_the_declaration_the_promise_is_kept_a_day_late_by_the_entry(pack: Pack) -> None:
    # The verdict is computed: without the declaration only the attack of 9 August performs, one day past 8 August.
    changed = Pack(pack.record.without("events", "soviet-declaration-of-war-on-japan"))
    by_reading = {verdict.reading: verdict for verdict in changed.ledger("1945-09-02").verdict(JAPAN).verdicts}
    assert by_reading["from-8-may-entry-three-months"].timing.days == 1
    assert by_reading["from-8-may-declaration-three-months"].verdict == "breached"


def test_R52_the_declaration_came_25_days_before_the_signature_and_6_or_7_before_the_acceptance() -> None:
    answer = asked("ask", "How long before Japan's surrender did the Soviet Union enter the war?", layer="record")
    # August 8 to 31 is 23 days, and 2 more to 2 September: 25. 14 - 8 = 6 (Washington), 15 - 8 = 7 (Tokyo).
    days = {row["to"]: row["days"] for row in rows(answer, "entry")}
    assert days == {"japan-accepts-terms": 6, "emperors-broadcast": 7, "japanese-surrender-signed": 25}
    assert "6 days to the acceptance, 7 days to the broadcast and 25 days to the signature" in answer["answer"]
    # What weighed most is shown as a dispute with named positions, on both sides.
    causes = by_id(rows(answer, "causes"))
    assert causes["surrender-soviet-entry"]["holder"] == "Tsuyoshi Hasegawa"
    assert "Richard Frank" in causes["surrender-bombs"]["holder"]
    assert "disputed" in answer["answer"]
    assert not {"correct", "true", "score"} & set(causes["surrender-bombs"])


@pytest.mark.parametrize(("signed_on", "days"), [("1945-08-12", 4), ("1945-10-08", 61)])
def test_R52_the_days_follow_the_event(pack: Pack, signed_on: str, days: int) -> None:
    # 8 August to 12 August: 4. To 8 October: 23 (August) + 30 (September) + 8 = 61.
    signed = pack.record.events["japanese-surrender-signed"]
    moved = Pack(pack.record.with_entry("events", msgspec.structs.replace(signed, date=When.parse(signed_on))))
    counted = {row["to"]: row["days"] for row in moved.ask("soviet-entry-and-surrender").data if row["step"] == "entry"}
    assert counted == {"japan-accepts-terms": 6, "emperors-broadcast": 7, "japanese-surrender-signed": days}
