"""The strongest partial of a recording, frame by frame: how high, how loud, how clear."""

from typing import NamedTuple

import numpy as np
import soxr
from numpy.typing import NDArray

from modalities import Audio

RATE = 16_000
_WINDOW = 512
HOP = 64
"""Samples at ``RATE``: frames of 32 ms, 4 ms apart."""
FRAME_SECONDS = HOP / RATE
_LOWEST, _HIGHEST = 250, 7_600
"""Hertz. Below, rooms hum; above, 16 kHz cannot follow."""
_INNER, _OUTER = 4, 14
"""Bins on either side of a partial, between which lies what it is compared with."""
_SPREAD = 2
"""Bins on either side over which the window spreads a pure tone."""
_HARMONIC = 10.0
_CLEAR = 12.0
"""How much weaker a fundamental may be than its harmonics, and its contrast in decibels."""
_BLOCK = 4096
"""Frames looked at together, which bounds memory for long recordings."""


class Track(NamedTuple):
    """The strongest partial. Each array has one entry a frame."""

    hertz: NDArray[np.float64]
    level: NDArray[np.float64]
    """Decibels, of no particular reference."""
    contrast: NDArray[np.float64]
    """Decibels above the mean of its surroundings in the spectrum: white noise reaches some 10."""
    purity: NDArray[np.float64]
    """Share of the power between the lowest and highest frequency, 0 to 1."""


def track_of(audio: Audio) -> Track:
    samples = audio.samples - audio.samples.mean(dtype=np.float64).astype(np.float32)
    if audio.rate != RATE:
        samples = soxr.resample(samples, audio.rate, RATE, quality="HQ")
    padded = np.pad(samples, (_WINDOW // 2, _WINDOW))
    frames = np.lib.stride_tricks.sliding_window_view(padded, _WINDOW)[::HOP]
    blocks = [_strongest(frames[at : at + _BLOCK]) for at in range(0, len(frames), _BLOCK)]
    return Track(*map(np.concatenate, zip(*blocks, strict=True)))


def _strongest(frames: NDArray[np.float32]) -> Track:
    window = np.hanning(_WINDOW).astype(np.float32)
    spectrum = np.fft.rfft(frames * window, axis=1)
    power = (spectrum.real**2 + spectrum.imag**2).astype(np.float64) + 1e-12
    low, high = _LOWEST * _WINDOW // RATE, _HIGHEST * _WINDOW // RATE
    sums = np.pad(np.cumsum(power, axis=1), ((0, 0), (1, 0)))
    top = _fundamental(power, sums, power[:, low:high].argmax(axis=1) + low, low)
    lobe = _between(sums, top - _SPREAD, top + _SPREAD)
    rows = np.arange(len(power))
    height, step = _vertex(np.log(power[rows, top + np.array([[-1], [0], [1]])]))
    return Track(
        hertz=(top + step) * RATE / _WINDOW,
        level=height * 10 / np.log(10),
        contrast=_contrast(power, sums, top),
        purity=lobe / (sums[:, high] - sums[:, low]).clip(min=lobe),
    )


def _fundamental(
    power: NDArray[np.float64],
    sums: NDArray[np.float64],
    top: NDArray[np.int64],
    low: int,
) -> NDArray[np.int64]:
    """The bin of a clear partial at a half or a third of the strongest one's, where there is one.

    In a room a harmonic is now and then louder than its fundamental.
    """
    rows = np.arange(len(power))
    for part in (2, 3):
        near = np.rint(top / part).astype(np.int64) + np.array([[-1], [0], [1]])
        below = near[power[rows, near].argmax(axis=0), rows]
        strong = power[rows, below] >= power[rows, top] / _HARMONIC
        clear = _contrast(power, sums, below) >= _CLEAR
        top = np.where(strong & clear & (below >= low), below, top)
    return top


def _contrast(
    power: NDArray[np.float64], sums: NDArray[np.float64], at: NDArray[np.int64]
) -> NDArray[np.float64]:
    outer = _between(sums, at - _OUTER, at + _OUTER) - _between(sums, at - _INNER, at + _INNER)
    beside = outer / (2 * (_OUTER - _INNER))
    decibels: NDArray[np.float64] = 10 * np.log10(power[np.arange(len(power)), at] / beside)
    return decibels


def _between(
    sums: NDArray[np.float64], first: NDArray[np.int64], last: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Sums of each row from its first to its last bin, as far as there are bins."""
    most = sums.shape[1] - 1
    rows = np.arange(len(sums))
    found: NDArray[np.float64] = sums[rows, (last + 1).clip(0, most)] - sums[rows, first.clip(0)]
    return found


def _vertex(three: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Height and place of the top of the parabola through three neighbours, in bins."""
    before, at, after = three
    bend = np.minimum(before - 2 * at + after, -1e-9)
    step = ((before - after) / (2 * bend)).clip(-0.5, 0.5)
    return at - (before - after) * step / 4, step
