"""``POST /v1/search``."""

import io
import json
from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image
from starlette.testclient import TestClient
from world import item

from router.service import ServiceSettings
from router.service.models import AnswerData, ProblemData
from router.service.settings import LimitSettings


def ask(client: TestClient, **body: Any) -> Any:
    done = client.post("/v1/search", json=body)
    assert done.status_code == 200, done.text
    return done.json()


def png() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (32, 32), "teal").save(file, "PNG")
    return file.getvalue()


def test_the_answer_holds_what_judges_confirmed(client: TestClient) -> None:
    answer = ask(client, text="text of item 3", claims={"sku": "S-1"})
    assert {each["id"] for each in answer["items"]} == {"item-004", "item-005"}
    assert all(step["judge"] for step in answer["items"][0]["verdicts"])


def test_the_answer_is_what_its_model_says(client: TestClient) -> None:
    answer = ask(client, text=["one", "two"], claims={"sku": "S-1"}, explain="all")
    parsed = AnswerData.model_validate(answer)
    assert parsed.considered == len(parsed.items) + len(parsed.dossiers or ())
    assert parsed.dossiers_left_out == 0


def test_files_come_as_parts(client: TestClient) -> None:
    done = client.post(
        "/v1/search",
        data={"request": json.dumps({"claims": {"sku": "S-0"}})},
        files=[("image", ("../../etc/passwd", png())), ("image", ("b", png()))],
    )
    assert done.status_code == 200, done.text
    assert {each["id"] for each in done.json()["items"]} == {f"item-00{n}" for n in range(3)}


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ({}, "nothing to search by"),
        ({"text": "x", "claims": {"colour": "red"}}, "colour"),
        ({"text": "x", "claims": {"sku": 5}}, "expected string"),
        ({"text": "x", "limit": 0}, "limit"),
        ({"text": "x", "principal": {"subject": "root"}}, "principal"),
        ({"text": 7}, "text"),
        ({"claims": {"sku": "S-1"}, "media": {"depth": [{"scale": 1}]}}, "media.depth"),
    ],
)
def test_a_bad_question_is_told_what_is_wrong(
    client: TestClient, body: dict[str, Any], says: str
) -> None:
    done = client.post("/v1/search", json=body)
    assert done.status_code == 422
    assert done.headers["content-type"] == "application/problem+json"
    assert says in ProblemData.model_validate(done.json()).detail


@pytest.mark.parametrize("kind", ["image", "audio", "document", "depth", "video", "thermal"])
def test_a_broken_file_is_named_by_its_part(client: TestClient, kind: str) -> None:
    done = client.post(
        "/v1/search", data={"request": "{}"}, files=[(kind, ("/secret/name", b"junk"))]
    )
    assert done.status_code == 422
    assert done.json()["detail"].startswith(f"{kind}[0]: ")
    assert "secret" not in done.text


def test_other_content_types_are_refused(client: TestClient) -> None:
    done = client.post("/v1/search", content=b"<a/>", headers={"Content-Type": "text/xml"})
    assert done.status_code == 415


def test_json_that_is_none_is_refused(client: TestClient) -> None:
    done = client.post("/v1/search", content=b"{", headers={"Content-Type": "application/json"})
    assert done.status_code == 422


def test_unknown_parts_are_refused(client: TestClient) -> None:
    done = client.post("/v1/search", data={"request": "{}", "nonsense": "1"}, files=[])
    assert done.status_code in {415, 422}
    done = client.post("/v1/search", files=[("picture", ("a.png", png()))])
    assert done.status_code == 422
    assert "picture" in done.json()["detail"]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"junk", 422),
        (b"", 422),
        (b"--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b--\r\n", 422),
        (b'--b\r\nContent-Disposition: form-data; name="request"\r\n\r\n' + b" " * 2**23, 413),
    ],
    ids=["junk", "nothing", "nameless", "field"],
)
def test_malformed_multipart_is_refused(client: TestClient, body: bytes, status: int) -> None:
    kind = {"Content-Type": "multipart/form-data; boundary=b"}
    done = client.post("/v1/search", content=body, headers=kind)
    assert done.status_code == status, done.text
    without = client.post(
        "/v1/search", content=body, headers={"Content-Type": "multipart/form-data"}
    )
    assert without.status_code == 422


def test_more_media_than_allowed_are_refused(serve: Callable[..., TestClient]) -> None:
    client = serve([item(1)], settings=ServiceSettings(limits=LimitSettings(media=2)))
    assert client.post("/v1/search", json={"text": ["a", "b"]}).status_code == 200
    assert client.post("/v1/search", json={"text": ["a", "b", "c"]}).status_code == 413
    files = [("image", ("a", png()))] * 3
    assert client.post("/v1/search", files=files).status_code == 413


def test_a_larger_body_than_allowed_is_refused(serve: Callable[..., TestClient]) -> None:
    client = serve([item(1)], settings=ServiceSettings(limits=LimitSettings(body_bytes=2048)))
    done = client.post("/v1/search", json={"text": "x" * 4096})
    assert done.status_code == 413
    assert done.json()["code"] == "too_large"


def test_a_body_of_unstated_length_is_counted(serve: Callable[..., TestClient]) -> None:
    client = serve([item(1)], settings=ServiceSettings(limits=LimitSettings(body_bytes=2048)))
    taken: list[int] = []

    def chunks() -> Any:
        for number in range(100):
            taken.append(number)
            yield b" " * 1024

    done = client.post("/v1/search", content=chunks(), headers={"Content-Type": "application/json"})
    assert done.status_code == 413
    assert done.headers["content-type"] == "application/problem+json"
