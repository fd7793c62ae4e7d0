"""Landmarks of a recording: the peaks of its spectrogram, which noise and codecs leave in place."""

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
LOWEST_BIN = 2
BINS = 512
"""Frequencies are counted in bins of 15.6 Hz, from ``LOWEST_BIN`` up to, not including, BINS."""
_FRAMES_AROUND = 4
_BINS_AROUND = 6
"""A peak is the highest point within 64 ms and 94 Hz on either side."""
_DEPTH = 60.0
"""Decibels below the loudest peak of a recording at which no more peaks are taken."""
_BUCKET = RATE // 2
_PER_BUCKET = 30
"""The loudest peaks of each half second that are kept."""
_FAINTEST = 1e-10
"""Power, far below that of the last bit of any recording: digital silence has no peaks."""
_BLOCK = 2048
"""Frames looked at together, which bounds memory for long recordings."""


class Landmarks(NamedTuple):
    """Peaks in the order of time, then of frequency."""

    frames: NDArray[np.int64]
    """Shape (n,): when, in frames of ``FRAME_SECONDS``; ascending."""
    bins: NDArray[np.int64]
    """Shape (n,): at which frequency."""


def landmarks_of(audio: Audio) -> Landmarks:
    """At most 60 landmarks a second; none for a recording without any structure."""
    samples = audio.samples - audio.samples.mean(dtype=np.float64).astype(np.float32)
    if audio.rate != RATE:
        samples = soxr.resample(samples, audio.rate, RATE, quality="HQ")
    padded = np.pad(samples, (WINDOW // 2, WINDOW))
    frames = np.lib.stride_tricks.sliding_window_view(padded, WINDOW)[::HOP]
    parts = [_peaks(frames, start) for start in range(0, len(frames), _BLOCK)]
    times, bins, levels = (np.concatenate(column) for column in zip(*parts, strict=True))
    if not len(levels):
        return Landmarks(times, bins)
    kept = _loudest(times, levels, levels.max() - _DEPTH)
    return Landmarks(times[kept], bins[kept])


class _Peaks(NamedTuple):
    frames: NDArray[np.int64]
    bins: NDArray[np.int64]
    levels: NDArray[np.float32]


def _peaks(frames: NDArray[np.float32], start: int) -> _Peaks:
    """Peaks of one block of frames; its neighbours on both sides are looked at as well."""
    first = max(0, start - _FRAMES_AROUND)
    seen = frames[first : start + _BLOCK + _FRAMES_AROUND]
    power = _power(seen)
    around = highest_around(highest_around(power, _FRAMES_AROUND, 0), _BINS_AROUND, 1)
    times, bins = np.nonzero((power == around) & (power > _FAINTEST))
    mine = (times + first >= start) & (times + first < start + _BLOCK)
    times, bins = times[mine], bins[mine]
    return _Peaks(times + first, bins + LOWEST_BIN, 10 * np.log10(power[times, bins]))


def _power(frames: NDArray[np.float32]) -> NDArray[np.float32]:
    """Shape (frames, BINS - LOWEST_BIN)."""
    window = np.hanning(WINDOW).astype(np.float32)
    spectrum = np.fft.rfft(frames * window, axis=1)[:, LOWEST_BIN:BINS]
    power: NDArray[np.float32] = (spectrum.real**2 + spectrum.imag**2).astype(np.float32)
    return power


def highest_around(values: NDArray[np.float32], reach: int, axis: int) -> NDArray[np.float32]:
    """The maximum within ``reach`` places on either side along one axis, in log(reach) steps."""
    padding = [(0, 0), (0, 0)]
    padding[axis] = (reach, reach)
    found = np.moveaxis(np.pad(values, padding, constant_values=-np.inf), axis, 0)
    width, wanted = 1, 2 * reach + 1
    while width < wanted:
        step = min(width, wanted - width)
        found = np.maximum(found[:-step], found[step:])
        width += step
    return np.moveaxis(found, 0, axis)


def _loudest(
    frames: NDArray[np.int64], levels: NDArray[np.float32], least: float
) -> NDArray[np.int64]:
    """Which peaks to keep, in their order."""
    loud = np.flatnonzero(levels > least)
    buckets = frames[loud] * HOP // _BUCKET
    order = np.lexsort((-levels[loud], buckets))
    sorted_buckets = buckets[order]
    rank = np.arange(len(order)) - np.searchsorted(sorted_buckets, sorted_buckets)
    kept: NDArray[np.int64] = np.sort(loud[order[rank < _PER_BUCKET]])
    return kept
