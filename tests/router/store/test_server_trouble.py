"""A catalogue on a PostgreSQL server that is stopped, stands still, cuts off or comes back."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from postgres import Server as PostgresServer
from rows import blob_files, item_row, medium_row, put_all, visible_ids
from server_catalogues import admin, cut

from judges import Principal
from router.errors import StoreError, StoreServerError
from router.store import Server, Store, look_at_server, migration, psycopg_engine

ANYONE = Principal()


@pytest.fixture
def store(on_server: Store) -> Store:
    return on_server


class TestTrouble:
    def test_a_server_that_was_restarted_is_used_again(
        self, store: Store, postgres: PostgresServer
    ) -> None:
        assert visible_ids(store, ANYONE) == ["i"]
        postgres.stop()
        try:
            for work in (store.generation, lambda: store.put(item_row("j"))):
                with pytest.raises(StoreServerError) as caught:
                    work()
                assert "\n" not in str(caught.value)
                assert str(postgres.folder) not in caught.value.public
        finally:
            postgres.start()
        store.put(item_row("j"))
        assert visible_ids(store, ANYONE) == ["i", "j"]

    def test_a_statement_that_takes_too_long_is_given_up(
        self, store: Store, postgres: PostgresServer, address: Callable[..., Server]
    ) -> None:
        hasty = address(time_limit=0.2)
        with (
            Store.open(store.directory, server=hasty) as reader,
            admin(postgres) as connection,
            connection.transaction(),
        ):
            connection.execute(f"lock table {hasty.schema}.meta in access exclusive mode")
            with pytest.raises(StoreServerError, match="due to statement timeout") as caught:
                reader.generation()
        assert caught.value.sqlstate == "57014"

    def test_a_server_that_stands_still_is_given_up_and_used_again(
        self,
        store: Store,
        postgres: PostgresServer,
        address: Callable[..., Server],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setattr(psycopg_engine, "_GRACE", 0.1)
        monkeypatch.setattr(psycopg_engine, "_CONNECTING", 2)
        with Store.open(store.directory, server=address(time_limit=0.4)) as reader:
            with (
                pytest.raises(StoreServerError, match=r"has not answered within 0\.5 s"),
                reader._database.reading() as connection,
                postgres.frozen(),
            ):
                connection.exec_driver_sql("select 1")
            with postgres.frozen(), pytest.raises(StoreServerError, match="timeout expired"):
                reader.generation()
            assert reader.generation() == 1

    def test_a_full_pool_is_an_error(self, store: Store, address: Callable[..., Server]) -> None:
        with Store.open(store.directory, server=address(connections=1)) as reader:
            reader._database._engine.pool._timeout = 0.05  # type: ignore[attr-defined]
            with (
                reader._database.reading(),
                pytest.raises(StoreServerError, match="connection timed out"),
            ):
                reader.generation()
            assert reader.generation() == 1

    def test_a_view_is_of_one_moment(self, store: Store, address: Callable[..., Server]) -> None:
        with store._database.reading() as connection:
            count = "select count(*) from item"
            assert connection.exec_driver_sql(count).scalar_one() == 1
            with Store.open(store.directory, server=address()) as other:
                other.put(item_row("j"))
            assert connection.exec_driver_sql(count).scalar_one() == 1
        assert visible_ids(store, ANYONE) == ["i", "j"]


class TestWriters:
    def test_a_writer_that_loses_its_connection_writes_no_more(
        self, store: Store, postgres: PostgresServer, address: Callable[..., Server]
    ) -> None:
        with Store.open(store.directory, server=address()) as other:
            with store.writing():
                store.put(item_row("j", medium_row("before")))
                cut(postgres)
                other.put(item_row("k", medium_row("between")))
                for _ in range(2):
                    with pytest.raises(StoreServerError):
                        store.put(item_row("i", medium_row("lost")))
                assert not store._database.is_locked()
            assert visible_ids(other, ANYONE) == ["i", "j", "k"]
            store.put(item_row("i", medium_row("kept too")))
            assert visible_ids(other, ANYONE) == ["i", "j", "k"]

    def test_files_are_not_dropped_by_who_may_not_be_alone(
        self, store: Store, postgres: PostgresServer, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        alone = store._database.is_locked

        def lost() -> bool:
            cut(postgres)
            return alone()

        monkeypatch.setattr(store._database, "is_locked", lost)
        store.delete(["i"])
        assert [path.read_bytes() for path in blob_files(store)] == [b"kept"]
        monkeypatch.undo()
        assert store.sweep() == 1
        assert blob_files(store) == []

    def test_a_lock_is_of_one_catalogue(
        self, store: Store, tmp_path: Path, address: Callable[..., Server]
    ) -> None:
        server = replace(address(), schema="third")
        with store.writing(), Store.open(tmp_path / "o", create=True, server=server) as other:
            other.put(item_row("x"))
            assert visible_ids(other, ANYONE) == ["x"]

    def test_no_lock_outlives_its_holder(self, store: Store, postgres: PostgresServer) -> None:
        with pytest.raises(ZeroDivisionError), store.writing():
            raise ZeroDivisionError
        put_all(store, (item_row(f"i{n}") for n in range(3)))
        with admin(postgres) as connection:
            held = connection.execute("select count(*) from pg_locks where locktype = 'advisory'")
            assert held.fetchone() == (0,)


def test_an_older_catalogue_becomes_one_of_this_version(
    store: Store, address: Callable[..., Server], monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = ("alter table item add column fresh text", "update meta set schema_version = 2")
    with store._database.writing() as connection:
        connection.exec_driver_sql("update meta set schema_version = 1")
    with pytest.raises(StoreError, match="found schema version 1, expected 2"):
        Store.open(store.directory, server=address())
    monkeypatch.setitem(
        migration.STEPS, "postgresql", {1: (steps[0], "insert into nowhere values (1)")}
    )
    with pytest.raises(StoreError, match=r'open it once .*relation "nowhere" does not exist'):
        Store.open(store.directory, server=address())
    monkeypatch.setitem(migration.STEPS, "postgresql", {1: steps})
    with Store.open(store.directory, server=address()) as moved:
        assert visible_ids(moved, ANYONE) == ["i"]
        with moved._database.reading() as connection:
            assert connection.exec_driver_sql("select fresh from item").all() == [(None,)]


def test_a_look_at_a_server(tmp_path: Path, address: Callable[..., Server]) -> None:
    assert look_at_server(address()).items is None
    with Store.open(tmp_path / "s", create=True, server=address()) as made:
        put_all(made, (item_row(f"i{n}") for n in range(3)))
    seen = look_at_server(address())
    assert seen.items == 3
    assert seen.version
