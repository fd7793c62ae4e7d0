"""Hundreds of random principals over random labels: each sees exactly what the one rule allows."""

from collections.abc import Iterator, Mapping

import numpy as np
import pytest
from catalogues import Catalogues
from rows import SPACE, item_row, medium_row, put_all, reading, unit

from judges import Labels, Principal
from modalities import Modality
from router.index import VectorIndexes
from router.store import ReadingSet, Scope, Store

TENANTS = (None, "acme", "bolt", "cora")
GROUPS = ("red", "green", "blue")
QUERY = unit(1, 0, 0, 0)[None]


def some_groups(chance: np.random.Generator) -> frozenset[str]:
    return frozenset(group for group in GROUPS if chance.random() < 0.4)


def principals(count: int) -> Iterator[Principal]:
    chance = np.random.default_rng(20)
    for n in range(count):
        yield Principal(f"p{n}", TENANTS[chance.integers(len(TENANTS))], some_groups(chance))


@pytest.fixture
def labelled(store: Store) -> Mapping[str, Labels]:
    """Items of random labels, the labelled ones nearest to the query."""
    chance = np.random.default_rng(10)
    labels = {
        f"i{n:02d}": Labels(TENANTS[chance.integers(len(TENANTS))], some_groups(chance))
        for n in range(60)
    }
    put_all(
        store,
        (
            item_row(
                item_id,
                medium_row(
                    item_id,
                    unit(2 if needs.tenant or needs.groups else -1, n / 60, 0, 0.5),
                    readings={"barcode": ReadingSet("1", (reading(item_id),))},
                ),
                record={"sku": "SAME", "name": item_id},
                labels=needs,
            )
            for n, (item_id, needs) in enumerate(labels.items())
        ),
    )
    return labels


def seen_in_each_way(scope: Scope, indexes: VectorIndexes, everything: list[str]) -> set[str]:
    """Ids that a scope shows; every way of asking must show the same."""
    keys = scope.item_keys().tolist()
    shown = [each.id for each in scope.candidates(keys)]
    hidden_keys = [key for key in range(-1, 100) if key not in keys]
    hits = indexes.search(SPACE, Modality.TEXT, QUERY, len(everything), scope)
    few = indexes.search(SPACE, Modality.TEXT, QUERY, 3, scope)
    assert shown == sorted(shown)
    assert [item_id for item_id, _ in scope.facts(["name"])] == shown
    assert sorted(scope.readings(everything, "barcode")) == shown
    assert sorted(scope.lookup("sku", "same")) == sorted(keys)
    assert sorted(scope.ids(hits.keys.tolist()).values()) == shown
    assert few.keys.tolist() == hits.keys.tolist()[:3]
    assert scope.item_count() == indexes.size(SPACE, Modality.TEXT, scope) == len(shown)
    assert scope.candidates(hidden_keys) == []
    assert scope.ids(hidden_keys) == {}
    assert all(scope.media_of(key) == () for key in hidden_keys[::20])
    assert not scope.visible_keys(np.array(hidden_keys)).any()
    return set(shown)


def test_principals_see_exactly_what_is_theirs(
    store: Store, labelled: Mapping[str, Labels], catalogues: Catalogues
) -> None:
    indexes = VectorIndexes(store)
    everything = sorted(labelled)
    for principal in principals(1000 if catalogues.are_files else 100):
        scope = store.scope(principal)
        right = {item_id for item_id, needs in labelled.items() if principal.may_see(needs)}
        assert seen_in_each_way(scope, indexes, everything) == right
        assert 0 < len(right) < len(labelled), "the draw must hide something from everyone"


def test_a_scope_never_shows_what_is_taken_away_while_it_lives(store: Store) -> None:
    put_all(store, (item_row(name, medium_row(name), record={"sku": name}) for name in "abc"))
    scope = store.scope(Principal())
    keys = scope.item_keys().tolist()
    store.put(item_row("a", medium_row("a"), record={"sku": "a"}, labels=Labels("acme")))
    store.delete(["b"])
    assert [each.id for each in scope.candidates(keys)] == ["c"]
    assert scope.lookup("sku", "a") == []
    assert scope.media_of(keys[0]) == ()
    assert scope.labels(["a", "b", "c"]) == {"a": Labels("acme"), "c": Labels()}


def test_labels_answer_for_everything_and_see_new_labels(store: Store) -> None:
    store.put(item_row("a", labels=Labels("acme")))
    scope = store.scope(Principal())
    assert scope.labels(["a", "nobody"]) == {"a": Labels("acme")}
    store.put(item_row("a", labels=Labels("bolt", frozenset({"new"}))))
    assert scope.labels(["a"]) == {"a": Labels("bolt", frozenset({"new"}))}


def test_a_revision_tells_scopes_and_generations_apart(store: Store) -> None:
    store.put(item_row("a", labels=Labels("acme")))
    first = store.scope(Principal()).revision
    assert first == store.scope(Principal("another", "bolt")).revision
    assert first != store.scope(Principal(tenant="acme")).revision
    store.put(item_row("b"))
    assert first != store.scope(Principal()).revision


def test_candidates_come_in_the_order_asked_and_fresh(store: Store) -> None:
    put_all(store, (item_row(name, record={"v": 1}) for name in "abcd"))
    a, b, c, d = store.scope(Principal()).item_keys().tolist()
    scope = store.scope(Principal())
    assert [each.id for each in scope.candidates([d, a, 999, c, b, -1])] == ["d", "a", "c", "b"]
    store.put(item_row("c", record={"v": 2}))
    again = store.scope(Principal()).candidates([c, d])
    assert [each.record for each in again] == [{"v": 2}, {"v": 1}]


def test_facts_leave_out_fields_that_are_absent(store: Store) -> None:
    put_all(store, [item_row("b", record={"x": 1, "y": 2}), item_row("a", record={"y": None})])
    assert store.scope(Principal()).facts(["x", "y"]) == [
        ("a", {"y": None}),
        ("b", {"x": 1, "y": 2}),
    ]


def test_readings_follow_the_media_and_absence_is_absence(store: Store) -> None:
    found = ReadingSet("1", (reading("1"), reading("2")))
    put_all(
        store,
        [
            item_row(
                "a",
                medium_row("x", readings={"barcode": found}),
                medium_row("y", readings={"barcode": ReadingSet("1", (reading("3"),))}),
            ),
            item_row("b", medium_row("z", readings={"barcode": ReadingSet("1")})),
        ],
    )
    read = store.scope(Principal()).readings(["a", "b", "c"], "barcode")
    assert {item_id: [each.value for each in found] for item_id, found in read.items()} == {
        "a": ["1", "2", "3"]
    }
    assert store.scope(Principal()).readings(["a"], "words") == {}


def test_a_catalogue_of_nothing_answers_nothing(store: Store) -> None:
    scope = store.scope(Principal())
    assert scope.item_keys().tolist() == []
    assert scope.candidates([1, 2]) == []
    assert scope.labels([]) == {}
    assert scope.facts(["a"]) == []
    indexes = VectorIndexes(store)
    assert len(indexes.search(SPACE, Modality.TEXT, QUERY, 3, scope).keys) == 0
