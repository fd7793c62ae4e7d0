"""A double that behaves as a space's contract says and needs no model."""

import hashlib
from collections.abc import Sequence
from math import ceil

import numpy as np
from numpy.typing import NDArray

from modalities import Audio, Imu, Medium, Modality, SpaceError, Video, Windows

_TIMED = frozenset({Modality.AUDIO, Modality.VIDEO, Modality.IMU})


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
        windowed: frozenset[Modality] = frozenset(),
        window_seconds: float = 2.0,
    ) -> None:
        """Media of the ``windowed`` modalities are seen through windows of ``window_seconds``.

        Raises SpaceError for a windowed modality that has no length or that it does not take.
        """
        if not windowed <= modalities & _TIMED:
            wrong = ", ".join(sorted(windowed - modalities & _TIMED))
            raise SpaceError(f"space random: windowed: found {wrong}, expected what lasts")
        self.name = "random"
        self.licence = "no weights"
        self.dim = dim
        self.seed = seed
        self.modalities = modalities
        self.windowed = windowed
        self.window_seconds = window_seconds
        through = f"-{window_seconds:g}s" if windowed else ""
        self.fingerprint = f"random-{dim}-{seed}{through}"

    def hops(self, asked: Modality, indexed: Modality) -> int:
        return int(asked is not indexed)

    def warm_up(self) -> None:
        """There is nothing to load."""

    def embed(self, modality: Modality, media: Sequence[Medium]) -> NDArray[np.float32]:
        """Unit vectors, (len(media), dim). Raises SpaceError for what it does not take."""
        self._check(modality, media, self.modalities)
        rows = np.empty((len(media), self.dim), dtype=np.float32)
        for row, medium in zip(rows, media, strict=True):
            whole = modality not in self.windowed
            row[:] = self._vector(medium.content_hash) if whole else self._windows(medium).pooled
        return rows

    def embed_windows(self, modality: Modality, media: Sequence[Medium]) -> list[Windows]:
        """One for each medium. Raises SpaceError for what it does not see through windows."""
        self._check(modality, media, self.windowed)
        return [self._windows(medium) for medium in media]

    def _check(
        self, modality: Modality, media: Sequence[Medium], taken: frozenset[Modality]
    ) -> None:
        if modality not in taken:
            raise SpaceError(f"space {self.name!r} does not take {modality}")
        for medium in media:
            if medium.modality is not modality:
                raise SpaceError(
                    f"space {self.name!r}: {medium.source}: "
                    f"found {medium.modality}, expected {modality}"
                )

    def _windows(self, medium: Medium) -> Windows:
        """As many windows as cover it, side by side; the last may be shorter."""
        seconds = medium.seconds if isinstance(medium, Audio | Video | Imu) else 0.0
        count = max(1, ceil(seconds / self.window_seconds))
        edges = np.append(np.arange(count) * self.window_seconds, seconds)
        vectors = np.array([self._vector(f"{medium.content_hash} {n}") for n in range(count)])
        mean = vectors.mean(axis=0)
        pooled = mean / np.linalg.norm(mean)
        spans = np.stack((edges[:-1], edges[1:]), axis=1)
        return Windows(pooled.astype(np.float32), vectors.astype(np.float32), spans)

    def _vector(self, drawn_from: str) -> NDArray[np.float64]:
        seed = hashlib.sha256(f"{self.seed} {drawn_from}".encode()).digest()
        drawn = np.random.default_rng(int.from_bytes(seed)).standard_normal(self.dim)
        return drawn / np.linalg.norm(drawn)
