"""Answers that begin before they are complete: one JSON object a line."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from threading import Event

from starlette.responses import Response, StreamingResponse

from .problems import problem_of
from .responses import encoded

NDJSON = "application/x-ndjson"
_HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
"""The second asks a proxy not to hold lines back."""


class GoneError(Exception):
    """Whoever asked has gone; what is under way for them may end."""


class Lines:
    """Lines that a thread puts and one event loop takes."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._queue: asyncio.Queue[bytes | None] = asyncio.Queue()
        self._gone = Event()

    def put(self, line: bytes) -> None:
        """From any thread. Raises GoneError where nobody takes lines any more."""
        if self._gone.is_set():
            raise GoneError
        self._loop.call_soon_threadsafe(self._queue.put_nowait, line)

    def end(self) -> None:
        """From the event loop: there will be no more."""
        self._queue.put_nowait(None)

    def leave(self) -> None:
        """Nobody takes lines any more."""
        self._gone.set()

    async def next(self) -> bytes | None:
        """None after the last."""
        return await self._queue.get()


async def streamed(work: Callable[[Lines], Awaitable[bytes]]) -> Response:
    """A response of the lines that the work puts, and last the line that it returns.

    Raises what the work raises before its first line. What goes wrong later is the last line:
    ``{"event": "problem", …}``.
    """
    lines = Lines()
    task = asyncio.ensure_future(work(lines))
    task.add_done_callback(lambda done: _ended(done, lines))
    try:
        first = await lines.next()
    except asyncio.CancelledError:
        lines.leave()
        raise
    following = _only(await task) if first is None else _following(first, lines, task)
    return StreamingResponse(following, 200, _HEADERS, NDJSON)


def _ended(task: "asyncio.Future[bytes]", lines: Lines) -> None:
    lines.end()
    if not task.cancelled():
        task.exception()  # looked at, so that one nobody waits for any more is not reported


async def _only(line: bytes) -> AsyncIterator[bytes]:
    yield line + b"\n"


async def _following(
    first: bytes, lines: Lines, task: "asyncio.Future[bytes]"
) -> AsyncIterator[bytes]:
    try:
        yield first + b"\n"
        while (line := await lines.next()) is not None:
            yield line + b"\n"
        yield await _last(task) + b"\n"
    finally:
        lines.leave()


async def _last(task: "asyncio.Future[bytes]") -> bytes:
    try:
        return await task
    except Exception as error:  # noqa: BLE001 - the status is sent: all that is left is to say so
        return encoded({"event": "problem", **problem_of(error).document()})
