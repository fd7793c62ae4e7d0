"""Sectors of a pie or a ring: the circle, and where around it each colour begins and ends."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .picture import Picture
from .shapes import Colour, Shape, mask_of

_SMALLEST = 25.0
"""Pixels: the radius of a circle whose sectors can be measured."""
_LARGE = 0.05
"""Share of the largest shape from which another one shows where the circle runs."""
_ROUND = 1.5
"""Pixels by which a circle may be out of round."""
_DIRECTIONS = 180
_STEP = 0.25
"""Pixels of arc, at the rim, between two directions that are looked along."""
_OPEN = 0.1
"""Share of a circle around the centre that print may cover."""
_SEPARATOR = 4.0
"""Pixels of arc that the line between two sectors may cover."""
_BLENDS = 1.5
"""Pixels of radius a sector: nearer to the centre, separators may be all that is seen."""
_THINNEST = 8
"""Pixels: the breadth of a ring."""
_PURE = 0.9
"""Share of what is seen along the radii that is of one colour; rings within rings are not."""
_NARROWEST = 2.0
"""Pixels of arc: what is narrower is the blend of two neighbours."""
_WIDEST_GAP = 7.0
"""Pixels of arc that a separator takes; more is something that was left out."""
_MOST = 32
EDGE = 1.0
"""Pixels by which the line between two sectors may be misplaced, the centre's error included."""


@dataclass(frozen=True, slots=True)
class Circle:
    """Centre and radius, in pixels."""

    x: float
    y: float
    radius: float

    def angle(self, x: float, y: float) -> float:
        """The direction of a place, in turns clockwise from the top: 0 up to 1."""
        return (math.atan2(x - self.x, self.y - y) / math.tau) % 1.0

    def distance(self, x: float, y: float) -> float:
        return math.hypot(x - self.x, y - self.y)


@dataclass(frozen=True, slots=True)
class Sector:
    """A part of a circle in one colour."""

    colour: Colour
    start: float
    """Turns clockwise from the top, from 0 up to 1."""
    share: float
    """Of the whole circle."""

    def holds(self, angle: float) -> bool:
        return (angle - self.start) % 1.0 < self.share


@dataclass(frozen=True, slots=True)
class Pie:
    """Sectors that fill a circle, or a ring."""

    circle: Circle
    inner: float
    """Radius of the hole, in pixels."""
    sectors: tuple[Sector, ...]
    error: float
    """By how much each share may be off."""

    def extent(self, sector: Sector) -> tuple[float, float, float, float]:
        """Left, top, right and bottom of a sector, in pixels."""
        turns = sector.start + np.linspace(0.0, sector.share, _DIRECTIONS)
        radii = np.array([[self.inner], [self.circle.radius]])
        x = self.circle.x + radii * np.sin(math.tau * turns)
        y = self.circle.y - radii * np.cos(math.tau * turns)
        return float(x.min()), float(y.min()), float(x.max()), float(y.max())


def pie_of(picture: Picture) -> Pie | None:
    """The pie of a picture, or None where its sectors are not one full circle."""
    circle = _circle(picture)
    if circle is None:
        return None
    colours = _colours(picture, circle)
    if not 2 <= len(colours) <= _MOST:
        return None
    seen = _unrolled(picture, circle, colours)
    inner = _hole(seen, len(colours))
    if inner is None or not _is_pure(seen[inner + 1 : -2], len(colours)):
        return None
    # Towards the rim a pixel of arc is the smallest angle.
    nearest = max(inner + 1, round(circle.radius / 2))
    middle = (nearest + circle.radius) / 2
    around = _along(seen[nearest:-2], len(colours))
    sectors = _sectors(around, colours, math.tau * middle)
    if sectors is None:
        return None
    return Pie(circle, float(inner), sectors, 2 * EDGE / (math.tau * middle))


def _hole(seen: NDArray[np.int8], colours: int) -> int | None:
    """The radius from which sectors fill all circles to the rim, 0 where there is no hole.

    None where they do not reach the rim, or where something else lies in the hole.
    """
    arcs = math.tau * (np.arange(len(seen)) + 0.5)
    open_arcs = (seen < 0).mean(axis=1) * arcs
    lacking = open_arcs > _OPEN * arcs + _SEPARATOR * colours
    # The outermost pixels are blends.
    if lacking[-3]:
        return None
    open_to = np.flatnonzero(lacking[:-3])
    if not len(open_to):
        return 0
    # Another ring within the hole makes two charts of it.
    inner = int(open_to[-1]) + 1
    within = lacking[round(_BLENDS * colours) : max(inner - 4, 0)]
    return inner if len(seen) - inner >= _THINNEST and within.all() else None


def _is_pure(ring: NDArray[np.int8], colours: int) -> bool:
    """Whether along each radius there is one colour, and little else that is one."""
    return bool((ring == _along(ring, colours))[ring >= 0].mean() >= _PURE)


