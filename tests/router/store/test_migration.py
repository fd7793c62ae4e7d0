"""A catalogue that the first version made, opened by this one."""

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Timer

import pytest
from rows import SPACE, item_row, medium_row, unit

from judges import Principal
from modalities import Intrinsics, Modality
from router.errors import StoreError
from router.store import Store, migration

STAFF = Principal(tenant="acme", groups=frozenset({"staff"}))
OLD = Path(__file__).with_name("catalogue-1.sql")
"""What version 1 wrote: two items, one deleted, a depth map, vectors of two spaces."""


@pytest.fixture
def old(tmp_path: Path) -> Path:
    with closing(sqlite3.connect(tmp_path / "catalogue.sqlite")) as connection:
        connection.executescript(OLD.read_text(encoding="utf-8"))
    return tmp_path


def dump(folder: Path, name: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(folder / "catalogue.sqlite")) as connection:
        return connection.execute(f"SELECT * FROM {name} ORDER BY 1, 2").fetchall()  # noqa: S608 - own tables


def shape(folder: Path) -> dict[str, list[tuple[object, ...]]]:
    """Columns and indexes of every table."""
    with closing(sqlite3.connect(folder / "catalogue.sqlite")) as connection:
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        return {
            name: [
                *connection.execute(f"PRAGMA table_info({name})").fetchall(),
                *(
                    (index, *connection.execute(f"PRAGMA index_info({index[0]})").fetchall())
                    for index in sorted(
                        found[1:] for found in connection.execute(f"PRAGMA index_list({name})")
                    )
                ),
                *connection.execute(f"PRAGMA foreign_key_list({name})").fetchall(),
            ]
            for (name,) in tables.fetchall()
        }


@pytest.fixture(params=[False, True], ids=["opened", "opened to create"])
def migrated(old: Path, request: pytest.FixtureRequest) -> Iterator[Store]:
    with Store.open(old, create=request.param) as store:
        yield store


def test_nothing_is_lost(old: Path) -> None:
    kept = ("item", "label", "item_medium", "reading", "fact", "vector_set")
    before = {name: dump(old, name) for name in kept}
    media, vectors = dump(old, "medium"), dump(old, "vector")
    Store.open(old).close()
    assert {name: dump(old, name) for name in kept} == before
    assert dump(old, "medium") == [(*row, None, None) for row in media]
    assert dump(old, "vector") == [
        (fingerprint, medium, 0, None, None, data) for fingerprint, medium, data in vectors
    ]


def test_it_answers_as_before(migrated: Store) -> None:
    scope = migrated.scope(STAFF)
    assert [each.id for each in scope.candidates(scope.item_keys().tolist())] == ["a", "b"]
    assert [each.value for each in scope.readings(["a"], "barcode")["a"]] == ["4006381333931"]
    depth = scope.media_of(scope.lookup("sku", "A-1")[0])[1]
    assert (depth.scale, depth.intrinsics) == (0.001, Intrinsics(500, 501, 320, 240))
    rows = migrated.vectors(SPACE, Modality.TEXT)
    assert rows is not None
    assert rows.vectors.tolist() == [unit(1, 2, 3, 4).tolist(), unit(4, 3, 2, 1).tolist()]
    assert rows.revision == "a364ac3f67121d9a", "an old index would still be right"


def test_it_takes_new_items(migrated: Store) -> None:
    migrated.put(item_row("c", medium_row("more", unit(0, 0, 0, 1))))
    rows = migrated.vectors(SPACE, Modality.TEXT)
    assert rows is not None
    assert len(rows.vectors) == 3
    assert migrated.scope(STAFF).item_keys().tolist() == [1, 2, 4], "3 was given out before"


def test_it_becomes_what_a_new_catalogue_is(old: Path, tmp_path: Path) -> None:
    Store.open(old).close()
    Store.open(tmp_path / "new", create=True).close()
    assert shape(old) == shape(tmp_path / "new")
    assert dump(old, "meta") == [(1, 2, 5)]


def test_all_who_open_it_at_once_find_it_whole(old: Path) -> None:
    def opened(_: int) -> int:
        with Store.open(old) as store:
            return store.item_count()

    with ThreadPoolExecutor(4) as executor:
        assert [*executor.map(opened, range(4))] == [2, 2, 2, 2]
    assert dump(old, "meta") == [(1, 2, 5)]


def test_it_is_opened_once_another_has_written(old: Path) -> None:
    """SQLite itself makes nobody wait for that: the file has no log of what is written yet."""
    with closing(sqlite3.connect(old / "catalogue.sqlite", check_same_thread=False)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        release = Timer(0.2, writer.rollback)
        release.start()
        with Store.open(old) as store:
            assert store.item_count() == 2
        release.join()


def test_a_step_that_fails_leaves_everything(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before, steps = (
        (shape(old), dump(old, "vector"), dump(old, "meta")),
        migration.STEPS["sqlite"][1],
    )
    monkeypatch.setitem(migration.STEPS["sqlite"], 1, (*steps, "INSERT INTO nowhere VALUES (1)"))
    with pytest.raises(StoreError, match="no such table: nowhere"):
        Store.open(old)
    assert (shape(old), dump(old, "vector"), dump(old, "meta")) == before
    monkeypatch.undo()
    with Store.open(old) as store:
        assert store.item_count() == 2


def test_where_nothing_can_be_written_it_says_what_to_do(old: Path) -> None:
    # What opening a lock for writing in such a folder comes to, whoever runs the tests.
    (old / "catalogue.lock").mkdir()
    with pytest.raises(
        StoreError, match=r"schema version 1, .* open it once where it can be"
    ) as it:
        Store.open(old)
    assert "\n" not in str(it.value)


def test_while_another_writes_it_waits(
    old: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Store.open(tmp_path / "other", create=True) as other:
        (old / "catalogue.lock").symlink_to(other.directory / "catalogue.lock")
        monkeypatch.setattr(Store, "writing", lambda store: store._database.lock.held(0.05))
        with (
            other._database.lock.held(0),
            pytest.raises(StoreError, match="another ingest or deletion"),
        ):
            Store.open(old)
    with Store.open(old) as store:
        assert store.item_count() == 2
