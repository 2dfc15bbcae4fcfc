"""A process with a plain and a coast, and figures for it that are easy to reckon with."""

from __future__ import annotations

from tests.outcome.support import day, made_process, point
from torgau.vocabulary.outcomes import Process
from torgau.vocabulary.quantities import Point

STEPS = 20


def theatres() -> Process:
    return made_process(
        theatres=[
            {
                "id": "plain",
                "name": "plain",
                "opened": day(0),
                "axes": [
                    {"id": "road", "name": "road", "series": "road", "decisive": True, "until": day(70)},
                    {"id": "track", "name": "track", "series": "track"},
                ],
            },
            {
                "id": "coast",
                "name": "coast",
                "opened": day(30),
                "closed": day(100),
                "axes": [{"id": "shore", "name": "shore", "series": "shore"}],
            },
        ],
        inputs=[
            {"id": "free", "kind": "forces", "power": "A", "series": "men"},
            {"id": "landed", "kind": "forces", "power": "A", "series": "landed", "theatre": "coast"},
            {"id": "made", "kind": "output", "power": "A", "series": "made"},
            {"id": "sent", "kind": "aid", "power": "A", "to": "B", "series": "sent"},
            {"id": "bombs", "kind": "bombing", "power": "A", "on": "two", "series": "bombs"},
            {"id": "others", "kind": "forces", "power": "B", "series": "men"},
        ],
        midwinter=day(0),
    )


def points() -> dict[str, list[Point]]:
    weekly = [(day(7 * at), day(7 * at + 6), 10.0 + at) for at in range(STEPS)]
    return {
        "road": [point(day(-20), day(-20), 400), point(day(-3), day(-3), 380), point(day(5), day(5), 350)],
        "track": [point(day(-9), day(-9), 77, verified=False), point(day(45), day(45), 200)],
        "shore": [point(day(30), day(30), 90)],
        **{name: [point(*row) for row in weekly] for name in ("men", "made", "sent", "bombs")},
        "landed": [point(day(28), day(48), 5), point(day(49), day(69), 8)],
    }
