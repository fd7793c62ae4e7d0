"""``POST /v1/read/{kind}`` and ``POST /v1/check``."""

import io
import socket
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from starlette.testclient import TestClient
from world import SHOP

from router.config import load_config
from router.service.models import ProofData, ReadingsData

ROOT = Path(__file__).parents[3]
YAML = {"Content-Type": "application/yaml"}


def barcode(text: str) -> bytes:
    drawn = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.EAN13).to_image(scale=3)
    file = io.BytesIO()
    Image.fromarray(drawn).save(file, "PNG")
    return file.getvalue()


def check(client: TestClient, text: str | bytes) -> ProofData:
    done = client.post("/v1/check", content=text, headers=YAML)
    assert done.status_code == 200, done.text
    return ProofData.model_validate(done.json())


def test_files_are_read(client: TestClient) -> None:
    files = [("image", ("a", barcode(each))) for each in ("4006381333931", "4006381333948")]
    done = client.post("/v1/read/barcode", files=files)
    read = ReadingsData.model_validate(done.json())
    assert [each.value for each in read.readings] == ["4006381333931", "4006381333948"]
    assert read.sources == ["image[0]", "image[1]"]


def test_texts_are_read(client: TestClient) -> None:
    done = client.post("/v1/read/quantity", json={"text": "mango juice 2 x 500 ml"})
    assert ReadingsData.model_validate(done.json()).sources == ["text[0]"]


def test_what_cannot_be_read_is_told(client: TestClient) -> None:
    assert client.post("/v1/read/nonsense", json={"text": "x"}).status_code == 404
    assert client.post("/v1/read/..%2fx", json={"text": "x"}).status_code == 404
    for sent in ({}, {"text": "x", "context": {}}):
        assert client.post("/v1/read/quantity", json=sent).status_code == 422
    done = client.post("/v1/read/barcode", json={"text": "x"})
    assert (done.status_code, done.json()["code"]) == (422, "medium")
    done = client.post("/v1/read/barcode", files=[("image", ("a", b"junk"))])
    assert done.json()["detail"].startswith("image[0]: ")


def test_a_sound_config_is_proven(client: TestClient) -> None:
    proof = check(client, SHOP)
    assert proof.proven
    assert proof.guards == {
        "permission": ["access"], "identity": ["same"], "recency": ["sellable"],
    }  # fmt: skip


@pytest.mark.parametrize("path", sorted((ROOT / "configs").glob("*.yaml")), ids=lambda p: p.stem)
def test_every_config_that_comes_along_is_proven_as_on_the_command_line(
    client: TestClient, path: Path
) -> None:
    proof = check(client, path.read_bytes())
    guards = load_config(path).proof.guards
    assert proof.guards == {str(truth): list(judges) for truth, judges in guards.items()}


def test_all_problems_are_told_with_their_lines(client: TestClient) -> None:
    proof = check(client, SHOP.replace("when: confirm, to: same", "when: abstain, to: same"))
    assert not proof.proven
    assert proof.problems
    assert all(problem.startswith("config:") for problem in proof.problems)
    for text in ("", "[", "a: &a [*a]", "name: [" * 60, "\x00", "spaces: [nonsense]"):
        assert not check(client, text).proven
    unknown = check(client, SHOP.replace("[lite]", "[nonsense]"))
    assert "nonsense" in unknown.problems[0]


def with_judge(options: str) -> str:
    return SHOP.replace(
        "  same: {use: metadata, covers: [identity]",
        f"  odd: {options}\n  same: {{use: metadata, covers: [identity]",
    )


def test_a_config_reads_neither_files_nor_the_environment(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VERY_SECRET", "do-not-tell")
    url = "http://example.org/${VERY_SECRET}"
    for options in (
        f'{{use: http, covers: [identity], url: "{url}"}}',
        "{use: http, covers: [identity], url: 'http://h/', headers: {A: '${VERY_SECRET}'}}",
        "{use: policy, policies: /etc/passwd, schema: /etc/passwd, action: view}",
        (
            '{use: join, covers: [recency], url: "${VERY_SECRET}", table: t, '
            "key: {column: a, field: sku}, columns: {b: bool}, where: row.b}"
        ),
        "{use: policy, policies: absent.cedar, schema: absent.cedar, action: view}",
        "{use: http, covers: [identity], url: 'http://h/${ABSENT}'}",
    ):
        proof = check(client, with_judge(options))
        assert not proof.proven
        assert "not looked at" in proof.problems[0], proof.problems
        assert "do-not-tell" not in str(proof)
        assert "root:" not in str(proof)


def test_the_server_of_a_config_is_not_connected_to(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VERY_SECRET", "do-not-tell")
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.setblocking(False)
        url = f"postgresql://u:${{VERY_SECRET}}@127.0.0.1:{listening.getsockname()[1]}/shop"
        for each in (f"'{url}'", "'${VERY_SECRET}'"):
            assert check(client, f"{SHOP}catalogue: {{url: {each}}}\n").proven
        with pytest.raises(BlockingIOError):
            listening.accept()


def test_what_is_no_config_is_refused(client: TestClient) -> None:
    assert client.post("/v1/check", json={}).status_code == 415
    assert client.post("/v1/check", content=b"\xff", headers=YAML).status_code == 422
    assert client.post("/v1/check", content=b"#" * 70_000, headers=YAML).status_code == 413
