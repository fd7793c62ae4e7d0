"""How long the period of a sound may be, frame by frame, and how likely each length is.

The difference function and its cumulative mean are those of YIN (A. de Cheveigné and H. Kawahara,
JASA 111, 2002), the probabilities those of pYIN (M. Mauch and S. Dixon, ICASSP 2014).
"""

from typing import NamedTuple

import numpy as np
import soxr
from numpy.typing import NDArray
from scipy import signal, stats

from modalities import Audio

RATE = 16_000
HOP = 160
FRAME_SECONDS = HOP / RATE
LOWEST, HIGHEST = 65.0, 3_600.0
"""Hertz: from a deep voice to a high whistle."""
_BAND = 4_000.0
"""Hertz above which no pitch, nor what is needed to find it, lies."""
MOST = 5
"""Periods of a frame that are kept, the likeliest ones."""
_SHORTEST, _LONGEST = int(RATE / HIGHEST), int(RATE / LOWEST) + 1
_WINDOW = 640
"""Samples that are compared with those a period later: 40 ms."""
_BLOCK = 2048
"""Frames looked at together, which bounds memory for long recordings."""
_DEPTHS = stats.beta(2, 11.33)
"""How aperiodic, of 0 to 1, a sound with a pitch may be: pYIN's prior of mean 0.15."""


class Periods(NamedTuple):
    """What the pitch of each frame may be. Rows are frames."""

    semitones: NDArray[np.float64]
    """Shape (n, MOST), as MIDI numbers: 69 is 440 Hz. NaN where there are fewer."""
    probability: NDArray[np.float64]
    """Shape (n, MOST); what is missing to a sum of 1 is that the frame has no pitch."""
    level: NDArray[np.float64]
    """Shape (n,): decibels of full scale, of 20 ms, between the lowest and highest pitch."""


def samples_of(audio: Audio, seconds: float) -> NDArray[np.float64]:
    """The first ``seconds`` at ``RATE``, without what lies below or above all pitches."""
    first = audio.samples[: int(seconds * audio.rate)].astype(np.float64)
    samples = soxr.resample(first, audio.rate, RATE, quality="HQ")
    sections = signal.butter(2, (LOWEST, _BAND), "bandpass", fs=RATE, output="sos")
    found: NDArray[np.float64] = signal.sosfilt(sections, samples - samples.mean())
    return found


def periods_of(samples: NDArray[np.float64]) -> Periods:
    """Frames every 10 ms, each standing for the time around its middle."""
    middle = (_WINDOW + _LONGEST) // 2
    padded = np.pad(samples, (middle, middle + HOP))
    frames = np.lib.stride_tricks.sliding_window_view(padded, _WINDOW + _LONGEST)[::HOP]
    blocks = [_likeliest(frames[at : at + _BLOCK]) for at in range(0, len(frames), _BLOCK)]
    semitones, probability = (np.concatenate(part) for part in zip(*blocks, strict=True))
    return Periods(semitones, probability, _level(samples, len(frames)))


def _level(samples: NDArray[np.float64], frames: int) -> NDArray[np.float64]:
    padded = np.pad(samples**2, (HOP, 2 * HOP))
    sums = np.pad(np.cumsum(padded), (1, 0))
    starts = np.arange(frames) * HOP
    ends = np.minimum(starts + 2 * HOP, len(sums) - 1)
    power = np.maximum(sums[ends] - sums[starts], 0) / (2 * HOP)
    found: NDArray[np.float64] = 10 * np.log10(power + 1e-10)
    return found


def _likeliest(
    frames: NDArray[np.float64],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The likeliest periods of each frame as semitones, and their probabilities."""
    difference = _difference(frames)
    depth = _normalised(difference)
    row, lag = np.nonzero((depth[:, 1:-1] < depth[:, :-2]) & (depth[:, 1:-1] <= depth[:, 2:]))
    row, lag = row[lag + 1 >= _SHORTEST], lag[lag + 1 >= _SHORTEST] + 1
    dips = np.ones(depth.shape)
    dips[row, lag] = np.clip(_vertex(depth, row, lag)[1], 0, 1)
    mass = _mass(dips)
    best = np.argpartition(-mass, MOST, axis=1)[:, :MOST]
    rows = np.arange(len(frames))[:, None]
    probability = mass[rows, best]
    # Not of the normalised difference, which slants where lags are short.
    period = best + _vertex(difference, rows, best)[0]
    semitones = 69 + 12 * np.log2(RATE / np.maximum(period, 1) / 440)
    return np.where(probability > 0, semitones, np.nan), probability


def _mass(depth: NDArray[np.float64]) -> NDArray[np.float64]:
    """pYIN's probability of each dip: that it is the first one below a threshold drawn at random.

    That is the prior between its depth and that of the deepest dip before it.
    """
    deepest = np.minimum.accumulate(depth, axis=1)
    before = np.concatenate([np.ones((len(depth), 1)), deepest[:, :-1]], axis=1)
    new = depth < before
    mass = np.zeros_like(depth)
    mass[new] = _DEPTHS.cdf(before[new]) - _DEPTHS.cdf(depth[new])
    return mass


def _difference(frames: NDArray[np.float64]) -> NDArray[np.float64]:
    """YIN's difference function: the power of what a lag leaves; shape (n, _LONGEST + 1)."""
    size = 2 ** int(np.ceil(np.log2(frames.shape[1] + _WINDOW)))
    head = np.fft.rfft(frames[:, :_WINDOW], size, axis=1)
    product = np.fft.irfft(np.fft.rfft(frames, size, axis=1) * head.conj(), size, axis=1)
    sums = np.pad(np.cumsum(frames**2, axis=1), ((0, 0), (1, 0)))
    lags = np.arange(_LONGEST + 1)
    power = sums[:, lags + _WINDOW] - sums[:, lags]
    return np.maximum(power[:, :1] + power - 2 * product[:, : _LONGEST + 1], 0)


def _normalised(difference: NDArray[np.float64]) -> NDArray[np.float64]:
    """Each lag's difference as a share of the mean over all lags up to it; 1 at lag 0."""
    lags = np.arange(difference.shape[1])
    total = np.cumsum(difference, axis=1) + 1e-9
    found: NDArray[np.float64] = np.where(lags > 0, difference * lags / total, 1.0)
    return found


def _vertex(
    values: NDArray[np.float64], rows: NDArray[np.int64], at: NDArray[np.int64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Where between the lags, and how deep, a dip is by the parabola through three of them."""
    before, here, after = (
        values[rows, np.clip(at + step, 0, values.shape[1] - 1)] for step in (-1, 0, 1)
    )
    bend = np.maximum(before - 2 * here + after, 1e-9)
    step = np.clip((before - after) / (2 * bend), -0.5, 0.5)
    return step, here - (before - after) * step / 4
