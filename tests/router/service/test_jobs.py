"""Bulk ingests: ``POST /v1/items`` and ``/v1/jobs``."""

import io
import json
import os
import threading
import time
from collections.abc import Callable, Generator, Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from replies import said
from starlette.testclient import TestClient
from world import item

from router.service import Role, ServiceSettings
from router.service.jobs.folder import JobFolder
from router.service.jobs.state import read_job
from router.service.models import JobData, JobsData
from router.service.settings import LimitSettings

Bearer = Callable[..., dict[str, str]]
Guarded = Callable[..., TestClient]


def lines(*items: Mapping[str, Any]) -> bytes:
    return "".join(json.dumps(each) + "\n" for each in items).encode()


def send(
    client: TestClient, manifest: bytes, media: Iterable[tuple[str, bytes]] = (), **more: Any
) -> Any:
    files = [("manifest", ("m.jsonl", manifest)), *(("media", each) for each in media)]
    return client.post("/v1/items", files=files, **more)


def finished(client: TestClient, location: str, **more: Any) -> JobData:
    """The job, once it is over."""
    for _ in range(2000):
        done = client.get(location, **more)
        assert done.status_code == 200, done.text
        job = JobData.model_validate(done.json())
        if job.ended is not None:
            return job
        time.sleep(0.01)
    raise AssertionError(f"still {job.state}")


def png() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (16, 16), "teal").save(file, "PNG")
    return file.getvalue()


def test_a_manifest_is_stored_in_the_background(client: TestClient) -> None:
    manifest = lines(
        item(20, media={"image": ["pictures/a.png"]}),
        item(21),
        item(22, media={"image": ["pictures/absent.png"]}),
        {"id": "item-023", "nonsense": 1},
    )
    done = send(client, manifest, [("pictures/a.png", png())])
    assert done.status_code == 202, done.text
    job = finished(client, done.headers["location"])
    assert (job.state, job.total, job.done, job.stored) == ("done", 4, 4, 2)
    assert [(each.line, each.id) for each in job.failures] == [(3, "item-022"), (4, "item-023")]
    assert "was not uploaded" in job.failures[0].message
    (medium,) = client.get("/v1/items/item-020").json()["media"]
    assert medium["origin"] == "pictures/a.png"
    listed = JobsData.model_validate(client.get("/v1/jobs").json())
    assert [each.id for each in listed.jobs] == [job.id]


