"""A small file of weights on a server, and a folder of its own to fetch it to."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from weights_server import Server, serving

from modalities.weights import WeightsFile

BODY = bytes(range(256)) * 1000


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where crossjudge keeps things."""
    monkeypatch.setenv("CROSSJUDGE_HOME", str(tmp_path / "home"))
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path / "home"


@pytest.fixture
def server() -> Iterator[Server]:
    with serving(BODY) as served:
        yield served


@pytest.fixture
def entry(server: Server) -> WeightsFile:
    return entry_for(server.url)


def entry_for(url: str, **other: Any) -> WeightsFile:
    made = WeightsFile(
        name="small",
        url=url,
        size=len(BODY),
        sha256=hashlib.sha256(BODY).hexdigest(),
        licence="CC0-1.0",
        licence_url="https://example.org/licence",
        what="a few bytes",
    )
    return replace(made, **other)
