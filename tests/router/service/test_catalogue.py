"""Items, media, the graph and the config, as callers see them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import numpy as np
import pytest
from PIL import Image
from replies import said
from starlette.testclient import TestClient
from world import item

from judges import Outcome, Truth
from router.service import Role
from router.service.judges_shown import redacted
from router.service.models import ConfigData, JudgesData, ReadyData, StoredItemData

HIDDEN = {"access": {"tenant": "acme"}}


@pytest.mark.parametrize("name", ["a/b", "..", "../item-001", "a b", "ü", "x?y#z", "a//b/"])
def test_an_id_may_be_any_text(serve: Callable[..., TestClient], name: str) -> None:
    client = serve([{**item(1), "id": name}])
    done = client.get(f"/v1/items/{quote(name, safe='')}")
    # A client may take dots for a way up before it sends them.
    if done.status_code == 200:
        assert StoredItemData.model_validate(done.json()).id == name
    else:
        assert name in {"..", "../item-001"}


def test_an_item_shows_its_record_and_media(client: TestClient) -> None:
    found = StoredItemData.model_validate(client.get("/v1/items/item-004").json())
    assert found.record["sku"] == "S-1"
    (medium,) = found.media
    shown = client.get(medium.url)
    assert shown.text == "text of item 4"
    assert shown.headers["content-type"] == "text/plain; charset=utf-8"
    assert shown.headers["x-content-type-options"] == "nosniff"


def test_absent_and_forbidden_items_answer_alike(serve: Callable[..., TestClient]) -> None:
    client = serve([item(1), item(2, **HIDDEN)])
    forbidden, absent = client.get("/v1/items/item-002"), client.get("/v1/items/item-999")
    assert forbidden.status_code == 404
    assert said(forbidden) == said(absent)


def test_a_medium_is_seen_through_visible_items_only(serve: Callable[..., TestClient]) -> None:
    shared = {"media": {"text": ["shared"]}}
    client = serve([item(1), item(2, **HIDDEN), item(3, **shared), item(4, **shared, **HIDDEN)])
    store = client.app.state.service.core.router.store  # type: ignore[attr-defined]
    with store._database.reading() as connection:
        hashes = {row.hash for row in connection.exec_driver_sql("SELECT hash FROM medium")}
    statuses = sorted(client.get(f"/v1/media/{each}").status_code for each in hashes)
    assert statuses == [200, 200, 404]
    assert client.get(f"/v1/media/{'0' * 64}").status_code == 404


def test_depth_is_shown_as_a_picture(serve: Callable[..., TestClient], tmp_path: Path) -> None:
    path = tmp_path / "d.npy"
    np.save(path, np.linspace(1, 3, 64 * 48, dtype=np.float32).reshape(48, 64))
    client = serve([item(1, media={"depth": [str(path)]})])
    (medium,) = client.get("/v1/items/item-001").json()["media"]
    assert str(tmp_path) not in medium["origin"]
    raw = client.get(medium["url"])
    assert raw.headers["content-type"] == "application/octet-stream"
    assert raw.headers["content-disposition"].startswith("attachment")
    shown = client.get(medium["url"], params={"as": "png"})
    assert shown.headers["content-type"] == "image/png"
    (tmp_path / "shown.png").write_bytes(shown.content)
    with Image.open(tmp_path / "shown.png") as picture:
        assert picture.size == (64, 48)
        assert picture.getpixel((0, 0)) > picture.getpixel((63, 47))  # type: ignore[operator]


def test_text_has_no_look(client: TestClient) -> None:
    (medium,) = client.get("/v1/items/item-004").json()["media"]
    assert client.get(medium["url"], params={"as": "png"}).status_code == 422


def test_the_graph_is_drawn(client: TestClient) -> None:
    plain = client.get("/v1/graph")
    assert plain.headers["content-type"] == "image/svg+xml"
    answer = client.post(
        "/v1/search", json={"text": "x", "claims": {"sku": "S-1"}, "explain": "all"}
    ).json()
    for judged in (answer["items"][0], answer["dossiers"][0]):
        drawn = client.post("/v1/graph", json=judged)
        assert drawn.status_code == 200
        assert drawn.content.startswith(b"<svg")
        assert drawn.content != plain.content


def test_a_way_through_another_graph_is_refused(client: TestClient) -> None:
    step = {"judge": "elsewhere", "outcome": "confirm"}
    done = client.post("/v1/graph", json={"verdicts": [step]})
    assert done.status_code == 422
    assert "elsewhere" in done.json()["detail"]
    assert client.post("/v1/graph", json={"verdicts": 5}).json()["code"] == "invalid"


def test_judges_are_shown_in_the_order_in_which_they_are_asked(client: TestClient) -> None:
    for _ in range(2):
        client.post("/v1/search", json={"text": "x", "claims": {"sku": "S-1"}})
    shown = JudgesData.model_validate(client.get("/v1/graph/judges").json()).judges
    assert [judge.judge for judge in shown] == ["access", "sellable", "same"]
    assert shown[1].covers == [Truth.RECENCY]
    assert "record.lifecycle" in shown[1].yaml
    assert shown[0].counts == {
        Outcome.CONFIRM: 24, Outcome.REJECT: 0, Outcome.ABSTAIN: 0, Outcome.FAILURE: 0,
    }  # fmt: skip


def test_what_judges_found_for_others_is_for_administrators(
    guarded: Callable[..., TestClient], bearer: Callable[..., dict[str, str]]
) -> None:
    client = guarded([item(1)])
    for role in (Role.SEARCH, Role.INGEST):
        shown = client.get("/v1/graph/judges", headers=bearer(None, role)).json()["judges"]
        assert [judge["counts"] for judge in shown] == [None] * 3


@pytest.mark.parametrize(
    ("options", "shown"),
    [
        ({"url": "https://u:pw@h.example/p?token=x"}, {"url": "https://h.example/***"}),
        ({"url": "sqlite:////var/lib/stock.db"}, {"url": "sqlite:///***"}),
        ({"headers": {"X-Any": "Bearer x"}}, {"headers": {"X-Any": "***"}}),
        ({"a": [{"api_key": "x", "n": 5}]}, {"a": [{"api_key": "***", "n": 5}]}),
        ({"policies": "/etc/shop.cedar"}, {"policies": "shop.cedar"}),
        ({"where": "record.a == 1", "covers": ["value"]}, None),
    ],
)
def test_secrets_of_a_judge_are_not_shown(options: Any, shown: Any) -> None:
    assert redacted(options) == (options if shown is None else shown)


def test_the_config_says_what_can_be_asked(client: TestClient) -> None:
    config = ConfigData.model_validate(client.get("/v1/config").json())
    assert config.name == "shop"
    assert config.claims["sku"] == "string"
    assert {"image", "document", "depth"} <= set(config.media)


def test_health(client: TestClient) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}
    ready = ReadyData.model_validate(client.get("/readyz").json())
    assert {part.part for part in ready.parts} == {"store", "disk", "space random", "indexes"}


@pytest.mark.parametrize("path", ["/nothing", "/v2", "/v1/items", "/v1/media/", "/docs"])
def test_what_is_not_there_is_a_problem_too(client: TestClient, path: str) -> None:
    done = client.get(path)
    assert done.status_code in {404, 405}
    assert done.headers["content-type"] == "application/problem+json"
