"""``demo``, on a storefront of three items; the real one is run by ``make demo``."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from router.demo import Files, find_files, load_questions
from router.errors import ManifestError

Command = Callable[..., Any]

ROOT = Path(__file__).parents[3]
QUESTIONS: list[dict[str, Any]] = [
    {
        "ask": "The cup, by its article number",
        "teaches": "A mug is near a cup.",
        "media": {"text": "a mug"},
        "claims": {"sku": "M-2"},
        "expect": ["mug-b"],
    },
    {"ask": "Some mug", "teaches": "Near is not same.", "media": {"text": "a mug"}, "expect": []},
]


@pytest.fixture
def storefront(
    files: Any, tmp_path: Path, crossjudge: Command, monkeypatch: pytest.MonkeyPatch
) -> Files:
    root = tmp_path / "checkout"
    folder = root / "examples" / "storefront"
    folder.mkdir(parents=True)
    (root / "configs").mkdir()
    found = Files(
        files.manifest.rename(folder / "catalogue.jsonl"),
        folder / "questions.jsonl",
        files.config.rename(root / "configs" / "storefront.yaml"),
        root / ".storefront",
    )
    write(found.questions, QUESTIONS)
    monkeypatch.setattr("router.demo.find_files", lambda *_roots: find_files(root))
    return found


def write(path: Path, questions: list[dict[str, Any]]) -> None:
    path.write_text("".join(json.dumps(question) + "\n" for question in questions))


def test_shows_the_space_beside_the_judges(storefront: Files, crossjudge: Command) -> None:
    ran = crossjudge("demo")
    assert ran.status == 0
    shown = re.sub(r"[│\s]+", " ", ran.out)
    for found in (
        "1/2 The cup, by its article number",
        "A mug is near a cup.",
        "“a mug” · claims sku=M-2 · asked by anonymous",
        "✗ mug-a",
        "sku reject (does_not_hold): claims.sku = M-2; record.sku = M-1",
        "✓ mug-b Mug B",
        "sku confirm: claims.sku = record.sku = M-2",
        "✓ nothing None of 2 candidates was confirmed",
        "the right item 1 of 1 0 of 1",
        "rightly nothing 1 of 1 0 of 1",
        "a wrong item 0 2",
    ):
        assert found in shown
    assert "secret" not in ran.out
    assert storefront.store.is_dir()


def test_the_same_as_data(storefront: Files, crossjudge: Command, tmp_path: Path) -> None:
    ran = crossjudge("demo", "--json", "--store", tmp_path / "elsewhere")
    assert ran.status == 0
    data = json.loads(ran.out)
    first, second = data["questions"]
    assert [near["id"] for near in first["space_alone"]] == ["mug-a", "mug-b"]
    assert [near["right"] for near in first["space_alone"]] == [False, True]
    assert [near["returned"] for near in first["space_alone"]] == [False, True]
    assert first["space_alone"][0]["judge"] == "sku"
    assert [item["id"] for item in first["answer"]["items"]] == ["mug-b"]
    assert second["answer"]["why_empty"]
    assert data["summary"]["correct"] == 2
    assert data["scores"]["judged"] == {
        "right_item": 1, "rightly_nothing": 1, "wrong_item": 0, "missed": 0,
    }  # fmt: skip
    assert data["scores"]["space_alone"]["wrong_item"] == 2
    assert (tmp_path / "elsewhere").is_dir()
    assert not storefront.store.exists()


def test_a_broken_promise_is_an_exit_status(storefront: Files, crossjudge: Command) -> None:
    write(storefront.questions, [*QUESTIONS, {**QUESTIONS[0], "expect": ["mug-a"]}])
    ran = crossjudge("demo")
    assert ran.status == 1
    assert "✗ mug-b" in ran.out
    assert ran.err.splitlines()[-1] == (
        f"crossjudge: {storefront.questions}:3: The cup, by its article number: not as expected"
    )


def test_a_bad_question_is_named(storefront: Files, crossjudge: Command) -> None:
    write(storefront.questions, [{"ask": "?"}])
    ran = crossjudge("demo")
    assert ran.status == 2
    assert f"{storefront.questions}:1: expect: missing" in ran.complaint
    with pytest.raises(ManifestError):
        load_questions(storefront.questions)


def test_needs_a_checkout(crossjudge: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("router.demo.find_files", lambda *_roots: None)
    ran = crossjudge("demo")
    assert ran.status == 2
    assert "expected a checkout of the project" in ran.complaint


def test_this_checkout_has_the_demo() -> None:
    files = find_files(ROOT)
    assert files is not None
    questions = load_questions(files.questions)
    assert len(questions) >= 12
    assert {entry.kind for question in questions for entry in question.media} == {
        "image", "audio", "text", "depth",
    }  # fmt: skip
    assert all(question.ask and question.teaches for question in questions)
    assert find_files(ROOT / "nowhere") is None
