"""The space contract: media of several modalities in, unit vectors of one dimension out."""

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from .medium import Medium, Modality


@runtime_checkable
class Space(Protocol):
    """A joint embedding space. It proposes; it never decides."""

    @property
    def name(self) -> str:
        """The name that a config gives under ``spaces``."""
        ...

    @property
    def fingerprint(self) -> str:
        """Model, version and weights in one word, safe in a file name.

        Vectors of two fingerprints are never compared. Available without loading any weights.
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

    def warm_up(self) -> None:
        """Load the weights now instead of at the first ``embed``. Raises SpaceError."""
        ...

    def embed(self, modality: Modality, media: Sequence[Medium]) -> NDArray[np.float32]:
        """Vectors of shape (len(media), dim), each row of norm 1. Safe to call from threads.

        Raises SpaceError for a modality that the space does not take or weights that are missing.
        """
        ...
