"""Pairs of landmarks as numbers: two frequencies and the time between, wherever they stand."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .landmarks import Landmarks

FAN = 8
"""Pairs that begin at one landmark, at most."""
APART = 63
"""Frames between two landmarks, about a second, from which they are no pair."""
_WIDEST = 62
"""Bins between the two of a pair: about 970 Hz."""


class Pairs(NamedTuple):
    """Pairs of landmarks, a landmark and one of the next."""

    keys: NDArray[np.int64]
    """Shape (n,): the bin of the first, the difference of the bins, the frames between."""
    anchors: NDArray[np.int64]
    """Shape (n,): which landmark is the first."""


def pairs_of(landmarks: Landmarks) -> Pairs:
    """All pairs, those of near landmarks first; landmarks ``APART`` frames apart make none."""
    frames, bins = landmarks
    taken = np.zeros(len(frames), dtype=np.int64)
    parts = [Pairs(np.zeros(0, np.int64), np.zeros(0, np.int64))]
    waiting = np.arange(len(frames))
    ahead = 0
    while len(waiting):
        ahead += 1
        # Landmarks are in the order of time: one whose next is too late will have no nearer one.
        waiting = waiting[: np.searchsorted(waiting, len(frames) - ahead)]
        between = frames[waiting + ahead] - frames[waiting]
        near = between < APART
        waiting, between = waiting[near], between[near]
        apart = bins[waiting + ahead] - bins[waiting]
        paired = (between > 0) & (np.abs(apart) <= _WIDEST)
        first = waiting[paired]
        parts.append(Pairs(_key(bins[first], apart[paired], between[paired]), first))
        taken[first] += 1
        waiting = waiting[taken[waiting] < FAN]
    return Pairs(*map(np.concatenate, zip(*parts, strict=True)))


def _key(
    first: NDArray[np.int64], apart: NDArray[np.int64], between: NDArray[np.int64]
) -> NDArray[np.int64]:
    """22 bits; ``_WIDEST`` and ``APART`` leave room for one more in either direction."""
    return first << 13 | (apart + 64) << 6 | between


def nearby(keys: NDArray[np.int64]) -> NDArray[np.int64]:
    """Shape (n, 9): keys with either frequency one bin lower, the same and one bin higher.

    Noise moves a peak by a bin or a frame. The time between is the lowest part of a key, so that
    a frame more or less is the key next to it: a range of three keys and no keys of their own.
    """
    steps = [(first << 13) + (apart << 6) for first in (-1, 0, 1) for apart in (-1, 0, 1)]
    return keys[:, None] + np.array(steps, dtype=np.int64)
