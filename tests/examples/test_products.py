"""configs/products.yaml answers its own questions: right, or not at all."""

import json
from pathlib import Path

import pytest

from router import Ingest, Router, Store, load_config
from router.questions import Question, read_questions

ROOT = Path(__file__).parents[2]
PRODUCTS = ROOT / "examples/products"


@pytest.fixture(scope="module")
def router(tmp_path_factory: pytest.TempPathFactory) -> Router:
    """The storefront by facts and texts: every item is judged, so its pictures decide nothing."""
    folder = tmp_path_factory.mktemp("products")
    lines = (ROOT / "examples/storefront/catalogue.jsonl").read_text("utf-8").splitlines()
    items = [json.loads(line) for line in lines]
    for item in items:
        item["media"] = {"text": item["media"]["text"]}
    manifest = folder / "catalogue.jsonl"
    manifest.write_text("".join(json.dumps(item) + "\n" for item in items), "utf-8")
    config = load_config(ROOT / "configs/products.yaml")
    store = Store.open(folder / "store", create=True)
    router = Router(config, store)
    ingest = Ingest(store, router.spaces, {}, config.vocabulary, config.record_fields)
    assert ingest.run(manifest).failed == []
    return router


def questions() -> list[Question]:
    found = list(read_questions(PRODUCTS / "questions.jsonl"))
    assert all(isinstance(each, Question) for each in found)
    return found


@pytest.mark.parametrize("question", questions(), ids=lambda question: question.ask)
def test_only_right_answers(router: Router, question: Question) -> None:
    answer = router.search(question.request())
    assert {item.id for item in answer.items} == question.expect


def test_both_kinds_of_questions_are_asked() -> None:
    """Some have an answer and some must have none, or neither test would say much."""
    counts = [bool(question.expect) for question in questions()]
    assert min(counts.count(True), counts.count(False)) >= 5
