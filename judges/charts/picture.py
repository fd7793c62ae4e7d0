"""A picture of a chart, and what was seen in it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .labels import Label
from .shapes import Colour, Shape, background_of, shapes_of

Print = Callable[[NDArray[np.uint8]], list[Label]]
"""Reads the print of a picture of shape (height, width, 3)."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart's pixels and what was seen in them."""

    pixels: NDArray[np.uint8]
    labels: Sequence[Label]
    background: Colour
    shapes: Sequence[Shape]
    read: Print

    @classmethod
    def of(cls, pixels: NDArray[np.uint8], read: Print) -> "Picture":
        background = background_of(pixels)
        return cls(pixels, read(pixels), background, shapes_of(pixels, background), read)
