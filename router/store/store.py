"""The catalogue store: one folder with a database, kept media files and derived indexes."""

import threading
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType

import numpy as np
from sqlalchemy import insert, select

from judges import Principal
from modalities import Modality
from router.errors import StoreError

from .blobs import Blobs
from .database import BUSY_TIMEOUT, Database, among
from .lock import WriteLock
from .rows import ItemRow, MediumKey, VectorRows
from .schema import (
    SCHEMA_VERSION,
    item,
    item_medium,
    medium,
    meta,
    reading,
    tables,
    vector,
    vector_set,
)
from .scope import RecordCache, Scope
from .snapshot import Snapshot, read_generation, read_snapshot
from .writing import VECTOR_TYPE, count_items, delete_items, write_item

DATABASE = "catalogue.sqlite"
MEDIA = "media"
INDEXES = "indexes"
LOCK = "catalogue.lock"


class Store:
    """A catalogue on disk. Many processes may read while one writes. Safe for threads.

    An item that ``put`` has returned for survives a killed process and a power cut. Every method
    raises StoreError, in one line, where the disk or the database does not do what is asked.
    """

    def __init__(self, directory: Path, database: Database) -> None:
        """Use ``Store.open``."""
        self.directory = directory
        self._database = database
        self._blobs = Blobs(directory / MEDIA)
        self._lock = WriteLock(directory / LOCK)
        self._records = RecordCache()
        self._snapshot: Snapshot | None = None
        self._snapshot_lock = threading.Lock()

    @classmethod
    def open(cls, directory: Path, *, create: bool = False) -> "Store":
        """Open the catalogue in a folder; with ``create``, make it where there is none.

        Raises StoreError: no catalogue, not a catalogue, a newer one, a folder without access.
        """
        path = directory / DATABASE
        try:
            if create:
                directory.mkdir(parents=True, exist_ok=True)
            elif not path.is_file():
                raise StoreError(
                    f"{directory}: found no {DATABASE}, expected a folder made by an ingest"
                )
        except OSError as error:
            raise StoreError(f"{directory}: cannot be used ({error.strerror})") from error
        store = cls(directory, Database(path))
        try:
            if create:
                store._create()
            store._check_version()
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
        statement = (
            select(medium.c.hash, medium.c.modality)
            .join(vector, vector.c.medium_pk == medium.c.pk)
            .where(vector.c.fingerprint == fingerprint)
        )
        with self._database.reading() as connection:
            hashes = [key.hash for key in media]
            rows = connection.execute(statement.where(among(medium.c.hash, hashes)))
            return {MediumKey(hash_, Modality(modality)) for hash_, modality in rows}

    def read_by(self, kind: str, version: str, media: Iterable[MediumKey]) -> set[MediumKey]:
        """Those of these media that a reader of this kind and version has read."""
        statement = (
            select(medium.c.hash, medium.c.modality)
            .join(reading, reading.c.medium_pk == medium.c.pk)
            .where(reading.c.kind == kind, reading.c.version == version)
        )
        with self._database.reading() as connection:
            hashes = [key.hash for key in media]
            rows = connection.execute(statement.where(among(medium.c.hash, hashes)))
            return {MediumKey(hash_, Modality(modality)) for hash_, modality in rows}

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
            known = connection.execute(
                select(vector_set.c.dim, vector_set.c.revision).where(
                    vector_set.c.fingerprint == fingerprint, vector_set.c.modality == modality
                )
            ).first()
            if known is None:
                return None
            rows = connection.execute(
                select(item_medium.c.item_pk, vector.c.data)
                .join(medium, medium.c.pk == item_medium.c.medium_pk)
                .join(vector, vector.c.medium_pk == medium.c.pk)
                .where(vector.c.fingerprint == fingerprint, medium.c.modality == modality)
                .order_by(item_medium.c.item_pk, item_medium.c.position)
            ).all()
        keys = np.array([key for key, _ in rows], dtype=np.int64)
        data = b"".join(data for _, data in rows)
        values = np.frombuffer(data, dtype=VECTOR_TYPE).astype(np.float32)
        return VectorRows(known.revision, keys, values.reshape(len(rows), known.dim))

    # Writing

    def writing(self, patience: float = BUSY_TIMEOUT) -> AbstractContextManager[None]:
        """Keep other writers out for longer than one item.

        Raises StoreError where another still writes after ``patience`` seconds.
        """
        return self._lock.held(patience)

    def put(self, row: ItemRow) -> None:
        """Store an item whole, in one transaction, in place of what it was before."""
        with self.writing():
            blobs = [self._blobs.keep(each.data) for each in row.media]
            with self._database.writing() as connection:
                orphans = write_item(connection, row, blobs)
            self._blobs.drop(orphans)

    def delete(self, ids: Sequence[str]) -> int:
        """Remove items and what only they used; returns how many there were."""
        with self.writing():
            with self._database.writing() as connection:
                count, orphans = delete_items(connection, ids)
            self._blobs.drop(orphans)
        return count

    def sweep(self) -> int:
        """Remove media files that a killed process left behind; returns how many."""
        with self.writing():
            with self._database.reading() as connection:
                wanted = set(connection.execute(select(medium.c.blob)).scalars())
            return self._blobs.sweep(wanted)

    # Opening

    def _create(self) -> None:
        with self.writing(), self._database.writing() as connection:
            tables.create_all(connection)
            if connection.execute(select(meta.c.pk)).first() is None:
                connection.execute(
                    insert(meta).values(pk=1, schema_version=SCHEMA_VERSION, generation=0)
                )

    def _check_version(self) -> None:
        with self._database.reading() as connection:
            version = connection.execute(select(meta.c.schema_version)).scalar()
        if version != SCHEMA_VERSION:
            raise StoreError(
                f"{self._database.path}: found schema version {version}, "
                f"expected {SCHEMA_VERSION}; it was made by another version of crossjudge"
            )

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
