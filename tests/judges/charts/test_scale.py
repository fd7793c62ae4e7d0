"""Axes: which labels agree on a scale."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from judges.charts.scale import Tick, fit


def _ticks(slope: float, offset: float, places: list[int]) -> list[Tick]:
    return [Tick(place, offset + slope * place) for place in places]


@given(
    st.floats(0.01, 100),
    st.floats(-1000, 1000),
    st.integers(3, 12),
)
def test_finds_a_linear_axis(slope: float, offset: float, count: int) -> None:
    places = [20 + 30 * index for index in range(count)]
    scale = fit(_ticks(slope, offset, places))
    assert scale is not None
    assert not scale.logarithmic
    assert scale.value(47.0) == pytest.approx(offset + slope * 47.0, abs=1e-6 * (1 + abs(offset)))
    assert scale.place(scale.value(33.0)) == pytest.approx(33.0, abs=1e-3)


def test_finds_a_logarithmic_axis() -> None:
    scale = fit([Tick(300 - 60 * power, 10.0**power) for power in range(5)])
    assert scale is not None
    assert scale.logarithmic
    assert scale.value(300 - 90) == pytest.approx(10**1.5)
    assert scale.place(-1.0) is None


def test_one_misread_label_is_left_out() -> None:
    ticks = [*_ticks(-0.5, 200, [100, 140, 180, 220]), Tick(260, 7.0)]
    scale = fit(ticks)
    assert scale is not None
    assert ticks[-1] not in scale.ticks
    assert scale.value(260) == pytest.approx(70)


@pytest.mark.parametrize(
    "ticks",
    [
        [],
        _ticks(1, 0, [10, 50]),
        [Tick(10, 5), Tick(50, 5), Tick(90, 5)],
        [Tick(10, 1), Tick(50, 7), Tick(90, 2), Tick(130, 11), Tick(170, 3)],
    ],
    ids=["none", "two", "equal", "disorder"],
)
def test_too_little_agreement_is_no_axis(ticks: list[Tick]) -> None:
    assert fit(ticks) is None


def test_an_absurd_scale_gives_finite_values() -> None:
    scale = fit([Tick(10 + 5 * step, 10.0 ** (30 * step)) for step in range(3)])
    assert scale is not None
    assert scale.value(4000) == 10.0**300
