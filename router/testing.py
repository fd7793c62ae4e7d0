"""Doubles that users need too: parts that behave as their contract says and need no models."""

import hashlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from modalities import Medium, Modality, SpaceError


class RandomSpace:
    """A space that knows nothing: each medium's vector is drawn from its content hash.

    Equal media get equal vectors, on every machine; all else is noise. Whatever an answer owes to
    proximity is gone when this takes the place of a real space.
    """

    def __init__(
        self,
        dim: int = 16,
        seed: int = 0,
        modalities: frozenset[Modality] = frozenset(Modality),
    ) -> None:
        self.name = "random"
        self.licence = "no weights"
        self.dim = dim
        self.seed = seed
        self.modalities = modalities
        self.fingerprint = f"random-{dim}-{seed}"

    def hops(self, asked: Modality, indexed: Modality) -> int:
        return int(asked is not indexed)

    def warm_up(self) -> None:
        """There is nothing to load."""

    def embed(self, modality: Modality, media: Sequence[Medium]) -> NDArray[np.float32]:
        """Unit vectors, (len(media), dim). Raises SpaceError for a modality it does not take."""
        if modality not in self.modalities:
            raise SpaceError(f"space {self.name!r} does not take {modality}")
        rows = np.empty((len(media), self.dim), dtype=np.float32)
        for row, medium in zip(rows, media, strict=True):
            row[:] = self._vector(medium.content_hash)
        return rows

    def _vector(self, content_hash: str) -> NDArray[np.float64]:
        seed = hashlib.sha256(f"{self.seed} {content_hash}".encode()).digest()
        drawn = np.random.default_rng(int.from_bytes(seed)).standard_normal(self.dim)
        return drawn / np.linalg.norm(drawn)
