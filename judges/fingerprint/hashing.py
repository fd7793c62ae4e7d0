"""Pairs of landmarks as numbers: two frequencies and the time between, wherever they stand."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .landmarks import Landmarks

FAN = 8
"""Pairs that begin at one landmark, at most."""
_LONGEST = 62
"""Frames between the two of a pair: about a second."""
_WIDEST = 62
"""Bins between the two of a pair: about 970 Hz."""


class Pairs(NamedTuple):
    """Pairs of landmarks, a landmark and one of the next."""

    keys: NDArray[np.int64]
    """Shape (n,): the bin of the first, the difference of the bins, the frames between."""
    anchors: NDArray[np.int64]
    """Shape (n,): which landmark is the first."""


def pairs_of(landmarks: Landmarks) -> Pairs:
    frames, bins = landmarks
    taken = np.zeros(len(frames), dtype=np.int64)
    keys: list[NDArray[np.int64]] = []
    anchors: list[NDArray[np.int64]] = []
    for ahead in range(1, len(frames)):
        between = frames[ahead:] - frames[:-ahead]
        near = between <= _LONGEST
        if not near.any():
            break
        apart = bins[ahead:] - bins[:-ahead]
        near &= (between > 0) & (np.abs(apart) <= _WIDEST) & (taken[:-ahead] < FAN)
        first = np.flatnonzero(near)
        taken[first] += 1
        keys.append(_key(bins[first], apart[first], between[first]))
        anchors.append(first)
    if not keys:
        return Pairs(np.zeros(0, np.int64), np.zeros(0, np.int64))
    return Pairs(np.concatenate(keys), np.concatenate(anchors))


def _key(
    first: NDArray[np.int64], apart: NDArray[np.int64], between: NDArray[np.int64]
) -> NDArray[np.int64]:
    """22 bits; ``_WIDEST`` and ``_LONGEST`` leave room for one more in either direction."""
    return first << 13 | (apart + 64) << 6 | between


def nearby(keys: NDArray[np.int64]) -> NDArray[np.int64]:
    """Shape (n, 9): keys with either frequency one bin lower, the same and one bin higher.

    Noise moves a peak by a bin or a frame. The time between is the lowest part of a key, so that
    a frame more or less is the key next to it: a range of three keys and no keys of their own.
    """
    steps = [(first << 13) + (apart << 6) for first in (-1, 0, 1) for apart in (-1, 0, 1)]
    return keys[:, None] + np.array(steps, dtype=np.int64)
