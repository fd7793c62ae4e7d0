"""All melodies of a catalogue in one row of notes, and where in it a phrase fits."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from .misfit import misfits
from .notation import Melody

NEAR = 2.5
"""Semitones by which intervals of a phrase differ at most from those it is compared with further:
a note that is wrong by two of them does."""
TUNING_DRIFT, TEMPO_DRIFT = 0.12, 0.03
"""Semitones from note to note, a semitone in eight notes; octaves of tempo from step to step."""
_APART = 1e6
"""Semitones between one melody and the next, which no phrase spans."""
_ALIKE = 0.75
"""Semitones, or octaves of tempo, within which two intervals, or two ratios, pass for one."""
_UNSEEN = 10.0
"""Intervals that a small catalogue lacks and a large one would have."""
_FEWEST = 5
_WRONG = 0.75
"""Semitones: a note that deviates by so much is another one."""


@dataclass(frozen=True, slots=True)
class Fit:
    """How a phrase lies in one melody, at one place."""

    melody: int
    first: int
    """The note of the melody at which the phrase begins, counted from 0."""
    pitch: float
    """Semitones: the largest misfit of a note. See ``misfits``."""
    rhythm: float | None
    """Octaves of tempo, 1 for a note twice as long: the largest misfit of a step. None where the
    melody, or the phrase, has no rhythm."""
    wrong: int
    """Notes that are clearly others."""
    transposed: float
    """Semitones by which the phrase lies above the melody."""

    @property
    def worst(self) -> float:
        return max(self.pitch, self.rhythm or 0.0)


class Songbook:
    """Melodies, each with its place in the sequence given. Immutable once made; thread-safe."""

    def __init__(self, melodies: Sequence[Melody]) -> None:
        lengths = np.array([len(each.semitones) for each in melodies], np.int64)
        self._of = np.repeat(np.arange(len(melodies)), lengths)
        self._starts = np.cumsum(lengths) - lengths
        self._semitones = np.array([s for each in melodies for s in each.semitones], float)
        self._semitones += self._of * _APART
        # The step after a melody's last note, and all of one without rhythm, are unknown.
        self._steps = np.array(
            [
                step
                for each in melodies
                for step in (*(each.steps or (np.nan,) * (len(each.semitones) - 1)), np.nan)
            ],
            float,
        )

    def fits(self, phrase: Melody) -> list[Fit]:
        """Each place at which the phrase is at least similar; of fewer than five notes, none."""
        count = len(phrase.semitones)
        if not _FEWEST <= count <= len(self._semitones):
            return []
        wanted = np.array(phrase.semitones)
        windows = sliding_window_view(self._semitones, count)
        apart = np.abs(np.diff(windows, axis=1) - np.diff(wanted)).max(axis=1)
        places = np.flatnonzero(apart <= NEAR)
        above = wanted - windows[places]
        notes = misfits(above, TUNING_DRIFT)
        steps = misfits(self._slower(phrase, places), TEMPO_DRIFT)
        pitch, rhythm = notes.max(axis=1), steps.max(axis=1)
        wrong = (notes >= _WRONG).sum(axis=1)
        return [
            Fit(
                melody=int(self._of[place]),
                first=int(place - self._starts[self._of[place]]),
                pitch=float(pitch[at]),
                rhythm=None if np.isnan(rhythm[at]) else float(rhythm[at]),
                wrong=int(wrong[at]),
                transposed=float(np.median(above[at]) + self._of[place] * _APART),
            )
            for at, place in enumerate(places)
        ]

    def _slower(self, phrase: Melody, places: NDArray[np.int64]) -> NDArray[np.float64]:
        """By how many octaves of tempo each step takes longer; NaN where either has no rhythm."""
        count = len(phrase.semitones) - 1
        if phrase.steps is None:
            return np.full((len(places), count), np.nan)
        windows = sliding_window_view(self._steps, count)[places]
        found: NDArray[np.float64] = np.log2(np.array(phrase.steps) / windows)
        return found

    def by_chance(self, phrase: Melody) -> float:
        """How many places fit a phrase that has nothing to do with these melodies, on average.

        A phrase without ``steps`` is one of which only the intervals were compared.

        Taking each interval, and each ratio of steps, to be as frequent as it is in the catalogue
        and independent of the one before.
        """
        intervals = np.diff(self._semitones)
        shares = _shares(np.diff(phrase.semitones), intervals[np.abs(intervals) < _APART / 2])
        if phrase.steps is not None:
            with np.errstate(invalid="ignore"):
                ratios = np.diff(np.log2(self._steps))
            shares += _shares(np.diff(np.log2(phrase.steps)), ratios[~np.isnan(ratios)])
        return float(len(self._semitones) * np.exp(shares))


def _shares(wanted: NDArray[np.float64], found: NDArray[np.float64]) -> float:
    """The logarithm of the share that all wanted values together have among those found."""
    alike = np.abs(found[None, :] - wanted[:, None]) <= _ALIKE
    return float(np.log((alike.sum(axis=1) + 1) / (len(found) + _UNSEEN)).sum())
