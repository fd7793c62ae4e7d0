"""Writing the media of a batch of items, with what was made from them, and removing them again."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import orjson
from sqlalchemy import Connection, bindparam, delete, insert, select

from modalities import Modality

from .dialects import among
from .rows import MediumKey, MediumRow
from .schema import item_medium, medium, reading, vector
from .vectors import MadeVectors, write_vectors

_FORGET_READING = delete(reading).where(
    reading.c.medium_pk == bindparam("medium_pk"), reading.c.kind == bindparam("kind")
)


def keys_of_media(connection: Connection, media: Iterable[MediumKey]) -> dict[MediumKey, int]:
    """Keys of those of these media that are stored."""
    wanted = set(media)
    rows = connection.execute(
        select(medium.c.hash, medium.c.modality, medium.c.pk).where(
            among(medium.c.hash, [key.hash for key in wanted])
        )
    )
    known = {MediumKey(hash_, Modality(modality)): key for hash_, modality, key in rows}
    return {key: known[key] for key in wanted & known.keys()}


def write_media(
    connection: Connection, rows: Sequence[MediumRow], blobs: Mapping[bytes, str]
) -> dict[MediumKey, int]:
    """Store media, each once, and the vectors and readings that come with them; returns their keys.

    ``blobs`` names the kept file of each data. Raises VectorIndexError.
    """
    if not rows:
        return {}
    keys = keys_of_media(connection, (row.key for row in rows))
    # Of rows of one medium the first is stored.
    new = {row.key: row for row in reversed(rows) if row.key not in keys}
    if new:
        values = [_values(row, blobs[row.data]) for row in new.values()]
        made = connection.execute(
            insert(medium).returning(medium.c.hash, medium.c.modality, medium.c.pk), values
        )
        keys |= {MediumKey(hash_, Modality(modality)): key for hash_, modality, key in made}
    write_vectors(
        connection,
        [
            MadeVectors(row.origin, row.key.modality, keys[row.key], fingerprint, embedded)
            for row in rows
            for fingerprint, embedded in row.vectors.items()
        ],
    )
    _write_readings(connection, rows, keys)
    return keys


def drop_orphans(connection: Connection, media: set[int]) -> set[str]:
    """Remove those of these media that no item has any more; returns the files they were in."""
    if not media:
        return set()
    used = select(item_medium.c.medium_pk)
    gone: Mapping[int, str] = dict(
        connection.execute(
            select(medium.c.pk, medium.c.blob).where(
                among(medium.c.pk, list(media)), medium.c.pk.not_in(used)
            )
        ).all()
    )
    if not gone:
        return set()
    for table in (vector, reading):
        connection.execute(delete(table).where(among(table.c.medium_pk, list(gone))))
    connection.execute(delete(medium).where(among(medium.c.pk, list(gone))))
    return set(gone.values())


def unused(connection: Connection, files: set[str]) -> set[str]:
    """Those of these files that no medium is in."""
    if not files:
        return set()
    used = connection.execute(select(medium.c.blob).where(among(medium.c.blob, sorted(files))))
    return files - set(used.scalars())


def _values(row: MediumRow, blob: str) -> dict[str, Any]:
    lens = row.intrinsics
    return {
        "hash": row.key.hash,
        "modality": row.key.modality,
        "blob": blob,
        "kind": row.kind,
        "page": row.page,
        "scale": row.scale,
        "intrinsics": lens and orjson.dumps([lens.fx, lens.fy, lens.cx, lens.cy]).decode(),
        "baseline": row.baseline,
        "rate": row.rate,
    }


def _write_readings(
    connection: Connection, rows: Sequence[MediumRow], keys: Mapping[MediumKey, int]
) -> None:
    """Of readings of one medium and kind the last are stored, in place of those stored before."""
    found = {(keys[row.key], kind): each for row in rows for kind, each in row.readings.items()}
    if not found:
        return
    connection.execute(_FORGET_READING, [{"medium_pk": key, "kind": kind} for key, kind in found])
    connection.execute(
        insert(reading),
        [
            {
                "medium_pk": key,
                "kind": kind,
                "version": each.version,
                "readings": orjson.dumps([one.model_dump(mode="json") for one in each.readings]),
            }
            for (key, kind), each in found.items()
        ],
    )
