"""A judge and a reader of somebody else's package: installed, found, used; and broken ones."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from judges import (
    Candidate,
    JudgeConfigError,
    Query,
    Vocabulary,
    build_judge,
    build_reader,
    judge_names,
    reader_names,
)
from judges.testing import JudgeContract, JudgeSample, ReaderContract, ReaderSample
from modalities import RegistryError, Source, load_media
from router.cli import run

PACKAGE = Path(__file__).parents[1] / "support" / "plugin"
CONFIG = """\
name: paints
stop: exhaust
truth: [permission, category]
record: {colour: string}
judges:
  access: {use: access}
  looks: {use: colour, field: colour}
graph:
  start: access
  edges:
    - {from: access, when: confirm, to: looks}
    - {from: looks, when: confirm, to: return}
"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder into which pip has built and installed the package."""
    target = tmp_path_factory.mktemp("site")
    command = [
        sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index",
        "--no-build-isolation", "--disable-pip-version-check",
        "--target", str(target), str(PACKAGE),
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return target


@pytest.fixture
def on_path(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Path], None]]:
    """Makes packages of a folder known, until the test ends."""

    def forget() -> None:
        judge_names.cache_clear()
        reader_names.cache_clear()

    def add(folder: Path) -> None:
        monkeypatch.syspath_prepend(folder)
        forget()

    yield add
    monkeypatch.undo()
    forget()


@pytest.fixture
def plugin(installed: Path, on_path: Callable[[Path], None]) -> None:
    on_path(installed)


@pytest.fixture
def red(tmp_path: Path) -> Path:
    path = tmp_path / "red.png"
    Image.fromarray(np.full((40, 40, 3), (210, 30, 30), np.uint8)).save(path)
    return path


def config_in(folder: Path, text: str = CONFIG) -> Path:
    path = folder / "paints.yaml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.usefixtures("plugin")
class TestInstalledJudge(JudgeContract):
    @pytest.fixture
    def sample(self, red: Path) -> JudgeSample:
        vocabulary = Vocabulary.extended(record={"colour": "string"})  # type: ignore[dict-item]
        media = load_media("image", Source.file(red))
        readings = build_reader("colour").read(media[0])
        candidates = tuple(Candidate(name, {"colour": name}) for name in ("red", "blue"))
        return JudgeSample(
            build_judge("looks", {"use": "colour"}, vocabulary),
            Query(media=media, read=lambda _kind: readings),
            (*candidates, Candidate("none", {})),
            confirmed=frozenset({"red"}),
        )


@pytest.mark.usefixtures("plugin")
class TestInstalledReader(ReaderContract):
    @pytest.fixture
    def sample(self, red: Path) -> ReaderSample:
        (medium,) = load_media("image", Source.file(red))
        return ReaderSample(build_reader("colour"), medium, values=("red",))


