"""``/v1/items``."""

from fastapi import APIRouter
from starlette.responses import Response

from router.service.models import StoredItemData
from router.service.openapi import problems
from router.service.responses import json_response
from router.service.service import Here, Searcher

router = APIRouter(tags=["items"])


@router.get(
    "/v1/items/{item_id:path}",
    response_model=StoredItemData,
    responses=problems(401, 403, 404, 422, 503, 504),
)
async def get_item(item_id: str, service: Here, caller: Searcher) -> Response:
    """One item: its record and its media."""
    seconds = service.settings.limits.seconds
    return json_response(
        await service.light.run(lambda: service.core.item(caller, item_id), seconds=seconds)
    )
