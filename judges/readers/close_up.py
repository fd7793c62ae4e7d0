"""One line of print, cut out of a picture and laid level, for a closer look."""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from judges.reading import Box, Point

HEIGHT = 48
"""Pixels: the height on which the recogniser of lines works."""
_LONGEST = 40
"""Times its height; a longer strip is squeezed to this."""
_TALL = 1.5
"""Height against width from which a box holds a line that runs from the top down."""


def close_up(pixels: NDArray[np.uint8], box: Box, margin: float) -> NDArray[np.uint8]:
    """The line in a box, shape (HEIGHT, width, 3), with ``margin`` of its height on each side.

    ``pixels`` is of shape (height, width, 3). What lies outside of the picture is black.
    """
    corners = _from_the_start(box)
    width, height = sides(corners)
    along = (corners[1] - corners[0] + corners[2] - corners[3]) / max(2 * width, 1)
    down = (corners[3] - corners[0] + corners[2] - corners[1]) / max(2 * height, 1)
    steps = np.array([-along - down, along - down, along + down, -along + down])
    corners = corners + margin * height * steps
    width, height = sides(corners)
    place, corners = _around(pixels, corners)
    top_left, top_right, bottom_right, bottom_left = corners
    size = (min(max(round(width), 8), _LONGEST * max(round(height), 8)), max(round(height), 8))
    level = Image.fromarray(place).transform(
        size,
        Image.Transform.QUAD,
        (*top_left, *bottom_left, *bottom_right, *top_right),
        resample=Image.Resampling.BICUBIC,
    )
    wide = max(round(size[0] * HEIGHT / size[1]), 8)
    return np.asarray(level.resize((wide, HEIGHT), Image.Resampling.LANCZOS))


def upside_down(box: Box) -> Box:
    """The box of the same place, for a line that runs the other way."""
    a, b, c, d = box
    return (c, d, a, b)


def direction(box: Box) -> NDArray[np.float64]:
    """The unit vector along which the line in a box runs, of shape (2,)."""
    corners = _from_the_start(box)
    along = corners[1] - corners[0] + corners[2] - corners[3]
    unit: NDArray[np.float64] = along / max(float(np.hypot(*along)), 1e-9)
    return unit


def _from_the_start(box: Sequence[Point]) -> NDArray[np.float64]:
    """Corners clockwise from where a line starts that runs to the right or from the top down."""
    corners = np.asarray(box, dtype=np.float64)
    width, height = sides(corners)
    return np.roll(corners, -1, axis=0) if height >= _TALL * width else corners


def sides(corners: Sequence[Point] | NDArray[np.float64]) -> tuple[float, float]:
    """Mean width and height of a quadrilateral, given clockwise from the top left."""
    a, b, c, d = corners
    return (math.dist(a, b) + math.dist(d, c)) / 2, (math.dist(a, d) + math.dist(b, c)) / 2


def _around(
    pixels: NDArray[np.uint8], corners: NDArray[np.float64]
) -> tuple[NDArray[np.uint8], NDArray[np.float64]]:
    """The part of the picture that holds the corners, and the corners within it."""
    limit = np.array(pixels.shape[1::-1])
    left, top = np.clip(np.floor(corners.min(axis=0)).astype(int) - 2, 0, limit - 1)
    right, bottom = np.clip(np.ceil(corners.max(axis=0)).astype(int) + 2, 1, limit)
    place = np.ascontiguousarray(pixels[top : max(bottom, top + 1), left : max(right, left + 1)])
    return place, corners - (left, top)
