"""What docs/service.md says to type works as typed."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest
import yaml
from PIL import Image
from running import process

from router.cli import run
from router.service import ServiceSettings, load_settings
from router.service.problems import ERRORS

ROOT = Path(__file__).parents[3]
DOCS = (ROOT / "docs" / "service.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")
ADDRESS = "localhost:8080"
LINES = re.MULTILINE | re.DOTALL


def blocks(language: str, section: str) -> list[str]:
    text = DOCS.partition(f"\n## {section}\n")[2].partition("\n## ")[0]
    found = re.findall(rf"^```{language}\n(.*?)^```", text, LINES)
    assert found, (language, section)
    return found


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as somebody has it who did what the README says."""
    folder = tmp_path_factory.mktemp("shop")
    (folder / "configs").symlink_to(ROOT / "configs")
    (lines,) = re.findall(
        r"^cat > shop\.jsonl <<'END'\n(.*?)^END", README, re.MULTILINE | re.DOTALL
    )
    (folder / "shop.jsonl").write_text(lines, encoding="utf-8")
    Image.new("RGB", (64, 64), "orange").save(folder / "carton.jpg")
    command = ["ingest", str(folder / "shop.jsonl"), "-c", str(ROOT / "configs/groceries.yaml")]
    assert run([*command, "-s", str(folder / "shop")]) == 0
    return folder


@pytest.fixture(scope="module")
def address(shop: Path) -> Iterator[str]:
    """The service, started as the documentation starts it, but for the port."""
    (start,) = blocks("sh", "Start")
    assert start.split() == [
        "crossjudge", "serve", "--config", "configs/groceries.yaml", "--store", "shop",
    ]  # fmt: skip
    with process(shop / "configs/groceries.yaml", shop / "shop") as (_, address):
        yield address


def shell(script: str, folder: Path) -> str:
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
    }
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script],
        cwd=folder, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_curl_lines_work_as_pasted(shop: Path, address: str) -> None:
    (script,) = blocks("sh", "Ask")
    assert script.count("curl") == script.count(ADDRESS) == 10
    # Each answer on lines of its own, and an error where the status says so.
    script = script.replace("curl ", "echo; curl --fail-with-body ")
    said = shell(script.replace(ADDRESS, address.removeprefix("http://")), shop)
    expected = [
        r'"id":"mango-1l"',
        r'"dossiers":',
        r'^{"event":"confirmed"',
        r'^{"event":"answer"',
        r'^{"readings":\[\],"sources":\[\]}$',
        r'"proven":true',
        r'^{"id":"kiwi-1l","outcome":"stored"}$',
        r'"Kiwi 1 l"',
        r'"state":"queued"',
        r'^{"jobs":\[',
    ]
    answers = [line for line in said.splitlines() if line]
    assert len(answers) == len(expected), said
    for answer, pattern in zip(answers, expected, strict=True):
        assert re.search(pattern, answer), (pattern, answer)


@pytest.mark.parametrize("where", ["docs", "README"])
def test_the_client_is_used_as_shown(where: str, shop: Path, address: str) -> None:
    if where == "docs":
        (code,) = blocks("python", "Ask")
    else:
        (code,) = re.findall(
            r"^```python\n(from router\.client .*?)^```", README, re.MULTILINE | re.DOTALL
        )
    assert len(code.strip().splitlines()) <= 5
    done = subprocess.run(
        [sys.executable, "-c", code.replace(f"http://{ADDRESS}", address)],
        cwd=shop, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.startswith("['mango-1l'] ")
    assert done.stdout.endswith(" None\n")


def test_credentials_are_made_and_taken_as_shown(tmp_path: Path) -> None:
    (script,) = blocks("sh", "Who may ask")
    said = shell(script, tmp_path)
    assert said.startswith("cj_")
    assert "web-shop, acme, staff" in said
    settings = tmp_path / "service.yaml"
    settings.write_text(blocks("yaml", "Who may ask")[0])
    auth = load_settings(settings).auth
    assert auth.keys == tmp_path / "keys.json"
    assert auth.jwt is not None
    assert auth.jwt.jwks == tmp_path / "jwks.json"


def test_limits_are_the_defaults(tmp_path: Path) -> None:
    (text,) = blocks("yaml", "Limits")
    (tmp_path / "service.yaml").write_text(text)
    assert load_settings(tmp_path / "service.yaml") == ServiceSettings()
    shown = yaml.safe_load(text)
    for part in ("limits", "load"):
        known = type(getattr(ServiceSettings(), part)).model_fields
        assert set(shown[part]) == set(known)


def test_every_code_of_the_table_of_errors_is_documented() -> None:
    for rule in ERRORS.values():
        if rule.status < 500 and rule.code not in {"config", "manifest"}:
            assert f"`{rule.code}`" in DOCS, rule.code


def test_every_route_is_documented(address: str) -> None:
    table = DOCS.partition("\n## What there is\n")[2].partition("\n## ")[0]
    paths = httpx2.get(f"{address}/openapi.json").json()["paths"]
    assert len(paths) > 10
    for path in paths:
        named = re.sub(r"\{(item|job)_id\}", "{id}", path).replace("{content_hash}", "{hash}")
        assert f"{named}`" in table, path
