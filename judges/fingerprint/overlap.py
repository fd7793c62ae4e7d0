"""A query and a recording, side by side where they overlap."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .landmarks import Landmarks
from .profile import FLOOR, SPAN, STEP, Profile, band_of
from .significance import WINDOW_CELLS
from .sound_print import SoundPrint
from .spectrum import BINS

LOUD = 15
"""Decibels below the loudest cell of the overlap from which a cell or a landmark counts."""
_EDGE = 2
"""Cells at either end of a sound that a frame of the spectrogram holds only in part."""
_COARSE = np.arange(-2, 3) / SPAN
_FINE = np.array([-0.5, -0.25, 0.25, 0.5]) / SPAN
"""Cells around the offset that landmarks give, and around the best of these: steps of 4 ms."""
_FARTHEST = 12.0
"""Decibels: two cells that differ by more differ by so much."""
_FRAMES_OFF, _BINS_OFF = 2, 1
"""Noise moves a landmark by so much."""

Power = NDArray[np.float64]
"""Shape (cells, BANDS)."""


class Overlap(NamedTuple):
    """Power of both in the cells of the overlap, the query at the recording's level."""

    start: int
    """The cell of the recording with which it begins."""
    offset: float
    """Cells from the start of the recording to the start of the query, to a part of a cell."""
    own: Power
    """The recording's."""
    heard: Power
    """The query's."""
    share: float
    """Its length as a share of that of the shorter of the two."""
    distance: float
    """Mean difference of the cells in which the recording is loud, in decibels."""

    @property
    def loud(self) -> NDArray[np.bool_]:
        return _loud_cells(self.own)


class Marks(NamedTuple):
    """Loud landmarks of one side in each cell of time of the overlap; shapes (cells,)."""

    count: NDArray[np.int64]
    missed: NDArray[np.int64]
    """How many of them the other has none near."""

    @property
    def found(self) -> float:
        """The share that the other has as well."""
        return 1 - float(self.missed.sum() / max(self.count.sum(), 1)) if self.count.any() else 0.0


def overlap(query: SoundPrint, recording: SoundPrint, offset: int) -> Overlap | None:
    """Where the two differ least, near ``offset``; None where they overlap for less than 0.2 s.

    ``offset``: frames from the start of the recording to the start of the query.
    """
    own, heard = _power(recording.profile), _power(query.profile)
    best = _nearest(own, heard, offset / SPAN + _COARSE)
    return best and _nearest(own, heard, best.offset + _FINE, best)


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


def _power(profile: Profile) -> Power:
    return 10 ** (profile * (-STEP / 10))


def _loud_cells(power: Power) -> NDArray[np.bool_]:
    loud: NDArray[np.bool_] = power >= power.max() * 10 ** (-LOUD / 10)
    return loud


def _nearest(
    own: Power, heard: Power, offsets: NDArray[np.float64], best: Overlap | None = None
) -> Overlap | None:
    """The overlap with the least distance, or ``best``."""
    for offset in offsets:
        laid = _laid(own, heard, float(offset))
        if laid and (best is None or laid.distance < best.distance):
            best = laid
    return best


def _laid(own: Power, heard: Power, offset: float) -> Overlap | None:
    """The query is read between its cells, and the recording is blurred by as much as that does."""
    whole = int(np.floor(offset))
    part = offset - whole
    start = max(_EDGE, whole + _EDGE + (part > 0))
    stop = min(len(own), whole + len(heard)) - _EDGE
    if stop - start < WINDOW_CELLS:
        return None
    share = (stop - start) / (min(len(own), len(heard)) - 2 * _EDGE)
    own = _blurred(own, part * (1 - part))[start:stop]
    within = _between(heard, part)[start - whole : stop - whole]
    loud = _loud_cells(own)
    apart = 10 * np.log10(within[loud] / own[loud])
    gain = np.median(apart)
    distance = float(np.minimum(np.abs(apart - gain), _FARTHEST).mean())
    return Overlap(start, offset, own, within * 10 ** (-gain / 10), share, distance)


def _between(power: Power, part: float) -> Power:
    """Each cell and the one before it, which has ``part`` of the weight."""
    before = np.concatenate((power[:1], power[:-1]))
    return (1 - part) * power + part * before


def _blurred(power: Power, weight: float) -> Power:
    """Each cell and its neighbours in time, which have half of ``weight`` each."""
    before, after = np.concatenate((power[:1], power[:-1])), np.concatenate((power[1:], power[-1:]))
    return (1 - weight) * power + weight / 2 * (before + after)


def _marks(
    sound: SoundPrint, others: Landmarks, offset: int, begins: int, cells: int, depth: int = LOUD
) -> Marks:
    """``offset``: how many frames later the same stands among the others."""
    frames, bins = _loud(sound, begins, begins + cells * SPAN, depth)
    at = (frames - begins) // SPAN
    missed = ~_are_near(frames + offset, bins, others)
    return Marks(np.bincount(at, minlength=cells), np.bincount(at[missed], minlength=cells))


def _loud(sound: SoundPrint, begins: int, ends: int, depth: int) -> Landmarks:
    """The landmarks in cells at most ``depth`` decibels below the loudest, of some frames."""
    frames, bins = sound.landmarks
    bands = band_of(bins)
    within = (frames >= begins) & (frames < min(ends, len(sound.profile) * SPAN)) & (bands >= 0)
    frames, bins = frames[within], bins[within]
    steps = sound.profile[frames // SPAN, bands[within]]
    loud = steps <= steps.min(initial=FLOOR) + depth // STEP
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
