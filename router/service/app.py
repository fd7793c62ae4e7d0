"""The application: routes, limits and problems around one core."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from importlib.metadata import version

from fastapi import FastAPI
from starlette.types import Scope

from . import openapi, problems
from .admission import Workplace
from .auth import Anonymous, Authenticator
from .body_limit import BodyLimit
from .core import ServiceCore
from .local import LocalOnly
from .readiness import Readiness
from .routes import graph, health, items, media, search
from .service import Service
from .settings import LoadSettings, ServiceSettings

_ABOUT = """Similar is not same: a joint embedding space proposes candidates, judges confirm or drop
them, and nothing is returned unless judges confirm it."""

_ROUTES = (search, items, media, graph, health)


def create_app(core: ServiceCore, authenticator: Authenticator | None = None) -> FastAPI:
    """An ASGI application over a core, which it closes at its end.

    Without an authenticator everyone is the anonymous principal with all roles: then let it listen
    on loopback only.
    """

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        service = _service(core, authenticator or Anonymous())
        app.state.service = service
        service.readiness.start()
        try:
            yield
        finally:
            service.readiness.stop()
            service.heavy.close()
            service.light.close()
            core.close()

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
    openapi.install(app)
    for module in _ROUTES:
        app.include_router(module.router)
    return app


def _service(core: ServiceCore, authenticator: Authenticator) -> Service:
    load = core.settings.load
    return Service(
        core=core,
        settings=core.settings,
        authenticator=authenticator,
        readiness=Readiness(core),
        heavy=_workplace("search", load.searches, load),
        light=_workplace("small", load.small, load),
    )


def _workplace(name: str, threads: int, load: LoadSettings) -> Workplace:
    return Workplace(
        name,
        threads,
        waiting=load.waiting,
        patience=load.patience,
        retry_after=load.retry_after,
    )


def _limit_of(settings: ServiceSettings) -> Callable[[Scope], int]:
    limits = settings.limits

    def limit_of(scope: Scope) -> int:
        is_bulk = scope["path"] == "/v1/items" and scope["method"] == "POST"
        return limits.bulk_bytes if is_bulk else limits.body_bytes

    return limit_of
