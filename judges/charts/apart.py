"""Small print read once more, each piece in a line of its own.

The words reader looks for lines. Digits below one another, as in a legend, it takes for one
upright line; enlarged and set apart they are read one by one.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image as Pillow

from .labels import Label
from .picture import Picture

_ENLARGED = 3
_MARGIN = 30
_MOST = 32


class Box(NamedTuple):
    """A part of a picture, in whole pixels."""

    left: int
    top: int
    right: int
    bottom: int


def read_apart(picture: Picture, boxes: Sequence[Box]) -> list[Label | None]:
    """The one line of print in each box, or None where there is none or more than one."""
    if not 0 < len(boxes) <= _MOST:
        return [None] * len(boxes)
    strips = [_enlarged(picture.pixels, box) for box in boxes]
    height = max(len(strip) for strip in strips) + 2 * _MARGIN
    width = max(strip.shape[1] for strip in strips) + 2 * _MARGIN
    sheet = np.full((height * len(strips), width, 3), picture.background, np.uint8)
    for position, strip in enumerate(strips):
        top = position * height + _MARGIN
        sheet[top : top + len(strip), _MARGIN : _MARGIN + strip.shape[1]] = strip
    lines = picture.read(sheet)
    found: list[Label | None] = []
    for position, box in enumerate(boxes):
        here = [line for line in lines if position == int(line.y // height)]
        one = here[0] if len(here) == 1 else None
        found.append(None if one is None else Label(one.text, one.confidence, *box))
    return found


def _enlarged(pixels: NDArray[np.uint8], box: Box) -> NDArray[np.uint8]:
    inside = pixels[box.top : box.bottom, box.left : box.right]
    if not inside.size:
        return inside
    part = Pillow.fromarray(inside)
    size = part.width * _ENLARGED, part.height * _ENLARGED
    return np.asarray(part.resize(size, Pillow.Resampling.BICUBIC))
