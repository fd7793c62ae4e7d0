"""Bounded work: so many calls at once, a short wait for a turn, and beyond that a refusal."""

import asyncio
import contextlib
import contextvars
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from .problems import Problem

ResultT = TypeVar("ResultT")

_POLL = 0.02
"""Seconds."""


class Workplace:
    """Runs blocking calls on a bounded number of threads. Belongs to one event loop.

    A call whose caller has given up keeps its place until it has ended: what is bounded is the work
    under way, not the number of those who wait for it.
    """

    def __init__(
        self, name: str, threads: int, *, waiting: int, patience: float, retry_after: int = 1
    ) -> None:
        """``waiting`` requests wait for a thread, ``patience`` seconds at most."""
        self._executor = ThreadPoolExecutor(threads, thread_name_prefix=name)
        self._free = asyncio.Semaphore(threads)
        self._threads = threads
        self._waiting = waiting
        self._patience = patience
        self._retry_after = retry_after
        self.running = 0
        """Calls under way."""
        self.queued = 0
        """Calls that wait for a thread."""

    async def run(
        self,
        call: Callable[[], ResultT],
        *,
        seconds: float,
        is_gone: Callable[[], Awaitable[bool]] | None = None,
    ) -> ResultT:
        """What the call returns or raises.

        Raises Problem: 503 at once where too many wait already, or after ``patience`` seconds;
        504 where it takes longer than ``seconds``, though it goes on in its thread. The caller's
        context variables hold inside it. ``is_gone`` tells after a wait whether nobody wants the
        answer any more; then the call is not made.
        """
        has_waited = await self._admit()
        try:
            if has_waited and is_gone is not None:
                await _require_wanted(is_gone)
            work = self._started(call)
        except BaseException:
            self._leave()
            raise
        try:
            async with asyncio.timeout(seconds):
                return await asyncio.shield(work)
        except TimeoutError as error:
            if work.done() and not work.cancelled():
                return work.result()
            raise Problem(504, "timeout", f"no answer within {seconds:g} s") from error

    async def run_in_turn(self, call: Callable[[], ResultT]) -> ResultT:
        """As ``run``, for work of the service's own: it waits its turn, and takes its time."""
        await self._free.acquire()
        self.running += 1
        try:
            work = self._started(call)
        except BaseException:
            self._leave()
            raise
        return await asyncio.shield(work)

    def _started(self, call: Callable[[], ResultT]) -> "asyncio.Future[ResultT]":
        context = contextvars.copy_context()
        loop = asyncio.get_running_loop()
        work = loop.run_in_executor(self._executor, context.run, call)
        work.add_done_callback(self._left)
        return work

    async def _admit(self) -> bool:
        """Take a thread; True where it had to be waited for. Raises Problem, 503."""
        has_waited = self._free.locked()
        if has_waited:
            if self.queued >= self._waiting:
                raise self._overloaded()
            self.queued += 1
            try:
                async with asyncio.timeout(self._patience):
                    await self._free.acquire()
            except TimeoutError as error:
                raise self._overloaded() from error
            finally:
                self.queued -= 1
        else:
            await self._free.acquire()
        self.running += 1
        return has_waited

    def _left(self, work: "asyncio.Future[ResultT]") -> None:
        self._leave()
        if not work.cancelled():
            work.exception()  # looked at, so that one nobody waits for any more is not reported

    def _leave(self) -> None:
        self.running -= 1
        self._free.release()

    def _overloaded(self) -> Problem:
        return Problem(
            503,
            "overloaded",
            f"{self._threads} requests are under way and others wait; try again shortly",
            headers={"Retry-After": str(self._retry_after)},
        )

    async def drained(self, seconds: float) -> bool:
        """Wait until nothing is under way; False where that takes longer."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while self.running:
                    await asyncio.sleep(_POLL)
        return not self.running

    def close(self) -> None:
        """Take no more calls. Those under way end by themselves."""
        self._executor.shutdown(wait=False, cancel_futures=True)


async def _require_wanted(is_gone: Callable[[], Awaitable[bool]]) -> None:
    if await is_gone():
        raise Problem(503, "gone", "nobody waits for this answer any more")
