"""Films encoded on the spot."""

from collections.abc import Mapping
from io import BytesIO

import av
import numpy as np

RATE = 10
"""Frames a second."""


def drawn_frames(count: int, height: int = 48, width: int = 64) -> list[np.ndarray]:
    """A ground that grows lighter and a square that moves; every frame is another."""
    frames = []
    for place in range(count):
        frame = np.full((height, width, 3), (place * 8 % 256, 200 - place * 4 % 200, 100), np.uint8)
        left = place % (width - 10)
        frame[10:20, left : left + 10] = (250, 250, 20)
        frames.append(frame)
    return frames


def encode_film(
    container: str = "mp4",
    codec: str = "mpeg4",
    *,
    count: int = 20,
    size: tuple[int, int] = (48, 64),
    options: Mapping[str, str] | None = None,
    codec_options: Mapping[str, str] | None = None,
    degrees: int = 0,
) -> bytes:
    """``count`` of ``drawn_frames``; ``options`` are those of the container's writer."""
    file = BytesIO()
    with av.open(file, "w", format=container, container_options=dict(options or {})) as film:
        stream = film.add_stream(codec, rate=RATE, options=dict(codec_options or {}))
        frames = drawn_frames(count, *size)
        stream.height, stream.width = frames[0].shape[:2]
        stream.pix_fmt = "yuv420p"
        for pixels in frames:
            film.mux(stream.encode(av.VideoFrame.from_ndarray(pixels, "rgb24")))
        film.mux(stream.encode())
    return _turned(file.getvalue(), degrees) if degrees else file.getvalue()


def _turned(data: bytes, degrees: int) -> bytes:
    """An MP4 that asks to be turned clockwise: ISO/IEC 14496-12, 8.3.2, the track's matrix."""
    one = 1 << 16
    matrix = {
        90: (0, one, 0, -one, 0, 0),
        180: (-one, 0, 0, 0, -one, 0),
        270: (0, -one, 0, one, 0, 0),
    }[degrees]
    start = data.index(b"tkhd") + 4 + 40
    turn = b"".join(value.to_bytes(4, "big", signed=True) for value in matrix)
    return data[:start] + turn + data[start + len(turn) :]


def encode_sound_film(*, cover: bool = False) -> bytes:
    """An MP4 with sound and no moving picture."""
    file = BytesIO()
    with av.open(file, "w", format="mp4") as film:
        stream = film.add_stream("aac", rate=16_000, layout="mono")
        picture = film.add_stream("mjpeg", rate=1) if cover else None
        if picture is not None:
            picture.height, picture.width, picture.pix_fmt = 48, 64, "yuvj420p"
            picture.disposition = av.stream.Disposition.attached_pic
        silence = av.AudioFrame.from_ndarray(np.zeros((1, 16_000), np.float32), "fltp", "mono")
        silence.sample_rate = 16_000
        film.mux(stream.encode(silence))
        film.mux(stream.encode())
        if picture is not None:
            film.mux(picture.encode(av.VideoFrame.from_ndarray(drawn_frames(1)[0], "rgb24")))
            film.mux(picture.encode())
    return file.getvalue()
