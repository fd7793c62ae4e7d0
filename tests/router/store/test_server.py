"""A catalogue on a PostgreSQL server that refuses, or with a folder that is not its own."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from postgres import Server as PostgresServer
from rows import blob_files, item_row, medium_row, visible_ids
from server_catalogues import PASSWORD, admin
from sqlalchemy import make_url

from judges import Principal
from router.errors import StoreError, StoreServerError
from router.store import Server, Store, look_at_server

ANYONE = Principal()


@pytest.fixture
def store(on_server: Store) -> Store:
    return on_server


def refusal(folder: Path, server: Server) -> str:
    """What opening a catalogue is refused with: one line, and no password."""
    with pytest.raises(StoreError) as caught:
        Store.open(folder, create=True, server=server)
    said = str(caught.value)
    assert "\n" not in said
    assert PASSWORD not in said + repr(caught.value)
    assert PASSWORD not in repr(server)
    return said


class TestRefusals:
    def test_a_wrong_password(self, tmp_path: Path, address: Callable[..., Server]) -> None:
        said = refusal(tmp_path, address(user="clerk", password=PASSWORD[:-1]))
        assert said.startswith("postgresql:///postgres: ")
        assert 'password authentication failed for user "clerk"' in said

    def test_no_password(self, tmp_path: Path, address: Callable[..., Server]) -> None:
        assert "no password supplied" in refusal(tmp_path, address(user="clerk"))

    def test_a_database_that_is_not_there(
        self, tmp_path: Path, address: Callable[..., Server]
    ) -> None:
        said = refusal(tmp_path, address(database="nowhere", password=PASSWORD))
        assert said.startswith("postgresql:///nowhere: ")
        assert 'database "nowhere" does not exist' in said

    def test_a_server_that_is_not_there(self, tmp_path: Path) -> None:
        url = make_url("postgresql://clerk@127.0.0.1:1/shop").set(password=PASSWORD)
        said = refusal(tmp_path, Server(url))
        assert said.startswith("postgresql://127.0.0.1:1/shop: ")
        assert "Connection refused" in said

    def test_another_encoding(self, tmp_path: Path, address: Callable[..., Server]) -> None:
        said = refusal(tmp_path, address(database="latin"))
        assert said == "postgresql:///latin: found a database in LATIN1, expected UTF8"

    def test_an_account_that_may_make_nothing(
        self, tmp_path: Path, address: Callable[..., Server]
    ) -> None:
        said = refusal(tmp_path, address(user="clerk", password=PASSWORD))
        assert "permission denied for database postgres" in said

    def test_nothing_is_made_unasked(self, tmp_path: Path, address: Callable[..., Server]) -> None:
        with pytest.raises(StoreError, match="found no catalogue, expected one that an ingest"):
            Store.open(tmp_path, server=address())
        assert list(tmp_path.iterdir()) == []


class TestReadOnly:
    def test_an_account_that_may_only_read_searches_and_writes_nothing(
        self,
        store: Store,
        postgres: PostgresServer,
        tmp_path: Path,
        address: Callable[..., Server],
    ) -> None:
        schema = address().schema
        with admin(postgres) as connection:
            connection.execute(f"grant usage on schema {schema} to clerk")
            connection.execute(f"grant select on all tables in schema {schema} to clerk")
        clerk = address(user="clerk", password=PASSWORD)
        with Store.open(tmp_path / "s", create=True, server=clerk) as reader:
            assert visible_ids(reader, ANYONE) == ["i"]
            with pytest.raises(StoreServerError, match="permission denied for table meta") as it:
                reader.put(item_row("j", medium_row("new")))
            assert it.value.sqlstate == "42501"
            assert visible_ids(reader, ANYONE) == ["i"]
        store.sweep()
        assert [path.read_bytes() for path in blob_files(store)] == [b"kept"]

    def test_so_does_a_server_that_takes_no_writes(self, store: Store) -> None:
        with store._database.writing() as connection:
            connection.exec_driver_sql("set default_transaction_read_only = on")
        with pytest.raises(StoreServerError, match="cannot execute UPDATE in a read-only"):
            store.put(item_row("j"))
        assert visible_ids(store, ANYONE) == ["i"]


class TestFolders:
    """A folder belongs to one catalogue: its media are of use to no other."""

    def test_another_folder_is_refused(
        self, store: Store, tmp_path: Path, address: Callable[..., Server]
    ) -> None:
        for create in (False, True):
            with pytest.raises(StoreError, match="other: is not the folder; expected the one in"):
                Store.open(tmp_path / "other", create=create, server=address())

    def test_the_folder_of_another_catalogue_is_refused(
        self, store: Store, tmp_path: Path, address: Callable[..., Server]
    ) -> None:
        other = replace(address(), schema="another")
        Store.open(tmp_path / "o", create=True, server=other).close()
        with pytest.raises(StoreError, match="s: is the folder of another catalogue"):
            Store.open(tmp_path / "s", create=True, server=other)
        assert [path.read_bytes() for path in blob_files(store)] == [b"kept"]

    def test_a_new_catalogue_does_not_take_the_folder_of_another(
        self, store: Store, tmp_path: Path, address: Callable[..., Server]
    ) -> None:
        """As after a slip in the config: a sweep would remove the media of the one meant."""
        for _ in range(2):
            with pytest.raises(StoreError, match="s: is the folder of another catalogue; expected"):
                Store.open(tmp_path / "s", create=True, server=replace(address(), schema="slip"))
        assert look_at_server(replace(address(), schema="slip")).items is None
        assert [path.read_bytes() for path in blob_files(store)] == [b"kept"]
        assert visible_ids(store, ANYONE) == ["i"]

    def test_a_note_that_was_not_settled_is_when_it_is_met(
        self, store: Store, tmp_path: Path, address: Callable[..., Server]
    ) -> None:
        note = tmp_path / "s" / "catalogue.json"
        settled = note.read_text()
        note.write_text(settled.replace("true", "false"))
        Store.open(tmp_path / "s", server=address()).close()
        assert note.read_text() == settled

    def test_a_folder_of_a_server_is_none_of_a_file_and_the_other_way_round(
        self, store: Store, tmp_path: Path, address: Callable[..., Server]
    ) -> None:
        for create in (False, True):
            with pytest.raises(StoreError, match=r"expected a config that names it under cata"):
                Store.open(tmp_path / "s", create=create)
        with Store.open(tmp_path / "file", create=True) as local:
            local.put(item_row("local", medium_row("mine")))
        with pytest.raises(StoreError, match=r"holds a catalogue of its own \(catalogue.sqlite\)"):
            Store.open(tmp_path / "file", create=True, server=address())
        with Store.open(tmp_path / "file") as local:
            assert [path.read_bytes() for path in blob_files(local)] == [b"mine"]

    @pytest.mark.parametrize("note", ["", "{}", "[]", "null"])
    def test_a_damaged_note_is_refused(
        self, store: Store, address: Callable[..., Server], note: str
    ) -> None:
        (store.directory / "catalogue.json").write_text(note)
        with pytest.raises(StoreError, match=r"catalogue\.json: damaged, expected what crossjudge"):
            Store.open(store.directory, server=address())

    def test_a_catalogue_that_was_never_made_whole_is_made_in_its_folder(
        self, tmp_path: Path, address: Callable[..., Server]
    ) -> None:
        """As after a kill between the note and the end of the transaction."""
        note = tmp_path / "catalogue.json"
        note.write_text('{"catalogue": "abc", "settled": false}')
        with Store.open(tmp_path, create=True, server=address()) as made:
            made.put(item_row("i"))
        assert "abc" not in note.read_text()
        assert '"settled":true' in note.read_text()
        with Store.open(tmp_path, server=address()) as again:
            assert visible_ids(again, ANYONE) == ["i"]
