"""``POST /v1/check``."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from router.service.checking import LARGEST
from router.service.models import ProofData
from router.service.openapi import problems
from router.service.problems import Problem
from router.service.responses import json_response
from router.service.service import Here, Searcher

router = APIRouter(tags=["config"])

_TYPES = ("application/yaml", "text/yaml", "text/plain")
_YAML = {
    "requestBody": {
        "required": True,
        "content": {kind: {"schema": {"type": "string"}} for kind in _TYPES},
    }
}


@router.post(
    "/v1/check",
    response_model=ProofData,
    responses=problems(400, 401, 403, 408, 413, 415, 422, 503, 504),
    openapi_extra=_YAML,
)
async def check(request: Request, service: Here, _caller: Searcher) -> Response:
    """Prove the judge graph of a config: which judges guard what, or everything that is wrong.

    Only the text counts: files and environment variables that it names are not looked at.
    """
    text = await _text(request)
    return json_response(
        await service.heavy.run(
            lambda: service.core.check(text),
            seconds=service.settings.limits.seconds,
            is_gone=request.is_disconnected,
        )
    )


async def _text(request: Request) -> str:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in _TYPES:
        expected = ", ".join(_TYPES)
        raise Problem(415, "unsupported_media_type", f"found {kind!r:.80}, expected {expected}")
    data = await request.body()
    if len(data) > LARGEST:
        raise Problem(413, "too_large", f"found {len(data)} bytes, expected at most {LARGEST}")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Problem(422, "invalid", "found bytes that are not UTF-8") from error
