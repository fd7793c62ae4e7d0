"""Photos as the model takes them: CLIP's preparation (Radford et al., 2021), as Meta uses it."""

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image as Pillow
from torch import Tensor
from torchvision.transforms import InterpolationMode
from torchvision.transforms.functional import center_crop, resize

from modalities.medium import Image

from .cut import Cut, uncut
from .square import SIDE, without_ends

MEAN = torch.tensor([0.48145466, 0.4578275, 0.40821073])
SPREAD = torch.tensor([0.26862954, 0.26130258, 0.27577711])
"""Mean and standard deviation of red, green and blue in CLIP's photos, on a scale from 0 to 1."""


def cut_image(image: Image) -> Cut:
    return uncut(lambda: picture(image.pixels))


def picture(pixels: NDArray[np.uint8]) -> Tensor:
    """Pixels of shape (height, width, 3) as (3, 224, 224).

    The short side is scaled to 224 with Pillow's bicubic filter and the middle kept.
    """
    photo = Pillow.fromarray(without_ends(pixels))
    middle = center_crop(resize(photo, SIDE, InterpolationMode.BICUBIC), [SIDE, SIDE])
    colours = torch.from_numpy(np.array(middle)).permute(2, 0, 1).float() / 255
    return standardised(colours)


def standardised(colours: Tensor) -> Tensor:
    """Shape (3, …), from 0 to 1: less the mean, over the spread."""
    shape = (3, *(1,) * (colours.ndim - 1))
    return (colours - MEAN.view(shape)) / SPREAD.view(shape)
