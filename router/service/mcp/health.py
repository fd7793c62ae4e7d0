"""``/healthz`` and ``/readyz`` beside the tools, for whoever keeps the process running."""

from starlette.types import ASGIApp, Receive, Scope, Send

from router.service.admission import Workplace
from router.service.problems import Problem
from router.service.readiness import Readiness
from router.service.responses import json_response

HEALTH = "/healthz"
READY = "/readyz"

_SECONDS = 30.0
_AT_ONCE = 2
"""Looks under way; more of them wait for a moment, so that no flood of them slows the tools."""


class Health:
    """ASGI middleware, answering as the service does, and without a credential as there."""

    def __init__(self, app: ASGIApp, readiness: Readiness) -> None:
        self._app, self._readiness = app, readiness
        self._place = Workplace("health", _AT_ONCE, waiting=16, patience=5.0)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_asked = scope["type"] == "http" and scope["method"] in {"GET", "HEAD"}
        if is_asked and scope["path"] == HEALTH:
            await json_response({"status": "ok"})(scope, receive, send)
        elif is_asked and scope["path"] == READY:
            await self._ready(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _ready(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            report = await self._place.run(self._readiness.report, seconds=_SECONDS)
            response = json_response(report, 200 if report["ready"] else 503)
        except Problem as problem:
            response = problem.response()
        await response(scope, receive, send)
