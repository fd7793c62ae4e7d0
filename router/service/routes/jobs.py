"""``/v1/jobs``."""

from fastapi import APIRouter
from starlette.responses import Response

from router.service.models import JobData, JobsData
from router.service.openapi import problems
from router.service.responses import job_data, job_response, json_response
from router.service.service import Here, Ingester

router = APIRouter(tags=["jobs"])


@router.get("/v1/jobs", response_model=JobsData, responses=problems(401, 403, 503))
async def get_jobs(service: Here, caller: Ingester) -> Response:
    """The caller's bulk ingests without their failures, the newest first.

    Administrators see those of their tenant; without a tenant, everybody's.
    """
    seen = service.jobs.jobs(caller)
    return json_response({"jobs": [{**job_data(job), "failures": []} for job in seen]})


@router.get(
    "/v1/jobs/{job_id}", response_model=JobData, responses=problems(401, 403, 404, 422, 503)
)
async def get_job(job_id: str, service: Here, caller: Ingester) -> Response:
    """How far a bulk ingest is, and what it could not store."""
    return job_response(service.jobs.job(caller, job_id))
