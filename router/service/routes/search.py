"""``POST /v1/search``."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from router.report import answer_data
from router.service.bodies import parse, read_parts
from router.service.models import AnswerData, SearchBody
from router.service.openapi import json_or_parts, problems
from router.service.responses import encoded, json_response
from router.service.service import Here, Searcher

router = APIRouter(tags=["search"])


@router.post(
    "/v1/search",
    response_model=AnswerData,
    responses=problems(401, 403, 413, 415, 422, 503, 504),
    openapi_extra=json_or_parts(SearchBody, "request"),
)
async def search(request: Request, service: Here, caller: Searcher) -> Response:
    """Ask with texts, files, claims and context: only what judges confirm is returned.

    JSON alone, or multipart: a part `request` with the JSON, and one part for every file, named
    by its kind.
    """
    parts = await read_parts(request, "request", files=service.settings.limits.media)
    body = parse(SearchBody, parts.json)

    def answer() -> bytes:
        found = service.core.search(caller, body, parts.uploads)
        return encoded(answer_data(found, dossiers=body.dossiers))

    return json_response(
        await service.heavy.run(
            answer, seconds=service.settings.limits.seconds, is_gone=request.is_disconnected
        )
    )
