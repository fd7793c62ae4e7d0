import json
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from rows import SPACE, item_row, medium_row, put_all, unit

from judges import Labels, Principal
from modalities import Modality
from router.errors import VectorIndexError
from router.index import Hits, VectorIndexes, _nearest
from router.store import Scope, Store

ANYONE = Principal()
DIM = 4
TEXT = Modality.TEXT


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "catalogue", create=True) as opened:
        yield opened


@pytest.fixture
def indexes(store: Store) -> VectorIndexes:
    return VectorIndexes(store)


def fill(store: Store, count: int = 30, labels: Labels = Labels(), prefix: str = "i") -> None:  # noqa: B008
    drawn = np.random.default_rng(count).standard_normal((count, DIM))
    put_all(
        store,
        (
            item_row(f"{prefix}{n:03d}", medium_row(f"{prefix} {n}", unit(*vector)), labels=labels)
            for n, vector in enumerate(drawn)
        ),
    )


def search(indexes: VectorIndexes, scope: Scope, query: NDArray[np.float32], k: int) -> Hits:
    return indexes.search(SPACE, TEXT, np.atleast_2d(query), k, scope)


def ids(scope: Scope, hits: Hits) -> list[str]:
    names = scope.ids(hits.keys.tolist())
    return [names[key] for key in hits.keys.tolist()]


def expected(store: Store, scope: Scope, queries: NDArray[np.float32]) -> list[tuple[str, float]]:
    """The whole answer by plain arithmetic, from the rows themselves."""
    rows = store.vectors(SPACE, TEXT)
    assert rows is not None
    best: dict[int, float] = {}
    for key, vector in zip(rows.keys.tolist(), rows.vectors, strict=True):
        best[key] = max(best.get(key, -2.0), float((np.atleast_2d(queries) @ vector).max()))
    names = scope.ids(list(best))
    return sorted(((names[key], best[key]) for key in names), key=lambda each: (-each[1], each[0]))


