"""Whether a recording repeats itself: what tells one of its places from another.

A query that coincides with a recording at a second offset nearly as much may be a beep, a loop or a
motor, which sound like that in other recordings as well. Ticks of a clock coincide, too, and yet no
two are the same. So it is the recording that is laid over itself, which no noise of the query's
blurs: where its two places are too unlike to pass for one another, it does not repeat itself. Nor
does it where they are somewhat unlike, and the query has what only one of them has.
"""

import numpy as np
from numpy.typing import NDArray

from .agreement import DISTANCE
from .common import are_near, loud_landmarks, stray
from .landmarks import Landmarks
from .overlap import LOUD, overlap
from .profile import SPAN
from .significance import found_improbability
from .sound_print import SoundPrint

UNLIKE = 1.5
"""Decibels by which two places of a recording differ at the least, if they are not the same. With
less, offsets within a frame decide which landmarks a beep has."""


def stands_out(
    query: SoundPrint, recording: SoundPrint, place: int, other: int, required: float
) -> bool:
    """Whether the query is the recording at one offset, and could not be it at the other as well.

    ``place``, ``other``: frames from the start of the recording to the start of the query.
    ``required``: how improbable anything must be to be no chance, -log10.
    """
    part, begins = _part(recording, place, len(query.profile))
    both = overlap(part, recording, begins + other - place)
    if both is None or both.distance > DISTANCE:
        return True
    return both.distance > UNLIKE and any(
        _improbability(query, recording, place, other, depth) >= required
        for depth in (LOUD, 2 * LOUD)
    )


def _part(recording: SoundPrint, place: int, cells: int) -> tuple[SoundPrint, int]:
    """What of the recording the query is laid over, and the frame with which that begins."""
    first, last = max(place // SPAN, 0), place // SPAN + cells
    (frames, bins), begins = recording.landmarks, first * SPAN
    within = (frames >= begins) & (frames < last * SPAN)
    landmarks = Landmarks(frames[within] - begins, bins[within])
    return SoundPrint(landmarks, recording.profile[first:last]), begins


def _improbability(
    query: SoundPrint, recording: SoundPrint, place: int, other: int, depth: int
) -> float:
    """-log10 of a bound on the probability that chance finds so many landmarks of ``place`` alone.

    Chance does so at least as often as it finds those of ``other`` alone.
    """
    here = _found(query, recording, place, other, depth)
    there = _found(query, recording, other, place, depth)
    chance = max(stray(query.landmarks, recording.landmarks), _mean(there))
    return found_improbability(_mean(here), len(here), chance)


def _found(
    query: SoundPrint, recording: SoundPrint, place: int, other: int, depth: int
) -> NDArray[np.bool_]:
    """Which landmarks the query has, of those that the recording has at one place only."""
    apart = other - place
    begins, ends = max(place, 0, -apart), len(recording.profile) * SPAN - max(apart, 0)
    ends = min(ends, len(query.profile) * SPAN + place)
    frames, bins = loud_landmarks(recording, begins, ends, depth)
    alone = ~are_near(frames + apart, bins, recording.landmarks)
    return are_near(frames[alone] - place, bins[alone], query.landmarks)


def _mean(found: NDArray[np.bool_]) -> float:
    return float(found.mean()) if len(found) else 0.0
