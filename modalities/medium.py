"""Media: loaded, validated input, the same for a query and for a catalogue."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray


class Modality(StrEnum):
    """What a medium is. Spaces declare which of these they take."""

    IMAGE = "image"
    AUDIO = "audio"
    TEXT = "text"
    DEPTH = "depth"


@dataclass(frozen=True, slots=True)
class Intrinsics:
    """A pinhole camera: focal lengths and principal point, all in pixels."""

    fx: float
    fy: float
    cx: float
    cy: float


@dataclass(frozen=True, slots=True, eq=False)
class Image:
    """A picture, upright, without alpha."""

    pixels: NDArray[np.uint8]
    """Shape (height, width, 3), sRGB, 0 to 255."""
    content_hash: str
    source: str
    """How messages name it: a path, or what the caller called it."""
    page: int | None = None
    """The page it was rendered from, counted from 1, if it came out of a document."""
    modality: ClassVar[Modality] = Modality.IMAGE


@dataclass(frozen=True, slots=True, eq=False)
class Audio:
    """A recording, mixed down to one channel."""

    samples: NDArray[np.float32]
    """Shape (n,), within [-1, 1]."""
    rate: int
    """Samples per second."""
    content_hash: str
    source: str
    modality: ClassVar[Modality] = Modality.AUDIO

    @property
    def seconds(self) -> float:
        return len(self.samples) / self.rate


@dataclass(frozen=True, slots=True, eq=False)
class Text:
    """A piece of text in Unicode normal form C."""

    text: str
    content_hash: str
    source: str
    page: int | None = None
    modality: ClassVar[Modality] = Modality.TEXT


@dataclass(frozen=True, slots=True, eq=False)
class Depth:
    """A depth map."""

    metres: NDArray[np.float32]
    """Shape (height, width): distance along the optical axis; NaN where the sensor saw nothing."""
    content_hash: str
    source: str
    intrinsics: Intrinsics | None = None
    modality: ClassVar[Modality] = Modality.DEPTH


Medium = Image | Audio | Text | Depth
