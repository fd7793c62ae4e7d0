"""The cells of a query and of a recording, side by side where they overlap."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .profile import SPAN, STEP, Profile
from .significance import WINDOW_CELLS
from .sound_print import SoundPrint

LOUD = 15
"""Decibels below the loudest cell of the overlap from which a cell or a landmark counts."""
_EDGE = 2
"""Cells at either end of a sound that a frame of the spectrogram holds only in part."""
_AROUND = 8
"""Cells on either side of the overlap that are looked at as well."""
_COARSE = np.arange(-2, 3) / SPAN
_FINE = np.array([-0.5, -0.25, 0.25, 0.5]) / SPAN
"""Cells around the offset that landmarks give, and around the best of these: steps of 4 ms."""
_FARTHEST = 12.0
"""Decibels: two cells that differ by more differ by so much."""

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
    distance: float
    """Mean difference of the cells in which the recording is loud, in decibels."""

    @property
    def loud(self) -> NDArray[np.bool_]:
        return _loud_cells(self.own)


def overlap(query: SoundPrint, recording: SoundPrint, offset: int) -> Overlap | None:
    """Where the two differ least, near ``offset``; None where they overlap for less than 0.2 s.

    ``offset``: frames from the start of the recording to the start of the query.
    """
    shift = offset // SPAN
    first, begin = max(0, shift - _AROUND), max(0, -shift - _AROUND)
    own = _power(recording.profile[first : max(0, shift) + len(query.profile) + _AROUND])
    heard = _power(query.profile[begin : max(0, -shift) + len(recording.profile) + _AROUND])
    best = _nearest(own, heard, offset / SPAN - first + begin + _COARSE)
    best = best and _nearest(own, heard, best.offset + _FINE, best)
    return best and best._replace(start=best.start + first, offset=best.offset + first - begin)


def share(query: SoundPrint, recording: SoundPrint, both: Overlap) -> float:
    """How much of the shorter of the two overlaps."""
    return len(both.own) / (min(len(query.profile), len(recording.profile)) - 2 * _EDGE)


def _power(profile: Profile) -> Power:
    power: Power = 10 ** (profile.astype(np.float64) * (-STEP / 10))
    return power


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
    own = _blurred(own, part * (1 - part))[start:stop]
    within = _between(heard, part)[start - whole : stop - whole]
    loud = _loud_cells(own)
    apart = 10 * np.log10(within[loud] / own[loud])
    gain = np.median(apart)
    distance = float(np.minimum(np.abs(apart - gain), _FARTHEST).mean())
    return Overlap(start, offset, own, within * 10 ** (-gain / 10), distance)


def _between(power: Power, part: float) -> Power:
    """Each cell and the one before it, which has ``part`` of the weight."""
    before = np.concatenate((power[:1], power[:-1]))
    return (1 - part) * power + part * before


def _blurred(power: Power, weight: float) -> Power:
    """Each cell and its neighbours in time, which have half of ``weight`` each."""
    before, after = np.concatenate((power[:1], power[:-1])), np.concatenate((power[1:], power[-1:]))
    return (1 - weight) * power + weight / 2 * (before + after)
