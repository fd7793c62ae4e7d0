"""How far a phrase is from a melody, whatever the key, the tempo and a slow drift of either.

An offset is what a note lies above the melody's, in semitones, or by how much a step is longer than
the melody's, in octaves (log2). Where the phrase is the melody's all offsets are nearly the same:
the key, or the tempo. A note that is wrong lies apart from its neighbours; where a singer changed
key, all notes after it lie apart from all before.
"""

import numpy as np
from numpy.typing import NDArray

_NEIGHBOURS = 4
"""Notes around each one that say where it should be."""
_SIDE = 3
"""Notes before, and after, that say whether the key changed between."""
_DRIFT = 0.15
"""Of a semitone, or an octave of tempo, that three notes drift away from the three before."""


def deviations(offsets: NDArray[np.float64]) -> NDArray[np.float64]:
    """Each offset's distance from the median of its nearest neighbours; both of shape (m, n)."""
    n = offsets.shape[1]
    size = min(_NEIGHBOURS + 1, n)
    first = np.clip(np.arange(n) - size // 2, 0, n - size)
    around = first[:, None] + np.arange(size)
    others = around[around != np.arange(n)[:, None]].reshape(n, size - 1)
    found: NDArray[np.float64] = offsets - np.median(offsets[:, others], axis=2)
    return found


def changes(offsets: NDArray[np.float64]) -> NDArray[np.float64]:
    """From up to three offsets to up to three after them, two at least; shape (m, n - 3)."""
    n = offsets.shape[1]
    sums = np.pad(np.cumsum(offsets, axis=1), ((0, 0), (1, 0)))
    cuts = np.arange(2, n - 1)
    first, last = np.maximum(cuts - _SIDE, 0), np.minimum(cuts + _SIDE, n)
    before = (sums[:, cuts] - sums[:, first]) / (cuts - first)
    after = (sums[:, last] - sums[:, cuts]) / (last - cuts)
    apart: NDArray[np.float64] = np.abs(after - before) - _DRIFT
    return np.maximum(apart, 0)


def misfit(offsets: NDArray[np.float64]) -> NDArray[np.float64]:
    """The largest deviation or change of each row; shape (m, n) with n of at least 4 to (m,)."""
    largest = np.abs(deviations(offsets)).max(axis=1)
    found: NDArray[np.float64] = np.maximum(largest, changes(offsets).max(axis=1, initial=0))
    return found
