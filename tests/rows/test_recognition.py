"""Rows R06 to R10: the revolutions of 1917, withheld recognition, and who recognised last."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import msgspec

from tests.rows.support import asked, by_id, carries, fields, findings, ids, nothing, plain, rows, run, said
from torgau.api import Pack


def test_R06_february_1917_is_found_under_its_march_date(edited: Callable[..., Path]) -> None:
    answer = asked("timeline", "--search", "February 1917", layer="record")
    (found,) = answer["data"]
    assert (found["id"], found["date"], found["old_style"]) == ("february-revolution", "1917-03-08", "1917-02-23")
    assert "Old Style (Julian); the Gregorian date stands first" in answer["answer"]
    assert "1917-03-08" in said("timeline", "--search", "February 1917")

    # The welcome: the United States recognised the Provisional Government on 22 March 1917 (9 March Old Style), in answer to it.
    welcome = by_id(asked("timeline", "--from", "1917-03", "--to", "1917-03", layer="record")["data"])
    assert welcome["us-recognises-provisional-government"]["date"] == "1917-03-22"
    (link,) = welcome["us-recognises-provisional-government"]["links"]
    assert (link["kind"], link["to"]) == ("responds-to", "february-revolution")
    claim = findings("state-note-2005", "note-p2-february-revolution")
    assert "right by the Julian calendar (1917-02-23), which the claim does not name" in claim["imprecise"]

    # The calendar is computed: after the Julian 29 February 1900 the two are 13 days apart until 2100. February 1917 has 28 days:
    # from the 23rd it is 5 days to the 28th, and 13 - 5 = 8, so 8 March. A pack that gives only the Julian date gets it, and
    # one that gives another Gregorian day beside it is refused.
    written = '    date: "1917-03-08"\n    old_style: "1917-02-23"\n'
    pack = edited("events/1917-1932.yaml", written, '    old_style: "1917-02-23"\n')
    (alone,) = asked("timeline", "--search", "February 1917", layer="record", pack=pack)["data"]
    assert alone["date"] == "1917-03-08"
    wrong = edited(
        "events/1917-1932.yaml", '    old_style: "1917-02-23"\n', '    date: "1917-03-07"\n    old_style: "1917-02-23"\n'
    )
    refused = run("check", str(wrong))
    assert refused.exit_code == 1
    assert "date-old-style" in refused.output


def test_R07_the_relation_changes_on_7_november_1917() -> None:
    answer = asked("diff", "1917-11-06", "1917-11-08", "--between", "US,SU", layer="record")
    (change,) = answer["data"]
    assert (change["kind"], change["dimension"], change["date"]) == ("began", "recognition", "1917-11-07")
    assert change["after"]["value"] == "withheld"
    (cause,) = change["causes"]
    assert (cause["event"], cause["date"], cause["how"]) == ("october-revolution", "1917-11-07", "named")
    assert nothing("diff", "1917-11-04", "1917-11-06", "--between", "US,SU")

    # February before October.
    lines = by_id(asked("timeline", "--from", "1917", "--to", "1917", "--tag", "revolution", layer="record")["data"])
    assert list(lines).index("february-revolution") < list(lines).index("october-revolution")
    assert lines["october-revolution"]["old_style"] == "1917-10-25"
    (found,) = asked("timeline", "--search", "October 1917", layer="record")["data"]
    assert found["date"] == "1917-11-07"


def test_R07_eight_months_between_the_revolutions(pack: Pack) -> None:
    """The days between are computed by a question's step, here with other events put into a question of the pack.

    From 8 March to 7 November 1917 it is 23 + 30 + 31 + 30 + 31 + 31 + 30 + 31 + 7 = 244 days, eight months less one day.
    """
    question = pack.record.questions["last-to-recognise"]
    lag = next(step for step in question.steps if step.name == "wait")
    other = msgspec.structs.replace(lag, start="february-revolution", ends=("october-revolution",))
    steps = tuple(other if step is lag else step for step in question.steps)
    asked_again = Pack(pack.record.with_entry("questions", msgspec.structs.replace(question, steps=steps)))
    answer = carries(plain(asked_again.ask("last-to-recognise")), "record")
    assert [row["days"] for row in rows(answer, "wait")] == [244]
    assert "7 months 30 days" in answer["answer"]  # 8 March to 8 October are 7 months; 8 October to 7 November are 30 days


def recognises(who: str, whom: str, day: str) -> list[str]:
    """The ids of the statuses by which `who` recognised `whom` on a day, denials left out."""
    found = asked("status", "--on", day, "--between", f"{who},{whom}", "--kind", "recognition", layer="record")["data"]
    return [item["id"] for item in found if item["subject"] == who and item["object"] == whom and not item["denies"]]


def recognitions(pack: Pack, who: str, whom: str | None, day: str) -> list[str]:
    """The same by the Python face."""
    found = pack.status(on=day, between=(who, whom or ""), dimensions=("recognition",))
    return [item.id for item in found if item.subject == who and not item.denies]


def test_R08_recognition_is_an_interval_for_each_pair(pack: Pack) -> None:
    # 1 January 1925: Washington no, London yes (since 1 February 1924).
    withheld = asked("status", "--on", "1925-01-01", "--between", "US,SU", "--kind", "recognition", layer="record")
    (denial,) = withheld["data"]
    assert (denial["subject"], denial["object"], denial["denies"]) == ("US", "SU", True)
    assert (denial["start"], denial["end"]) == ("1917-11-07", "1933-11-16")
    assert "express denial" in withheld["answer"]
    assert recognises("UK", "SU", "1925-01-01") == ["uk-recognition-of-su"]

    # Any pair of the pack can be asked, in one direction at a time, on the first day and the day before.
    pairs = [s for s in pack.record.statuses.values() if s.dimension == "recognition" and s.value == "recognised" and s.object]
    assert len(pairs) >= 12
    for status in pairs:
        if status.start.is_single_day and status.start.lo is not None:
            before = date.fromordinal(status.start.lo - 1).isoformat()
            assert status.id in recognitions(pack, status.subject, status.object, status.start.text)
            assert status.id not in recognitions(pack, status.subject, status.object, before)
    assert nothing("status", "--on", "1925-01-01", "--between", "TR,CA", "--kind", "recognition")


def test_R08_the_ground_is_an_attributed_claim_and_the_rest_is_an_omission() -> None:
    answer = asked("ask", "--id", "ground-of-non-recognition", layer="claim")
    (ground,) = rows(answer, "grounds")
    assert ground["holder"].startswith("United States government")
    assert "neither elected nor representative" in ground["asserts"]
    assert ground["relies_on"] == ["colby-note"]
    assert "dispute-debts" in ground["opposed_by"]
    assert fields("note-p2-ground-of-refusal", layer="claim")["statement"][0].startswith("text")
    found = findings("state-note-2005", "note-p2-recognition-refused")
    assert "it did not hold on any day of it" in found["agrees"]
    # Debt repudiation and the American landings of 1918 are left out by the text.
    assert "annuls the debts" in found["omission"]
    assert "Vladivostok" in found["omission"]
    assert "Archangel" in found["omission"]


def test_R09_the_status_flips_on_16_november_1933() -> None:
    assert recognises("US", "SU", "1933-11-15") == []
    assert recognises("US", "SU", "1933-11-16") == ["us-recognition-of-su"]
    answer = asked("diff", "1933-11-15", "1933-11-16", "--between", "US,SU", "--kind", "recognition", layer="record")
    (change,) = answer["data"]
    assert (change["kind"], change["date"]) == ("changed", "1933-11-16")
    assert (change["before"]["id"], change["after"]["id"]) == ("us-withholds-recognition-of-su", "us-recognition-of-su")

    # 7 November 1917 to 7 November 1933: 16 years = 16 * 365 + 4 leap days (1920, 1924, 1928, 1932) = 5844 days; 9 more: 5853.
    asked_for = asked("ask", "When did America recognise the Soviet Union?", layer="record")
    assert asked_for["question_id"] == "last-to-recognise"
    assert [row["days"] for row in rows(asked_for, "wait")] == [5853]
    assert "16 years 9 days" in asked_for["answer"]


DATES = {
    "DE": "1922-04-16",
    "UK": "1924-02-01",
    "IT": "1924-02-07",
    "CN": "1924-05-31",
    "FR": "1924-10-28",
    "JP": "1925-01-20",
    "US": "1933-11-16",
}
"""Rapallo; the British note; the Italian, Chinese and French recognitions; the treaty of Peking; the exchange of letters."""


def test_R10_the_last_of_a_declared_set_is_computed(pack: Pack) -> None:
    answer = asked("ask", "--id", "last-to-recognise", layer="record")
    assert {row["actor"]: row["date"] for row in rows(answer, "last")} == DATES
    assert "the last to recognise the Soviet Union was the United States, on 1933-11-16" in answer["answer"]
    assert answer["answer"].startswith("Of Germany, the United Kingdom, Italy, China, France, Japan and the United States, ")
    assert (
        "last of DE, UK, IT, CN, FR, JP, US by the record: US"
        in findings("state-note-2005", "note-p2-last-major-power")["agrees"]
    )

    # Take the United States out of the set: the answer is Japan, and the set that is named has changed too.
    question = pack.record.questions["last-to-recognise"]
    order = next(step for step in question.steps if step.name == "last")
    six = msgspec.structs.replace(order, among=tuple(actor for actor in order.among if actor != "US"))
    steps = tuple(six if step is order else step for step in question.steps)
    changed = Pack(pack.record.with_entry("questions", msgspec.structs.replace(question, steps=steps)))
    found = carries(plain(changed.ask("last-to-recognise")), "record")
    assert "the last to recognise the Soviet Union was Japan, on 1925-01-20" in found["answer"]
    assert "and the United States" not in found["answer"].split(",")[0]
    assert ids(rows(found, "last"))[-1] == "jp-recognises-su"

    # Nothing is stored: had the United States recognised on 1 January 1925, Japan would again be the last.
    status = pack.record.statuses["us-recognition-of-su"]
    january = msgspec.structs.replace(status, start=type(status.start).parse("1925-01-01"))
    earlier = Pack(pack.record.with_entry("statuses", january))
    assert "was Japan, on 1925-01-20" in plain(earlier.ask("last-to-recognise"))["answer"]