class TestSearch:
    def test_hits_are_the_nearest_in_order(self, store: Store, indexes: VectorIndexes) -> None:
        fill(store)
        scope, query = store.scope(ANYONE), unit(1, 2, 3, 4)
        hits = search(indexes, scope, query, 7)
        right = expected(store, scope, query)[:7]
        assert ids(scope, hits) == [each for each, _ in right]
        np.testing.assert_allclose(hits.scores, [score for _, score in right], atol=1e-6)
        assert indexes.size(SPACE, TEXT, scope) == 30

    def test_padding_never_leaks(self, store: Store, indexes: VectorIndexes) -> None:
        fill(store, 3)
        fill(store, 3, Labels("acme"), "hidden")
        scope = store.scope(ANYONE)
        hits = search(indexes, scope, unit(1, 0, 0, 0), 1000)
        assert len(hits.keys) == len(hits.scores) == 3
        assert (hits.keys > 0).all()

    def test_an_item_of_many_media_counts_once_with_its_best(
        self, store: Store, indexes: VectorIndexes
    ) -> None:
        media = [medium_row(f"m{n}", unit(1, n / 100, 0, 0)) for n in range(20)]
        put_all(
            store, [item_row("many", *media), item_row("far", medium_row("f", unit(1, 1, 1, 1)))]
        )
        scope = store.scope(ANYONE)
        hits = search(indexes, scope, unit(1, 0, 0, 0), 2)
        assert ids(scope, hits) == ["many", "far"]
        np.testing.assert_allclose(hits.scores, [1.0, 0.5], atol=1e-6)

    def test_ties_go_by_id_however_deep_they_run(
        self, store: Store, indexes: VectorIndexes
    ) -> None:
        names = [f"t{n:02d}" for n in range(20)]
        put_all(store, (item_row(name, medium_row(name, unit(1, 0, 0, 0))) for name in names[::-1]))
        scope = store.scope(ANYONE)
        assert ids(scope, search(indexes, scope, unit(1, 0, 0, 0), 3)) == names[:3]

    def test_a_medium_that_items_share_proposes_each(
        self, store: Store, indexes: VectorIndexes
    ) -> None:
        shared = medium_row("shared", unit(1, 0, 0, 0))
        put_all(store, [item_row("a", shared), item_row("b", shared, labels=Labels("acme"))])
        scope = store.scope(ANYONE)
        assert ids(scope, search(indexes, scope, unit(1, 0, 0, 0), 5)) == ["a"]

    @settings(
        max_examples=30,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
    @given(
        st.lists(st.tuples(*[st.integers(-3, 3)] * DIM).filter(any), min_size=1, max_size=4),
        st.integers(1, 40),
    )
    def test_many_query_vectors_give_each_item_its_best(
        self, tmp_path: Path, vectors: list[tuple[int, ...]], k: int
    ) -> None:
        with Store.open(tmp_path / "shared", create=True) as store:
            if not store.item_count():
                fill(store)
            scope = store.scope(ANYONE)
            queries = np.stack([unit(*vector) for vector in vectors])
            hits = VectorIndexes(store).search(SPACE, TEXT, queries, k, scope)
            right = expected(store, scope, queries)[:k]
            np.testing.assert_allclose(hits.scores, [score for _, score in right], atol=1e-5)
            assert len(set(hits.keys.tolist())) == len(hits.keys) == min(k, 30)

    def test_what_was_never_stored_is_no_hit(self, store: Store, indexes: VectorIndexes) -> None:
        fill(store, 2)
        scope = store.scope(ANYONE)
        assert indexes.size("another-space", TEXT, scope) == 0
        assert indexes.size(SPACE, Modality.IMAGE, scope) == 0
        query = unit(1, 0, 0, 0)[None]
        assert len(indexes.search("another-space", TEXT, query, 5, scope).keys) == 0

    @pytest.mark.parametrize(
        "query", [np.ones((1, 3)), np.ones(4), np.full((1, 4), np.nan), np.ones((1, 1, 4))]
    )
    def test_vectors_that_do_not_fit_are_refused_by_name(
        self, store: Store, indexes: VectorIndexes, query: NDArray[np.float32]
    ) -> None:
        fill(store, 2)
        with pytest.raises(VectorIndexError, match=r"by-hand-4.*expected \(n, 4\)"):
            indexes.search(SPACE, TEXT, query, 5, store.scope(ANYONE))


class TestAccess:
    def test_a_crowd_of_hidden_neighbours_displaces_nobody(
        self, store: Store, indexes: VectorIndexes
    ) -> None:
        crowd = (
            item_row(f"h{n}", medium_row(f"h{n}", unit(1, n / 1e4, 0, 0)), labels=Labels("acme"))
            for n in range(100)
        )
        put_all(store, crowd)
        put_all(store, (item_row(f"v{n}", medium_row(f"v{n}", unit(0, 1, n, 0))) for n in range(5)))
        scope = store.scope(ANYONE)
        hits = search(indexes, scope, unit(1, 0, 0, 0), 5)
        assert sorted(ids(scope, hits)) == ["v0", "v1", "v2", "v3", "v4"]
        assert indexes.size(SPACE, TEXT, scope) == 5
        assert indexes.size(SPACE, TEXT, store.scope(Principal(tenant="acme"))) == 105

    def test_a_selector_that_is_ignored_still_shows_nothing(
        self, store: Store, indexes: VectorIndexes, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        fill(store, 10)
        fill(store, 10, Labels("acme"), "hidden")

        def ignoring(loaded: Any, query: Any, k: int, count: int, _parameters: Any) -> Any:
            return _nearest(loaded, query, k, count, None)

        monkeypatch.setattr("router.index._nearest", ignoring)
        scope = store.scope(ANYONE)
        found = ids(scope, search(indexes, scope, unit(1, 2, 3, 4), 20))
        assert found
        assert all(each.startswith("i") for each in found)

    def test_padding_is_cut_where_it_arises(self, store: Store, indexes: VectorIndexes) -> None:
        fill(store, 3)
        loaded = indexes._current((SPACE, TEXT), store.scope(ANYONE))
        assert loaded is not None
        rows, scores = _nearest(loaded, unit(1, 2, 3, 4), 50, 50, None)
        assert sorted(rows.tolist()) == [0, 1, 2]
        assert len(scores) == 3

    def test_an_index_newer_than_the_scope_shows_nothing_new(
        self, store: Store, indexes: VectorIndexes
    ) -> None:
        fill(store, 5)
        scope = store.scope(ANYONE)
        fill(store, 5, prefix="later")
        search(indexes, store.scope(ANYONE), unit(1, 0, 0, 0), 10)
        assert all(
            each.startswith("i")
            for each in ids(scope, search(indexes, scope, unit(1, 0, 0, 0), 10))
        )
        assert indexes.size(SPACE, TEXT, scope) == 5

    def test_labels_that_change_need_no_new_index(
        self, store: Store, indexes: VectorIndexes
    ) -> None:
        fill(store, 4)
        search(indexes, store.scope(ANYONE), unit(1, 0, 0, 0), 4)
        made = (store.directory / "indexes" / f"{SPACE}.text.npz").stat().st_mtime_ns
        store.put(item_row("i000", medium_row("i 0"), labels=Labels("acme")))
        scope = store.scope(ANYONE)
        assert "i000" not in ids(scope, search(indexes, scope, unit(1, 0, 0, 0), 4))
        assert (store.directory / "indexes" / f"{SPACE}.text.npz").stat().st_mtime_ns == made


def truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-7])


