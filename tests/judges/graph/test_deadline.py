import contextvars
import threading
from time import perf_counter

import pytest

from judges.graph.deadline import Deadline, DeadlineError


def test_what_comes_back_in_time_is_returned() -> None:
    assert Deadline[int](10).call("judge", lambda: 42) == 42


def test_calls_see_the_context_of_their_caller() -> None:
    request = contextvars.ContextVar[str]("request")
    request.set("seventh")
    assert Deadline[str](10).call("judge", request.get) == "seventh"


def test_calls_run_on_daemon_threads() -> None:
    assert Deadline[bool](10).call("judge", lambda: threading.current_thread().daemon)


def test_calls_that_never_come_back_do_not_pile_up() -> None:
    deadline, release, calls = Deadline[bool](0.01, most_abandoned=2), threading.Event(), []

    def hang() -> bool:
        calls.append(threading.current_thread())
        return release.wait()

    for _ in range(2):
        with pytest.raises(DeadlineError, match=r"no verdicts within 0\.01 s"):
            deadline.call("judge", hang)
    with pytest.raises(DeadlineError, match="2 earlier calls never came back"):
        deadline.call("judge", hang)
    assert len(calls) == 2
    release.set()
    for thread in calls:
        thread.join()
    # Once they end, the judge is asked again.
    patient = deadline.call("judge", threading.Event().is_set)
    assert patient is False


def test_many_threads_may_call_at_once() -> None:
    deadline, answers = Deadline[int](10), {}
    threads = [
        threading.Thread(
            target=lambda n=number: answers.update({n: deadline.call("judge", lambda: n * n)})
        )
        for number in range(16)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == {number: number**2 for number in range(16)}


def test_a_machine_out_of_threads_is_no_crash(monkeypatch: pytest.MonkeyPatch) -> None:
    def start(_thread: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", start)
    with pytest.raises(DeadlineError, match="no thread could be started for it"):
        Deadline[int](10).call("judge", lambda: 42)


def test_the_querys_time_bounds_a_call_that_may_take_longer() -> None:
    deadline, release = Deadline[bool](30), threading.Event()
    call = deadline.start("judge", release.wait, until=perf_counter() + 0.01)
    with pytest.raises(DeadlineError, match="before the query's time was up"):
        call.result()
    release.set()
    assert call.cut_short


def test_nothing_starts_once_the_querys_time_is_up() -> None:
    started: list[bool] = []
    with pytest.raises(DeadlineError, match="the query's time was up"):
        Deadline[None](30).start("judge", lambda: started.append(True), until=perf_counter())
    assert not started
