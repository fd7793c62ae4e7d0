"""Wrong usage: one line on stderr, exit status 2, nothing on stdout."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import typer

from router.cli.app import app
from router.cli.terminal import one_line

COMMANDS = [
    "demo", "ingest", "reembed", "search", "read", "check", "graph", "eval", "weights", "doctor",
    "serve", "mcp", "keys",
]  # fmt: skip

Command = Callable[..., Any]


def test_help_lists_all_commands(crossjudge: Command) -> None:
    ran = crossjudge("--help")
    assert ran.status == 0
    assert not ran.err
    assert sorted(typer.main.get_command(app).commands) == sorted(COMMANDS)  # type: ignore[attr-defined]
    for name in COMMANDS:
        assert f" {name} " in ran.out


def test_no_command_shows_the_help(crossjudge: Command) -> None:
    assert crossjudge() == crossjudge("--help")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(command: str, crossjudge: Command) -> None:
    ran = crossjudge(command, "--help")
    assert ran.status == 0
    assert f"crossjudge {command}" in ran.out


def test_version(crossjudge: Command) -> None:
    assert crossjudge("--version").out.startswith("crossjudge 0.")


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        (["serch"], "No such command 'serch'"),
        (["search"], "Missing option '--config'"),
        (["check"], "Missing argument 'CONFIG...'"),
        (["check", "--fast", "x.yaml"], "No such option: --fast"),
        (["graph", "x.yaml", "--format", "gif"], "gif"),
        (["search", "-c", "x.yaml", "-s", "s", "--limit", "0"], "--limit"),
        (["search", "-c", "x.yaml", "-s", "s", "--limit", "many"], "--limit"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_wrong_usage_is_one_line(arguments: list[str], found: str, crossjudge: Command) -> None:
    ran = crossjudge(*arguments)
    assert ran.status == 2
    assert not ran.out
    assert found in ran.complaint
    assert "--help" in ran.complaint


def test_unknown_log_level(crossjudge: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CROSSJUDGE_LOG", "loud")
    ran = crossjudge("check", "x.yaml")
    assert ran.status == 2
    assert "CROSSJUDGE_LOG" in ran.complaint
    assert "'loud'" in ran.complaint


def test_a_fault_of_its_own_is_one_line(
    crossjudge: Command, shop: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CROSSJUDGE_DEBUG", raising=False)

    def broken(*_: object) -> None:
        raise ZeroDivisionError("two\nlines")

    monkeypatch.setattr("router.router.Router.search", broken)
    ran = crossjudge("search", *shop.options, "--text", "mug")
    assert ran.status == 1
    assert ran.complaint == (
        "internal error: ZeroDivisionError: two lines (set CROSSJUDGE_DEBUG=1 for the traceback)"
    )
    monkeypatch.setenv("CROSSJUDGE_DEBUG", "1")
    assert "Traceback" in crossjudge("search", *shop.options, "--text", "mug").err


def test_interrupt_is_quiet(
    crossjudge: Command, shop: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("router.router.Router.search", interrupted)
    ran = crossjudge("search", *shop.options, "--text", "mug")
    assert (ran.status, ran.complaint) == (130, "interrupted")


def test_reader_of_the_results_that_goes_away_is_no_error(files: Any) -> None:
    # `read` writes through Python's buffer, which is flushed when nobody reads any more.
    code = "import sys; sys.argv = ['crossjudge', '--help']; from router.cli import main; main()"
    with subprocess.Popen(
        [sys.executable, "-c", code],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONUNBUFFERED": ""},
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 141


def test_what_a_terminal_would_obey_is_shown_instead() -> None:
    assert one_line("a\x1b[31m b\n\tc\x00") == "a\\x1b[31m b c\\x00"


def test_messages_name_files_that_are_not_utf8(tmp_path: Path) -> None:
    name = os.fsencode(tmp_path) + b"/\xff.yaml"
    done = subprocess.run(
        [sys.executable, "-c", "from router.cli import main; main()", "check", name],
        capture_output=True,
        check=False,
    )
    assert done.returncode == 2
    assert b"cannot be read" in done.stderr
    assert done.stderr.count(b"\n") == 1
