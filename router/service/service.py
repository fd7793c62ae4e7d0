"""What the routes of one running service share."""

from dataclasses import dataclass
from typing import Annotated

import structlog
from fastapi import Depends, Request
from fastapi.security import HTTPBearer
from starlette.concurrency import run_in_threadpool
from structlog.contextvars import bind_contextvars

from router.errors import ConfigError, CredentialError

from .admission import Workplace
from .auth import Authenticator, Caller, Role
from .core import ServiceCore
from .jobs.runner import JobRunner
from .local import is_own_program
from .problems import Problem
from .readiness import Readiness
from .settings import ServiceSettings

log = structlog.get_logger("service")


@dataclass(frozen=True)
class Service:
    """One running service: kept as ``app.state.service`` while the app runs."""

    core: ServiceCore
    settings: ServiceSettings
    authenticator: Authenticator
    readiness: Readiness
    heavy: Workplace
    """For what embeds, reads and judges."""
    light: Workplace
    """For what takes moments, so that searches do not keep it waiting."""
    writing: Workplace
    """One thread, on which everything is stored and deleted."""
    jobs: JobRunner


def current_service(request: Request) -> Service:
    service: Service = request.app.state.service
    return service


Here = Annotated[Service, Depends(current_service)]


_SCHEME = HTTPBearer(
    auto_error=False,
    scheme_name="bearer",
    description="An API key made with `crossjudge keys add`, or a JWT.",
)


async def _caller(
    request: Request, service: Here, _described: Annotated[object, Depends(_SCHEME)]
) -> Caller:
    """Whoever presents the request's credential. Raises Problem, 401."""
    presented = request.headers.getlist("authorization")
    try:
        # Two credentials are no credential: which one counts must not be a matter of luck.
        only = presented[0] if len(presented) == 1 else None
        # On a thread: a key file is looked at, and a signature verified.
        caller = await run_in_threadpool(service.authenticator.caller, only)
    except CredentialError as error:
        raise Problem(
            401,
            "unauthorized",
            str(error),
            headers={"WWW-Authenticate": 'Bearer realm="crossjudge"'},
        ) from error
    except ConfigError as error:
        log.warning("credentials.unusable", error=str(error))
        raise Problem(503, "credentials", "credentials cannot be checked now") from error
    bind_contextvars(credential=caller.credential)
    return caller


class _Needs:
    """A dependency: a caller whose role is at least this."""

    def __init__(self, role: Role) -> None:
        self._role = role

    async def __call__(self, caller: Annotated[Caller, Depends(_caller)]) -> Caller:
        if not caller.role.allows(self._role):
            raise Problem(403, "forbidden", f"this needs a credential with the role {self._role}")
        return caller


async def _scraper(request: Request, service: Here) -> None:
    """A program on this machine, or an administrator. Raises Problem."""
    if not is_own_program(request):
        await _Needs(Role.ADMIN)(await _caller(request, service, None))


Scraper = Annotated[None, Depends(_scraper)]
Searcher = Annotated[Caller, Depends(_Needs(Role.SEARCH))]
Ingester = Annotated[Caller, Depends(_Needs(Role.INGEST))]
Administrator = Annotated[Caller, Depends(_Needs(Role.ADMIN))]
