"""Rows R44 and R45: Germany between two fronts, and the meeting on the Elbe before Berlin fell."""

from __future__ import annotations

import msgspec

from tests.rows.support import asked, by_id, findings, said
from torgau.api import Pack
from torgau.charts import event_dots
from torgau.dates import When


def test_R44_diplomatic_and_military_tracks_on_one_axis(pack: Pack) -> None:
    answer = asked("timeline", "--from", "1945-02", "--to", "1945-05", "--tracks", "diplomatic,military", layer="record")
    lines = by_id(answer["data"])
    assert {line["track"] for line in lines.values()} == {"diplomatic", "military"}
    assert lines["yalta-conference"]["track"] == "diplomatic"
    assert lines["elbe-meeting"]["track"] == "military"
    # One axis: the order of time, whichever the track. Yalta, the note to Japan, the Elbe, Berlin, Reims.
    order = [i for i in lines if i in ("yalta-conference", "elbe-meeting", "berlin-garrison-capitulates", "reims-surrender")]
    assert order == ["yalta-conference", "elbe-meeting", "berlin-garrison-capitulates", "reims-surrender"]

    printed = said("timeline", "--from", "1945-04-20", "--to", "1945-05-10", "--tracks", "diplomatic,military")
    assert "diplomatic military ------" in printed
    assert printed.index("1945-04-23 Truman speaks sharply to") < printed.index("1945-04-25 American and Soviet")
    # Both fronts come nearer to Berlin: in the west from the Roer (516 km, 23 February) to the Elbe (110 km, 25 April), in the
    # east from the Oder (85 km, 31 January) to the encirclement of the city (25 April).
    west = {point.start.text: point.value for point in pack.record.points["front-berlin-west"]}
    east = {point.start.text: point.value for point in pack.record.points["front-berlin-centre"]}
    assert [west[day] for day in ("1945-02-23", "1945-03-24", "1945-04-25")] == [516, 473, 110]
    assert [east[day] for day in ("1945-01-31", "1945-04-16", "1945-04-25")] == [85, 66, 0]
    assert "borne out by" in findings("state-note-2005", "note-p7-advance-from-both-sides")["agrees"]


def test_R44_the_picture_has_a_row_for_each_track_over_one_axis(pack: Pack) -> None:
    lines = pack.timeline("1945-02-01", "1945-05-31", tracks=("diplomatic", "military"))
    drawn = event_dots(pack.record, lines, id="events", title="Events by track")
    assert len(drawn.rows) == len(lines) > 20
    assert {row["track"] for row in drawn.rows} == {"diplomatic", "military"}
    # One picture: every layer has the same time axis, and the two tracks stand on different heights over it.
    spec = drawn.spec()
    axes = [layer["encoding"]["x"]["scale"] for layer in spec["layer"] if "x" in layer["encoding"]]
    assert axes
    assert all(axis == axes[0] for axis in axes)
    dots = {dot["title"]: dot for data in spec["datasets"].values() for dot in data if "title" in dot}
    yalta, elbe = dots["Yalta Conference"], dots["American and Soviet troops meet on the Elbe"]
    assert (yalta["track"], elbe["track"]) == ("diplomatic", "military")
    assert yalta["x"] < elbe["x"]
    heights = {track: {dot["y"] for dot in dots.values() if dot["track"] == track} for track in ("diplomatic", "military")}
    assert max(heights["diplomatic"]) < min(heights["military"])


def test_R45_elbe_before_berlin_by_both_dates(pack: Pack) -> None:
    found = findings("state-note-2005", "note-p7-elbe-before-berlin")["agrees"]
    # 25 April to 2 May: 5 days of April and 2 of May.
    assert "American and Soviet troops meet on the Elbe (1945-04-25), The garrison of Berlin capitulates (1945-05-02)" in found
    assert "7 days apart" in found
    # By the page's own date for Berlin, 8 May, it holds too: 13 days. By 24 April it would not.
    berlin = pack.record.events["berlin-garrison-capitulates"]

    def judged(day: str) -> tuple[str, str]:
        moved = Pack(pack.record.with_entry("events", msgspec.structs.replace(berlin, date=When.parse(day))))
        (finding,) = [item for item in moved.audit("state-note-2005") if item.claim == "note-p7-elbe-before-berlin"]
        return finding.kind, finding.comparison

    assert judged("1945-05-08")[0] == "agrees"
    assert "13 days apart" in judged("1945-05-08")[1]
    assert judged("1945-04-24")[0] == "error"
