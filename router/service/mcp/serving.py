"""The tools over stdio, for a program on this machine, and over HTTP, for whoever has a key."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import anyio
from mcp.server.mcpserver import MCPServer
from mcp.server.transport_security import TransportSecuritySettings
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.requests import HTTPConnection
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from router.errors import CredentialError
from router.service.admission import Workplace
from router.service.auth import Anonymous, Authenticator, Caller, Role
from router.service.core import ServiceCore
from router.service.local import LocalOnly, is_own_program
from router.service.metrics import CONTENT_TYPE, Metrics
from router.service.problems import Problem
from router.service.readiness import Readiness
from router.service.request_context import RequestContext
from router.service.tracing import Tracing

from .health import HEALTH, READY, Health
from .media import Files
from .tools import Asked, Desk, make_server

METRICS = "/metrics"
KEY = "CROSSJUDGE_KEY"
"""The environment variable that holds the credential of whoever asks over stdio."""


def stdio_caller(authenticator: Authenticator | None, key: str | None) -> Caller:
    """Who asks over stdio. Raises CredentialError.

    Anonymous where no credentials are configured: whoever starts the server can read the store.
    """
    if authenticator is None:
        if key:
            raise CredentialError(
                f"{KEY}: set, but no credentials are configured (auth in --settings)"
            )
        return Anonymous().caller(None)
    if not key:
        raise CredentialError(f"{KEY}: not set; expected an API key or a token")
    return authenticator.caller(f"Bearer {key}")


def run_stdio(
    core: ServiceCore,
    caller: Callable[[], Caller],
    root: Path | None,
    tracing: Tracing | None = None,
) -> None:
    """Serve until stdin ends, and then close ``tracing``.

    ``caller`` is asked at every call: keys may be revoked meanwhile.
    """
    files = Files(core.settings.limits.body_bytes, root)
    server = make_server(Desk(core, lambda _asked: caller(), files, _workplace(core), tracing))
    try:
        anyio.run(server.run_stdio_async)
    finally:
        if tracing is not None:
            tracing.close()


def http_app(
    core: ServiceCore,
    authenticator: Authenticator | None,
    readiness: Readiness,
    tracing: Tracing | None = None,
) -> ASGIApp:
    """An ASGI application that serves ``/mcp`` and, to whom the service would, what tells of it.

    That is ``/metrics``, and ``/healthz`` and ``/readyz`` out of ``readiness``. At its end it
    closes ``tracing``. Paths of this machine are never taken. Without an authenticator everyone
    is anonymous: then let it listen on loopback only.
    """
    known = authenticator or Anonymous()

    def caller_of(asked: Asked) -> Caller:
        request: Any = asked.request_context.request
        return known.caller(_presented(request.headers))

    files = Files(core.settings.limits.body_bytes)
    server = make_server(Desk(core, caller_of, files, _workplace(core), tracing))
    app: ASGIApp = Guard(_transport(server, core), known, core.observer.metrics)
    app = Health(app, readiness)
    if authenticator is None:
        app = LocalOnly(app)
    paths = frozenset({"/mcp", METRICS, HEALTH, READY})
    app = RequestContext(app, core.observer.metrics, tracing, paths)
    return app if tracing is None else Closing(app, tracing.close)


def _transport(server: MCPServer[None], core: ServiceCore) -> ASGIApp:
    return server.streamable_http_app(
        # Every request stands alone and shows its own credential: there is no session to take over.
        stateless_http=True,
        json_response=True,
        # Base64 takes a third more than the bytes.
        max_request_body_size=core.settings.limits.body_bytes * 4 // 3,
        # LocalOnly does it where there are no credentials; where there are, no page has them.
        transport_security=TransportSecuritySettings(enable_dns_rebinding_protection=False),
    )


def _workplace(core: ServiceCore) -> Workplace:
    load = core.settings.load
    return Workplace(
        "tool",
        load.searches,
        waiting=load.waiting,
        patience=load.patience,
        retry_after=load.retry_after,
    )


class Closing:
    """ASGI middleware: does one thing more at the end of the application's life.

    What follows the server's run may be too late: the signal that ends it ends the process.
    """

    def __init__(self, app: ASGIApp, close: Callable[[], None]) -> None:
        self._app, self._close = app, close

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await self._app(scope, receive, send)
        finally:
            if scope["type"] == "lifespan":
                self._close()


class Guard:
    """ASGI middleware: nothing is answered, not even what tools there are, without a credential.

    Metrics are for programs on this machine and for administrators.
    """

    def __init__(self, app: ASGIApp, authenticator: Authenticator, metrics: Metrics) -> None:
        self._app, self._authenticator, self._metrics = app, authenticator, metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        app = self._app
        try:
            if scope["path"] == METRICS:
                app = await self._measured(HTTPConnection(scope))
            else:
                await self._caller(HTTPConnection(scope))
        except CredentialError as error:
            challenge = {"WWW-Authenticate": 'Bearer realm="crossjudge"'}
            app = Problem(401, "unauthorized", str(error), headers=challenge).response()
        await app(scope, receive, send)

    async def _caller(self, request: HTTPConnection) -> Caller:
        return await run_in_threadpool(self._authenticator.caller, _presented(request.headers))

    async def _measured(self, request: HTTPConnection) -> Response:
        if not is_own_program(request):
            caller = await self._caller(request)
            if not caller.role.allows(Role.ADMIN):
                return Problem(403, "forbidden", "metrics are for administrators").response()
        return Response(await run_in_threadpool(self._metrics.text), media_type=CONTENT_TYPE)


def _presented(headers: Headers) -> str | None:
    """The one credential that is shown: two are none."""
    shown = headers.getlist("authorization")
    return shown[0] if len(shown) == 1 else None