def _circle(picture: Picture) -> Circle | None:
    """The circle around the large shapes of a picture, if they fill one.

    How far a circle reaches in a direction u is ``centre · u + radius``, which is linear in both.
    """
    shapes = picture.shapes
    largest = max((shape.pixels for shape in shapes), default=0)
    large = [shape for shape in shapes if shape.pixels >= _LARGE * largest]
    if not 2 <= len(large) <= _MOST:
        return None
    points = np.concatenate([_sides(picture.pixels, shape) for shape in large])
    angles = np.arange(_DIRECTIONS) * math.tau / _DIRECTIONS
    ways = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    # A pixel reaches half its breadth beyond its middle.
    reach = (points @ ways.T).max(axis=0) + 0.5
    terms = np.column_stack([ways, np.ones(_DIRECTIONS)])
    (x, y, radius), *_ = np.linalg.lstsq(terms, reach, rcond=None)
    if radius < _SMALLEST or np.abs(terms @ (x, y, radius) - reach).max() > _ROUND:
        return None
    return Circle(float(x), float(y), float(radius))


def _sides(pixels: NDArray[np.uint8], shape: Shape) -> NDArray[np.float64]:
    """The first and last pixel of each row of a shape: middles as (x, y)."""
    left, top, right, bottom = (int(e) for e in (shape.left, shape.top, shape.right, shape.bottom))
    mask = mask_of(pixels[top:bottom, left:right], shape.colour)
    rows = np.flatnonzero(mask.any(axis=1))
    first = mask[rows].argmax(axis=1)
    last = mask.shape[1] - 1 - mask[rows, ::-1].argmax(axis=1)
    across, down = np.concatenate([first, last]), np.concatenate([rows, rows])
    return np.column_stack([across + left + 0.5, down + top + 0.5])


def _colours(picture: Picture, circle: Circle) -> list[Colour]:
    """What sectors may be painted in: the colours of the shapes inside a circle."""
    inside = [
        shape.colour
        for shape in picture.shapes
        if circle.distance(shape.x, shape.y) <= circle.radius and min(shape.width, shape.height) > 2
    ]
    return list(dict.fromkeys(inside))


def _unrolled(picture: Picture, circle: Circle, colours: Sequence[Colour]) -> NDArray[np.int8]:
    """Shape (radii, directions): which colour is seen there, by index; -1 where none is."""
    count = round(math.tau * circle.radius / _STEP)
    angles = (np.arange(count) + 0.5) * math.tau / count
    radii = np.arange(round(circle.radius)) + 0.5
    x = np.floor(circle.x + radii[:, None] * np.sin(angles)).astype(int)
    y = np.floor(circle.y - radii[:, None] * np.cos(angles)).astype(int)
    height, width = picture.pixels.shape[:2]
    pixels = picture.pixels[y.clip(0, height - 1), x.clip(0, width - 1)]
    seen = np.full(pixels.shape[:2], -1, np.int8)
    for index, colour in enumerate(colours):
        seen[mask_of(pixels, colour)] = index
    return seen


def _along(seen: NDArray[np.int8], colours: int) -> NDArray[np.int8]:
    """The colour of each direction: that of most of its pixels, or -1."""
    counts = np.stack([(seen == index).sum(axis=0) for index in range(colours)])
    best = counts.argmax(axis=0).astype(np.int8)
    most: NDArray[np.int8] = np.where(counts.max(axis=0) * 2 > len(seen), best, np.int8(-1))
    return most


def _sectors(
    around: NDArray[np.int8], colours: Sequence[Colour], arc: float
) -> tuple[Sector, ...] | None:
    """The runs of colour around a circle of length ``arc`` pixels, gaps shared by neighbours."""
    runs = [
        (start, length, index)
        for start, length, index in _runs(around)
        if index >= 0 and length * arc >= _NARROWEST
    ]
    if len({index for *_, index in runs}) < max(len(runs), 2):
        # A colour that stands in two places may be a sector twice, or a hidden one between.
        return None
    gaps = []
    for (start, length, _), (following, *_) in zip(runs, runs[1:] + runs[:1], strict=True):
        gaps.append((following - start - length) % 1.0)
    if max(gaps) * arc > _WIDEST_GAP:
        return None
    return tuple(
        Sector(
            colours[index],
            (start - gaps[position - 1] / 2) % 1.0,
            length + (gaps[position - 1] + gaps[position]) / 2,
        )
        for position, (start, length, index) in enumerate(runs)
    )


def _runs(around: NDArray[np.int8]) -> list[tuple[float, float, int]]:
    """Start and length, in turns, and value of every run of a closed sequence."""
    count = len(around)
    starts = np.flatnonzero(around != np.roll(around, 1))
    if not len(starts):
        return [(0.0, 1.0, int(around[0]))]
    lengths = np.diff(np.append(starts, starts[0] + count))
    return [
        (float(start / count), float(length / count), int(around[start]))
        for start, length in zip(starts, lengths, strict=True)
    ]
