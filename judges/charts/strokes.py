"""Lines drawn in one colour across a plot, and where they stand in a column of pixels."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .picture import Picture
from .shapes import Colour, apart, colours_of

_OFF = 28.0
"""Levels by which a pixel may be off the blends of a colour with the background."""
_SEEN = 0.5
"""Share of a blend that is the colour, from which a pixel belongs to the stroke."""
_COVERED = 0.3
"""Share of the columns between its ends in which a line is seen; it may have gaps."""
_LONG = 0.2
"""Share of the plot's breadth that a line spans."""
_SOLID = 8
"""Pixels: no stroke is so thick that such a square fits into it, even where two cross."""
_THICK = 6.0
"""Pixels: the median height of a line in a column, or breadth in a row if it is steep."""
_RULED = 0.8
"""Share of the plot that a grid line or an axis crosses straight."""
_MOST_LINES = 10
"""Beyond it nobody tells the colours apart."""
_GREY = 24
"""Levels between the channels of a colour that is no grey."""


@dataclass(frozen=True, slots=True)
class Plot:
    """A part of a picture, in whole pixels."""

    left: int
    top: int
    right: int
    bottom: int


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line in one colour."""

    colour: Colour
    mask: NDArray[np.bool_]
    """Shape (height, width) of the plot."""
    plot: Plot

    def at(self, x: float, reach: float) -> tuple[float, float] | None:
        """From where to where it goes, in pixels of the picture, within ``reach`` of a column.

        None where it is not seen there, or in two places.
        """
        first = max(int(np.floor(x - reach)) - self.plot.left, 0)
        last = int(np.ceil(x + reach)) - self.plot.left
        rows = np.flatnonzero(self.mask[:, first:last].any(axis=1))
        if not len(rows) or (np.diff(rows) > 2).any():
            return None
        return float(rows[0] + self.plot.top), float(rows[-1] + 1 + self.plot.top)


def strokes_of(picture: Picture, plot: Plot) -> list[Stroke]:
    """The lines of a plot, each colour's own; none where two lines cannot be told apart."""
    inside = picture.pixels[plot.top : plot.bottom, plot.left : plot.right]
    if min(inside.shape[:2]) < 20:
        return []
    pure = paints_of(inside, picture.background)
    if len(pure) > _MOST_LINES:
        return []
    masks = [(colour, share_of(inside, colour, picture.background) >= _SEEN) for colour in pure]
    if any(_is_solid(mask) for _, mask in masks):
        return []
    return [Stroke(colour, mask, plot) for colour, mask in masks if _is_line(mask)]


def paints_of(pixels: NDArray[np.uint8], background: Colour) -> list[Colour]:
    """The colours, greys apart, of which all others are blends with the background."""
    coloured = [
        colour for colour in colours_of(pixels, background) if max(colour) - min(colour) >= _GREY
    ]
    return _purest(coloured, background)


def is_blend(colour: Colour, of: Colour, background: Colour) -> bool:
    """Whether a colour is another one, mixed with the background or not."""
    pixel = np.array([[colour]], np.uint8)
    return bool(share_of(pixel, of, background)[0, 0] > 0)


def share_of(pixels: NDArray[np.uint8], colour: Colour, background: Colour) -> NDArray[np.float32]:
    """How much of each pixel is a colour and not background; 0 where it is something else."""
    ground = np.array(background, np.float32)
    along = np.array(colour, np.float32) - ground
    away = pixels.astype(np.float32) - ground
    share = away @ along / (along @ along)
    off = np.abs(away - share[..., None] * along).max(axis=2)
    shares: NDArray[np.float32] = np.where((off <= _OFF) & (share <= 1.3), share, np.float32(0))
    return shares


def _purest(colours: list[Colour], background: Colour) -> list[Colour]:
    """Of colours that are blends of one another, the one furthest from the background."""
    chosen: list[Colour] = []
    for colour in sorted(colours, key=lambda one: -apart(one, background)):
        if not any(is_blend(colour, other, background) for other in chosen):
            chosen.append(colour)
    return chosen


def _is_solid(mask: NDArray[np.bool_]) -> bool:
    """Whether there is an area in which a square of _SOLID pixels fits, as in a bar."""
    sums = np.pad(mask.astype(np.int32), ((1, 0), (1, 0))).cumsum(axis=0).cumsum(axis=1)
    size = _SOLID
    squares = sums[size:, size:] - sums[:-size, size:] - sums[size:, :-size] + sums[:-size, :-size]
    return bool((squares == size * size).any())


def _is_line(mask: NDArray[np.bool_]) -> bool:
    width = mask.shape[1]
    seen = np.flatnonzero(mask.any(axis=0))
    if len(seen) < 8:
        return False
    span = seen[-1] + 1 - seen[0]
    if span < _LONG * width or len(seen) < _COVERED * span:
        return False
    if mask.mean(axis=1).max() >= _RULED or mask.mean(axis=0).max() >= _RULED:
        return False
    rows = mask.sum(axis=1)
    thickness = min(np.median(mask.sum(axis=0)[seen]), np.median(rows[rows > 0]))
    return bool(thickness <= _THICK)
