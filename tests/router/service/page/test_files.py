"""What the page is made of, without a browser."""

import re
from importlib.resources import files

import pytest
from starlette.testclient import TestClient

PAGE = files("router.service").joinpath("page")
NAMES = sorted(path.name for path in PAGE.iterdir())
PAGES = {"/": "index.html", "/graph": "graph.html", "/telemetry": "telemetry.html"}


def text_of(name: str) -> str:
    return PAGE.joinpath(name).read_text(encoding="utf-8")


@pytest.mark.parametrize("path", PAGES)
def test_pages_come_with_a_policy_that_allows_nothing_from_elsewhere(
    client: TestClient, path: str
) -> None:
    got = client.get(path)
    assert got.status_code == 200
    assert got.text == text_of(PAGES[path])
    policy = got.headers["content-security-policy"]
    assert policy.startswith("default-src 'self';")
    assert "unsafe" not in policy
    assert "http" not in policy
    assert got.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("name", NAMES)
def test_every_file_is_served_as_what_it_is(client: TestClient, name: str) -> None:
    got = client.get(f"/page/{name}")
    assert got.status_code == 200
    kind = {"js": "text/javascript", "css": "text/css", "html": "text/html", "svg": "image/svg+xml"}
    assert got.headers["content-type"].split(";")[0] == kind[name.rpartition(".")[2]]
    again = client.get(f"/page/{name}", headers={"If-None-Match": got.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("name", ["../app.py", "%2e%2e%2fapp.py", "..%5capp.py", "none.js", "."])
def test_nothing_else_is_served(client: TestClient, name: str) -> None:
    got = client.get(f"/page/{name}")
    assert got.status_code == 404
    assert "import" not in got.text


@pytest.mark.parametrize("name", PAGES.values())
def test_pages_hold_no_script_style_or_handler_of_their_own(name: str) -> None:
    html = text_of(name)
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=", html)
    assert re.findall(r"<script(?![^>]*\ssrc=)", html) == []
    loaded = re.findall(r'(?:src|href)="page/([^"]+)"', html)
    assert loaded
    assert set(loaded) <= set(NAMES)


@pytest.mark.parametrize("name", [name for name in NAMES if name.endswith(".js")])
def test_scripts_never_make_markup_from_text(name: str) -> None:
    script = text_of(name)
    assert not re.search(r"(inner|outer)HTML|insertAdjacentHTML|document\.write|\beval\(", script)
    assert not re.search(r"https?://(?!www\.w3\.org/2000/svg)", script)
    imported = re.findall(r'from "\./([^"]+)"', script)
    assert set(imported) <= set(NAMES)
