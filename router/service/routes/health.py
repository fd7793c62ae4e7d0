"""``/healthz`` and ``/readyz``, for whoever keeps the service running."""

from fastapi import APIRouter
from starlette.responses import Response

from router.service.models import HealthData, ReadyData
from router.service.openapi import problems
from router.service.responses import json_response
from router.service.service import Here

router = APIRouter(tags=["health"])


@router.get("/healthz", response_model=HealthData)
async def healthz() -> Response:
    """The process answers."""
    return json_response({"status": "ok"})


@router.get(
    "/readyz",
    response_model=ReadyData,
    responses={
        503: {"model": ReadyData, "description": "Not ready: the parts say why."},
        **problems(504),
    },
)
async def readyz(service: Here) -> Response:
    """Whether searches can be answered now, part by part."""
    report = await service.light.run(
        service.readiness.report, seconds=service.settings.limits.seconds
    )
    return json_response(report, 200 if report["ready"] else 503)
