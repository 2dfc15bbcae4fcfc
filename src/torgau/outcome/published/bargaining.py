"""What a conference could have agreed: one reading, from judged positions, with its disagreement points in the open.

Every number that goes in is a judgement (`issues` of a pack), made by people who knew the outcome. So nothing here is a
finding. The reading shows, for each issue, the ground on the conference's last day, what no agreement would have meant, and
what simple rules make of the judged positions, beside what was agreed. It says which issues and terms stand on ground that was
held otherwise months earlier or later. It gives no probability of anything, and it explains nothing that the placing of the
positions has not put in.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from torgau.dates import Duration, add, format_day, subtract
from torgau.ledger.terms import Control, PlaceOnDay, Sensitive, control_of, last_day, sensitive
from torgau.outcome.published.group_decision import (
    AS_DESCRIBED,
    CORRECTED,
    PUBLISHED,
    Player,
    bargain,
    weighted_mean,
    weighted_median,
)
from torgau.record.statuses import status_on
from torgau.vocabulary import Id, Record
from torgau.vocabulary.bargaining import Issue

LABEL = (
    "One reading, not a finding: positions, saliences and capabilities are judgements of people who knew the outcome, and what "
    "no agreement would have meant is assumed as stated."
)
WIDTH = 100.0
"""The width of every judged scale."""
ROUNDS = 20
"""Rounds of the group decision model before it is left where it is."""
MANY = 8
"""Above so many parties only the positions are varied, since the corners double with each."""


@dataclass(frozen=True)
class Range:
    """A point on the scale of an issue, and the lowest and highest over the judged ranges of what goes in."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Disagreement:
    """What no agreement means on one day: a `point` on the scale, None where it is not determined.

    `party` is whose wish it is where the ground decides; `why` says how it was found, in words.
    """

    day: str
    point: float | None
    party: Id | None
    why: str


@dataclass(frozen=True)
class IssueReading:
    """One issue: the ground, the disagreement point on the conference's day and with it moved, and what each rule gives.

    `mean` and `median` are the baselines that any model must beat. `nash` is the asymmetric Nash solution from the disagreement
    point; None where that is not determined. `group` holds, by variant, the median of the group decision model and whether the
    group came to rest. Each is None where the issue mattered to nobody. `agreed` places what was agreed, itself a judgement.
    """

    issue: Issue
    ground: tuple[PlaceOnDay, ...]
    disagreement: Disagreement
    moved: Disagreement
    mean: Range | None
    median: Range | None
    nash: Range | None
    nash_moved: Range | None
    group: tuple[tuple[str, float, bool], ...]
    agreed: Range | None
    ground_differs: bool

    @property
    def sensitive(self) -> bool:
        """Whether the ground, or what no agreement means, is otherwise with the conference moved."""
        return self.ground_differs or (self.disagreement.point, self.disagreement.party) != (self.moved.point, self.moved.party)


@dataclass(frozen=True)
class ConferenceReading:
    """The reading of a conference. `terms` are the promises whose places were held otherwise on the other day (from the ledger).

    `misses` gives for each rule the mean distance from what was agreed, in points of 100, and over how many issues; the rules
    stand in order of their names' declaration, never ranked: the judges knew the outcome.
    """

    event: Id
    title: str
    day: str
    other_day: str
    label: str
    issues: tuple[IssueReading, ...]
    terms: tuple[Sensitive, ...]
    misses: tuple[tuple[str, float, int], ...]

    @property
    def sensitive_issues(self) -> tuple[IssueReading, ...]:
        """The issues for which the ground or the disagreement point moves with the date."""
        return tuple(item for item in self.issues if item.sensitive)


