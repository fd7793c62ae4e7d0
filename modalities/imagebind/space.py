"""The space ``imagebind``: seven modalities, bound by Meta's ImageBind."""

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from modalities.errors import SpaceError
from modalities.medium import Medium, Modality
from modalities.space import Windows

from .origin import Origin, Own, Published

if TYPE_CHECKING:
    from torch import nn

    from .engine import Engine

PREPROCESSING_REVISION = "1"
"""Changes whenever the same medium would give another vector with the same weights."""
PRECISIONS = ("auto", "float32", "bfloat16")
_SEEN = frozenset({Modality.IMAGE, Modality.VIDEO})


class ImageBindSpace:
    """Photos, videos, sounds, texts, depth maps, thermal pictures and motion as unit vectors.

    Girdhar et al., "ImageBind: One Embedding Space To Bind Them All", CVPR 2023. Sounds, videos and
    motion are seen through windows, and the vector of the whole is the mean of what was seen.
    """

    def __init__(
        self,
        where: str | None = None,
        *,
        device: str | None = None,
        precision: str = "auto",
        compile: bool = False,  # noqa: A002 (it is the key that a config writes)
        batch: int = 32,
    ) -> None:
        """Nothing is loaded, nor looked for, before it is needed.

        ``where`` is a checkpoint of an ImageBindModel; None takes Meta's. ``device`` is torch's
        word (``cpu``, ``cuda:0``); None takes a GPU where there is one. ``precision`` is one of
        ``PRECISIONS``; ``auto`` is bfloat16 on a GPU that has it, else float32. ``compile`` has
        torch compile each encoder at its first use, which takes a while and pays in bulk. ``batch``
        is how many pieces (pictures, clips, texts) go through the model at once.

        Raises SpaceError for an option that cannot be.
        """
        _refuse_options(
            ("where", where, where is None or _is_word(where), "the path of a checkpoint"),
            ("device", device, device is None or _is_word(device), "such as 'cpu' or 'cuda:0'"),
            ("precision", precision, precision in PRECISIONS, f"one of {', '.join(PRECISIONS)}"),
            ("compile", compile, isinstance(compile, bool), "true or false"),
            ("batch", batch, type(batch) is int and batch > 0, "a whole number above 0"),
        )
        self._origin: Origin = Published() if where is None else Own(Path(where))
        self._device, self._precision = device, precision
        self._compiled, self._batch = compile, batch
        self._lock = threading.Lock()
        self._engine: Engine | None = None

    @property
    def name(self) -> str:
        return self._origin.name

    @property
    def fingerprint(self) -> str:
        """Raises SpaceError where the weights are not here."""
        return f"imagebind-{self._origin.digest()[:12]}-{PREPROCESSING_REVISION}"

    @property
    def dim(self) -> int:
        """Raises SpaceError where the file that tells the architecture cannot be used."""
        return self._origin.architecture.out_embed_dim

    @property
    def modalities(self) -> frozenset[Modality]:
        return frozenset(Modality)

    @property
    def windowed(self) -> frozenset[Modality]:
        return frozenset({Modality.AUDIO, Modality.VIDEO, Modality.IMU})

    @property
    def licence(self) -> str:
        return self._origin.licence

    def hops(self, asked: Modality, indexed: Modality) -> int:
        """One encoder sees photos and videos, and everything else was paired with one of them.

        From audio to depth it is two: audio learnt from videos, depth from photos.
        """
        if asked is indexed or {asked, indexed} == _SEEN:
            return 0
        return 1 if _SEEN & {asked, indexed} else 2

    def warm_up(self) -> None:
        """Load all encoders now. Raises SpaceError where weights or Meta's code are missing."""
        self._loaded().load()

    def embed(self, modality: Modality, media: Sequence[Medium]) -> NDArray[np.float32]:
        """Vectors of shape (len(media), dim), each row of norm 1. Safe to call from threads.

        Raises SpaceError for a medium of another modality, or weights that are missing;
        UnreadableError where a frame that is needed of a video cannot be decoded.
        """
        found = self._embed(modality, media)
        if not found:
            return np.zeros((0, self.dim), dtype=np.float32)
        return np.stack([windows.pooled for windows in found])

    def embed_windows(self, modality: Modality, media: Sequence[Medium]) -> list[Windows]:
        """One for each medium, in order. Safe to call from threads.

        Raises SpaceError for a modality without windows, and as ``embed`` does.
        """
        self._refuse_unless(modality, self.windowed, "see windows of")
        return self._embed(modality, media)

    def _embed(self, modality: Modality, media: Sequence[Medium]) -> list[Windows]:
        self._refuse_unless(modality, self.modalities, "embed")
        for medium in media:
            if medium.modality is not modality:
                raise SpaceError(
                    f"space {self.name}: {medium.source}: found {medium.modality}, "
                    f"expected {modality}"
                )
        return self._loaded().embed_windows(Modality(modality), media) if media else []

    def _refuse_unless(self, modality: Modality, known: frozenset[Modality], what: str) -> None:
        if modality not in known:
            raise SpaceError(
                f"space {self.name}: cannot {what} {modality!r}; "
                f"expected one of {', '.join(sorted(known))}"
            )

    def _loaded(self) -> "Engine":
        with self._lock:
            if self._engine is None:
                # Torch takes seconds to import; a config is checked without it.
                from .engine import Engine

                self._engine = Engine(
                    self._model,
                    device=self._device,
                    precision=self._precision,
                    compiled=self._compiled,
                    batch=self._batch,
                )
            return self._engine

    def _model(self) -> "nn.Module":
        from .checkpoint import load_model

        return load_model(self._origin.path(), self._origin.architecture)


def _refuse_options(*options: tuple[str, object, bool, str]) -> None:
    for name, value, right, expected in options:
        if not right:
            raise SpaceError(f"space imagebind: {name}: found {value!r}, expected {expected}")


def _is_word(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())
