"""Pies and rings, whole charts with the real words reader."""

from collections.abc import Mapping

import numpy as np
import pytest
from drawn import image_of
from drawn_charts import bar_chart, pie_chart
from PIL import Image as Pillow

from judges import Reading
from judges.charts.picture import Picture
from judges.charts.reader import ChartReader
from judges.charts.sectors import Pie, pie_of

SPENT = {"rent": 40.0, "food": 26.0, "fares": 22.0, "other": 12.0}


@pytest.fixture(scope="module")
def reader() -> ChartReader:
    return ChartReader()


def _check(reading: Reading, drawn: Mapping[str, float]) -> None:
    assert reading.value["type"] == "arc"
    assert reading.details["percent"] is True
    read = {
        row[0]: (row[1], error)
        for row, error in zip(reading.value["rows"], reading.details["errors"], strict=True)
    }
    assert set(read) == set(drawn)
    for name, (value, error) in read.items():
        assert abs(value - drawn[name]) <= error <= 0.6


def _pie(picture: Pillow.Image) -> Pie | None:
    return pie_of(Picture.of(np.array(picture), lambda _pixels: []))


@pytest.mark.parametrize("hole", [0.0, 0.55], ids=["pie", "ring"])
def test_a_legend_names_the_sectors(reader: ChartReader, hole: float) -> None:
    [reading] = reader.read(image_of(pie_chart(SPENT, hole=hole)))
    _check(reading, SPENT)
    assert reading.details["axes"]["circle"]["radius"] == pytest.approx(130, abs=0.5)


def test_short_words_below_one_another_are_read_one_by_one(reader: ChartReader) -> None:
    drawn = {"1": 40.0, "2": 26.0, "3": 22.0, "4": 12.0}
    [reading] = reader.read(image_of(pie_chart(drawn)))
    _check(reading, drawn)


def test_print_at_the_sectors_names_them(reader: ChartReader) -> None:
    picture = pie_chart(SPENT, at_sectors=list(SPENT), legend=False)
    [reading] = reader.read(image_of(picture))
    _check(reading, SPENT)


def test_lines_between_sectors_are_shared_by_both(reader: ChartReader) -> None:
    [reading] = reader.read(image_of(pie_chart(SPENT, line=2)))
    _check(reading, SPENT)


def test_a_printed_share_that_agrees_is_the_finer_value(reader: ChartReader) -> None:
    printed = [f"{value:.1f}%" for value in SPENT.values()]
    [reading] = reader.read(image_of(pie_chart(SPENT, at_sectors=printed)))
    _check(reading, SPENT)
    assert min(reading.details["errors"]) == 0.05


def test_a_printed_share_that_contradicts_the_drawing_leaves_all_open(reader: ChartReader) -> None:
    picture = pie_chart(SPENT, at_sectors=["48%", "26%", "22%", "12%"])
    assert reader.read(image_of(picture)) == []


def test_without_names_there_is_no_reading(reader: ChartReader) -> None:
    assert reader.read(image_of(pie_chart(SPENT, legend=False))) == []


@pytest.mark.parametrize(
    "picture",
    [
        pie_chart(SPENT, of=200),
        pie_chart(SPENT, of=108),
        pie_chart(SPENT, reach=[1.0, 0.8, 0.6, 0.9]),
        pie_chart(SPENT, hole=0.3, line=9),
        bar_chart({"Ada": [37], "Bob": [82]}),
        Pillow.new("RGB", (300, 300), "white"),
    ],
    ids=["half a circle", "a sector lacks", "rose", "wide gaps", "bars", "blank"],
)
def test_what_is_no_full_circle_is_no_pie(picture: Pillow.Image) -> None:
    assert _pie(picture) is None


def test_rings_within_rings_are_left_open() -> None:
    picture = pie_chart(SPENT)
    inner = pie_chart({"a": 10, "b": 30, "c": 20, "d": 40}).resize((250, 180))
    picture.paste(inner.crop((15, 25, 145, 155)), (95, 115))
    assert _pie(picture) is None


def test_a_colour_that_stands_in_two_places_is_left_open() -> None:
    picture = np.array(pie_chart({"a": 25, "b": 25, "c": 25, "d": 25}))
    first, third = picture[130, 200].copy(), picture[220, 120].copy()
    picture[(picture == third).all(axis=2)] = first
    assert _pie(Pillow.fromarray(picture)) is None
