"""``PUT`` and ``DELETE /v1/items/{id}``."""

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import numpy as np
import pytest
from catalogues import on_both
from PIL import Image
from replies import said
from starlette.testclient import TestClient
from world import item

from router.service import Role
from router.service.models import WrittenData

pytestmark = on_both
Bearer = Callable[..., dict[str, str]]
Guarded = Callable[..., TestClient]


def png(colour: str = "teal") -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (32, 32), colour).save(file, "PNG")
    return file.getvalue()


def ids(client: TestClient, sku: str, **more: Any) -> list[str]:
    done = client.post("/v1/search", json={"claims": {"sku": sku}}, **more)
    assert done.status_code == 200, done.text
    return [each["id"] for each in done.json()["items"]]


NEW = {"record": {"sku": "S-9", "lifecycle": "active", "stock": 1}, "text": "nine"}


def test_a_stored_item_is_found(client: TestClient) -> None:
    assert ids(client, "S-9") == []
    made = client.put("/v1/items/nine", json=NEW)
    assert made.status_code == 201, made.text
    assert WrittenData.model_validate(made.json()).outcome == "stored"
    assert ids(client, "S-9") == ["nine"]
    again = client.put("/v1/items/nine", json=NEW)
    assert (again.status_code, again.json()["outcome"]) == (200, "unchanged")
    record = {**NEW["record"], "sku": "S-10"}  # type: ignore[dict-item]
    changed = client.put("/v1/items/nine", json={**NEW, "record": record})
    assert (changed.status_code, changed.json()["outcome"]) == (200, "stored")
    assert ids(client, "S-9") == []
    assert ids(client, "S-10") == ["nine"]


def test_files_are_stored_with_what_is_stated_about_them(client: TestClient) -> None:
    depth = io.BytesIO()
    Image.fromarray(np.full((48, 64), 1500, dtype=np.uint16)).save(depth, "PNG")
    body = {**NEW, "media": {"depth": [{"scale": 0.001, "intrinsics": [60, 60, 32, 24]}]}}
    done = client.put(
        "/v1/items/a/b",
        data={"item": json.dumps(body)},
        files=[
            ("image", ("../../x.png", png())),
            ("image", ("x", png("red"))),
            ("depth", ("d", depth.getvalue())),
        ],
    )
    assert done.status_code == 201, done.text
    media = client.get("/v1/items/a/b").json()["media"]
    assert [each["modality"] for each in media] == ["image", "image", "text", "depth"]
    assert client.get(media[0]["url"]).content == png()


def test_nothing_is_left_of_an_upload(client: TestClient) -> None:
    client.put("/v1/items/x", data={"item": "{}"}, files=[("image", ("a", png()))])
    client.put("/v1/items/y", data={"item": "{}"}, files=[("image", ("a", b"junk"))])
    jobs: Path = client.app.state.service.core.writer.folder  # type: ignore[attr-defined]
    assert [path.name for path in jobs.iterdir()] == ["lock"]


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ({"record": {"stock": "many"}}, "record.stock"),
        ({"record": {"deep": [[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]}}, "nested"),
        ({"record": {"big": 2**64}}, "64 bits"),
        ({"text": " "}, "text"),
        ({"nonsense": 1}, "nonsense"),
        ({"access": {"tenant": ""}}, "access.tenant"),
        ({"media": {"depth": [{"scale": 1}]}}, "media.depth"),
        ({"id": "other"}, "id"),
    ],
)
def test_a_bad_item_is_told_what_is_wrong(
    client: TestClient, body: dict[str, Any], says: str
) -> None:
    done = client.put("/v1/items/bad", json=body)
    assert done.status_code == 422, done.text
    assert says in done.json()["detail"]
    assert "/" not in done.json()["detail"]
    assert client.get("/v1/items/bad").status_code == 404


