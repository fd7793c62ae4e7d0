"""Vectors in the database: of a medium as a whole, and of the windows that it was seen through."""

import secrets
from collections.abc import Collection, Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
from sqlalchemy import Connection, func, insert, select, update

from modalities import Modality
from router.errors import VectorIndexError

from .dialects import among
from .rows import Embedded, VectorRows
from .schema import item_medium, medium, vector, vector_set

VECTOR_TYPE = np.dtype("<f4")

_SETS = select(vector_set.c.fingerprint, vector_set.c.modality, vector_set.c.dim)

_AT_ONCE = 4096
"""Rows read at a time, so that reading takes little more memory than what is read."""


class MadeVectors(NamedTuple):
    """What one space made of one stored medium."""

    origin: str
    """How messages name the medium."""
    modality: Modality
    medium_key: int
    fingerprint: str
    embedded: Embedded


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
    in_parts = connection.execute(ordered, execution_options={"yield_per": _AT_ONCE})
    for some in in_parts.partitions():
        here = slice(at, at + len(some))
        keys[here] = [row.item_pk for row in some]
        data = b"".join(row.data for row in some)
        vectors[here] = np.frombuffer(data, dtype=VECTOR_TYPE).reshape(len(some), known.dim)
        # NULL becomes NaN.
        spans[here] = np.array([(row.starts, row.ends) for row in some], dtype=np.float64)
        at += len(some)
    return VectorRows(known.revision, keys, vectors, spans)


def write_vectors(connection: Connection, made: Sequence[MadeVectors]) -> set[tuple[str, Modality]]:
    """Store what spaces made of media, unless the store has it already.

    Returns the sets of vectors, by fingerprint and modality, that have grown. Raises
    VectorIndexError, naming its ``origin``, for what cannot be vectors of its space.
    """
    if not made:
        return set()
    _open_sets(connection, made)
    known = _known(connection, made)
    # Of what one space made of one medium the first is stored.
    new = {
        (each.fingerprint, each.medium_key): each
        for each in reversed(made)
        if (each.fingerprint, each.medium_key) not in known
    }
    if new:
        connection.execute(insert(vector), [row for each in new.values() for row in _rows(each)])
    return {(each.fingerprint, each.modality) for each in new.values()}


def renew(connection: Connection, changed: Collection[tuple[str, Modality]]) -> None:
    """Give these sets of vectors a revision that no index was ever made from."""
    for fingerprint, modality in changed:
        connection.execute(
            update(vector_set)
            .where(vector_set.c.fingerprint == fingerprint, vector_set.c.modality == modality)
            .values(revision=secrets.token_hex(8))
        )


def _known(connection: Connection, made: Sequence[MadeVectors]) -> set[tuple[str, int]]:
    """Fingerprint and medium key of vectors of these media that are stored."""
    keys = sorted({each.medium_key for each in made})
    rows = connection.execute(
        select(vector.c.fingerprint, vector.c.medium_pk).where(
            among(vector.c.medium_pk, keys), vector.c.part == 0
        )
    )
    return {(fingerprint, key) for fingerprint, key in rows}


def _rows(made: MadeVectors) -> Iterable[dict[str, Any]]:
    vectors = np.ascontiguousarray(made.embedded.vectors, dtype=VECTOR_TYPE)
    for part, (values, (starts, ends)) in enumerate(
        zip(vectors, made.embedded.spans.tolist(), strict=True)
    ):
        yield {
            "fingerprint": made.fingerprint,
            "medium_pk": made.medium_key,
            "part": part,
            "starts": starts if part else None,
            "ends": ends if part else None,
            "data": values.tobytes(),
        }


def _open_sets(connection: Connection, made: Iterable[MadeVectors]) -> None:
    """Make a set for each space and modality that has none, all of a space of one length."""
    sets = {(row.fingerprint, row.modality): row.dim for row in connection.execute(_SETS)}
    dims = {fingerprint: dim for (fingerprint, _), dim in sets.items()}
    for each in made:
        dim = _checked_dim(each, dims.get(each.fingerprint))
        dims[each.fingerprint] = dim
        if (each.fingerprint, each.modality) not in sets:
            sets[each.fingerprint, each.modality] = dim
            connection.execute(
                insert(vector_set).values(
                    fingerprint=each.fingerprint,
                    modality=each.modality,
                    dim=dim,
                    revision=secrets.token_hex(8),
                )
            )


def _checked_dim(made: MadeVectors, expected: int | None) -> int:
    vectors, spans = made.embedded.vectors, made.embedded.spans
    said = f"{made.origin}: space {made.fingerprint!r} gave"
    if vectors.ndim != 2 or not vectors.size or not np.isfinite(vectors).all():
        raise VectorIndexError(
            f"{said} vectors of shape {vectors.shape}; expected rows of finite numbers"
        )
    if spans.shape != (len(vectors), 2) or not np.isfinite(spans[1:]).all():
        raise VectorIndexError(
            f"{said} spans of shape {spans.shape} for {len(vectors)} vectors; "
            "expected begin and end of each, finite but for the first"
        )
    dim = int(vectors.shape[1])
    if expected not in (None, dim):
        raise VectorIndexError(
            f"{said} {dim} numbers; this catalogue holds {expected} per vector of that space"
        )
    return dim
