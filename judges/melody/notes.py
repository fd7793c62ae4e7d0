"""The notes of a recording: stretches in which one pitch is held."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .contour import Contour
from .levels import levels_of
from .periods import FRAME_SECONDS

NEAR = 0.7
"""Semitones around its pitch within which a frame belongs to a note; vibrato stays in it."""
_SHORTEST = 0.09
"""Seconds. Nobody sings shorter notes; consonants and creaks are shorter."""
_DIP = 4.5
"""Decibels by which the sound must fall and rise again where one note is sung twice."""
_SHORTEST_AGAIN = 0.14
"""Seconds of a note sung again. What is shorter is the slide to the next one."""
_RANGE = 25.0
"""Decibels below the loudest note at which others are background."""


@dataclass(frozen=True, slots=True)
class Note:
    """One note."""

    start: float
    end: float
    """Seconds."""
    semitones: float
    """MIDI number, with its fraction: 69 is 440 Hz. The median over the note."""
    error: float
    """Semitones: the median deviation from it, which a glide makes large."""
    level: float
    """Decibels of full scale."""

    @property
    def seconds(self) -> float:
        return self.end - self.start


def notes_of(contour: Contour) -> list[Note]:
    """Notes in the order of time; they do not overlap."""
    found = [
        _note(contour, frames)
        for stretch in _stretches(levels_of(contour.semitones))
        for held in _held(contour, stretch)
        for frames in _struck(contour.level, held)
        if np.isfinite(contour.semitones[frames]).sum() * FRAME_SECONDS >= _SHORTEST
    ]
    loudest = max((note.level for note in found), default=0.0)
    return [note for note in found if note.level >= loudest - _RANGE]


def _stretches(levels: NDArray[np.float64]) -> Iterator[NDArray[np.int64]]:
    """Frames of one level each, without rests."""
    frames = np.arange(len(levels))
    for part in np.split(frames, np.flatnonzero(np.diff(levels) != 0) + 1):
        if len(part) and not np.isnan(levels[part[0]]):
            yield part


def _held(contour: Contour, stretch: NDArray[np.int64]) -> Iterator[NDArray[np.int64]]:
    """The frames from the first to the last near the stretch's pitch."""
    pitch = contour.semitones[stretch]
    if np.isnan(pitch).all():
        return
    near = np.flatnonzero(np.abs(pitch - np.nanmedian(pitch)) <= NEAR)
    yield stretch[near[0] : near[-1] + 1]


def _struck(level: NDArray[np.float64], held: NDArray[np.int64]) -> Iterator[NDArray[np.int64]]:
    """One note each: parted where the sound falls, and rises again for long enough."""
    begin = 0
    for dip in _dips(level[held]):
        if min(dip - begin, len(held) - dip) * FRAME_SECONDS >= _SHORTEST_AGAIN:
            yield held[begin:dip]
            begin = dip
    yield held[begin:]


def _dips(level: NDArray[np.float64]) -> Iterator[int]:
    """Where it is softest between two peaks that each lie ``_DIP`` above."""
    peak = floor = level[0]
    softest = 0
    for at, each in enumerate(level):
        if each < floor:
            floor, softest = each, at
        elif min(peak, each) - floor >= _DIP:
            yield softest
            peak = floor = each
        elif each > peak:
            peak = floor = each


def _note(contour: Contour, frames: NDArray[np.int64]) -> Note:
    pitch = contour.semitones[frames]
    middle = float(np.nanmedian(pitch))
    return Note(
        # A frame stands for the time around its middle.
        start=max(float(frames[0] - 0.5), 0.0) * FRAME_SECONDS,
        end=float(frames[-1] + 0.5) * FRAME_SECONDS,
        semitones=middle,
        error=float(np.nanmedian(np.abs(pitch - middle))),
        level=float(np.median(contour.level[frames])),
    )
