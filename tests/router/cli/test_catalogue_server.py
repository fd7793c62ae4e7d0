"""Every command over a catalogue whose database is on a PostgreSQL server."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

PASSWORD = "hush-hush"  # noqa: S105 - of nobody: the server trusts whoever reaches its socket


@pytest.fixture
def served(
    files: Any, postgres_socket: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Any:
    """The shop, its catalogue in a schema of its own."""
    monkeypatch.setenv("SHOP_PASSWORD", PASSWORD)
    url = f"postgresql+psycopg://postgres:${{SHOP_PASSWORD}}@/postgres?host={postgres_socket}"
    schema = f"cli_{tmp_path.name.lower()}"[:60]
    catalogue = f"catalogue:\n  url: {url}\n  schema: {schema}\n"
    files.config.write_text(files.config.read_text() + catalogue)
    return files


def test_a_shop_is_stored_searched_reembedded_and_asked(
    crossjudge: Callable[..., Any], served: Any, tmp_path: Path
) -> None:
    ran = crossjudge("ingest", served.manifest, *served.options)
    assert (ran.status, "stored 3" in ran.err) == (0, True)
    assert "unchanged 3" in crossjudge("ingest", served.manifest, *served.options).err
    assert not (served.store / "catalogue.sqlite").exists()
    ran = crossjudge("search", *served.options, "--claim", "sku=M-2", "--json")
    assert ran.status == 0
    assert '"mug-b"' in ran.out
    assert "already there 3" in crossjudge("reembed", *served.options).err
    questions = tmp_path / "questions.jsonl"
    questions.write_text('{"claims": {"sku": "M-1"}, "expect": ["mug-a"]}\n')
    ran = crossjudge("eval", *served.options, "--queries", questions, "--json")
    assert (ran.status, '"correct": 1' in ran.out or '"correct":1' in ran.out) == (0, True)


def test_the_doctor_looks_at_the_server(
    crossjudge: Callable[..., Any], served: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("router.doctor.readers.reader_names", lambda: {"barcode": ""})
    assert (
        "no catalogue yet: an ingest makes it"
        in crossjudge("doctor", "--config", served.config).out
    )
    crossjudge("ingest", served.manifest, *served.options)
    ran = crossjudge("doctor", "--config", served.config)
    assert "; 3 items in schema cli_" in ran.out
    served.config.write_text(served.config.read_text().replace("/postgres?", "/nowhere?"))
    ran = crossjudge("doctor", "--config", served.config)
    assert 'database "nowhere" does not exist' in ran.out.replace("\n", " ")
    assert PASSWORD not in ran.out + ran.err
    monkeypatch.delenv("SHOP_PASSWORD")
    ran = crossjudge("doctor", "--config", served.config)
    assert "${SHOP_PASSWORD} is not set" in ran.out.replace("\n", " ")


@pytest.mark.parametrize("command", ["ingest", "search", "eval", "reembed", "serve", "mcp"])
def test_what_is_wrong_is_one_line_without_a_password(
    crossjudge: Callable[..., Any],
    served: Any,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    command: str,
) -> None:
    crossjudge("ingest", served.manifest, *served.options)
    queries = tmp_path / "q.jsonl"
    queries.write_text('{"claims": {"sku": "M-1"}, "expect": []}\n')
    more = {
        "ingest": [served.manifest],
        "search": ["--text", "mug"],
        "eval": ["--queries", queries],
    }
    given = [command, *more.get(command, ()), *served.options]
    right = served.config.read_text()
    for old, new, said in (
        ("/postgres?", "/nowhere?", 'database "nowhere" does not exist'),
        ("postgres:$", "nobody:$", 'role "nobody" does not exist'),
        ("  schema: cli_", "  schema: pg_", "unacceptable schema name|found no catalogue"),
    ):
        served.config.write_text(right.replace(old, new))
        ran = crossjudge(*given)
        assert ran.status == 2
        *_, complaint = ran.err.splitlines()  # a service says before who may ask it
        assert re.match(f"crossjudge: postgresql:///.*({said})", complaint)
        assert PASSWORD not in ran.out + ran.err
    monkeypatch.delenv("SHOP_PASSWORD")
    ran = crossjudge(*given)
    why = f"{served.config}: catalogue.url: ${{SHOP_PASSWORD}} is not set in the environment"
    assert (ran.status, ran.err.splitlines()[-1]) == (2, f"crossjudge: {why}")


def test_a_folder_without_its_config_is_not_taken_for_an_empty_shop(
    crossjudge: Callable[..., Any], served: Any
) -> None:
    crossjudge("ingest", served.manifest, *served.options)
    text = served.config.read_text()
    served.config.write_text(text[: text.index("catalogue:")])
    for command in (("ingest", served.manifest), ("search", "--text", "mug")):
        ran = crossjudge(*command, *served.options)
        assert ran.status == 2
        assert "belongs to a catalogue on a PostgreSQL server" in ran.complaint
