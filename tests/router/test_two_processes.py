"""Several processes over one catalogue on a server, and a server that restarts under them."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest
from catalogues import Catalogues
from postgres import Server, server
from rows import blob_files, visible_ids
from served import Served
from world import item, write_manifest

from judges import Principal, Vocabulary
from router.errors import StoreServerError
from router.ingest import Ingest, Progress
from router.store import Store
from router.testing import RandomSpace

ANYONE = Principal()
EACH = 25

WRITER = """
import sys
from pathlib import Path
from catalogues import Catalogues
from rows import item_row, medium_row, unit

first = sys.argv[2]
with Catalogues(*sys.argv[3:]).open(Path(sys.argv[1]), create=True) as store:
    for number in range(25):
        media = [medium_row("shared", unit(1, 0)), medium_row(f"{first} {number}", unit(0, 1))]
        store.put(item_row(f"{first}-{number}", *media, record={"sku": str(number)}))
        store.put(item_row("contested", medium_row(f"of {first} {number}"), record={"by": first}))
"""


def test_two_processes_that_write_at_once_take_turns(
    tmp_path: Path, catalogues: Catalogues
) -> None:
    """Both make the catalogue, too, unless the other was quicker."""
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, str(tmp_path / "s"), first, *catalogues.words],
            env={"PYTHONPATH": ":".join(sys.path)},
        )
        for first in ("one", "two")
    ]
    assert [writer.wait(120) for writer in writers] == [0, 0]
    with catalogues.open(tmp_path / "s") as store:
        assert set(visible_ids(store, ANYONE)) == {
            "contested", *(f"{first}-{n}" for first in ("one", "two") for n in range(EACH)),
        }  # fmt: skip
        assert store.generation() == 2 * 2 * EACH
        assert len(blob_files(store)) == 2 * EACH + 2
        assert store.sweep() == 0


@pytest.fixture
def postgres() -> Iterator[Server]:
    with server() as found:
        found.start()
        yield found
        found.stop()


def test_a_server_that_restarts_ends_an_ingest_which_is_then_resumed(
    tmp_path: Path, postgres: Server
) -> None:
    catalogues = Catalogues(str(postgres.folder))
    manifest = write_manifest(tmp_path / "m.jsonl", (item(n) for n in range(40)))
    acknowledged: list[str] = []

    def listen(progress: Progress) -> None:
        acknowledged.append(str(progress.id))
        if len(acknowledged) == 10:
            postgres.stop()
            postgres.start()

    def ingest(store: Store, *listener: object) -> None:
        work = Ingest(store, [RandomSpace()], {}, Vocabulary(), frozenset(), batch=4)
        report = work.run(manifest, *listener)  # type: ignore[arg-type]
        assert report.failed == []

    with catalogues.open(tmp_path / "s", create=True) as store:
        with pytest.raises(StoreServerError) as caught:
            ingest(store, listen)
        assert "\n" not in str(caught.value)
        assert set(acknowledged) <= set(visible_ids(store, ANYONE))
        assert len(visible_ids(store, ANYONE)) < 40
        ingest(store)
        assert len(visible_ids(store, ANYONE)) == 40
        assert store.sweep() == 0


def test_services_over_one_catalogue_see_at_once_what_others_write(
    tmp_path: Path, postgres_socket: str
) -> None:
    catalogues = Catalogues(postgres_socket)
    services = [Served(tmp_path, catalogues) for _ in range(2)]
    try:
        one, two = (service.client for service in services)
        for number in range(5):
            assert put(one, number) == 201
            assert found(two) == found(one) == {f"i{n}" for n in range(number + 1)}
        assert two.delete("/v1/items/i3").status_code == 204
        assert one.get("/v1/items/i3").status_code == 404
        assert found(one) == {"i0", "i1", "i2", "i4"}
        manifest = {"manifest": ("m.jsonl", b'{"id": "bulk", "record": {}}')}
        sent = [each.post("/v1/items", files=manifest) for each in (one, two)]
        assert [done.status_code for done in sent] == [202, 503]
        assert "another process serves this store" in sent[1].json()["detail"]
    finally:
        for service in services:
            service.stop()


def put(client: httpx2.Client, number: int) -> int:
    body = {"record": {"sku": "S", "lifecycle": "active"}, "text": f"put {number}"}
    return client.put(f"/v1/items/i{number}", json=body).status_code


def found(client: httpx2.Client) -> set[str]:
    done = client.post("/v1/search", json={"claims": {"sku": "S"}})
    assert done.status_code == 200, done.text
    return {each["id"] for each in done.json()["items"]}
