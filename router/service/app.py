"""The application: routes, limits and problems around one core."""

from asyncio import to_thread
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from importlib.metadata import version

from fastapi import FastAPI
from starlette.types import ASGIApp, Scope

from . import openapi, problems
from .admission import Workplace
from .auth import Anonymous, Authenticator
from .body_limit import BodyBounds, BodyLimit
from .core import ServiceCore
from .jobs.runner import JobRunner
from .local import LocalOnly
from .readiness import Readiness
from .request_context import RequestContext
from .routes import check, graph, health, items, jobs, media, page, picture, read, search, telemetry
from .service import Service
from .settings import LoadSettings, ServiceSettings
from .tracing import Tracing

_ABOUT = """Similar is not same: a joint embedding space proposes candidates, judges confirm or drop
them, and nothing is returned unless judges confirm it."""

_BULK_PATIENCE = 60

_ROUTES = (search, read, items, jobs, media, picture, check, graph, health, telemetry, page)


def create_app(
    core: ServiceCore,
    authenticator: Authenticator | None = None,
    tracing: Tracing | None = None,
) -> FastAPI:
    """An ASGI application over a core, which it closes at its end.

    Without an authenticator everyone is the anonymous principal with all roles: then let it listen
    on loopback only. ``tracing``, which is closed too, traces every request.
    """

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        service = _service(core, authenticator or Anonymous())
        app.state.service = service
        core.observer.metrics.follow(
            ready=service.readiness.is_ready,
            running=lambda: service.heavy.running,
            queued=lambda: service.heavy.queued,
        )
        service.readiness.start()
        await service.jobs.start()
        try:
            yield
        finally:
            service.readiness.stop()
            await service.jobs.stop(core.settings.drain_seconds)
            await to_thread(service.readiness.wait, core.settings.drain_seconds)
            for place in (service.heavy, service.light, service.writing):
                place.close()
            core.close()
            if tracing is not None:
                tracing.close()

    app = FastAPI(
        title="crossjudge",
        version=version("crossjudge"),
        summary="Cross-modal search that returns only what judges confirm.",
        description=_ABOUT,
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    app.add_middleware(BodyLimit, limit_of=_limit_of(core.settings))
    if authenticator is None:
        app.add_middleware(LocalOnly)
    problems.install(app)
    _observe(app, core, tracing)
    openapi.install(app)
    for module in _ROUTES:
        app.include_router(module.router)
    return app


def _observe(app: FastAPI, core: ServiceCore, tracing: Tracing | None) -> None:
    """Put the request's context around everything, what answers a crash included."""
    build = app.build_middleware_stack

    def stack() -> ASGIApp:
        return RequestContext(build(), core.observer.metrics, tracing)

    app.build_middleware_stack = stack  # type: ignore[method-assign]


def _service(core: ServiceCore, authenticator: Authenticator) -> Service:
    load = core.settings.load
    writing = Workplace(
        "write",
        1,
        waiting=load.waiting,
        patience=core.settings.limits.seconds,
        retry_after=load.retry_after,
    )
    return Service(
        core=core,
        settings=core.settings,
        authenticator=authenticator,
        readiness=Readiness(core),
        heavy=_workplace("search", load.searches, load),
        light=_workplace("small", load.small, load),
        writing=writing,
        jobs=JobRunner(core.writer, writing, load.jobs),
    )


def _workplace(name: str, threads: int, load: LoadSettings) -> Workplace:
    return Workplace(
        name,
        threads,
        waiting=load.waiting,
        patience=load.patience,
        retry_after=load.retry_after,
    )


def _limit_of(settings: ServiceSettings) -> Callable[[Scope], BodyBounds]:
    limits = settings.limits
    any_other = BodyBounds(limits.body_bytes, limits.body_seconds)
    bulk = BodyBounds(limits.bulk_bytes, limits.body_seconds * _BULK_PATIENCE)

    def limit_of(scope: Scope) -> BodyBounds:
        is_bulk = scope["path"] == "/v1/items" and scope["method"] == "POST"
        return bulk if is_bulk else any_other

    return limit_of
