"""What a query may spend: its time bounds the judges that run, and the answer says so."""

import threading
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest
from world import item

from judges import Candidate, Judge, Options, Query, Truth, Verdict, Vocabulary
from router import Completeness, Request, Router
from router.errors import RequestError
from router.stopwatch import Stopwatch


class Hanging(Judge[Options]):
    """Gives no verdict before it is let go."""

    may_cover = frozenset(Truth)

    def __init__(self, covers: frozenset[Truth], release: threading.Event) -> None:
        super().__init__("same", Options(use="hanging", covers=covers, time_limit=60), Vocabulary())
        self.release = release

    def judge(self, query: Query, candidates: Sequence[Candidate]) -> Sequence[Verdict]:
        self.release.wait()
        return []


@pytest.fixture
def release() -> Iterator[threading.Event]:
    event = threading.Event()
    yield event
    event.set()


Routers = Callable[..., Router]


@pytest.fixture
def make_hanging(make_config: Any, make_router: Any, release: threading.Event) -> Routers:
    """A shop whose last judge hangs, with a part of its YAML changed."""

    def make(*changes: tuple[str, str]) -> Router:
        judge = Hanging(frozenset({Truth.IDENTITY}), release)
        config = make_config(*changes, judges={"same": judge})
        router: Router = make_router(config, [item(number) for number in range(8)])
        return router

    return make


@pytest.mark.parametrize(
    ("changes", "seconds"),
    [
        ([], 1.0),
        ([("stop: exhaust", "stop: exhaust\nbudget: {seconds: 1}")], None),
        ([("stop: exhaust", "stop: exhaust\nbudget: {seconds: 1}")], 50.0),
        ([("stop: exhaust", "stop: exhaust\nbudget: {seconds: 50}")], 1.0),
    ],
)
def test_a_running_judge_is_bounded_by_what_is_left(
    changes: list[tuple[str, str]], seconds: float | None, make_hanging: Routers
) -> None:
    """Its own limit of 60 s is far away: it ends when the query's time is up."""
    request = Request(claims={"sku": "S-1"}, seconds=seconds)
    answer = make_hanging(*changes).search(request)
    assert answer.completeness is Completeness.BUDGET
    assert not answer.items
    messages = {
        str(step.finding)
        for dossier in answer.dossiers()
        for step in dossier.steps
        if step.judge == "same"
    }
    assert len(messages) == 1
    assert "the query's time was up" in messages.pop()


def test_an_answer_in_time_is_complete(make_config: Any, make_router: Any) -> None:
    router = make_router(make_config(), [item(number) for number in range(8)])
    answer = router.search(Request(claims={"sku": "S-1"}, seconds=60))
    assert answer.completeness is Completeness.EXHAUSTED
    assert [one.id for one in answer.items] == ["item-004", "item-005"]


@pytest.mark.parametrize("seconds", [0.0, -1.0, float("nan"), float("inf")])
def test_seconds_that_bound_nothing_are_refused(
    seconds: float, make_config: Any, make_router: Any
) -> None:
    router = make_router(make_config(), [item(0)])
    with pytest.raises(RequestError, match=r"seconds: found .*, expected a finite number above 0"):
        router.search(Request(claims={"sku": "S-1"}, seconds=seconds))


def test_a_stopwatch_never_owes_time() -> None:
    assert Stopwatch().left == float("inf")
    assert Stopwatch(1e-9).left == 0
    assert 0 < Stopwatch(60).left <= 60
