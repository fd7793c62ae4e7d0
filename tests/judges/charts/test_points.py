"""Scatter and dot plots, whole charts with the real words reader."""

from collections.abc import Sequence

import pytest
from drawn import image_of
from drawn_charts import dot_chart, line_chart
from PIL import ImageDraw

from judges import Reading
from judges.charts.reader import ChartReader

CITIES = ["Ada", "Bob", "Cem", "Dan"]
SCALE = ["0", "10", "20", "30", "40"]


@pytest.fixture(scope="module")
def reader() -> ChartReader:
    return ChartReader()


def _check(reading: Reading, drawn: Sequence[Sequence[str | float]]) -> None:
    """Every drawn row was read, its numbers to within their errors, which are small."""
    assert reading.value["type"] == "point"
    details = reading.details
    read = list(zip(reading.value["rows"], details["errors"], details["place_errors"], strict=True))
    assert len(read) == len(drawn)
    for *names, value in drawn:
        near = [
            (row, error)
            for row, error, off in read
            if all(
                abs(one - other) <= (off or 0) <= 0.5 if isinstance(other, float) else one == other
                for one, other in zip(row[:-1], names, strict=True)
            )
            and abs(row[-1] - value) <= error <= 1
        ]
        assert len(near) == 1, (names, value, read)


def test_marks_over_names(reader: ChartReader) -> None:
    marks = [(0, 37, 0), (1, 82, 0), (2, 15, 0), (2, 48, 0), (3, 61, 0)]
    [reading] = reader.read(image_of(dot_chart(marks, CITIES)))
    assert reading.value["columns"] == ["category", "value"]
    _check(reading, [(CITIES[at], value) for at, value, _ in marks])


def test_marks_between_two_scales(reader: ChartReader) -> None:
    marks = [(0.33, 37.2, 0), (1.5, 82.9, 0), (2.04, 15, 0), (3.9, 61, 0)]
    [reading] = reader.read(image_of(dot_chart(marks, SCALE)))
    assert reading.value["columns"] == ["x", "y"]
    assert set(reading.details["axes"]) == {"value", "place"}
    _check(reading, [(10.0 * at, value) for at, value, _ in marks])


def test_marks_that_overlap_and_those_level_with_them_are_left_out(reader: ChartReader) -> None:
    """What stands at 20 cannot be said: the pair may be two marks, or three."""
    marks = [(0.33, 37, 0), (2.0, 50, 0), (2.1, 52, 0), (2.05, 90, 0), (3.9, 61, 0), (4, 20, 0)]
    [reading] = reader.read(image_of(dot_chart(marks, SCALE)))
    _check(reading, [(3.3, 37), (39.0, 61), (40.0, 20)])


def test_a_legend_names_the_colours(reader: ChartReader) -> None:
    marks = [(0.8, 37, 0), (1.8, 82, 0), (1.2, 15, 1), (2.2, 48, 1)]
    [reading] = reader.read(image_of(dot_chart(marks, CITIES, legend=["north", "south"])))
    _check(
        reading,
        [("Bob", "north", 37), ("Cem", "north", 82), ("Bob", "south", 15), ("Cem", "south", 48)],
    )


def test_colours_without_a_legend_are_left_open(reader: ChartReader) -> None:
    marks = [(0, 37, 0), (1, 82, 0), (0, 15, 1), (1, 48, 1)]
    assert reader.read(image_of(dot_chart(marks, CITIES))) == []


def test_marks_beside_their_names_have_none(reader: ChartReader) -> None:
    marks = [(0.1, 37, 0), (1.35, 82, 0), (1.8, 15, 0), (3, 61, 0)]
    assert reader.read(image_of(dot_chart(marks, CITIES))) == []


def test_a_pile_of_marks_is_a_count_and_no_value(reader: ChartReader) -> None:
    marks = [(0, 5, 0), (0, 15, 0), (0, 25, 0), (1, 5, 0), (2, 5, 0), (2, 15, 0)]
    assert reader.read(image_of(dot_chart(marks, CITIES))) == []


def test_triangles_whose_middle_is_not_their_place_are_left_open(reader: ChartReader) -> None:
    marks = [(0, 37, 0), (1, 82, 0), (2, 15, 0), (3, 61, 0)]
    assert reader.read(image_of(dot_chart(marks, CITIES, corners=3))) == []
    [reading] = reader.read(image_of(dot_chart(marks, CITIES, corners=4)))
    _check(reading, [(CITIES[at], value) for at, value, _ in marks])


def test_a_line_through_marks_is_a_line(reader: ChartReader) -> None:
    picture = line_chart({"north": [20, 50, 40, 75]}, CITIES)
    [reading] = reader.read(image_of(picture))
    assert reading.value["type"] == "line"
    draw = ImageDraw.Draw(picture)
    for x, y in ((150, 200), (240, 90)):
        draw.ellipse((x, y, x + 8, y + 8), fill=(240, 130, 30))
    assert all(one.value["type"] != "point" for one in reader.read(image_of(picture)))


def test_where_nothing_shows_how_far_the_plot_reaches_there_is_no_reading(
    reader: ChartReader,
) -> None:
    """A legend's keys would be marks like any other."""
    picture = dot_chart([(0, 37, 0), (1, 82, 0), (2, 15, 0)], CITIES)
    bare = picture.point(lambda level: 255 if level >= 215 else level)
    assert reader.read(image_of(bare)) == []
