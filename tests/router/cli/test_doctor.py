"""``doctor``: findings for people."""

from collections.abc import Callable
from typing import Any

import pytest

from router import doctor


def test_shows_what_works_what_is_missing_and_how_fast(
    crossjudge: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    spaces = {"gone": "no.such:Space", "random": "router.testing:RandomSpace"}
    monkeypatch.setattr(doctor, "SPACES", spaces)
    monkeypatch.setattr(doctor, "reader_names", lambda: {"barcode": ""})
    ran = crossjudge("doctor", "--speed")
    assert (ran.status, ran.err) == (0, "")
    for found in ("PyTorch", "SQLite", "random-16-0", "random embeds audio", "missing"):
        assert found in ran.out
    assert "random embeds" not in crossjudge("doctor").out
