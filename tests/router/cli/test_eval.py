"""``eval``: figures, bad lines, and data."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Command = Callable[..., Any]


@pytest.fixture
def queries(tmp_path: Path) -> Path:
    """Right, rightly nothing, missed, wrong, and one asked by an insider."""
    lines: list[dict[str, Any]] = [
        {"media": {"text": "a mug"}, "claims": {"sku": "M-1"}, "expect": ["mug-a"]},
        {"media": {"text": ["a mug"]}, "expect": []},
        {"media": {"text": "a cup"}, "expect": ["mug-b"]},
        {"claims": {"sku": "M-2"}, "expect": ["mug-a"]},
        {
            "media": {"text": "a prototype"},
            "claims": {"sku": "M-3"},
            "as": {"subject": "bo", "tenant": "acme", "groups": ["staff"]},
            "expect": ["secret"],
        },
    ]
    path = tmp_path / "queries.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    return path


def test_figures(shop: Any, queries: Path, crossjudge: Command) -> None:
    ran = crossjudge("eval", *shop.options, "--queries", queries, "--json")
    assert (ran.status, ran.err) == (0, "")
    data = json.loads(ran.out)
    assert {key: data[key] for key in ("questions", "returned", "correct", "wrong", "missed")} == {
        "questions": 5, "returned": 3, "correct": 3, "wrong": 1, "missed": 1,
    }  # fmt: skip
    assert data["precision"] == pytest.approx(2 / 3)
    assert data["coverage"] == pytest.approx(3 / 4)
    # Equal texts have equal vectors, so even a random space finds these three first.
    assert data["space_alone"] == {
        "questions": 3, "top1": 1.0, "recall5": 1.0, "recall20": 1.0, "recall50": 1.0,
    }  # fmt: skip
    (wrong,) = data["wrong_answers"]
    assert wrong["where"] == f"{queries}:4"
    assert wrong["dossiers"][0]["verdicts"][-1]["judge"] == "sku"
    assert data["lost_at"] == [
        {"judge": "sku", "outcome": "abstain", "reason": "fact_missing", "count": 1}
    ]
    access = next(judge for judge in data["judges"] if judge["judge"] == "access")
    assert access["considered"] == 4 * 2 + 3


def test_for_people(shop: Any, queries: Path, crossjudge: Command) -> None:
    ran = crossjudge("eval", *shop.options, "--queries", queries)
    for found in ("66.7%", "75.0%", "recall at 20", "latency p95", f"{queries}:4: expected mug-a"):
        assert found in ran.out
    assert "mug-b  sku confirm: claims.sku = record.sku = M-2" in ran.out


def test_bad_lines_are_reported_and_the_rest_is_asked(
    shop: Any, queries: Path, crossjudge: Command
) -> None:
    with queries.open("a") as file:
        file.write('{"media": {"text": "a"}}\n')
        file.write('{"media": {"image": "none.png"}, "expect": []}\n')
        file.write('{"claims": {"colour": "red"}, "expect": []}\n')
        file.write("{half\n")
    ran = crossjudge("eval", *shop.options, "--queries", queries, "--json")
    assert ran.status == 3
    assert json.loads(ran.out)["questions"] == 5
    complaints = sorted(ran.err.splitlines())
    assert len(complaints) == 4
    for number, found, line in zip(
        (6, 7, 8, 9), ("expect: missing", "none.png", "'colour'", "JSON"), complaints, strict=True
    ):
        assert line.startswith(f"crossjudge: {queries}:{number}: ")
        assert found in line


def test_questions_that_do_not_exist(shop: Any, crossjudge: Command) -> None:
    ran = crossjudge("eval", *shop.options, "--queries", "none.jsonl")
    assert ran.status == 2
    assert "none.jsonl: cannot be read" in ran.complaint
