"""Views of one picture, turned and scaled, and the way back from a view to the picture."""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from judges.reading import Box, Point


class View(NamedTuple):
    """What to see: the picture scaled, then turned counter-clockwise about its centre."""

    scale: float
    degrees: float


class Seen(NamedTuple):
    """A rendered view."""

    pixels: NDArray[np.uint8]
    """Shape (height, width), luminance; grey where the turned picture leaves corners empty."""
    to_picture: NDArray[np.float64]
    """Shape (2, 3): affine map from points of the view to points of the original picture."""


def luminance(pixels: NDArray[np.uint8], longest: int) -> Image.Image:
    """The picture in grey, reduced by a whole factor until no side is longer than ``longest``."""
    grey = Image.fromarray(np.ascontiguousarray(pixels)).convert("L")
    factor = math.ceil(max(grey.size) / longest)
    return grey.reduce(factor) if factor > 1 else grey


def look(grey: Image.Image, view: View, original: tuple[int, int]) -> Seen:
    """One view of a grey picture whose original has this (width, height), in pixels."""
    if view.scale != 1:
        size = [max(1, round(length * view.scale)) for length in grey.size]
        grey = grey.resize((size[0], size[1]), Image.Resampling.BICUBIC)
    width, height = grey.size
    stretch = np.array([[original[0] / width], [original[1] / height]])
    if view.degrees == 0:
        return Seen(np.asarray(grey), np.eye(2, 3) * stretch)
    angle = math.radians(view.degrees)
    cos, sin = math.cos(angle), math.sin(angle)
    turned_width = math.ceil(abs(width * cos) + abs(height * sin))
    turned_height = math.ceil(abs(width * sin) + abs(height * cos))
    turn = np.array([[cos, -sin], [sin, cos]])
    shift = np.array([width, height]) / 2 - turn @ np.array([turned_width, turned_height]) / 2
    matrix = np.column_stack([turn, shift])
    turned = grey.transform(
        (turned_width, turned_height),
        Image.Transform.AFFINE,
        tuple(matrix.ravel()),
        resample=Image.Resampling.BILINEAR,
        fillcolor=128,
    )
    return Seen(np.asarray(turned), matrix * stretch)


def box_in_picture(
    corners: list[Point], to_picture: NDArray[np.float64], original: tuple[int, int]
) -> Box:
    """Four corners found in a view, as points within the original of this (width, height).

    They come back clockwise from the top left of the text, even if they went the other way round.
    """
    points = np.column_stack([np.asarray(corners, dtype=np.float64), np.ones(4)]) @ to_picture.T
    (along_x, along_y), (down_x, down_y) = points[1] - points[0], points[3] - points[0]
    if along_x * down_y < along_y * down_x:
        points = points[[3, 2, 1, 0]]
    inside = np.clip(points, 0, original).tolist()
    a, b, c, d = ((float(x), float(y)) for x, y in inside)
    return (a, b, c, d)
