"""Which lines of print stand on one pack."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from printed_packs import SIZE, line, pack

from judges import Reading
from judges.printed.packs import Line, column, level, packs


def texts(group: list[Line]) -> list[str]:
    return [one.reading.text for one in group]


def turned(reading: Reading, degrees: float) -> Reading:
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    assert reading.box is not None
    box = tuple(
        (300 + (x - 300) * cos - (y - 300) * sin, 300 + (x - 300) * sin + (y - 300) * cos)
        for x, y in reading.box
    )
    return reading.model_copy(update={"box": box})


def test_lines_below_one_another_are_one_pack() -> None:
    assert [texts(group) for group in packs(level(pack("one", "two", "three")))] == [
        ["one", "two", "three"]
    ]


def test_packs_side_by_side_are_two() -> None:
    readings = [*pack("one", "two", x=150), *pack("three", "four", x=450)]
    assert sorted(map(texts, packs(level(readings)))) == [["one", "two"], ["three", "four"]]


def test_packs_on_two_shelves_are_two() -> None:
    readings = [*pack("one", "two", y=60), *pack("three", "four", y=400)]
    assert len(packs(level(readings))) == 2


def test_a_price_between_two_packs_ties_them_not() -> None:
    readings = [line("upper", y=100), line("19", y=190), line("lower", y=280)]
    assert len(packs(level(readings))) == 3


@given(degrees=st.floats(-40, 40))
def test_a_tilted_picture_gives_the_same_packs(degrees: float) -> None:
    readings = [*pack("first", "second", x=150), *pack("third", "fourth", x=450)]
    tilted = packs(level([turned(reading, degrees) for reading in readings]))
    assert sorted(map(texts, tilted)) == [["first", "second"], ["third", "fourth"]]


def test_readings_without_a_box_stand_nowhere() -> None:
    assert level([line("word").model_copy(update={"box": None})]) == []


@pytest.mark.parametrize(
    ("x", "further", "inside"),
    [(300, 100, True), (300, -100, True), (540, 60, False), (60, -60, False), (540, -60, True)],
)
def test_a_line_drawn_out_may_leave_the_picture(x: float, further: float, *, inside: bool) -> None:
    (only,) = level([line("word", x=x)])
    assert only.size == SIZE
    assert only.inside(further) is inside


def test_where_the_picture_ends_is_unknown_without_its_size() -> None:
    (only,) = level([line("word").model_copy(update={"details": {}})])
    assert not only.inside(1)


def test_extents_cover_the_line() -> None:
    (only,) = level([line("three small words")])
    ends = [only.extent(position) for position in range(3)]
    assert ends[0][0] == pytest.approx(only.left)
    assert ends[2][1] == pytest.approx(only.right)
    assert ends[0][1] < ends[1][0] < ends[1][1] < ends[2][0]


def test_the_column_of_a_pack_reaches_only_so_far() -> None:
    lines = level([line("brand", y=100), line("word", y=200), line("aside", x=480, y=150)])
    _, word, _ = lines
    assert texts(column([word], lines, reach=4)) == ["brand"]
    assert column([word], lines, reach=2) == []
