"""The way of candidates through a graph: every judge once a batch, every way as proven."""

from collections.abc import Callable, Sequence
from dataclasses import fields
from typing import Any

import pytest

from judges import (
    Candidate,
    Evidence,
    GraphError,
    Outcome,
    Query,
    Truth,
    Verdict,
    abstain,
    confirm,
    reject,
)
from judges.graph import GraphSpec, JudgeGraph, prove

EVIDENCE = Evidence("record", "number", 1)
GOOD = confirm("same", EVIDENCE)


class TestNoSimilarity:
    def test_a_candidate_has_no_field_that_proximity_could_enter_by(self) -> None:
        assert {field.name for field in fields(Candidate)} == {"id", "record"}
        with pytest.raises((AttributeError, TypeError)):
            Candidate("1", {}).score = 0.9  # type: ignore[attr-defined]

    def test_a_query_has_none_either(self) -> None:
        names = {field.name for field in fields(Query)}
        assert names == {"media", "context", "claims", "principal", "catalogue", "read"}


class TestWay:
    def test_the_course_of_each_candidate_is_what_its_judges_found(
        self, groceries: Callable[..., JudgeGraph], candidates: list[Candidate]
    ) -> None:
        def gtin(_query: Query, batch: Sequence[Candidate]) -> list[Verdict]:
            votes = [GOOD, abstain("no_barcode"), reject("gtin_differs", EVIDENCE)]
            return [votes[candidate.record["number"] % 3] for candidate in batch]

        run = groceries({"gtin": gtin}).run(Query(), candidates)
        ways = [
            [f"{step.judge} {step.finding.outcome}" for step in course.steps][2:]
            for course in run.courses
        ]
        assert ways == [
            ["gtin confirm"],
            ["gtin abstain", "label confirm"],
            ["gtin reject"],
            ["gtin confirm"],
            ["gtin abstain", "label confirm"],
        ]
        assert [course.returned for course in run.courses] == [True, True, False, True, True]

    def test_every_judge_is_asked_once_with_all_that_stand_at_it_in_their_order(
        self, groceries: Callable[..., JudgeGraph], candidates: list[Candidate]
    ) -> None:
        seen: list[tuple[str, ...]] = []

        def label(_query: Query, batch: Sequence[Candidate]) -> list[Verdict]:
            seen.append(tuple(candidate.id for candidate in batch))
            return [GOOD] * len(batch)

        def sellable(_query: Query, batch: Sequence[Candidate]) -> list[Verdict]:
            return [GOOD if c.record["number"] % 2 else abstain("unknown") for c in batch]

        def gtin(_query: Query, batch: Sequence[Candidate]) -> list[Verdict]:
            return [abstain("no_barcode")] * len(batch)

        graph = groceries({"label": label, "gtin": gtin, "sellable": sellable})
        graph.run(Query(), candidates)
        assert seen == [("item-1", "item-3")]

    def test_candidates_that_come_from_several_judges_stand_in_their_first_order(
        self, told: Any, candidates: list[Candidate]
    ) -> None:
        seen: list[str] = []

        def last(_query: Query, batch: Sequence[Candidate]) -> list[Verdict]:
            seen.extend(candidate.id for candidate in batch)
            return [GOOD] * len(batch)

        def first(_query: Query, batch: Sequence[Candidate]) -> list[Verdict]:
            return [abstain("odd") if c.record["number"] % 2 else GOOD for c in batch]

        identity = frozenset({Truth.IDENTITY})
        covers = {"first": identity, "middle": identity, "last": identity}
        spec = GraphSpec.of(
            "first",
            ("first", "confirm", "middle"),
            ("first", "abstain", "last"),
            ("middle", "confirm", "last"),
            ("last", "confirm", "return"),
        )
        behaviours = {"first": first, "middle": lambda _q, batch: [GOOD] * len(batch), "last": last}
        judges = {name: told(name, identity, behaviours[name]) for name in covers}
        JudgeGraph(prove(spec, covers, identity, public=True), judges).run(Query(), candidates)
        assert seen == [candidate.id for candidate in candidates]

    def test_a_failure_follows_its_edge(
        self, groceries: Callable[..., JudgeGraph], candidates: list[Candidate]
    ) -> None:
        def broken(_query: Query, _batch: Sequence[Candidate]) -> list[Verdict]:
            raise RuntimeError("no such model")

        dropped = groceries({"gtin": broken}).run(Query(), candidates)
        assert not any(course.returned for course in dropped.courses)
        rescued = groceries({"gtin": broken}, ("gtin", "failure", "label"))
        run = rescued.run(Query(), candidates)
        assert all(course.returned for course in run.courses)
        assert [step.judge for step in run.courses[0].steps] == [
            "access",
            "sellable",
            "gtin",
            "label",
        ]

    def test_no_candidates_no_calls(self, lone: Callable[..., JudgeGraph]) -> None:
        def never(_query: Query, _batch: Sequence[Candidate]) -> list[Verdict]:
            raise AssertionError("asked about nothing")

        run = lone(never).run(Query(), [])
        assert run.courses == ()
        assert [tally.considered for tally in run.tallies] == [0]

    def test_one_step_is_shared_by_all_that_share_a_verdict(
        self, lone: Callable[..., JudgeGraph], candidates: list[Candidate]
    ) -> None:
        run = lone(lambda _query, batch: [GOOD] * len(batch)).run(Query(), candidates)
        assert len({id(course.steps[0]) for course in run.courses}) == 1

    def test_tallies_count_and_add_up(
        self, groceries: Callable[..., JudgeGraph], candidates: list[Candidate]
    ) -> None:
        graph = groceries(
            {"gtin": lambda _query, _batch: [abstain("no_barcode"), None] * 2 + [GOOD]}
        )
        run = graph.run(Query(), candidates)
        gtin = {tally.judge: tally for tally in run.tallies}["gtin"]
        assert [tally.judge for tally in run.tallies] == ["access", "sellable", "gtin", "label"]
        assert gtin.counts == {
            Outcome.CONFIRM: 1,
            Outcome.ABSTAIN: 2,
            Outcome.FAILURE: 2,
            Outcome.REJECT: 0,
        }
        twice = gtin + gtin
        assert (twice.considered, twice.seconds) == (10, 2 * gtin.seconds)
        one = run.where(lambda course: course.candidate.id == "item-4")
        assert [tally.considered for tally in one.tallies] == [1, 1, 1, 0]


class TestMismatch:
    def test_judges_that_the_graph_was_not_proven_with_are_refused(self, told: Any) -> None:
        identity = frozenset({Truth.IDENTITY})
        spec = GraphSpec.of("first", ("first", "confirm", "last"), ("last", "confirm", "return"))
        proof = prove(spec, {"first": identity, "last": identity}, identity, public=True)
        other = told("last", frozenset({Truth.VALUE}), lambda _query, _batch: [])
        with pytest.raises(GraphError) as caught:
            JudgeGraph(proof, {"last": other})
        assert caught.value.problems == (
            "judges.first: missing, although the graph was proven with it",
            "judges.last: covers value, but the graph was proven with identity",
        )

    @pytest.mark.parametrize("limit", [0.0, -1.0, float("nan"), float("inf"), "soon", None])
    def test_a_time_limit_that_is_none_is_refused(
        self, limit: Any, told: Any, lone: Callable[..., JudgeGraph]
    ) -> None:
        judge = told("only", frozenset({Truth.IDENTITY}), lambda _query, _batch: [])
        judge.time_limit = limit
        with pytest.raises(GraphError, match=r"judges\.only\.time_limit: found"):
            JudgeGraph(lone(judge.behaviour).proof, {"only": judge})
