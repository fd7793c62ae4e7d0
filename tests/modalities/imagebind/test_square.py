"""Any picture becomes a square, in memory that its size bounds."""

import numpy as np
import pytest

from modalities import Image
from modalities.imagebind.pictures import cut_image
from modalities.imagebind.square import square, without_ends
from modalities.imagebind.videos import crops, scaled


@pytest.mark.parametrize("shape", [(1, 1), (1, 2_000_000), (2_000_000, 1), (3, 5), (223, 225)])
def test_every_shape_becomes_a_square(shape: tuple[int, int]) -> None:
    pixels = np.full((*shape, 3), 128, np.uint8)
    cut = cut_image(Image(pixels, "strip", "strip"))
    assert cut.make(0, 1).shape == (1, 3, 224, 224)
    assert square(pixels[..., 0].astype(np.float32)).shape == (1, 224, 224)
    assert crops(scaled(pixels)[:, None]).shape == (3, 3, 1, 224, 224)


def test_only_strips_lose_their_ends() -> None:
    photo = np.zeros((100, 800, 3), np.uint8)
    assert without_ends(photo).shape == photo.shape
    strip = np.arange(20)[None]
    assert without_ends(strip).tolist() == [[6, 7, 8, 9, 10, 11, 12, 13]]
