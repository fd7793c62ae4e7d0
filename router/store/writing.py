"""Writing items, each whole, inside a transaction that the store has opened."""

from collections.abc import Collection, Iterable, Mapping, Sequence

import orjson
from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from judges import Labels
from modalities import Modality
from router.errors import StoreError

from .database import inserted_key
from .dialects import among
from .identifiers import identifiers
from .media_writing import drop_orphans, keys_of_media, unused, write_media
from .rows import Embedded, ItemRow, MediumKey
from .schema import fact, item, item_medium, label, medium, meta, vector, vector_set
from .vectors import MadeVectors, renew, write_vectors

_Indexed = tuple[int, str, Modality, int]
"""Item key, fingerprint, modality, medium key: what an index row is made from."""

_REWRITE = (
    update(item)
    .where(item.c.pk == bindparam("key"))
    .values({name: bindparam(name) for name in ("label_pk", "revision", "digest", "record")})
)


def next_generation(connection: Connection) -> int:
    """Count this write transaction."""
    connection.execute(update(meta).values(generation=meta.c.generation + 1))
    return int(connection.execute(select(meta.c.generation)).scalar_one())


def write_items(
    connection: Connection, rows: Sequence[ItemRow], blobs: Mapping[bytes, str]
) -> set[str]:
    """Store or replace items of different ids; ``blobs`` names the kept file of each data.

    Takes the same number of statements however many items there are. Returns the names of files
    that nothing refers to any more.
    """
    generation = next_generation(connection)
    known = _keys_of(connection, [row.id for row in rows])
    replaced = list(known.values())
    before, media_before = _indexed(connection, replaced), _media_of(connection, replaced)
    _unlink(connection, replaced)
    keys = _write_rows(connection, rows, known, generation)
    media = write_media(connection, [each for row in rows for each in row.media], blobs)
    _link_media(connection, rows, keys, media)
    _write_facts(connection, rows, keys)
    after = _indexed(connection, list(keys.values()))
    files = drop_orphans(connection, media_before) | set(blobs.values())
    renew(connection, _sets(before ^ after))
    return unused(connection, files)


def delete_items(connection: Connection, ids: Iterable[str]) -> tuple[int, set[str]]:
    """Remove items; returns how many there were and the files that nothing refers to any more."""
    keys = list(_keys_of(connection, list(ids)).values())
    if not keys:
        return 0, set()
    next_generation(connection)
    before, media = _indexed(connection, keys), _media_of(connection, keys)
    _unlink(connection, keys)
    connection.execute(delete(item).where(among(item.c.pk, keys)))
    files = drop_orphans(connection, media)
    renew(connection, _sets(before))
    return len(keys), unused(connection, files)


def add_vectors(connection: Connection, made: Mapping[MediumKey, Mapping[str, Embedded]]) -> None:
    """Store vectors of media that are stored already. Raises VectorIndexError."""
    known = keys_of_media(connection, made)
    changed = write_vectors(
        connection,
        [
            MadeVectors(key.hash, key.modality, known[key], fingerprint, each)
            for key, spaces in made.items()
            if key in known
            for fingerprint, each in spaces.items()
        ],
    )
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


def count_items(connection: Connection) -> int:
    return int(connection.execute(select(func.count()).select_from(item)).scalar_one())


def _keys_of(connection: Connection, ids: Sequence[str]) -> dict[str, int]:
    """Keys of those of these items that are stored."""
    rows = connection.execute(select(item.c.id, item.c.pk).where(among(item.c.id, ids)))
    return dict(rows.all())


def _write_rows(
    connection: Connection, rows: Sequence[ItemRow], known: Mapping[str, int], generation: int
) -> dict[str, int]:
    """The item rows themselves; returns the key of each id."""
    labels = {each: _label_key(connection, each) for each in {row.labels for row in rows}}
    values = {
        row.id: {
            "label_pk": labels[row.labels],
            "revision": generation,
            "digest": row.digest,
            "record": _encoded_record(row),
        }
        for row in rows
    }
    rewritten = [{"key": key, **values[id_]} for id_, key in known.items()]
    if rewritten:
        connection.execute(_REWRITE, rewritten)
    new = [{"id": id_, **each} for id_, each in values.items() if id_ not in known]
    if not new:
        return dict(known)
    made = connection.execute(insert(item).returning(item.c.id, item.c.pk), new)
    return {**known, **dict(made.all())}


def _encoded_record(row: ItemRow) -> bytes:
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


def _link_media(
    connection: Connection,
    rows: Sequence[ItemRow],
    keys: Mapping[str, int],
    media: Mapping[MediumKey, int],
) -> None:
    links = [
        {
            "item_pk": keys[row.id],
            "position": position,
            "medium_pk": media[each.key],
            "origin": each.origin,
        }
        for row in rows
        for position, each in enumerate(row.media)
    ]
    if links:
        connection.execute(insert(item_medium), links)


def _write_facts(connection: Connection, rows: Sequence[ItemRow], keys: Mapping[str, int]) -> None:
    facts = [
        {"item_pk": keys[row.id], "field": field, "value": value}
        for row in rows
        for field, value in identifiers(row.record)
    ]
    if facts:
        connection.execute(insert(fact), facts)


def _unlink(connection: Connection, item_keys: Sequence[int]) -> None:
    """Take away the media and facts of items."""
    if item_keys:
        connection.execute(delete(item_medium).where(among(item_medium.c.item_pk, item_keys)))
        connection.execute(delete(fact).where(among(fact.c.item_pk, item_keys)))


def _indexed(connection: Connection, item_keys: Sequence[int]) -> set[_Indexed]:
    if not item_keys:
        return set()
    rows = connection.execute(
        select(item_medium.c.item_pk, vector.c.fingerprint, medium.c.modality, medium.c.pk)
        .join(medium, medium.c.pk == item_medium.c.medium_pk)
        .join(vector, vector.c.medium_pk == medium.c.pk)
        .where(among(item_medium.c.item_pk, item_keys), vector.c.part == 0)
    )
    return {(owner, space, Modality(modality), key) for owner, space, modality, key in rows}


def _sets(indexed: set[_Indexed]) -> set[tuple[str, Modality]]:
    return {(fingerprint, modality) for _, fingerprint, modality, _ in indexed}


def _media_of(connection: Connection, item_keys: Sequence[int]) -> set[int]:
    if not item_keys:
        return set()
    rows = connection.execute(
        select(item_medium.c.medium_pk).where(among(item_medium.c.item_pk, item_keys))
    )
    return set(rows.scalars())
