"""What has been made of the stored media, and what is missing."""

from collections.abc import Iterable, Mapping, Set

from sqlalchemy import ColumnElement, Connection, Select, exists, func, select

from modalities import Modality

from .dialects import among
from .rows import MediumKey
from .schema import item, item_medium, medium, reading, vector


def embedded(
    connection: Connection, fingerprint: str, media: Iterable[MediumKey]
) -> set[MediumKey]:
    """Those of these media that have a vector of this space."""
    return _those(connection, media, _has_vector(fingerprint))


def read_by(
    connection: Connection, kind: str, version: str, media: Iterable[MediumKey]
) -> set[MediumKey]:
    """Those of these media that a reader of this kind and version has read."""
    return _those(connection, media, _has_readings(kind, version))


def lacking(
    connection: Connection,
    spaces: Mapping[str, Set[Modality]],
    readers: Mapping[str, tuple[str, Set[Modality]]],
) -> set[str]:
    """Ids of items with a medium that some space has not embedded or some reader has not read."""
    missing = [
        unembedded(medium.c.pk, fingerprint, modalities)
        for fingerprint, modalities in spaces.items()
    ] + [
        _of(medium.c.pk, modalities).where(~_has_readings(kind, version))
        for kind, (version, modalities) in readers.items()
    ]
    ids: set[str] = set()
    for media in missing:
        statement = (
            select(item.c.id)
            .join(item_medium, item_medium.c.item_pk == item.c.pk)
            .where(item_medium.c.medium_pk.in_(media))
        )
        ids.update(connection.execute(statement).scalars())
    return ids


def coverage(
    connection: Connection, fingerprint: str, modalities: Set[Modality]
) -> tuple[int, int]:
    """How many media of these modalities have a vector of this space, and how many there are."""
    count = _of(func.count(), modalities)
    return (
        int(connection.execute(count.where(_has_vector(fingerprint))).scalar_one()),
        int(connection.execute(count).scalar_one()),
    )


def unembedded(
    column: ColumnElement[int], fingerprint: str, modalities: Set[Modality]
) -> Select[int]:
    """A column of the media that this space takes and has not embedded."""
    return _of(column, modalities).where(~_has_vector(fingerprint))


def _of(column: ColumnElement[int], modalities: Set[Modality]) -> Select[int]:
    return select(column).select_from(medium).where(medium.c.modality.in_(sorted(modalities)))


def _has_vector(fingerprint: str) -> ColumnElement[bool]:
    # Any part will do: all parts of a medium are written together.
    return exists().where(vector.c.fingerprint == fingerprint, vector.c.medium_pk == medium.c.pk)


def _has_readings(kind: str, version: str) -> ColumnElement[bool]:
    return exists().where(
        reading.c.medium_pk == medium.c.pk, reading.c.kind == kind, reading.c.version == version
    )


def _those(
    connection: Connection, media: Iterable[MediumKey], condition: ColumnElement[bool]
) -> set[MediumKey]:
    hashes = [key.hash for key in media]
    rows = connection.execute(
        select(medium.c.hash, medium.c.modality).where(among(medium.c.hash, hashes), condition)
    )
    return {MediumKey(hash_, Modality(modality)) for hash_, modality in rows}
