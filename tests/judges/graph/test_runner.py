"""Whatever a judge does wrong is a failure, and a failure never confirms."""

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from judges import (
    Candidate,
    Evidence,
    Failure,
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


def findings(graph: JudgeGraph, candidates: Sequence[Candidate]) -> list[Failure]:
    """What the only judge was found to have done; nothing of it was returned."""
    run = graph.run(Query(), candidates)
    assert not any(course.returned for course in run.courses)
    found = [course.steps[0].finding for course in run.courses]
    return [finding for finding in found if isinstance(finding, Failure)]


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


def raising(error: BaseException) -> Callable[..., Any]:
    def behaviour(_query: Query, _batch: Sequence[Candidate]) -> Any:
        raise error

    return behaviour


class SilentError(Exception):
    """An exception whose text cannot be had."""

    def __str__(self) -> str:
        raise RuntimeError("no text either")


class TestRaises:
    @pytest.mark.parametrize(
        ("error", "message"),
        [
            (RuntimeError("no\nmodel"), "RuntimeError: no model"),
            (KeyError("gtin"), "KeyError: 'gtin'"),
            (RecursionError(), "RecursionError"),
            (MemoryError(), "MemoryError"),
            (SystemExit(1), "SystemExit: 1"),
            (KeyboardInterrupt(), "KeyboardInterrupt"),
            (StopIteration(), "StopIteration"),
            (SilentError(), "SilentError"),
        ],
        ids=lambda value: type(value).__name__ if isinstance(value, BaseException) else "",
    )
    def test_whatever_is_raised_is_an_error_of_the_whole_batch(
        self,
        error: BaseException,
        message: str,
        lone: Callable[..., JudgeGraph],
        candidates: list[Candidate],
    ) -> None:
        found = findings(lone(raising(error)), candidates)
        assert found == [Failure("error", message)] * len(candidates)

    def test_endless_recursion(
        self, lone: Callable[..., JudgeGraph], candidates: list[Candidate]
    ) -> None:
        def deeper(query: Query, batch: Sequence[Candidate]) -> Any:
            return deeper(query, batch)

        found = findings(lone(deeper), candidates)
        assert {finding.message.split(":")[0] for finding in found} == {"RecursionError"}

    def test_a_message_is_one_short_line(
        self, lone: Callable[..., JudgeGraph], candidates: list[Candidate]
    ) -> None:
        (finding, *_) = findings(lone(raising(ValueError("long\n" * 1000))), candidates)
        assert len(finding.message) <= 300
        assert "\n" not in finding.message


class Liar(Sequence[Verdict]):
    """A sequence that claims one length and gives another, or raises half-way."""

    def __init__(self, claimed: int, given: int, *, raises: bool = False) -> None:
        self.claimed, self.given, self.raises = claimed, given, raises

    def __len__(self) -> int:
        return self.claimed

    def __getitem__(self, position: Any) -> Any:
        raise IndexError

    def __iter__(self) -> Iterator[Verdict]:
        for _ in range(self.given):
            yield GOOD
        if self.raises:
            raise OSError("connection lost")


def endless() -> Iterator[Verdict]:
    while True:
        yield GOOD


class TestNonsenseOfAWholeBatch:
    @pytest.mark.parametrize(
        ("answer", "message"),
        [
            (None, "found NoneType, expected a sequence of 5 verdicts"),
            (GOOD, "found Verdict, expected a sequence of 5 verdicts"),
            (42, "found int, expected a sequence of 5 verdicts"),
            ({GOOD.reason: GOOD}, "found dict, expected a sequence of 5 verdicts"),
            (endless(), "found generator, expected a sequence of 5 verdicts"),
            (Failure("error", "sorry"), "found Failure, expected a sequence of 5 verdicts"),
            ([], "found 0 verdicts, expected 5"),
            ([GOOD] * 4, "found 4 verdicts, expected 5"),
            ([GOOD] * 6, "found more than 5 verdicts, expected 5"),
            (Liar(5, 4), "found 4 verdicts, expected 5"),
            (Liar(5, 10**9), "found more than 5 verdicts, expected 5"),
        ],
    )
    def test_no_sequence_of_that_length(
        self,
        answer: Any,
        message: str,
        lone: Callable[..., JudgeGraph],
        candidates: list[Candidate],
    ) -> None:
        found = findings(lone(lambda _query, _batch: answer), candidates)
        assert found == [Failure("nonsense", message)] * 5

    def test_a_sequence_that_raises_half_way(
        self, lone: Callable[..., JudgeGraph], candidates: list[Candidate]
    ) -> None:
        found = findings(lone(lambda _query, _batch: Liar(5, 3, raises=True)), candidates)
        assert found == [Failure("error", "OSError: connection lost")] * 5

    def test_a_batch_cannot_be_changed(
        self, lone: Callable[..., JudgeGraph], candidates: list[Candidate]
    ) -> None:
        def greedy(_query: Query, batch: Any) -> Any:
            batch.append(Candidate("smuggled", {}))
            return [GOOD] * len(batch)

        (finding, *_) = findings(lone(greedy), candidates)
        assert finding.message.startswith("AttributeError: 'tuple' object has no attribute")

    def test_only_candidates_that_were_handed_in_come_out(
        self, lone: Callable[..., JudgeGraph], candidates: list[Candidate]
    ) -> None:
        smuggled = confirm("same", Evidence("record", "candidate", Candidate("smuggled", {})))
        run = lone(lambda _query, batch: [smuggled] * len(batch)).run(Query(), candidates)
        assert all(
            course.candidate is candidate
            for course, candidate in zip(run.courses, candidates, strict=True)
        )


class Chameleon(Verdict):
    """Says abstain to whoever checks it and confirm to whoever routes it."""


def tampered(**changes: Any) -> Verdict:
    verdict = confirm("same", EVIDENCE)
    for name, value in changes.items():
        object.__setattr__(verdict, name, value)
    return verdict


class TestNonsenseOfOneElement:
    @pytest.mark.parametrize(
        ("element", "message"),
        [
            (None, "found NoneType, expected Verdict"),
            (True, "found bool, expected Verdict"),
            ("confirm", "found str, expected Verdict"),
            (Outcome.CONFIRM, "found Outcome, expected Verdict"),
            (Failure("error", "sorry"), "found Failure, expected Verdict"),
            (Chameleon(Outcome.CONFIRM, "same", (EVIDENCE,)), "found Chameleon, expected Verdict"),
            (object.__new__(Verdict), "found a Verdict without its fields"),
            (
                tampered(outcome="confirm"),
                "found an outcome that is not confirm, reject or abstain",
            ),
            (
                tampered(outcome=Outcome.FAILURE),
                "found an outcome that is not confirm, reject or abstain",
            ),
            (tampered(evidence=()), "found a confirm without evidence"),
            (tampered(evidence=None), "found a confirm whose evidence is not a tuple of Evidence"),
            (
                tampered(evidence=[EVIDENCE]),
                "found a confirm whose evidence is not a tuple of Evidence",
            ),
            (
                tampered(evidence=(EVIDENCE, "trust me")),
                "found a confirm whose evidence is not a tuple of Evidence",
            ),
            (tampered(reason=""), "found a confirm without a reason"),
            (tampered(reason=None), "found a confirm without a reason"),
        ],
    )
    def test_it_fails_alone(
        self,
        element: Any,
        message: str,
        lone: Callable[..., JudgeGraph],
        candidates: list[Candidate],
    ) -> None:
        graph = lone(lambda _query, _batch: [GOOD, GOOD, element, GOOD, GOOD])
        run = graph.run(Query(), candidates)
        assert [course.returned for course in run.courses] == [True, True, False, True, True]
        assert run.courses[2].steps[0].finding == Failure("nonsense", message)


class TestHangs:
    def test_the_batch_times_out_and_the_search_goes_on(
        self, told: Any, lone: Callable[..., JudgeGraph], candidates: list[Candidate]
    ) -> None:
        release = threading.Event()

        def hang(_query: Query, batch: Sequence[Candidate]) -> list[Verdict]:
            release.wait()
            return [GOOD] * len(batch)

        found = findings(lone(hang, time_limit=0.02), candidates)
        release.set()
        assert found == [Failure("timeout", "no verdicts within 0.02 s")] * 5

    def test_a_sequence_that_hangs_is_the_judges_time_too(
        self, lone: Callable[..., JudgeGraph], candidates: list[Candidate]
    ) -> None:
        release = threading.Event()

        class Slow(Liar):
            def __iter__(self) -> Iterator[Verdict]:
                release.wait()
                return iter(())

        found = findings(lone(lambda _query, _batch: Slow(5, 5), time_limit=0.02), candidates)
        release.set()
        assert {finding.reason for finding in found} == {"timeout"}

    def test_a_judge_that_hangs_for_ever_does_not_keep_the_process(self, tmp_path: Path) -> None:
        script = tmp_path / "hang.py"
        script.write_text(
            "import sys, threading\n"
            f"sys.path.insert(0, {str(Path(__file__).parents[3])!r})\n"
            "from judges.graph.deadline import Deadline, DeadlineError\n"
            "try:\n"
            "    Deadline(0.02).call('judge', threading.Event().wait)\n"
            "except DeadlineError as error:\n"
            "    print(error)\n"
        )
        done = subprocess.run(
            [sys.executable, str(script)], capture_output=True, text=True, timeout=60, check=True
        )
        assert done.stdout == "no verdicts within 0.02 s\n"


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
