"""``POST /v1/search``."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from judges.graph import Course
from router.lanes import Proposal
from router.report import Data, answer_data, confirmed_data
from router.router import OnConfirmed
from router.service.auth import Caller
from router.service.bodies import parse, read_parts
from router.service.media import Upload
from router.service.models import AnswerData, SearchBody
from router.service.openapi import json_or_parts, problems
from router.service.responses import encoded, json_response
from router.service.service import Here, Searcher, Service
from router.service.streaming import NDJSON, Lines, streamed

router = APIRouter(tags=["search"])

_LINES: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The answer, or lines that lead to it.",
        "content": {
            NDJSON: {
                "schema": {"type": "string"},
                "example": '{"event": "confirmed", "item": {"id": "mango-1l"}}\n',
            }
        },
    }
}


@router.post(
    "/v1/search",
    response_model=AnswerData,
    responses={**_LINES, **problems(400, 401, 403, 408, 413, 415, 422, 503, 504)},
    openapi_extra=json_or_parts(SearchBody, "request"),
)
async def search(request: Request, service: Here, caller: Searcher) -> Response:
    """Ask with texts, files, claims and context: only what judges confirm is returned.

    JSON alone, or multipart: a part `request` with the JSON, and one part for every file, named
    by its kind. With `Accept: application/x-ndjson` the answer comes in lines: an object
    `{"event": "confirmed", "item": …}` for each item as soon as judges have confirmed it, and last
    `{"event": "answer", …}` with all of the answer.
    """
    parts = await read_parts(request, "request", files=service.settings.limits.media)
    question = _Question(service, caller, parse(SearchBody, parts.json), parts.uploads, request)
    if NDJSON in request.headers.get("accept", ""):
        return await streamed(question.lines)
    return json_response(await question.answer())


@dataclass(frozen=True)
class _Question:
    service: Service
    caller: Caller
    body: SearchBody
    uploads: list[Upload]
    request: Request

    async def answer(self) -> bytes:
        return await self._run(lambda: encoded(self._ask(None)))

    async def lines(self, lines: Lines) -> bytes:
        def confirmed(course: Course, proposals: tuple[Proposal, ...]) -> None:
            item = confirmed_data(course, proposals)
            lines.put(encoded({"event": "confirmed", "item": item}))

        return await self._run(lambda: encoded({"event": "answer", **self._ask(confirmed)}))

    def _ask(self, on_confirmed: OnConfirmed | None) -> Data:
        found = self.service.core.search(self.caller, self.body, self.uploads, on_confirmed)
        return answer_data(found, dossiers=self.body.dossiers)

    async def _run(self, ask: Callable[[], bytes]) -> bytes:
        return await self.service.heavy.run(
            ask,
            seconds=self.service.settings.limits.seconds,
            is_gone=self.request.is_disconnected,
        )
