"""``/v1/graph`` and ``/v1/config``: what this service asks its judges, and what may be asked."""

from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from router.service.models import ConfigData, JudgesData, TraceBody
from router.service.openapi import problems
from router.service.responses import json_response
from router.service.service import Here, Searcher

router = APIRouter(tags=["config"])

_SVG: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The drawing.",
        "content": {"image/svg+xml": {"schema": {"type": "string"}}},
    }
}


def _drawing(svg: bytes) -> Response:
    headers = {
        "Cache-Control": "no-store",
        "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
        "X-Content-Type-Options": "nosniff",
    }
    return Response(svg, 200, headers, "image/svg+xml")


@router.get(
    "/v1/graph",
    response_class=Response,
    responses={**_SVG, **problems(401, 403, 503, 504)},
)
async def get_graph(service: Here, _caller: Searcher) -> Response:
    """The judge graph as SVG."""
    seconds = service.settings.limits.seconds
    return _drawing(await service.light.run(service.core.graph, seconds=seconds))


@router.post(
    "/v1/graph",
    response_class=Response,
    responses={**_SVG, **problems(400, 401, 403, 408, 413, 422, 503, 504)},
)
async def draw_way(trace: TraceBody, service: Here, _caller: Searcher) -> Response:
    """The judge graph with the way that one candidate took: an item or dossier of an answer."""
    seconds = service.settings.limits.seconds
    return _drawing(await service.light.run(lambda: service.core.graph(trace), seconds=seconds))


@router.get("/v1/graph/judges", response_model=JudgesData, responses=problems(401, 403, 503, 504))
async def get_judges(service: Here, caller: Searcher) -> Response:
    """The judges in the order in which they are asked: what each uses, covers and costs."""
    seconds = service.settings.limits.seconds
    return json_response(
        await service.light.run(lambda: service.core.judges(caller), seconds=seconds)
    )


@router.get("/v1/config", response_model=ConfigData, responses=problems(401, 403, 503, 504))
async def get_config(service: Here, _caller: Searcher) -> Response:
    """What can be asked: kinds of media, facts with their types, readers."""
    seconds = service.settings.limits.seconds
    return json_response(await service.light.run(service.core.config, seconds=seconds))
