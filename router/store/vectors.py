"""Vectors in the database: of a medium as a whole, and of the windows that it was seen through."""

import secrets
from collections.abc import Collection

import numpy as np
from sqlalchemy import Connection, func, insert, select, update

from modalities import Modality
from router.errors import VectorIndexError

from .rows import Embedded, VectorRows
from .schema import item_medium, medium, vector, vector_set

VECTOR_TYPE = np.dtype("<f4")

_AT_ONCE = 4096
"""Rows decoded at a time, so that reading takes little more memory than what is read."""


def read_vectors(connection: Connection, fingerprint: str, modality: Modality) -> VectorRows | None:
    """All vectors of one space and modality; None where none were ever stored."""
    known = connection.execute(
        select(vector_set.c.dim, vector_set.c.revision).where(
            vector_set.c.fingerprint == fingerprint, vector_set.c.modality == modality
        )
    ).first()
    if known is None:
        return None
    rows = (
        select(item_medium.c.item_pk, vector.c.starts, vector.c.ends, vector.c.data)
        .join(medium, medium.c.pk == item_medium.c.medium_pk)
        .join(vector, vector.c.medium_pk == medium.c.pk)
        .where(vector.c.fingerprint == fingerprint, medium.c.modality == modality)
    )
    count = connection.execute(select(func.count()).select_from(rows.subquery())).scalar_one()
    keys = np.empty(count, dtype=np.int64)
    vectors = np.empty((count, known.dim), dtype=np.float32)
    spans = np.empty((count, 2), dtype=np.float64)
    ordered = rows.order_by(item_medium.c.item_pk, item_medium.c.position, vector.c.part)
    at = 0
    for some in connection.execute(ordered).partitions(_AT_ONCE):
        here = slice(at, at + len(some))
        keys[here] = [row.item_pk for row in some]
        data = b"".join(row.data for row in some)
        vectors[here] = np.frombuffer(data, dtype=VECTOR_TYPE).reshape(len(some), known.dim)
        # NULL becomes NaN.
        spans[here] = np.array([(row.starts, row.ends) for row in some], dtype=np.float64)
        at += len(some)
    return VectorRows(known.revision, keys, vectors, spans)


def write_vectors(
    connection: Connection,
    origin: str,
    modality: Modality,
    medium_key: int,
    fingerprint: str,
    embedded: Embedded,
) -> bool:
    """Store what one space made of one medium; False where the store has that already.

    Raises VectorIndexError, naming ``origin``, for what cannot be vectors of this space.
    """
    _check(connection, origin, fingerprint, embedded)
    _open_set(connection, fingerprint, modality, embedded.vectors.shape[1])
    same = (vector.c.fingerprint == fingerprint, vector.c.medium_pk == medium_key)
    if connection.execute(select(vector.c.medium_pk).where(*same).limit(1)).first() is not None:
        return False
    rows = zip(
        np.ascontiguousarray(embedded.vectors, dtype=VECTOR_TYPE),
        embedded.spans.tolist(),
        strict=True,
    )
    connection.execute(
        insert(vector),
        [
            {
                "fingerprint": fingerprint,
                "medium_pk": medium_key,
                "part": part,
                "starts": starts if part else None,
                "ends": ends if part else None,
                "data": values.tobytes(),
            }
            for part, (values, (starts, ends)) in enumerate(rows)
        ],
    )
    return True


def renew(connection: Connection, changed: Collection[tuple[str, Modality]]) -> None:
    """Give these sets of vectors a revision that no index was ever made from."""
    for fingerprint, modality in changed:
        connection.execute(
            update(vector_set)
            .where(vector_set.c.fingerprint == fingerprint, vector_set.c.modality == modality)
            .values(revision=secrets.token_hex(8))
        )


def _check(connection: Connection, origin: str, fingerprint: str, embedded: Embedded) -> None:
    vectors, spans = embedded.vectors, embedded.spans
    if vectors.ndim != 2 or not vectors.size or not np.isfinite(vectors).all():
        raise VectorIndexError(
            f"{origin}: space {fingerprint!r} gave vectors of shape {vectors.shape}; "
            "expected rows of finite numbers"
        )
    if spans.shape != (len(vectors), 2) or not np.isfinite(spans[1:]).all():
        raise VectorIndexError(
            f"{origin}: space {fingerprint!r} gave spans of shape {spans.shape} for "
            f"{len(vectors)} vectors; expected begin and end of each, finite but for the first"
        )
    dim = connection.execute(
        select(vector_set.c.dim).where(vector_set.c.fingerprint == fingerprint).limit(1)
    ).scalar()
    if dim is not None and dim != vectors.shape[1]:
        raise VectorIndexError(
            f"{origin}: space {fingerprint!r} gave {vectors.shape[1]} numbers; "
            f"this catalogue holds {dim} per vector of that space"
        )


def _open_set(connection: Connection, fingerprint: str, modality: Modality, dim: int) -> None:
    same = (vector_set.c.fingerprint == fingerprint, vector_set.c.modality == modality)
    if connection.execute(select(vector_set.c.dim).where(*same)).first() is None:
        connection.execute(
            insert(vector_set).values(
                fingerprint=fingerprint,
                modality=modality,
                dim=dim,
                revision=secrets.token_hex(8),
            )
        )
