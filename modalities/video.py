"""Video: moving pictures, kept encoded, with the time of every frame."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .errors import EmptyMediumError, LimitError, UnreadableError
from .film import DEMUXERS, Film, Shown, open_film, upright
from .frames import decode_frames
from .loader import DEFAULT_LIMITS, Limits
from .medium import Video
from .picture import check_size
from .sniff import identify, read_bytes
from .source import Source, content_hash
from .truncation import missing_bytes


@dataclass(frozen=True, slots=True)
class VideoLoader:
    """Loads MP4 and MOV, MKV, WEBM, AVI and MPEG transport streams; content decides, never a name.

    The first video stream counts that is no cover picture; sound is left aside. Frames before the
    first key frame, and those that an edit list hides, are none. The first frame and the last are
    decoded, as proof that it is what it says; what lies between is decoded when it is needed, with
    ``decode_frames``.
    """

    limits: Limits = DEFAULT_LIMITS

    def load(self, source: Source) -> Video:
        """One video, encoded as it was.

        Raises UnreadableError for another format, a broken or cut-off file and a single picture;
        LimitError beyond ``limits.bytes``, ``limits.pixels`` a frame, ``limits.seconds`` or
        ``limits.frames``, by the header and by what is really there; EmptyMediumError for a file
        without a moving picture.
        """
        name, data = source.name, read_bytes(source, self.limits)
        missing = missing_bytes(data)
        if missing and identify(data) in DEMUXERS:
            raise UnreadableError(f"{name}: cut off, its last {missing} bytes are missing")
        with open_film(name, data, self.limits.pixels) as film:
            self._check_header(name, film)
            starts, end = self._timeline(name, film)
            tick = film.tick
        with open_film(name, data, self.limits.pixels) as film:
            first = next(film.frames(), None)
        if first is None:
            raise UnreadableError(f"{name}: found {len(starts)} frames, of which none is shown")
        times = _times(name, starts, first.start, tick)
        height, width, _ = upright(first.picture).shape
        seconds = (end - first.start) * tick
        digest = content_hash("video", data)
        video = Video(data, times, seconds, height, width, digest, name)
        for _ in decode_frames(video, (len(times) - 1,)):
            pass
        return video

    def _check_header(self, name: str, film: Film) -> None:
        height, width = film.size
        check_size(name, width, height, self.limits.pixels)
        if film.stated_seconds > self.limits.seconds:
            raise LimitError(
                f"{name}: its header states {film.stated_seconds:.1f} seconds, "
                f"at most {self.limits.seconds:g} allowed"
            )
        if film.stated_frames > self.limits.frames:
            raise LimitError(
                f"{name}: its header states {film.stated_frames} frames, "
                f"at most {self.limits.frames} allowed"
            )
        if film.tick <= 0:
            raise UnreadableError(f"{name}: found a video that states no unit of time")

    def _timeline(self, name: str, film: Film) -> tuple[NDArray[np.int64], int]:
        """When frames are shown, ascending, and when the last one ends, by the stream's clock."""
        shown: list[Shown] = []
        for each in film.timeline():
            if len(shown) == self.limits.frames:
                raise LimitError(f"{name}: found more than {self.limits.frames} frames")
            shown.append(each)
        if not shown:
            raise EmptyMediumError(f"{name}: found no frames, expected a moving picture")
        last = max(shown)
        self._check_length(name, (last.start + last.length - min(shown).start) * film.tick)
        ordered = np.unique(np.asarray([each.start for each in shown], np.int64))
        step = int(np.median(np.diff(ordered))) if len(ordered) > 1 else 0
        return ordered, last.start + (last.length or step)

    def _check_length(self, name: str, seconds: float) -> None:
        if seconds > self.limits.seconds:
            raise LimitError(
                f"{name}: found {seconds:.1f} seconds of video, "
                f"at most {self.limits.seconds:g} allowed"
            )


def _times(name: str, starts: NDArray[np.int64], origin: int, tick: float) -> NDArray[np.float64]:
    # Decoders drop leading frames that refer to what came before the file began.
    times = (starts[starts >= origin] - origin).astype(np.float64) * tick
    if len(times) < 2:
        raise UnreadableError(
            f"{name}: found {len(times)} frame, expected a moving picture; a still one is an image"
        )
    times.flags.writeable = False
    return times
