"""Disparity, against numbers computed by hand."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from modalities import Depth, Intrinsics
from modalities.imagebind.depths import disparity, disparity_picture


def wall(metres: float, height: int = 480, width: int = 640, **facts: object) -> Depth:
    return Depth(np.full((height, width), metres, np.float32), "wall", "wall", **facts)  # type: ignore[arg-type]


def test_a_kinect_is_assumed() -> None:
    """0.075 m * 518.86 px / 2 m are 19.457 px, of which the model knows an eighth."""
    assert_allclose(disparity(wall(2.0)), 19.45725 / 8, rtol=1e-5)
    expected = (2.43215625 / 75 - 0.0418) / 0.0295
    assert_allclose(disparity_picture(wall(2.0)).numpy(), expected, atol=1e-4)


def test_the_mean_scene_of_the_training_data_is_nought() -> None:
    """True disparities of SUN RGB-D average 25.08 px: 0.0418 * 75 * 8."""
    distance = 0.075 * 518.86 / 25.08
    assert_allclose(disparity_picture(wall(distance)).numpy(), 0, atol=1e-4)


def test_the_sensor_counts_where_it_is_known() -> None:
    camera = Intrinsics(600.0, 600.0, 320.0, 240.0)
    seen = disparity(wall(1.5, intrinsics=camera, baseline=0.05))
    assert_allclose(seen, 0.05 * 600 / 1.5 / 8, rtol=1e-5)


@pytest.mark.parametrize(("side", "as_if"), [(80, 561), (561, 561), (700, 700), (1920, 730)])
def test_resolution_does_not_matter_beyond_the_training_datas(side: int, as_if: int) -> None:
    camera = Intrinsics(side * 0.8, side * 0.8, side / 2, side / 2)
    seen = disparity(wall(1.0, side // 2, side, intrinsics=camera))
    assert_allclose(seen, 0.075 * as_if * 0.8 / 8, rtol=1e-5)
    unknown = disparity(wall(1.0, side, side // 2))
    assert_allclose(unknown, 0.075 * 518.86 * as_if / 640 / 8, rtol=1e-5)


def test_near_and_far_end_where_the_script_clamps() -> None:
    assert_allclose(disparity(wall(6.25)), disparity(wall(400.0)), rtol=1e-5)
    assert_allclose(disparity(wall(400.0)), 0.075 * 518.86 / 50, rtol=1e-5)
    assert_allclose(disparity_picture(wall(1e-4)).numpy(), (1 - 0.0418) / 0.0295, rtol=1e-5)


def test_a_hole_is_far_away_and_stays_in_its_place() -> None:
    depth = wall(1.0)
    depth.metres[:, 320:] = np.nan
    picture = disparity_picture(depth).numpy()[0]
    assert_allclose(picture[:, 150:], (0.01 / 75 - 0.0418) / 0.0295, atol=1e-4)
    assert_allclose(picture[:, :80], (4.864313 / 75 - 0.0418) / 0.0295, atol=1e-4)


def test_the_map_is_left_alone() -> None:
    depth = wall(1.0)
    depth.metres.flags.writeable = False
    disparity_picture(depth)
    assert (depth.metres == 1).all()
