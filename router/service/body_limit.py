"""No body is read beyond its limits: refused by its stated length, or while it streams in."""

import asyncio
from collections.abc import Callable
from typing import NamedTuple

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .problems import Problem

_CLOSE = {"Connection": "close"}


class BodyBounds(NamedTuple):
    """What the body of a request may be."""

    bytes: int
    seconds: float
    """From the first byte to the last."""


class BodyLimit:
    """ASGI middleware."""

    def __init__(self, app: ASGIApp, limit_of: Callable[[Scope], BodyBounds]) -> None:
        self._app = app
        self._limit_of = limit_of

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        bounds = self._limit_of(scope)
        stated = Headers(scope=scope).get("content-length", "0")
        if not stated.isdecimal() or int(stated) > bounds.bytes:
            response = Problem(413, "too_large", _message(bounds), headers=_CLOSE)
            await response.response()(scope, receive, send)
            return
        await self._app(scope, _counted(receive, bounds), send)


def _counted(receive: Receive, bounds: BodyBounds) -> Receive:
    """``receive`` that raises once too many bytes came, or the rest does not come in time."""
    total = 0
    until: float | None = asyncio.get_running_loop().time() + bounds.seconds

    async def counted() -> Message:
        nonlocal total, until
        try:
            async with asyncio.timeout_at(until):
                message = await receive()
        except TimeoutError as error:
            raise HTTPException(408, _late(bounds), _CLOSE) from error
        if not message.get("more_body", False):
            until = None  # what follows is only ever that the other side has gone
        total += len(message.get("body", b""))
        if total > bounds.bytes:
            # Whoever parses bodies lets this one through.
            raise HTTPException(413, _message(bounds), _CLOSE)
        return message

    return counted


def _message(bounds: BodyBounds) -> str:
    return f"the body is larger than {bounds.bytes} bytes, the limit for this request"


def _late(bounds: BodyBounds) -> str:
    return f"the body did not come within {bounds.seconds:g} s"
