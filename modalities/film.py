"""FFmpeg, through PyAV: one video stream out of bytes, and nothing but these bytes.

FFmpeg can read playlists, devices, folders and the network. Here the container's format is told
from its content, only that demuxer is opened, and every other protocol is closed.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING, Any, NamedTuple, cast

import av
import numpy as np
from numpy.typing import NDArray

from .boxes import check_tables
from .errors import EmptyMediumError, MediumError, UnreadableError
from .sniff import describe, identify, one_line

if TYPE_CHECKING:
    from av.container import InputContainer
    from av.video.frame import VideoFrame
    from av.video.stream import VideoStream

DEMUXERS: Mapping[str, str] = {
    "AVI": "avi",
    "MKV": "matroska",
    "MP4": "mov",
    "MPEG-TS": "mpegts",
    "WEBM": "matroska",
}
"""Formats as ``sniff.identify`` names them (MP4 is also MOV), and what FFmpeg calls theirs."""
_CLOSED = {"protocol_whitelist": "", "enable_drefs": "0"}
"""A container may point at other files; none is opened."""
_MICROSECOND = 1e-6
_PADDED, _BLOCK = 2, 256 * 256
"""Codecs pad a frame to whole blocks; decoders count these pixels too."""


class Shown(NamedTuple):
    """When one frame is shown, in units of the stream's own clock."""

    start: int
    length: int
    """0 where the container does not say."""


class Frame(NamedTuple):
    """One decoded frame."""

    start: int
    """When it is shown, in units of the stream's own clock."""
    picture: "VideoFrame"


class Film:
    """The video stream of an open container. Read it once, from start to end."""

    def __init__(
        self, name: str, kind: str, container: "InputContainer", stream: "VideoStream"
    ) -> None:
        self._name = name
        self._kind = kind
        self._container = container
        self._stream = stream
        self.tick = float(stream.time_base or 0)
        """Seconds in one unit of the stream's clock."""

    @property
    def size(self) -> tuple[int, int]:
        """Height and width that the header states, before any turning."""
        return self._stream.codec_context.height, self._stream.codec_context.width

    @property
    def stated_seconds(self) -> float:
        """The length that the header states; 0 where it states none."""
        return max(0.0, (self._container.duration or 0) * _MICROSECOND)

    @property
    def stated_frames(self) -> int:
        """How many frames the header states; 0 where it states none."""
        return self._stream.frames

    def timeline(self) -> Iterator[Shown]:
        """When each frame is shown, in the order of the file; nothing is decoded."""
        for packet in self._packets():
            start = packet.dts if packet.pts is None else packet.pts
            if start is not None and not packet.is_discard:
                yield Shown(start, packet.duration or 0)

    def frames(self) -> Iterator[Frame]:
        """All frames from here on, in the order in which they are shown.

        Raises UnreadableError, with the time, at the first that cannot be decoded.
        """
        latest: int | None = None
        packets = self._packets(drain=True)
        while True:
            try:
                packet = next(packets, None)
                decoded = [] if packet is None else packet.decode()
            except Exception as error:
                raise self._broken(error, latest) from error
            if packet is None:
                return
            for picture in decoded:
                if picture.pts is None:
                    raise UnreadableError(f"{self._name}: found frames that have no time")
                latest = picture.pts
                yield Frame(latest, picture)

    def seek(self, start: int) -> None:
        """Go on from the last key frame at or before ``start``, or from near it.

        Raises UnreadableError where the container does not allow it.
        """
        try:
            self._container.seek(start, stream=self._stream, backward=True)
        except Exception as error:
            raise self._broken(error, start) from error

    def _packets(self, *, drain: bool = False) -> Iterator[Any]:
        """Packets from the first key frame on; what comes before it cannot be decoded."""
        begun = False
        for packet in self._container.demux(self._stream):
            begun = begun or packet.is_keyframe
            if begun and (drain or packet.size):
                yield packet

    def _broken(self, error: Exception, after: int | None) -> UnreadableError:
        place = "" if after is None else f" after {after * self.tick:.3f} s"
        return UnreadableError(
            f"{self._name}: found {self._kind} video that cannot be decoded{place} "
            f"({one_line(error)})"
        )


@contextmanager
def open_film(name: str, data: bytes, most_pixels: int) -> Iterator[Film]:
    """The video stream of a container that stays open meanwhile.

    No frame of many more than ``most_pixels`` is ever decoded. Raises UnreadableError for another
    format and for a broken container, EmptyMediumError where there is no video in it; whatever
    FFmpeg raises meanwhile becomes an UnreadableError.
    """
    kind = identify(data)
    if kind is None or kind not in DEMUXERS:
        raise UnreadableError(
            f"{name}: found {describe(data)}, expected a video ({', '.join(DEMUXERS)})"
        )
    if kind == "MP4":
        check_tables(name, data)
    try:
        with av.open(
            BytesIO(data), "r", format=DEMUXERS[kind], container_options=_CLOSED
        ) as container:
            stream = _moving_picture(name, kind, container)
            stream.codec_context.options = {"max_pixels": str(_PADDED * most_pixels + _BLOCK)}
            yield Film(name, kind, container, stream)
    except MediumError:
        raise
    except Exception as error:
        raise UnreadableError(
            f"{name}: found {kind} video that cannot be read ({one_line(error)})"
        ) from error


def _moving_picture(name: str, kind: str, container: "InputContainer") -> "VideoStream":
    """The first video stream that is no cover picture."""
    found = set()
    for stream in container.streams:
        if stream.disposition & av.stream.Disposition.attached_pic:
            found.add("cover picture")
        elif stream.type == "video":
            return cast("VideoStream", stream)
        else:
            found.add(stream.type)
    seen = " and ".join(sorted(found)) or "no stream"
    raise EmptyMediumError(f"{name}: found {kind} with {seen}, expected a moving picture")


def upright(picture: "VideoFrame", size: tuple[int, int] | None = None) -> NDArray[np.uint8]:
    """RGB of shape (height, width, 3), turned as the file's display matrix says.

    The matrix is that of ISO/IEC 14496-12, 8.3.2; only quarter turns are honoured. A frame of
    another size than ``size`` (height, width), as after a change in mid-stream, is scaled to it.
    """
    turns = round(picture.rotation / 90)
    height, width = size or (None, None)
    if turns % 2:
        height, width = width, height
    pixels = picture.to_ndarray(format="rgb24", height=height, width=width)
    return np.ascontiguousarray(np.rot90(pixels, turns))
