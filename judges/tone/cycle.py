"""Beeps of a recording against the pattern that a record specifies."""

from collections.abc import Sequence
from enum import StrEnum
from itertools import pairwise

from .events import Event
from .pattern import Pulse

SLACK = 0.05
"""Seconds, and share of the duration, by which a beep or a pause may differ: rooms prolong."""
_FEWEST = 3
"""Beeps that make a pattern of equal ones."""


class Fit(StrEnum):
    """How beeps compare with a pattern."""

    WHOLE = "whole"
    """All beeps fit, and a whole cycle is among them."""
    PART = "part"
    """All beeps fit, but too little was heard to tell the pattern from others."""
    OTHER = "other"
    """Some beep or pause does not fit."""


def compare(beeps: Sequence[Event], cycle: Sequence[Pulse], seconds: float) -> Fit:
    """The best fit of the cycle, begun at any of its pulses, to a recording of this length.

    Every beep must be one of the cycle, and every pulse of the cycle a beep. The first and last
    beep may be cut off by the ends of the recording.
    """
    fits = [_fit(beeps, cycle, seconds, begin) for begin in range(len(cycle))]
    return next((fit for fit in (Fit.WHOLE, Fit.PART) if fit in fits), Fit.OTHER)


def _fit(beeps: Sequence[Event], cycle: Sequence[Pulse], seconds: float, begin: int) -> Fit:
    count = len(cycle)
    places = [(begin + step) % count for step in range(len(beeps))]
    if not all(
        _lasts(beep, cycle[place].on, seconds) for beep, place in zip(beeps, places, strict=True)
    ):
        return Fit.OTHER
    pauses = [after.start - before.end for before, after in pairwise(beeps)]
    if not all(
        _near(pause, cycle[place].off) for pause, place in zip(pauses, places, strict=False)
    ):
        return Fit.OTHER
    before, after = beeps[0].start, seconds - beeps[-1].end
    # An alarm may be switched on and off while it is recorded, between two cycles only.
    if places[0] != 0 and before > cycle[places[0] - 1].off + _slack(cycle[places[0] - 1].off):
        return Fit.OTHER
    if places[-1] != count - 1 and after > cycle[places[-1]].off + _slack(cycle[places[-1]].off):
        return Fit.OTHER
    return Fit.WHOLE if _is_whole(places, before, after, cycle) else Fit.PART


def _is_whole(places: Sequence[int], before: float, after: float, cycle: Sequence[Pulse]) -> bool:
    """Whether one cycle stands between two pauses longer than those within it."""
    count = len(cycle)
    if count == 1:
        return len(places) >= _FEWEST
    within = max(pulse.off for pulse in cycle[:-1])
    longer = within + 2 * _slack(within)
    if cycle[-1].off <= longer:
        return len(places) >= max(2 * count, _FEWEST)
    starts = [at for at, place in enumerate(places) if place == 0 and at + count <= len(places)]
    return any(
        (at > 0 or before >= longer) and (at + count < len(places) or after >= longer)
        for at in starts
    ) or (0 in places[1:] and len(places) > count)


def _lasts(beep: Event, seconds: float, whole: float) -> bool:
    cut = beep.start < SLACK or beep.end > whole - SLACK
    return beep.seconds <= seconds + _slack(seconds) if cut else _near(beep.seconds, seconds)


def _near(found: float, wanted: float) -> bool:
    return abs(found - wanted) <= _slack(wanted)


def _slack(seconds: float) -> float:
    return min(max(SLACK, SLACK * seconds), seconds / 2)
