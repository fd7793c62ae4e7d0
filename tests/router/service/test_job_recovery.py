"""Jobs that an earlier process left, and stores that others serve or write to."""

import datetime as dt
import json
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest
from starlette.testclient import TestClient
from world import item

from modalities import Medium, Modality
from router import Config, Router
from router.service import Role, ServiceCore, create_app
from router.service.jobs.folder import JobFolder
from router.service.jobs.state import Job, JobState, read_job, write_job
from router.testing import RandomSpace


@pytest.fixture
def router(make_router: Callable[..., Router], shop: Config) -> Router:
    return make_router(shop, [item(0)])


def start(router: Router) -> TestClient:
    return TestClient(create_app(ServiceCore(router)), base_url="http://127.0.0.1")


def left_behind(router: Router, count: int, **changes: Any) -> JobFolder:
    """A job as it lies on the disk when the service is killed."""
    folder = JobFolder(router.store.directory / "jobs", "a" * 32)
    folder.make()
    with folder.open_manifest() as file:
        file.writelines(json.dumps(item(n)).encode() + b"\n" for n in range(count))
    job = Job(
        id="a" * 32,
        subject="anonymous",
        tenant=None,
        role=Role.ADMIN,
        created=dt.datetime.now(dt.UTC),
        total=count,
    )
    write_job(folder.state, job.model_copy(update=changes))
    return folder


def finished(client: TestClient) -> dict[str, Any]:
    for _ in range(3000):
        job: dict[str, Any] = client.get(f"/v1/jobs/{'a' * 32}").json()
        if job["ended"]:
            return job
        time.sleep(0.01)
    raise AssertionError(job)


@pytest.mark.parametrize(
    ("state", "resumed"), [(JobState.QUEUED, 0), (JobState.RUNNING, 1)], ids=str
)
def test_a_job_goes_on_after_a_kill(router: Router, state: JobState, resumed: int) -> None:
    left_behind(router, 5, state=state, done=3, stored=3)
    with start(router) as client:
        job = finished(client)
        assert (job["state"], job["resumed"], job["done"]) == ("done", resumed, 5)
        assert job["stored"] + job["unchanged"] == 5
        assert client.get("/v1/items/item-004").status_code == 200


def test_a_job_that_keeps_killing_the_service_is_given_up(router: Router) -> None:
    left_behind(router, 2, state=JobState.RUNNING, resumed=5)
    with start(router) as client:
        job = finished(client)
        assert job["state"] == "failed"
        assert "given up" in job["error"]
        assert client.get("/v1/items/item-001").status_code == 404


def test_what_was_never_acknowledged_is_removed(router: Router) -> None:
    folder = left_behind(router, 2)
    folder.state.write_bytes(b'{"id": "aaa')
    with start(router) as client:
        assert client.get("/v1/jobs").json() == {"jobs": []}
    assert not folder.path.exists()


def test_only_one_service_runs_the_jobs_of_a_store(router: Router, shop: Config) -> None:
    files = [("manifest", ("m", json.dumps(item(1)).encode()))]
    beside = Router(shop, router.store, spaces=(RandomSpace(),))
    with start(router) as first, start(beside) as second:
        refused = second.post("/v1/items", files=files)
        assert (refused.status_code, refused.json()["code"]) == (503, "jobs")
        assert first.post("/v1/items", files=files).status_code == 202


def test_a_store_that_another_process_writes_to_is_busy(router: Router) -> None:
    entered, leave = threading.Event(), threading.Event()

    def hold() -> None:
        with router.store.writing():
            entered.set()
            leave.wait(60)

    other = threading.Thread(target=hold)
    other.start()
    assert entered.wait(60)
    left_behind(router, 3)
    try:
        with start(router) as client:
            done = client.put("/v1/items/x", json={"text": "x"})
            assert (done.status_code, done.json()["code"]) == (503, "busy")
            leave.set()
            assert finished(client)["state"] == "done"
    finally:
        leave.set()
        other.join()


class HeldSpace(RandomSpace):
    """Embeds one item, and the others once it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.free, self.reached = threading.Event(), threading.Event()

    def embed(self, modality: Modality, media: Sequence[Medium]) -> Any:
        if any("item 20" in getattr(medium, "text", "") for medium in media):
            self.reached.set()
            assert self.free.wait(60)
        return super().embed(modality, media)


@pytest.fixture
def held_space() -> Iterator[HeldSpace]:
    space = HeldSpace()
    yield space
    space.free.set()


def test_a_service_that_is_told_to_stop_keeps_its_job(
    make_router: Callable[..., Router], shop: Config, held_space: HeldSpace
) -> None:
    router = make_router(shop, [item(0)], held_space)
    folder = left_behind(router, 60)
    with start(router):
        assert held_space.reached.wait(60)
        threading.Timer(0.2, held_space.free.set).start()
    job = read_job(folder.state)
    assert job is not None
    assert (job.state, job.resumed) == (JobState.QUEUED, 0)
    assert folder.has_manifest()
