"""To the square of 224 that every picture becomes: the short side scaled, the middle kept."""

from typing import TypeVar

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torchvision.transforms import InterpolationMode
from torchvision.transforms.functional import center_crop, resize

SIDE = 224
SLENDER = 8
"""The long side over the short one, at most. No photo comes near, and of more only the middle would
be kept: a strip of a pixel's width must not be scaled to gigabytes first."""

Value = TypeVar("Value", bound=np.generic)


def without_ends(pixels: NDArray[Value]) -> NDArray[Value]:
    """Shape (height, width, …): the middle, no longer than ``SLENDER`` times its width."""
    limit = SLENDER * min(pixels.shape[:2])
    top, left = (max(size - limit, 0) // 2 for size in pixels.shape[:2])
    return pixels[top : top + limit, left : left + limit]


def square(values: NDArray[np.float32]) -> Tensor:
    """A map of shape (height, width) as (1, 224, 224): bicubic, smoothed where it shrinks."""
    # A copy: media are read-only, and torch has no tensors that are.
    copied = torch.from_numpy(np.array(without_ends(values)))
    scaled = resize(copied[None], SIDE, InterpolationMode.BICUBIC, antialias=True)
    cropped: Tensor = center_crop(scaled, [SIDE, SIDE])
    return cropped
