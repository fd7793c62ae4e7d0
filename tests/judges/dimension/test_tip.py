"""The widest of a course of edges, between pixels, whatever its form."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from judges.dimension.outline import jitter
from judges.dimension.tip import Tip, tip_of

Floats = NDArray[np.float64]


def tip(course: Floats) -> Tip:
    """Of edges that lie between pixels, as a mask has them."""
    seen = np.floor(course) + 0.5
    return tip_of(np.arange(len(seen), dtype=float), seen, jitter(seen))


@pytest.mark.parametrize("radius", [8.0, 12.3, 19.6, 30.0, 75.0])
def test_a_ball_is_as_wide_as_its_middle(radius: float) -> None:
    """Its widest rows fall short of that by a third of a pixel in the mean."""
    rows = np.arange(np.ceil(-radius), radius) + 0.3
    middles = 40 + np.linspace(0, 1, 20, endpoint=False)
    ends = [middle + np.sqrt(np.maximum(radius**2 - rows**2, 0)) for middle in middles]
    off = [tip(end).reach - middle - radius for end, middle in zip(ends, middles, strict=True)]
    assert abs(np.mean(off)) < 0.15
    assert np.abs(off).max() < 0.6


@pytest.mark.parametrize("slope", [0.05, 0.12, 0.3])
def test_what_widens_up_to_its_rim_is_as_wide_as_that(slope: float) -> None:
    found = tip(60.2 - slope * np.arange(60))
    assert found.reach == pytest.approx(60.2, abs=0.5)


@pytest.mark.parametrize("seed", range(4))
def test_a_straight_side_is_where_its_rows_are_in_the_mean(seed: int) -> None:
    """The highest of a curve through noise would lie beyond."""
    noise = np.random.default_rng(seed).normal(0, 0.7, 60)
    found = tip(np.full(60, 30.0) + noise)
    assert found.reach == pytest.approx(30.0, abs=0.3)


def test_a_neck_does_not_count() -> None:
    found = tip(np.concatenate([np.full(20, 10.0), np.linspace(10, 25.4, 15), np.full(40, 25.4)]))
    assert found.reach == pytest.approx(25.5, abs=0.3)
    assert not found.rows[:30].any()
    assert found.rows[40:].all()


def test_single_rows_that_stick_out_do_not_count() -> None:
    course = np.full(50, 20.3)
    course[[7, 31]] = 40.0
    assert tip(course).reach == pytest.approx(20.5, abs=0.1)


@pytest.mark.parametrize("count", [1, 2, 4])
def test_few_rows_are_taken_as_they_are(count: int) -> None:
    assert tip(np.full(count, 12.2)).reach == 12.5


@given(st.lists(st.floats(-1e4, 1e4), min_size=1, max_size=80), st.floats(0, 50))
def test_any_course_has_a_widest(course: list[float], scatter: float) -> None:
    found = tip_of(np.arange(len(course), dtype=float), np.array(course), scatter)
    assert np.isfinite(found.reach)
    assert found.error >= 0
    assert found.rows.any()
