"""The visible surface of a thing, in bins of bearing."""

from dataclasses import dataclass

import numpy as np

from .cloud import Floats, Mask
from .plan import Plan

_FEWEST = 6
"""Pixels of a bin that counts."""
_BEHIND = 0.02
"""Share of its distance by which a surface may vary within a bin."""
_MAD = 1.4826


@dataclass(frozen=True)
class Bins:
    """Mean distances by bearing."""

    bearings: Floats
    distances: Floats
    errors: Floats
    """Standard deviations of the distances."""
    spread: float
    """Standard deviation of distances within a bin beyond what noise makes, the middle one."""
    whole: bool
    """Whether the surface was seen up to both sides."""

    @property
    def places(self) -> Floats:
        """Shape (n, 2): to the right and ahead."""
        return np.stack(
            [self.distances * np.sin(self.bearings), self.distances * np.cos(self.bearings)], axis=1
        )


def binned(plan: Plan, band: Mask, reach: float, count: int) -> Bins | None:
    """Bins between the sides, ``reach`` of the way from the middle to either.

    None where fewer than a third of them hold enough pixels.
    """
    offsets = (plan.bearings - plan.middle) / plan.half
    chosen = band & (np.abs(offsets) < reach)
    where = np.floor((offsets[chosen] / reach + 1) / 2 * count).astype(int)
    number = np.bincount(where, minlength=count)
    filled = number >= _FEWEST
    if filled.sum() < count // 3:
        return None
    distances = np.zeros(count)
    bearings = np.zeros(count)
    spreads = np.zeros(count)
    depth = float(np.median(plan.depths[chosen]))
    noise = plan.noise * depth**2
    for index in np.flatnonzero(filled):
        inside = where == index
        front = _front(plan.distances[chosen][inside], noise)
        distances[index] = np.median(front)
        spreads[index] = _MAD * np.median(np.abs(front - distances[index]))
        bearings[index] = plan.bearings[chosen][inside].mean()
    errors = 1.25 * noise / np.sqrt(np.maximum(number, 1))
    whole = bool(filled[:2].any() and filled[-2:].any())
    spread = max(0.0, float(np.median(spreads[filled])) - 1.5 * noise)
    return Bins(bearings[filled], distances[filled], errors[filled], spread, whole)


def _front(distances: Floats, noise: float) -> Floats:
    """Those of the surface in front: what lies behind it, past a rim, is left out."""
    nearest = np.quantile(distances, 0.05)
    return distances[distances < nearest + 5 * noise + _BEHIND * nearest]
