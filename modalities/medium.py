"""Media: loaded, validated input, the same for a query and for a catalogue."""

from dataclasses import dataclass, field
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
    VIDEO = "video"
    THERMAL = "thermal"
    IMU = "imu"


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

    @property
    def nbytes(self) -> int:
        """Memory that its content takes."""
        return self.pixels.nbytes


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
    def nbytes(self) -> int:
        """Memory that its content takes."""
        return self.samples.nbytes

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

    @property
    def nbytes(self) -> int:
        """Memory that its content takes."""
        return 4 * len(self.text)


@dataclass(frozen=True, slots=True, eq=False)
class Depth:
    """A depth map."""

    metres: NDArray[np.float32]
    """Shape (height, width): distance along the optical axis; NaN where the sensor saw nothing."""
    content_hash: str
    source: str
    intrinsics: Intrinsics | None = None
    baseline: float | None = None
    """Distance between the sensor's two viewpoints, in metres, where it is known."""
    modality: ClassVar[Modality] = Modality.DEPTH

    @property
    def nbytes(self) -> int:
        """Memory that its content takes."""
        return self.metres.nbytes


@dataclass(frozen=True, slots=True, eq=False)
class Video:
    """A moving picture, kept encoded: what a space needs of it is decoded when it is needed."""

    data: bytes = field(repr=False)
    """The file, as it was."""
    times: NDArray[np.float64] = field(repr=False)
    """Shape (n,): when each frame is shown, in seconds from the first, ascending."""
    seconds: float
    """From the first frame to the end of the last."""
    height: int
    width: int
    content_hash: str
    source: str
    modality: ClassVar[Modality] = Modality.VIDEO

    @property
    def nbytes(self) -> int:
        """Memory that its content takes."""
        return len(self.data)


@dataclass(frozen=True, slots=True, eq=False)
class Thermal:
    """A picture of heat."""

    intensity: NDArray[np.float32]
    """Shape (height, width), within [0, 1]: the warmer, the higher."""
    content_hash: str
    source: str
    modality: ClassVar[Modality] = Modality.THERMAL

    @property
    def nbytes(self) -> int:
        """Memory that its content takes."""
        return self.intensity.nbytes


@dataclass(frozen=True, slots=True, eq=False)
class Imu:
    """A recording of motion by an inertial measurement unit."""

    motion: NDArray[np.float32]
    """Shape (n, 6): acceleration along x, y, z in m/s2, then rotation about x, y, z in rad/s."""
    rate: float
    """Samples per second."""
    content_hash: str
    source: str
    modality: ClassVar[Modality] = Modality.IMU

    @property
    def nbytes(self) -> int:
        """Memory that its content takes."""
        return self.motion.nbytes

    @property
    def seconds(self) -> float:
        return len(self.motion) / self.rate


Medium = Image | Audio | Text | Depth | Video | Thermal | Imu
