"""``/metrics`` for Prometheus and ``GET /v1/telemetry`` for the page."""

from fastapi import APIRouter
from starlette.responses import Response

from router.service.metrics import CONTENT_TYPE
from router.service.models import HistoryData
from router.service.openapi import problems
from router.service.responses import json_response
from router.service.service import Administrator, Here, Scraper

router = APIRouter(tags=["telemetry"])


@router.get("/v1/telemetry", response_model=HistoryData, responses=problems(401, 403, 503, 504))
async def telemetry(service: Here, _caller: Administrator) -> Response:
    """What searches did over the last hours: scores, ranks, verdicts, times."""
    data = await service.light.run(
        service.core.observer.history.data, seconds=service.settings.limits.seconds
    )
    return json_response(data)


@router.get(
    "/metrics",
    response_class=Response,
    responses={
        200: {"description": "Metrics.", "content": {"text/plain": {"schema": {"type": "string"}}}},
        **problems(401, 403, 503, 504),
    },
)
async def metrics(service: Here, _caller: Scraper) -> Response:
    """Metrics in Prometheus's text format, for programs on this machine and administrators."""
    text = await service.light.run(
        service.core.observer.metrics.text, seconds=service.settings.limits.seconds
    )
    return Response(text, media_type=CONTENT_TYPE)
