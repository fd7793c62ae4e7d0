"""Whatever text and numbers SQLite takes, PostgreSQL takes, and gives back in the same order."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rows import item_row, medium_row, visible_ids
from sqlalchemy.dialects import postgresql

from judges import Labels, Principal
from router.errors import StoreError
from router.store import Store
from router.store.dialects import _Compared, _with_nul, _without_nul

ANYONE = Principal()
WORDS = (
    "a", "A", "b", "B", "ä", "Ä", "z", "Z", "é", "e\u0301", "ß", "ss", "İ", "i", "\u0131", "10",
    "9", " a", "-", "_", "\U0001f600", "\uffff", "\0", "a\0b", "\1", "\1\1", "\1\2", "a\1",
    "'", '"', "\\", "%", "{1,2}", "NULL", "$1",
)  # fmt: skip
LONG = "".join(chr(0x4E00 + (n * 7919) % 20_000) for n in range(1000))
"""3,000 bytes that hardly compress: more than an index of PostgreSQL takes."""


@given(st.text(), st.text())
def test_texts_without_nul_are_in_the_order_of_texts_with_it(one: str, other: str) -> None:
    assert "\0" not in _without_nul(one)
    assert _with_nul(_without_nul(one)) == one
    assert (_without_nul(one) < _without_nul(other)) == (one < other)


@given(st.text("\0\1\2a", min_size=1), st.text("\0\1\2a"))
def test_so_are_those_of_nothing_else(one: str, other: str) -> None:
    assert _with_nul(_without_nul(one)) == one
    assert (_without_nul(one) < _without_nul(other)) == (one < other)


def test_ids_are_told_apart_and_ordered_as_python_orders_them(store: Store) -> None:
    words = [word for word in WORDS if "\0" not in word]  # no manifest may hold such an id
    store.put_all(item_row(word, record={"n": n}) for n, word in enumerate(words))
    scope = store.scope(ANYONE)
    assert visible_ids(store, ANYONE) == sorted(words)
    for n, word in enumerate(words):
        key = scope.key(word)
        assert key is not None
        assert scope.ids([key]) == {key: word}
        assert scope.candidates([key])[0].record == {"n": n}
    assert store.digests().keys() == set(words)
    assert store.delete([*words[::2], "nobody"]) == len(words[::2])
    assert visible_ids(store, ANYONE) == sorted(words[1::2])


def test_an_id_with_nul_is_no_other(store: Store) -> None:
    store.put(item_row("a"))
    assert store.scope(ANYONE).labels(["a\0b", "\0", "a\0"]) == {}
    assert store.scope(ANYONE).readings(["a\0b"], "barcode") == {}
    assert store.delete(["a\0b", "a\0"]) == 0
    assert visible_ids(store, ANYONE) == ["a"]


def test_tenants_and_groups_are_told_apart(store: Store) -> None:
    labels = [Labels(word, frozenset({word, "g"})) for word in (*WORDS, LONG)]
    labels.append(Labels(None, frozenset(f"{LONG}{n}" for n in range(3))))
    store.put_all(item_row(str(n), labels=each) for n, each in enumerate(labels))
    store.put_all(item_row(f"again {n}", labels=each) for n, each in enumerate(labels))
    asked = [str(n) for n in range(len(labels))]
    assert store.scope(ANYONE).labels(asked) == dict(zip(asked, labels, strict=True))
    for n, each in enumerate(labels):
        assert visible_ids(store, Principal("x", each.tenant, each.groups)) == [
            str(n), f"again {n}",
        ]  # fmt: skip


def test_fields_of_any_name_and_length_are_looked_up(store: Store) -> None:
    fields = (*WORDS, LONG, LONG + "x")
    store.put_all(
        item_row(str(n), record={field: "\ufdfa" * 64, "other": n})
        for n, field in enumerate(fields)
    )
    scope = store.scope(ANYONE)
    for n, field in enumerate(fields):
        assert scope.ids(scope.lookup(field, "\ufdfa" * 64)) == {scope.key(str(n)): str(n)}
        assert scope.lookup(field, "other") == []


def test_names_of_files_come_back(store: Store) -> None:
    named = [replace(medium_row(word), origin=word) for word in (*WORDS, LONG)]
    store.put(item_row("i", *named))
    (key,) = store.scope(ANYONE).item_keys().tolist()
    assert [each.origin for each in store.scope(ANYONE).media_of(key)] == [*WORDS, LONG]


@pytest.mark.parametrize(
    "value", [2**63 - 1, -(2**63), 1e308, 5e-324, -0.0, 0.1, "\0", "\ud7ff", None, [[]], {"": {}}]
)
def test_values_of_records_come_back(store: Store, value: object) -> None:
    store.put(item_row("i", record={"value": value, "\0": value}))
    scope = store.scope(ANYONE)
    (candidate,) = scope.candidates(scope.item_keys().tolist())
    assert candidate.record == {"value": value, "\0": value}
    assert repr(candidate.record["value"]) == repr(value)


@pytest.mark.parametrize("value", [2**64, -(2**63) - 1, "\ud800", {1, 2}])
def test_values_that_are_no_json_are_refused_alike(store: Store, value: object) -> None:
    with pytest.raises(StoreError, match="item 'i': record cannot be stored as JSON"):
        store.put(item_row("i", record={"value": value}))
    assert store.item_count() == 0


def test_what_is_not_a_number_is_absent(store: Store) -> None:
    store.put(item_row("i", record={"value": float("nan"), "more": float("inf")}))
    scope = store.scope(ANYONE)
    (candidate,) = scope.candidates(scope.item_keys().tolist())
    assert candidate.record == {"value": None, "more": None}


@given(st.text(min_size=0, max_size=2000), st.text(min_size=0, max_size=2000))
def test_what_is_compared_fits_an_index_and_stays_apart(one: str, other: str) -> None:
    kept = [_Compared().process_bind_param(each * 3, postgresql.dialect()) for each in (one, other)]
    assert all(each is not None and len(each.encode()) <= 1000 for each in kept)
    assert (kept[0] == kept[1]) == (one == other)
