"""Order comes from declared facts; what they leave equal, the id decides."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from judges import Candidate, ExpressionError, Query, Vocabulary
from router.ranking import Ranking

QUERY = Query(context={"region": "EU"})
RECORDS = st.fixed_dictionaries(
    {}, optional={"stock": st.integers(0, 3), "price": st.floats(0, 2) | st.integers(0, 2)}
)
CATALOGUES = st.lists(RECORDS, max_size=12).map(
    lambda records: [Candidate(f"id-{n:02d}", record) for n, record in enumerate(records)]
)


def ids(candidates: list[Candidate]) -> list[str]:
    return [candidate.id for candidate in candidates]


@given(CATALOGUES, st.randoms())
def test_the_order_of_arrival_does_not_matter(candidates: list[Candidate], chance: Any) -> None:
    ranking = Ranking(["-record.stock", "record.price"], Vocabulary())
    shuffled = list(candidates)
    chance.shuffle(shuffled)
    assert ids(ranking.rank(shuffled, QUERY)) == ids(ranking.rank(candidates, QUERY))


@given(CATALOGUES)
def test_keys_apply_in_turn_and_absent_facts_come_last(candidates: list[Candidate]) -> None:
    def key(candidate: Candidate) -> tuple[Any, ...]:
        stock, price = candidate.record.get("stock"), candidate.record.get("price")
        return stock is None, -(stock or 0), price is None, price or 0, candidate.id

    ranking = Ranking(["-record.stock", "record.price"], Vocabulary())
    assert ids(ranking.rank(candidates, QUERY)) == ids(sorted(candidates, key=key))


def test_closeness_breaks_ties_only() -> None:
    candidates = [
        Candidate("a", {"stock": 1}),
        Candidate("b", {"stock": 1}),
        Candidate("c", {"stock": 2}),
    ]
    ranking = Ranking(["-record.stock"], Vocabulary())
    assert ids(ranking.rank(candidates, QUERY)) == ["c", "a", "b"]
    assert ids(ranking.rank(candidates, QUERY, {"b": 1, "a": 2})) == ["c", "b", "a"]


def test_any_expression_over_facts_may_rank() -> None:
    candidates = [
        Candidate("far", {"regions": ["US"], "price": 1.0}),
        Candidate("near", {"regions": ["EU"], "price": 9.0}),
        Candidate("unknown", {"price": 5.0}),
    ]
    ranking = Ranking(["-(ctx.region in record.regions)", "record.price"], Vocabulary())
    assert ids(ranking.rank(candidates, QUERY)) == ["near", "far", "unknown"]
    assert ranking.record_fields == {"regions", "price"}


@pytest.mark.parametrize(
    ("key", "says"),
    [("record.stok", "rank.0.*record.stok.*record.stock"), ("record.regions", "rank.0.*expected")],
)
def test_refused(key: str, says: str) -> None:
    with pytest.raises(ExpressionError, match=says):
        Ranking([key], Vocabulary())
