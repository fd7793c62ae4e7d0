"""Bounded work: so many calls at once, a short wait for a turn, and beyond that a refusal."""

import asyncio
import contextvars
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from .problems import Problem

ResultT = TypeVar("ResultT")


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

    async def run(self, call: Callable[[], ResultT], *, seconds: float) -> ResultT:
        """What the call returns or raises.

        Raises Problem: 503 at once where too many wait already, or after ``patience`` seconds;
        504 where it takes longer than ``seconds``, though it goes on in its thread. The caller's
        context variables hold inside it.
        """
        await self._admit()
        context = contextvars.copy_context()
        try:
            work = asyncio.get_running_loop().run_in_executor(self._executor, context.run, call)
        except BaseException:
            self._leave()
            raise
        work.add_done_callback(self._left)
        try:
            async with asyncio.timeout(seconds):
                return await asyncio.shield(work)
        except TimeoutError as error:
            if work.done() and not work.cancelled():
                return work.result()
            raise Problem(504, "timeout", f"no answer within {seconds:g} s") from error

    async def _admit(self) -> None:
        if self._free.locked():
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

    def close(self) -> None:
        """Take no more calls. Those under way end by themselves."""
        self._executor.shutdown(wait=False, cancel_futures=True)
