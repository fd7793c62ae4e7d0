"""No body is read beyond its limit: refused by its stated length, or while it streams in."""

from collections.abc import Callable

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .problems import Problem


class BodyLimit:
    """ASGI middleware."""

    def __init__(self, app: ASGIApp, limit_of: Callable[[Scope], int]) -> None:
        """``limit_of``: bytes that the body of a request may have."""
        self._app = app
        self._limit_of = limit_of

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        limit = self._limit_of(scope)
        stated = Headers(scope=scope).get("content-length", "0")
        if not stated.isdecimal() or int(stated) > limit:
            response = Problem(413, "too_large", _message(limit), headers={"Connection": "close"})
            await response.response()(scope, receive, send)
            return
        await self._app(scope, _counted(receive, limit), send)


def _counted(receive: Receive, limit: int) -> Receive:
    """``receive`` that raises once more than ``limit`` bytes came."""
    total = 0

    async def counted() -> Message:
        nonlocal total
        message = await receive()
        total += len(message.get("body", b""))
        if total > limit:
            # Whoever parses bodies lets this one through.
            raise HTTPException(413, _message(limit), {"Connection": "close"})
        return message

    return counted


def _message(limit: int) -> str:
    return f"the body is larger than {limit} bytes, the limit for this request"