def test_a_broken_file_keeps_what_was_stored(client: TestClient) -> None:
    files = [("image", ("a.png", b"junk"))]
    done = client.put("/v1/items/item-001", data={"item": "{}"}, files=files)
    assert done.status_code == 422
    assert done.json()["detail"].startswith("item 'item-001': image-0: ")
    assert client.get("/v1/items/item-001").json()["record"]["sku"] == "S-0"


@pytest.mark.parametrize("name", ["a\nb", "x" * 257, ""])
def test_an_id_that_cannot_be_is_refused(client: TestClient, name: str) -> None:
    done = client.put(f"/v1/items/{quote(name)}", json=NEW)
    assert done.status_code in {404, 405, 422}


def test_a_deleted_item_is_gone(client: TestClient) -> None:
    assert client.delete("/v1/items/item-004").status_code == 204
    assert client.get("/v1/items/item-004").status_code == 404
    assert client.delete("/v1/items/item-004").status_code == 404
    assert ids(client, "S-1") == ["item-005"]


def test_searching_does_not_allow_writing(guarded: Guarded, bearer: Bearer) -> None:
    client, search = guarded([item(1)]), bearer()
    assert client.put("/v1/items/x", json=NEW, headers=search).status_code == 403
    assert client.delete("/v1/items/item-001", headers=search).status_code == 403
    assert client.post("/v1/items", headers=search).status_code == 403
    assert client.get("/v1/jobs", headers=search).status_code == 403


def test_a_tenants_credential_stores_for_its_tenant(guarded: Guarded, bearer: Bearer) -> None:
    client, acme, globex = guarded([]), bearer("acme", Role.INGEST), bearer("globex", Role.INGEST)
    assert client.put("/v1/items/x", json=NEW, headers=acme).status_code == 201
    assert ids(client, "S-9", headers=acme) == ["x"]
    assert ids(client, "S-9", headers=globex) == []
    assert ids(client, "S-9", headers=bearer()) == []
    stated = {**NEW, "access": {"tenant": "globex"}}
    assert client.put("/v1/items/y", json=stated, headers=acme).status_code == 422
    assert client.get("/v1/items/y", headers=globex).status_code == 404


@pytest.mark.parametrize("access", [{"tenant": "acme"}, {"tenant": "acme", "groups": ["staff"]}])
def test_another_tenants_item_can_neither_be_replaced_nor_deleted(
    guarded: Guarded, bearer: Bearer, access: dict[str, Any]
) -> None:
    client = guarded([item(1, access=access), item(2)])
    globex, anyone = bearer("globex", Role.INGEST), bearer(None, Role.INGEST)
    for headers in (globex, anyone, bearer("globex", Role.ADMIN)):
        done = client.put("/v1/items/item-001", json=NEW, headers=headers)
        assert (done.status_code, done.json()["code"]) == (409, "id_taken")
        refused = client.delete("/v1/items/item-001", headers=headers)
        absent = client.delete("/v1/items/item-999", headers=headers)
        assert refused.status_code == 404
        assert said(refused) == said(absent)
    staff = bearer("acme", Role.SEARCH, "staff")
    assert client.get("/v1/items/item-001", headers=staff).json()["record"]["sku"] == "S-0"
    # What everybody sees is not a tenant's to change, and saying so tells nothing.
    assert client.put("/v1/items/item-002", json=NEW, headers=globex).status_code == 403
    assert client.delete("/v1/items/item-002", headers=globex).status_code == 403
    assert (
        client.delete("/v1/items/item-001", headers=bearer("acme", Role.INGEST)).status_code == 204
    )


def test_an_administrator_without_a_tenant_writes_for_all(guarded: Guarded, bearer: Bearer) -> None:
    client, admin = guarded([item(1, access={"tenant": "acme"})]), bearer(None, Role.ADMIN)
    stated = {**NEW, "access": {"tenant": "globex"}}
    assert client.put("/v1/items/x", json=stated, headers=admin).status_code == 201
    assert client.get("/v1/items/x", headers=bearer("globex")).status_code == 200
    assert client.delete("/v1/items/item-001", headers=admin).status_code == 204
