"""The command line on a shop so small that a command takes moments."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest
from PIL import Image

from router.cli import run

CONFIG = """\
name: tiny
spaces: [random]
limit: 2
truth: [permission, identity]
judges:
  access: {use: access}
  sku: {use: metadata, covers: [identity], where: 'claims.sku == record.sku'}
graph:
  start: access
  edges:
    - {from: access, when: confirm, to: sku}
    - {from: sku, when: confirm, to: return}
"""
ITEMS: list[dict[str, Any]] = [
    {"id": "mug-a", "record": {"sku": "M-1", "title": "Mug A"}, "media": {"text": ["a mug"]}},
    {"id": "mug-b", "record": {"sku": "M-2", "title": "Mug B"}, "media": {"text": ["a cup"]}},
    {
        "id": "secret",
        "record": {"sku": "M-3"},
        "media": {"text": ["a prototype"]},
        "access": {"tenant": "acme", "groups": ["staff"]},
    },
]


class Ran(NamedTuple):
    """What one command did."""

    status: int
    out: str
    err: str

    @property
    def complaint(self) -> str:
        """The one line on stderr that says what is wrong."""
        lines = self.err.splitlines()
        assert len(lines) == 1, self.err
        assert lines[0].startswith("crossjudge: ")
        return lines[0].removeprefix("crossjudge: ")


@pytest.fixture
def crossjudge(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Callable[..., Ran]:
    """Runs a command in this process, with a space that needs no weights."""
    monkeypatch.setattr("router.build.SPACES", {"random": "router.testing:RandomSpace"})

    def command(*arguments: object) -> Ran:
        status = run([str(argument) for argument in arguments])
        captured = capfd.readouterr()
        return Ran(status, captured.out, captured.err)

    return command


class Shop(NamedTuple):
    """Where the files of a shop lie."""

    config: Path
    manifest: Path
    store: Path

    @property
    def options(self) -> tuple[object, ...]:
        return ("--config", self.config, "--store", self.store)


@pytest.fixture
def files(tmp_path: Path) -> Shop:
    """A config and a manifest; nothing is ingested yet."""
    config, manifest = tmp_path / "tiny.yaml", tmp_path / "items.jsonl"
    config.write_text(CONFIG)
    write_lines(manifest, ITEMS)
    return Shop(config, manifest, tmp_path / "store")


@pytest.fixture
def shop(files: Shop, crossjudge: Callable[..., Ran]) -> Shop:
    """A shop whose manifest is ingested."""
    assert crossjudge("ingest", files.manifest, *files.options).status == 0
    return files


@pytest.fixture
def corrupt(tmp_path: Path) -> Path:
    """A file that starts like a PNG and ends there."""
    path = tmp_path / "corrupt.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(40))
    return path


@pytest.fixture
def blank(tmp_path: Path) -> Path:
    """A picture with nothing to read in it."""
    path = tmp_path / "blank.png"
    Image.fromarray(np.full((64, 64, 3), 200, np.uint8)).save(path)
    return path


def write_lines(path: Path, lines: list[dict[str, Any]]) -> None:
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
