"""The landmarks that a query and a recording have in common where they overlap."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .landmarks import Landmarks
from .overlap import LOUD, Overlap
from .profile import FLOOR, SPAN, STEP, band_of
from .sound_print import SoundPrint
from .spectrum import BINS

_FRAMES_OFF, _BINS_OFF = 2, 1
"""Noise moves a landmark by so much."""


class Marks(NamedTuple):
    """Loud landmarks of one side in each cell of time of the overlap; shapes (cells,)."""

    there: NDArray[np.int64]
    missed: NDArray[np.int64]
    """How many of them the other has none near."""

    @property
    def found(self) -> float:
        """The share that the other has as well."""
        return 1 - float(self.missed.sum() / max(self.there.sum(), 1)) if self.there.any() else 0.0


def marks(
    query: SoundPrint, recording: SoundPrint, offset: int, both: Overlap
) -> tuple[Marks, Marks]:
    """The query's landmarks and the recording's, at the offset that landmarks give."""
    begins, cells = both.start * SPAN, len(both.own)
    return (
        _marks(query, recording.landmarks, offset, begins - offset, cells),
        _marks(recording, query.landmarks, -offset, begins, cells),
    )


def own_marks(query: SoundPrint, recording: SoundPrint, offset: int, depth: int) -> Marks:
    """The recording's landmarks down to ``depth`` decibels, at the offset that landmarks give."""
    begins = max(offset, 0)
    ends = min(len(recording.profile), len(query.profile) + offset // SPAN) * SPAN
    cells = max((ends - begins) // SPAN, 0)
    return _marks(recording, query.landmarks, -offset, begins, cells, depth)


def stray(query: Landmarks, recording: Landmarks) -> float:
    """The mean probability that a landmark of the recording has one of the query's near by chance:
    as many as there are at its frequency, wherever in time."""
    at = np.bincount(query.bins, minlength=BINS + _BINS_OFF)
    near = np.convolve(at, np.ones(2 * _BINS_OFF + 1), mode="same")[recording.bins]
    places = (query.frames[-1] - query.frames[0] + 1) / (2 * _FRAMES_OFF + 1)
    return float(1 - np.exp(-near / places).mean())


def loud_landmarks(sound: SoundPrint, begins: int, ends: int, depth: int) -> Landmarks:
    """The landmarks in cells at most ``depth`` decibels below the loudest, of some frames."""
    frames, bins = sound.landmarks
    bands = band_of(bins)
    within = (frames >= begins) & (frames < min(ends, len(sound.profile) * SPAN)) & (bands >= 0)
    frames, bins = frames[within], bins[within]
    steps = sound.profile[frames // SPAN, bands[within]]
    loud = steps <= steps.min(initial=FLOOR) + depth // STEP
    return Landmarks(frames[loud], bins[loud])


def are_near(
    frames: NDArray[np.int64], bins: NDArray[np.int64], others: Landmarks
) -> NDArray[np.bool_]:
    """Which landmarks have one of the others' near, where noise may have moved it to."""
    known = np.sort(others.frames << 10 | others.bins)
    near = np.zeros(len(frames), dtype=bool)
    for moved in range(-_FRAMES_OFF, _FRAMES_OFF + 1):
        low = (frames + moved << 10) + bins - _BINS_OFF
        high = low + 2 * _BINS_OFF
        near |= np.searchsorted(known, low, "left") < np.searchsorted(known, high, "right")
    return near


def _marks(
    sound: SoundPrint, others: Landmarks, offset: int, begins: int, cells: int, depth: int = LOUD
) -> Marks:
    """``offset``: how many frames later the same stands among the others."""
    frames, bins = loud_landmarks(sound, begins, begins + cells * SPAN, depth)
    at = (frames - begins) // SPAN
    missed = ~are_near(frames + offset, bins, others)
    return Marks(np.bincount(at, minlength=cells), np.bincount(at[missed], minlength=cells))
