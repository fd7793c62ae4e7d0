"""A query and a recording, side by side where they overlap."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .landmarks import Landmarks
from .profile import FLOOR, SPAN, STEP, Profile, band_of
from .significance import WINDOW_CELLS
from .sound_print import SoundPrint

LOUD = 15
"""Decibels below the loudest cell of the overlap from which a cell or a landmark counts."""
_FRAMES_OFF, _BINS_OFF = 2, 1
"""Noise moves a landmark by so much."""


class Side(NamedTuple):
    """One of the two in the overlap. Levels in decibels, shape (cells, BANDS)."""

    levels: NDArray[np.float64]
    near: NDArray[np.float64]
    """The most of each cell and its neighbours in time: cells of the two may be half a cell off."""
    marks: NDArray[np.int64]
    """Shape (cells,): how many loud landmarks there are."""
    missed: NDArray[np.int64]
    """Shape (cells,): how many of them the other has none near."""

    @property
    def found(self) -> float:
        """The share of loud landmarks that the other has as well."""
        return 1 - float(self.missed.sum() / max(self.marks.sum(), 1)) if self.marks.any() else 0.0


def sides(query: SoundPrint, recording: SoundPrint, offset: int) -> tuple[Side, Side] | None:
    """The query's side and the recording's; None where they overlap for less than 0.2 s.

    ``offset``: frames from the start of the recording to the start of the query. The query's levels
    are shifted to those of the recording, by the median over its loud cells.
    """
    shift = round(offset / SPAN)
    start, stop = max(0, shift), min(len(recording.profile), shift + len(query.profile))
    if stop - start < WINDOW_CELLS:
        return None
    heard = _side(query, recording.landmarks, offset, (start - shift, stop - shift))
    own = _side(recording, query.landmarks, -offset, (start, stop))
    gain = np.median((heard.near - own.near)[own.levels >= own.levels.max() - LOUD])
    return heard._replace(levels=heard.levels - gain, near=heard.near - gain), own


def _side(sound: SoundPrint, others: Landmarks, offset: int, cells: tuple[int, int]) -> Side:
    """``offset``: how many frames later the same stands among the others."""
    levels, near = _levels(sound.profile, *cells)
    frames, bins = _loud(sound, *cells)
    at, length = frames // SPAN - cells[0], cells[1] - cells[0]
    missed = ~_are_near(frames + offset, bins, others)
    return Side(
        levels,
        near,
        np.bincount(at, minlength=length),
        np.bincount(at[missed], minlength=length),
    )


def _levels(
    profile: Profile, start: int, stop: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    levels = -STEP * profile.astype(np.float64)
    padded = np.pad(levels, ((1, 1), (0, 0)), constant_values=-float(STEP * FLOOR))
    near = np.maximum(np.maximum(padded[:-2], padded[2:]), levels)
    return levels[start:stop], near[start:stop]


def _loud(sound: SoundPrint, start: int, stop: int) -> Landmarks:
    """The landmarks in cells that are loud, of some cells in time."""
    frames, bins = sound.landmarks
    bands = band_of(bins)
    within = (frames >= start * SPAN) & (frames < stop * SPAN) & (bands >= 0)
    frames, bins = frames[within], bins[within]
    steps = sound.profile[frames // SPAN, bands[within]]
    loud = steps <= steps.min(initial=FLOOR) + LOUD // STEP
    return Landmarks(frames[loud], bins[loud])


def _are_near(
    frames: NDArray[np.int64], bins: NDArray[np.int64], others: Landmarks
) -> NDArray[np.bool_]:
    known = np.sort(others.frames << 10 | others.bins)
    near = np.zeros(len(frames), dtype=bool)
    for moved in range(-_FRAMES_OFF, _FRAMES_OFF + 1):
        low = (frames + moved << 10) + bins - _BINS_OFF
        high = low + 2 * _BINS_OFF
        near |= np.searchsorted(known, low, "left") < np.searchsorted(known, high, "right")
    return near
