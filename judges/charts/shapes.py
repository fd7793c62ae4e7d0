"""Shapes of one colour in a picture: connected, found run by run."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Colour = tuple[int, int, int]

_MOST_COLOURS = 32
_FEWEST_PIXELS = 12
_NEAR = 6
"""Levels a channel within which two pixels are of one colour."""
_DISTINCT = 24
"""Levels in some channel from which a colour is not the background."""
_MOST_RUNS = 60_000
"""A picture that falls into more runs of one colour is no drawn chart."""


@dataclass(frozen=True, slots=True)
class Shape:
    """Connected pixels of one colour and the box around them, in pixels, far edges beyond it."""

    colour: Colour
    left: float
    top: float
    right: float
    bottom: float
    pixels: int

    @property
    def extent(self) -> tuple[float, float, float, float]:
        return self.left, self.top, self.right, self.bottom

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def x(self) -> float:
        return (self.left + self.right) / 2

    @property
    def y(self) -> float:
        return (self.top + self.bottom) / 2

    @property
    def fill(self) -> float:
        """Share of its box that it covers."""
        return self.pixels / (self.width * self.height)


def background_of(pixels: NDArray[np.uint8]) -> Colour:
    """The commonest colour along the edges of a picture of shape (height, width, 3)."""
    edges = np.concatenate([pixels[0], pixels[-1], pixels[:, 0], pixels[:, -1]])
    codes, counts = np.unique(_codes(edges), return_counts=True)
    return _colour(int(codes[counts.argmax()]))


def shapes_of(pixels: NDArray[np.uint8], background: Colour) -> list[Shape]:
    """Every shape of the picture's commonest colours other than the background."""
    return [
        shape
        for colour in colours_of(pixels, background)
        for shape in shapes_in(mask_of(pixels, colour), colour)
    ]


def colours_of(pixels: NDArray[np.uint8], background: Colour) -> list[Colour]:
    """The commonest colours that are neither the background nor nearly one another."""
    codes, counts = np.unique(_codes(pixels), return_counts=True)
    chosen: list[Colour] = []
    for index in np.argsort(-counts, kind="stable"):
        colour = _colour(int(codes[index]))
        if counts[index] < _FEWEST_PIXELS or len(chosen) == _MOST_COLOURS:
            break
        if apart(colour, background) >= _DISTINCT and all(
            apart(colour, other) > 2 * _NEAR for other in chosen
        ):
            chosen.append(colour)
    return chosen


def apart(one: Colour, other: Colour) -> int:
    """The largest difference in any channel."""
    return max(abs(a - b) for a, b in zip(one, other, strict=True))


def mask_of(pixels: NDArray[np.uint8], colour: Colour) -> NDArray[np.bool_]:
    """Where a picture is of a colour."""
    difference = np.abs(pixels.astype(np.int16) - np.array(colour, np.int16))
    near: NDArray[np.bool_] = difference.max(axis=2) <= _NEAR
    return near


def shapes_in(mask: NDArray[np.bool_], colour: Colour) -> Iterator[Shape]:
    """The connected parts of a mask; those of a few pixels are left out."""
    rows, starts, ends = _runs(mask)
    if len(rows) > _MOST_RUNS:
        return
    if not len(rows):
        return
    owner = _joined(rows, starts, ends)
    order = np.argsort(owner, kind="stable")
    firsts = np.flatnonzero(np.diff(owner[order], prepend=-1))
    counts = np.add.reduceat((ends - starts)[order], firsts)
    boxes = zip(
        np.minimum.reduceat(starts[order], firsts),
        np.minimum.reduceat(rows[order], firsts),
        np.maximum.reduceat(ends[order], firsts),
        np.maximum.reduceat(rows[order], firsts) + 1,
        counts,
        strict=True,
    )
    for left, top, right, bottom, count in boxes:
        if count >= _FEWEST_PIXELS:
            yield Shape(colour, float(left), float(top), float(right), float(bottom), int(count))


def _runs(mask: NDArray[np.bool_]) -> tuple[NDArray[np.intp], ...]:
    """Row, start and end of every horizontal run, from the top down."""
    edges = np.diff(np.pad(mask, ((0, 0), (1, 1))).astype(np.int8), axis=1)
    rows, starts = np.nonzero(edges == 1)
    _, ends = np.nonzero(edges == -1)
    return rows, starts, ends


def _joined(
    rows: NDArray[np.intp], starts: NDArray[np.intp], ends: NDArray[np.intp]
) -> NDArray[np.intp]:
    """For each run, the first run of its shape: runs of neighbouring rows that overlap are one."""
    parent = list(range(len(rows)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    above = 0
    for index in range(len(rows)):
        while above < index and (
            rows[above] < rows[index] - 1
            or (rows[above] == rows[index] - 1 and ends[above] <= starts[index])
        ):
            above += 1
        other = above
        while other < index and rows[other] == rows[index] - 1 and starts[other] < ends[index]:
            one, two = root(index), root(other)
            parent[max(one, two)] = min(one, two)
            other += 1
    return np.array([root(index) for index in range(len(rows))], dtype=np.intp)


def _codes(pixels: NDArray[np.uint8]) -> NDArray[np.uint32]:
    codes: NDArray[np.uint32] = pixels.astype(np.uint32) @ np.array([65536, 256, 1], np.uint32)
    return codes


def _colour(code: int) -> Colour:
    return (code >> 16) & 255, (code >> 8) & 255, code & 255
