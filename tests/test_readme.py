"""What the README says to type works as typed, and prints what the README shows."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from judges import JUDGES, READERS
from router.cli import run

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str, section: str) -> list[str]:
    text = README.partition(f"\n## {section}")[2].partition("\n## ")[0]
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


@pytest.fixture
def shell(tmp_path: Path) -> dict[str, object]:
    """A folder with the configs in it, and a path on which ``crossjudge`` is found."""
    (tmp_path / "configs").symlink_to(ROOT / "configs")
    bin_folder = str(Path(sys.executable).parent)
    environment = {**os.environ, "PATH": f"{bin_folder}{os.pathsep}{os.environ['PATH']}"}
    return {"cwd": tmp_path, "env": environment, "capture_output": True, "text": True}


def test_your_own_catalogue(shell: dict[str, object]) -> None:
    (script,) = blocks("sh", "Your own catalogue")
    assert len(script.strip().splitlines()) <= 10
    done = subprocess.run(["bash", "-euo", "pipefail", "-c", script], check=False, **shell)  # type: ignore[call-overload]
    assert done.returncode == 0, done.stderr
    with_gtin, without = done.stdout.split("Nothing. ")
    assert with_gtin.startswith("mango-1l ")
    assert "gtin confirm" in with_gtin
    assert "peach-1l" in without  # in the account of what was dropped

    (code,) = blocks("python", "Your own catalogue")
    done = subprocess.run([sys.executable, "-c", code], check=False, **shell)  # type: ignore[call-overload]
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip().endswith("['mango-1l'] exhausted None")


def test_check_prints_what_the_readme_shows(capsys: pytest.CaptureFixture[str]) -> None:
    (console,) = blocks("console", "The judge graph")
    command, _, shown = console.partition("\n")
    arguments = command.removeprefix("$ crossjudge ").split()
    assert run([arguments[0], str(ROOT / arguments[1])]) == 0
    assert capsys.readouterr().out.replace(f"{ROOT}/", "").strip() == shown.strip()


def test_links_and_pictures_exist() -> None:
    targets = re.findall(r"\]\(([^)#]+)\)", README)
    assert len(targets) > 5
    for target in targets:
        assert target.startswith("https://") or (ROOT / target).exists(), target


def test_every_command_is_in_the_readme(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--help"]) == 0
    commands = re.findall(r"^\W+([a-z]+)  +[A-Z]", capsys.readouterr().out, re.MULTILINE)
    assert len(commands) >= 8
    for command in commands:
        assert f"crossjudge {command}" in README


def test_readers_that_come_along_are_named() -> None:
    for name in [*READERS, *JUDGES]:
        assert f"`{name}`" in README, name
