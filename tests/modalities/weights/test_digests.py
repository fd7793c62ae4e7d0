"""Digests are right, and a file is read for its digest once."""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from modalities import WeightsError
from modalities.weights import digests as module
from modalities.weights import file_digest


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The files that were read for a digest."""
    seen: list[Path] = []
    really = module.hash_file

    def watched(path: Path, *rest: Any) -> str:
        seen.append(path)
        return really(path, *rest)

    monkeypatch.setattr(module, "hash_file", watched)
    return seen


def forget() -> None:
    """As a new process would begin."""
    module._digest.cache_clear()


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@given(content=st.binary(max_size=5000))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_is_sha256(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "any"
    path.unlink(missing_ok=True)
    path.write_bytes(content)
    # Two writes may fall on one tick of the clock; a file's time is what tells them apart.
    os.utime(path, ns=(0, int(sha256(content)[:15], 16)))
    assert file_digest(path) == sha256(content)


def test_reads_a_file_once(tmp_path: Path, read: list[Path]) -> None:
    path, link = tmp_path / "model", tmp_path / "link"
    path.write_bytes(b"weights")
    link.symlink_to(path)
    for asked in (path, path, link, str(path)):
        forget()
        assert file_digest(asked) == sha256(b"weights")
    assert read == [path]


@pytest.mark.parametrize("content", [b"another", b"longer than before"])
def test_reads_again_what_was_changed(tmp_path: Path, read: list[Path], content: bytes) -> None:
    path = tmp_path / "model"
    path.write_bytes(b"weights")
    os.utime(path, ns=(5, 5))
    file_digest(path)
    path.write_bytes(content)
    assert file_digest(path) == sha256(content)
    assert len(read) == 2


@pytest.mark.parametrize(
    "memory", [b"", b"{", b"[1]", b'{"PATH": 5}', b'{"PATH": {"size": 7, "sha256": 3}}', b"\xff"]
)
def test_a_broken_memory_is_none(tmp_path: Path, here: Path, memory: bytes) -> None:
    path = tmp_path / "model"
    path.write_bytes(b"weights")
    here.mkdir()
    (here / "digests.json").write_bytes(memory.replace(b"PATH", str(path).encode()))
    assert file_digest(path) == sha256(b"weights")
    assert json.loads((here / "digests.json").read_bytes())[str(path)]["sha256"]


def test_a_memory_that_lies_about_the_digest_is_none(tmp_path: Path, here: Path) -> None:
    path = tmp_path / "model"
    path.write_bytes(b"weights")
    status = path.stat()
    here.mkdir()
    lie = {str(path): {"size": 7, "mtime_ns": status.st_mtime_ns, "sha256": "short"}}
    (here / "digests.json").write_text(json.dumps(lie))
    assert file_digest(path) == sha256(b"weights")


def test_where_nothing_can_be_noted_it_still_answers(
    tmp_path: Path, here: Path, read: list[Path]
) -> None:
    here.write_text("a file, not a folder")
    path = tmp_path / "model"
    path.write_bytes(b"weights")
    assert file_digest(path) == file_digest(path) == sha256(b"weights")
    assert len(read) == 1


def test_what_cannot_be_read(tmp_path: Path) -> None:
    for path in (tmp_path / "none", tmp_path):
        with pytest.raises(WeightsError, match=str(path)):
            file_digest(path)


def test_writers_side_by_side_lose_nothing(tmp_path: Path, here: Path) -> None:
    code = (
        "import sys\nfrom pathlib import Path\nfrom modalities.weights import file_digest\n"
        "for n in range(40):\n"
        "    path = Path(sys.argv[1], f'{sys.argv[2]}-{n}')\n"
        "    path.write_bytes(bytes(n))\n    file_digest(path)"
    )
    writers = [
        subprocess.Popen([sys.executable, "-c", code, str(tmp_path), str(n)]) for n in range(3)
    ]
    assert [writer.wait() for writer in writers] == [0, 0, 0]
    known = json.loads((here / "digests.json").read_bytes())
    assert len(known) == 120
    for path, told in known.items():
        assert told["sha256"] == sha256(Path(path).read_bytes())
    assert {path.name for path in here.iterdir()} == {"digests.json", "digests.json.lock"}
