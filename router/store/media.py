"""Stored media as values, with what it takes to load them again."""

from collections import defaultdict
from collections.abc import Mapping, Set
from itertools import groupby
from operator import attrgetter
from typing import Any

import orjson
from sqlalchemy import Connection, Row, select

from modalities import Intrinsics, Modality

from .blobs import Blobs
from .coverage import unembedded
from .rows import Awaiting, MediumKey, StoredMedium
from .schema import item, item_medium, medium


def stored_medium(row: Row[Any], blobs: Blobs) -> StoredMedium:
    """From all columns of ``medium`` and an ``origin``."""
    return StoredMedium(
        key=MediumKey(row.hash, Modality(row.modality)),
        origin=row.origin,
        kind=row.kind,
        page=row.page,
        path=blobs.path(row.blob),
        scale=row.scale,
        intrinsics=Intrinsics(*orjson.loads(row.intrinsics)) if row.intrinsics else None,
        baseline=row.baseline,
        rate=row.rate,
    )


def awaiting(
    connection: Connection, blobs: Blobs, spaces: Mapping[str, Set[Modality]]
) -> list[Awaiting]:
    """Media that lack a vector of a space that takes them, by modality and then by file."""
    lacked: defaultdict[int, set[str]] = defaultdict(set)
    for fingerprint, modalities in spaces.items():
        for key in connection.execute(unembedded(medium.c.pk, fingerprint, modalities)).scalars():
            lacked[key].add(fingerprint)
    rows = connection.execute(
        select(medium, item_medium.c.origin, item.c.id.label("item"))
        .join(item_medium, item_medium.c.medium_pk == medium.c.pk)
        .join(item, item.c.pk == item_medium.c.item_pk)
        .order_by(medium.c.modality, medium.c.blob, medium.c.pk, item.c.id, item_medium.c.position)
    )
    # Of the places of one medium the first is named.
    firsts = (next(places) for _, places in groupby(rows, key=attrgetter("pk")))
    return [
        Awaiting(stored_medium(row, blobs), row.item, frozenset(lacked[row.pk]))
        for row in firsts
        if row.pk in lacked
    ]
