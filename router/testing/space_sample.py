"""What the contract of spaces is tried on: a space, and two media of each of its modalities."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from fractions import Fraction
from functools import cached_property
from io import BytesIO
from typing import Any

import numpy as np
from numpy.typing import NDArray

from modalities import Audio, Medium, Modality, Space
from router.sample_media import sample_media


@dataclass(frozen=True)
class SpaceSample:
    """A space, and media that it must tell apart. Loading is done once for each sample."""

    build: Callable[[], Space]
    """Gives the space anew, not loaded."""
    given: Mapping[Modality, Sequence[Medium]] | None = None
    """Two or more different media of each modality; None takes made-up ones."""
    tolerance: float = 1e-5
    """How far a vector may be from that of the same medium in another batch."""

    @cached_property
    def space(self) -> Space:
        """The one space that is tried, loaded when it first embeds."""
        return self.build()

    @cached_property
    def media(self) -> Mapping[Modality, Sequence[Medium]]:
        """By modality of the space."""
        if self.given is not None:
            return self.given
        return {modality: two_of(modality) for modality in self.space.modalities}


def two_of(modality: Modality) -> tuple[Medium, Medium]:
    """The sample medium of a modality, and another that nothing should take for the same."""
    sample = sample_media()[modality]
    return sample, replace(
        _CHANGED[modality](sample), content_hash=f"{sample.content_hash}-changed"
    )


def content(medium: Medium) -> list[Any]:
    """All that a medium holds, to be compared."""
    values = [getattr(medium, each.name) for each in fields(medium)]
    return [each.tobytes() if isinstance(each, np.ndarray) else each for each in values]


def _inverted(data: bytes) -> bytes:
    """The film, frame by frame, in the opposite colours."""
    import av

    file = BytesIO()
    with av.open(BytesIO(data), "r") as film, av.open(file, "w", format="mp4") as copy:
        source = film.streams.video[0]
        stream = copy.add_stream("mpeg4", rate=Fraction(source.average_rate or 10))
        stream.pix_fmt, stream.width, stream.height = "yuv420p", source.width, source.height
        for frame in film.decode(video=0):
            pixels: NDArray[Any] = 255 - frame.to_ndarray(format="rgb24")
            copy.mux(stream.encode(av.VideoFrame.from_ndarray(pixels, "rgb24")))
        copy.mux(stream.encode())
    return file.getvalue()


def _noise(sound: Audio) -> Audio:
    """Longer than the sample, so that windows have something to do."""
    drawn = np.random.default_rng(0).normal(scale=0.1, size=12 * sound.rate)
    return replace(sound, samples=drawn.clip(-1, 1).astype(np.float32))


_CHANGED: Mapping[Modality, Callable[[Any], Medium]] = {
    Modality.IMAGE: lambda image: replace(image, pixels=(255 - image.pixels[::-1]).copy()),
    Modality.AUDIO: _noise,
    Modality.TEXT: lambda text: replace(text, text="Three red bicycles in the rain"),
    Modality.DEPTH: lambda depth: replace(depth, metres=(depth.metres[:, ::-1] ** 2).copy()),
    Modality.VIDEO: lambda video: replace(video, data=_inverted(video.data)),
    Modality.THERMAL: lambda heat: replace(heat, intensity=1 - heat.intensity),
    Modality.IMU: lambda imu: replace(imu, motion=(-imu.motion[:, ::-1]).copy()),
}
