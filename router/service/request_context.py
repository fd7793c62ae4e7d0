"""Around every request: an id that all logs carry, a count, a line in the log, a trace."""

import re
import uuid
from collections.abc import Set
from contextlib import nullcontext
from time import perf_counter

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from structlog.contextvars import bound_contextvars

from .metrics import Metrics
from .tracing import Tracing

log = structlog.get_logger("service")

HEADER = "X-Request-Id"
_WELL_FORMED = re.compile(r"[A-Za-z0-9._-]{1,128}")
_CONVERTER = re.compile(r":\w+\}")
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"})
_QUIET = frozenset({"/healthz", "/readyz", "/metrics"})
"""Routes that machines ask all the time."""


class RequestContext:
    """ASGI middleware, outside all others."""

    def __init__(
        self,
        app: ASGIApp,
        metrics: Metrics,
        tracing: Tracing | None = None,
        paths: Set[str] = frozenset(),
    ) -> None:
        """``paths``: those of an app that does not tell which of its routes has answered."""
        self._app, self._metrics, self._tracing, self._paths = app, metrics, tracing, paths

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id = id_of(scope)
        scope.setdefault("state", {})["request_id"] = request_id
        began, status = perf_counter(), 500

        async def answered(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[HEADER] = request_id
            await send(message)

        method = scope["method"] if scope["method"] in _METHODS else "other"
        trace = self._tracing.request(method, request_id) if self._tracing else nullcontext()
        with bound_contextvars(request_id=request_id), trace:
            try:
                await self._app(scope, receive, answered)
            finally:
                self._note(scope, method, status, perf_counter() - began)

    def _note(self, scope: Scope, method: str, status: int, seconds: float) -> None:
        route = scope["path"] if scope["path"] in self._paths else template_of(scope)
        self._metrics.requested(method, route, status, seconds)
        tell = log.debug if route in _QUIET and status < 500 else log.info
        tell("request.done", method=method, route=route, status=status, seconds=round(seconds, 4))


def id_of(scope: Scope) -> str:
    """The id that whoever asks gave the request, where it is well-formed; else a new one."""
    given = Headers(scope=scope).get(HEADER, "")
    return given if _WELL_FORMED.fullmatch(given) else new_id()


def new_id() -> str:
    return uuid.uuid4().hex


def template_of(scope: Scope) -> str:
    """The route that answered, as a template without ids; ``none`` where there was none."""
    path = str(getattr(scope.get("route"), "path", "none"))
    return _CONVERTER.sub("}", path)
