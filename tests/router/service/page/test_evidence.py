"""In which medium a reading is drawn: never in one that it may not stand in."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from browser_tab import Tab
from playwright.sync_api import Page

MODULE = "import(new URL('page/evidence.js', document.baseURI))"
BOX = [[1, 1], [5, 1], [5, 3], [1, 3]]
BOXED = {"text": "OAT", "box": BOX, "details": {"size": [40, 30]}}
SPANNED = {"text": "1 l", "span": [6, 9]}
TALL, WIDE = (
    {"kind": "image", "width": 30, "height": 40},
    {"kind": "image", "width": 40, "height": 30},
)
WORDS = {"kind": "text", "text": "juice 1 l"}
SOUND = {"kind": "audio"}
STORED = {"hash": "abc", "modality": "image", "page": None}
OTHER = {"hash": "def", "modality": "image", "page": None}


@pytest.fixture(scope="module")
def opened(browsing: ThreadPoolExecutor, tab: Tab) -> Page:
    """The search page, whose modules are asked."""
    return browsing.submit(tab.open).result()


@pytest.mark.parametrize(
    ("source", "reading", "asked", "stored", "expected"),
    [
        pytest.param("query", BOXED, [TALL, WIDE], [STORED], WIDE, id="by its size"),
        pytest.param("query", BOXED, [WIDE, WIDE], [], None, id="alike, so on none"),
        pytest.param("query", SPANNED, [WORDS, WIDE], [], WORDS, id="where the words stand"),
        pytest.param("query", SPANNED, [SOUND, WIDE], [], SOUND, id="seconds of a recording"),
        pytest.param("query", SPANNED, [WORDS, WORDS], [], None, id="in two texts alike"),
        pytest.param(
            "catalogue", {**BOXED, "details": {"medium": "def"}}, [WIDE], [STORED, OTHER], OTHER,
            id="by the medium that it names",
        ),
        pytest.param("catalogue", BOXED, [WIDE], [STORED, OTHER], None, id="in either of two"),
    ],
)  # fmt: skip
def test_the_medium_of_a_reading(
    opened: Page, source: str, reading: Any, asked: Any, stored: Any, expected: Any
) -> None:
    found = {"judge": "label", "outcome": "confirm", "source": source, "reading": reading}
    (group,) = opened.evaluate(
        f"given => {MODULE}.then(({{ placed }}) => placed(...given))",
        [[found], asked, stored],
    )
    assert group["where"] == ("query" if source == "query" else "item")
    shown = group["medium"]
    assert (None if shown is None else {key: shown[key] for key in expected}) == expected


def test_what_was_heard_is_where_it_stands_in_each_recording(opened: Page) -> None:
    match = {"item": "frog", "span_seconds": [0.5, 1.5], "offset_seconds": 2.0, "coincidences": 9}
    reading = {"text": "all of it", "span": [0, 3]}
    evidence = [
        {"source": "query", "name": "fingerprint", "value": "…", "reading": reading},
        {"source": "catalogue", "name": "fingerprint", "value": match},
    ]
    item = {
        "id": "frog",
        "verdicts": [{"judge": "heard", "outcome": "confirm", "evidence": evidence}],
    }
    found = opened.evaluate(
        f"item => {MODULE}.then(({{ readingsOf }}) => readingsOf(item))",
        item,
    )
    assert [(each["source"], each["reading"]["span"]) for each in found] == [
        ("query", [0.5, 1.5]),
        ("catalogue", [2.5, 3.5]),
    ]
