"""Free wording matched to questions, on invented names: no pack, and nothing of any war."""

from __future__ import annotations

from collections import Counter

import pytest

from torgau.answers.answer import period_caveats
from torgau.answers.kin import GROUPS, IDLE
from torgau.answers.retrieve import Candidate, Retriever
from torgau.answers.terms import Reader
from torgau.dates import When, parse_day
from torgau.vocabulary import Actor, Manifest, PackRules, Record

WORLD = Record(
    manifest=Manifest(
        name="invented",
        title="An invented alliance",
        torgau=PackRules(
            format="torgau/pack@1",
            period=When.parse("1901-01-01/1910-12-31"),
            synonyms=(("Long Quarrel", "the Quarrel of 1905"), ("Harbour Plan", "Port Scheme"), ("Tavria", "the Old Court")),
        ),
    ),
    actors={
        "US": Actor(id="US", name="Ustria", adjective="Ustrian", also=("Ustria Felix",)),
        "TA": Actor(id="TA", name="Tavria", adjective="Tavrian"),
    },
)
QUESTIONS = (
    Candidate("kept", "Did Ustria keep its promise to Tavria?", ("Was the pledge honoured on time?",)),
    Candidate("quarrel", "Who won the Long Quarrel?", ("Which side prevailed in the Long Quarrel?",)),
    Candidate("plan", "Which countries received money under the Harbour Plan?", ()),
    Candidate("dead", "How many people died in the storm?", ("Deaths in the storm",)),
    Candidate("title", "Was this kept: Grain for the winter?", ("Grain for the winter",), 0.85),
    *(Candidate(f"other-{n}", f"What did committee {n} decide about lighthouses?", ()) for n in range(20)),
)


@pytest.fixture(scope="module")
def retriever() -> Retriever:
    return Retriever(WORLD, QUESTIONS)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("Was the promise to Tavria kept?", "kept"),
        ("Has Ustria stuck to its undertaking towards Tavria?", "kept"),  # near-synonyms: stuck to, undertaking
        ("Did the US fulfil its pledge to the Old Court?", "kept"),  # an id in capitals, a synonym for an actor
        ("Victor of the Quarrel of 1905", "quarrel"),  # a synonym of the pack, a near-synonym of the language
        ("Who benefited from the Port Scheme, which nations?", "plan"),
        ("Harbor Plan: which countries?", "plan"),  # a misspelt name
        ("fatalities of the storm", "dead"),
        ("grain for winter", "title"),
    ],
)
def test_other_words_find_the_question(retriever: Retriever, asked: str, found: str) -> None:
    best = retriever.search(asked)[0]
    assert (best.candidate.id, best.good) == (found, True)


@pytest.mark.parametrize(
    "asked",
    [
        "Who won the Battle of Nowhere?",  # one known word beside an unknown name
        "How many people live on Mars?",
        "Did Zembla keep its promise to Kinbote?",  # two unknown names
        "asdf qwer",
        "of the",
        "",
    ],
)
def test_what_nobody_worded_is_refused(retriever: Retriever, asked: str) -> None:
    assert not any(match.good for match in retriever.search(asked))


def test_coverage_counts_what_was_asked_and_not_what_the_question_says_beside(retriever: Retriever) -> None:
    (best, *_) = retriever.search("storm deaths")
    assert best.coverage == pytest.approx(1.0)
    (best, *_) = retriever.search("storm deaths Xanadu")
    assert best.coverage < 0.7


def test_an_id_is_a_name_only_in_capitals() -> None:
    reader = Reader(WORLD)
    assert [term.text for term in reader.terms("the US and Ustria")] == ["nameusz", "nameusz"]
    assert [term.text for term in reader.terms("tell us")] == []
    assert [term.actor for term in reader.terms("Tavrians and the Old Court")] == [True, True]


def test_misspelt_names_are_forgiven_only_where_asked_for_and_only_near_ones() -> None:
    reader = Reader(WORLD)
    assert [term.text for term in reader.terms("Long Quarell", forgive=True)] == [
        term.text for term in reader.terms("Long Quarrel")
    ]
    assert [term.text for term in reader.terms("Long Quarell")] != [term.text for term in reader.terms("Long Quarrel")]
    # "Long Carol" is another thing.
    assert not any(term.exact for term in reader.terms("Long Carol", forgive=True))


def test_a_question_outweighs_a_bare_title() -> None:
    twins = (Candidate("title", "Grain", (), 0.85), Candidate("question", "Grain", ()))
    assert [match.candidate.id for match in Retriever(WORLD, twins).search("grain")] == ["question", "title"]


def test_each_word_of_the_language_stands_in_one_group() -> None:
    assert [word for word, count in Counter(word for group in GROUPS for word in group).items() if count > 1] == []
    assert all(len(group) > 1 for group in GROUPS)
    assert not {word for group in GROUPS for word in group} & IDLE


@pytest.mark.parametrize(
    ("day", "outside"), [("1900-12-31", True), ("1901-01-01", False), ("1910-12-31", False), ("1911-01-01", True)]
)
def test_a_day_outside_the_period_is_a_caveat(day: str, outside: bool) -> None:
    caveats = period_caveats(WORLD, parse_day(day))
    assert bool(caveats) is outside
    assert all(day in caveat and "1901-01-01/1910-12-31" in caveat for caveat in caveats)
