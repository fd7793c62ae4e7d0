"""The space ``transformers:<folder or hub id>``: one model with a tower for each modality."""

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from modalities.errors import SpaceError
from modalities.medium import Audio, Medium, Modality
from modalities.space import Windows

from .checkpoint import Checkpoint, missing, open_checkpoint

if TYPE_CHECKING:
    from .engine import Engine

REVISION = 1
"""Raised when media are prepared otherwise than before, so that old vectors are not compared."""
PRECISIONS = ("auto", "float32", "bfloat16", "float16")


class TwoTowerSpace:
    """Images and texts, or recordings and texts, as the model's unit vectors.

    Long recordings are heard through windows of the length that the model takes; what ``embed``
    gives is their mean. Nothing is read, and no model imported, before it is asked for.
    """

    def __init__(
        self,
        where: str,
        *,
        device: str | None = None,
        precision: str = "auto",
        revision: str | None = None,
        batch: int = 32,
    ) -> None:
        """``where`` is a folder, else a hub id such as ``google/siglip2-base-patch16-224``.

        ``device`` is torch's word (``cpu``, ``cuda:0``); None takes a GPU where there is one.
        ``precision`` is that of the model's weights: ``auto`` takes bfloat16 on a GPU and float32
        elsewhere; vectors are normalised in float32 either way. ``revision`` is the hub's branch,
        tag or commit. ``batch`` media, or windows of recordings, go through the model at once.

        Raises SpaceError for an option of no sense.
        """
        if not where.strip():
            raise SpaceError("space transformers: found no folder or hub id after the colon")
        if precision not in PRECISIONS:
            known = ", ".join(PRECISIONS)
            raise SpaceError(
                f"space transformers:{where}: precision: found {precision!r}, expected {known}"
            )
        if batch < 1:
            raise SpaceError(
                f"space transformers:{where}: batch: found {batch}, expected 1 or more"
            )
        self._where = where
        self._device, self._precision, self._batch = device, precision, batch
        self._revision = revision
        self._lock = threading.RLock()
        self._checkpoint: Checkpoint | None = None
        self._engine: Engine | None = None

    @property
    def name(self) -> str:
        return f"transformers:{Path(self._where).name or Path(self._where).resolve().name}"

    @property
    def fingerprint(self) -> str:
        """Raises SpaceError where the checkpoint is not here and cannot be fetched."""
        opened = self._opened()
        return f"{opened.family.model_type}-{opened.digest()}-{REVISION}"

    @property
    def dim(self) -> int:
        """Raises SpaceError, as ``fingerprint``."""
        return self._opened().family.dim

    @property
    def modalities(self) -> frozenset[Modality]:
        """Raises SpaceError, as ``fingerprint``."""
        return self._opened().family.modalities

    @property
    def windowed(self) -> frozenset[Modality]:
        """Raises SpaceError, as ``fingerprint``."""
        return self.modalities & {Modality.AUDIO}

    @property
    def licence(self) -> str:
        """What the model card states. Raises SpaceError, as ``fingerprint``."""
        return self._opened().licence()

    def hops(self, asked: Modality, indexed: Modality) -> int:
        """Every tower was trained on pairs with text. Raises SpaceError, as ``fingerprint``."""
        return self._opened().family.hops(asked, indexed)

    def missing(self) -> str | None:
        """What would be fetched from the hub; None where nothing would. Makes no request."""
        return missing(self._where, self._revision)

    def warm_up(self) -> None:
        """Load the weights now. Raises SpaceError where they are missing, incomplete or wrong."""
        self._loaded()

    def embed(self, modality: Modality, media: Sequence[Medium]) -> NDArray[np.float32]:
        """Vectors of shape (len(media), dim), each row of norm 1. Safe to call from threads.

        Raises SpaceError for a medium of another modality, or weights that are missing.
        """
        self._check(modality, media, self.modalities)
        if not media:
            return np.zeros((0, self.dim), dtype=np.float32)
        return self._loaded().embed(Modality(modality), media)

    def embed_windows(self, modality: Modality, media: Sequence[Medium]) -> list[Windows]:
        """Each recording in windows of the model's own length. Raises SpaceError, as ``embed``."""
        self._check(modality, media, self.windowed)
        recordings = [medium for medium in media if isinstance(medium, Audio)]
        return self._loaded().windows(recordings) if recordings else []

    def _check(
        self, modality: Modality, media: Sequence[Medium], taken: frozenset[Modality]
    ) -> None:
        if modality not in taken:
            known = ", ".join(sorted(taken)) or "none"
            raise SpaceError(f"space {self.name}: found {modality!r}, expected one of: {known}")
        for medium in media:
            if medium.modality is not modality:
                raise SpaceError(
                    f"space {self.name}: {medium.source}: "
                    f"found {medium.modality}, expected {modality}"
                )

    def _opened(self) -> Checkpoint:
        with self._lock:
            if self._checkpoint is None:
                self._checkpoint = open_checkpoint(self._where, self._revision)
            return self._checkpoint

    def _loaded(self) -> "Engine":
        with self._lock:
            if self._engine is None:
                # Torch takes seconds to import; a config is checked without it.
                from .engine import Engine

                options = (self._device, self._precision, self._batch)
                self._engine = Engine(self._opened(), *options)
            return self._engine
