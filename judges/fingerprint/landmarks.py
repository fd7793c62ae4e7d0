"""Landmarks of a recording: the peaks of its spectrogram, which noise and codecs leave in place."""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .spectrum import Block

LOWEST_BIN = 2
"""Landmarks are at frequencies from this bin up to, not including, ``BINS``."""
FRAMES_AROUND = 4
_BINS_AROUND = 6
"""A peak is the highest point within 64 ms and 94 Hz on either side."""
_DEPTH = 60.0
"""Decibels below the loudest peak of a recording at which no more peaks are taken."""
_FRAMES_RANKED = 16
_RANKS = 50
"""A peak is kept if fewer than ``_RANKS`` within a quarter of a second on either side are louder,
wherever a recording begins."""
_FAINTEST = 1e-10
"""Power, far below that of the last bit of any recording: digital silence has no peaks."""


class Landmarks(NamedTuple):
    """Peaks in the order of time, then of frequency."""

    frames: NDArray[np.int64]
    """Shape (n,): when, in frames of ``FRAME_SECONDS``; ascending."""
    bins: NDArray[np.int64]
    """Shape (n,): at which frequency."""


class Peaks(NamedTuple):
    """Peaks of one block, of which the loudest may be landmarks."""

    frames: NDArray[np.int64]
    bins: NDArray[np.int64]
    levels: NDArray[np.float32]
    """Decibels."""


def peaks_of(block: Block) -> Peaks:
    """Peaks among a block's own frames. Asks for ``FRAMES_AROUND`` neighbours."""
    power = block.power[:, LOWEST_BIN:]
    around = highest_around(highest_around(power, FRAMES_AROUND, 0), _BINS_AROUND, 1)
    times, bins = np.nonzero((power == around) & (power > _FAINTEST))
    own = (times + block.first >= block.start) & (times + block.first < block.stop)
    times, bins = times[own], bins[own]
    return Peaks(times + block.first, bins + LOWEST_BIN, 10 * np.log10(power[times, bins]))


def landmarks_of(peaks: Iterable[Peaks]) -> Landmarks:
    """Some 100 landmarks a second; none for a recording without any structure."""
    frames, bins, levels = map(np.concatenate, zip(*peaks, strict=True))
    if not len(levels):
        return Landmarks(frames, bins)
    kept = _loudest(frames, levels, levels.max() - _DEPTH)
    return Landmarks(frames[kept], bins[kept])


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
    frames, levels = frames[loud], levels[loud]
    louder = np.zeros(len(loud), dtype=np.int64)
    for ahead in range(1, len(loud)):
        near = frames[ahead:] - frames[:-ahead] <= _FRAMES_RANKED
        if not near.any():
            break
        later = levels[ahead:] > levels[:-ahead]
        louder[:-ahead] += near & later
        louder[ahead:] += near & ~later
    return loud[louder < _RANKS]
