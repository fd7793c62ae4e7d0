"""Doubt about retail barcodes: what one view says, a second look at the same place must repeat.

Where a module is narrower than two pixels or so, an EAN-13 can be read with other digits whose
check digit is right, and a half of it as a UPC-E. Such misreadings come from how the bars fall on
the pixels: they do not survive being turned and scaled.
"""

import math
from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from judges.reading import Box

from .views import View, look

_SHORT = {"UPC-E": 51, "EAN-8": 67}
_LONG = 95
"""Width of symbols in modules (GS1 General Specifications, section 5.2)."""
_LOOKS = ((3.0, 3.0), (4.0, -6.0), (2.5, 8.0), (5.0, 0.0))
"""Pixels per module and degrees off level, for each further look."""
_WIDE = 2.5
"""Pixels per module from which a first look is believed."""
_STRAIGHT = 0.1
"""Slope against rows or columns of pixels up to which a first look is believed."""
_HEIGHT = 0.15
"""Height against length from which a symbol counts as seen whole and not on a few lines."""
_QUIET = 5
"""Modules beside a short symbol that must be empty; the standard asks for 7 to 9."""

Decode = Callable[[NDArray[np.uint8]], set[tuple[str, str]]]
"""Symbology and digits of all retail barcodes of a grey picture."""


def believable(
    grey: Image.Image, box: Box, found: tuple[str, str], decode: Decode, *, level: bool
) -> bool:
    """Whether a retail barcode may be believed. ``box`` is in pixels of ``grey``.

    A short symbol must be seen in the picture itself (``level``), high enough and between quiet
    zones, or it may be a part of a long one that a scan line leaves half way. One that is tilted,
    narrow or seen on few lines must be repeated by a further look, and none may say otherwise.
    """
    modules = _SHORT.get(found[0], _LONG)
    corners = np.asarray(box)
    right, down = np.abs(corners[1] - corners[0])
    length = math.hypot(right, down)
    high = math.dist(corners[0], corners[3]) >= _HEIGHT * length
    if found[0] in _SHORT and not (level and high and _is_quiet(grey, box, modules)):
        return False
    if high and length >= _WIDE * modules and min(right, down) <= _STRAIGHT * max(right, down):
        return True
    seen = set().union(*(decode(pixels) for pixels in _looks(grey, corners, modules)))
    return seen == {found}


def _looks(
    grey: Image.Image, corners: NDArray[np.float64], modules: int
) -> Iterator[NDArray[np.uint8]]:
    """The place around a symbol, each time turned almost level and scaled to other modules."""
    (x, y), (right, below) = corners[0], corners[1]
    length = math.hypot(right - x, below - y)
    if length < 1:
        return
    slope = math.degrees(math.atan2(below - y, right - x))
    margin = max(0.3 * length, 8.0)
    left, top = np.maximum(corners.min(axis=0) - margin, 0)
    far_right, bottom = np.minimum(corners.max(axis=0) + margin, grey.size)
    place = grey.crop((int(left), int(top), math.ceil(far_right), math.ceil(bottom)))
    for module, tilt in _LOOKS:
        scale = min(max(module * modules / length, 0.25), 4.0)
        yield look(place, View(scale, slope + tilt), place.size).pixels


def _is_quiet(grey: Image.Image, box: Box, modules: int) -> bool:
    """Whether the modules on both sides of a symbol are as light as its spaces, or the edge."""
    corners = np.asarray(box)
    start, end = (corners[0] + corners[3]) / 2, (corners[1] + corners[2]) / 2
    pixels: NDArray[np.uint8] = np.asarray(grey)

    def along(first: float, last: float) -> NDArray[np.uint8]:
        steps = np.linspace(first, last, 200)[:, None]
        points = np.rint(start + steps * (end - start)).astype(int)
        inside = ((points >= 0) & (points < grey.size)).all(axis=1)
        line: NDArray[np.uint8] = pixels[points[inside, 1], points[inside, 0]]
        return line

    symbol = along(0, 1)
    if symbol.size == 0:
        return False
    middle = (float(symbol.min()) + float(symbol.max())) / 2
    width = 1 / modules
    beside = np.concatenate([along(-_QUIET * width, -width), along(1 + width, 1 + _QUIET * width)])
    return bool((beside > middle).all())
