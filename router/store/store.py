"""The catalogue store: one folder with a database, kept media files and derived indexes."""

import threading
from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType

import structlog
from sqlalchemy import insert, select

from judges import Principal
from modalities import Modality
from router.errors import StoreError

from . import coverage
from .blobs import Blobs
from .database import BUSY_TIMEOUT, Database
from .folder import MEDIA
from .media import awaiting
from .migration import STEPS, migrate, read_version
from .rows import Awaiting, Embedded, ItemRow, MediumKey, VectorRows
from .schema import SCHEMA_VERSION, item, medium, meta, tables, vector_set
from .scope import RecordCache, Scope
from .server import Server, ServerDatabase
from .snapshot import Snapshot, read_generation, read_snapshot
from .sqlite import SqliteDatabase
from .vectors import read_vectors
from .writing import add_vectors, count_items, delete_items, drop_spaces, write_items

log = structlog.get_logger()


class Store:
    """A catalogue: a folder, and a database in it or on a server. Safe for threads.

    Many processes may read while one writes. An item that ``put`` or ``put_all`` has returned for
    survives a killed process and a power cut. Every method raises StoreError, in one line, where
    the disk or the database does not do what is asked.
    """

    def __init__(self, directory: Path, database: Database) -> None:
        """Use ``Store.open``."""
        self.directory = directory
        self._database = database
        self._blobs = Blobs(directory / MEDIA)
        self._records = RecordCache()
        self._snapshot: Snapshot | None = None
        self._snapshot_lock = threading.Lock()

    @classmethod
    def open(
        cls, directory: Path, *, create: bool = False, server: Server | None = None
    ) -> "Store":
        """Open the catalogue of a folder; with ``create``, make it where there is none.

        Its database is a SQLite file in the folder, or on ``server``. One that an older version of
        crossjudge made is brought up to date. Raises StoreError: no catalogue, not a catalogue, a
        newer one, a folder or a server without access, another catalogue's folder.
        """
        database: Database
        if server is None:
            database = SqliteDatabase.of(directory, create=create)
        else:
            database = ServerDatabase.of(directory, server, create=create)
        store = cls(directory, database)
        try:
            if create and not database.has_catalogue():
                store._create()
            store._check()
        except StoreError:
            store.close()
            raise
        return store

    def __enter__(self) -> "Store":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        self._database.close()

    # Reading

    def generation(self) -> int:
        """Counts write transactions. One cheap statement."""
        with self._database.reading() as connection:
            return read_generation(connection)

    def scope(self, principal: Principal) -> Scope:
        """The catalogue as this principal may see it, at the current generation."""
        snapshot = self._current_snapshot()
        return Scope(principal, snapshot, self._database, self._blobs, self._records)

    def item_count(self) -> int:
        """All items, whoever may see them: for administrators only."""
        with self._database.reading() as connection:
            return count_items(connection)

    def digests(self) -> dict[str, str]:
        """Item id to digest, of all items: for administrators only."""
        with self._database.reading() as connection:
            return dict(connection.execute(select(item.c.id, item.c.digest)).all())

    def digest(self, item_id: str) -> str | None:
        """The digest that an item was stored with; None where there is no such item."""
        with self._database.reading() as connection:
            return connection.execute(select(item.c.digest).where(item.c.id == item_id)).scalar()

    def embedded(self, fingerprint: str, media: Iterable[MediumKey]) -> set[MediumKey]:
        """Those of these media that have a vector of this space."""
        with self._database.reading() as connection:
            return coverage.embedded(connection, fingerprint, media)

    def read_by(self, kind: str, version: str, media: Iterable[MediumKey]) -> set[MediumKey]:
        """Those of these media that a reader of this kind and version has read."""
        with self._database.reading() as connection:
            return coverage.read_by(connection, kind, version, media)

    def lacking(
        self,
        spaces: Mapping[str, Set[Modality]],
        readers: Mapping[str, tuple[str, Set[Modality]]],
    ) -> set[str]:
        """Ids of all items with a medium of which something is missing: for administrators only.

        ``spaces``: by fingerprint, the modalities of which each medium is to have a vector.
        ``readers``: by kind, the version that is to have read each medium of these modalities.
        """
        with self._database.reading() as connection:
            return coverage.lacking(connection, spaces, readers)

    def coverage(self, fingerprint: str, modalities: Set[Modality]) -> tuple[int, int]:
        """(media that have a vector of this space, all media) of these modalities."""
        with self._database.reading() as connection:
            return coverage.coverage(connection, fingerprint, modalities)

    def vector_revision(self, fingerprint: str, modality: Modality) -> str | None:
        """Changes with the vectors of one space and modality; None where none were ever stored."""
        with self._database.reading() as connection:
            return connection.execute(
                select(vector_set.c.revision).where(
                    vector_set.c.fingerprint == fingerprint, vector_set.c.modality == modality
                )
            ).scalar()

    def vectors(self, fingerprint: str, modality: Modality) -> VectorRows | None:
        """All vectors of one space and modality; None where none were ever stored."""
        with self._database.reading() as connection:
            return read_vectors(connection, fingerprint, modality)

    def awaiting(self, spaces: Mapping[str, Set[Modality]]) -> list[Awaiting]:
        """All media that lack a vector, by modality and then by file: for administrators only.

        ``spaces``: by fingerprint, the modalities of which each medium is to have a vector.
        """
        with self._database.reading() as connection:
            return awaiting(connection, self._blobs, spaces)

    # Writing

    def writing(self, patience: float = BUSY_TIMEOUT) -> AbstractContextManager[object]:
        """Keep other writers out for longer than one item.

        Raises StoreError where another still writes after ``patience`` seconds.
        """
        return self._database.lock.held(patience)

    def put(self, row: ItemRow) -> None:
        """Store an item whole, in place of what it was before."""
        self.put_all([row])

    def put_all(self, rows: Iterable[ItemRow]) -> None:
        """Store items, each whole, in place of what they were before, all in one transaction.

        Of two with one id the later is stored. Where one cannot be stored, none is.
        """
        wanted = list({row.id: row for row in rows}.values())
        if not wanted:
            return
        with self.writing():
            blobs = self._blobs.keep_all(each.data for row in wanted for each in row.media)
            with self._database.writing() as connection:
                orphans = write_items(connection, wanted, blobs)
            self._drop(orphans)

    def add_vectors(self, made: Mapping[MediumKey, Mapping[str, Embedded]]) -> None:
        """Store vectors of stored media by space fingerprint, all in one transaction.

        A medium that is gone by now is passed over, as is a vector that is there already.
        """
        with self.writing(), self._database.writing() as connection:
            add_vectors(connection, made)

    def drop_spaces(self, kept: Collection[str]) -> set[str]:
        """Remove the vectors of all spaces but these; returns the fingerprints that went."""
        with self.writing(), self._database.writing() as connection:
            return drop_spaces(connection, kept)

    def delete(self, ids: Sequence[str]) -> int:
        """Remove items and what only they used; returns how many there were."""
        with self.writing():
            with self._database.writing() as connection:
                count, orphans = delete_items(connection, ids)
            self._drop(orphans)
        return count

    def sweep(self) -> int:
        """Remove media files that a killed process left behind; returns how many."""
        with self.writing():
            # What comes to be kept after this look is not touched, whatever becomes of the lock.
            found = self._blobs.names()
            with self._database.writing() as connection:
                found -= set(connection.execute(select(medium.c.blob)).scalars())
            self._blobs.drop(found)
        return len(found)

    def _drop(self, files: Set[str]) -> None:
        """Remove files that nothing refers to, unless another writer may have come in since."""
        if files and self._database.is_locked():
            self._blobs.drop(files)

    # Opening

    def _create(self) -> None:
        with self.writing(), self._database.writing() as connection:
            self._database.prepare(connection)
            tables.create_all(connection)
            if connection.execute(select(meta.c.pk)).first() is None:
                connection.execute(
                    insert(meta).values(pk=1, schema_version=SCHEMA_VERSION, generation=0)
                )

    def _check(self) -> None:
        if not self._database.has_catalogue():
            raise StoreError(
                f"{self._database.name}: found no catalogue, expected one that an ingest made"
            )
        with self._database.reading() as connection:
            self._database.check(connection)
            version = read_version(connection)
            is_older = version in STEPS[connection.dialect.name]
        if is_older:
            self._migrate(version)
        elif version != SCHEMA_VERSION:
            raise StoreError(
                f"{self._database.name}: found schema version {version}, "
                f"expected {SCHEMA_VERSION}; it was made by another version of crossjudge"
            )

    def _migrate(self, version: int) -> None:
        try:
            with self.writing(), self._database.writing() as connection:
                migrate(connection)
        except StoreError as error:
            raise StoreError(
                f"{self._database.name}: found schema version {version}, expected "
                f"{SCHEMA_VERSION}; open it once where it can be written, which brings it up to "
                f"date ({error})"
            ) from error
        log.info("store.migrated", store=str(self.directory), found=version, now=SCHEMA_VERSION)

    def _current_snapshot(self) -> Snapshot:
        snapshot = self._snapshot
        if snapshot is not None and snapshot.generation == self.generation():
            return snapshot
        with self._snapshot_lock:
            with self._database.reading() as connection:
                if self._snapshot is None or (
                    self._snapshot.generation != read_generation(connection)
                ):
                    self._snapshot = read_snapshot(connection)
            return self._snapshot
