"""Who runs beside whom, who is spared, and judges on trial."""

import threading
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest

from judges import Candidate, Evidence, Failure, GraphError, Outcome, Query, Truth, Verdict
from judges.graph import GraphSpec, JudgeGraph, prove
from judges.graph import deadline as deadlines
from judges.graph.deadline import Deadline, DeadlineError
from judges.graph.panel import at_once

IDENTITY = frozenset({Truth.IDENTITY})
PATIENCE = 20
"""Seconds after which a test that waits for what should have come fails."""
Behaviour = Callable[[Query, Sequence[Candidate]], Any]


def verdict(outcome: Outcome) -> Verdict:
    return Verdict(outcome, "told", (Evidence("record", "number", 1),))


GOOD, BAD, SILENT = map(verdict, (Outcome.CONFIRM, Outcome.REJECT, Outcome.ABSTAIN))


@pytest.fixture
def build(told: Any) -> Callable[..., JudgeGraph]:
    """A graph of judges with these behaviours, all of which cover identity."""

    def made(
        behaviours: Mapping[str, Behaviour], *edges: Any, costs: Mapping[str, float] | None = None,
        limits: Mapping[str, float] | None = None, start: str = "node", **more: Any,
    ) -> JudgeGraph:  # fmt: skip
        covers = dict.fromkeys(behaviours, IDENTITY)
        proof = prove(GraphSpec.of(start, *edges, **more), covers, IDENTITY, public=True)
        judges = {
            name: told(name, IDENTITY, behaviour, (limits or {}).get(name, 30.0))
            for name, behaviour in behaviours.items()
        }
        for name, judge in judges.items():
            judge.cost = (costs or {}).get(name, 1.0)
        return JudgeGraph(proof, judges)

    return made


TO_RETURN = ("node", "confirm", "return")


def meeting(number: int) -> Behaviour:
    """Confirms once as many judges as this have met in it."""
    barrier = threading.Barrier(number)

    def judge(_query: Query, batch: Sequence[Candidate]) -> list[Verdict]:
        barrier.wait(PATIENCE)
        return [GOOD] * len(batch)

    return judge


def saying(*verdicts: Verdict, seen: list[str] | None = None) -> Behaviour:
    """By the candidate's number, over and over."""

    def judge(_query: Query, batch: Sequence[Candidate]) -> list[Verdict]:
        if seen is not None:
            seen.extend(candidate.id for candidate in batch)
        return [verdicts[candidate.record["number"] % len(verdicts)] for candidate in batch]

    return judge


def returned(graph: JudgeGraph, candidates: list[Candidate]) -> list[bool]:
    return [course.returned for course in graph.run(Query(), candidates).courses]


