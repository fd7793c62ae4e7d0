"""Whatever a judge does wrong is a failure, and a failure never confirms."""

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from judges import (
    Candidate,
    Evidence,
    Failure,
    Outcome,
    Query,
    Verdict,
    confirm,
)
from judges.graph import JudgeGraph

EVIDENCE = Evidence("record", "number", 1)
GOOD = confirm("same", EVIDENCE)


def findings(graph: JudgeGraph, candidates: Sequence[Candidate]) -> list[Failure]:
    """What the only judge was found to have done; nothing of it was returned."""
    run = graph.run(Query(), candidates)
    assert not any(course.returned for course in run.courses)
    found = [course.steps[0].finding for course in run.courses]
    return [finding for finding in found if isinstance(finding, Failure)]


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
