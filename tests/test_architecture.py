"""The shape of the project, held by tests: layers, public names, what imports what."""

import json
import pkgutil
import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

import judges
import judges.graph
import modalities
import router
import router.config

ROOT = Path(__file__).parents[1]
PACKAGES = [router, router.config, judges, judges.graph, modalities]


def _loaded_after(code: str) -> set[str]:
    """Names of the modules that a fresh interpreter has loaded after running ``code``."""
    report = f"{code}\nimport sys, json\nprint(json.dumps(sorted(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", report], capture_output=True, text=True, check=True, cwd=ROOT
    )
    return set(json.loads(done.stdout.splitlines()[-1]))


def test_imports_point_down_only() -> None:
    done = subprocess.run(
        [Path(sys.executable).parent / "lint-imports"],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("package", PACKAGES, ids=lambda package: package.__name__)
def test_package_is_this_repository(package: ModuleType) -> None:
    """Other distributions own packages named router, judges and modalities too."""
    assert package.__file__ is not None
    assert Path(package.__file__).is_relative_to(ROOT)


@pytest.mark.parametrize("package", PACKAGES, ids=lambda package: package.__name__)
def test_public_names_are_those_declared(package: ModuleType) -> None:
    assert sorted(package.__all__, key=str.swapcase) == sorted(
        set(package.__all__), key=str.swapcase
    )
    for name in package.__all__:
        assert getattr(package, name) is not None
    submodules = {module.name for module in pkgutil.iter_modules(package.__path__)}
    public = {
        name
        for name, value in vars(package).items()
        if not name.startswith("_")
        and name not in submodules
        and getattr(value, "__module__", "").split(".")[0] in {"router", "judges", "modalities"}
        and not isinstance(value, ModuleType)
    }
    assert public <= set(package.__all__)


@pytest.mark.parametrize(
    ("library", "home"),
    [
        ("faiss", "router/index.py"),
        ("rapidocr", "judges/readers/ocr.py"),
        ("zxingcpp", "judges/readers/barcode.py"),
        ("cel_expr_python", "judges/expression.py"),
        ("cedarpy", "judges/policy/cedar.py"),
        ("soundfile", "modalities/audio.py"),
        ("faster_whisper", "judges/speech/whisper.py"),
        ("imagebind", "modalities/imagebind/upstream.py"),
    ],
)
def test_library_is_met_in_one_file(library: str, home: str) -> None:
    importing = re.compile(rf"^\s*(import|from) {library}\b", re.MULTILINE)
    users = [
        str(path.relative_to(ROOT))
        for package in ("router", "judges", "modalities")
        for path in (ROOT / package).rglob("*.py")
        if importing.search(path.read_text(encoding="utf-8"))
    ]
    assert users == [home]


def test_judges_meet_the_network_in_one_file() -> None:
    importing = re.compile(r"^\s*(import|from) (httpx2?|requests|urllib\.request)\b", re.MULTILINE)
    users = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "judges").rglob("*.py")
        if importing.search(path.read_text(encoding="utf-8"))
    ]
    assert users == ["judges/http_service/client.py"]


@pytest.mark.parametrize(
    "module", ["router", "judges", "modalities", "judges.graph", "router.config"]
)
def test_package_imports_no_models(module: str) -> None:
    loaded = _loaded_after(f"import {module}")
    assert not loaded & {"torch", "faiss", "transformers", "onnxruntime", "rapidocr", "cv2"}


@pytest.mark.parametrize(
    "arguments", [["--help"], ["check", str(ROOT / "configs" / "storefront.yaml")]], ids=" ".join
)
def test_quick_commands_import_no_models(arguments: list[str]) -> None:
    loaded = _loaded_after(
        "import sys\n"
        f"sys.argv = ['crossjudge', *{arguments!r}]\n"
        "from router.cli import main\n"
        "try:\n    main()\nexcept SystemExit as end:\n    assert not end.code, end.code"
    )
    assert "router.cli" in loaded
    assert not loaded & {"torch", "faiss", "transformers", "onnxruntime", "rapidocr", "cv2"}
    assert not loaded & {"fastapi", "uvicorn"}


def test_every_config_builds() -> None:
    paths = sorted((ROOT / "configs").glob("*.yaml"))
    assert {path.name for path in paths} >= {"storefront.yaml", "groceries.yaml"}
    for path in paths:
        assert router.config.load_config(path).proof.order


@pytest.mark.parametrize("table", ["JUDGES", "READERS"])
def test_every_registered_name_is_documented(table: str) -> None:
    documentation = (ROOT / "docs" / "judges.md").read_text(encoding="utf-8")
    for name, target in getattr(judges, table).items():
        module, _, attribute = target.partition(":")
        assert getattr(import_module(module), attribute)
        assert re.search(rf"^#+ .*`{name}`", documentation, re.MULTILINE), name
