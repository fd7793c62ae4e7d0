"""The space contract: media of several modalities in, unit vectors of one dimension out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from .medium import Medium, Modality


@runtime_checkable
class Space(Protocol):
    """A joint embedding space. It proposes; it never decides."""

    @property
    def name(self) -> str:
        """The name that lanes and messages give it."""
        ...

    @property
    def fingerprint(self) -> str:
        """Model, version and weights in one word, safe in a file name.

        Vectors of two fingerprints are never compared. Available without loading any weights.
        Raises SpaceError where the weights that it names are missing.
        """
        ...

    @property
    def dim(self) -> int:
        """Length of every vector."""
        ...

    @property
    def modalities(self) -> frozenset[Modality]:
        """What it can embed."""
        ...

    @property
    def licence(self) -> str:
        """The licence of its weights: an SPDX identifier, or a few words where there is none."""
        ...

    def hops(self, asked: Modality, indexed: Modality) -> int:
        """How many learnt alignments lie between two modalities of this space.

        0 where one encoder sees both, 1 where they were trained on pairs of each other, 2 where
        both were only ever paired with a third. The more, the wider a lane has to look.
        """
        ...

    def warm_up(self) -> None:
        """Load the weights now instead of at the first ``embed``. Raises SpaceError."""
        ...

    def embed(self, modality: Modality, media: Sequence[Medium]) -> NDArray[np.float32]:
        """Vectors of shape (len(media), dim), each row of norm 1. Safe to call from threads.

        Raises SpaceError for a modality that the space does not take or weights that are missing.
        """
        ...


@runtime_checkable
class Fetching(Protocol):
    """What a space has besides that fetches what it lacks once asked for more than its name."""

    def missing(self) -> str | None:
        """One line that says what would be fetched, and how; None where nothing would.

        Fetches nothing itself.
        """
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Windows:
    """One long medium, as a whole and in the windows it was seen through."""

    pooled: NDArray[np.float32]
    """Shape (dim,), norm 1: the whole, the very vector that ``embed`` gives."""
    vectors: NDArray[np.float32]
    """Shape (w, dim), rows of norm 1, in the order of time."""
    spans: NDArray[np.float64]
    """Shape (w, 2): when each window begins and ends, in seconds. Together they leave no gap."""


@runtime_checkable
class WindowedSpace(Space, Protocol):
    """A space that sees long media through windows, so that a brief sound in a long one counts."""

    @property
    def windowed(self) -> frozenset[Modality]:
        """The modalities for which ``embed_windows`` may be asked."""
        ...

    def embed_windows(self, modality: Modality, media: Sequence[Medium]) -> list[Windows]:
        """One for each medium, in order. Raises SpaceError, as ``embed`` does."""
        ...
