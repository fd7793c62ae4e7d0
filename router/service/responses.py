"""Bodies that are ready to be sent."""

from typing import Any

import orjson
from starlette.responses import Response

from .core import Data
from .jobs.state import Job


def json_response(data: Data | bytes, status: int = 200, **headers: str) -> Response:
    """JSON, encoded already or not; underscores in names of headers stand for hyphens."""
    content = data if isinstance(data, bytes) else encoded(data)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Response(content, status, {"Cache-Control": "no-store", **named}, "application/json")


def encoded(data: Any) -> bytes:
    return orjson.dumps(data)


def job_data(job: Job) -> Data:
    """A job without whose it is."""
    return job.model_dump(mode="json", exclude={"subject", "tenant", "role"})


def job_response(job: Job, status: int = 200) -> Response:
    return json_response(job_data(job), status, Location=f"/v1/jobs/{job.id}")
