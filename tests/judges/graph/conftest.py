"""A small grocery graph, and judges that do what they are told."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest

from judges import (
    AnyJudge,
    Candidate,
    Evidence,
    Judge,
    Options,
    Outcome,
    Query,
    Truth,
    Verdict,
    Vocabulary,
)
from judges.graph import GraphSpec, JudgeGraph, prove

Behaviour = Callable[[Query, Sequence[Candidate]], Any]


class Told(Judge[Options]):
    """Hands the batch to a function and returns whatever comes of it."""

    may_cover = frozenset(Truth)

    def __init__(
        self, name: str, covers: frozenset[Truth], behaviour: Behaviour, time_limit: float = 30.0
    ) -> None:
        super().__init__(
            name, Options(use="told", covers=covers, time_limit=time_limit), Vocabulary()
        )
        self.behaviour = behaviour

    def judge(self, query: Query, candidates: Sequence[Candidate]) -> Sequence[Verdict]:
        return self.behaviour(query, candidates)


@pytest.fixture
def told() -> type[Told]:
    return Told


def everything(outcome: Outcome) -> Behaviour:
    verdict = Verdict(outcome, "told", (Evidence("record", "id", 1),))
    return lambda _query, candidates: [verdict] * len(candidates)


@pytest.fixture(name="everything")
def _everything() -> Callable[[Outcome], Behaviour]:
    return everything


@pytest.fixture
def covers() -> dict[str, frozenset[Truth]]:
    return {
        "access": frozenset({Truth.PERMISSION}),
        "sellable": frozenset({Truth.RECENCY}),
        "gtin": frozenset({Truth.IDENTITY}),
        "label": frozenset({Truth.IDENTITY, Truth.QUANTITY}),
    }


@pytest.fixture
def truth() -> frozenset[Truth]:
    return frozenset({Truth.PERMISSION, Truth.RECENCY, Truth.IDENTITY})


EDGES = (
    ("access", "confirm", "sellable"),
    ("sellable", "confirm", "gtin"),
    ("gtin", "confirm", "return"),
    ("gtin", "abstain", "label"),
    ("label", "confirm", "return"),
)


@pytest.fixture
def edges() -> tuple[tuple[str, str, str], ...]:
    return EDGES


@pytest.fixture
def lone(told: type[Told]) -> Callable[..., JudgeGraph]:
    """A graph of one identity judge whose behaviour is given; only its confirm returns."""

    def build(behaviour: Behaviour, **options: Any) -> JudgeGraph:
        covers = {"only": frozenset({Truth.IDENTITY})}
        spec = GraphSpec.of("only", ("only", "confirm", "return"))
        proof = prove(spec, covers, frozenset({Truth.IDENTITY}), public=True)
        return JudgeGraph(proof, {"only": told("only", covers["only"], behaviour, **options)})

    return build


@pytest.fixture
def groceries(
    told: type[Told],
    covers: dict[str, frozenset[Truth]],
    truth: frozenset[Truth],
) -> Callable[[Mapping[str, Behaviour]], JudgeGraph]:
    """The grocery graph with the behaviours given; the other judges confirm everything."""

    def build(behaviours: Mapping[str, Behaviour], *more: tuple[str, str, str]) -> JudgeGraph:
        proof = prove(GraphSpec.of("access", *EDGES, *more), covers, truth, public=False)
        judges: dict[str, AnyJudge] = {
            name: told(name, covers[name], behaviours.get(name, everything(Outcome.CONFIRM)))
            for name in covers
        }
        return JudgeGraph(proof, judges)

    return build


@pytest.fixture
def candidates() -> list[Candidate]:
    return [Candidate(f"item-{number}", {"number": number}) for number in range(5)]
