"""Frames out of a video, decoded when they are needed."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .errors import UnreadableError
from .film import open_film, upright
from .medium import Video

if TYPE_CHECKING:
    from av.video.frame import VideoFrame

LONG_GAP = 300
"""Frames that are skipped by a seek rather than by decoding them. Encoders put a key frame at
every 250th frame or sooner (x264's default)."""


def decode_frames(video: Video, indices: Sequence[int]) -> Iterator[NDArray[np.uint8]]:
    """Frames by their place in ``video.times``, each of shape (height, width, 3), sRGB, 0 to 255.

    ``indices`` must not descend; one may come twice. A frame that the encoder left out, because
    nothing moved, is the one before it. Nothing is decoded before the first is asked for, and no
    more than one frame is held.

    Raises ValueError for an index that is out of range or descends; UnreadableError, with the
    time, where a frame cannot be decoded.
    """
    if any(not 0 <= index < len(video.times) for index in indices):
        raise ValueError(f"{video.source}: frames {list(indices)} of {len(video.times)}")
    if any(later < earlier for earlier, later in pairwise(indices)):
        raise ValueError(f"{video.source}: frames {list(indices)}, expected ascending ones")
    return _frames(video, indices)


def _frames(video: Video, indices: Sequence[int]) -> Iterator[NDArray[np.uint8]]:
    playback = _Playback(video)
    for index in indices:
        yield upright(playback.at(index), (video.height, video.width))


class _Decoded(NamedTuple):
    place: int
    picture: "VideoFrame"


class _Playback:
    """A video that is played forward, with what is on show now and what was before it."""

    def __init__(self, video: Video) -> None:
        self._video = video
        self._before: _Decoded | None = None
        self._now: _Decoded | None = None
        self._coming = _played(video, 0)

    def at(self, index: int) -> "VideoFrame":
        """Raises UnreadableError where no such frame comes."""
        position = -1 if self._now is None else self._now.place
        frame = None
        if index - position > LONG_GAP:
            self._play_from(index)
            with suppress(UnreadableError):
                frame = self._advance_to(index)
            if frame is None:
                # The container cannot seek, or its index is wrong.
                self._play_from(0)
        if frame is None:
            frame = self._advance_to(index)
        if frame is None:
            raise UnreadableError(
                f"{self._video.source}: no frame can be decoded at {self._video.times[index]:.3f} s"
            )
        return frame

    def _advance_to(self, index: int) -> "VideoFrame | None":
        while self._now is None or self._now.place < index:
            coming = next(self._coming, None)
            if coming is None:
                break
            self._before, self._now = self._now, coming
        for seen in (self._now, self._before):
            if seen is not None and index - 1 <= seen.place <= index:
                return seen.picture
        return None

    def _play_from(self, index: int) -> None:
        self._before = self._now = None
        self._coming = _played(self._video, index)


def _played(video: Video, start: int) -> Iterator[_Decoded]:
    """All frames from the key frame before ``start`` on, or from near it."""
    with open_film(video.source, video.data, video.height * video.width) as film:
        frames = film.frames()
        first = next(frames, None)
        if first is None:
            return
        origin = first.start
        if start:
            film.seek(origin + round(video.times[start] / film.tick))
            frames = film.frames()
        else:
            yield _Decoded(0, first.picture)
        for frame in frames:
            seconds = (frame.start - origin) * film.tick
            place = int(np.searchsorted(video.times, seconds, "right")) - 1
            yield _Decoded(place, frame.picture)
