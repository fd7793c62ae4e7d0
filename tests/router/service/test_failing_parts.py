"""A full disk, a model that does not load, a judge that hangs: each has its answer, and
``/readyz`` says why."""

import contextlib
import resource
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from asking import QUESTION, client_of, found, ready, settled
from starlette.testclient import TestClient
from world import item

from judges import Candidate, Query, Verdict
from modalities import SpaceError
from router import Config, Router, Store
from router.testing import RandomSpace

# A full disk


@contextlib.contextmanager
def small_disk(folder: Path) -> Iterator[None]:
    """A file system of two megabytes."""
    mount = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(folder)]
    if (
        shutil.which("mount") is None
        or subprocess.run(mount, check=False, capture_output=True).returncode
    ):
        pytest.skip("a file system can be mounted by the superuser only")
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


@contextlib.contextmanager
def short_files(_folder: Path) -> Iterator[None]:
    """No file of this process may grow beyond 300 kB."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def put(client: TestClient, number: int, size: int) -> int:
    body = {"record": {"notes": "x" * size}}
    return client.put(f"/v1/items/new-{number}", json=body).status_code


@pytest.mark.parametrize("limited", [small_disk, short_files])
def test_on_a_full_disk_what_was_acknowledged_stays_and_searches_go_on(
    limited: Callable[[Path], contextlib.AbstractContextManager[None]],
    shop: Config,
    make_router: Callable[..., Router],
    tmp_path: Path,
) -> None:
    whole = make_router(shop, [item(number) for number in range(6)])
    disk = tmp_path / "disk"
    disk.mkdir()
    with limited(disk):
        shutil.copytree(whole.store.directory, disk / "store")
        router = Router(shop, Store.open(disk / "store"), spaces=[RandomSpace()])
        with client_of(router) as client:
            assert settled(client)[0] == 200
            statuses = [put(client, number, 50_000) for number in range(60)]
            kept = {number for number, status in enumerate(statuses) if status in (200, 201)}
            assert kept
            refused = client.put("/v1/items/more", json={"record": {"notes": "x" * 2_000_000}})
            full = (507, "storage_full") if limited is small_disk else (503, "store")
            assert (refused.status_code, refused.json()["code"]) == full
            assert set(statuses) - {200, 201} == {refused.status_code}
            assert found(client) == {"item-004", "item-005"}
            for number in range(60):
                status = client.get(f"/v1/items/new-{number}").status_code
                assert status == (200 if number in kept else 404)
            status, why = ready(client)
            assert status == 200
            assert why.keys() == ({"disk"} if limited is small_disk else set())
    if limited is short_files:
        with Store.open(disk / "store") as store:
            assert store.item_count() == 6 + len(kept)


# Models


class Unloadable(RandomSpace):
    """A space whose weights turn out damaged."""

    def warm_up(self) -> None:
        raise SpaceError("/srv/models/space.bin: found 3 bytes, expected weights")

    def embed(self, *_given: Any) -> Any:
        raise SpaceError("/srv/models/space.bin: found 3 bytes, expected weights")


def test_a_model_that_does_not_load_is_named_and_searches_that_need_it_are_refused(
    make_router: Callable[..., Router], shop: Config
) -> None:
    router = make_router(shop, [item(number) for number in range(6)])
    broken = Router(shop, router.store, spaces=[Unloadable()])
    with client_of(broken) as client:
        status, why = settled(client)
        assert status == 503
        assert why == {"space random": "space.bin: found 3 bytes, expected weights"}
        done = client.post("/v1/search", json=QUESTION)
        assert (done.status_code, done.json()["code"]) == (503, "space")
        assert "srv" not in done.text
        assert done.headers["Retry-After"]
        # What needs no model is answered.
        alone = client.post("/v1/search", json={"claims": QUESTION["claims"]})
        assert {each["id"] for each in alone.json()["items"]} == {"item-004", "item-005"}


class Slow(RandomSpace):
    """A space that loads until it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.begun, self.let_go, self.loaded = (threading.Event() for _ in range(3))

    def warm_up(self) -> None:
        self.begun.set()
        self.let_go.wait(60)
        self.loaded.set()


def test_a_service_that_stops_waits_for_the_model_that_is_loading(
    make_router: Callable[..., Router], shop: Config
) -> None:
    slow = Slow()
    router = Router(shop, make_router(shop, [item(1)]).store, spaces=[slow])
    with client_of(router):
        assert slow.begun.wait(60)
        threading.Timer(0.5, slow.let_go.set).start()
    assert slow.loaded.is_set()


# Judges


class Hanging:
    """A judge that does not come back until it is let go."""

    def __init__(self, judge: Any) -> None:
        self._judge = judge
        self.time_limit = 0.2
        self.let_go = threading.Event()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._judge, name)

    def judge(self, query: Query, candidates: Sequence[Candidate]) -> Sequence[Verdict]:
        self.let_go.wait(60)
        verdicts: Sequence[Verdict] = self._judge.judge(query, candidates)
        return verdicts


def test_a_judge_that_hangs_confirms_nothing_and_is_named(
    make_router: Callable[..., Router], shop: Config
) -> None:
    hanging = Hanging(shop.judges["sellable"])
    config = replace(shop, judges={**shop.judges, "sellable": hanging})
    with client_of(make_router(config, [item(number) for number in range(6)])) as client:
        assert settled(client) == (200, {})
        for _ in range(12):  # more than are let linger: the last are refused at once
            done = client.post("/v1/search", json=QUESTION).json()
            assert done["items"] == []
            assert {drop["reason"] for drop in done["drops"]} == {"timeout"}
        why = {"judge sellable": "it failed for every candidate of the last 12 searches"}
        assert ready(client) == (200, why)
        hanging.let_go.set()
        for _ in range(3000):
            if found(client):
                break
        assert found(client) == {"item-004", "item-005"}
        assert ready(client) == (200, {})
