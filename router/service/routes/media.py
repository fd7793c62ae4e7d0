"""``GET /v1/media/{hash}``."""

from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query
from starlette.responses import Response

from router.service.openapi import PICTURE_FACTS, problems
from router.service.pictures import Shown, as_png, as_stored
from router.service.service import Here, Searcher

router = APIRouter(tags=["media"])

_BYTES = {"schema": {"type": "string", "format": "binary"}}


@router.get(
    "/v1/media/{content_hash}",
    response_class=Response,
    responses={
        200: {"description": "The medium.", "content": {"*/*": _BYTES}, "headers": PICTURE_FACTS},
        **problems(401, 403, 404, 422, 503, 504),
    },
)
async def get_medium(
    content_hash: Annotated[str, Path(max_length=128)],
    service: Here,
    caller: Searcher,
    shown_as: Annotated[
        Literal["png"] | None,
        Query(alias="as", description="A picture of what browsers cannot show by themselves."),
    ] = None,
) -> Response:
    """The bytes of one medium of an item that the caller may see."""

    def shown() -> Shown:
        medium = service.core.medium(caller, content_hash)
        limits = service.settings.limits
        largest = limits.medium.limits(limits.bulk_bytes)
        return as_png(medium, largest) if shown_as else as_stored(medium)

    work = service.heavy if shown_as else service.light
    found = await work.run(shown, seconds=service.settings.limits.seconds)
    disposition = "inline" if found.is_safe else "attachment"
    return Response(
        found.data,
        200,
        {
            "Cache-Control": "private, max-age=300",
            "Content-Disposition": f'{disposition}; filename="{content_hash[:16]}"',
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "X-Content-Type-Options": "nosniff",
            "Vary": "Authorization",
            **found.facts,
        },
        found.media_type,
    )