def flip_a_bit(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 4
    path.write_bytes(data)


def write_nonsense(path: Path) -> None:
    path.write_bytes(b"\xff" * 200)


DAMAGES: list[Callable[[Path], None]] = [truncate, flip_a_bit, write_nonsense, Path.unlink]


class TestFiles:
    @pytest.mark.parametrize("damage", DAMAGES)
    @pytest.mark.parametrize("suffix", ["npz", "json"])
    def test_a_damaged_index_is_made_again(
        self, store: Store, damage: Callable[[Path], None], suffix: str
    ) -> None:
        fill(store)
        scope, query = store.scope(ANYONE), unit(1, 2, 3, 4)
        before = search(VectorIndexes(store), scope, query, 30)
        files = {path.suffix: path for path in (store.directory / "indexes").iterdir()}
        good = {kind: path.read_bytes() for kind, path in files.items()}
        damage(files[f".{suffix}"])
        after = search(VectorIndexes(store), scope, query, 30)
        assert after.keys.tolist() == before.keys.tolist()
        assert after.scores.tolist() == before.scores.tolist()
        assert {kind: path.read_bytes() for kind, path in files.items()} == good

    def test_a_good_file_is_used(self, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
        fill(store)
        scope, query = store.scope(ANYONE), unit(1, 2, 3, 4)
        before = search(VectorIndexes(store), scope, query, 30)
        monkeypatch.setattr(store, "vectors", lambda *_: pytest.fail("read the vectors again"))
        after = search(VectorIndexes(store), scope, query, 30)
        assert after.keys.tolist() == before.keys.tolist()

    def test_a_stale_file_is_made_again(self, store: Store) -> None:
        fill(store, 5)
        search(VectorIndexes(store), store.scope(ANYONE), unit(1, 0, 0, 0), 5)
        store.delete(["i000"])
        fill(store, 3, prefix="new")
        assert VectorIndexes(store).size(SPACE, TEXT, store.scope(ANYONE)) == 7

    def test_a_file_of_another_catalogue_is_made_again(self, tmp_path: Path) -> None:
        for name, count in (("one", 6), ("two", 6)):
            with Store.open(tmp_path / name, create=True) as store:
                fill(store, count, prefix=name)
                search(VectorIndexes(store), store.scope(ANYONE), unit(1, 0, 0, 0), 5)
        for path in (tmp_path / "one" / "indexes").iterdir():
            (tmp_path / "two" / "indexes" / path.name).write_bytes(path.read_bytes())
        with Store.open(tmp_path / "two") as store:
            scope, query = store.scope(ANYONE), unit(1, 2, 0, 0)
            hits = search(VectorIndexes(store), scope, query, 6)
            assert ids(scope, hits) == [each for each, _ in expected(store, scope, query)]

    def test_a_folder_that_cannot_be_written_costs_only_the_file(self, store: Store) -> None:
        fill(store, 5)
        indexes = VectorIndexes(store, Path("/proc/nowhere"))
        assert indexes.size(SPACE, TEXT, store.scope(ANYONE)) == 5

    def test_the_note_names_the_vectors_it_was_made_from(self, store: Store) -> None:
        fill(store, 5)
        search(VectorIndexes(store), store.scope(ANYONE), unit(1, 0, 0, 0), 5)
        note = json.loads((store.directory / "indexes" / f"{SPACE}.text.json").read_text())
        assert note["revision"] == store.vector_revision(SPACE, TEXT)


def test_searches_go_on_while_the_catalogue_changes(store: Store) -> None:
    fill(store, 10)
    indexes = VectorIndexes(store)
    problems: list[str] = []
    done = threading.Event()

    def ask() -> None:
        while not done.is_set():
            scope = store.scope(ANYONE)
            found = ids(scope, search(indexes, scope, unit(1, 2, 3, 4), 50))
            if len(found) < 10 or any(each.startswith("hidden") for each in found):
                problems.append(f"found {found}")

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    fill(store, 15, prefix="later")
    fill(store, 15, Labels("acme"), prefix="hidden")
    done.set()
    for thread in threads:
        thread.join()
    assert problems == []
    assert indexes.size(SPACE, TEXT, store.scope(ANYONE)) == 25
