"""Where a contour of pitch stays and where it goes on: the levels of a piecewise constant course.

The course that costs least: for each frame how far it lies from its level, for each change of
level a fixed price (a Potts functional; G. Winkler and V. Liebscher, "Smoothers for discontinuous
signals", J. Nonparametric Statistics 14, 2002). Vibrato and glides are not worth a change.
"""

import numpy as np
from numpy.typing import NDArray

STEP = 0.1
"""Semitones between levels that are tried."""
_FAR = 1.5
"""Semitones: a frame that lies farther from its level, such as one an octave off, costs no more."""
_CHANGE = 4.0
"""Price of a change of level: as much as 80 ms that are half a semitone off."""
_UNHEARD = 0.3
"""Price of a frame without a pitch within a note ..."""
_UNWANTED = 0.8
"""... and of one with a pitch within a rest."""


def levels_of(semitones: NDArray[np.float64]) -> NDArray[np.float64]:
    """The level of each frame in semitones, NaN in rests; shape (n,), as the contour's."""
    if np.isnan(semitones).all():
        return np.full(len(semitones), np.nan)
    low, high = np.nanmin(semitones), np.nanmax(semitones)
    grid = np.arange(low, high + STEP, STEP)
    stays = _cheapest(semitones, grid)
    return np.append(grid, np.nan)[stays]


def _cheapest(semitones: NDArray[np.float64], grid: NDArray[np.float64]) -> NDArray[np.int64]:
    """Which state each frame has, by Viterbi's algorithm; the one after the levels is rest."""
    came = np.empty((len(semitones), len(grid) + 1), np.int32)
    same = np.arange(len(grid) + 1)
    total = np.zeros(len(grid) + 1)
    for at, pitch in enumerate(semitones):
        best = int(total.argmin())
        changed = total[best] + _CHANGE
        came[at] = np.where(total > changed, best, same)
        total = np.minimum(total, changed) + _prices(pitch, grid)
    states = np.empty(len(semitones), np.int64)
    state = int(total.argmin())
    for at in range(len(semitones) - 1, -1, -1):
        states[at] = state
        state = int(came[at, state])
    return states


def _prices(pitch: float, grid: NDArray[np.float64]) -> NDArray[np.float64]:
    if np.isnan(pitch):
        return np.append(np.full(len(grid), _UNHEARD), 0.0)
    return np.append(np.minimum(np.abs(grid - pitch), _FAR), _UNWANTED)
