"""The catalogue as one principal may see it. Everything the router and judges read comes here."""

import hashlib
import threading
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np
import orjson
from numpy.typing import NDArray
from sqlalchemy import select

from judges import Candidate, Labels, Principal, Reading

from .blobs import Blobs
from .database import Database
from .dialects import among, label_keys
from .identifiers import identifier
from .media import stored_medium
from .rows import StoredMedium
from .schema import fact, item, item_medium, medium, reading
from .snapshot import Snapshot, VectorSetKey, read_labels

CACHED_RECORDS = 200_000
"""Decoded records kept in memory; beyond these the cache starts afresh."""


class _Decoded(NamedTuple):
    revision: int
    candidate: Candidate


class RecordCache:
    """Decoded records of one store, shared by all scopes; valid while the revision is the same."""

    def __init__(self) -> None:
        self.records: dict[int, _Decoded] = {}

    def remember(self, rows: Mapping[int, _Decoded]) -> None:
        # Swapped, not mutated: other threads may be reading the old one.
        kept = self.records if len(self.records) + len(rows) <= CACHED_RECORDS else {}
        self.records = {**kept, **rows}


class Scope:
    """What one principal may see, at one generation of the catalogue.

    Items that the principal may not see, or that are gone, are absent from every answer; only
    ``labels`` answers for all items, for the access judge. Safe for threads. Methods raise
    StoreError.
    """

    def __init__(
        self,
        principal: Principal,
        snapshot: Snapshot,
        database: Database,
        blobs: Blobs,
        records: RecordCache,
    ) -> None:
        self.principal = principal
        self.visible_labels: frozenset[int] = frozenset(
            key for key, labels in snapshot.meanings.items() if principal.may_see(labels)
        )
        self._snapshot = snapshot
        self._database = database
        self._blobs = blobs
        self._records = records
        self._lock = threading.Lock()
        self._meanings = dict(snapshot.meanings)
        allowed = np.fromiter(self.visible_labels, dtype=np.int64)
        self._visible: NDArray[np.bool_] = np.isin(snapshot.labels, allowed)
        seen = hashlib.sha256(repr(sorted(self.visible_labels)).encode()).hexdigest()
        self.revision: str = f"{snapshot.generation}-{seen[:16]}"

    def item_keys(self) -> NDArray[np.int64]:
        """Keys of all visible items, ordered by item id."""
        return self._snapshot.keys[self._visible]

    def item_count(self) -> int:
        """How many items the principal may see."""
        return int(np.count_nonzero(self._visible))

    def visible_keys(self, keys: NDArray[np.int64]) -> NDArray[np.bool_]:
        """For each key, whether it is an item that the principal may see."""
        positions = self._snapshot.positions(keys)
        known = positions >= 0
        known[known] = self._visible[positions[known]]
        return known

    def places(self, keys: NDArray[np.int64]) -> NDArray[np.int64]:
        """Where each key stands in the catalogue ordered by id; -1 for one that is not in it."""
        return self._snapshot.positions(keys)

    def key(self, item_id: str) -> int | None:
        """The key behind the id of a visible item; None for any other, at the same cost."""
        ids = self._snapshot.ids
        at = bisect_left(ids, item_id)
        known = at < len(ids) and ids[at] == item_id and bool(self._visible[at])
        return int(self._snapshot.keys[at]) if known else None

    def ids(self, keys: Collection[int]) -> dict[int, str]:
        """The id behind each visible key."""
        positions = self._positions(keys)
        return {int(self._snapshot.keys[at]): self._snapshot.ids[at] for at in positions}

    def vector_revision(self, key: VectorSetKey) -> str | None:
        """The revision of one set of vectors; None where none were ever stored."""
        return self._snapshot.vector_sets.get(key)

    def labels(self, ids: Sequence[str]) -> Mapping[str, Labels]:
        """Access labels as they stand now, in one statement; an item that is gone is absent."""
        with self._database.reading() as connection:
            found = label_keys(connection, list(ids))
            if not self._meanings.keys() >= set(found.values()):
                with self._lock:
                    self._meanings = read_labels(connection)
        meanings = self._meanings
        return {id_: meanings[key] for id_, key in found.items()}

    def candidates(self, keys: Sequence[int]) -> list[Candidate]:
        """Visible items with their records, in the order given. One mapping serves all askers."""
        positions = self._positions(keys)
        wanted = self._snapshot.keys[positions].tolist()
        revisions = self._snapshot.revisions[positions].tolist()
        known = self._records.records
        found: list[Candidate | None] = []
        missing: list[int] = []
        for key, revision in zip(wanted, revisions, strict=True):
            decoded = known.get(key)
            if decoded is not None and decoded.revision == revision:
                found.append(decoded.candidate)
            else:
                found.append(None)
                missing.append(key)
        if not missing:
            return [candidate for candidate in found if candidate is not None]
        read = self._read_records(missing)
        pairs = zip(wanted, found, strict=True)
        return [
            candidate for key, cached in pairs if (candidate := cached or read.get(key)) is not None
        ]

    def facts(self, fields: Sequence[str]) -> Sequence[tuple[str, Mapping[str, Any]]]:
        """(id, the named record fields that are present) of every visible item, by id."""
        return [
            (seen.id, {name: seen.record[name] for name in fields if name in seen.record})
            for seen in self.candidates(self.item_keys().tolist())
        ]

    def readings(self, ids: Sequence[str], kind: str) -> Mapping[str, Sequence[Reading]]:
        """What was read at ingest from the media of visible items; an item without is absent."""
        statement = (
            select(item.c.id, item.c.label_pk, reading.c.readings)
            .join(item_medium, item_medium.c.item_pk == item.c.pk)
            .join(reading, reading.c.medium_pk == item_medium.c.medium_pk)
            .where(among(item.c.id, list(ids)), reading.c.kind == kind)
            .order_by(item.c.id, item_medium.c.position)
        )
        found: defaultdict[str, list[Reading]] = defaultdict(list)
        with self._database.reading() as connection:
            for id_, label_key, encoded in connection.execute(statement):
                if label_key in self.visible_labels:
                    found[id_] += [Reading.model_validate(each) for each in orjson.loads(encoded)]
        return {id_: readings for id_, readings in found.items() if readings}

    def lookup(self, field: str, value: str) -> list[int]:
        """Keys of visible items whose record field is this identifier, by item id.

        Spelling is normalised as in identifiers.py; nothing else is forgiven.
        """
        statement = (
            select(item.c.pk, item.c.label_pk)
            .join(fact, fact.c.item_pk == item.c.pk)
            .where(fact.c.field == field, fact.c.value == identifier(value))
            .order_by(item.c.id)
        )
        with self._database.reading() as connection:
            rows = connection.execute(statement).all()
        return [key for key, label_key in rows if label_key in self.visible_labels]

    def media_of(self, key: int) -> tuple[StoredMedium, ...]:
        """The media of a visible item, in the order of its manifest line."""
        statement = (
            select(item.c.label_pk, item_medium.c.origin, medium)
            .join(item_medium, item_medium.c.item_pk == item.c.pk)
            .join(medium, medium.c.pk == item_medium.c.medium_pk)
            .where(item.c.pk == int(key))
            .order_by(item_medium.c.position)
        )
        with self._database.reading() as connection:
            rows = connection.execute(statement).all()
        return tuple(
            stored_medium(row, self._blobs) for row in rows if row.label_pk in self.visible_labels
        )

    def medium(self, content_hash: str) -> StoredMedium | None:
        """One medium of this content that a visible item has; None where there is none."""
        statement = (
            select(item_medium.c.origin, medium)
            .join(medium, medium.c.pk == item_medium.c.medium_pk)
            .join(item, item.c.pk == item_medium.c.item_pk)
            .where(
                medium.c.hash == content_hash,
                among(item.c.label_pk, sorted(self.visible_labels)),
            )
            .order_by(item.c.id, item_medium.c.position)
            .limit(1)
        )
        with self._database.reading() as connection:
            row = connection.execute(statement).first()
        return None if row is None else stored_medium(row, self._blobs)

    def _positions(self, keys: Collection[int]) -> NDArray[np.int64]:
        wanted = np.fromiter(keys, dtype=np.int64, count=len(keys))
        positions = self._snapshot.positions(wanted)
        positions = positions[positions >= 0]
        return positions[self._visible[positions]]

    def _read_records(self, keys: Sequence[int]) -> dict[int, Candidate]:
        statement = select(item.c.pk, item.c.id, item.c.label_pk, item.c.revision, item.c.record)
        with self._database.reading() as connection:
            rows = connection.execute(statement.where(among(item.c.pk, keys))).all()
        decoded = {
            key: _Decoded(revision, Candidate(id_, MappingProxyType(orjson.loads(record))))
            for key, id_, label_key, revision, record in rows
            if label_key in self.visible_labels
        }
        self._records.remember(decoded)
        return {key: each.candidate for key, each in decoded.items()}
