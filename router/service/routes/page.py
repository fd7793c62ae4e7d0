"""The page at ``/``: static files, held in memory; what it shows, it asks for as anyone would."""

from hashlib import sha256
from importlib.resources import files
from typing import NamedTuple

from fastapi import APIRouter, Request
from starlette.responses import Response

from router.service.problems import Problem

router = APIRouter(include_in_schema=False)

_TYPES = {
    "css": "text/css; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
}
_HEADERS = {
    "Cache-Control": "no-cache",
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; "
        "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "Permissions-Policy": "microphone=(self), camera=(), geolocation=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


class _File(NamedTuple):
    data: bytes
    media_type: str
    tag: str


def _load() -> dict[str, _File]:
    """Every file of the page by name, so that no request ever names a path."""
    found = {}
    for path in files("router.service").joinpath("page").iterdir():
        media_type = _TYPES.get(path.name.rpartition(".")[2])
        if media_type is not None:
            data = path.read_bytes()
            found[path.name] = _File(data, media_type, f'"{sha256(data).hexdigest()[:32]}"')
    return found


_FILES = _load()


def _answer(request: Request, name: str) -> Response:
    file = _FILES.get(name)
    if file is None:
        raise Problem(404, "not_found", "the page has no such file")
    headers = {**_HEADERS, "ETag": file.tag}
    if request.headers.get("if-none-match") == file.tag:
        return Response(status_code=304, headers=headers)
    return Response(file.data, 200, headers, file.media_type)


@router.get("/")
async def search_page(request: Request) -> Response:
    return _answer(request, "index.html")


@router.get("/graph")
async def graph_page(request: Request) -> Response:
    return _answer(request, "graph.html")


@router.get("/telemetry")
async def telemetry_page(request: Request) -> Response:
    return _answer(request, "telemetry.html")


@router.get("/page/{name}")
async def page_file(name: str, request: Request) -> Response:
    return _answer(request, name)
