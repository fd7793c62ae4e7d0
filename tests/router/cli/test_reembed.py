"""``reembed``: the summary, what fails, pruning."""

import json
from collections.abc import Callable
from typing import Any

import pytest

Command = Callable[..., Any]


@pytest.fixture
def moved(shop: Any, monkeypatch: pytest.MonkeyPatch, crossjudge: Command) -> Any:
    """An ingested shop, and a config that names another space than it was ingested with."""
    assert crossjudge  # it has put its own table of spaces in place by now
    other = shop._replace(config=shop.config.with_name("other.yaml"))
    other.config.write_text(shop.config.read_text().replace("[random]", "[{use: random, dim: 5}]"))
    return other


def _lines(ran: Any) -> list[str]:
    return [line.rpartition(" in ")[0] or line for line in ran.err.splitlines()]


def test_summary_counts_what_was_done(moved: Any, crossjudge: Command) -> None:
    first = crossjudge("reembed", *moved.options)
    assert (first.status, first.out) == (0, "")
    assert _lines(first) == ["embedded 3, already there 0, failed 0"]
    assert _lines(crossjudge("reembed", *moved.options)) == [
        "embedded 0, already there 3, failed 0"
    ]


def test_old_and_new_config_both_answer(shop: Any, moved: Any, crossjudge: Command) -> None:
    crossjudge("reembed", *moved.options)
    for options in (shop.options, moved.options):
        ran = crossjudge("search", *options, "--text", "a mug", "--claim", "sku=M-1", "--json")
        assert [each["id"] for each in json.loads(ran.out)["items"]] == ["mug-a"]


def test_a_medium_that_fails_is_named_and_nothing_is_pruned(
    moved: Any, crossjudge: Command
) -> None:
    (path,) = [
        p for p in (moved.store / "media").rglob("*") if p.is_file() and p.read_bytes() == b"a mug"
    ]
    path.unlink()
    ran = crossjudge("reembed", *moved.options, "--prune")
    assert ran.status == 3
    complaint, summary, refusal = _lines(ran)
    assert complaint.startswith(f"crossjudge: {path}: item 'mug-a': text: found nothing")
    assert summary == "embedded 2, already there 0, failed 1"
    assert refusal == "crossjudge: nothing was removed: not everything could be embedded"


def test_pruning_removes_the_old_space(moved: Any, crossjudge: Command) -> None:
    ran = crossjudge("reembed", *moved.options, "--prune")
    assert ran.status == 0
    assert _lines(ran) == [
        "embedded 3, already there 0, failed 0",
        "removed the vectors of random-16-0",
    ]


def test_store_that_does_not_exist(files: Any, crossjudge: Command) -> None:
    ran = crossjudge("reembed", *files.options)
    assert ran.status == 2
    assert "found no catalogue.sqlite" in ran.complaint
