"""A file that somebody has, put into its place; what is in place, read again."""

import os
from pathlib import Path

import pytest
import weights_server as http
from weights_server import Server

from modalities import WeightsError
from modalities.weights import (
    WeightsFile,
    digests,
    fetch,
    file_digest,
    is_here,
    path_of,
    place,
    placing,
    verify,
)


@pytest.fixture
def given(tmp_path: Path, server: Server) -> Path:
    path = tmp_path / "theirs.bin"
    path.write_bytes(server.body)
    return path


def files_in_place(entry: WeightsFile) -> set[str]:
    return {path.name for path in path_of(entry).parent.iterdir()}


def test_copies_what_is_right(entry: WeightsFile, given: Path) -> None:
    seen: list[int] = []
    path = place(entry, given, on_progress=seen.append)
    assert seen[-1] == entry.size
    assert path.read_bytes() == given.read_bytes()
    assert not path.samefile(given)
    given.write_bytes(b"changed afterwards")
    assert verify(entry) == path
    assert files_in_place(entry) == {"model.bin", "model.bin.lock"}


def test_replaces_what_is_wrong(entry: WeightsFile, given: Path) -> None:
    path_of(entry).parent.mkdir(parents=True)
    path_of(entry).write_bytes(bytes(entry.size))
    place(entry, given)
    assert verify(entry).read_bytes() == given.read_bytes()


def test_takes_the_place_of_a_download(entry: WeightsFile, given: Path, server: Server) -> None:
    server.answers = [http.drops_after(1000), http.status(404)]
    with pytest.raises(WeightsError):
        fetch(entry, wait=0)
    assert "model.bin.part" in files_in_place(entry)
    place(entry, given)
    assert files_in_place(entry) == {"model.bin", "model.bin.lock"}


def test_of_itself_is_verified(entry: WeightsFile, given: Path) -> None:
    path = place(entry, given)
    assert place(entry, path) == path
    assert path.read_bytes() == given.read_bytes()


def test_refuses_another_file(entry: WeightsFile, given: Path, tmp_path: Path) -> None:
    given.write_bytes(bytes(entry.size))
    with pytest.raises(WeightsError, match=rf"theirs\.bin: found SHA-256 \w+, expected {'.{64}'}"):
        place(entry, given)
    assert files_in_place(entry) == {"model.bin.lock"}
    given.write_bytes(b"short")
    with pytest.raises(WeightsError, match=r"theirs\.bin: found 5 bytes, expected 256000"):
        place(entry, given)
    for path, wrong in ((tmp_path / "none", "No such file"), (tmp_path, "found a folder")):
        with pytest.raises(WeightsError, match=wrong):
            place(entry, path)
    assert not is_here(entry)


def test_interrupted_it_leaves_nothing(entry: WeightsFile, given: Path) -> None:
    def press(done: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        place(entry, given, on_progress=press)
    assert files_in_place(entry) == {"model.bin.lock"}


def test_what_was_placed_is_not_read_for_its_digest(
    entry: WeightsFile, given: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = place(entry, given)
    monkeypatch.setattr(digests, "hash_file", None)
    assert file_digest(path) == entry.sha256


def test_verify_reads_everything(entry: WeightsFile, given: Path) -> None:
    with pytest.raises(WeightsError, match="found no file"):
        verify(entry)
    path = place(entry, given)
    seen: list[int] = []
    assert verify(entry, on_progress=seen.append) == path
    assert seen[-1] == entry.size
    assert file_digest(path) == entry.sha256
    changed, content = path.stat().st_mtime_ns, bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)
    os.utime(path, ns=(changed, changed))  # as a copy that keeps times would have it
    with pytest.raises(WeightsError, match=r"model\.bin: found SHA-256 \w+, expected"):
        verify(entry)
    assert file_digest(path) != entry.sha256


def test_no_room(entry: WeightsFile, given: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(entry: WeightsFile, size: int) -> None:
        raise WeightsError(f"no room for {size}")

    monkeypatch.setattr(placing, "require_room", refuse)
    with pytest.raises(WeightsError, match="no room for 256000"):
        place(entry, given)
    assert files_in_place(entry) == {"model.bin.lock"}
