"""Which frames a clip is, and which crops."""

from fractions import Fraction

import numpy as np
import pytest
import torch

from modalities.imagebind.videos import crops, ends, scaled
from modalities.imagebind.windows import Window


def at(start: float, end: float) -> Window:
    return Window(Fraction(start), Fraction(end))


def test_the_first_and_the_last_frame_that_appear() -> None:
    times = np.arange(50) / 25
    assert ends(times, at(0, 2)) == (0, 49)
    assert ends(times, at(0.4, 1.2)) == (10, 29)
    assert ends(times, at(0.41, 1.21)) == (11, 30)


def test_a_time_that_was_rounded_down_counts_as_on_time() -> None:
    times = np.array([0, 0.3999999, 0.8, 1.1999999])
    assert ends(times, at(0.4, 1.2)) == (1, 2)


def test_frames_at_uneven_times() -> None:
    times = np.array([0, 0.1, 5.0, 5.1, 9.0])
    assert ends(times, at(0, 2)) == (0, 1)
    assert ends(times, at(4, 6)) == (2, 3)


@pytest.mark.parametrize("start", [1.0, 6.0])
def test_where_none_appears_the_one_on_show(start: float) -> None:
    times = np.array([0, 0.1, 5.0, 5.1, 9.0])
    shown = 1 if start < 5 else 3
    assert ends(times, at(start, start + 2)) == (shown, shown)


def test_crops_lie_along_the_longer_side() -> None:
    wide = torch.arange(301.0).expand(3, 2, 224, 301)
    assert crops(wide)[:, 0, 0, 0, 0].tolist() == [0, 39, 77]
    tall = wide.transpose(-1, -2)
    assert crops(tall)[:, 0, 0, 0, 0].tolist() == [0, 39, 77]


def test_the_short_side_is_scaled() -> None:
    assert scaled(np.zeros((48, 65, 3), np.uint8)).shape == (3, 224, 303)
    assert scaled(np.zeros((448, 300, 3), np.uint8)).shape == (3, 334, 224)
