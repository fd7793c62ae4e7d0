"""The space ``lite``: the embedded default, which needs no download and runs on a CPU."""

import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from modalities.errors import SpaceError
from modalities.medium import Audio, Medium, Modality
from modalities.space import Windows

from .maps import DIM, REVISION, maps_digest
from .packages import TEXT, TRUNK, installed_version

if TYPE_CHECKING:
    from .engine import Engine

_MODALITIES = frozenset({Modality.IMAGE, Modality.AUDIO, Modality.TEXT, Modality.DEPTH})
_WINDOWED = frozenset({Modality.AUDIO})


class LiteSpace:
    """Photos, sounds, texts and depth maps as unit vectors of 1,280.

    Similarities compare within one modality by appearance and meaning, a depth map with a photo by
    layout, and any other two modalities by meaning.
    """

    def __init__(self, *, device: str | None = None) -> None:
        """``device`` is torch's word (``cpu``, ``cuda:0``); None takes a GPU where there is one."""
        self._device = device
        self._lock = threading.Lock()
        self._engine: Engine | None = None

    @property
    def name(self) -> str:
        return "lite"

    @property
    def fingerprint(self) -> str:
        """Raises SpaceError where a weights package or the fitted maps are missing."""
        versions = f"{installed_version(TRUNK)}-{installed_version(TEXT)}"
        return f"lite-{REVISION}-{versions}-{maps_digest()}"

    @property
    def dim(self) -> int:
        return DIM

    @property
    def modalities(self) -> frozenset[Modality]:
        return _MODALITIES

    @property
    def licence(self) -> str:
        return "Apache-2.0"

    def hops(self, asked: Modality, indexed: Modality) -> int:
        """Photos, depth maps and sounds are each bound to text; a depth map is seen as a photo."""
        if asked is indexed or {asked, indexed} == {Modality.IMAGE, Modality.DEPTH}:
            return 0
        return 1 if Modality.TEXT in (asked, indexed) else 2

    def warm_up(self) -> None:
        """Load the weights now. Raises SpaceError where a package that holds them is missing."""
        engine = self._loaded()
        engine.trunk()
        engine.sentences()

    def embed(self, modality: Modality, media: Sequence[Medium]) -> NDArray[np.float32]:
        """Vectors of shape (len(media), 1280), each row of norm 1. Safe to call from threads.

        Raises SpaceError for a medium of another modality, or weights that are missing.
        """
        _require(modality, media, self.modalities)
        if not media:
            return np.zeros((0, DIM), dtype=np.float32)
        return self._loaded().embed(Modality(modality), media)

    @property
    def windowed(self) -> frozenset[Modality]:
        return _WINDOWED

    def embed_windows(self, modality: Modality, media: Sequence[Medium]) -> list[Windows]:
        """One for each recording, seen through windows of 5 s, in the passes that ``embed`` makes.

        Raises SpaceError, as ``embed`` does.
        """
        _require(modality, media, self.windowed)
        sounds = [medium for medium in media if isinstance(medium, Audio)]
        return self._loaded().sound_windows(sounds) if sounds else []

    def _loaded(self) -> "Engine":
        with self._lock:
            if self._engine is None:
                # Torch takes seconds to import; a config is checked without it.
                from .engine import Engine

                self._engine = Engine(self._device)
            return self._engine


def _require(modality: Modality, media: Sequence[Medium], modalities: frozenset[Modality]) -> None:
    if modality not in modalities:
        known = ", ".join(sorted(modalities))
        raise SpaceError(f"space lite: cannot embed {str(modality)!r}; expected one of {known}")
    for medium in media:
        if medium.modality is not modality:
            raise SpaceError(
                f"space lite: {medium.source}: found {medium.modality}, expected {modality}"
            )
