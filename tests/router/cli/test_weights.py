"""``weights``: a table of one small file, on a server and here."""

import hashlib
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import weights_server as http
from weights_server import Server, serving

from modalities import weights
from modalities.weights import WeightsFile, path_of

BODY = b"weights" * 1000


@pytest.fixture
def server() -> Iterator[Server]:
    with serving(BODY) as served:
        yield served


@pytest.fixture(autouse=True)
def entry(server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> WeightsFile:
    """The only file that there is."""
    monkeypatch.setenv("CROSSJUDGE_HOME", str(tmp_path / "home"))
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    made = WeightsFile(
        name="small",
        url=server.url,
        size=len(BODY),
        sha256=hashlib.sha256(BODY).hexdigest(),
        licence="CC0-1.0",
        licence_url="https://example.org/licence",
        what="a few bytes",
    )
    monkeypatch.setattr(weights, "WEIGHTS", {"small": made})
    return made


def test_fetch_list_verify_where(crossjudge: Callable[..., Any], entry: WeightsFile) -> None:
    before = crossjudge("weights", "list")
    assert (before.status, before.err) == (0, "")
    for told in ("missing", "small", "7.0 kB", "CC0-1.0", str(path_of(entry))):
        assert told in before.out
    assert crossjudge("weights", "verify").err == "no weights are here\n"

    ran = crossjudge("weights", "fetch", "small", "--accept-licence")
    assert (ran.status, ran.out) == (0, "")
    assert ran.err == f"{path_of(entry)}: 7000 bytes, as published\n"
    assert "here" in crossjudge("weights", "list").out

    (row,) = json.loads(crossjudge("weights", "list", "--json").out)
    assert (row["name"], row["here"], row["path"]) == ("small", True, str(path_of(entry)))
    assert row["licence"] == "CC0-1.0"
    assert (row["size"], row["sha256"]) == (7000, entry.sha256)

    for arguments in ([], ["small"]):
        ran = crossjudge("weights", "verify", *arguments)
        assert (ran.status, ran.err) == (0, f"{path_of(entry)}: as published\n")
    assert crossjudge("weights", "where", "small").out == f"{path_of(entry)}\n"
    assert crossjudge("weights", "where").out == f"{path_of(entry).parent}\n"


def test_nothing_is_fetched_without_the_licence(
    crossjudge: Callable[..., Any], server: Server, tmp_path: Path
) -> None:
    for more in ([], ["--from", tmp_path / "theirs"]):
        ran = crossjudge("weights", "fetch", "small", *more)
        assert ran.status == 2
        for told in ("CC0-1.0", "https://example.org/licence", server.url, "7.0 kB"):
            assert told in ran.complaint
        assert ran.complaint.endswith("--accept-licence")
    assert not server.asked
    assert not (tmp_path / "home").exists()


def test_fetch_from_a_file(
    crossjudge: Callable[..., Any], entry: WeightsFile, server: Server, tmp_path: Path
) -> None:
    theirs = tmp_path / "theirs"
    theirs.write_bytes(BODY[:-1] + b"?")
    ran = crossjudge("weights", "fetch", "small", "--accept-licence", "--from", theirs)
    assert ran.status == 3
    assert f"{theirs}: found SHA-256" in ran.complaint
    theirs.write_bytes(BODY)
    ran = crossjudge("weights", "fetch", "small", "--accept-licence", "--from", theirs)
    assert ran.status == 0
    assert path_of(entry).read_bytes() == BODY
    assert not server.asked


@pytest.mark.parametrize(
    ("answer", "told"),
    [(http.status(404), "the server answered 404"), (http.says_length(5), "a file of 5 bytes")],
)
def test_a_failed_fetch_is_one_line(
    crossjudge: Callable[..., Any], server: Server, answer: http.Answer, told: str
) -> None:
    server.answers = [answer]
    ran = crossjudge("weights", "fetch", "small", "--accept-licence")
    assert ran.status == 3
    assert told in ran.complaint


def test_verify_tells_what_is_wrong(crossjudge: Callable[..., Any], entry: WeightsFile) -> None:
    ran = crossjudge("weights", "verify", "small")
    assert ran.status == 3
    assert "crossjudge weights fetch small --accept-licence" in ran.complaint
    crossjudge("weights", "fetch", "small", "--accept-licence")
    path_of(entry).write_bytes(bytes(entry.size))
    for arguments in ([], ["small"]):
        ran = crossjudge("weights", "verify", *arguments)
        assert ran.status == 3
        assert "found SHA-256" in ran.complaint


@pytest.mark.parametrize("command", [["fetch"], ["verify"], ["where"]])
def test_an_unknown_name_lists_the_known(
    crossjudge: Callable[..., Any], command: list[str]
) -> None:
    ran = crossjudge("weights", *command, "nope")
    assert ran.status == 2
    assert "found 'nope', expected one of small" in ran.complaint


def test_alone_it_explains_itself(crossjudge: Callable[..., Any]) -> None:
    ran = crossjudge("weights")
    assert (ran.status, ran.err) == (0, "")
    for name in ("list", "fetch", "verify", "where"):
        assert name in ran.out


@pytest.mark.parametrize("arguments", [["--help"], ["weights", "list"]])
def test_loads_neither_models_nor_requests(arguments: list[str]) -> None:
    code = (
        f"import sys\nsys.argv = ['crossjudge', *{arguments!r}]\nfrom router.cli import main\n"
        "try:\n    main()\nexcept SystemExit as end:\n    assert not end.code, end.code\n"
        "assert not {'torch', 'httpx2', 'faiss'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)
