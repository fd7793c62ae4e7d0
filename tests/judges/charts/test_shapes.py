"""Shapes of one colour."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from judges.charts.shapes import background_of, shapes_of

RED, WHITE = (200, 30, 30), (255, 255, 255)


def _blank(height: int = 60, width: int = 80) -> np.ndarray:
    return np.full((height, width, 3), 255, np.uint8)


@given(st.integers(1, 30), st.integers(1, 30), st.integers(4, 20), st.integers(4, 20))
def test_a_rectangle_is_itself(left: int, top: int, width: int, height: int) -> None:
    pixels = _blank()
    pixels[top : top + height, left : left + width] = RED
    [shape] = shapes_of(pixels, background_of(pixels))
    assert (shape.left, shape.top, shape.width, shape.height) == (left, top, width, height)
    assert shape.fill == 1
    assert shape.colour == RED


def test_touching_runs_are_one_shape_and_distant_ones_are_not() -> None:
    pixels = _blank()
    pixels[10:30, 10:14] = RED  # a U: its arms are joined below only
    pixels[10:30, 30:34] = RED
    pixels[30:34, 10:34] = RED
    pixels[50:56, 60:70] = RED
    shapes = shapes_of(pixels, WHITE)
    assert [(s.left, s.top, s.right, s.bottom) for s in shapes] == [
        (10, 10, 34, 34),
        (60, 50, 70, 56),
    ]
    assert shapes[0].fill == pytest.approx((2 * 20 * 4 + 4 * 24) / 24**2)


def test_touching_rectangles_of_two_colours_are_two() -> None:
    pixels = _blank()
    pixels[10:20, 10:30] = RED
    pixels[20:40, 10:30] = (30, 30, 200)
    assert len(shapes_of(pixels, WHITE)) == 2


def test_noise_is_finished_with() -> None:
    """A picture of single pixels has no shapes, and finding that out takes no long time."""
    pixels = np.random.default_rng(3).integers(0, 255, (300, 300, 3)).astype(np.uint8)
    assert shapes_of(pixels, background_of(pixels)) == []
