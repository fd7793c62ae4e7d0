"""Catalogues that are opened, missing, damaged or newer, and disks that refuse to write."""

import subprocess
import sys
from pathlib import Path

import pytest
from catalogues import Catalogues
from rows import blob_files, item_row, medium_row, put_all, visible_ids

from judges import Principal
from router.errors import StoreError
from router.store import Store

ANYONE = Principal()
in_a_file = pytest.mark.parametrize("catalogues", ["sqlite"], indirect=True)


class TestOpening:
    def test_nothing_is_made_unasked(self, tmp_path: Path) -> None:
        with pytest.raises(StoreError, match=r"nowhere: found no catalogue\.sqlite"):
            Store.open(tmp_path / "nowhere")
        assert not (tmp_path / "nowhere").exists()

    def test_a_file_is_no_catalogue(self, tmp_path: Path) -> None:
        file = tmp_path / "file"
        file.write_text("hello")
        with pytest.raises(StoreError, match="file: cannot be used"):
            Store.open(file, create=True)
        with pytest.raises(StoreError, match="file"):
            Store.open(file)

    @pytest.mark.parametrize("content", [b"this is not a database" * 50, b"", b"SQLite format 3\0"])
    def test_another_file_is_no_database(self, tmp_path: Path, content: bytes) -> None:
        (tmp_path / "catalogue.sqlite").write_bytes(content)
        with pytest.raises(StoreError) as caught:
            Store.open(tmp_path)
        assert "catalogue.sqlite" in str(caught.value)
        assert "\n" not in str(caught.value)

    def test_a_newer_catalogue_is_refused(self, store: Store, catalogues: Catalogues) -> None:
        with store._database.writing() as connection:
            connection.exec_driver_sql("UPDATE meta SET schema_version = 99")
        with pytest.raises(StoreError, match="found schema version 99, expected 2"):
            catalogues.open(store.directory, create=True)

    @in_a_file
    def test_a_damaged_page_is_one_line(self, store: Store) -> None:
        put_all(store, (item_row(f"i{n}", record={"name": "x" * 500}) for n in range(20)))
        store.close()
        path = store.directory / "catalogue.sqlite"
        data = bytearray(path.read_bytes())
        data[4096:] = b"\xff" * (len(data) - 4096)
        path.write_bytes(data)
        with pytest.raises(StoreError) as caught, Store.open(store.directory) as damaged:
            damaged.scope(ANYONE)
        assert "\n" not in str(caught.value)

    def test_a_folder_that_cannot_be_written_is_refused(self) -> None:
        with pytest.raises(StoreError, match="/proc/catalogue: cannot be used"):
            Store.open(Path("/proc/catalogue"), create=True)

    def test_opening_twice_finds_the_same(self, store: Store, catalogues: Catalogues) -> None:
        store.put(item_row("i"))
        with catalogues.open(store.directory, create=True) as again:
            assert visible_ids(again, ANYONE) == ["i"]
            again.put(item_row("j"))
        assert visible_ids(store, ANYONE) == ["i", "j"]

    def test_one_that_is_gone_is_not_made_anew_and_is_used_when_it_is_back(
        self, tmp_path: Path
    ) -> None:
        with Store.open(tmp_path / "my #1 shop? 100%25", create=True) as store:
            store.put(item_row("i"))
            folder = store.directory
            away = folder.rename(tmp_path / "away")
            for work in (store.generation, lambda: store.put(item_row("j"))):
                with pytest.raises(StoreError):
                    work()
            folder.mkdir()
            with pytest.raises(StoreError, match=r"catalogue\.sqlite: unable to open"):
                store.generation()
            assert not (folder / "catalogue.sqlite").exists()
            folder.rmdir()
            away.rename(folder)
            store.put(item_row("j"))
            assert visible_ids(store, ANYONE) == ["i", "j"]


class TestRefusingDisk:
    @in_a_file
    def test_a_full_database_keeps_what_it_holds(self, store: Store) -> None:
        store.put(item_row("i", record={"name": "old"}))
        with store._database.reading() as connection:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
            connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")
        with pytest.raises(StoreError, match=r"catalogue\.sqlite: database or disk is full"):
            store.put(item_row("j", record={"name": "x" * 100_000}))
        assert visible_ids(store, ANYONE) == ["i"]
        with Store.open(store.directory) as again:
            assert visible_ids(again, ANYONE) == ["i"]

    @in_a_file
    def test_a_database_that_only_reads_keeps_what_it_holds(self, store: Store) -> None:
        store.put(item_row("i"))
        with store._database.reading() as connection:
            connection.exec_driver_sql("PRAGMA query_only=ON")
        with pytest.raises(StoreError, match="attempt to write a readonly database"):
            store.put(item_row("j"))
        assert visible_ids(store, ANYONE) == ["i"]

    @in_a_file
    def test_a_disk_that_refuses_a_medium_keeps_the_old_one(self, store: Store) -> None:
        store.put(item_row("i", medium_row("old")))
        script = """
import resource, sys
from pathlib import Path
from rows import blob_files, item_row, medium_row
from router.errors import StoreError
from router.store import Store
with Store.open(Path(sys.argv[1])) as store:
    resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))
    try:
        store.put(item_row("i", medium_row("n" * 1_000_000)))
    except StoreError as error:
        print(error)
"""
        ran = subprocess.run(
            [sys.executable, "-c", script, str(store.directory)],
            capture_output=True,
            text=True,
            check=True,
            env={"PYTHONPATH": ":".join(sys.path)},
        )
        assert "cannot be written (File too large)" in ran.stdout
        assert [path.read_bytes() for path in blob_files(store)] == [b"old"]
        assert visible_ids(store, ANYONE) == ["i"]

    def test_a_second_writer_is_told(self, store: Store, catalogues: Catalogues) -> None:
        with (
            catalogues.open(store.directory) as other,
            other.writing(),
            pytest.raises(StoreError, match="another ingest or deletion is writing"),
            store.writing(patience=0.05),
        ):
            pytest.fail("two writers at once")
        store.put(item_row("i"))
