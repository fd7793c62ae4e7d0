"""The catalogue's outline at one generation: which items there are and who may see them."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import orjson
from numpy.typing import NDArray
from sqlalchemy import Connection, select

from judges import Labels
from modalities import Modality

from .schema import item, label, meta, vector_set

VectorSetKey = tuple[str, Modality]


@dataclass(frozen=True, slots=True, eq=False)
class Snapshot:
    """Everything but records and media, small enough to keep in memory. Ordered by id."""

    generation: int
    ids: tuple[str, ...]
    keys: NDArray[np.int64]
    labels: NDArray[np.int64]
    """Label key of each item."""
    revisions: NDArray[np.int64]
    """The generation that wrote each item's record."""
    meanings: Mapping[int, Labels]
    """What each label key stands for."""
    vector_sets: Mapping[VectorSetKey, str]
    """Revision of each set of vectors."""
    by_key: NDArray[np.int64]
    """Positions that sort ``keys``."""

    def positions(self, keys: NDArray[np.int64]) -> NDArray[np.int64]:
        """Where in the arrays each key stands; -1 for one that is not an item."""
        if not len(self.keys):
            return np.full(len(keys), -1, dtype=np.int64)
        slots = np.searchsorted(self.keys, keys, sorter=self.by_key)
        found = self.by_key[np.minimum(slots, len(self.keys) - 1)]
        return np.where(self.keys[found] == keys, found, -1)


def read_generation(connection: Connection) -> int:
    return int(connection.execute(select(meta.c.generation)).scalar_one())


def read_snapshot(connection: Connection) -> Snapshot:
    """The outline as one read transaction sees it."""
    rows = connection.execute(
        select(item.c.id, item.c.pk, item.c.label_pk, item.c.revision).order_by(item.c.id)
    ).all()
    numbers = np.array([row[1:] for row in rows], dtype=np.int64).reshape(-1, 3)
    keys, labels, revisions = (np.ascontiguousarray(column) for column in numbers.T)
    return Snapshot(
        generation=read_generation(connection),
        ids=tuple(row[0] for row in rows),
        keys=keys,
        labels=labels,
        revisions=revisions,
        meanings=read_labels(connection),
        vector_sets={
            (row.fingerprint, Modality(row.modality)): row.revision
            for row in connection.execute(select(vector_set))
        },
        by_key=np.argsort(keys),
    )


def read_labels(connection: Connection) -> dict[int, Labels]:
    return {
        row.pk: Labels(row.tenant, frozenset(orjson.loads(row.groups)))
        for row in connection.execute(select(label))
    }
