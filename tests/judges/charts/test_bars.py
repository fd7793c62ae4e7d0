"""Rectangles as bars."""

import pytest

from judges.charts.bars import Bars, bars_of
from judges.charts.shapes import Shape

BLUE, RED = (0, 0, 200), (200, 0, 0)


def _box(
    left: float, top: float, right: float, bottom: float, colour: tuple[int, int, int] = BLUE
) -> Shape:
    return Shape(colour, left, top, right, bottom, int((right - left) * (bottom - top)))


def _ends(bars: Bars | None) -> list[tuple[float, float]]:
    assert bars is not None
    return [(bar.base, bar.end) for bar in bars.bars]


def test_bars_stand_on_the_common_line_on_both_sides() -> None:
    boxes = [_box(10, 20, 20, 100), _box(30, 50, 40, 100), _box(50, 101, 60, 130)]
    bars = bars_of(boxes, upright=True)
    assert _ends(bars) == [(100, 20), (100, 50), (100, 130)]
    assert bars is not None
    assert not bars.stacked


def test_level_bars() -> None:
    assert _ends(bars_of([_box(5, 10, 90, 20), _box(5, 30, 40, 40)], upright=False)) == [
        (5, 90),
        (5, 40),
    ]


def test_a_stack_is_read_from_the_line_outwards() -> None:
    boxes = [_box(10, 20, 20, 60, RED), _box(10, 61, 20, 100), _box(30, 50, 40, 100)]
    bars = bars_of(boxes, upright=True)
    assert _ends(bars) == [(100, 61), (61, 20), (100, 50)]
    assert bars is not None
    assert bars.stacked


@pytest.mark.parametrize(
    "boxes",
    [
        [],
        [_box(10, 20, 20, 100), _box(30, 50, 40, 100), _box(50, 20, 60, 70)],
        [_box(10, 20, 20, 60), _box(11, 61, 25, 100), _box(30, 50, 40, 100)],
        [_box(10, 20, 30, 100), _box(15, 50, 25, 100, RED), _box(40, 50, 60, 100)],
    ],
    ids=["none", "floating", "other breadth", "one before another"],
)
def test_what_stands_on_nothing_or_hides_another_is_no_chart_of_bars(boxes: list[Shape]) -> None:
    assert bars_of(boxes, upright=True) is None
