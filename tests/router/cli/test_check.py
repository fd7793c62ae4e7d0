"""``check`` and ``graph``: proofs and pictures, without any model."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Command = Callable[..., Any]

HEAVY = {"torch", "faiss", "transformers", "onnxruntime", "rapidocr", "cv2", "router.index"}


def test_proof_names_the_guards(files: Any, crossjudge: Command) -> None:
    ran = crossjudge("check", files.config)
    assert ran.status == 0
    assert not ran.err
    head, *guards = ran.out.splitlines()
    assert head == f"{files.config}: proven"
    assert [line.split() for line in guards] == [["identity", "sku"], ["permission", "access"]]


def test_every_problem_is_a_line_and_the_other_configs_are_checked(
    files: Any, crossjudge: Command, tmp_path: Path
) -> None:
    leaky = tmp_path / "leaky.yaml"
    text = files.config.read_text()
    leaky.write_text(text + "    - {from: access, when: abstain, to: return}\nlimits: 3\n")
    ran = crossjudge("check", leaky, tmp_path / "none.yaml", files.config)
    assert ran.status == 2
    assert f"{files.config}: proven" in ran.out
    lines = ran.err.splitlines()
    assert all(line.startswith("crossjudge: ") for line in lines)
    assert "limits: unknown key" in lines[0]
    assert "none.yaml: cannot be read" in lines[-1]


def test_the_way_that_escapes_is_shown(files: Any, crossjudge: Command) -> None:
    with files.config.open("a") as file:
        file.write("    - {from: access, when: abstain, to: return}\n")
    ran = crossjudge("check", files.config)
    assert ran.status == 2
    assert not ran.out
    assert "access -abstain-> return" in ran.err


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("name: half\njudges: {access: {use", "not valid YAML"),
        ("name: one\nname: two\n", "duplicate key 'name', first given on line 1"),
        ("- a\n- list\n", "found no mapping"),
        ("", "found no mapping"),
        ("name: x\ncolour: red\n", "colour: unknown key"),
    ],
    ids=["half", "duplicate key", "list", "empty", "unknown key"],
)
def test_a_bad_file_is_named_with_its_line(
    text: str, found: str, crossjudge: Command, tmp_path: Path
) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text(text)
    ran = crossjudge("check", path)
    assert ran.status == 2
    assert found in ran.err
    assert f"{path}:" in ran.err
    assert "Traceback" not in ran.err


@pytest.mark.parametrize(
    ("form", "start"), [("mermaid", b"flowchart"), ("svg", b"<"), ("png", b"\x89PNG")]
)
def test_graph_is_drawn(
    form: str, start: bytes, files: Any, crossjudge: Command, tmp_path: Path
) -> None:
    drawn = tmp_path / "drawn"
    ran = crossjudge("graph", files.config, "--format", form, "-o", drawn)
    assert (ran.status, ran.out, ran.err) == (0, "", "")
    assert drawn.read_bytes().lstrip().startswith(start)


def test_graph_goes_to_stdout(files: Any, crossjudge: Command) -> None:
    ran = crossjudge("graph", files.config)
    assert ran.status == 0
    assert "sku" in ran.out


def test_graph_that_cannot_be_written(files: Any, crossjudge: Command, tmp_path: Path) -> None:
    ran = crossjudge("graph", files.config, "-o", tmp_path / "no" / "such" / "folder.svg")
    assert ran.status == 2
    assert "cannot be written" in ran.complaint


@pytest.mark.parametrize("arguments", [["--help"], ["search", "--help"], ["check"], ["graph"]])
def test_quick_commands_load_nothing_heavy(arguments: list[str], files: Any) -> None:
    config = files.config.parent / "lite.yaml"
    config.write_text(files.config.read_text().replace("[random]", "[lite]"))
    given = arguments if "--help" in arguments else [*arguments, str(config)]
    code = (
        "import json, sys\nfrom router.cli import run\n"
        f"assert run({given!r}) == 0\n"
        "print(); print(json.dumps(sorted(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(json.loads(done.stdout.splitlines()[-1]))
    assert "router.cli.app" in loaded
    assert not loaded & HEAVY
