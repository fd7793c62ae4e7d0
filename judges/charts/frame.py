"""The frame of a plot: how far its grid lines, axis line or border run."""

import numpy as np
from numpy.typing import NDArray

from .picture import Picture
from .strokes import Plot

_VISIBLE = 8
"""Levels by which the palest grid line differs from the background."""
_LONG = 0.5
"""Share of the labels' extent that a line of the plot runs through at least."""
_BEYOND = 0.34
"""Share of the labels' extent: with three labels, two thirds of what lies between two."""
_SMALLEST = 20
"""Pixels."""


def frame_of(
    picture: Picture, across: tuple[float, float], down: tuple[float, float]
) -> Plot | None:
    """The plot around the given extents of its two axes' labels, by its longest straight lines.

    None where nothing shows how far it reaches, so that a legend beside it may be taken for marks.
    """
    off = np.abs(picture.pixels.astype(np.int16) - np.array(picture.background, np.int16))
    seen = off.max(axis=2) >= _VISIBLE
    level = _longest(seen, _wider(down), across)
    upright = _longest(seen.T, _wider(across), down)
    if level is None and upright is None:
        return None
    left, right = level or (round(across[0]), round(across[1]))
    top, bottom = upright or (round(down[0]), round(down[1]))
    return Plot(left, top, right, bottom)


def _wider(extent: tuple[float, float]) -> tuple[int, int]:
    """With the part of an axis that may lie beyond its outermost labels."""
    more = max(_BEYOND * (extent[1] - extent[0]), 4.0)
    return max(round(extent[0] - more), 0), round(extent[1] + more)


def _longest(
    seen: NDArray[np.bool_], lines: tuple[int, int], extent: tuple[float, float]
) -> tuple[int, int] | None:
    """Start and end of the longest run in the rows between two places, as a line of a plot has."""
    best = (0, 0)
    for row in seen[slice(*lines)]:
        edges = np.flatnonzero(np.diff(np.pad(row.astype(np.int8), 1)))
        for start, end in zip(edges[::2], edges[1::2], strict=True):
            if end - start > best[1] - best[0]:
                best = (int(start), int(end))
    wanted = max(_LONG * (extent[1] - extent[0]), _SMALLEST)
    return best if best[1] - best[0] >= wanted else None
