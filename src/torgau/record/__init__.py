"""The record layer: look-up and interval arithmetic over sourced entries.

Every function is pure, takes a `Record` first, and returns small frozen structures that all faces share. Days are ordinals
(`torgau.dates.parse_day`). Nothing here simulates, averages rivals, or knows an actor or a date.
"""

from torgau.record.acts import Conflict, Count, conflicts_with_status, count_events
from torgau.record.comparisons import Beginning, Holder, Member, Ranking, holders, members, order
from torgau.record.diff import Cause, Change, diff
from torgau.record.estimates import (
    EstimateView,
    FigureRow,
    Incomparable,
    Placement,
    ScopeGroup,
    default_scope,
    estimate,
    place_value,
)
from torgau.record.groups import Through, concern, groups_of, members_of
from torgau.record.lags import Lag, date_of, lag
from torgau.record.paths import Hop, links, path
from torgau.record.ratios import Comparison, NotCompared, Quantity, Ratio, compare
from torgau.record.references import Reference, all_references, references_of, used_by
from torgau.record.relation import Peak, YearScore, peak, peaks, scores
from torgau.record.search import Found, find_events
from torgau.record.series import Extreme, IndexPoint, SeriesView, Sum, cumulative, extreme, index_to, points_between
from torgau.record.show import Field, Ref, Shown, SourceDates, SourceLine, nearest, show, source_dates, source_lines, title_of
from torgau.record.standings import DENIALS, Standing, standing, standings
from torgau.record.statuses import (
    DIMENSIONS,
    Alliance,
    Held,
    PlaceOn,
    StatusOn,
    alliances,
    held,
    place_on,
    recognises,
    status_on,
)
from torgau.record.timeline import Dated, LocalDay, doubt_of, event_line, in_order, local_days, timeline
from torgau.record.witnesses import Witness, Witnesses, witness_of, witnesses

__all__ = [
    "DENIALS",
    "DIMENSIONS",
    "Alliance",
    "Beginning",
    "Cause",
    "Change",
    "Comparison",
    "Conflict",
    "Count",
    "Dated",
    "EstimateView",
    "Extreme",
    "Field",
    "FigureRow",
    "Found",
    "Held",
    "Holder",
    "Hop",
    "Incomparable",
    "IndexPoint",
    "Lag",
    "LocalDay",
    "Member",
    "NotCompared",
    "Peak",
    "PlaceOn",
    "Placement",
    "Quantity",
    "Ranking",
    "Ratio",
    "Ref",
    "Reference",
    "ScopeGroup",
    "SeriesView",
    "Shown",
    "SourceDates",
    "SourceLine",
    "Standing",
    "StatusOn",
    "Sum",
    "Through",
    "Witness",
    "Witnesses",
    "YearScore",
    "all_references",
    "alliances",
    "compare",
    "concern",
    "conflicts_with_status",
    "count_events",
    "cumulative",
    "date_of",
    "default_scope",
    "diff",
    "doubt_of",
    "estimate",
    "event_line",
    "extreme",
    "find_events",
    "groups_of",
    "held",
    "holders",
    "in_order",
    "index_to",
    "lag",
    "links",
    "local_days",
    "members",
    "members_of",
    "nearest",
    "order",
    "path",
    "peak",
    "peaks",
    "place_on",
    "place_value",
    "points_between",
    "recognises",
    "references_of",
    "scores",
    "show",
    "source_dates",
    "source_lines",
    "standing",
    "standings",
    "status_on",
    "timeline",
    "title_of",
    "used_by",
    "witness_of",
    "witnesses",
]
