"""Tonal events: stretches of a recording in which one clear tone sounds."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from .track import FRAME_SECONDS, Track

CLEAR = 14.0
"""Decibels above its surroundings from which a partial counts as a tone."""
_JUMP = 0.04
"""A tone that changes by more than this share from one frame to the next is another tone."""
_GAP = 4
"""Frames that noise may hide without ending a tone."""
_FALL = 6.0
"""Decibels below its loudest at which a tone begins and ends: where half a frame lies in it."""
_SHORTEST = 0.03
"""Seconds. Shorter ones are clicks."""
_RANGE = 20.0
"""Decibels below the loudest event at which others are background."""
_ECHO = 4.0
_AT_ONCE = 0.06
"""Decibels below the event before, and seconds after it, of an event that is its echo."""


@dataclass(frozen=True, slots=True)
class Event:
    """One beep, or one note."""

    start: float
    end: float
    """Seconds."""
    hertz: float
    """The median over its duration."""
    error: float
    """Hertz: the median deviation from it, which a glide makes large."""
    level: float
    """Decibels below the loudest event of the recording: 0 for that one."""
    purity: float
    """Share of the power that lies in this partial, 0 to 1."""

    @property
    def seconds(self) -> float:
        return self.end - self.start


def events_of(track: Track) -> list[Event]:
    """Events in the order of time; they do not overlap."""
    found = [
        _event(track, frames)
        for tone in _tones(track)
        for frames in _loud_parts(track.level, tone)
        if len(frames) * FRAME_SECONDS >= _SHORTEST
    ]
    return _relative(_without_echoes(found))


def _relative(events: Sequence[Event]) -> list[Event]:
    """Levels from the loudest event down, as far as they count."""
    loudest = max((event.level for event in events), default=0.0)
    return [
        replace(event, level=event.level - loudest)
        for event in events
        if event.level >= loudest - _RANGE
    ]


def _without_echoes(events: Sequence[Event]) -> list[Event]:
    """Without quieter events that follow a louder one at once: what a room makes of its end."""
    kept: list[Event] = []
    heard_until = -math.inf
    for event in events:
        follows = event.start - heard_until < _AT_ONCE
        heard_until = event.end
        if not (follows and event.level < kept[-1].level - _ECHO):
            kept.append(event)
    return kept


def _tones(track: Track) -> Iterator[NDArray[np.int64]]:
    """Frames of one clear tone each; a few hidden frames between are left out."""
    clear = np.flatnonzero(track.contrast >= CLEAR)
    if not len(clear):
        return
    change = np.abs(np.diff(np.log(track.hertz[clear])))
    breaks = (np.diff(clear) > _GAP) | (change > _JUMP)
    yield from np.split(clear, np.flatnonzero(breaks) + 1)


def _loud_parts(level: NDArray[np.float64], tone: NDArray[np.int64]) -> Iterator[NDArray[np.int64]]:
    """Where a tone is about as loud as it becomes; beeps in a room hang together by their echo."""
    loud = tone[level[tone] >= _plateau(level[tone]) - _FALL]
    yield from np.split(loud, np.flatnonzero(np.diff(loud) > _GAP) + 1)


def _plateau(level: NDArray[np.float64]) -> float:
    """The loudest of a tone, but for a few frames in which noise added to it."""
    few = min(5, len(level))
    return float(np.sort(level)[-few])


def _event(track: Track, frames: NDArray[np.int64]) -> Event:
    hertz = track.hertz[frames]
    middle = float(np.median(hertz))
    return Event(
        # A frame stands for the time around its middle.
        start=float(frames[0] - 0.5) * FRAME_SECONDS if frames[0] else 0.0,
        end=float(frames[-1] + 0.5) * FRAME_SECONDS,
        hertz=middle,
        error=float(np.median(np.abs(hertz - middle))),
        level=float(np.median(track.level[frames])),
        purity=float(np.median(track.purity[frames])),
    )
