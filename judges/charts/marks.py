"""Marks of a scatter plot: small equal shapes, each by itself."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .picture import Picture
from .shapes import Colour, Shape, shapes_in
from .strokes import Plot, paints_of, share_of

_SIDES = (3.0, 18.0)
"""Pixels: the least and greatest side of a mark."""
_SEEN = 0.5
"""Share of a blend that is the colour, from which a pixel belongs to a mark."""
_EQUAL = 1.0
"""Pixels by which the sides of equal marks differ."""
_SYMMETRIC = 0.75
"""Share of a mark's outline that is its own mirror image: a disc's, a square's, no triangle's."""
_MOST_COLOURS = 10
_MOST_MARKS = 2_000


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark, by its middle in pixels."""

    colour: Colour
    x: float
    y: float
    shape: Shape


@dataclass(frozen=True, slots=True)
class Marks:
    """What is drawn in colour in a plot."""

    single: tuple[Mark, ...]
    unclear: tuple[Shape, ...]
    """Marks that overlap, and whatever else is no mark by itself."""


def marks_of(picture: Picture, plot: Plot) -> Marks | None:
    """The marks of a plot, or None where it holds none, or too much."""
    inside = picture.pixels[plot.top : plot.bottom, plot.left : plot.right]
    if min(inside.shape[:2], default=0) < 20:
        return None
    paints = paints_of(inside, picture.background)
    if not 0 < len(paints) <= _MOST_COLOURS:
        return None
    shares = [share_of(inside, paint, picture.background) for paint in paints]
    coloured = np.max(shares, axis=0) >= _SEEN
    single: list[Mark] = []
    unclear: list[Shape] = []
    for paint, share in zip(paints, shares, strict=True):
        shapes = list(shapes_in(share >= _SEEN, paint))
        if len(shapes) > _MOST_MARKS:
            return None
        side = _usual_side(shapes)
        for shape in shapes:
            if _is_mark(shape, side, share, coloured):
                single.append(_mark(shape, share, plot))
            else:
                unclear.append(_moved(shape, plot))
    return Marks(tuple(single), tuple(unclear)) if single else None


def keys_of(picture: Picture, marks: Marks, plot: Plot) -> list[Shape]:
    """The shapes of the marks' colours beside the plot: a legend's, or another facet's."""
    found: list[Shape] = []
    for colour in dict.fromkeys(mark.colour for mark in marks.single):
        share = share_of(picture.pixels, colour, picture.background)
        found += [
            shape
            for shape in shapes_in(share >= _SEEN, colour)
            if not (plot.left <= shape.x <= plot.right and plot.top <= shape.y <= plot.bottom)
        ]
    return found


def _usual_side(shapes: Sequence[Shape]) -> float:
    """The commonest breadth of square shapes, 0 where there are none."""
    sides = Counter(shape.width for shape in shapes if abs(shape.width - shape.height) <= _EQUAL)
    near = {
        side: sum(sides[other] for other in sides if abs(other - side) <= _EQUAL) for side in sides
    }
    return max(near, key=lambda side: (near[side], sides[side]), default=0.0)


def _is_mark(
    shape: Shape, side: float, share: NDArray[np.float32], coloured: NDArray[np.bool_]
) -> bool:
    least, greatest = _SIDES
    if not (least <= shape.width <= greatest and abs(shape.width - shape.height) <= _EQUAL):
        return False
    if max(abs(shape.width - side), abs(shape.height - side)) > _EQUAL:
        return False
    mask = share[_window(shape, 0)] >= _SEEN
    if coloured[_window(shape, 1)].sum() > mask.sum():
        return False
    outline = _filled(mask) & _filled(mask.T).T
    return all(
        (outline & mirrored).sum() >= _SYMMETRIC * (outline | mirrored).sum()
        for mirrored in (outline[::-1], outline[:, ::-1])
    )


def _filled(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Each row from its first pixel to its last."""
    begun = np.logical_or.accumulate(mask, axis=1)
    goes_on = np.logical_or.accumulate(mask[:, ::-1], axis=1)[:, ::-1]
    filled: NDArray[np.bool_] = begun & goes_on
    return filled


def _mark(shape: Shape, share: NDArray[np.float32], plot: Plot) -> Mark:
    """A mark at the centre of its pixels, each weighed by how much of it is covered."""
    # Paler pixels may be those of a grid line.
    weights = np.where(share >= _SEEN, share, 0)[_window(shape, 0)]
    across = np.arange(weights.shape[1]) + 0.5 + shape.left
    down = np.arange(weights.shape[0]) + 0.5 + shape.top
    total = float(weights.sum())
    x = float((weights.sum(axis=0) * across).sum()) / total + plot.left
    y = float((weights.sum(axis=1) * down).sum()) / total + plot.top
    return Mark(shape.colour, x, y, _moved(shape, plot))


def _window(shape: Shape, margin: int) -> tuple[slice, slice]:
    """Rows and columns of a shape's box."""
    return (
        slice(max(int(shape.top) - margin, 0), int(shape.bottom) + margin),
        slice(max(int(shape.left) - margin, 0), int(shape.right) + margin),
    )


def _moved(shape: Shape, plot: Plot) -> Shape:
    return Shape(
        shape.colour,
        shape.left + plot.left,
        shape.top + plot.top,
        shape.right + plot.left,
        shape.bottom + plot.top,
        shape.pixels,
    )
