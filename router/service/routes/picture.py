"""``POST /v1/picture``."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from router.service.bodies import parse, read_parts
from router.service.models import PictureBody
from router.service.openapi import PICTURE_FACTS, json_or_parts, problems
from router.service.service import Here, Searcher

router = APIRouter(tags=["media"])

_PNG = {"image/png": {"schema": {"type": "string", "format": "binary"}}}


@router.post(
    "/v1/picture",
    response_class=Response,
    responses={
        200: {"description": "The picture.", "content": _PNG, "headers": PICTURE_FACTS},
        **problems(400, 401, 403, 408, 413, 415, 422, 503, 504),
    },
    openapi_extra=json_or_parts(PictureBody, "request"),
)
async def picture(request: Request, service: Here, _caller: Searcher) -> Response:
    """What a browser cannot show of one file: a page of a PDF, a depth map or heat in grey.

    The page of the service looks at what is asked with by it.
    """
    parts = await read_parts(request, "request", files=service.settings.limits.media)
    body = parse(PictureBody, parts.json)
    found = await service.heavy.run(
        lambda: service.core.picture(body, parts.uploads),
        seconds=service.settings.limits.seconds,
        is_gone=request.is_disconnected,
    )
    headers = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", **found.facts}
    return Response(found.data, 200, headers, found.media_type)
