"""``/v1/items``."""

from contextlib import suppress

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect
from starlette.responses import Response

from router.errors import StoreError
from router.service.bodies import parse, read_parts
from router.service.jobs.folder import JobFolder
from router.service.jobs.upload import BulkUpload
from router.service.models import ItemBody, JobData, StoredItemData, WrittenData
from router.service.openapi import json_or_parts, problems
from router.service.problems import Problem
from router.service.responses import job_response, json_response
from router.service.service import Here, Ingester, Searcher

router = APIRouter(tags=["items"])

_BULK = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["manifest"],
                    "properties": {
                        "manifest": {
                            "type": "string",
                            "format": "binary",
                            "description": "JSONL, one item a line.",
                        },
                        "media": {
                            "type": "array",
                            "items": {"type": "string", "format": "binary"},
                            "description": "Files named by their path in the manifest.",
                        },
                    },
                    "additionalProperties": False,
                }
            }
        },
    }
}


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


@router.put(
    "/v1/items/{item_id:path}",
    response_model=WrittenData,
    responses={
        201: {"model": WrittenData, "description": "Stored; there was none of this id before."},
        **problems(400, 401, 403, 408, 409, 413, 415, 422, 503, 504, 507),
    },
    openapi_extra=json_or_parts(ItemBody, "item"),
)
async def put_item(item_id: str, request: Request, service: Here, caller: Ingester) -> Response:
    """Store one item, in place of what it was before: embedded and read like any other.

    JSON alone, or multipart: a part `item` with the JSON, and one part for every file, named by
    its kind.
    """
    parts = await read_parts(request, "item", files=service.settings.limits.media)
    body = parse(ItemBody, parts.json)
    put = await service.writing.run(
        lambda: service.core.put_item(caller, item_id, body, parts.uploads),
        seconds=service.settings.limits.seconds,
        is_gone=request.is_disconnected,
    )
    data = {"id": item_id, "outcome": put.outcome}
    return json_response(data, 201 if put.is_new else 200)


@router.delete(
    "/v1/items/{item_id:path}",
    status_code=204,
    response_class=Response,
    responses=problems(401, 403, 404, 422, 503, 504, 507),
)
async def delete_item(item_id: str, service: Here, caller: Ingester) -> Response:
    """Remove one item and what only it used."""
    await service.writing.run(
        lambda: service.core.delete_item(caller, item_id),
        seconds=service.settings.limits.seconds,
    )
    return Response(status_code=204)


@router.post(
    "/v1/items",
    status_code=202,
    response_model=JobData,
    responses=problems(400, 401, 403, 408, 413, 415, 422, 503, 507),
    openapi_extra=_BULK,
)
async def post_items(request: Request, service: Here, caller: Ingester) -> Response:
    """Store all items of a manifest in the background; `Location` says where to ask how far it is.

    Whatever was answered with 202 survives the end of the service, and goes on when it starts.
    """
    folder = service.jobs.folder()
    try:
        await _received(request, folder, service.settings.limits.bulk_files)
        job = await service.jobs.accept(caller, folder)
    except BaseException:
        with suppress(OSError):
            await run_in_threadpool(folder.remove)
        raise
    return job_response(job, 202)


async def _received(request: Request, folder: JobFolder, most_files: int) -> None:
    """The whole body, in a folder. Raises Problem, StoreError."""
    upload = BulkUpload(request.headers.get("content-type", ""), folder, most_files)
    try:
        await run_in_threadpool(folder.make)
        async for chunk in request.stream():
            await run_in_threadpool(upload.feed, chunk)
        await run_in_threadpool(upload.finish)
    except ClientDisconnect as error:
        raise Problem(422, "invalid", "the body is cut off") from error
    except OSError as error:
        raise StoreError(f"{folder.path}: cannot be written ({error.strerror})") from error
    finally:
        upload.close()
