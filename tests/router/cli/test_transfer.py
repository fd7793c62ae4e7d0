"""Bytes that are done, for people who wait."""

import pytest

from router.cli import transfer as module
from router.cli.transfer import transfer


def test_a_line_now_and_then(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    clock = iter([0.0, 1.0, 10.0, 11.0, 30.0])
    monkeypatch.setattr(module, "monotonic", lambda: next(clock))
    with transfer("model", 4_000_000_000) as show:
        for done in (1, 20_000_000, 30_000_000, 10_000_000):
            show(done)
    assert capsys.readouterr().err.splitlines() == [
        "model: 20.0 MB of 4.0 GB, 2.0 MB a second",
        "model: 10.0 MB of 4.0 GB, 0 bytes a second",
    ]


def test_a_bar_on_a_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm")
    with transfer("model", 4_000_000_000) as show:
        show(2_000_000_000)
    shown = capsys.readouterr().err
    assert "model" in shown
    assert "2.0/4.0 GB" in shown
