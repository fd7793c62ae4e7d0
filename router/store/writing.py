"""Writing one item, whole, inside a transaction that the store has opened."""

from collections.abc import Collection, Iterable, Mapping, Sequence

import orjson
from sqlalchemy import Connection, delete, func, insert, select, update

from judges import Labels
from modalities import Modality
from router.errors import StoreError

from .database import among, inserted_key
from .identifiers import identifiers
from .rows import Embedded, ItemRow, MediumKey, MediumRow
from .schema import fact, item, item_medium, label, medium, meta, reading, vector, vector_set
from .vectors import renew, write_vectors

_Vector = tuple[str, Modality, int]
"""Fingerprint, modality, medium key: what an index row is made from."""


def next_generation(connection: Connection) -> int:
    """Count this write transaction."""
    connection.execute(update(meta).values(generation=meta.c.generation + 1))
    return int(connection.execute(select(meta.c.generation)).scalar_one())


def write_item(connection: Connection, row: ItemRow, blobs: Sequence[str]) -> set[str]:
    """Store or replace an item; ``blobs`` names the kept file of each of its media.

    Returns the names of files that nothing refers to any more.
    """
    generation = next_generation(connection)
    values = {
        "label_pk": _label_key(connection, row.labels),
        "revision": generation,
        "digest": row.digest,
        "record": encoded_record(row),
    }
    key = connection.execute(select(item.c.pk).where(item.c.id == row.id)).scalar()
    before: set[_Vector] = set()
    media_before: set[int] = set()
    if key is None:
        key = inserted_key(connection.execute(insert(item).values(id=row.id, **values)))
    else:
        before, media_before = _vectors_of(connection, [key]), _media_of(connection, [key])
        connection.execute(update(item).where(item.c.pk == key).values(**values))
        connection.execute(delete(item_medium).where(item_medium.c.item_pk == key))
        connection.execute(delete(fact).where(fact.c.item_pk == key))
    _write_facts(connection, key, row)
    _write_media(connection, key, row, blobs)
    after = _vectors_of(connection, [key])
    files = _drop_orphans(connection, media_before) | set(blobs)
    renew(connection, _sets(before ^ after))
    return _unused(connection, files)


def delete_items(connection: Connection, ids: Iterable[str]) -> tuple[int, set[str]]:
    """Remove items; returns how many there were and the files that nothing refers to any more."""
    keys = list(connection.execute(select(item.c.pk).where(among(item.c.id, list(ids)))).scalars())
    if not keys:
        return 0, set()
    next_generation(connection)
    before, media = _vectors_of(connection, keys), _media_of(connection, keys)
    connection.execute(delete(item_medium).where(among(item_medium.c.item_pk, keys)))
    connection.execute(delete(fact).where(among(fact.c.item_pk, keys)))
    connection.execute(delete(item).where(among(item.c.pk, keys)))
    files = _drop_orphans(connection, media)
    renew(connection, _sets(before))
    return len(keys), _unused(connection, files)


def add_vectors(connection: Connection, made: Mapping[MediumKey, Mapping[str, Embedded]]) -> None:
    """Store vectors of media that are stored already. Raises VectorIndexError."""
    changed = set()
    for key, spaces in made.items():
        known = connection.execute(
            select(medium.c.pk).where(medium.c.hash == key.hash, medium.c.modality == key.modality)
        ).scalar()
        if known is None:
            continue
        for fingerprint, each in spaces.items():
            if write_vectors(connection, key.hash, key.modality, known, fingerprint, each):
                changed.add((fingerprint, key.modality))
    if changed:
        next_generation(connection)
        renew(connection, changed)


def drop_spaces(connection: Connection, kept: Collection[str]) -> set[str]:
    """Remove all vectors of other spaces than these; returns the fingerprints that went."""
    known = connection.execute(select(vector_set.c.fingerprint).distinct()).scalars()
    gone = set(known) - set(kept)
    if gone:
        next_generation(connection)
        for table in (vector, vector_set):
            connection.execute(delete(table).where(table.c.fingerprint.in_(gone)))
    return gone


