"""A few real photos of packs on shelves; benchmarks/printed.py takes all of them."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from fake_catalogue import FakeCatalogue

from judges import AnyJudge, Candidate, Outcome, Query, Vocabulary, build_judge
from judges.readers.words import WordsReader
from modalities import Source
from modalities.image import ImageLoader

DATA = Path(__file__).parents[4] / "shared" / "data" / "groceries"
pytestmark = pytest.mark.skipif(
    not (DATA / "catalogue.jsonl").is_file(), reason="../shared/data/groceries is not there"
)


@pytest.fixture(scope="module")
def records() -> Mapping[str, Mapping[str, Any]]:
    items = map(json.loads, (DATA / "catalogue.jsonl").read_text().splitlines())
    return {item["id"]: item["record"] for item in items}


@pytest.fixture(scope="module")
def judge() -> AnyJudge:
    options = {"use": "printed", "brand": "brand", "words": "printed", "marks": False}
    return build_judge("label", options, Vocabulary())


@pytest.fixture(scope="module")
def reader() -> WordsReader:
    return WordsReader()


@pytest.mark.parametrize(
    ("item", "number", "expected"),
    [
        ("Bravo-Apple-Juice", 9, True),
        ("Arla-Ecological-Sour-Cream", 4, True),
        ("Alpro-Fresh-Soy-Milk", 12, False),
        ("Alpro-Shelf-Soy-Milk", 9, False),
    ],
)
def test_confirms_the_very_pack_or_nothing(
    judge: AnyJudge,
    reader: WordsReader,
    records: Mapping[str, Mapping[str, Any]],
    item: str,
    number: int,
    *,
    expected: bool,
) -> None:
    photo = ImageLoader().load(Source.file(DATA / "photos" / item / f"{item}_{number:03}.jpg"))
    readings = reader.read(photo)
    query = Query(catalogue=FakeCatalogue(records), read=lambda _: readings)
    candidates = [Candidate(name, record) for name, record in records.items()]
    verdicts = dict(zip(records, judge.judge(query, candidates), strict=True))
    confirmed = {name for name, verdict in verdicts.items() if verdict.outcome is Outcome.CONFIRM}
    assert confirmed == ({item} if expected else set())
    if not expected:
        assert verdicts[item].reason == "indistinguishable"
