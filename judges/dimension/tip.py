"""How far a course of edges reaches at its widest, whether it is straight there or curved."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import lsq_linear

from .cloud import Floats, Mask

_ANCHOR = 3
"""The third-most extreme row is no outlier."""
_NEAR = 3.0
"""Pixels short of the widest within which a course is fitted."""
_FEWEST = 5
"""Rows that a curve is fitted to."""
_KNOTS = 24
_STRAIGHT = 1.9
"""A course is straight if a curve fits the rows that count by no more than this factor better."""
_ROUNDED = 1 / 24
"""Half the variance of an edge between pixels: no fit is better than that."""
_BENT, _CURVED = 0.3, 0.2
"""Errors: a share of what the rows that count vary by, and pixels of where a curve is widest."""


class Tip(NamedTuple):
    """The widest of a course."""

    reach: float
    """Pixels."""
    error: float
    """Standard deviation, beyond that of an edge between pixels."""
    rows: Mask
    """Which rows reach so far, as far as noise lets one tell."""


def tip_of(rows: Floats, reach: Floats, scatter: float) -> Tip:
    """Shapes (n,): rows in ascending order, and how far each reaches, in pixels.

    ``scatter``: standard deviation of ``reach`` from row to row. What is widest over many rows
    is straight, and their mean is where it is; a curve or a corner reaches that at one place, which
    is the highest of a concave course through the rows around.
    """
    anchor = float(np.sort(reach)[-min(_ANCHOR, len(reach))])
    noise = 1 + 2 * scatter
    widest = reach >= anchor - noise
    around = _around(reach, widest, anchor - _NEAR - 2 * scatter) & (reach <= anchor + 2 * noise)
    mean = float(reach[widest].mean())
    straight = Tip(mean, _BENT * abs(anchor - mean), widest)
    both = widest[around]
    if around.sum() < _FEWEST or not both.any():
        return straight
    course = _concave(rows[around], reach[around])
    misfit = max(float(np.mean((reach[around] - course)[both] ** 2)), _ROUNDED)
    if reach[widest].var() <= _STRAIGHT * misfit:
        return straight
    # Where a fit ends, it follows the last row alone.
    most = float(course[1:-1].max())
    touching = np.zeros(len(reach), bool)
    touching[np.flatnonzero(around)[course >= most - 1 - scatter]] = True
    return Tip(most, _BENT * abs(anchor - most) + _CURVED, touching)


def _around(reach: Floats, widest: Mask, least: float) -> Mask:
    """The rows around the middle one of the widest, up to where two in turn fall short."""
    near = reach >= least
    inside = near | (np.roll(near, 1) & np.roll(near, -1))
    middle = int(np.flatnonzero(widest)[widest.sum() // 2])
    short = np.flatnonzero(~inside)
    begin = int(short[short < middle].max(initial=-1)) + 1
    end = int(short[short > middle].min(initial=len(reach)))
    around = np.zeros(len(reach), bool)
    around[begin:end] = True
    return around & near


def _concave(at: Floats, values: Floats) -> NDArray[np.float64]:
    """The concave course that fits best: least squares over lines that bend downwards at knots."""
    along = (at - at.mean()) / np.ptp(at)
    knots = np.quantile(along, np.linspace(0, 1, min(len(at), _KNOTS)))[1:-1]
    bends = [-np.maximum(along - knot, 0) for knot in knots]
    terms = np.stack([np.ones_like(along), along, *bends], axis=1)
    least = np.array([-np.inf, -np.inf, *np.zeros(len(bends))])
    course: NDArray[np.float64] = terms @ lsq_linear(terms, values, (least, np.inf), "bvls").x
    return course
