"""The profile of a recording: how loud it is in each band of frequencies, and when."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from .spectrum import BINS, Block

SPAN = 2
"""Frames of a cell: 32 ms."""
STEP = 3
"""Decibels of one step of a level."""
FLOOR = 15
"""The lowest level, and whatever lies below it: 45 dB below the loudest cell."""
_EDGES = np.unique(np.round(np.geomspace(10, 512, 49)).astype(int))
BANDS = len(_EDGES) - 1
"""Bands of an eighth of an octave, from 156 Hz to 8 kHz; the lowest are a bin wide."""
_FAINTEST = 1e-12

Profile = NDArray[np.uint8]
"""Shape (cells in time, BANDS): steps below the loudest cell, 0 to ``FLOOR``."""


_BAND_OF = np.searchsorted(_EDGES, np.arange(BINS), side="right") - 1


def band_of(bins: NDArray[np.int64]) -> NDArray[np.int64]:
    """The band that each frequency is in, and -1 below the lowest."""
    bands: NDArray[np.int64] = _BAND_OF[bins]
    return bands


def bands_of(block: Block) -> NDArray[np.float32]:
    """Mean power of each cell, shape (cells, BANDS). A block starts with a whole cell."""
    bands = np.add.reduceat(block.own, _EDGES[:-1], axis=1)
    cells = len(bands) // SPAN
    power: NDArray[np.float32] = bands[: cells * SPAN].reshape(cells, SPAN, BANDS).mean(axis=1)
    return power


def profile_of(bands: Iterable[NDArray[np.float32]]) -> Profile:
    levels = 10 * np.log10(np.concatenate(list(bands)) + _FAINTEST)
    below = np.rint((levels.max(initial=-np.inf) - levels) / STEP)
    profile: Profile = np.minimum(below, FLOOR).astype(np.uint8)
    return profile
