"""Laws of graphs with nodes: the proof against every outcome there can be, the runner against a
walk that asks everybody.

The oracle has its own reading of what a node's outcome is, and tries all combinations.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from judges import (
    Candidate,
    Evidence,
    GraphError,
    Judge,
    Options,
    Outcome,
    Query,
    Truth,
    Verdict,
    Vocabulary,
)
from judges.graph import DROP, RETURN, GraphSpec, JudgeGraph, Proof, prove

C, R, A, F = Outcome.CONFIRM, Outcome.REJECT, Outcome.ABSTAIN, Outcome.FAILURE
DIMENSIONS = (Truth.IDENTITY, Truth.RECENCY)
SETTINGS = settings(max_examples=250, suppress_health_check=list(HealthCheck))


@dataclass(frozen=True)
class Drawn:
    """A made-up graph with nodes; all edges run forward."""

    start: str
    nodes: dict[str, dict[str, Any]]
    leads: dict[tuple[str, Outcome], str]
    covers: dict[str, frozenset[Truth]]
    truth: frozenset[Truth]

    def prove(self) -> Proof:
        edges = [(place, outcome, to) for (place, outcome), to in self.leads.items()]
        spec = GraphSpec.of(self.start, *edges, nodes=self.nodes)
        return prove(spec, self.covers, self.truth, public=True)

    def outcome(self, name: str, known: Mapping[str, Outcome]) -> Outcome:
        """The definition, word for word."""
        if name not in self.nodes:
            return known[name]
        node = self.nodes[name]
        found = [self.outcome(member, known) for member in next(iter(self._members(node)))]
        if "any_of" in node:
            return ([each for each in found if each is not A] or [A])[0]
        needed = node.get("quorum", len(found))
        if R in found:
            return R
        if found.count(C) >= needed:
            return C
        return F if len(found) - found.count(F) < needed else A

    def _members(self, node: Mapping[str, Any]) -> Iterator[list[str]]:
        for key in ("any_of", "all_of", "of"):
            if key in node:
                yield node[key]

    def returns(self, known: Mapping[str, Outcome]) -> bool:
        here = self.start
        while here not in (RETURN, DROP):
            here = self.leads.get((here, self.outcome(here, known)), DROP)
        return here == RETURN

    def assignments(self) -> Iterator[dict[str, Outcome]]:
        for outcomes in product(Outcome, repeat=len(self.covers)):
            yield dict(zip(self.covers, outcomes, strict=True))

    def escaping(self) -> set[Truth]:
        """Dimensions that some outcomes lead around: returned, and no covering judge confirmed."""
        escaped = set()
        for known in self.assignments():
            confirmed = {d for judge in known if known[judge] is C for d in self.covers[judge]}
            missing = self.truth - confirmed
            if missing - escaped and self.returns(known):
                escaped |= missing
        return escaped


def rules(draw: st.DrawFn, members: list[str]) -> dict[str, Any]:
    match draw(st.sampled_from(["any_of", "all_of", "quorum"])):
        case "quorum":
            return {"quorum": draw(st.integers(1, len(members))), "of": members}
        case key:
            return {key: members}


@st.composite
def graphs(draw: st.DrawFn) -> Drawn:
    """Up to five judges, shared out among nodes, nodes of nodes and places of their own."""
    judges = [f"judge{number}" for number in range(draw(st.integers(1, 5)))]
    free, nodes = list(judges), dict[str, dict[str, Any]]()
    for number in range(draw(st.integers(0, 3))):
        size = draw(st.integers(1, min(3, len(free))))
        free = draw(st.permutations(free))
        nodes[f"node{number}"] = rules(draw, free[:size])
        free = [*free[size:], f"node{number}"]
    places = draw(st.permutations(free))
    leads: dict[tuple[str, Outcome], str] = {}
    for position, place in enumerate(places):
        later = places[position + 1 :]
        leads[place, C] = draw(
            st.sampled_from([later[0], later[0], *later, RETURN] if later else [RETURN])
        )
        for outcome in (R, A, F):
            to = draw(st.sampled_from([DROP, *later]))
            if to != DROP:
                leads[place, outcome] = to
    subsets = st.frozensets(st.sampled_from(DIMENSIONS))
    covers = {judge: draw(st.one_of(st.just(frozenset(DIMENSIONS)), subsets)) for judge in judges}
    truth = draw(st.frozensets(st.sampled_from(DIMENSIONS), min_size=1))
    return Drawn(places[0], nodes, leads, covers, truth)


@given(graphs())
@SETTINGS
def test_a_proof_is_made_exactly_where_no_outcomes_lead_around_it(graph: Drawn) -> None:
    escaping = graph.escaping()
    try:
        proof = graph.prove()
    except GraphError as error:
        shown = {problem.split(":")[0] for problem in error.problems if " reaches " in problem}
        covered = frozenset[Truth]().union(*graph.covers.values())
        event(f"refused, escapes: {bool(shown)}")
        assert shown == escaping & covered
    else:
        event("proven")
        assert not escaping
        assert all(proof.guards[dimension] for dimension in graph.truth)


VERDICTS = {each: Verdict(each, "told", (Evidence("record", "id", 1),)) for each in (C, R, A)}


class Told(Judge[Options]):
    """Says of each candidate what it was told to, and counts how often it was asked."""

    may_cover = frozenset(Truth)

    def __init__(self, name: str, covers: frozenset[Truth], cost: float, outcomes: list[Outcome]):
        super().__init__(name, Options(use="told", covers=covers), Vocabulary())
        self.cost = cost  # type: ignore[misc]
        self.outcomes, self.asked = outcomes, list[int]()

    def judge(self, query: Query, candidates: Sequence[Candidate]) -> Any:
        numbers = [candidate.record["number"] for candidate in candidates]
        assert numbers == sorted(numbers)
        self.asked += numbers
        # A None is no verdict: it fails for that candidate alone.
        return [VERDICTS.get(self.outcomes[number]) for number in numbers]


def run(graph: Drawn, proof: Proof, told: Mapping[str, Told], number: int) -> list[bool]:
    candidates = [Candidate(f"item-{n}", {"number": n}) for n in range(number)]
    done = JudgeGraph(proof, told).run(Query(), candidates)
    assert [course.candidate for course in done.courses] == candidates
    for position, course in enumerate(done.courses):
        found = {step.judge: step.finding.outcome for step in course.steps}
        assert len(found) == len(course.steps)
        for judge, outcome in found.items():
            assert told[judge].outcomes[position] is outcome
            assert told[judge].asked.count(position) == 1
        # What came last is what the candidate left on.
        ending = {
            to
            for (_, outcome), to in graph.leads.items()
            if outcome is course.steps[-1].finding.outcome
        }
        assert RETURN in ending if course.returned else True
    return [course.returned for course in done.courses]


@given(graphs(), st.data())
@SETTINGS
def test_every_candidate_goes_where_asking_everybody_would_lead_it(
    graph: Drawn, data: st.DataObject
) -> None:
    """Whatever judges cost, hence in whatever order and however few of them are asked."""
    try:
        proof = graph.prove()
    except GraphError:
        return
    number = data.draw(st.integers(1, 5))
    columns = {
        judge: data.draw(
            st.lists(st.sampled_from([C, C, *Outcome]), min_size=number, max_size=number)
        )
        for judge in graph.covers
    }
    expected = [
        graph.returns({judge: outcomes[n] for judge, outcomes in columns.items()})
        for n in range(number)
    ]
    event(f"returned: {any(expected)}")
    for _ in range(2):
        told = {
            judge: Told(
                judge, covers, data.draw(st.sampled_from([1.0, 2.0, 50.0, 1e4])), columns[judge]
            )
            for judge, covers in graph.covers.items()
        }
        assert run(graph, proof, told, number) == expected


@given(
    st.lists(st.lists(st.sampled_from(Outcome), min_size=3, max_size=3), min_size=1, max_size=8),
    st.data(),
)
@settings(max_examples=100)
def test_any_of_is_a_chain_of_edges(rows: list[list[Outcome]], data: st.DataObject) -> None:
    """The same steps and the same fate as judges that hand on what they abstain from."""
    names, identity = ["one", "two", "three"], frozenset({Truth.IDENTITY})
    covers = dict.fromkeys(names, identity)
    chain = [(name, "confirm", "return") for name in names]
    chain += [("one", "abstain", "two"), ("two", "abstain", "three")]
    node = GraphSpec.of("who", ("who", "confirm", "return"), nodes={"who": {"any_of": names}})
    candidates = [Candidate(f"item-{n}", {"number": n}) for n in range(len(rows))]
    courses = []
    for spec in (GraphSpec.of("one", *chain), node):
        told = {
            name: Told(
                name, identity, data.draw(st.sampled_from([1.0, 50.0])), [row[at] for row in rows]
            )
            for at, name in enumerate(names)
        }
        courses.append(
            JudgeGraph(prove(spec, covers, identity, public=True), told)
            .run(Query(), candidates)
            .courses
        )
    assert courses[0] == courses[1]
