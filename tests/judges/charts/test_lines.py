"""Lines: in columns of pixels, and whole charts with the real words reader."""

from collections.abc import Sequence

import numpy as np
import pytest
from drawn import image_of
from drawn_charts import line_chart
from PIL import Image as Pillow
from PIL import ImageDraw

from judges.charts.labels import Label, labels_of
from judges.charts.picture import Picture
from judges.charts.reader import ChartReader
from judges.charts.strokes import Plot, Stroke, is_blend, strokes_of
from judges.reading import Reading

WHITE, BLUE, ORANGE = (255, 255, 255), (76, 120, 168), (245, 133, 24)
PLOT = Plot(0, 0, 200, 120)
CITIES = ["Ada", "Bob", "Cem", "Dan"]


@pytest.fixture(scope="module")
def reader() -> ChartReader:
    return ChartReader()


def _strokes(*lines: Sequence[tuple[int, int]], width: int = 2) -> list[Stroke]:
    picture = Pillow.new("RGB", (200, 120), "white")
    for line, colour in zip(lines, (BLUE, ORANGE), strict=False):
        ImageDraw.Draw(picture).line(list(line), fill=colour, width=width)
    return strokes_of(Picture.of(np.array(picture), _nothing), PLOT)


def _nothing(_pixels: np.ndarray) -> list[Label]:
    return []


def test_a_line_is_found_where_it_runs() -> None:
    [stroke] = _strokes([(10, 20), (190, 110)])
    assert stroke.colour == BLUE
    run = stroke.at(100, 0.75)
    assert run is not None
    assert run[0] <= 65 <= run[1] <= run[0] + 5
    assert stroke.at(5, 0.75) is None


def test_where_a_line_stands_twice_it_is_left_open() -> None:
    [stroke] = _strokes([(10, 20), (190, 60), (10, 100)])
    assert stroke.at(60, 0.75) is None


def test_two_colours_are_two_lines() -> None:
    assert {one.colour for one in _strokes([(10, 20), (190, 50)], [(10, 90), (190, 70)])} == {
        BLUE,
        ORANGE,
    }


@pytest.mark.parametrize(
    ("line", "width"),
    [([(10, 60), (190, 60)], 40), ([(0, 60), (200, 60)], 2), ([(10, 60), (30, 60)], 2)],
    ids=["area", "rule", "dash"],
)
def test_areas_rules_and_dashes_are_no_lines(line: list[tuple[int, int]], width: int) -> None:
    assert _strokes(line, width=width) == []


def test_beside_a_solid_mark_no_line_is_trusted() -> None:
    """It may be the edge or the trend of what else is drawn there."""
    picture = Pillow.new("RGB", (200, 120), "white")
    draw = ImageDraw.Draw(picture)
    draw.line([(10, 20), (190, 50)], fill=BLUE, width=2)
    assert len(strokes_of(Picture.of(np.array(picture), _nothing), PLOT)) == 1
    draw.rectangle((40, 80, 70, 118), fill=ORANGE)
    assert strokes_of(Picture.of(np.array(picture), _nothing), PLOT) == []


def test_a_thin_line_is_a_blend_of_its_colour() -> None:
    assert is_blend((160, 183, 209), BLUE, WHITE)
    assert not is_blend(ORANGE, BLUE, WHITE)
    assert not is_blend(WHITE, BLUE, WHITE)


def test_lines_are_read_at_the_labels(reader: ChartReader) -> None:
    drawn = {"north": [20, 50, 40, 75], "south": [80, 70, 60, 10]}
    [reading] = reader.read(image_of(line_chart(drawn, CITIES)))
    assert reading.value["type"] == "line"
    read = {
        (row[0], row[1]): (row[2], error)
        for row, error in zip(reading.value["rows"], reading.details["errors"], strict=True)
    }
    assert len(read) >= 6
    for (city, series), (value, error) in read.items():
        assert abs(value - drawn[series][CITIES.index(city)]) <= error <= 4


def test_an_area_chart_is_left_open(reader: ChartReader) -> None:
    picture = line_chart({"north": [20, 50, 40, 75]}, CITIES, thickness=30)
    assert reader.read(image_of(picture)) == []


def test_slanted_labels_name_no_place() -> None:
    level = ((10.0, 10.0), (60.0, 11.0), (60.0, 22.0), (10.0, 21.0))
    slanted = ((10.0, 10.0), (60.0, 30.0), (56.0, 40.0), (6.0, 20.0))
    readings = [
        Reading(
            kind="words",
            value="Jan",
            text="Jan",
            confidence=1,
            box=box,
            reader="words",
            version="1",
        )
        for box in (level, slanted)
    ]
    [label] = labels_of(readings)
    assert (label.left, label.right) == (10, 60)
