"""Runs jobs one after the other, lets others write in between, and takes them up after a stop."""

import asyncio
import contextlib
import datetime as dt
import fcntl
import os
import secrets
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

import structlog

from router.errors import RouterError, StoreBusyError, StoreError, StoreServerError
from router.ingest import Progress
from router.service.admission import Workplace
from router.service.auth import Caller
from router.service.problems import Problem, problem_of
from router.service.writing import Writer, Written

from .folder import JobFolder
from .state import MOST_FAILURES, Failure, Job, JobState, read_job, write_job

log = structlog.get_logger("service")

ResultT = TypeVar("ResultT")

_LOCK = "lock"
_KEPT = 200
"""Jobs that are over and still told about."""
_BUSY_SECONDS = 2.0
"""Between two attempts while another process writes, or the catalogue's server is away."""
_RESUMED_AT_MOST = 5
"""A job under which the service died so often is given up: it may be what kills it."""


class StoppedError(Exception):
    """The service is stopping; the job goes on when it starts again."""


class JobRunner:
    """The jobs of one store. Only one process runs them. Belongs to one event loop."""

    def __init__(self, writer: Writer, place: Workplace, waiting: int) -> None:
        """``place`` has one thread, on which everything is written; ``waiting`` jobs may queue."""
        self._root = writer.folder
        self._writer = writer
        self._place = place
        self._waiting = waiting
        self._jobs: dict[str, Job] = {}
        self._queue: asyncio.Queue[str] = asyncio.Queue()
        self._task: asyncio.Task[None] | None = None
        self._stopping = False
        self._lock: int | None = None
        self.why_not: str | None = "not started"
        """Why this process takes no jobs; None where it does."""

    async def start(self) -> None:
        """Take up what an earlier process left, and then whatever comes."""
        try:
            self._jobs = await asyncio.to_thread(self._recovered)
        except OSError as error:
            self.why_not = f"the folder of jobs cannot be used ({error.strerror})"
            return
        if self.why_not is None:
            for job in sorted(self._jobs.values(), key=lambda job: job.created):
                if not job.is_over:
                    self._queue.put_nowait(job.id)
            self._task = asyncio.create_task(self._run_all(), name="jobs")

    async def stop(self, seconds: float) -> None:
        """End after the item that is being stored; the job under way waits for the next start."""
        self._stopping = True
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
            await self._place.drained(seconds)
            for job in list(self._jobs.values()):
                if job.state is JobState.RUNNING:
                    self._change(job.id, state=JobState.QUEUED)
                    await self._save(JobFolder(self._root, job.id), job.id)
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def folder(self) -> JobFolder:
        """A folder for a new job. Raises Problem, 503, where no more are taken."""
        if self.why_not is not None:
            raise Problem(503, "jobs", f"no jobs are taken: {self.why_not}")
        if self._queue.qsize() >= self._waiting:
            raise Problem(
                503,
                "overloaded",
                f"{self._waiting} jobs wait already; try again later",
                headers={"Retry-After": "30"},
            )
        return JobFolder(self._root, secrets.token_hex(16))

    async def accept(self, caller: Caller, folder: JobFolder) -> Job:
        """A job over what was uploaded, which neither a kill nor a power cut loses from now on.

        Raises StoreError.
        """
        await asyncio.to_thread(folder.sync)
        total = await asyncio.to_thread(folder.count_lines)
        job = Job(
            id=folder.path.name,
            subject=caller.principal.subject,
            tenant=caller.principal.tenant,
            role=caller.role,
            created=_now(),
            total=total,
        )
        await asyncio.to_thread(write_job, folder.state, job)
        self._jobs[job.id] = job
        self._queue.put_nowait(job.id)
        return job

    def job(self, caller: Caller, job_id: str) -> Job:
        """Raises Problem, 404, alike for absent jobs and those of others."""
        job = self._jobs.get(job_id)
        if job is None or not job.may_be_seen_by(caller):
            raise Problem(404, "not_found", "there is no such job")
        return job

    def jobs(self, caller: Caller) -> list[Job]:
        """All jobs that the caller may see, the newest first."""
        seen = [job for job in self._jobs.values() if job.may_be_seen_by(caller)]
        return sorted(seen, key=lambda job: (job.created, job.id), reverse=True)

    # Running

    async def _run_all(self) -> None:
        while True:
            job_id = await self._queue.get()
            with contextlib.suppress(StoppedError):
                await self._run(job_id)
            for job in self._old():
                await _whole(JobFolder(self._root, job.id).remove)

    async def _run(self, job_id: str) -> None:
        folder = JobFolder(self._root, job_id)
        self._change(job_id, state=JobState.RUNNING, started=_now())
        error = None
        try:
            await self._ingest(folder, job_id)
        except (RouterError, OSError) as failure:
            log.warning("job.failed", job=job_id, error=repr(failure))
            error = problem_of(failure).detail
        state = JobState.DONE if error is None else JobState.FAILED
        self._change(job_id, state=state, error=error, ended=_now())
        await self._save(folder, job_id)
        await _whole(folder.clear)
        log.info("job.ended", job=job_id, state=str(state))

    async def _ingest(self, folder: JobFolder, job_id: str) -> None:
        await self._save(folder, job_id)
        uploaded = await _whole(folder.uploaded)
        lines: dict[str, int] = {}
        parts = folder.slices()
        try:
            while (part := await _whole(partial(next, parts, None))) is not None:
                before = self._jobs[job_id]

                def ingest(part: Path = part, before: Job = before) -> Written:
                    def advance(progress: Progress) -> None:
                        if self._stopping:
                            raise StoppedError
                        self._change(job_id, done=before.done + progress.done)

                    return self._writer.ingest(before.caller, part, uploaded, advance, lines)

                written = await self._written(ingest)
                self._count(job_id, before, written)
                await self._save(folder, job_id)
        finally:
            parts.close()

    async def _written(self, ingest: Callable[[], Written]) -> Written:
        """What becomes of one part, once no other process writes and the server is there."""
        while True:
            try:
                return await self._place.run_in_turn(ingest)
            except StoreBusyError:
                await asyncio.sleep(_BUSY_SECONDS)
            except StoreServerError as error:
                if not error.may_pass:
                    raise
                log.warning("job.waits", error=str(error))
                await asyncio.sleep(_BUSY_SECONDS)

    def _count(self, job_id: str, before: Job, written: Written) -> None:
        new = tuple(Failure(line=b.line, id=b.id, message=b.message) for b in written.failed)
        self._change(
            job_id,
            stored=before.stored + written.stored,
            unchanged=before.unchanged + written.unchanged,
            failed=before.failed + len(new),
            failures=(before.failures + new)[:MOST_FAILURES],
        )

    def _change(self, job_id: str, **changes: object) -> None:
        self._jobs[job_id] = self._jobs[job_id].model_copy(update=changes)

    async def _save(self, folder: JobFolder, job_id: str) -> None:
        try:
            await _whole(partial(write_job, folder.state, self._jobs[job_id]))
        except StoreError as error:
            # What is stored stays stored; told of after a restart is the state before.
            log.warning("job.unsaved", job=job_id, error=str(error))

    # Recovering

    def _recovered(self) -> dict[str, Job]:
        """All jobs on the disk; what was never acknowledged is removed. Raises OSError."""
        self._root.mkdir(mode=0o700, exist_ok=True)
        self._lock = os.open(self._root / _LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self.why_not = "another process serves this store and runs its jobs"
            return {}
        self.why_not = None
        jobs = {}
        for path in self._root.iterdir():
            if path.name == _LOCK:
                continue
            folder = JobFolder(self._root, path.name)
            job = read_job(folder.state)
            if job is None:
                folder.remove()
                continue
            jobs[job.id] = self._taken_up(folder, job)
        return jobs

    def _taken_up(self, folder: JobFolder, job: Job) -> Job:
        """The job as it goes on: from its start, where what is stored already is unchanged."""
        if job.is_over:
            folder.clear()
            return job
        if job.resumed >= _RESUMED_AT_MOST:
            error = f"given up: the service ended {job.resumed} times while it ran"
            over = job.model_copy(
                update={"state": JobState.FAILED, "error": error, "ended": _now()}
            )
        else:
            fresh = Job.model_fields
            counts = ("done", "stored", "unchanged", "failed", "failures")
            again = {name: fresh[name].default for name in counts}
            was_running = job.state is JobState.RUNNING
            again |= {"state": JobState.QUEUED, "resumed": job.resumed + was_running}
            over = job.model_copy(update=again)
        write_job(folder.state, over)
        return over

    def _old(self) -> list[Job]:
        """Jobs that are over and not told about any more."""
        over = [job for job in self._jobs.values() if job.is_over]
        over.sort(key=lambda job: job.created, reverse=True)
        for job in over[_KEPT:]:
            del self._jobs[job.id]
        return over[_KEPT:]


async def _whole(step: Callable[[], ResultT]) -> ResultT:
    """What a step returns, done in a thread; a task that is cancelled waits for it to end.

    A thread cannot be cancelled, and what comes after must not meet it at work.
    """
    under_way = asyncio.ensure_future(asyncio.to_thread(step))
    try:
        return await asyncio.shield(under_way)
    except asyncio.CancelledError:
        await asyncio.wait([under_way])
        under_way.exception()  # looked at, so that it is not reported as one nobody saw
        raise


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
