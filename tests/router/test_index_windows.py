"""Search where a medium has a vector for each of its windows."""

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rows import SPACE, item_row, medium_row, put_all

from judges import Labels, Principal
from modalities import Modality
from router.index import Hits, VectorIndexes
from router.store import Scope, Store

TEXT = Modality.TEXT
ANYONE = Principal()
SECRET = Labels("acme")
EXACT = 64
"""Whole numbers over this: their products are exact in float32, so that ties are true ties."""

Numbers = tuple[int, ...]
numbers = st.tuples(*[st.integers(-2, 2)] * 3)
media = st.lists(st.lists(numbers, min_size=1, max_size=6), max_size=3)


class Drawn(NamedTuple):
    """An item's rows by medium: the whole, then its windows."""

    media: list[list[Numbers]]
    hidden: bool


class Right(NamedTuple):
    id: str
    score: float
    span: tuple[float, float] | None


def store_all(store: Store, items: Mapping[str, Drawn]) -> None:
    put_all(
        store,
        (
            item_row(
                name,
                *(
                    medium_row(f"{name} {n}", scaled(whole), windows=[*map(scaled, windows)])
                    for n, (whole, *windows) in enumerate(item.media)
                ),
                labels=SECRET if item.hidden else Labels(),
            )
            for name, item in items.items()
        ),
    )


def scaled(numbers: Numbers) -> list[float]:
    return [number / EXACT for number in numbers]


def right_answer(items: Mapping[str, Drawn], queries: Sequence[Numbers]) -> list[Right]:
    """By plain arithmetic: each item by the first of its best rows, ties by id."""
    found = []
    for name, item in items.items():
        rows = [
            Right(
                name,
                max(sum(a * b for a, b in zip(query, row, strict=True)) for query in queries)
                / EXACT**2,
                (part - 1.0, float(part)) if part else None,
            )
            for medium in item.media
            for part, row in enumerate(medium)
        ]
        if rows and not item.hidden:
            found.append(max(rows, key=lambda row: row.score))
    return sorted(found, key=lambda row: (-row.score, row.id))


def as_told(scope: Scope, hits: Hits) -> list[Right]:
    names = scope.ids(hits.keys.tolist())
    return [
        Right(names[key], score, None if np.isnan(span[0]) else (span[0], span[1]))
        for key, score, span in zip(
            hits.keys.tolist(), hits.scores.tolist(), hits.spans.tolist(), strict=True
        )
    ]


@settings(max_examples=60)
@given(
    st.dictionaries(
        st.text("abc", min_size=1, max_size=3),
        st.builds(Drawn, media, st.booleans()),
        min_size=1,
        max_size=8,
    ),
    st.lists(numbers, min_size=1, max_size=3),
    st.integers(1, 9),
)
def test_an_item_is_as_near_as_its_nearest_window(
    items: dict[str, Drawn], queries: list[Numbers], k: int
) -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        Store.open(Path(folder), create=True) as store,
    ):
        store_all(store, items)
        scope, asked = store.scope(ANYONE), np.array([*map(scaled, queries)], dtype=np.float32)
        right = right_answer(items, queries)
        indexes = VectorIndexes(store)
        assert as_told(scope, indexes.search(SPACE, TEXT, asked, k, scope)) == right[:k]
        shown = [item for item in items.values() if not item.hidden]
        assert indexes.size(SPACE, TEXT, scope) == sum(len(item.media) for item in shown)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "catalogue", create=True) as opened:
        yield opened


@pytest.fixture
def long_and_short(store: Store) -> Mapping[str, Drawn]:
    """Two long recordings whose windows fill all first places, and short ones far off."""
    items = {
        "long": Drawn([[(1, 1, 1)] + [(2, 2, 2)] * 700], hidden=False),
        "longer": Drawn([[(1, 1, 1)] + [(2, 2, 1)] * 900], hidden=False),
        "hidden": Drawn([[(1, 1, 1)] + [(2, 2, 2)] * 300], hidden=True),
        **{f"short {n}": Drawn([[(n, 0, -1)]], hidden=False) for n in range(3)},
    }
    store_all(store, items)
    return items


@pytest.mark.parametrize("k", [1, 2, 3, 5, 50])
def test_windows_of_few_items_crowd_nobody_out(
    store: Store, long_and_short: Mapping[str, Drawn], k: int
) -> None:
    scope, query = store.scope(ANYONE), (1, 1, 1)
    asked = np.array([scaled(query)], dtype=np.float32)
    hits = VectorIndexes(store).search(SPACE, TEXT, asked, k, scope)
    assert as_told(scope, hits) == right_answer(long_and_short, [query])[:k]


def test_saved_windows_are_found_again(
    store: Store, long_and_short: Mapping[str, Drawn], monkeypatch: pytest.MonkeyPatch
) -> None:
    scope, asked = store.scope(ANYONE), np.array([scaled((0, 1, 2))], dtype=np.float32)
    before = VectorIndexes(store).search(SPACE, TEXT, asked, 9, scope)
    monkeypatch.setattr(store, "vectors", lambda *_: pytest.fail("read the vectors again"))
    after = VectorIndexes(store).search(SPACE, TEXT, asked, 9, scope)
    assert as_told(scope, after) == as_told(scope, before)


def test_a_selector_that_is_ignored_still_shows_nothing(
    store: Store, long_and_short: Mapping[str, Drawn], monkeypatch: pytest.MonkeyPatch
) -> None:
    def all_rows(loaded: Any, *_: object) -> Any:
        rows = np.arange(len(loaded.keys))
        return rows, np.ones(len(rows), dtype=np.float32)

    monkeypatch.setattr("router.index._nearest", all_rows)
    scope, asked = store.scope(ANYONE), np.ones((1, 3), dtype=np.float32)
    found = as_told(scope, VectorIndexes(store).search(SPACE, TEXT, asked, 9, scope))
    assert sorted(each.id for each in found) == sorted(set(long_and_short) - {"hidden"})


def test_an_index_of_nothing_finds_nothing(store: Store) -> None:
    store_all(store, {"a": Drawn([[(1, 1, 1), (1, 0, 1)]], hidden=False)})
    store.delete(["a"])
    scope, asked = store.scope(ANYONE), np.ones((1, 3), dtype=np.float32)
    hits = VectorIndexes(store).search(SPACE, TEXT, asked, 9, scope)
    assert (len(hits.keys), hits.spans.shape) == (0, (0, 2))
