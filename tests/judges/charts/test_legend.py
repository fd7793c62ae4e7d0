"""Keys and the words beside them."""

import numpy as np

from judges.charts.legend import legend_among
from judges.charts.picture import Picture
from judges.charts.shapes import Shape


def test_a_key_at_the_end_of_the_picture_has_no_word() -> None:
    pixels = np.full((60, 80, 3), 255, np.uint8)
    pixels[20:32, 50:80] = (0, 0, 200)
    picture = Picture.of(pixels, lambda _: [])
    (key,) = picture.shapes
    assert key == Shape((0, 0, 200), 50, 20, 80, 32, 360)
    assert legend_among(picture, [key]) is None
