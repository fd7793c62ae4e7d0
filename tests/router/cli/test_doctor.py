"""``doctor``: findings for people."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

SPACES = {"gone": "no.such:Space", "random": "router.testing:RandomSpace"}


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("router.doctor.spaces.SPACES", SPACES)
    for file in ("readers", "speed"):
        monkeypatch.setattr(f"router.doctor.{file}.reader_names", lambda: {"barcode": ""})


def test_shows_what_works_what_is_missing_and_how_fast(crossjudge: Callable[..., Any]) -> None:
    ran = crossjudge("doctor", "--speed")
    assert (ran.status, ran.err) == (0, "")
    for found in ("PyTorch", "SQLite", "random-16-0", "random embeds audio", "missing", "skipped"):
        assert found in ran.out
    assert "random embeds" not in crossjudge("doctor").out


def test_shows_the_spaces_of_a_config(crossjudge: Callable[..., Any], files: Any) -> None:
    ran = crossjudge("doctor", "--config", files.config, "--speed")
    assert (ran.status, ran.err) == (0, "")
    assert "random-16-0" in ran.out
    assert "gone" not in ran.out


@pytest.mark.parametrize("wrong", ["spaces: [nowhere]", "spaces: []", "spaces: ["])
def test_a_config_that_cannot_be_is_one_line(
    crossjudge: Callable[..., Any], files: Any, tmp_path: Path, wrong: str
) -> None:
    files.config.write_text(files.config.read_text().replace("spaces: [random]", wrong))
    for path in (files.config, tmp_path / "none.yaml"):
        ran = crossjudge("doctor", "--config", path)
        assert (ran.status, ran.out) == (2, "")
        assert str(path) in ran.complaint
