"""A service without credentials answers this machine's own programs, not pages of the web."""

from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send

from .problems import Problem

_FORWARDING = ("forwarded", "via", "x-forwarded-for", "x-real-ip")


class LocalOnly:
    """ASGI middleware: refuses what a browser was led to send here from somewhere else.

    A foreign page could otherwise post to loopback, or point a name of its own at it.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not _is_local(Headers(scope=scope)):
            problem = Problem(403, "forbidden", "without credentials only this machine may ask")
            await problem.response()(scope, receive, send)
            return
        await self._app(scope, receive, send)


def _is_local(headers: Headers) -> bool:
    origin = headers.get("origin")
    return is_loopback(_host(f"//{headers.get('host', '')}")) and (
        origin is None or is_loopback(_host(origin))
    )


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def is_own_program(request: HTTPConnection) -> bool:
    """Whether a program on this machine asks, for itself.

    What a proxy on this machine passes on comes from somebody else.
    """
    if any(name in request.headers for name in _FORWARDING) or request.client is None:
        return False
    return is_loopback(request.client.host)


def is_loopback(host: str) -> bool:
    """Whether a host's name or address means this machine."""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
