"""Rows for the catalogue's tests, made as an ingest would make them."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from judges import Labels, Principal, Reading
from modalities import Modality, Windows, content_hash
from router.store import Embedded, ItemRow, MediumKey, MediumRow, ReadingSet, Store

SPACE = "by-hand-4"
"""The fingerprint of vectors that tests write themselves."""


def medium_row(
    text: str,
    vector: Sequence[float] | None = None,
    *,
    readings: Mapping[str, ReadingSet] | None = None,
    space: str = SPACE,
    windows: Sequence[Sequence[float]] = (),
) -> MediumRow:
    """A text medium with a hand-made vector, and those of windows, one second each."""
    data = text.encode()
    vectors = {}
    if windows:
        starts = np.arange(len(windows), dtype=np.float64)
        seen = Windows(
            np.asarray(vector, dtype=np.float32),
            np.asarray(windows, dtype=np.float32),
            np.column_stack([starts, starts + 1]),
        )
        vectors = {space: Embedded.windowed(seen)}
    elif vector is not None:
        vectors = {space: Embedded.whole(np.asarray(vector, dtype=np.float32))}
    key = MediumKey(content_hash("text", data), Modality.TEXT)
    return MediumRow(key, data, "text", "text", vectors=vectors, readings=readings or {})


def item_row(
    item_id: str,
    *media: MediumRow,
    record: Mapping[str, Any] | None = None,
    labels: Labels = Labels(),  # noqa: B008 - frozen
    digest: str = "d",
) -> ItemRow:
    return ItemRow(item_id, {} if record is None else record, labels, media, digest)


def reading(value: str) -> Reading:
    return Reading(kind="barcode", value=value, text=value, confidence=1, reader="r", version="1")


def unit(*numbers: float) -> NDArray[np.float32]:
    vector = np.array(numbers, dtype=np.float32)
    return vector / np.linalg.norm(vector)


def visible_ids(store: Store, principal: Principal) -> list[str]:
    scope = store.scope(principal)
    return [each.id for each in scope.candidates(scope.item_keys().tolist())]


def put_all(store: Store, rows: Iterable[ItemRow]) -> None:
    for row in rows:
        store.put(row)


def blob_files(store: Store) -> list[Path]:
    """The files of media that a store keeps."""
    return [path for path in (store.directory / "media").rglob("*") if path.is_file()]
