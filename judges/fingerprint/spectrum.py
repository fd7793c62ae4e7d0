"""The spectrogram that fingerprints are made from, some frames at a time."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import soxr
from numpy.typing import NDArray

from modalities import Audio

RATE = 16_000
WINDOW = 1024
HOP = 256
"""Samples, at ``RATE``: frames of 64 ms, 16 ms apart."""
FRAME_SECONDS = HOP / RATE
BINS = WINDOW // 2
"""Frequencies are counted in bins of 15.6 Hz."""
_BLOCK = 2048
"""Frames looked at together, which bounds memory for long recordings."""


class Block(NamedTuple):
    """Some frames, with neighbours on both sides as far as there are any."""

    power: NDArray[np.float32]
    """Shape (frames, BINS)."""
    first: int
    """Which frame of the recording the first one is."""
    start: int
    stop: int
    """The frames from ``start`` to, not including, ``stop`` are its own; all others neighbours."""

    @property
    def own(self) -> NDArray[np.float32]:
        """Shape (stop - start, BINS)."""
        return self.power[self.start - self.first : self.stop - self.first]


def blocks_of(audio: Audio, around: int) -> Iterator[Block]:
    """The whole recording. ``around``: how many neighbours there are on each side."""
    samples = audio.samples - audio.samples.mean(dtype=np.float64).astype(np.float32)
    if audio.rate != RATE:
        samples = soxr.resample(samples, audio.rate, RATE, quality="HQ")
    padded = np.pad(samples, (WINDOW // 2, WINDOW))
    frames = np.lib.stride_tricks.sliding_window_view(padded, WINDOW)[::HOP]
    for start in range(0, len(frames), _BLOCK):
        stop = min(start + _BLOCK, len(frames))
        first = max(0, start - around)
        yield Block(_power(frames[first : stop + around]), first, start, stop)


def _power(frames: NDArray[np.float32]) -> NDArray[np.float32]:
    spectrum = np.fft.rfft(frames * np.hanning(WINDOW).astype(np.float32), axis=1)[:, :BINS]
    power: NDArray[np.float32] = (spectrum.real**2 + spectrum.imag**2).astype(np.float32)
    return power