def encoded_record(row: ItemRow) -> bytes:
    """The record as JSON. Raises StoreError where it is not JSON-compatible."""
    try:
        return orjson.dumps(dict(row.record))
    except TypeError as error:
        raise StoreError(f"item {row.id!r}: record cannot be stored as JSON ({error})") from error


def _label_key(connection: Connection, labels: Labels) -> int:
    groups = orjson.dumps(sorted(labels.groups)).decode()
    known = connection.execute(
        select(label.c.pk).where(
            label.c.tenant.is_not_distinct_from(labels.tenant), label.c.groups == groups
        )
    ).scalar()
    if known is not None:
        return int(known)
    return inserted_key(
        connection.execute(insert(label).values(tenant=labels.tenant, groups=groups))
    )


def _write_facts(connection: Connection, key: int, row: ItemRow) -> None:
    facts = [
        {"item_pk": key, "field": field, "value": value} for field, value in identifiers(row.record)
    ]
    if facts:
        connection.execute(insert(fact), facts)


def _write_media(connection: Connection, key: int, row: ItemRow, blobs: Sequence[str]) -> None:
    for position, (each, blob) in enumerate(zip(row.media, blobs, strict=True)):
        medium_key = _medium_key(connection, each, blob)
        connection.execute(
            insert(item_medium).values(
                item_pk=key, position=position, medium_pk=medium_key, origin=each.origin
            )
        )
        for fingerprint, embedded in each.vectors.items():
            write_vectors(
                connection, each.origin, each.key.modality, medium_key, fingerprint, embedded
            )
        _write_readings(connection, each, medium_key)


def _medium_key(connection: Connection, row: MediumRow, blob: str) -> int:
    known = connection.execute(
        select(medium.c.pk).where(
            medium.c.hash == row.key.hash, medium.c.modality == row.key.modality
        )
    ).scalar()
    if known is not None:
        return int(known)
    lens = row.intrinsics
    return inserted_key(
        connection.execute(
            insert(medium).values(
                hash=row.key.hash,
                modality=row.key.modality,
                blob=blob,
                kind=row.kind,
                page=row.page,
                scale=row.scale,
                intrinsics=lens and orjson.dumps([lens.fx, lens.fy, lens.cx, lens.cy]).decode(),
                baseline=row.baseline,
                rate=row.rate,
            )
        )
    )


def _write_readings(connection: Connection, row: MediumRow, medium_key: int) -> None:
    for kind, found in row.readings.items():
        connection.execute(
            delete(reading).where(reading.c.medium_pk == medium_key, reading.c.kind == kind)
        )
        listed = [each.model_dump(mode="json") for each in found.readings]
        connection.execute(
            insert(reading).values(
                medium_pk=medium_key,
                kind=kind,
                version=found.version,
                readings=orjson.dumps(listed),
            )
        )


def _vectors_of(connection: Connection, item_keys: list[int]) -> set[_Vector]:
    rows = connection.execute(
        select(vector.c.fingerprint, medium.c.modality, vector.c.medium_pk)
        .join(medium, medium.c.pk == vector.c.medium_pk)
        .join(item_medium, item_medium.c.medium_pk == medium.c.pk)
        .where(among(item_medium.c.item_pk, item_keys), vector.c.part == 0)
    )
    return {(fingerprint, Modality(modality), key) for fingerprint, modality, key in rows}


def _sets(vectors: set[_Vector]) -> set[tuple[str, Modality]]:
    return {(fingerprint, modality) for fingerprint, modality, _ in vectors}


def _media_of(connection: Connection, item_keys: list[int]) -> set[int]:
    rows = connection.execute(
        select(item_medium.c.medium_pk).where(among(item_medium.c.item_pk, item_keys))
    )
    return set(rows.scalars())


def _drop_orphans(connection: Connection, media: set[int]) -> set[str]:
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


def _unused(connection: Connection, files: set[str]) -> set[str]:
    used = connection.execute(select(medium.c.blob).where(among(medium.c.blob, sorted(files))))
    return files - set(used.scalars())


def count_items(connection: Connection) -> int:
    return int(connection.execute(select(func.count()).select_from(item)).scalar_one())