def conference_reading(record: Record, event_id: Id, months: int = -6) -> ConferenceReading:
    """The reading of a conference, and what of it moves with the conference `months` later (negative: earlier).

    Only the ground is moved. The judged positions stay as they are, since nobody judged what they would have been.
    KeyError for an unknown event; ValueError for one without a known last day.
    """
    event = record.events[event_id]
    day = last_day(record, event_id)
    shift = Duration(months=abs(months))
    other = add(day, shift) if months >= 0 else subtract(day, shift)
    changed = sensitive(record, event_id, months)
    issues = tuple(_read(record, issue, day, other, changed) for issue in record.issues.values() if issue.conference == event_id)
    return ConferenceReading(
        event=event_id,
        title=event.title,
        day=format_day(day),
        other_day=format_day(other),
        label=LABEL,
        issues=issues,
        terms=changed,
        misses=tuple(_misses(issues)),
    )


def disagreement_on(record: Record, issue: Issue, day: int) -> Disagreement:
    """What no agreement on an issue would have meant on a day.

    Under the rule `ground` it is the wish of the one party whose forces hold the whole of every place of the issue's
    commitments that day, for certain. Where another party stands there too, or somebody at war with that party holds even a
    part, the ground decides nothing. Under `scale-0` it is 0: things stay as they are.
    """
    when = format_day(day)
    if issue.without_agreement == "scale-0":
        return Disagreement(when, 0.0, None, f"without agreement: {issue.at_0}")
    if issue.without_agreement == "unknown":
        return Disagreement(when, None, None, "nobody has judged what no agreement would have meant")
    places = _places(record, issue)
    if not places:
        return Disagreement(when, None, None, "the ground decides, and no place is named")
    positions = {stand.actor: float(stand.position.value) for stand in issue.stands}
    there = [control_of(record, place, day).control for place in places]
    wholly = [{item.by for item in held if item.by in positions and _holds(item)} for held in there]
    present = {item.by for held in there for item in held if item.by in positions}
    common = set.intersection(*wholly)
    if len(common) == 1 and len(present) == 1:
        (party,) = common
        if any(_at_war(record, party, item.by, day) for held in there for item in held):
            return Disagreement(when, None, None, "somebody at war with the party there holds a part of the ground")
        return Disagreement(when, positions[party], party, "without agreement: the wish of the party that holds the ground")
    if not present:
        return Disagreement(when, None, None, "no party at the table is known to hold the ground")
    return Disagreement(when, None, None, "no single party at the table holds all of the ground")


def nash_point(weights: Sequence[float], positions: Sequence[float], disagreement: float) -> float:
    """The asymmetric Nash bargaining solution on a line (Nash 1950; Kalai 1977), with losses that grow with distance.

    It maximises Σ w_i ln g_i(x) over the points that leave nobody worse off than no agreement at d, with the gain of party i
    g_i(x) = |d - p_i| - |x - p_i|. Parties on both sides of d, or one that has its wish at d, leave nothing to gain together: d.
    Parties whose weight is 0 only keep their veto.
    """
    sides = {math.copysign(1, p - disagreement) if p != disagreement else 0.0 for p in positions}
    if len(sides) != 1 or 0.0 in sides:
        return disagreement
    sign = sides.pop()
    wishes = [abs(p - disagreement) for p in positions]

    high = 2 * min(wishes)

    def slope(x: float) -> float:
        # d/dx of w ln(g): rising towards a wish w / x, falling behind it -w / (2 wish - x).
        if x >= high:
            return -math.inf
        return sum(w / x if x < wish else -w / (2 * wish - x) for w, wish in zip(weights, wishes, strict=True))

    below, above = 0.0, high
    for _ in range(100):  # the sum is concave, so its slope falls: halve the interval in which it changes sign
        middle = (below + above) / 2
        if middle > 0 and slope(middle) <= 0:
            above = middle
        else:
            below = middle
    return disagreement + sign * (below + above) / 2