def test_what_was_uploaded_is_on_the_disk_before_it_is_acknowledged(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[Path] = []
    sync = os.fsync

    def noted(descriptor: int) -> None:
        synced.append(Path(f"/proc/self/fd/{descriptor}").readlink())
        sync(descriptor)

    while client.get("/readyz").status_code != 200:  # indexes are still being written
        pass
    monkeypatch.setattr(os, "fsync", noted)
    done = send(client, lines(item(20)), [("pictures/a.png", png()), ("b.png", png())])
    assert done.status_code == 202
    jobs: Path = client.app.state.service.core.writer.folder  # type: ignore[attr-defined]
    folder = jobs / done.json()["id"]
    (accepted,) = [at for at, path in enumerate(synced) if path.match("job.json.*")][:1]
    names = ("", "manifest.jsonl", "files", "files/pictures", "files/pictures/a.png", "files/b.png")
    assert set(synced[:accepted]) == {jobs, *(folder / name for name in names)}
    finished(client, done.headers["location"])


def test_nothing_is_left_of_a_finished_upload(client: TestClient) -> None:
    done = send(client, lines(item(20)), [("a.png", png())])
    finished(client, done.headers["location"])
    jobs: Path = client.app.state.service.core.writer.folder  # type: ignore[attr-defined]
    for _ in range(500):
        left = {path.name for path in (jobs / done.json()["id"]).iterdir()}
        if left == {"job.json"}:
            break
        time.sleep(0.01)
    assert left == {"job.json"}


def test_many_lines_keep_their_numbers_and_their_order(client: TestClient) -> None:
    """They are ingested in parts, between which others may write."""
    good = [item(number, media={}) for number in range(300)]
    manifest = lines(*good, {"id": 5}) + b"\n\n" + lines(good[0], {"id": "item-001", "x": 1})
    job = finished(client, send(client, manifest).headers["location"])
    assert job.total == job.done == 303
    assert job.stored + job.unchanged == 300
    assert [each.line for each in job.failures] == [301, 304, 305]
    assert "which line 1 already has" in job.failures[1].message


@pytest.mark.parametrize(
    "name",
    [
        "../a.png",
        "/etc/a.png",
        "a/../../a.png",
        "a//b.png",
        ".",
        "",
        "a/" * 600,
        "x" * 300,
    ],
)
def test_a_file_that_leads_elsewhere_is_refused(
    client: TestClient, name: str, tmp_path: Path
) -> None:
    done = send(client, lines(item(20)), [(name, png())])
    assert done.status_code == 422, done.text
    assert not [path for path in tmp_path.rglob("*") if path.name in {"a.png", "b.png"}]
    assert [path.name for path in tmp_path.glob("store-0/jobs/*")] == ["lock"]
    assert client.get("/v1/jobs").json() == {"jobs": []}


@pytest.mark.parametrize("path", ["/etc/passwd", "../../catalogue.sqlite", "../job.json", "."])
def test_a_manifest_reads_no_files_of_this_machine(client: TestClient, path: str) -> None:
    done = send(
        client, lines(item(20, media={"image": [path]}), item(21, media={"document": [path]}))
    )
    job = finished(client, done.headers["location"])
    assert (job.stored, job.failed) == (0, 2)
    assert all("was not uploaded" in each.message for each in job.failures)


def test_messages_name_no_folders(client: TestClient, tmp_path: Path) -> None:
    manifest = lines(item(20, media={"image": ["a/b.png"]}), {"id": "item-021", "record": 5})
    job = finished(client, send(client, manifest, [("a/b.png", b"junk")]).headers["location"])
    assert job.failures[1].message.startswith("manifest:2: ")
    assert "a/b.png: found" in job.failures[0].message
    assert "jobs" not in str(job)
    assert str(tmp_path) not in str(job)


@pytest.mark.parametrize(
    ("files", "status"),
    [
        ([("media", ("a.png", b"x"))], 422),
        ([("manifest", ("m", b"{}")), ("manifest", ("m", b"{}"))], 422),
        ([("manifest", ("m", b"{}")), ("picture", ("a", b"x"))], 422),
        ([("manifest", ("m", b"{}")), ("media", ("a", b"x")), ("media", ("a", b"y"))], 422),
        ([("manifest", ("m", b"{}")), ("media", ("a", b"x")), ("media", ("a/b", b"y"))], 422),
        ([("manifest", ("m", b"{}"))] + [("media", (str(n), b"x")) for n in range(6)], 413),
    ],
)
def test_a_malformed_bulk_is_refused_whole(
    guarded: Guarded, bearer: Bearer, files: list[Any], status: int
) -> None:
    client = guarded([], settings=ServiceSettings(limits=LimitSettings(bulk_files=5)))
    headers = bearer(None, Role.INGEST)
    done = client.post("/v1/items", files=files, headers=headers)
    assert done.status_code == status, done.text
    assert client.get("/v1/jobs", headers=headers).json() == {"jobs": []}


def test_a_body_that_is_cut_off_is_no_job(client: TestClient) -> None:
    kind = {"Content-Type": "multipart/form-data; boundary=b"}
    body = b'--b\r\nContent-Disposition: form-data; name="manifest"; filename="m"\r\n\r\n{}'
    assert client.post("/v1/items", content=body, headers=kind).status_code == 422
    assert client.post("/v1/items", content=b"junk", headers=kind).status_code == 422
    assert client.post("/v1/items", json={}).status_code == 415
    assert client.get("/v1/jobs").json() == {"jobs": []}


def test_a_larger_bulk_than_allowed_is_refused(guarded: Guarded, bearer: Bearer) -> None:
    limits = LimitSettings(bulk_bytes=4096, body_bytes=1024)
    client, headers = (
        guarded([], settings=ServiceSettings(limits=limits)),
        bearer(None, Role.INGEST),
    )
    assert send(client, lines(item(1)), [("a", b"x" * 2048)], headers=headers).status_code == 202
    assert send(client, lines(item(1)), [("a", b"x" * 5000)], headers=headers).status_code == 413


def test_a_stop_waits_for_a_manifest_that_is_being_cut(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    cutting, go_on = threading.Event(), threading.Event()

    def slow(_folder: JobFolder) -> Generator[Path, None, None]:
        cutting.set()
        assert go_on.wait(30)
        yield from ()

    monkeypatch.setattr(JobFolder, "slices", slow)
    done = send(client, lines(item(20)))
    assert cutting.wait(30)
    threading.Timer(0.2, go_on.set).start()
    client.__exit__()  # the service stops here, before the manifest is cut
    core = client.app.state.service.core  # type: ignore[attr-defined]
    state = read_job(core.writer.folder / done.json()["id"] / "job.json")
    assert state is not None
    assert state.state == "queued"


def test_a_tenant_stores_its_own_and_takes_nobodys_ids(guarded: Guarded, bearer: Bearer) -> None:
    client = guarded([item(1, access={"tenant": "globex"}), item(2)])
    acme = bearer("acme", Role.INGEST)
    manifest = lines(
        item(1), item(2), item(3), item(4, access={"tenant": "globex"}),
        item(5, access={"tenant": "acme", "groups": ["staff"]}),
    )  # fmt: skip
    job = finished(client, send(client, manifest, headers=acme).headers["location"], headers=acme)
    assert (job.stored, [each.id for each in job.failures]) == (
        2, ["item-001", "item-002", "item-004"],
    )  # fmt: skip
    assert client.get("/v1/items/item-003", headers=acme).status_code == 200
    assert client.get("/v1/items/item-003", headers=bearer("globex")).status_code == 404
    staff = bearer("acme", Role.SEARCH, "staff")
    assert client.get("/v1/items/item-005", headers=staff).status_code == 200
    assert client.get("/v1/items/item-004", headers=bearer("globex")).status_code == 404


def test_jobs_of_others_are_as_absent(guarded: Guarded, bearer: Bearer) -> None:
    client, acme = guarded([]), bearer("acme", Role.INGEST)
    location = send(client, lines(item(1)), headers=acme).headers["location"]
    finished(client, location, headers=acme)
    for other in (
        bearer("globex", Role.INGEST),
        bearer("globex", Role.ADMIN),
        bearer(None, Role.INGEST),
    ):
        assert client.get("/v1/jobs", headers=other).json() == {"jobs": []}
        seen = client.get(location, headers=other)
        absent = client.get("/v1/jobs/" + "0" * 32, headers=other)
        assert seen.status_code == 404
        assert said(seen) == said(absent)
    for admin in (bearer("acme", Role.ADMIN), bearer(None, Role.ADMIN)):
        assert client.get(location, headers=admin).status_code == 200
        assert len(client.get("/v1/jobs", headers=admin).json()["jobs"]) == 1
