"""One made-up medium of each modality, for trying out spaces and readers."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from io import BytesIO
from typing import Any

import numpy as np
from numpy.typing import NDArray

from modalities import Audio, Depth, Image, Imu, Medium, Modality, Text, Thermal, Video
from modalities import content_hash as hash_of

_SECONDS = 5
_FRAME_RATE = 10
_MOTION_RATE = 200


def sample_media() -> Mapping[Modality, Medium]:
    """One medium of each modality, each made when it is first asked for.

    Print on a pattern, a tone, a sentence, a slope, a square that moves, a warm spot, a swing.
    """
    return _Samples()


class _Samples(Mapping[Modality, Medium]):
    def __init__(self) -> None:
        self._made: dict[Modality, Medium] = {}

    def __getitem__(self, modality: Modality) -> Medium:
        if modality not in self._made:
            self._made[modality] = _MAKERS[modality](hash_of("sample", modality.encode()), "sample")
        return self._made[modality]

    def __iter__(self) -> Iterator[Modality]:
        return iter(_MAKERS)

    def __len__(self) -> int:
        return len(_MAKERS)


def _image(digest: str, source: str) -> Image:
    from PIL import Image as Pillow
    from PIL import ImageDraw, ImageFont

    picture = Pillow.new("RGB", (960, 1280), "white")
    pen = ImageDraw.Draw(picture)
    for row in range(6):
        text = f"OAT DRINK {row} 1 LITRE"
        pen.text((80, 120 + 180 * row), text, "black", font=ImageFont.load_default(size=72))
    return Image(np.asarray(picture), digest, source)


def _audio(digest: str, source: str) -> Audio:
    seconds = np.linspace(0, _SECONDS, _SECONDS * 16_000, dtype=np.float32)
    tone = (0.5 * np.sin(2 * np.pi * 440 * seconds)).astype(np.float32)
    return Audio(tone, 16_000, digest, source)


def _text(digest: str, source: str) -> Text:
    return Text("A carton of oat drink, one litre", digest, source)


def _depth(digest: str, source: str) -> Depth:
    slope = np.linspace(0.5, 5, 640, dtype=np.float32)[None, :].repeat(480, axis=0)
    return Depth(slope, digest, source)


def _video(digest: str, source: str) -> Video:
    height, width, count = 240, 320, _SECONDS * _FRAME_RATE
    data = _encoded([_moving_square(height, width, place) for place in range(count)])
    times = np.arange(count) / _FRAME_RATE
    return Video(data, times, float(_SECONDS), height, width, digest, source)


def _moving_square(height: int, width: int, place: int) -> NDArray[np.uint8]:
    frame = np.full((height, width, 3), 64, np.uint8)
    frame[80:160, 4 * place : 4 * place + 80] = (230, 180, 40)
    return frame


def _encoded(frames: Sequence[NDArray[np.uint8]]) -> bytes:
    """An MP4 file, in a codec that every FFmpeg can write."""
    import av

    file = BytesIO()
    with av.open(file, "w", format="mp4") as container:
        stream = container.add_stream("mpeg4", rate=Fraction(_FRAME_RATE))
        stream.pix_fmt = "yuv420p"
        stream.height, stream.width = frames[0].shape[:2]
        for pixels in frames:
            container.mux(stream.encode(av.VideoFrame.from_ndarray(pixels, "rgb24")))
        container.mux(stream.encode())
    return file.getvalue()


def _thermal(digest: str, source: str) -> Thermal:
    rows, columns = np.mgrid[-1:1:240j, -1:1:320j]
    spot = np.exp(-4 * (rows**2 + columns**2))
    return Thermal(spot.astype(np.float32), digest, source)


def _imu(digest: str, source: str) -> Imu:
    seconds = np.arange(_SECONDS * _MOTION_RATE) / _MOTION_RATE
    swing = np.sin(2 * np.pi * seconds)
    still = np.zeros_like(seconds)
    motion = np.column_stack((2 * swing, still, still + 9.81, still, swing, still))
    return Imu(motion.astype(np.float32), float(_MOTION_RATE), digest, source)


_MAKERS: Mapping[Modality, Callable[[str, str], Any]] = {
    Modality.IMAGE: _image,
    Modality.AUDIO: _audio,
    Modality.TEXT: _text,
    Modality.DEPTH: _depth,
    Modality.VIDEO: _video,
    Modality.THERMAL: _thermal,
    Modality.IMU: _imu,
}
