"""``ingest``: the summary, bad items, resuming, deleting."""

import json
from collections.abc import Callable
from typing import Any

Command = Callable[..., Any]


def _summary(ran: Any) -> str:
    last = str(ran.err.splitlines()[-1])
    return last.rpartition(" in ")[0]


def test_summary_counts_what_was_done(files: Any, crossjudge: Command) -> None:
    first = crossjudge("ingest", files.manifest, *files.options)
    assert (first.status, first.out) == (0, "")
    assert _summary(first) == "stored 3, unchanged 0, failed 0, deleted 0"
    again = crossjudge("ingest", files.manifest, *files.options)
    assert _summary(again) == "stored 0, unchanged 3, failed 0, deleted 0"


def test_bad_items_are_named_and_the_rest_is_stored(files: Any, crossjudge: Command) -> None:
    with files.manifest.open("a") as file:
        file.write('{"id": "half", "record":\n')
        file.write(json.dumps({"id": "blind", "media": {"image": ["none.png"]}}) + "\n")
        file.write(json.dumps({"id": "odd", "colour": "red"}) + "\n")
    ran = crossjudge("ingest", files.manifest, *files.options)
    assert ran.status == 3
    assert _summary(ran) == "stored 3, unchanged 0, failed 3, deleted 0"
    complaints = [line for line in ran.err.splitlines() if line.startswith("crossjudge: ")]
    for number, found in ((4, "JSON"), (5, "none.png"), (6, "colour")):
        (line,) = [each for each in complaints if f"{files.manifest}:{number}:" in each]
        assert found in line


def test_missing_items_are_deleted_only_if_asked(files: Any, crossjudge: Command) -> None:
    crossjudge("ingest", files.manifest, *files.options)
    files.manifest.write_text(files.manifest.read_text().splitlines()[0] + "\n")
    kept = crossjudge("ingest", files.manifest, *files.options)
    assert _summary(kept) == "stored 0, unchanged 1, failed 0, deleted 0"
    ran = crossjudge("ingest", files.manifest, *files.options, "--delete-missing")
    assert _summary(ran) == "stored 0, unchanged 1, failed 0, deleted 2"
    gone = crossjudge("search", *files.options, "--claim", "sku=M-2", "--json")
    assert json.loads(gone.out)["considered"] == 1


def test_manifest_that_does_not_exist(files: Any, crossjudge: Command) -> None:
    ran = crossjudge("ingest", files.manifest.with_name("none.jsonl"), *files.options)
    assert ran.status == 2
    assert "none.jsonl: cannot be read" in ran.complaint


def test_store_that_cannot_be_made(files: Any, crossjudge: Command) -> None:
    ran = crossjudge("ingest", files.manifest, "-c", files.config, "-s", files.manifest)
    assert ran.status == 2
    assert str(files.manifest) in ran.complaint


def test_unknown_space(files: Any, crossjudge: Command) -> None:
    files.config.write_text(files.config.read_text().replace("[random]", "[lightyears]"))
    ran = crossjudge("ingest", files.manifest, *files.options)
    assert ran.status == 2
    assert "unknown space 'lightyears'" in ran.complaint
