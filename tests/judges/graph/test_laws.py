"""Laws of judge graphs, over graphs and judges that hypothesis makes up.

The oracle knows nothing of networkx: it walks every simple way, outcome by outcome.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st

from judges import (
    Candidate,
    Evidence,
    Failure,
    GraphError,
    Judge,
    Options,
    Outcome,
    Query,
    Truth,
    Verdict,
    Vocabulary,
)
from judges.graph import DROP, RETURN, Course, GraphSpec, JudgeGraph, Proof, prove

Way = tuple[tuple[str, Outcome], ...]
OUTCOMES = tuple(Outcome)
DIMENSIONS = (Truth.IDENTITY, Truth.RECENCY, Truth.PERMISSION)


@dataclass(frozen=True)
class Drawn:
    """A made-up graph: where each outcome of each judge leads, and what its confirm covers."""

    leads: dict[tuple[str, Outcome], str]
    covers: dict[str, frozenset[Truth]]
    truth: frozenset[Truth]

    def prove(self) -> Proof:
        edges = [(judge, outcome, to) for (judge, outcome), to in self.leads.items()]
        spec = GraphSpec.of(next(iter(self.covers)), *edges)
        return prove(spec, self.covers, self.truth, public=Truth.PERMISSION not in self.truth)

    def ways(self, here: str, to: str, walked: Way = ()) -> Iterator[Way]:
        """Every simple way, as the (judge, outcome) pairs it is made of."""
        for (judge, outcome), after in self.leads.items():
            if judge != here or any(judge == met for met, _ in walked):
                continue
            way = (*walked, (judge, outcome))
            if after == to:
                yield way
            else:
                yield from self.ways(after, to, way)

    def vouches(self, way: Way, dimension: Truth) -> bool:
        return any(
            outcome is Outcome.CONFIRM and dimension in self.covers[judge] for judge, outcome in way
        )

    def escaping(self) -> set[Truth]:
        """Dimensions that some way which ends in a confirm leaves unconfirmed."""
        ways = [w for w in self.ways(self.start, RETURN) if w[-1][1] is Outcome.CONFIRM]
        return {d for d in self.truth if any(not self.vouches(way, d) for way in ways)}

    @property
    def start(self) -> str:
        return next(iter(self.covers))

    def is_sound(self) -> bool:
        """The whole of what a proof promises, by brute force."""
        judges = list(self.covers)
        return (
            all(any(d in covers for covers in self.covers.values()) for d in self.truth)
            and bool(self.truth - {Truth.PERMISSION})
            and all(o is Outcome.CONFIRM for (_, o), to in self.leads.items() if to == RETURN)
            and not any(any(self.ways(judge, judge)) for judge in judges)
            and all(any(self.ways(self.start, judge)) for judge in judges if judge != self.start)
            and all(any(self.ways(judge, RETURN)) for judge in judges)
            and not self.escaping()
        )


@st.composite
def any_graphs(draw: st.DrawFn) -> Drawn:
    """Graphs of all kinds, most of them bad."""
    judges = [f"judge{number}" for number in range(draw(st.integers(1, 4)))]
    targets = st.sampled_from([None, None, *judges, RETURN, RETURN, DROP])
    leads = {
        (judge, outcome): to
        for judge in judges
        for outcome in OUTCOMES
        if (to := draw(targets)) is not None
    }
    covers = {judge: draw(st.frozensets(st.sampled_from(DIMENSIONS))) for judge in judges}
    truth = draw(st.frozensets(st.sampled_from(DIMENSIONS), min_size=1))
    return Drawn(leads, covers, truth)


@st.composite
def sound_graphs(draw: st.DrawFn) -> Drawn:
    """Graphs that run forward only, kept to the judges in use, with the dimensions they guard."""
    judges = [f"judge{number}" for number in range(draw(st.integers(1, 6)))]
    leads: dict[tuple[str, Outcome], str] = {}
    for position, judge in enumerate(judges):
        later = judges[position + 1 :]
        onward = st.sampled_from([*later, later[0], RETURN] if later else [RETURN])
        leads[judge, Outcome.CONFIRM] = draw(onward)
        for outcome in OUTCOMES[1:]:
            to = draw(st.sampled_from([None, DROP, *later]))
            if to is not None:
                leads[judge, outcome] = to
    covers = {
        judge: draw(st.frozensets(st.sampled_from(DIMENSIONS), min_size=1)) for judge in judges
    }
    whole = Drawn(leads, covers, frozenset(DIMENSIONS))
    used = [j for j in judges if j == judges[0] or any(whole.ways(judges[0], j))]
    leads = {(judge, outcome): to for (judge, outcome), to in leads.items() if judge in used}
    graph = Drawn(leads, {judge: covers[judge] for judge in used}, frozenset(DIMENSIONS))
    covered = frozenset().union(*graph.covers.values())
    graph = replace(graph, truth=(graph.truth & covered) - graph.escaping())
    assume(graph.is_sound())
    return graph


@st.composite
def altered_graphs(draw: st.DrawFn) -> Drawn:
    """Sound graphs in which one thing was changed; some of them still are sound."""
    graph = draw(sound_graphs())
    judges = list(graph.covers)
    leads, covers = dict(graph.leads), dict(graph.covers)
    judge, outcome = draw(st.sampled_from(judges)), draw(st.sampled_from(OUTCOMES))
    match draw(st.sampled_from(["lead", "lead", "lead", "cut", "covers", "truth"])):
        case "lead":
            leads[judge, outcome] = draw(st.sampled_from([*judges, RETURN, DROP]))
        case "cut":
            leads.pop((judge, outcome), None)
        case "covers":
            covers[judge] = draw(st.frozensets(st.sampled_from(DIMENSIONS)))
        case "truth":
            return replace(graph, truth=draw(st.frozensets(st.sampled_from(DIMENSIONS))))
    return replace(graph, leads=leads, covers=covers)


@given(st.one_of(any_graphs(), altered_graphs()))
@settings(max_examples=600, suppress_health_check=list(HealthCheck))
def test_the_proof_agrees_with_brute_force(graph: Drawn) -> None:
    sound = graph.is_sound()
    event(f"sound: {sound}")
    if sound:
        assert set(graph.prove().order) == set(graph.covers)
        return
    with pytest.raises(GraphError) as caught:
        graph.prove()
    problems = caught.value.problems
    escaping = {problem.split(":")[0] for problem in problems if " reaches return " in problem}
    assert escaping == graph.escaping() & frozenset().union(*graph.covers.values()) or any(
        # Without edges there is nothing to follow.
        problem.startswith("graph.edges: empty")
        for problem in problems
    )
    for problem in problems:
        assert_shows_a_real_way(graph, problem)


def assert_shows_a_real_way(graph: Drawn, problem: str) -> None:
    """Every step of the way that a message shows is an edge of the graph."""
    match = re.match(r"(?P<d>\w+): (?P<way>.*) reaches return ", problem)
    if match is None:
        return
    names, outcomes = (
        re.split(r" -[a-z/]+-> ", match["way"]),
        re.findall(r" -([a-z/]+)-> ", match["way"]),
    )
    for judge, joined, to in zip(names[:-1], outcomes, names[1:], strict=True):
        for outcome in joined.split("/"):
            assert graph.leads[judge, Outcome(outcome)] == to
            assert not graph.vouches(((judge, Outcome(outcome)),), Truth(match["d"]))
    assert (names[0], names[-1]) == (graph.start, RETURN)


@given(sound_graphs())
@settings(max_examples=200, suppress_health_check=list(HealthCheck))
def test_guards_are_exactly_the_judges_that_confirm_on_a_way(graph: Drawn) -> None:
    proof = graph.prove()
    ways = list(graph.ways(graph.start, RETURN))
    for dimension, guards in proof.guards.items():
        vouching = {
            judge
            for way in ways
            for judge, outcome in way
            if outcome is Outcome.CONFIRM and dimension in graph.covers[judge]
        }
        assert set(guards) == vouching
        assert all({judge for judge, _ in way} & vouching for way in ways)
    position = {judge: number for number, judge in enumerate(proof.order)}
    for (judge, _), to in graph.leads.items():
        assert to in (RETURN, DROP) or position[judge] < position[to]


@given(sound_graphs(), st.data())
@settings(max_examples=200, suppress_health_check=list(HealthCheck))
def test_every_graph_made_to_leak_is_refused(graph: Drawn, data: st.DataObject) -> None:
    """All guards of one dimension also let through what they did not confirm.

    Either straight to where their confirm leads, or by way of a judge that covers nothing.
    """
    dimension = data.draw(st.sampled_from(sorted(graph.truth)))
    careless = data.draw(st.booleans())
    leads, covers = dict(graph.leads), dict(graph.covers)
    for guard in graph.prove().guards[dimension]:
        bypass, to = data.draw(st.sampled_from(OUTCOMES[1:])), leads[guard, Outcome.CONFIRM]
        leads[guard, bypass] = f"careless after {guard}" if careless else to
        if careless:
            covers[f"careless after {guard}"] = frozenset()
            leads[f"careless after {guard}", Outcome.CONFIRM] = to
    with pytest.raises(GraphError) as caught:
        replace(graph, leads=leads, covers=covers).prove()
    shown = [problem.startswith(f"{dimension}: ") for problem in caught.value.problems]
    assert any(shown) if careless else any(shown) or "escapes judgement" in str(caught.value)
    event(f"the dimension's path is shown: {any(shown)}")


# What a scripted judge does with one candidate, and with a whole batch.
VOTES = {
    outcome: Verdict(outcome, "scripted", (Evidence("record", "id", 1),))
    for outcome in OUTCOMES
    if outcome is not Outcome.FAILURE
}


class Forged(Verdict):
    """A verdict that is not quite one."""


BAD_ELEMENTS: tuple[Any, ...] = (
    None,
    True,
    "confirm",
    Outcome.CONFIRM,
    Failure("error", "says the judge"),
    Forged(Outcome.CONFIRM, "forged", (Evidence("record", "id", 1),)),
    Verdict,
)
BAD_BATCHES = ("raise", "none", "short", "long", "generator", "exit")

elements = st.one_of(
    st.just(VOTES[Outcome.CONFIRM]),
    st.just(VOTES[Outcome.CONFIRM]),
    st.sampled_from(list(VOTES.values())),
    st.sampled_from(BAD_ELEMENTS),
)


class Scripted(Judge[Options]):
    may_cover = frozenset(Truth)

    def __init__(self, name: str, covers: frozenset[Truth], script: Sequence[Any], bad: str | None):
        super().__init__(name, Options(use="scripted", covers=covers), Vocabulary())
        self.script, self.bad = script, bad

    def judge(self, query: Query, candidates: Sequence[Candidate]) -> Any:
        findings = [self.script[candidate.record["number"]] for candidate in candidates]
        match self.bad:
            case "raise":
                raise RuntimeError("scripted")
            case "exit":
                raise SystemExit(1)
            case "none":
                return None
            case "short":
                return findings[:-1]
            case "long":
                return [*findings, VOTES[Outcome.CONFIRM]]
            case "generator":
                return (finding for finding in findings)
            case _:
                return findings

    def outcome(self, candidate: Candidate) -> Outcome:
        finding = self.script[candidate.record["number"]]
        sane = self.bad is None and type(finding) is Verdict
        return finding.outcome if sane else Outcome.FAILURE


@given(sound_graphs(), st.data())
@settings(max_examples=200, suppress_health_check=list(HealthCheck))
def test_nothing_unjudged_is_returned_and_all_else_drops(graph: Drawn, data: st.DataObject) -> None:
    candidates = [
        Candidate(f"item-{n}", {"number": n}) for n in range(data.draw(st.integers(0, 6)))
    ]
    script = st.lists(elements, min_size=len(candidates), max_size=len(candidates))
    bad = st.one_of(st.none(), st.none(), st.none(), st.sampled_from(BAD_BATCHES))
    judges = {
        name: Scripted(name, covers, data.draw(script), data.draw(bad))
        for name, covers in graph.covers.items()
    }
    run = JudgeGraph(graph.prove(), judges).run(Query(), candidates)
    assert [course.candidate for course in run.courses] == candidates
    for course in run.courses:
        expected, end = walk(graph, judges, course.candidate)
        assert [(step.judge, step.finding.outcome) for step in course.steps] == expected
        assert course.returned is (end == RETURN)
        if course.returned:
            event("returned")
            assert_confirmed(graph, course)
    assert sum(tally.considered for tally in run.tallies) == sum(
        len(course.steps) for course in run.courses
    )


def walk(
    graph: Drawn, judges: dict[str, Scripted], candidate: Candidate
) -> tuple[list[tuple[str, Outcome]], str]:
    """The way of one candidate, one judge at a time: an outcome without an edge drops."""
    way, here = [], graph.start
    while here not in (RETURN, DROP):
        outcome = judges[here].outcome(candidate)
        way.append((here, outcome))
        here = graph.leads.get((here, outcome), DROP)
    return way, here


def assert_confirmed(graph: Drawn, course: Course) -> None:
    for dimension in graph.truth:
        assert any(
            type(step.finding) is Verdict
            and step.finding.outcome is Outcome.CONFIRM
            and dimension in graph.covers[step.judge]
            for step in course.steps
        )
