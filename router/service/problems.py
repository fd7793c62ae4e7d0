"""What goes wrong, as problem documents (RFC 9457), and the one table that says which is which."""

import errno
import re
import sqlite3
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, NamedTuple, cast

import orjson
import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from judges import GraphError, JudgeError, ReaderError
from modalities import LimitError, MediumError, ModalityError, RegistryError, SpaceError
from router.errors import (
    ConfigError,
    CredentialError,
    ManifestError,
    RequestError,
    RouterError,
    StoreBusyError,
    StoreError,
    StoreServerError,
    one_line,
)

log = structlog.get_logger("service")

MEDIA_TYPE = "application/problem+json"

_CODES: Mapping[int, str] = {408: "timeout", 413: "too_large"}
"""Where the phrase of a status would be another word than this package's own."""

_DISK_FULL = "53100"
"""As PostgreSQL calls it: https://www.postgresql.org/docs/current/errcodes-appendix.html"""

_ABSOLUTE = re.compile(r"(?<![\w.:/])/(?:[^\s/:'\",;]+/)+")
"""The folders of an absolute path; what is left of it is a name."""


class Problem(Exception):  # noqa: N818 - the standard's word
    """An answer other than the one asked for."""

    def __init__(
        self,
        status: int,
        code: str,
        detail: str,
        *,
        headers: Mapping[str, str] | None = None,
        **more: Any,
    ) -> None:
        """``code`` is for programs, ``detail`` for people; ``more`` are further members."""
        super().__init__(detail)
        self.status = status
        self.code = code
        self.detail = detail
        self.headers = dict(headers or {})
        self.more = more

    def document(self) -> dict[str, Any]:
        """The members of the problem document."""
        return {
            "type": "about:blank",
            "title": HTTPStatus(self.status).phrase,
            "status": self.status,
            "code": self.code,
            "detail": self.detail,
            **self.more,
        }

    def response(self) -> Response:
        return Response(
            orjson.dumps(self.document()),
            self.status,
            {"Cache-Control": "no-store", **self.headers},
            MEDIA_TYPE,
        )


class Rule(NamedTuple):
    """How errors of one type are answered."""

    status: int
    code: str
    detail: str | None = None
    """What is said instead of the error's own text, where that is none of the caller's business."""


ERRORS: Mapping[type[Exception], Rule] = {
    LimitError: Rule(413, "too_large"),
    MediumError: Rule(422, "medium"),
    CredentialError: Rule(401, "unauthorized"),
    RequestError: Rule(422, "request"),
    ConfigError: Rule(422, "config"),
    ManifestError: Rule(422, "manifest"),
    GraphError: Rule(422, "graph"),
    ReaderError: Rule(422, "reader"),
    RegistryError: Rule(404, "not_found"),
    SpaceError: Rule(503, "space", "the space cannot embed this now; /readyz says why"),
    StoreBusyError: Rule(503, "busy", "another process is writing to this catalogue"),
    StoreError: Rule(503, "store", "the catalogue cannot be used now; /readyz says why"),
    RouterError: Rule(500, "internal", "something is wrong with this service"),
    JudgeError: Rule(500, "internal", "something is wrong with this service"),
    ModalityError: Rule(500, "internal", "something is wrong with this service"),
}
"""By type; a subclass without a rule of its own goes by its nearest base."""


def problem_of(error: BaseException) -> Problem:
    """How any error is answered."""
    if isinstance(error, Problem):
        return error
    if _is_full(error):
        return Problem(507, "storage_full", "the disk of this service is full")
    rule = next((ERRORS[kind] for kind in type(error).__mro__ if kind in ERRORS), None)
    if rule is None:
        return Problem(500, "internal", "something is wrong with this service")
    headers = {"Retry-After": "5"} if rule.status == HTTPStatus.SERVICE_UNAVAILABLE else {}
    return Problem(rule.status, rule.code, rule.detail or public(error), headers=headers)


def _is_full(error: BaseException | None) -> bool:
    """Whether a full disk, or a quota, is at the bottom of an error."""
    while error is not None:
        if isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT}:
            return True
        if isinstance(error, sqlite3.Error) and error.sqlite_errorcode == sqlite3.SQLITE_FULL:
            return True
        if isinstance(error, StoreServerError) and error.sqlstate == _DISK_FULL:
            return True
        error = getattr(error, "orig", None) or error.__cause__
    return False


def public(error: BaseException) -> str:
    """What an error says, in one line and without what is none of the world's business."""
    if isinstance(error, StoreServerError):
        return error.public
    return _ABSOLUTE.sub("", one_line(error))


def install(app: FastAPI) -> None:
    """Let everything that goes wrong in an app leave it as a problem document."""
    app.add_exception_handler(Problem, _core)
    for kind in ERRORS:
        app.add_exception_handler(kind, _core)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _core)


async def _core(request: Request, error: Exception) -> Response:
    problem = problem_of(error)
    if problem.status >= HTTPStatus.INTERNAL_SERVER_ERROR and not isinstance(error, Problem):
        log.error("request.failed", path=request.url.path, error=repr(error))
    return problem.response()


async def _invalid(_request: Request, error: Exception) -> Response:
    return invalid(list(cast("RequestValidationError", error).errors())).response()


def invalid(errors: list[Any]) -> Problem:
    """The problem of a request that does not fit its model, from pydantic's list of errors."""
    found = [
        {"where": ".".join(str(part) for part in each["loc"]), "message": each["msg"]}
        for each in errors
    ]
    first = found[0]
    return Problem(422, "invalid", f"{first['where']}: {first['message']}", errors=found)


async def _http(_request: Request, error: Exception) -> Response:
    known = cast("HTTPException", error)
    status = HTTPStatus(known.status_code)
    code = _CODES.get(status, status.phrase.lower().replace(" ", "_"))
    return Problem(known.status_code, code, str(known.detail), headers=known.headers).response()
