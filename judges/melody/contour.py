"""The pitch of a recording over time: the likeliest course through what each frame may be.

A course costs what its frames are unlikely, and more where it jumps or falls silent, as in
P. Boersma, "Accurate short-term analysis of the fundamental frequency", IFA Proceedings 17, 1993.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .periods import MOST, Periods

_JUMP = 0.5
"""Cost of a change by one semitone between two frames ..."""
_FARTHEST = 3.0
"""... and of any jump, from one note to the next."""
_SILENCE = 1.5
"""Cost of beginning or ending to have a pitch."""
_LEAST = 1e-3


class Contour(NamedTuple):
    """One entry a frame."""

    semitones: NDArray[np.float64]
    """As MIDI numbers; NaN where there is no pitch."""
    voicing: NDArray[np.float64]
    """How surely the frame has this pitch, 0 to 1."""
    level: NDArray[np.float64]
    """Decibels of full scale."""


def contour_of(periods: Periods) -> Contour:
    """The cheapest course, by Viterbi's algorithm. The last state of each frame is silence."""
    states = _costs(periods)
    back = np.zeros(states.shape, np.int64)
    total = states[0]
    for at in range(1, len(states)):
        through = total[:, None] + _steps(periods.semitones[at - 1], periods.semitones[at])
        back[at] = through.argmin(axis=0)
        total = through.min(axis=0) + states[at]
    course = np.empty(len(states), np.int64)
    course[-1] = total.argmin()
    for at in range(len(states) - 1, 0, -1):
        course[at - 1] = back[at, course[at]]
    return _along(periods, course)


def _costs(periods: Periods) -> NDArray[np.float64]:
    """Shape (n, MOST + 1)."""
    silent = 1 - periods.probability.sum(axis=1, keepdims=True)
    probability = np.hstack([periods.probability, silent])
    costs: NDArray[np.float64] = -np.log(np.maximum(probability, _LEAST))
    costs[:, :MOST][np.isnan(periods.semitones)] = np.inf
    return costs


def _steps(before: NDArray[np.float64], after: NDArray[np.float64]) -> NDArray[np.float64]:
    """Costs from each state of a frame to each of the next; shape (MOST + 1, MOST + 1)."""
    steps = np.full((MOST + 1, MOST + 1), _SILENCE)
    jumps = _JUMP * np.abs(after[None, :] - before[:, None])
    steps[:MOST, :MOST] = np.fmin(jumps, _FARTHEST)
    steps[MOST, MOST] = 0
    return steps


def _along(periods: Periods, course: NDArray[np.int64]) -> Contour:
    rows = np.arange(len(course))
    voiced = course < MOST
    which = np.minimum(course, MOST - 1)
    return Contour(
        semitones=np.where(voiced, periods.semitones[rows, which], np.nan),
        voicing=np.where(voiced, periods.probability[rows, which], 0.0),
        level=periods.level,
    )
