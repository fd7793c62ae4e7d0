"""``POST /v1/read/{kind}``."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from router.service.bodies import parse, read_parts
from router.service.models import ReadBody, ReadingsData
from router.service.openapi import json_or_parts, problems
from router.service.responses import encoded, json_response
from router.service.service import Here, Searcher

router = APIRouter(tags=["search"])


@router.post(
    "/v1/read/{kind}",
    response_model=ReadingsData,
    responses=problems(400, 401, 403, 404, 408, 413, 415, 422, 503, 504),
    openapi_extra=json_or_parts(ReadBody, "request"),
)
async def read(kind: str, request: Request, service: Here, _caller: Searcher) -> Response:
    """Read values of one kind out of files and texts: what judges would go by."""
    parts = await read_parts(request, "request", files=service.settings.limits.media)
    body = parse(ReadBody, parts.json)
    return json_response(
        await service.heavy.run(
            lambda: encoded(service.core.read(kind, body, parts.uploads)),
            seconds=service.settings.limits.seconds,
            is_gone=request.is_disconnected,
        )
    )
