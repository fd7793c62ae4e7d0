"""``POST /v1/picture``: what a browser cannot show of a file, as PNG."""

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from starlette.testclient import TestClient
from world import item

from modalities import DocumentLoader, Source
from router.service import ServiceSettings
from router.service.settings import LimitSettings, MediaSettings

STOREFRONT = Path(__file__).parents[3] / "examples" / "storefront"
FORM = STOREFRONT / "media" / "form-7004-2024.pdf"


def picture(client: TestClient, *files: tuple[str, bytes], **stated: Any) -> Any:
    parts: list[Any] = [("request", (None, json.dumps(stated), "application/json"))]
    return client.post(
        "/v1/picture", files=[*parts, *((kind, ("f", data)) for kind, data in files)]
    )


def pixels(data: bytes) -> np.ndarray[Any, Any]:
    with Image.open(io.BytesIO(data)) as opened:
        return np.asarray(opened)


def depth_map(metres: np.ndarray[Any, Any]) -> bytes:
    file = io.BytesIO()
    np.save(file, metres.astype(np.float32))
    return file.getvalue()


def two_pages() -> bytes:
    file = io.BytesIO()
    pages = [Image.new("RGB", (200, 300), colour) for colour in ("red", "blue")]
    pages[0].save(file, "PDF", save_all=True, append_images=pages[1:])
    return file.getvalue()


def test_a_page_of_a_pdf_is_what_readings_of_it_name(client: TestClient) -> None:
    data = FORM.read_bytes()
    shown = picture(client, ("document", data))
    assert shown.status_code == 200
    assert shown.headers["content-type"] == "image/png"
    loaded = DocumentLoader().load(Source("form", data=data)).pages[0]
    assert shown.headers["x-content-hash"] == loaded.content_hash
    assert np.array_equal(pixels(shown.content), loaded.pixels)


def test_any_page_of_a_pdf_can_be_seen(client: TestClient) -> None:
    first, second = (picture(client, ("document", two_pages()), page=page) for page in (1, 2))
    red, blue = (pixels(shown.content)[100, 100].tolist() for shown in (first, second))
    assert red[0] > 200
    assert red[2] < 50
    assert blue[2] > 200
    assert blue[0] < 50
    beyond = picture(client, ("document", two_pages()), page=3)
    assert (beyond.status_code, beyond.json()["code"]) == (422, "medium")
    assert beyond.json()["detail"] == "document[0]: has no page 3; it has 2"


def test_a_depth_map_is_lighter_the_nearer_and_says_what_that_means(client: TestClient) -> None:
    metres = np.linspace(0.5, 4, 200)[None].repeat(50, axis=0)
    metres[:, 100] = np.nan
    shown = picture(client, ("depth", depth_map(metres)))
    row = pixels(shown.content)[0].astype(int)
    assert row[0] == 255
    assert row[199] == row[100] == 0
    assert all(np.diff(np.delete(row, 100)) <= 0)
    nearest, farthest = (float(shown.headers[f"x-{end}-metres"]) for end in ("nearest", "farthest"))
    assert nearest == pytest.approx(0.5, rel=0.1)
    assert farthest == pytest.approx(4, rel=0.1)


@pytest.mark.parametrize("metres", [1e-42, 1e38, 2.5])
def test_a_depth_map_of_one_depth_has_a_picture(client: TestClient, metres: float) -> None:
    shown = picture(client, ("depth", depth_map(np.full((4, 4), metres))))
    assert shown.status_code == 200
    assert float(shown.headers["x-nearest-metres"]) == pytest.approx(metres, rel=0.01)


def test_facts_that_a_file_does_not_say_are_taken(client: TestClient) -> None:
    file = io.BytesIO()
    Image.fromarray(np.full((4, 4), 1500, np.uint16)).save(file, "PNG")
    shown = picture(client, ("depth", file.getvalue()), media={"depth": [{"scale": 0.001}]})
    assert shown.headers["x-farthest-metres"] == "1.5"
    lacking = picture(client, ("depth", file.getvalue()))
    assert (lacking.status_code, lacking.json()["code"]) == (422, "medium")
    assert "no scale was given" in lacking.json()["detail"]


@pytest.mark.parametrize(
    ("files", "status", "says"),
    [
        ([], 422, "found 0 files, expected one"),
        ([("document", b"%PDF-1.7"), ("depth", b"x")], 422, "found 2 files, expected one"),
        ([("document", b"%PDF-1.7")], 422, "broken PDF"),
        ([("audio", b"RIFF")], 422, "audio[0]"),
    ],
)
def test_anything_else_is_a_problem(
    client: TestClient, files: list[tuple[str, bytes]], status: int, says: str
) -> None:
    refused = picture(client, *files)
    assert refused.status_code == status
    assert says in refused.json()["detail"]


def test_limits_hold(serve: Callable[..., TestClient]) -> None:
    limits = LimitSettings(medium=MediaSettings(pages=1))
    client = serve([item(0)], settings=ServiceSettings(limits=limits))
    refused = picture(client, ("document", two_pages()))
    assert (refused.status_code, refused.json()["code"]) == (413, "too_large")


def test_a_stored_depth_map_says_what_its_greys_mean(
    serve: Callable[..., TestClient], tmp_path: Path
) -> None:
    (tmp_path / "d.npy").write_bytes(depth_map(np.full((4, 4), 2.0)))
    client = serve([item(1, media={"depth": [str(tmp_path / "d.npy")]})])
    (medium,) = client.get("/v1/items/item-001").json()["media"]
    shown = client.get(medium["url"], params={"as": "png"})
    assert shown.headers["x-nearest-metres"] == "2"
    assert shown.headers["x-content-hash"] == medium["hash"]
