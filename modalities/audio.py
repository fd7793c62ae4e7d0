"""Audio: recordings as one channel of samples, through libsndfile."""

from collections.abc import Iterator
from dataclasses import dataclass
from io import SEEK_CUR, SEEK_END, SEEK_SET, BytesIO
from typing import Any

import numpy as np
import soundfile
from numpy.typing import NDArray

from .errors import EmptyMediumError, LimitError, MediumError, UnreadableError
from .loader import DEFAULT_LIMITS, Limits
from .medium import Audio
from .sniff import describe, identify, one_line, read_bytes
from .source import Source, content_hash
from .truncation import missing_bytes

FORMATS = ("AIFF", "FLAC", "MP3", "OGG", "WAV")
MIN_RATE, MAX_RATE = 1_000, 768_000
"""Samples per second. Below, nothing can be heard; above, no converter records."""
SILENCE = 1e-4
"""Root mean square, around the mean, below which a recording is silent: -80 dB of full scale.
The last bit of 16-bit samples lies at -90 dB."""
_BLOCK = 2**20
"""Values decoded at a time, over all channels."""
_UNKNOWN_FRAMES = 2**60
"""Headers that do not know their length make libsndfile say SF_COUNT_MAX, 2**63 - 1."""


@dataclass(frozen=True, slots=True)
class AudioLoader:
    """Loads WAV, AIFF, FLAC, MP3 and Ogg (Vorbis, Opus); content decides, never a name.

    Channels are averaged; where they cancel each other out, the loudest is taken instead. A
    recording that exceeds full scale is turned down as a whole. The native rate is kept. Of
    chained Ogg streams the first counts. Samples are read-only.
    """

    limits: Limits = DEFAULT_LIMITS

    def load(self, source: Source) -> Audio:
        """One recording as (n,) float32 within [-1, 1].

        Raises UnreadableError for another format, a broken or cut-off file, samples that are not
        finite and a rate outside ``MIN_RATE`` to ``MAX_RATE``; LimitError beyond ``limits.bytes``,
        ``limits.seconds`` or ``limits.samples``, by the header and by what is really there;
        EmptyMediumError for no samples and for silence (see ``SILENCE``).
        """
        data = read_bytes(source, self.limits)
        name = source.name
        if identify(data) not in FORMATS:
            raise UnreadableError(
                f"{name}: found {describe(data)}, expected a recording ({', '.join(FORMATS)})"
            )
        missing = missing_bytes(data)
        if missing:
            raise UnreadableError(f"{name}: cut off, its last {missing} bytes are missing")
        try:
            samples, rate = self._mono(name, data)
        except MediumError:
            raise
        except Exception as error:
            # The message of a LibsndfileError starts with the address of an object.
            reason = getattr(error, "error_string", None) or one_line(error)
            raise UnreadableError(
                f"{name}: found {identify(data)} audio that cannot be decoded ({reason})"
            ) from error
        samples.flags.writeable = False
        return Audio(samples, rate, content_hash("audio", data), name)

    def _mono(self, name: str, data: bytes) -> tuple[NDArray[np.float32], int]:
        mix, rate = self._mix(name, data, _Mix())
        if mix.empty:
            raise EmptyMediumError(f"{name}: found no samples, expected a recording")
        if mix.silent:
            # Channels in opposite phase, as from a miswired microphone, average to nothing.
            mix, rate = self._mix(name, data, _Mix(mix.loudest))
        if mix.silent:
            raise EmptyMediumError(
                f"{name}: found silence (below {SILENCE:g} of full scale), expected sound"
            )
        return mix.samples(), rate

    def _mix(self, name: str, data: bytes, mix: "_Mix") -> tuple["_Mix", int]:
        with _Stream(_Tape(data)) as file:
            for block in self._blocks(name, file):
                mix.add(block)
            return mix, file.samplerate

    def _blocks(self, name: str, file: Any) -> Iterator[NDArray[np.float64]]:
        """Blocks of shape (frames, channels)."""
        most = self._most_frames(name, file)
        block_frames = max(1, _BLOCK // file.channels)
        frames = 0
        while len(block := file.read(block_frames, dtype="float32", always_2d=True)):
            frames += len(block)
            if frames > most:
                raise LimitError(
                    f"{name}: still goes on after {frames / file.samplerate:.1f} seconds, "
                    f"at most {most / file.samplerate:g} allowed"
                )
            if not np.isfinite(block).all():
                raise UnreadableError(f"{name}: found samples that are NaN or infinite")
            yield block.astype(np.float64)
        _refuse_cut_off(name, file, frames)

    def _most_frames(self, name: str, file: Any) -> int:
        """The frames that the limits allow. Raises where the header already exceeds them."""
        if not MIN_RATE <= file.samplerate <= MAX_RATE:
            raise UnreadableError(
                f"{name}: found {file.samplerate} samples per second, "
                f"expected {MIN_RATE} to {MAX_RATE}"
            )
        most = min(int(self.limits.seconds * file.samplerate), self.limits.samples)
        if most < file.frames < _UNKNOWN_FRAMES:
            raise LimitError(
                f"{name}: {file.frames / file.samplerate:.1f} seconds at {file.samplerate} Hz, "
                f"at most {most / file.samplerate:g} allowed"
            )
        return most


def _refuse_cut_off(name: str, file: Any, frames: int) -> None:
    # The length of an MP3 is an estimate, and that of Ogg is where its last page ends.
    if file.format == "FLAC" and frames < file.frames < _UNKNOWN_FRAMES:
        raise UnreadableError(f"{name}: cut off after {frames} of {file.frames} samples")


class _Mix:
    """One channel, gathered block by block, and how loud it and each of its sources are."""

    def __init__(self, channel: int | None = None) -> None:
        """Without a channel, the mean of all."""
        self._channel = channel
        self._parts: list[NDArray[np.float32]] = []
        self._frames = 0
        self._sums: NDArray[np.float64] | float = 0.0
        self._squares: NDArray[np.float64] | float = 0.0

    def add(self, block: NDArray[np.float64]) -> None:
        mono = block.mean(axis=1) if self._channel is None else block[:, self._channel]
        tracks = np.column_stack((mono, block))
        self._parts.append(mono.astype(np.float32))
        self._frames += len(block)
        self._sums = self._sums + tracks.sum(axis=0)
        self._squares = self._squares + np.square(tracks).sum(axis=0)

    @property
    def empty(self) -> bool:
        return self._frames == 0

    @property
    def silent(self) -> bool:
        return bool(self._levels()[0] < SILENCE)

    @property
    def loudest(self) -> int:
        """The channel with the highest level, counted from 0."""
        return int(np.argmax(self._levels()[1:]))

    def _levels(self) -> NDArray[np.float64]:
        """Root mean squares around the mean: of the mix, then of each channel."""
        means = np.asarray(self._sums) / self._frames
        variances = np.asarray(self._squares) / self._frames - means**2
        return np.asarray(np.sqrt(np.maximum(variances, 0.0)))

    def samples(self) -> NDArray[np.float32]:
        samples = np.concatenate(self._parts)
        peak = max(float(samples.max()), -float(samples.min()))
        return samples / np.float32(peak) if peak > 1 else samples


class _Stream(soundfile.SoundFile):  # type: ignore[misc]  # soundfile ships no types
    """Read once from start to end.

    A seekable file is sought after every block, which fails where its header states no length.
    """

    def seekable(self) -> bool:
        return False


class _Tape(BytesIO):
    """Bytes that a C library may wind about in.

    libsndfile calls these from C, where an exception can only be printed: a position that a broken
    header asks for is clamped instead, and the library finds that nothing is there.
    """

    def seek(self, offset: int, whence: int = SEEK_SET, /) -> int:
        size = self.getbuffer().nbytes
        start = {SEEK_SET: 0, SEEK_CUR: self.tell(), SEEK_END: size}.get(whence, 0)
        return super().seek(min(max(0, start + offset), size))
