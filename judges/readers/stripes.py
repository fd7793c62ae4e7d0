"""Where a picture shows parallel bars, as linear barcodes do, and how these are turned.

By the structure tensor of small blocks (J. Bigün and G. Granlund, *Optimal orientation detection of
linear symmetry*, ICCV 1987): the gradients of bars all lie along one line, in both directions.
"""

import math

import numpy as np
from numpy.typing import NDArray
from PIL import Image

_BLOCK = 8
"""Pixels, each way. What holds of a block is worked out over it and the eight around it."""
_COHERENCE = 0.75
"""How far gradients lie along one line, from 0 to 1. Lines of print reach about half."""
_CONTRAST = 8.0
"""Levels between one pixel and the next but one, root mean square."""
_BALANCE = 0.05
"""Net gradient against all, squared: bars rise as often as they fall, an edge does not."""
_FEWEST = 100
"""Blocks of one direction. A small EAN-13, of one pixel a module, covers about 170."""
_BIN = 15
"""Degrees."""


def bars(grey: Image.Image) -> tuple[float, ...]:
    """Degrees by which bars are turned clockwise from upright, -90 to 90, the most first."""
    pixels: NDArray[np.float32] = np.asarray(grey, dtype=np.float32)
    if min(pixels.shape) < 3 * _BLOCK:
        return ()
    right = pixels[1:-1, 2:] - pixels[1:-1, :-2]
    down = pixels[2:, 1:-1] - pixels[:-2, 1:-1]
    across, along = _around(right * right), _around(down * down)
    mixed = _around(right * down)
    size = 9 * _BLOCK * _BLOCK
    both = np.maximum(across + along, 1e-6)
    net = (_around(right) ** 2 + _around(down) ** 2) / (both * size)
    straight = np.hypot(across - along, 2 * mixed) / both
    clear = (both > size * _CONTRAST**2) & (straight > _COHERENCE) & (net < _BALANCE)
    doubled = np.arctan2(2 * mixed[clear], (across - along)[clear])
    return _peaks(doubled)


def _around(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """Sums over each block and the eight around it."""
    rows, columns = (length // _BLOCK for length in values.shape)
    cut = values[: rows * _BLOCK, : columns * _BLOCK]
    sums = np.pad(cut.reshape(rows, _BLOCK, columns, _BLOCK).sum(axis=(1, 3)), 1)
    tall = sums[:-2] + sums[1:-1] + sums[2:]
    wide: NDArray[np.float32] = tall[:, :-2] + tall[:, 1:-1] + tall[:, 2:]
    return wide


def _peaks(doubled: NDArray[np.float32]) -> tuple[float, ...]:
    """Directions that many blocks share, from twice their angles in radians."""
    count = 180 // _BIN
    bins = np.floor(np.mod(doubled, 2 * math.pi) / (2 * math.pi) * count).astype(int) % count
    votes = np.bincount(bins, minlength=count)
    wide = votes + np.roll(votes, 1)
    found: list[float] = []
    for last in np.argsort(-wide, kind="stable"):
        if wide[last] < _FEWEST or len(found) == 3:
            break
        near = doubled[(bins == last) | (bins == (last - 1) % count)]
        angle = math.degrees(math.atan2(np.sin(near).sum(), np.cos(near).sum())) / 2
        if all(abs((angle - other + 90) % 180 - 90) > _BIN for other in found):
            found.append(angle)
    return tuple(found)
