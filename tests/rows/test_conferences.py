"""Rows R29 to R37: coordinated operations, the Big Three, Tehran and its promises, and what the conferences left."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import yaml

import torgau
from tests.rows.support import asked, by_id, carries, fields, findings, plain, rows, said
from torgau.api import Pack

Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
SHIPPED = Path(torgau.__file__).parent / "packs" / "grand-alliance"


def traced(event: str) -> tuple[dict[str, Any], dict[str, set[str]], dict[str, Any]]:
    """Of `ledger trace EVENT`: the commitments with their lead, and each origin with how it leads there and its lead."""
    (found,) = asked("ledger", "trace", event, layer="ledger")["data"]
    uses = {use["commitment"]: use["lead"] for use in found["uses"]}
    how: dict[str, set[str]] = {}
    for origin in found["origins"]:
        how.setdefault(origin["id"], set()).add(origin["how"])
    return uses, how, {origin["id"]: origin["lead"] for origin in found["origins"]}


def test_R29_the_landing_goes_back_to_its_meetings_with_days_of_lead() -> None:
    uses, how, lead = traced("normandy-landing")
    # From 1 December 1943: 30 days of December, 31 + 29 + 31 + 30 + 31 of January to May 1944, 6 of June: 188.
    assert uses["tehran-overlord"] == lead["tehran-conference"] == lead["tehran-military-conclusions-1943"] == 188
    assert how["tehran-conference"] == {"agenda", "concluded-at", "decided-at"}
    # Quebec ended on 24 August: 7 + 30 + 31 + 30 + 31 = 129 days to the end of 1943, then 31 + 29 + 31 + 30 + 31 + 6 = 158: 287.
    assert lead["quebec-conference-1943"] == 287
    # The communique of 11 June 1942: to 11 June 1944 it is 365 + 366 = 731 days, less 5.
    assert uses["second-front-1942-understanding"] == lead["second-front-communique-1942"] == 726
    printed = said("ledger", "trace", "normandy-landing")
    assert "First Quebec Conference (Quadrant); 287 days of lead" in printed
    assert "layer: ledger" in printed


def test_R29_other_coordinated_acts_are_traced_too() -> None:
    for act, commitment, meeting in (
        ("bagration", "tehran-soviet-offensive", "tehran-conference"),
        ("southern-france-landing", "tehran-anvil", "tehran-conference"),
        ("soviet-declaration-of-war-on-japan", "yalta-japan-entry", "yalta-conference"),
        ("soviet-declaration-of-war-on-japan", "moscow-1944-japan-entry", "tolstoy-conference-1944"),
    ):
        uses, how, lead = traced(act)
        assert commitment in uses, act
        assert how[meeting], act
        assert lead[meeting], act
    # 11 February to 8 August 1945: 17 + 31 + 30 + 31 + 30 + 31 + 8 = 178 days.
    assert traced("soviet-declaration-of-war-on-japan")[0]["yalta-japan-entry"] == 178
    # Bagration began on 22 or 23 June 1944: 188 + 16 or 17 days after 1 December 1943. Both are kept.
    assert traced("bagration")[0]["tehran-soviet-offensive"] == {"low": 204, "high": 205}


def test_R30_the_big_three_by_the_day() -> None:
    answer = asked("ask", "--id", "big-three", layer="record")
    holders = {step: [row["holder"] for row in rows(answer, step)] for step in ("april", "before", "after")}
    assert holders == {
        "april": ["Harry S. Truman", "Winston Churchill", "Joseph Stalin"],  # 13 April: the day after Roosevelt died
        "before": ["Harry S. Truman", "Winston Churchill", "Joseph Stalin"],  # 25 July: the day before Attlee took office
        "after": ["Harry S. Truman", "Clement Attlee", "Joseph Stalin"],  # 28 July
    }
    # The intervals themselves: Roosevelt to 11 April, Churchill to 25 July.
    for day, holder in (("1945-04-11", "Franklin D. Roosevelt"), ("1945-04-12", "Harry S. Truman")):
        held = asked("status", "--on", day, "--between", "US", "--kind", "office", layer="record")["data"]
        assert holder in [item["value"] for item in held]
    for day, holder in (("1945-07-25", "Winston Churchill"), ("1945-07-26", "Clement Attlee")):
        held = asked("status", "--on", day, "--between", "UK", "--kind", "office", layer="record")["data"]
        assert holder in [item["value"] for item in held]


CONFERENCES = (
    "moscow-conference-1943",
    "tehran-conference",
    "dumbarton-oaks-conference",
    "tolstoy-conference-1944",
    "yalta-conference",
    "potsdam-conference",
)


def agendas() -> dict[str, list[dict[str, str]]]:
    """The agenda of each event, read from the data files without Torgau. Those of the war are in `events/`."""
    found: dict[str, list[dict[str, str]]] = {}
    for path in sorted(SHIPPED.glob("events/194*.yaml")):
        for event in yaml.load(path.read_text(encoding="utf-8"), Loader=Loader)["events"]:
            found[event["id"]] = event.get("agenda", [])
    return found


def test_R31_agenda_items_are_typed_and_their_outcomes_can_be_counted() -> None:
    written = agendas()
    types = {item["type"] for event in CONFERENCES for item in written[event]}
    assert {"operations", "borders", "germany", "japan", "institutions"} <= types
    answer = asked("ask", "--id", "conference-harvest", layer="claim")
    table = by_id(rows(answer, "table"))
    assert list(table) == list(CONFERENCES)
    for event in CONFERENCES:
        counted = Counter(item["outcome"] for item in written[event])
        row = table[event]
        assert (row["decided"], row["deferred"], row["no_agreement"]) == (
            counted["decided"],
            counted["deferred"],
            counted["no-agreement"],
        ), event
        assert counted["deferred"] >= 2, event
    # Of Yalta by hand: trusteeship, Poland's western frontier, dismemberment, the Straits and the war criminals were put off.
    assert table["yalta-conference"]["deferred"] == 5
    left_out = findings("state-note-2005", "note-p5-post-war-questions")["omission"]
    for title in ("Moscow Conference of Foreign Ministers", "Dumbarton Oaks", "Moscow Conference of 1944", "Potsdam"):
        assert title in left_out


def on(day: str) -> list[str]:
    """The conferences of a day."""
    return [line["id"] for line in asked("timeline", "--from", day, "--to", day, layer="record")["data"]]


def test_R32_tehran_crosses_the_end_of_november() -> None:
    shown = fields("tehran-conference")
    assert shown["date"] == ["1943-11-28/1943-12-01"]
    assert (shown["actors"], shown["place"], shown["kind"]) == (["US, UK, SU"], ["tehran"], ["conference"])
    assert "tehran-conference" in on("1943-11-30")
    assert "tehran-conference" in on("1943-12-01")
    assert "tehran-conference" not in on("1943-12-02")
    found = findings("state-note-2005", "note-p5-tehran-date")["imprecise"]
    assert "claimed 1943-11, on record 1943-11-28/1943-12-01: overlaps, not contained" in found


def readings(commitment: str, *arguments: str) -> dict[str, dict[str, Any]]:
    """The verdict under each reading, by `ledger show`."""
    answer = asked("ledger", "show", commitment, *arguments, layer="ledger")
    return {verdict["reading"]: verdict for verdict in answer["data"]}


def test_R33_tehran_overlord_six_days_late() -> None:
    found = readings("tehran-overlord", "--on", "1945-09-02")
    main = found["text"]
    # Due in May 1944, so by the 31st; landed on 6 June: 6 days.
    assert main["verdict"] == "kept-late"
    assert main["timing"] == {"due": "1944-05-31", "done": "1944-06-06", "days": 6}
    assert any("1944-06-06" in why and "6 days after the last admissible day" in why for why in main["why"])
    shown = fields("tehran-overlord")
    assert (shown["debtors"], shown["creditors"]) == (["US, UK"], ["SU"])
    # The disputed reading: preparations under way in May, for which May was kept. It has its own words and its own verdict.
    other = found["preparations-in-may"]
    assert other["verdict"] == "kept"
    assert other["timing"]["due"] == "1944-05-31"
    assert other["words"]
    assert "disputed" in main["flags"]
    # On the last day of May it was not yet late, and on 1 June it was breached until the landing.
    assert readings("tehran-overlord", "--on", "1944-05-31")["text"]["verdict"] == "pending"
    assert readings("tehran-overlord", "--on", "1944-06-05")["text"]["verdict"] == "breached"
    left_out = findings("state-note-2005", "note-p5-invasion-confirmed")["omission"]
    assert "Landing in southern France" in left_out
    assert "Soviet offensive at about the same time" in left_out


def test_R34_the_open_promise_on_japan_waits_without_a_deadline() -> None:
    """No deadline, and before the German surrender its condition is unmet: in the words of the ledger it is conditional."""
    before = readings("tehran-japan-entry", "--on", "1945-02-10")["text"]
    assert before["verdict"] == "conditional"
    assert before["timing"] == {"due": None, "done": None, "days": None}
    assert any("none is invented" in why for why in before["why"])
    assert any("Germany finally defeated" in why and "not met by 1945-02-10" in why for why in before["why"])
    # Superseded by the promise with a term, to which it is linked.
    after = readings("tehran-japan-entry", "--on", "1945-02-11")["text"]
    assert after["verdict"] == "superseded"
    assert "yalta-japan-entry" in after["depends_on"]
    assert "tehran-japan-entry" in " ".join(fields("yalta-japan-entry")["supersedes"])
    # Taken as a promise that lived on, it detaches with the German surrender and is kept in August, still without a due day.
    lived_on = readings("tehran-japan-entry", "--on", "1945-05-08")["performed-in-the-end"]
    assert (lived_on["verdict"], lived_on["timing"]["due"]) == ("pending", None)
    assert readings("tehran-japan-entry", "--on", "1945-08-08")["performed-in-the-end"]["verdict"] == "kept"


def test_R35_without_the_landing_the_promise_on_japan_becomes_releasable(pack: Pack) -> None:
    day = "1944-12-31"
    whatif = asked("ledger", "whatif", "--remove", "normandy-landing", "--on", day, layer="ledger")
    changed = {(item["commitment"], item["reading"]): item for item in whatif["data"]}
    japan = changed["tehran-japan-entry", "text"]
    assert japan["changed"] == ["flags"]
    assert (japan["before"]["flags"], japan["after"]["flags"]) == ([], ["releasable"])
    assert japan["before"]["verdict"] == japan["after"]["verdict"] == "conditional"
    overlord = changed["tehran-overlord", "text"]
    assert (overlord["before"]["verdict"], overlord["after"]["verdict"]) == ("kept-late", "breached")

    # Nothing else changes: by their own terms, of all promises on that day, only these two; under some reading only those second
    # fronts of 1942 and 1943 that the landing performs. Computed again from a record that never had the landing.
    before, after = pack.ledger(on=day), Pack(pack.record.without("events", "normandy-landing")).ledger(on=day)
    terms = [one.id for one, two in zip(before, after, strict=True) if outcome(one.main) != outcome(two.main)]
    assert sorted(terms) == ["tehran-japan-entry", "tehran-overlord"]
    pairs = zip(before, after, strict=True)
    some = [one.id for one, two in pairs if [*map(outcome, one.verdicts)] != [*map(outcome, two.verdicts)]]
    assert sorted(some) == sorted({commitment for commitment, _ in changed})
    assert set(some) - set(terms) == {"second-front-1942-understanding", "second-front-august-1943", "second-front-spring-1944"}
    assert len(before) > 200

    # The link is first-class, and honest about whose it is: not in the text.
    exchange = asked("ask", "--id", "tehran-exchange", layer="ledger")
    assert "an interpretation" in exchange["answer"]
    found = findings("state-note-2005", "note-p5-promises-in-exchange")["judgement"]
    assert "not scored" in found
    assert "against it: Soviet offensive at about the same time" in found


def outcome(verdict: Any) -> tuple[Any, ...]:
    """What a reader would call the result of a verdict."""
    return verdict.verdict, verdict.possible, verdict.timing, verdict.flags


def test_R36_yalta_in_february_1945(pack: Pack) -> None:
    shown = fields("yalta-conference")
    assert shown["date"] == ["1945-02-04/1945-02-11"]
    assert (shown["actors"], shown["place"]) == (["US, UK, SU"], ["yalta"])
    # 4 to 11 February, both counted: 8 days.
    assert ["yalta-conference" in on(f"1945-02-{day:02}") for day in (3, 4, 11, 12)] == [False, True, True, False]
    days = [
        line.date for line in pack.timeline("1945-02-01", "1945-02-28", kinds=("conference",)) if line.id == "yalta-conference"
    ]
    assert [(date.hi or 0) - (date.lo or 0) + 1 for date in days] == [8]
    assert "contained" in findings("state-note-2005", "note-p5-yalta-date")["agrees"]


def test_R37_the_table_may_disagree_with_the_judgement(pack: Pack) -> None:
    answer = asked("ask", "--id", "conference-harvest", layer="claim")
    judged = by_id(rows(answer, "judged"))
    assert judged["note-p5-yalta-most-important"]["source"] == "state-note-2005"
    assert judged["eubank-conceded-at-tehran"]["holder"] == "Keith Eubank, by a review"
    assert len({row["holder"] for row in judged.values()}) >= 3
    table = by_id(rows(answer, "table"))
    assert sum(table["yalta-conference"]["verdicts"].values()) == table["yalta-conference"]["promises"]
    assert max(table, key=lambda event: table[event]["promises"]) == "yalta-conference"
    # The Office speaks twice, in the note and in its essay, and is one witness.
    assert "counts as witness" in fields("state-note-2005")
    assert fields("state-note-2005")["counts as witness"] == fields("milestones-wartime-conferences")["counts as witness"]

    # Were half of Yalta's promises not in the pack, Potsdam would have most, and the judgement would stand as it is.
    fewer = pack.record
    yalta = [c.id for c in pack.record.commitments.values() if c.instrument == "yalta-protocol-1945"]
    for commitment in yalta[: len(yalta) // 2]:
        fewer = fewer.without("commitments", commitment)
    changed = carries(plain(Pack(fewer).ask("conference-harvest")), "claim")
    other = by_id(rows(changed, "table"))
    assert max(other, key=lambda event: other[event]["promises"]) == "potsdam-conference"
    assert by_id(rows(changed, "judged"))["note-p5-yalta-most-important"] == judged["note-p5-yalta-most-important"]