def _read(record: Record, issue: Issue, day: int, other: int, changed: Sequence[Sensitive]) -> IssueReading:
    here, there = disagreement_on(record, issue, day), disagreement_on(record, issue, other)
    players = [
        Player(stand.actor, float(stand.capability), float(stand.position.value), float(stand.salience.value) / WIDTH)
        for stand in issue.stands
    ]
    agreed = issue.agreed
    return IssueReading(
        issue=issue,
        ground=tuple(control_of(record, place, day) for place in _places(record, issue)),
        disagreement=here,
        moved=there,
        mean=_range(issue, weighted_mean),
        median=_range(issue, weighted_median),
        nash=_nash(issue, here),
        nash_moved=_nash(issue, there),
        group=tuple(_group(players)),
        agreed=Range(float(agreed.value), float(agreed.low), float(agreed.high)) if agreed is not None else None,
        ground_differs=any(item.commitment in issue.commitments for item in changed),
    )


def _group(players: Sequence[Player]) -> Iterator[tuple[str, float, bool]]:
    if not any(player.salience for player in players):
        return
    for variant in (PUBLISHED, CORRECTED, AS_DESCRIBED):
        done = bargain(players, ROUNDS, variant)
        yield variant.name, done.rounds[-1].median, done.at_rest is not None


Rule = Callable[[Sequence[float], Sequence[float]], float]


def _nash(issue: Issue, found: Disagreement) -> Range | None:
    if found.point is None:
        return None
    fixed, parties = found.point, [stand.actor for stand in issue.stands]
    at = parties.index(found.party) if found.party is not None else None

    def solve(weights: Sequence[float], positions: Sequence[float]) -> float:
        # Where the ground decides, the disagreement point is a judged wish too and moves with its range.
        return nash_point(weights, positions, fixed if at is None else positions[at])

    return _range(issue, solve)


def _range(issue: Issue, rule: Rule) -> Range | None:
    """A rule at the judged values (None where the issue mattered to nobody), and its lowest and highest with all positions low
    or high and each salience low or high.

    For the weighted mean and median these corners hold the extremes: both rise with every position, and between the ends of one
    salience they are monotone. For other rules they are a sample.
    """
    capability = [float(stand.capability) for stand in issue.stands]

    def at(end: str, saliences: Sequence[float]) -> float | None:
        positions = [float(getattr(stand.position, end)) for stand in issue.stands]
        weights = [c * s for c, s in zip(capability, saliences, strict=True)]
        return rule(weights, positions) if sum(weights) > 0 else None

    middle = [float(stand.salience.value) for stand in issue.stands]
    ends = [(float(stand.salience.low), float(stand.salience.high)) for stand in issue.stands]
    corners = product(*ends) if len(ends) <= MANY else iter([tuple(middle)])
    tried = (at(end, saliences) for saliences in (tuple(middle), *corners) for end in ("low", "value", "high"))
    found = [point for point in tried if point is not None]
    value = at("value", middle)
    return None if value is None else Range(value, min(found), max(found))


def _misses(issues: Sequence[IssueReading]) -> Iterator[tuple[str, float, int]]:
    """For each rule its mean distance from what was agreed, over the issues for which both are there."""
    rules: dict[str, list[float]] = {}
    for item in issues:
        if item.agreed is None:
            continue
        given: Mapping[str, float | None] = {
            "weighted mean": _value(item.mean),
            "weighted median": _value(item.median),
            "Nash solution": _value(item.nash),
            **{f"group decision, {name}": point for name, point, _ in item.group},
        }
        for rule, point in given.items():
            if point is not None:
                rules.setdefault(rule, []).append(abs(point - item.agreed.value))
    for rule, distances in rules.items():
        yield rule, sum(distances) / len(distances), len(distances)


def _value(found: Range | None) -> float | None:
    return None if found is None else found.value


def _places(record: Record, issue: Issue) -> tuple[Id, ...]:
    named = (record.commitments[each].places for each in issue.commitments if each in record.commitments)
    return tuple(dict.fromkeys(place for places in named for place in places))


def _at_war(record: Record, party: Id, other: Id, day: int) -> bool:
    return party != other and bool(status_on(record, day, dimensions=("war",), between=(party, other)))


def _holds(item: Control) -> bool:
    return item.certainty == "certain" and item.where != "inside"