@pytest.mark.usefixtures("plugin")
def test_it_is_used_by_every_command(
    red: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    config, store = config_in(tmp_path), tmp_path / "store"
    assert run(["check", str(config)]) == 0
    assert "category    looks" in capfd.readouterr().out

    assert run(["read", "colour", str(red), "--json"]) == 0
    (reading,) = json.loads(capfd.readouterr().out)["readings"]
    assert reading["value"] == "red"

    lines = [
        {"id": each, "record": {"colour": each}, "media": {"text": [each]}}
        for each in ("red", "blue")
    ]
    manifest = tmp_path / "items.jsonl"
    manifest.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    assert run(["ingest", str(manifest), "--config", str(config), "--store", str(store)]) == 0
    capfd.readouterr()
    asked = ["--config", str(config), "--store", str(store), "--image", str(red), "--json"]
    assert run(["search", *asked]) == 0
    answer = json.loads(capfd.readouterr().out)
    assert [each["id"] for each in answer["items"]] == ["red"]
    assert answer["completeness"] == "exhausted"


def test_a_fresh_process_finds_it(installed: Path, tmp_path: Path) -> None:
    """As a user's own: nothing of it is imported or patched beforehand."""
    path = os.pathsep.join([str(installed), *sys.path])
    code = "import sys; from router.cli import main; sys.argv[0] = 'crossjudge'; main()"
    done = subprocess.run(
        [sys.executable, "-c", code, "check", str(config_in(tmp_path))],
        capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": path},
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert "proven" in done.stdout


def test_without_it_the_config_names_what_is_missing(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(["check", str(config_in(tmp_path))]) == 2
    (line,) = capfd.readouterr().err.splitlines()
    assert "judges.looks.use: unknown judge 'colour'; known: access, barcode" in line


def broken(folder: Path, group: str, name: str, value: str, code: str = "") -> Path:
    """A distribution as an installer leaves it, whose one entry point leads to ``code``."""
    info = folder / f"broken_{name}-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: broken-{name}\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(f"[{group}]\n{name} = {value}\n")
    (folder / f"plug_{name}.py").write_text(code)
    return folder


NOT_A_JUDGE = "class Thing: ...\n"
BAD_JUDGE = (
    "from judges import Judge, Options\n"
    "class Thing(Judge):\n"
    "    class options_type(Options): field: str\n"
    "    def __init__(self, *given): raise RuntimeError('no key')\n"
    "    def judge(self, query, candidates): return []\n"
)


@pytest.mark.parametrize(
    ("value", "code", "message"),
    [
        ("plug_colour:Thing", "import no_such_module\n", "No module named 'no_such_module'"),
        ("plug_colour:Thing", "raise ValueError('half\\nbaked')\n", "cannot be imported (half)"),
        ("plug_colour:Thing", "def broken(:\n", "cannot be imported ("),
        ("plug_colour:Other", NOT_A_JUDGE, "has no attribute 'Other'"),
        ("plug_colour:Thing", NOT_A_JUDGE, "'colour' is not a Judge"),
        ("plug_colour:Thing", BAD_JUDGE, "'colour' cannot be built (RuntimeError: no key)"),
        ("plug_gone:Thing", "", "No module named 'plug_gone'"),
    ],
)
def test_a_broken_judge_is_one_line(
    value: str, code: str, message: str, tmp_path: Path, on_path: Callable[[Path], None],
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.delitem(sys.modules, "plug_colour", raising=False)
    on_path(broken(tmp_path / "site", "crossjudge.judges", "colour", value, code))
    assert run(["check", str(config_in(tmp_path))]) == 2
    (line,) = capfd.readouterr().err.splitlines()
    assert message in line
    assert "paints.yaml:" in line


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("raise ValueError('half baked')\n", "cannot be imported (half baked)"),
        (
            "class Thing:\n    def __init__(self): raise OSError('no licence')\n",
            "OSError: no licence",
        ),
        ("class Thing: ...\n", "is not a Reader of that kind"),
    ],
)
def test_a_broken_reader_is_one_line(
    code: str, message: str, tmp_path: Path, on_path: Callable[[Path], None], red: Path,
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.delitem(sys.modules, "plug_odour", raising=False)
    on_path(broken(tmp_path / "site", "crossjudge.readers", "odour", "plug_odour:Thing", code))
    assert run(["read", "odour", str(red)]) == 2
    (line,) = capfd.readouterr().err.splitlines()
    assert message in line


@pytest.mark.parametrize("kind", ["judges", "readers"])
def test_no_plugin_takes_a_name_that_is_taken(
    kind: str, tmp_path: Path, on_path: Callable[[Path], None], red: Path,
    capfd: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    """Not even one that no config uses: which of the two would be meant cannot be told."""
    on_path(broken(tmp_path / "site", f"crossjudge.{kind}", "barcode", "plug_barcode:Thing"))
    command = (
        ["check", str(config_in(tmp_path))] if kind == "judges" else ["read", "barcode", str(red)]
    )
    assert run(command) == 2
    lines = capfd.readouterr().err.splitlines()
    claim = f"crossjudge.{kind}: 'plug_barcode:Thing' claims the name 'barcode'"
    assert lines
    assert all(claim in line for line in lines)  # one for each judge of the config


def test_two_plugins_of_one_name_are_refused(
    plugin: None, tmp_path: Path, on_path: Callable[[Path], None]
) -> None:
    on_path(broken(tmp_path / "site", "crossjudge.judges", "colour", "plug_colour:Thing"))
    with pytest.raises(JudgeConfigError, match=r"judges\.a\.use: crossjudge\.judges: .* claims"):
        build_judge("a", {"use": "colour"}, Vocabulary())


def test_a_name_that_nobody_has_lists_those_known() -> None:
    with pytest.raises(RegistryError, match="unknown reader 'nose'; known: barcode"):
        build_reader("nose")
