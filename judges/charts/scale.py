"""An axis as a scale: from pixels to values, worked out from its tick labels."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

FEWEST_LABELS = 3
"""Two labels fit any line; only a third one shows that they were read right."""
_TOLERANCE = 2.0
"""Pixels between a label's centre and its tick."""
_SHARE = 0.7
"""Share of an axis's numbers that must agree on the scale."""
_MOST_LABELS = 64
_POWERS = 300.0


@dataclass(frozen=True, slots=True)
class Tick:
    """A number beside an axis, and where along it in pixels."""

    at: float
    value: float


@dataclass(frozen=True, slots=True)
class Scale:
    """A linear or logarithmic axis."""

    offset: float
    slope: float
    """Per pixel: of the value, or of its decimal logarithm."""
    logarithmic: bool
    ticks: tuple[Tick, ...]
    """The labels that agree on it, by position."""
    pixel_error: float
    """How far, in pixels, the ticks lie from where the scale puts them (root mean square)."""

    def value(self, at: float) -> float:
        plain = self.offset + self.slope * at
        # Beyond the labels a hostile scale may grow past all numbers.
        return float(10 ** min(max(plain, -_POWERS), _POWERS)) if self.logarithmic else plain

    def error(self, at: float, pixels: float) -> float:
        """What so many pixels more or less make of the value there."""
        low, high = sorted((self.value(at - pixels), self.value(at + pixels)))
        return max(high - self.value(at), self.value(at) - low)

    def place(self, value: float) -> float | None:
        """Where a value stands, in pixels; None where the axis has no place for it."""
        if self.logarithmic and value <= 0:
            return None
        plain = math.log10(value) if self.logarithmic else value
        return (plain - self.offset) / self.slope

    @property
    def lowest(self) -> float:
        return min(tick.value for tick in self.ticks)

    @property
    def highest(self) -> float:
        return max(tick.value for tick in self.ticks)


def fit(ticks: Sequence[Tick]) -> Scale | None:
    """The scale that most labels agree on, linear before logarithmic; None where too few do."""
    if not FEWEST_LABELS <= len(ticks) <= _MOST_LABELS:
        return None
    fits = [found for log in (False, True) if (found := _fit(ticks, logarithmic=log)) is not None]
    return max(fits, key=lambda found: len(found.ticks), default=None)


def _fit(ticks: Sequence[Tick], *, logarithmic: bool) -> Scale | None:
    if logarithmic and any(tick.value <= 0 for tick in ticks):
        return None
    at = np.array([tick.at for tick in ticks])
    values = np.array([tick.value for tick in ticks])
    plain = np.log10(values) if logarithmic else values
    agreeing = _agreeing(at, plain)
    # The same value twice, or two values in one place, is no axis.
    if agreeing.sum() < max(FEWEST_LABELS, _SHARE * len(ticks)):
        return None
    if len(np.unique(plain[agreeing])) < agreeing.sum():
        return None
    slope, offset = np.polyfit(at[agreeing], plain[agreeing], 1)
    off = (plain[agreeing] - offset - slope * at[agreeing]) / slope
    chosen = [tick for tick, agrees in zip(ticks, agreeing, strict=True) if agrees]
    return Scale(
        float(offset),
        float(slope),
        logarithmic,
        tuple(sorted(chosen, key=lambda tick: tick.at)),
        float(np.sqrt(np.mean(off**2))),
    )


def _agreeing(at: np.ndarray, plain: np.ndarray) -> np.ndarray:
    best = np.zeros(len(at), dtype=bool)
    for first in range(len(at)):
        for second in range(first + 1, len(at)):
            run, rise = at[second] - at[first], plain[second] - plain[first]
            if abs(run) < 4 or rise == 0:
                continue
            slope = rise / run
            off = np.abs(at - at[first] - (plain - plain[first]) / slope)
            agreeing = off <= _TOLERANCE
            if agreeing.sum() > best.sum():
                best = agreeing
    return best
