"""Thermal pictures go in as they are."""

import numpy as np
import pytest

from modalities import Thermal
from modalities.imagebind.heat import heat_picture


def test_intensities_are_kept() -> None:
    intensity = np.full((300, 500), 0.25, np.float32)
    intensity.flags.writeable = False  # as a loader leaves it
    picture = heat_picture(Thermal(intensity, "warm", "warm"))
    assert picture.shape == (1, 224, 224)
    assert picture.numpy() == pytest.approx(0.25, abs=1e-6)


def test_an_edge_does_not_leave_the_range() -> None:
    """Bicubic scaling overshoots at an edge."""
    intensity = np.zeros((60, 60), np.float32)
    intensity[:, 30:] = 1
    picture = heat_picture(Thermal(intensity, "edge", "edge"))
    assert (picture.min(), picture.max()) == (0, 1)


def test_the_middle_is_kept() -> None:
    intensity = np.zeros((224, 424), np.float32)
    intensity[:, 100:324] = 1
    assert heat_picture(Thermal(intensity, "middle", "middle")).numpy().min() > 0.99
