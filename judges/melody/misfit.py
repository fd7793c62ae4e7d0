"""How far a phrase is from a melody, whatever the key, the tempo and a slow drift of either.

An offset is what a note lies above the melody's, in semitones, or by how much a step is longer than
the melody's, in octaves (log2). Where the phrase is the melody's all offsets are nearly the same,
the key or the tempo, or drift slowly. A note that is wrong lies apart from its neighbours; where a
singer changed key, all notes after it lie apart from those before.
"""

import numpy as np
from numpy.typing import NDArray

_NEIGHBOURS = 6
"""Notes around each one that say where it should be."""
_SIDE = 3
"""Notes before, and after, that say whether the key changed between."""


def misfits(offsets: NDArray[np.float64], steepest: float) -> NDArray[np.float64]:
    """How far each note lies from where its neighbours put it, or the key changes at it.

    Shapes (m, n) to (m, n), n of at least 4. ``steepest``: what may drift from note to note.
    """
    level = without_drift(offsets, steepest)
    found: NDArray[np.float64] = np.maximum(np.abs(deviations(level)), changes(level))
    return found


def without_drift(offsets: NDArray[np.float64], steepest: float) -> NDArray[np.float64]:
    """Offsets less the line through them, which a few wrong notes do not turn; shape (m, n).

    The median of the slopes between all pairs (P. Sen, JASA 63, 1968, after H. Theil).
    """
    n = offsets.shape[1]
    first, last = np.triu_indices(n, 1)
    slopes = np.median((offsets[:, last] - offsets[:, first]) / (last - first), axis=1)
    slopes = np.clip(slopes, -steepest, steepest)
    found: NDArray[np.float64] = offsets - slopes[:, None] * np.arange(n)
    return found


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
    """From two or three offsets to two or three from each on; both of shape (m, n)."""
    n = offsets.shape[1]
    sums = np.pad(np.cumsum(offsets, axis=1), ((0, 0), (1, 0)))
    cuts = np.arange(2, n - 1)
    first, last = np.maximum(cuts - _SIDE, 0), np.minimum(cuts + _SIDE, n)
    before = (sums[:, cuts] - sums[:, first]) / (cuts - first)
    after = (sums[:, last] - sums[:, cuts]) / (last - cuts)
    return np.pad(np.abs(after - before), ((0, 0), (2, 1)))
