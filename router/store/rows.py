"""What is put into a catalogue, and what comes out of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from judges import Labels, Reading
from modalities import Intrinsics, Modality, Windows


class MediumKey(NamedTuple):
    """What tells one medium from every other."""

    hash: str
    modality: Modality


@dataclass(frozen=True, slots=True)
class ReadingSet:
    """Everything that one reader of one version found in one medium; empty: nothing to find."""

    version: str
    readings: tuple[Reading, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Embedded:
    """One medium in one space: as a whole, and in windows where the space sees it through any."""

    vectors: NDArray[np.float32]
    """Shape (p, dim), rows of norm 1. Row 0 is the whole, the others are windows in time order."""
    spans: NDArray[np.float64]
    """Shape (p, 2): when each window begins and ends, in seconds; NaN for the whole."""

    @classmethod
    def whole(cls, vector: NDArray[np.float32]) -> "Embedded":
        """From the one vector, (dim,), of a medium that has no windows."""
        return cls(vector[None], np.full((1, 2), np.nan))

    @classmethod
    def windowed(cls, windows: Windows) -> "Embedded":
        """From what a windowed space gives."""
        return cls(
            np.vstack([windows.pooled[None], windows.vectors]),
            np.vstack([np.full((1, 2), np.nan), windows.spans]),
        )


@dataclass(frozen=True, slots=True, eq=False)
class MediumRow:
    """One medium of an item to be stored, with the vectors and readings made from it."""

    key: MediumKey
    data: bytes
    """The bytes of the file it was loaded from."""
    kind: str
    """The manifest's word for it, such as ``image`` or ``document``: it picks the loader."""
    origin: str
    """How messages and dossiers name it."""
    page: int | None = None
    scale: float | None = None
    intrinsics: Intrinsics | None = None
    baseline: float | None = None
    rate: float | None = None
    vectors: Mapping[str, Embedded] = field(default_factory=dict)
    """New vectors by space fingerprint. Those already stored stay."""
    readings: Mapping[str, ReadingSet] = field(default_factory=dict)
    """New readings by kind; each replaces what the kind's reader found before."""


@dataclass(frozen=True, slots=True, eq=False)
class ItemRow:
    """One item to be stored, whole."""

    id: str
    record: Mapping[str, Any]
    """JSON-compatible facts."""
    labels: Labels
    media: Sequence[MediumRow] = ()
    digest: str = ""
    """Of everything that the item was made from; equal digests need no second ingest."""


@dataclass(frozen=True, slots=True)
class StoredMedium:
    """One medium of a stored item."""

    key: MediumKey
    origin: str
    kind: str
    page: int | None
    path: Path
    """The kept copy of the file it was loaded from."""
    scale: float | None = None
    intrinsics: Intrinsics | None = None
    baseline: float | None = None
    rate: float | None = None


class Awaiting(NamedTuple):
    """A stored medium that some spaces have not embedded yet."""

    medium: StoredMedium
    item: str
    """Id of an item that it belongs to, for messages."""
    spaces: frozenset[str]
    """Their fingerprints."""


class VectorRows(NamedTuple):
    """All vectors of one space and modality: per item and medium the whole, then its windows."""

    revision: str
    """Changes with the rows."""
    keys: NDArray[np.int64]
    """Shape (n,): item keys, ascending."""
    vectors: NDArray[np.float32]
    """Shape (n, dim)."""
    spans: NDArray[np.float64]
    """Shape (n, 2): the window that each row stands for, in seconds; NaN for a whole medium."""
