"""Media to vectors: cut, prepared, batched, embedded, pooled. Imported with torch, on first use."""

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from modalities.errors import SpaceError
from modalities.medium import Medium, Modality
from modalities.space import Windows

from .batches import AHEAD, Part, batches
from .cut import Cut
from .depths import cut_depth
from .heat import cut_thermal
from .motion import cut_imu
from .pictures import cut_image
from .sounds import cut_audio
from .texts import cut_text
from .towers import Towers
from .upstream import tokenizer
from .videos import cut_video

CUTTERS: Mapping[Modality, Callable[[Any], Cut]] = {
    Modality.IMAGE: cut_image,
    Modality.TEXT: cut_text,
    Modality.AUDIO: cut_audio,
    Modality.VIDEO: cut_video,
    Modality.DEPTH: cut_depth,
    Modality.THERMAL: cut_thermal,
    Modality.IMU: cut_imu,
}
TOGETHER = 4
"""Windows of one medium that are prepared in one go, by one thread."""

Vectors = NDArray[np.float32]


class Engine:
    """The model behind the space. Safe to call from threads."""

    def __init__(
        self,
        open_model: Callable[[], nn.Module],
        *,
        device: str | None,
        precision: str,
        compiled: bool,
        batch: int,
    ) -> None:
        """Nothing is loaded yet. Raises SpaceError for a device that torch does not know."""
        where = _device(device)
        self.towers = Towers(open_model, where, _dtype(precision, where), compiled=compiled)
        self._batch = batch

    def load(self) -> None:
        """Raises SpaceError where the weights or Meta's code are missing."""
        tokenizer()
        self.towers.load()

    def embed_windows(self, modality: Modality, media: Sequence[Medium]) -> list[Windows]:
        """One for each medium, in order. Raises SpaceError."""
        cuts: list[tuple[NDArray[np.float64], int]] = []
        rows = self._embed(modality, _parts(modality, media, cuts))
        found, begin = [], 0
        for spans, crops in cuts:
            end = begin + len(spans) * crops
            found.append(_windows(rows[begin:end], spans))
            begin = end
        return found

    def _embed(self, modality: Modality, parts: Iterator[Part]) -> Vectors:
        # Results stay on the device to the end: asking for them would make the next batch wait.
        made, pace = [], deque[torch.cuda.Event]()
        try:
            for batch in batches(parts, self._batch):
                made.append(self.towers.embed(modality, batch))
                if made[-1].is_cuda:
                    _keep_pace(pace, made[-1].device)
            rows: Vectors = torch.cat(made).cpu().numpy()
        except torch.OutOfMemoryError as error:
            raise SpaceError(
                f"space imagebind: not enough memory for {modality} in batches of {self._batch}; "
                "set a smaller `batch`"
            ) from error
        return rows


def _keep_pace(pace: deque[torch.cuda.Event], device: torch.device) -> None:
    # A GPU is told what to do long before it does it; the inputs of what waits would pile up.
    pace.append(torch.cuda.current_stream(device).record_event())
    if len(pace) > AHEAD:
        pace.popleft().synchronize()


def _parts(
    modality: Modality, media: Sequence[Medium], cuts: list[tuple[NDArray[np.float64], int]]
) -> Iterator[Part]:
    """What is to be prepared, medium by medium; how each was cut is added to ``cuts``."""
    for medium in media:
        cut = CUTTERS[modality](medium)
        cuts.append((cut.spans, cut.crops))
        for first in range(0, len(cut.spans), TOGETHER):
            last = min(first + TOGETHER, len(cut.spans))
            yield Part(partial(cut.make, first, last), (last - first) * cut.crops)


def _windows(rows: Vectors, spans: NDArray[np.float64]) -> Windows:
    crops = rows.reshape(len(spans), -1, rows.shape[1])
    return Windows(_unit(rows.mean(axis=0)), _unit(crops.mean(axis=1)), spans)


def _unit(vectors: Vectors) -> Vectors:
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    unit: Vectors = vectors / np.maximum(lengths, np.finfo(np.float32).tiny)
    return unit


def _device(device: str | None) -> str:
    if device is None:
        return "cuda" if torch.cuda.is_available() else "cpu"
    try:
        found = torch.device(device)
    except RuntimeError as error:
        raise SpaceError(
            f"space imagebind: device: found {device!r}, expected such as 'cpu' or 'cuda:0'"
        ) from error
    if found.type == "cuda" and (found.index or 0) >= torch.cuda.device_count():
        raise SpaceError(f"space imagebind: device: found {device!r}, but torch sees no such GPU")
    return device


def _dtype(precision: str, device: str) -> torch.dtype:
    if precision == "auto":
        fast = device.startswith("cuda") and torch.cuda.is_bf16_supported(including_emulation=False)
        return torch.bfloat16 if fast else torch.float32
    return torch.bfloat16 if precision == "bfloat16" else torch.float32
