"""The tools ``search``, ``read`` and ``check``."""

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from importlib.metadata import version
from typing import Annotated, Any

import structlog
from mcp.server.mcpserver import Context, MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import ToolAnnotations
from pydantic import Field
from structlog.contextvars import bound_contextvars

from router.report import answer_data
from router.service.admission import Workplace
from router.service.auth import Caller
from router.service.core import Data, ServiceCore
from router.service.models import ReadBody, SearchBody
from router.service.problems import problem_of
from router.service.request_context import new_id
from router.service.tracing import Tracing

from .media import Files, ToolMedium

log = structlog.get_logger("service")

Asked = Context[Any, Any]
Texts = Annotated[list[str], Field(description="Words to ask with.")]
Media = Annotated[list[ToolMedium], Field(description="Pictures, sounds, PDFs and so on.")]
_READS = ToolAnnotations(read_only_hint=True, open_world_hint=False)

_ABOUT = """Finds catalogue items by words, pictures, sounds, depth maps or documents, and returns
only what judges confirmed on evidence. An empty answer is an answer: `why_empty` says what was
lacking, and often what to state or show instead. Do not present a dropped candidate as a match."""


@dataclass(frozen=True)
class Desk:
    """What the tools of one server work with."""

    core: ServiceCore
    caller_of: Callable[[Asked], Caller]
    """Who calls. Raises CredentialError."""
    files: Files
    work: Workplace
    tracing: Tracing | None = None

    async def do(self, asked: Asked, tool: str, call: Callable[[Caller], Data]) -> Data:
        """One call, on a thread of its own, in a span. Raises ToolError, in one line."""
        state = getattr(asked.request_context.request, "state", None)
        request_id = getattr(state, "request_id", "") or new_id()
        span = self.tracing.request(f"tool {tool}", request_id) if self.tracing else nullcontext()

        def work() -> Data:
            caller = self.caller_of(asked)
            with bound_contextvars(credential=caller.credential):
                return call(caller)

        with bound_contextvars(request_id=request_id), span:
            try:
                return await self.work.run(work, seconds=self.core.settings.limits.seconds)
            except Exception as error:
                problem = problem_of(error)
                if problem.code == "internal":
                    log.exception("tool.failed")
                raise ToolError(f"{problem.code}: {problem.detail}") from None


def make_server(desk: Desk) -> MCPServer[Any]:
    """A server that offers the tools."""
    server: MCPServer[Any] = MCPServer(
        "crossjudge",
        version=version("crossjudge"),
        instructions=f"{_ABOUT}\n\n{_vocabulary(desk.core)}",
        log_level="WARNING",
    )

    @server.tool(annotations=_READS)
    async def search(
        asked: Asked,
        text: Texts = [],  # noqa: B006 - never changed; the schema shows it
        media: Media = [],  # noqa: B006
        claims: Annotated[
            dict[str, Any], Field(description="What is known outright, such as a GTIN.")
        ] = {},  # noqa: B006
        context: Annotated[
            dict[str, Any], Field(description="Facts about the request, such as the region.")
        ] = {},  # noqa: B006
        limit: Annotated[int | None, Field(ge=1, le=1000)] = None,
        explain: Annotated[
            int, Field(ge=0, le=50, description="Dropped candidates to account for.")
        ] = 0,
    ) -> dict[str, Any]:
        """Find items. Returns only items that judges confirmed, each with the evidence; and why
        nothing was found where nothing was."""

        def call(caller: Caller) -> Data:
            body = SearchBody(text=text, claims=claims, context=context, limit=limit)
            answer = desk.core.search(caller, body, desk.files.uploads(media))
            return without_proximity(answer_data(answer, dossiers=explain))

        return await desk.do(asked, "search", call)

    @server.tool(annotations=_READS)
    async def read(
        asked: Asked,
        kind: Annotated[
            str, Field(description=f"One of {', '.join(desk.core.config()['readers'])}.")
        ],
        text: Texts = [],  # noqa: B006
        media: Media = [],  # noqa: B006
    ) -> dict[str, Any]:
        """Read values out of media: barcodes, printed words, model codes, quantities and so on."""

        def call(_caller: Caller) -> Data:
            return desk.core.read(kind, ReadBody(text=text), desk.files.uploads(media))

        return await desk.do(asked, "read", call)

    @server.tool(annotations=_READS)
    async def check(
        asked: Asked, config: Annotated[str, Field(description="A config as YAML.")]
    ) -> dict[str, Any]:
        """Prove that no path through a config's judge graph escapes judgement, or show it."""
        return await desk.do(asked, "check", lambda _caller: desk.core.check(config))

    return server


def without_proximity(answer: Data) -> Data:
    """What judges found, and nothing of how near anything was."""
    kept = {key: value for key, value in answer.items() if key != "telemetry"}
    for part in ("items", "dossiers"):
        if part in kept:
            kept[part] = [
                {key: value for key, value in each.items() if key != "lanes"} for each in kept[part]
            ]
    return kept


def _vocabulary(core: ServiceCore) -> str:
    config = core.config()
    declared = [
        f"{part}: "
        + (", ".join(f"{name} ({kind})" for name, kind in config[part].items()) or "none")
        for part in ("claims", "context")
    ]
    return "\n".join([f"Media: {', '.join(config['media'])}", *declared])
