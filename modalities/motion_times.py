"""When the samples of a recording of motion were taken: the rate, and even steps if they had none.

Clocks of phones and watches jitter and lose samples. Windows of a recording lie where its samples
do only if those are evenly spaced, so what is not is interpolated, as van Hees et al. do before
anything else (J. Appl. Physiol. 2014, "Autocalibration of accelerometer data").
"""

import math

import numpy as np
from numpy.typing import NDArray

from .errors import EmptyMediumError, UnreadableError

MIN_RATE, MAX_RATE = 1.0, 100_000.0
"""Samples per second. Below, a movement is over between two; above, no such unit measures."""
WIDEST_GAP = 5.0
"""Steps between two samples; a recording with a wider gap is two recordings."""
_EVEN = 0.1
"""Steps that a sample may be off an even grid, by a clock's rounding for example."""

Rows = NDArray[np.float64]


def evenly(name: str, times: NDArray[np.float64], values: Rows) -> tuple[Rows, float]:
    """Rows at even steps of time, and how many there are a second.

    ``times``, shape (n,), are in seconds, one for each of the n rows. Rows that are evenly spaced
    are given as they are; others on straight lines between them, at their median step. Raises
    EmptyMediumError for one row, and UnreadableError for times that do not ascend, a gap, and
    steps that no unit has.
    """
    if len(times) < 2:
        raise EmptyMediumError(f"{name}: found {len(times)} samples, expected a recording")
    step = _median_step(name, times)
    since = times - times[0]
    mean = since[-1] / (len(times) - 1)
    if np.abs(since - mean * np.arange(len(times))).max() <= _EVEN * mean:
        return values, 1 / mean
    wanted = np.arange(math.floor(since[-1] / step) + 1) * step
    return np.stack([np.interp(wanted, since, column) for column in values.T], axis=1), 1 / step


def _median_step(name: str, times: NDArray[np.float64]) -> float:
    steps = np.diff(times)
    if not (steps > 0).all():
        # Written so that NaN fails too.
        row = int(np.argmin(steps > 0))
        raise UnreadableError(
            f"{name}: found time {times[row + 1]:g} after {times[row]:g}, expected ascending times"
        )
    step = float(np.median(steps))
    widest = int(np.argmax(steps))
    if not math.isfinite(step) or steps[widest] > WIDEST_GAP * step:
        raise UnreadableError(
            f"{name}: found a gap of {steps[widest]:g} s after {times[widest]:g} s, "
            f"expected steps of about {step:g} s"
        )
    if not 1 / MAX_RATE <= step <= 1 / MIN_RATE:
        raise UnreadableError(
            f"{name}: found steps of {step:g} s, expected {1 / MAX_RATE:g} to {1 / MIN_RATE:g}"
        )
    return step