class TestAtOnce:
    @pytest.mark.parametrize(
        "node", [{"all_of": ["a", "b", "c"]}, {"quorum": 2, "of": ["a", "b", "c"]}]
    )
    def test_members_run_at_the_same_time(
        self, node: Any, build: Callable[..., JudgeGraph], candidates: list[Candidate]
    ) -> None:
        graph = build(dict.fromkeys("abc", meeting(3)), TO_RETURN, nodes={"node": node})
        assert all(returned(graph, candidates))

    def test_so_do_those_of_any_of_that_cost_no_more_than_the_first(
        self, build: Callable[..., JudgeGraph], candidates: list[Candidate]
    ) -> None:
        graph = build(
            dict.fromkeys("ab", meeting(2)), TO_RETURN, nodes={"node": {"any_of": ["a", "b"]}}
        )
        run = graph.run(Query(), candidates)
        assert all(course.returned for course in run.courses)
        assert {step.judge for course in run.courses for step in course.steps} == {"a"}

    def test_so_do_judges_of_two_branches(
        self, build: Callable[..., JudgeGraph], candidates: list[Candidate]
    ) -> None:
        meet = meeting(2)
        graph = build(
            {"first": saying(GOOD, SILENT), "a": meet, "b": meet},
            ("first", "confirm", "a"), ("first", "abstain", "b"),
            ("a", "confirm", "return"), ("b", "confirm", "return"), start="first",
        )  # fmt: skip
        assert all(returned(graph, candidates))

    def test_each_judge_times_out_by_its_own_limit(
        self, build: Callable[..., JudgeGraph], candidates: list[Candidate]
    ) -> None:
        release = threading.Event()

        def hang(_query: Query, batch: Sequence[Candidate]) -> list[Verdict]:
            release.wait()
            return [GOOD] * len(batch)

        node = {"quorum": 1, "of": ["a", "b"]}
        graph = build(
            {"a": hang, "b": saying(GOOD)}, TO_RETURN, nodes={"node": node}, limits={"a": 0.02}
        )
        run = graph.run(Query(), candidates)
        release.set()
        assert all(course.returned for course in run.courses)
        found = {step.judge: step.finding for step in run.courses[0].steps}
        assert found["a"] == Failure("timeout", "no verdicts within 0.02 s")

    def test_what_came_back_too_late_is_late_though_nobody_stood_waiting(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        clock = iter([0.0, 7.0, 7.0, 7.0])
        monkeypatch.setattr(deadlines, "perf_counter", lambda: next(clock))
        call = Deadline[int](5).start("judge", lambda: 42)
        with pytest.raises(DeadlineError, match="within 5 s"):
            call.result()

    def test_what_functions_raise_is_raised(self) -> None:
        with pytest.raises(ZeroDivisionError):
            at_once([lambda: 1 / 0, lambda: 1.0])
        assert at_once([lambda: 1, lambda: 2, lambda: 3]) == [1, 2, 3]

    def test_without_threads_things_run_one_after_the_other(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def start(_thread: threading.Thread) -> None:
            raise RuntimeError("can't start new thread")

        monkeypatch.setattr(threading.Thread, "start", start)
        assert at_once([lambda: 1, lambda: 2, lambda: 3]) == [1, 2, 3]


class TestSpared:
    def test_the_dear_are_asked_only_of_what_the_cheap_left_open(
        self, build: Callable[..., JudgeGraph], candidates: list[Candidate]
    ) -> None:
        seen: list[str] = []
        graph = build(
            {"dear": saying(GOOD, seen=seen), "cheap": saying(GOOD, BAD)},
            TO_RETURN, nodes={"node": {"all_of": ["dear", "cheap"]}}, costs={"dear": 100.0},
        )  # fmt: skip
        assert returned(graph, candidates) == [True, False, True, False, True]
        assert seen == ["item-0", "item-2", "item-4"]

    def test_who_turned_out_dear_goes_last(
        self, build: Callable[..., JudgeGraph], candidates: list[Candidate]
    ) -> None:
        seen: list[str] = []
        graph = build(
            {"a": saying(GOOD, seen=seen), "b": saying(GOOD, BAD)},
            TO_RETURN, nodes={"node": {"all_of": ["a", "b"]}},
        )  # fmt: skip
        graph._panel.costs.note("a", 1e6)
        graph._panel.costs.note("b", 1e-6)
        returned(graph, candidates)
        assert seen == ["item-0", "item-2", "item-4"]

    def test_calls_are_measured(
        self, build: Callable[..., JudgeGraph], candidates: list[Candidate]
    ) -> None:
        graph = build({"a": saying(GOOD)}, ("a", "confirm", "return"), start="a", costs={"a": 1e9})
        returned(graph, candidates)
        assert graph._panel.costs.now()["a"] < 1e9

    @pytest.mark.parametrize("cost", [0, -1.0, float("nan"), float("inf"), "dear", None])
    def test_a_cost_that_is_none_is_refused(
        self, cost: Any, build: Callable[..., JudgeGraph]
    ) -> None:
        with pytest.raises(GraphError, match=r"judges\.a: found a cost of"):
            build({"a": saying(GOOD)}, ("a", "confirm", "return"), start="a", costs={"a": cost})


class TestShadows:
    @pytest.mark.parametrize("trial", [saying(GOOD), saying(BAD), lambda _q, _b: None])
    def test_whatever_it_does_changes_nothing(
        self, trial: Behaviour, build: Callable[..., JudgeGraph], candidates: list[Candidate]
    ) -> None:
        behaviours = {"a": saying(GOOD, BAD, SILENT), "b": saying(BAD, GOOD)}
        edges = (("a", "confirm", "return"), ("a", "abstain", "b"), ("b", "confirm", "return"))
        plain = build(behaviours, *edges, start="a").run(Query(), candidates)
        shadows = {"trial": "b"}
        watched = build({**behaviours, "trial": trial}, *edges, start="a", shadows=shadows)
        run = watched.run(Query(), candidates)
        assert [course._replace(shadows=()) for course in run.courses] == list(plain.courses)
        assert [len(course.shadows) for course in run.courses] == [0, 0, 1, 0, 0]
        assert {step.judge for course in run.courses for step in course.shadows} == {"trial"}
        tally = {tally.judge: tally for tally in run.tallies}["trial"]
        assert tally.shadow
        assert (tally + tally).shadow
        assert tally.considered == 1
        assert [tally.judge for tally in run.tallies if not tally.shadow] == ["a", "b"]

    def test_it_runs_beside_the_judges_that_count_and_those_after_them(
        self, build: Callable[..., JudgeGraph], candidates: list[Candidate]
    ) -> None:
        met = threading.Event()

        def last(_query: Query, batch: Sequence[Candidate]) -> list[Verdict]:
            met.set()
            return [GOOD] * len(batch)

        def trial(_query: Query, batch: Sequence[Candidate]) -> list[Verdict]:
            return [GOOD if met.wait(PATIENCE) else BAD] * len(batch)

        graph = build(
            {"a": saying(GOOD), "b": last, "trial": trial},
            ("a", "confirm", "b"), ("b", "confirm", "return"), start="a", shadows={"trial": "a"},
        )  # fmt: skip
        run = graph.run(Query(), candidates)
        assert [course.shadows[0].finding for course in run.courses] == [GOOD] * 5

    def test_one_that_hangs_is_recorded_and_the_answer_stands(
        self, build: Callable[..., JudgeGraph], candidates: list[Candidate]
    ) -> None:
        release = threading.Event()
        graph = build(
            {"a": saying(GOOD), "trial": lambda _q, _b: release.wait()},
            ("a", "confirm", "return"), start="a", shadows={"trial": "a"}, limits={"trial": 0.02},
        )  # fmt: skip
        run = graph.run(Query(), candidates)
        release.set()
        assert all(course.returned for course in run.courses)
        expected = Failure("timeout", "no verdicts within 0.02 s")
        assert {course.shadows[0].finding for course in run.courses} == {expected}

    def test_it_may_look_on_at_a_node(
        self, build: Callable[..., JudgeGraph], candidates: list[Candidate]
    ) -> None:
        graph = build(
            {"a": saying(GOOD), "b": saying(GOOD), "trial": saying(BAD)},
            TO_RETURN, nodes={"node": {"all_of": ["a", "b"]}}, shadows={"trial": "node"},
        )  # fmt: skip
        run = graph.run(Query(), candidates)
        assert all(course.returned and len(course.shadows) == 1 for course in run.courses)
        assert graph.proof.order == ("a", "b", "trial")
