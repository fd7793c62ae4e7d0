"""Layout: where edges run in a picture, which a photo and a depth map of one view share.

Both become the same field of edge directions on a small grid, and the field's cosine transform is
cut to the waves that depth and colour agree on. Nothing here is fitted.
"""

from collections.abc import Sequence
from functools import cache
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from PIL import Image as Pillow

from modalities.medium import Depth, Image

from .maps import Matrix, product

WIDTH, HEIGHT = 160, 120
"""The grid, whatever the shape of the picture."""
UPRIGHT = (6, 64)
"""Waves down and across that are kept of the part that tells upright edges from level ones."""
SLANTED = (8, 16)
"""The same of the part that tells the two diagonals apart."""
REACH = 10.0
"""Spread in cells of the neighbourhood that an edge's strength is measured against."""
FLOOR = 0.3
"""Share of the whole picture's contrast below which a neighbourhood counts as plain."""
STRENGTH = 0.7
"""Power of an edge's strength: less than 1 lets faint edges have a say."""
FINENESS = 0.75
"""Power of a wave's number that it is weighted by: fine waves are weak, but they place an edge."""

Mask = NDArray[np.bool_]
Cell = TypeVar("Cell", np.float32, np.bool_)
Sample = TypeVar("Sample", np.float32, np.uint8)


def image_layouts(media: Sequence[Image]) -> Matrix:
    """Shape (n, 512), from luminance."""
    return np.stack([_layout(_luminance(medium), None) for medium in media])


def depth_layouts(media: Sequence[Depth]) -> Matrix:
    """Shape (n, 512), from disparity; there are no edges beside a hole."""
    return np.stack([_layout(*_disparity(medium)) for medium in media])


def _luminance(image: Image) -> Matrix:
    small = _shrink(Pillow.fromarray(_thinned(image.pixels)).convert("L"))
    return np.asarray(np.sqrt(small), dtype=np.float32)


def _disparity(depth: Depth) -> tuple[Matrix, Mask]:
    metres = _thinned(depth.metres)
    seen = metres > 0
    disparity = np.divide(1, metres, out=np.zeros_like(metres), where=seen)
    whole = _shrink(Pillow.fromarray(seen.astype(np.float32))) > 0.99
    return _shrink(Pillow.fromarray(disparity)), whole


def _thinned(values: NDArray[Sample]) -> NDArray[Sample]:
    # Of a large picture every n-th pixel: four in a cell each way are as good as forty.
    step = max(1, min(values.shape[0] // (4 * HEIGHT), values.shape[1] // (4 * WIDTH)))
    return np.ascontiguousarray(values[::step, ::step])


def _shrink(picture: Pillow.Image) -> Matrix:
    small = picture.resize((WIDTH, HEIGHT), Pillow.Resampling.BOX)
    return np.asarray(small, dtype=np.float32)


def _layout(values: Matrix, seen: Mask | None) -> Matrix:
    across, down = _gradient(values)
    if seen is not None:
        inner = np.logical_and.reduce([part for row in _thirds(seen) for part in row])
        across, down = across * inner, down * inner
    power = across**2 + down**2
    near = product(product(_blur(HEIGHT - 2).T, power), _blur(WIDTH - 2))
    contrast = np.sqrt(near) + FLOOR * np.sqrt(power.mean()) + 1e-9
    # Twice the angle, so that dark to bright and bright to dark are the same edge:
    # Granlund, "In search of a general picture processing operator", 1978.
    strength = (np.sqrt(power) / contrast) ** STRENGTH / np.maximum(power, 1e-20)
    upright = (across**2 - down**2) * strength
    slanted = 2 * across * down * strength
    waves = [_waves(upright, *UPRIGHT), _waves(slanted, *SLANTED)]
    return np.concatenate([part.ravel() for part in waves]).astype(np.float32)


def _thirds(values: NDArray[Cell]) -> list[list[NDArray[Cell]]]:
    """The nine shifts of a grid by one cell, as rows of columns."""
    ends = (slice(0, -2), slice(1, -1), slice(2, None))
    return [[values[row, column] for column in ends] for row in ends]


def _gradient(values: Matrix) -> tuple[Matrix, Matrix]:
    """Sobel's, without the outermost cells."""
    (a, b, c), (d, _, f), (g, h, i) = _thirds(values)
    return (c - a) + 2 * (f - d) + (i - g), (g - a) + 2 * (h - b) + (i - c)


def _waves(field: Matrix, down: int, across: int) -> Matrix:
    rows, columns = _cosines(field.shape[0], down), _cosines(field.shape[1], across)
    number = np.hypot(np.arange(down)[:, None], np.arange(across))
    weights = ((1 + number) ** FINENESS).astype(np.float32)
    return product(product(rows, field), columns.T) * weights


@cache
def _cosines(cells: int, count: int) -> Matrix:
    angle = np.pi * np.arange(count)[:, None] * (np.arange(cells) + 0.5) / cells
    scale = np.where(np.arange(count) == 0, 1, np.sqrt(2))[:, None]
    return np.asarray(np.cos(angle) * scale, dtype=np.float32)


@cache
def _blur(cells: int) -> Matrix:
    """A Gaussian over neighbours as a matrix, whose columns sum to 1."""
    apart = np.arange(cells)[:, None] - np.arange(cells)
    weights = np.exp(-(apart**2) / (2 * REACH**2))
    return np.asarray(weights / weights.sum(axis=0), dtype=np.float32)
