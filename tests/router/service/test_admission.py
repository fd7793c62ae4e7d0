"""Bounded work: turns, refusals, time limits, and what happens to work nobody waits for."""

import asyncio
import contextvars
import threading
from collections.abc import Callable

import pytest

from router.service.admission import Workplace
from router.service.problems import Problem

WHO: contextvars.ContextVar[str] = contextvars.ContextVar("who")


def place(threads: int = 1, waiting: int = 1, patience: float = 30.0) -> Workplace:
    return Workplace("test", threads, waiting=waiting, patience=patience, retry_after=7)


async def under_way(place: Workplace, count: int) -> None:
    while place.running < count:
        await asyncio.sleep(0.001)


async def refused(
    place: Workplace, call: Callable[[], object], status: int, **more: float
) -> Problem:
    with pytest.raises(Problem) as caught:
        await place.run(call, seconds=more.get("seconds", 30.0))
    assert caught.value.status == status
    return caught.value


def test_what_a_call_returns_or_raises_comes_out() -> None:
    def fail() -> None:
        raise TimeoutError("of its own")

    async def main() -> None:
        WHO.set("me")
        assert await place().run(WHO.get, seconds=30) == "me"
        with pytest.raises(TimeoutError, match="of its own"):
            await place().run(fail, seconds=30)

    asyncio.run(main())


def test_too_many_are_refused_at_once_and_the_rest_get_their_turn() -> None:
    async def main() -> None:
        here, end = place(threads=2, waiting=3), threading.Event()
        calls = [asyncio.create_task(here.run(end.wait, seconds=30)) for _ in range(5)]
        await under_way(here, 2)
        while here.queued < 3:
            await asyncio.sleep(0.001)
        problem = await refused(here, end.wait, 503)
        assert problem.headers["Retry-After"] == "7"
        assert (here.running, here.queued) == (2, 3)
        end.set()
        assert await asyncio.gather(*calls) == [True] * 5
        assert await here.drained(30)
        assert (here.running, here.queued) == (0, 0)

    asyncio.run(main())


def test_a_wait_ends() -> None:
    async def main() -> None:
        here, end = place(patience=0.05), threading.Event()
        first = asyncio.create_task(here.run(end.wait, seconds=30))
        await under_way(here, 1)
        await refused(here, end.wait, 503)
        assert here.queued == 0
        end.set()
        assert await first

    asyncio.run(main())


def test_work_that_takes_too_long_keeps_its_place_until_it_ends() -> None:
    async def main() -> None:
        here, end = place(waiting=0), threading.Event()
        await refused(here, end.wait, 504, seconds=0.05)
        assert here.running == 1
        await refused(here, end.wait, 503)
        end.set()
        assert await here.drained(30)
        assert await here.run(lambda: 5, seconds=30) == 5

    asyncio.run(main())


def test_a_caller_who_is_cancelled_gives_no_place_away() -> None:
    async def main() -> None:
        here, end = place(waiting=1), threading.Event()
        running = asyncio.create_task(here.run(end.wait, seconds=30))
        await under_way(here, 1)
        waiting = asyncio.create_task(here.run(end.wait, seconds=30))
        while not here.queued:
            await asyncio.sleep(0.001)
        for task in (waiting, running):
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
        assert (here.running, here.queued) == (1, 0)
        end.set()
        assert await here.drained(30)

    asyncio.run(main())


def test_work_that_nobody_wants_any_more_is_not_begun() -> None:
    async def gone() -> bool:
        return True

    async def main() -> None:
        here, end, made = place(), threading.Event(), []
        running = asyncio.create_task(here.run(end.wait, seconds=30))
        await under_way(here, 1)
        late = asyncio.create_task(here.run(lambda: made.append(1), seconds=30, is_gone=gone))
        while not here.queued:
            await asyncio.sleep(0.001)
        end.set()
        await running
        with pytest.raises(Problem):
            await late
        assert not made
        assert await here.drained(30)

    asyncio.run(main())


def test_drained_says_when_it_is_not() -> None:
    async def main() -> None:
        here, end = place(), threading.Event()
        task = asyncio.create_task(here.run(end.wait, seconds=30))
        await under_way(here, 1)
        assert not await here.drained(0.05)
        end.set()
        await task
        assert await here.drained(30)
        here.close()

    asyncio.run(main())
