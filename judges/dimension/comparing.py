"""Measured extents against those of a record, both with what they leave open."""

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple


class Fit(StrEnum):
    """How a measured extent lies to an allowed one."""

    INSIDE = "inside"
    """All of its error interval is allowed."""
    OUTSIDE = "outside"
    """None of it is."""
    OPEN = "open"
    """It turns on where in the interval the truth lies."""
    UNSEEN = "unseen"
    """It was not measured."""


class Extent(NamedTuple):
    """Millimetres."""

    value: float
    error: float
    """How far the truth may lie from it."""


def fit_of(measured: Extent | None, stated: float, tolerance: float) -> Fit:
    """``tolerance`` is a share of what is stated."""
    if measured is None:
        return Fit.UNSEEN
    low, high = measured.value - measured.error, measured.value + measured.error
    least, most = stated * (1 - tolerance), stated * (1 + tolerance)
    if least <= low and high <= most:
        return Fit.INSIDE
    return Fit.OUTSIDE if high < least or low > most else Fit.OPEN


def level_fits(
    measured: Mapping[str, Extent], stated: Mapping[str, float], tolerance: float
) -> list[Fit]:
    """How ``width`` and ``depth`` fit, as far as they are stated.

    Which side of a thing is turned to the camera is not known, so that a side fits badly only if it
    fits badly as the other one too.
    """
    width, depth = measured.get("width"), measured.get("depth")
    sides = [stated[name] for name in ("width", "depth") if name in stated]
    if len(sides) == 1:
        own, other = (width, depth) if "width" in stated else (depth, width)
        fit = fit_of(own, sides[0], tolerance)
        turned = fit_of(other, sides[0], tolerance)
        return [Fit.OPEN if fit is Fit.OUTSIDE and turned is not Fit.OUTSIDE else fit]
    if len(sides) == 2 and width is not None and depth is not None:
        pairs = zip(sorted((width, depth)), sorted(sides), strict=True)
        return [fit_of(each, side, tolerance) for each, side in pairs]
    if len(sides) == 2:
        seen = [each for each in (width, depth) if each is not None]
        never = any(
            all(fit_of(each, side, tolerance) is Fit.OUTSIDE for side in sides) for each in seen
        )
        return [Fit.OUTSIDE if never else Fit.UNSEEN]
    return []
