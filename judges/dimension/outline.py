"""Where a thing ends in the picture: to the part of a pixel, and how sure that is."""

from dataclasses import dataclass

import numpy as np

from .cloud import Cloud, Floats, Mask

LOST = 2
"""Pixels of its own edge that a sensor may lose; a wider hole is a shadow on what is behind."""
_UNIFORM = 0.29
"""Standard deviation of a uniform distribution of width 1."""
_FEWEST = 5
"""Rows that tell how many pixels an edge loses."""


@dataclass(frozen=True)
class Edge:
    """The end of a thing on one side, row by row."""

    rows: Floats
    columns: Floats
    """Between the last pixel of the thing and the first beyond."""
    last: "np.typing.NDArray[np.intp]"
    """The last pixel of the thing."""
    gaps: Floats
    """Pixels lost between the two, at most ``LOST``."""
    wide: float
    """Share of the rows beyond which there is a hole wider than that."""


def edges_of(mask: Mask, cloud: Cloud) -> tuple[Edge, Edge]:
    """The left and the right edge."""
    rows = np.flatnonzero(mask.any(axis=1))
    left = mask[rows].argmax(axis=1)
    right = mask.shape[1] - 1 - mask[rows, ::-1].argmax(axis=1)
    return _edge(cloud, rows, left, -1), _edge(cloud, rows, right, 1)


def _edge(
    cloud: Cloud,
    rows: "np.typing.NDArray[np.intp]",
    last: "np.typing.NDArray[np.intp]",
    outwards: int,
) -> Edge:
    beyond = last[:, None] + outwards * np.arange(1, LOST + 3)
    inside = (beyond >= 0) & (beyond < cloud.seen.shape[1])
    seen = cloud.seen[rows[:, None], np.clip(beyond, 0, cloud.seen.shape[1] - 1)] | ~inside
    gaps = np.where(seen.any(axis=1), seen.argmax(axis=1), LOST + 2)
    wide = gaps > LOST
    lost = np.minimum(gaps, LOST).astype(float)
    # How much of a shadow is the thing's own is told by the rows without one.
    own = lost[~wide].mean() if (~wide).sum() >= _FEWEST else LOST / 2
    columns = last + outwards * (0.5 + np.where(wide, own, lost) / 2)
    return Edge(rows.astype(float), columns, last, lost, float(wide.mean()))


def jitter(values: Floats) -> float:
    """Standard deviation of what scatters around a smooth course, from second differences."""
    if len(values) < 5:
        return 0.0
    return float(1.4826 * np.median(np.abs(np.diff(values, 2))) / 6**0.5)


def blur(gaps: Floats) -> float:
    """Standard deviation, in pixels, of where an edge lies between pixels."""
    return _UNIFORM * (1.0 + float(np.mean(gaps)))
