"""Hub ids: out of the cache, else fetched, here from a hub of our own on this machine."""

import hashlib
import json
import shutil
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import unquote, urlsplit

import huggingface_hub
import pytest

from modalities import Modality, SpaceError, Text
from modalities.two_tower.space import TwoTowerSpace
from router.doctor.finding import State
from router.doctor.spaces import look_at_spaces

Captured = pytest.CaptureFixture[str]
COMMIT = "0123456789abcdef0123456789abcdef01234567"


class Hub(BaseHTTPRequestHandler):
    """The parts of the Hub's interface that a download needs, for one repository."""

    folder: Path
    asked: list[str]

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_GET(self) -> None:
        path = unquote(urlsplit(self.path).path)
        type(self).asked.append(path)
        if path.startswith("/api/models/shop/clip/revision/"):
            self._json({"id": "shop/clip", "sha": COMMIT, "siblings": []})
        elif path.startswith("/api/models/shop/clip/tree/"):
            self._json([self._entry(path) for path in sorted(self.folder.iterdir())])
        elif path.startswith(f"/shop/clip/resolve/{COMMIT}/"):
            self._answer(200, (self.folder / Path(path).name).read_bytes())
        else:
            self._answer(404, b"{}", {"X-Error-Code": "RepoNotFound"})

    @staticmethod
    def _entry(path: Path) -> dict[str, object]:
        digest = hashlib.sha1(path.read_bytes(), usedforsecurity=False).hexdigest()
        size = path.stat().st_size
        return {"type": "file", "path": path.name, "size": size, "oid": digest}

    def _json(self, content: object) -> None:
        self._answer(200, json.dumps(content).encode(), {"Content-Type": "application/json"})

    def _answer(self, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        etag = f'"{hashlib.sha256(body).hexdigest()}"'
        length = {"Content-Length": str(len(body)), "ETag": etag, "X-Repo-Commit": COMMIT}
        for name, value in {**length, **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *arguments: object) -> None:
        """Nothing on stderr."""


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache, and no network."""
    constants = huggingface_hub.constants
    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)
    return tmp_path / "cache"


@pytest.fixture
def hub(
    cache: Path, tmp_path: Path, checkpoint: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> Iterator[type[Hub]]:
    """A hub that has shop/clip, with a pickle and code beside its model."""
    folder = shutil.copytree(checkpoint("clip"), tmp_path / "hub")
    for name in ("pytorch_model.bin", "modeling.py", "model.fp16.safetensors"):
        (folder / name).write_bytes(b"not to be fetched")
    handler = type("OneHub", (Hub,), {"folder": folder, "asked": []})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    Thread(target=server.serve_forever, daemon=True).start()
    constants = huggingface_hub.constants
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", False)
    here = f"http://127.0.0.1:{server.server_port}"
    template = here + "/{repo_id}/resolve/{revision}/{filename}"
    monkeypatch.setattr(constants, "ENDPOINT", here)
    monkeypatch.setattr(constants, "HUGGINGFACE_CO_URL_TEMPLATE", template)
    yield handler
    server.shutdown()
    server.server_close()


def failure(where: str, **options: str) -> str:
    with pytest.raises(SpaceError) as caught:
        TwoTowerSpace(where, **options).warm_up()
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_without_a_network(cache: Path) -> None:
    message = failure("google/siglip2-base-patch16-224")
    assert "space transformers:google/siglip2-base-patch16-224: found neither a folder" in message
    assert str(cache) in message
    assert "cannot be fetched" in message


@pytest.mark.parametrize("where", ["./clip", "a/b/c", "~/nowhere/clip", "a--b/..c", "a b"])
def test_what_can_be_no_hub_id(where: str, cache: Path) -> None:
    assert str(where) in failure(where)


def test_fetches_what_is_needed_and_no_more(
    hub: type[Hub],
    cache: Path,
    checkpoint: Callable[[str], Path],
    capfd: Captured,
) -> None:
    space = TwoTowerSpace("shop/clip", device="cpu")
    local = TwoTowerSpace(str(checkpoint("clip")), device="cpu")
    capfd.readouterr()
    assert space.name == "transformers:clip"
    assert hub.asked == []
    assert space.fingerprint == local.fingerprint
    assert space.licence == "mit"
    assert capfd.readouterr() == ("", "")
    fetched = {path.name for path in (cache / "models--shop--clip/snapshots" / COMMIT).iterdir()}
    assert fetched == {path.name for path in checkpoint("clip").iterdir()}
    words = [Text("oat drink", "oat drink", "words")]
    assert (space.embed(Modality.TEXT, words) == local.embed(Modality.TEXT, words)).all()


def test_what_is_in_the_cache_is_not_asked_for_again(hub: type[Hub]) -> None:
    fingerprint = TwoTowerSpace("shop/clip").fingerprint
    hub.asked.clear()
    assert TwoTowerSpace("shop/clip").fingerprint == fingerprint
    assert hub.asked == []


def test_says_what_it_would_fetch_without_a_request(
    hub: type[Hub], checkpoint: Callable[[str], Path]
) -> None:
    space = TwoTowerSpace("shop/clip", revision="main")
    assert str(space.missing()).endswith("run: hf download shop/clip --revision main")
    assert TwoTowerSpace(str(checkpoint("clip"))).missing() is None
    assert TwoTowerSpace("./no/such/folder").missing() is None
    assert hub.asked == []
    assert space.fingerprint
    hub.asked.clear()
    assert space.missing() is None
    assert hub.asked == []


def test_a_part_in_the_cache_is_missing(hub: type[Hub], cache: Path) -> None:
    huggingface_hub.snapshot_download("shop/clip", allow_patterns=["config.json"])
    assert TwoTowerSpace("shop/clip").missing() is not None


def test_the_doctor_fetches_nothing(hub: type[Hub], tmp_path: Path) -> None:
    config = tmp_path / "hub.yaml"
    config.write_text(
        """\
name: hub
spaces: ["transformers:shop/clip"]
truth: [identity]
public: true
judges: {sku: {use: metadata, covers: [identity], where: 'claims.sku == record.sku'}}
graph: {start: sku, edges: [{from: sku, when: confirm, to: return}]}
"""
    )
    found = list(look_at_spaces(config))
    assert [(each.state, "hf download shop/clip" in each.detail) for each in found] == [
        (State.MISSING, True)
    ]
    assert hub.asked == []


def test_what_the_cache_lacks_is_fetched(hub: type[Hub], cache: Path) -> None:
    """Another program may have fetched the config alone, and kept no list of files."""
    huggingface_hub.snapshot_download("shop/clip", allow_patterns=["config.json"])
    shutil.rmtree(cache / "models--shop--clip" / "trees", ignore_errors=True)
    assert TwoTowerSpace("shop/clip").fingerprint.startswith("clip-")


def test_a_repository_that_the_hub_does_not_have(hub: type[Hub]) -> None:
    assert "cannot be fetched" in failure("shop/unknown")


def test_a_repository_with_pickles_alone(hub: type[Hub]) -> None:
    (hub.folder / "model.safetensors").unlink()
    assert "weights: found none; expected model.safetensors" in failure("shop/clip")


def test_a_revision_is_asked_for(hub: type[Hub]) -> None:
    assert TwoTowerSpace("shop/clip", revision="refs/pr/3").dim == 24
    assert "/api/models/shop/clip/revision/refs/pr/3" in hub.asked
