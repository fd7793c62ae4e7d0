"""Where weights are looked for, and the table of those that there are."""

import re
import subprocess
import sys
from pathlib import Path

import platformdirs
import pytest

from modalities import SpaceError, WeightsError
from modalities.weights import WEIGHTS, WeightsFile, home, is_here, locate, path_of


def test_home_is_stated(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CROSSJUDGE_HOME", str(tmp_path))
    assert home() == tmp_path
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("CROSSJUDGE_HOME", "~/models")
    assert home() == tmp_path / "models"


@pytest.mark.parametrize("stated", [None, ""])
def test_home_is_the_cache_otherwise(monkeypatch: pytest.MonkeyPatch, stated: str | None) -> None:
    monkeypatch.delenv("CROSSJUDGE_HOME")
    if stated is not None:
        monkeypatch.setenv("CROSSJUDGE_HOME", stated)
    assert home() == platformdirs.user_cache_path("crossjudge")


def test_what_is_missing_says_what_to_run(entry: WeightsFile, here: Path) -> None:
    assert path_of(entry) == here / "weights" / "model.bin"
    assert not is_here(entry)
    with pytest.raises(WeightsError) as raised:
        locate(entry)
    assert isinstance(raised.value, SpaceError)
    assert "crossjudge weights fetch small --accept-licence" in str(raised.value)
    assert "--from FILE" in str(raised.value)
    assert "\n" not in str(raised.value)
    assert not here.exists()


def test_size_tells_whether_it_is_there(entry: WeightsFile) -> None:
    path = path_of(entry)
    path.mkdir(parents=True)
    assert not is_here(entry)
    path.rmdir()
    path.write_bytes(bytes(entry.size - 1))
    with pytest.raises(WeightsError, match="found 255999 bytes, expected 256000 bytes"):
        locate(entry)
    path.write_bytes(bytes(entry.size))
    assert locate(entry) == path


@pytest.mark.parametrize("name", WEIGHTS)
def test_the_table_is_whole(name: str) -> None:
    entry = WEIGHTS[name]
    assert entry.name == name
    assert entry.url.startswith("https://")
    assert entry.licence_url.startswith("https://")
    assert re.fullmatch(r"[0-9a-f]{64}", entry.sha256)
    assert entry.size > 0
    assert re.fullmatch(r"[\w.-]+", entry.file_name)
    assert entry.licence
    assert entry.what


def test_looking_needs_neither_models_nor_requests() -> None:
    code = (
        "import sys\nfrom modalities.weights import WEIGHTS, file_digest, is_here, locate\n"
        "is_here(WEIGHTS['imagebind'])\n"
        "assert not {'torch', 'httpx2'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
