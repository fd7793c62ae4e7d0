"""A thing as a circle, seen from above."""

import numpy as np

from .bins import binned
from .model import FLAT, SURE, Footprint, Length, misfit_of
from .plan import Plan


def circle_of(plan: Plan, height: float) -> Footprint | None:
    """A circle: it touches both sides, and its front is where it is seen."""
    touching = np.concatenate([plan.left.heights, plan.right.heights])
    low, high = np.quantile(touching, [0.1, 0.9])
    slack = max(0.02 * height, 0.002)
    band = (plan.heights > low - slack) & (plan.heights < high + slack)
    bins = binned(plan, band, 0.8, 24)
    if bins is None:
        return None
    away = bins.bearings - plan.middle
    unit = np.cos(away) - np.sqrt(np.sin(plan.half) ** 2 - np.sin(away) ** 2)
    centres = bins.distances / unit
    centre = float(np.median(centres))
    radius = centre * np.sin(plan.half)
    off = np.abs(bins.distances - centre * unit)
    fits = not (off > FLAT * radius + SURE * bins.errors).any()
    angle = np.hypot(plan.left.error, plan.right.error) / 2
    s = np.sin(plan.half)
    share = np.hypot(
        angle * np.cos(plan.half) / (s * (1 - s)),
        (np.median(off) + np.median(bins.errors)) / np.median(bins.distances),
    )
    width = Length(2 * radius, float(2 * radius * share))
    return Footprint("round", width, width, fits, misfit_of(off, bins.errors, radius))
