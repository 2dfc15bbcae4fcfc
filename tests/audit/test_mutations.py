"""Two hundred single changes to the claims of one document and fifty to those of another.

The findings change exactly where an independent judge says that they must.
"""

from __future__ import annotations

from decimal import Decimal
from random import Random

import pytest
from msgspec.structs import replace

from tests.support.reference import reference
from torgau.audit.report import audit
from torgau.dates import When
from torgau.vocabulary import Claim, Record
from torgau.vocabulary import claims as c

from .oracle import JUDGES, acts_against, clashes, judged

PAGE = "republishing-page-2024"
SOURCES = (PAGE, "state-note-2005", "faq-page-2024")
ESSAY = "milestones-tehran-conference"
CHANGES = 200
RANDOM = Random(19450508)


@pytest.fixture(scope="module")
def pack() -> Record:
    return reference()


def moved_date(text: str, random: Random) -> str:
    """Another day, month, year or stretch near the claimed one, in the same form."""
    from datetime import date, timedelta

    def near(edge: str) -> str:
        parts = [int(part) for part in edge.strip("~?").split("-")]
        if len(parts) == 1:
            return str(parts[0] + random.choice((-2, -1, 1, 2)))
        if len(parts) == 2:
            month = parts[0] * 12 + parts[1] - 1 + random.choice((-7, -2, -1, 1, 2, 7))
            return f"{month // 12}-{month % 12 + 1:02d}"
        return (date(*parts) + timedelta(days=random.choice((-400, -30, -6, -1, 1, 6, 30, 400)))).isoformat()

    first, slash, last = text.partition("/")
    if not slash:
        return near(first)
    while True:
        start, end = (near(first), last) if random.random() < 0.5 else (first, near(last))
        if start <= end:
            return f"{start}/{end}"


def changed(record: Record, claim: Claim, random: Random) -> Claim:
    """The claim with one date, number, scope or actor changed."""
    said = claim.statement
    match said:
        case c.EventDate() | c.StatusHolds():
            if isinstance(said, c.StatusHolds) and said.object is not None and random.random() < 0.3:
                others = [a for a in ("US", "UK", "SU", "DE", "JP", "FR") if a not in (said.subject, said.object)]
                return replace(claim, statement=replace(said, object=random.choice(others)))
            return replace(claim, statement=replace(said, date=When.parse(moved_date(said.date.text, random))))
        case c.DeadlineIs():
            return replace(claim, statement=replace(said, months=random.choice((1, 2, 3, 4, 5, 7, 12))))
        case c.Promised():
            if random.random() < 0.3:
                return replace(claim, statement=replace(said, definite=not said.definite))
            others = tuple(a for a in ("US", "UK", "SU", "CN", "FR") if a not in said.by)
            by = random.choice((said.by[1:], (*said.by, random.choice(others)), (random.choice(others),)))
            return replace(claim, statement=replace(said, by=by or others[:1]))
        case c.OrderIs():
            if random.random() < 0.5:
                return replace(claim, statement=replace(said, rank="first"))
            return replace(claim, statement=replace(said, subject=random.choice([a for a in said.among if a != said.subject])))
        case c.MemberOf():
            pool = ("region-western-europe", "region-asia", "FR", "JP", "TR", "ES", "SU", "UK")
            return replace(claim, statement=replace(said, members=tuple(random.sample(pool, random.randint(1, 3)))))
        case c.QuantityIs():
            assert said.value is not None
            scopes = [s.id for s in record.estimates[said.estimate].scopes if s.id in ("military-dead", "total-dead")]
            if len(scopes) == 2 and random.random() < 0.4:
                return replace(claim, statement=replace(said, scope=next(s for s in scopes if s != said.scope)))
            factor = random.choice((Decimal("0.1"), Decimal("0.5"), Decimal("1.15"), Decimal(2), Decimal(10)))
            return replace(claim, statement=replace(said, value=said.value * factor))
    raise AssertionError(said)


def is_open(claim: Claim) -> bool:
    """Whether the judge can judge it: single values only, and a scope that is named."""
    said = claim.statement
    return type(said) in JUDGES and not (isinstance(said, c.QuantityIs) and (said.value is None or not said.scope))


def test_the_judge_agrees_with_the_audit_before_any_change(pack: Record) -> None:
    own = {(item.claim, item.kind) for item in audit(pack, PAGE)}
    coded = [claim for claim in pack.claims.values() if claim.source in SOURCES and is_open(claim)]
    assert len(coded) >= 35
    for claim in coded:
        assert (claim.id, judged(pack, claim)) in own, claim.id


@pytest.mark.parametrize(
    ("page", "sources", "changes", "reached"),
    [
        (PAGE, SOURCES, CHANGES, {"agrees", "error", "imprecise", "scope-mismatch"}),
        (ESSAY, (ESSAY,), CHANGES // 4, {"agrees", "error", "imprecise"}),  # fewer claims, and none of a long stretch
    ],
)
def test_two_hundred_changes(pack: Record, page: str, sources: tuple[str, ...], changes: int, reached: set[str]) -> None:
    coded = [claim for claim in pack.claims.values() if claim.source in sources]
    before = audit(pack, page)
    kinds: list[str] = []
    for number in range(changes):
        old = RANDOM.choice([claim for claim in coded if is_open(claim)])
        new = changed(pack, old, RANDOM)
        after = audit(pack.with_entry("claims", new), page)
        where = f"change {number}: {new.id} {new.statement}"

        def others(findings: object, id: str = old.id) -> list[object]:
            return [item for item in findings if id not in (item.claim, item.against)]  # type: ignore[attr-defined]

        # Nothing changes that does not concern the claim.
        assert others(after) == others(before), where
        mine = [item for item in after if item.claim == new.id and item.against not in pack.claims]
        flagged = len(new.flags)
        # What is said of the claim itself: one judgement, the acts against a status, the flags that it has.
        acts = acts_against(pack, new.statement) if isinstance(new.statement, c.StatusHolds) else set()
        assert mine[0].kind == judged(pack, new), (where, mine[0])
        assert {item.against for item in mine[1 : 1 + len(acts)]} == acts, where
        assert len(mine) == 1 + len(acts) + flagged, where
        # And its pairs.
        rest = [claim for claim in coded if claim.id != new.id]
        pairs = {
            (item.against if item.claim == new.id else item.claim, item.kind)
            for item in after
            if new.id in (item.claim, item.against) and item.claim in pack.claims and item.against in pack.claims
        }
        if not isinstance(new.statement, c.QuantityIs):
            assert pairs == clashes(pack, new, rest), where
        kinds.append(mine[0].kind)
    # The changes reach every kind of answer.
    assert reached <= set(kinds)
    assert min(kinds.count(kind) for kind in ("agrees", "error")) >= changes / 10


def test_a_change_of_number_moves_the_pair_of_figures(pack: Record) -> None:
    def pair(value: int, scope: str = "total-dead") -> list[str]:
        old = pack.claims["note-p8-twenty-million"]
        new = replace(old, statement=replace(old.statement, value=Decimal(value), scope=scope))
        found = audit(pack.with_entry("claims", new), PAGE)
        return [item.kind for item in found if {item.claim, item.against} == {old.id, "faq-18-soviet-deaths"}]

    # 22 to 27 million is the other claim: 21 and 28 lie outside, 22 and 27 inside; soldiers are another count.
    assert [pair(value) for value in (21, 22, 27, 28)] == [["contradiction"], [], [], ["contradiction"]]
    assert pair(8, "military-dead") == ["scope-mismatch"]
