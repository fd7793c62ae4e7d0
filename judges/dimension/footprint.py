"""The outline of a thing as seen from above, fitted by what it can be: round, or a box."""

import numpy as np

from .circle import circle_of
from .faces import box_of
from .model import Footprint
from .plan import Plan

_BETTER = 20.0
"""How much less its misfit must be than the other model's."""
_FOOT = 0.15
"""Share of its height that is a thing's foot."""
_WIDEST = np.radians(75)


def footprint_of(plan: Plan, height: float) -> Footprint | None:
    """The one model that fits; None where none does, or where noise lets both lie as near.

    A thing too small for one of them to be tried is not told to be the other.
    """
    if plan.half > _WIDEST / 2:
        return None
    touching = np.concatenate([plan.left.heights, plan.right.heights])
    if _is_flared(plan, height, float(np.median(touching))):
        return None
    circle, box = circle_of(plan, height), box_of(plan, height)
    if circle is None or box is None:
        return None
    best, other = sorted((circle, box), key=lambda each: each.misfit)
    return best if best.fits and other.misfit >= best.misfit + _BETTER else None


def _is_flared(plan: Plan, height: float, touching: float) -> bool:
    """Whether it is widest at the lowest that was seen of it, and narrower above or with more
    below: what lies in the table's noise is then wider still."""
    lowest = max(0.0, float(np.quantile(plan.heights, 0.01)))
    foot = _FOOT * height
    if touching > lowest + foot:
        return False
    above = (plan.heights > lowest + foot) & (plan.heights < lowest + 2 * foot)
    if lowest > foot / 2 or not above.any():
        return True
    reach = np.abs(plan.bearings[above] - plan.middle).max()
    return bool(plan.half - reach > plan.pixel + 0.03 * plan.half)
