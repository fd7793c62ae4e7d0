"""The client, against a service on a real port."""

import io
import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from running import on_a_port
from world import item

from modalities import Intrinsics, Source
from router import Config, Router
from router.client import Client, ServiceError
from router.service import Role, ServiceCore, create_app
from router.service.auth import AuthSettings
from router.service.auth.credentials import Credentials
from router.service.auth.keys import KeyFile
from router.service.models import AnswerData


@pytest.fixture
def router(make_router: Callable[..., Router], shop: Config) -> Router:
    return make_router(shop, [item(number) for number in range(6)])


@pytest.fixture
def client(router: Router) -> Iterator[Client]:
    with on_a_port(create_app(ServiceCore(router))) as address, Client(address) as client:
        yield client


def png() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (32, 32), "teal").save(file, "PNG")
    return file.getvalue()


def test_searching(client: Client, tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(png())
    answer = client.search(
        "text of item 3", claims={"sku": "S-1"}, image=[tmp_path / "a.png", png()], explain="all"
    )
    assert {found.id for found in answer.items} == {"item-004", "item-005"}
    assert answer.dossiers_left_out == 0
    *items, last = client.stream(claims={"sku": "S-1"})
    assert {found.id for found in items} == {"item-004", "item-005"}  # type: ignore[union-attr]
    assert isinstance(last, AnswerData)
    assert [found.id for found in last.items] == [found.id for found in answer.items]


def test_storing(client: Client) -> None:
    depth = io.BytesIO()
    np.save(depth, np.full((48, 64), 1.5, dtype=np.float32))
    source = Source("d", data=depth.getvalue(), intrinsics=Intrinsics(60, 60, 32, 24), baseline=0.1)
    record = {"sku": "S-9", "lifecycle": "active"}
    written = client.put_item("a/b c", record, "nine", depth=source, image=png())
    assert written.outcome == "stored"
    stored = client.item("a/b c")
    assert [each.modality for each in stored.media] == ["image", "text", "depth"]
    assert client.medium(stored.media[0].hash) == png()
    assert [found.id for found in client.search(claims={"sku": "S-9"}).items] == ["a/b c"]
    client.delete_item("a/b c")
    with pytest.raises(ServiceError, match="404 not_found") as caught:
        client.item("a/b c")
    assert caught.value.retry_after is None


@pytest.mark.parametrize("name", [".", "..", "../x", "%2e", "a%2Fb", "?", "#", "a/../b", "//"])
def test_any_id_is_addressed_as_it_is(client: Client, name: str) -> None:
    client.put_item(name, {})
    assert client.item(name).id == name
    client.delete_item(name)


def test_bulk(client: Client, tmp_path: Path) -> None:
    (tmp_path / "pictures").mkdir()
    (tmp_path / "pictures" / "a.png").write_bytes(png())
    lines = [
        item(20, media={"image": ["pictures/a.png"], "text": ["pictures/a.png"]}),
        item(21, media={"image": ["absent.png"]}),
        {"id": "item-022", "media": 5},
    ]
    manifest = tmp_path / "m.jsonl"
    manifest.write_text("".join(f"{json.dumps(line)}\n" for line in lines) + "junk\n")
    job = client.wait(client.ingest(manifest))
    assert (job.state, job.stored, job.failed) == ("done", 1, 3)
    assert client.job(job.id) == job
    with pytest.raises(TimeoutError):
        client.wait(job.model_copy(update={"ended": None, "id": job.id}), seconds=-1)


def test_reading_and_proving(client: Client) -> None:
    assert client.read("quantity", "2 x 500 ml").sources == ["text[0]"]
    assert not client.check("name: x").proven
    while not client.ready().ready:
        time.sleep(0.01)


def test_a_problem_is_an_error_that_says_so(client: Client) -> None:
    with pytest.raises(ServiceError, match="nothing to search by") as caught:
        client.search()
    assert (caught.value.status, caught.value.code) == (422, "request")
    with pytest.raises(ServiceError, match="422 request"):
        list(client.stream())


def test_a_token_is_presented(router: Router, tmp_path: Path) -> None:
    keys = KeyFile(tmp_path / "keys.json")
    secret = keys.add("me", Role.SEARCH).secret
    app = create_app(ServiceCore(router), Credentials(AuthSettings(keys=str(keys.path))))
    with on_a_port(app) as address:
        with Client(address) as nobody, pytest.raises(ServiceError, match="401"):
            nobody.item("item-001")
        with Client(address, secret) as client:
            assert client.item("item-001").id == "item-001"
