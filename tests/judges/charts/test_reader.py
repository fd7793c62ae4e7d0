"""The chart reader, on drawn charts with the real words reader."""

from collections.abc import Mapping, Sequence

import numpy as np
import pytest
from drawn import image_of, lines
from drawn_charts import (
    COLOURS,
    bar_chart,
    dot_chart,
    line_chart,
    pie_chart,
    standing_chart,
    with_legend,
)
from PIL import Image as Pillow

from judges import Reading
from judges.charts.reader import LARGEST, MOST_LABELS, ChartReader
from judges.readers.words import WordsReader
from modalities import Image, Medium, Modality, Text

RAIN = {"Ada": [37], "Bob": [82], "Cem": [15], "Dan": [61]}


@pytest.fixture(scope="module")
def reader() -> ChartReader:
    return ChartReader(WordsReader())


def _values(reading: Reading) -> dict[tuple[str, ...], float]:
    return {tuple(row[:-1]): row[-1] for row in reading.value["rows"]}


def _check(reading: Reading, drawn: Mapping[tuple[str, ...], float]) -> None:
    """Every value that was drawn was read to within its own error, which is small."""
    values = _values(reading)
    assert set(values) == set(drawn)
    errors = dict(zip(values, reading.details["errors"], strict=True))
    for names, value in drawn.items():
        assert abs(values[names] - value) <= errors[names] <= 0.025 * max(drawn.values())


def test_plain_bars(reader: ChartReader) -> None:
    [reading] = reader.read(image_of(bar_chart(RAIN)))
    assert reading.value["type"] == "bar"
    assert reading.value["title"] == "Rainfall"
    assert reading.value["columns"] == ["category", "value"]
    assert all(isinstance(row[-1], float) for row in reading.value["rows"])
    assert reading.details["axes"]["value"]["scale"] == "linear"
    _check(reading, {(name,): value for name, [value] in RAIN.items()})


def test_thousands_and_percentages(reader: ChartReader) -> None:
    picture = bar_chart(
        {"Ada": [12_000], "Bob": [33_500]},
        highest=40_000, ticks=[0, 10_000, 20_000, 30_000, 40_000], form="{:,}",
    )  # fmt: skip
    [reading] = reader.read(image_of(picture))
    _check(reading, {("Ada",): 12_000, ("Bob",): 33_500})
    assert reading.details["percent"] is False
    [reading] = reader.read(image_of(bar_chart(RAIN, form="{:g}%")))
    assert reading.details["percent"] is True


def test_level_bars(reader: ChartReader) -> None:
    """The same chart lying on its side, drawn anew because its print must stand upright."""
    [reading] = reader.read(image_of(_level(RAIN)))
    _check(reading, {(name,): value for name, [value] in RAIN.items()})
    assert reading.details["axes"]["value"]["along"] == "width"


def test_bars_below_zero(reader: ChartReader) -> None:
    drawn = {"Ada": 37.0, "Bob": -82.0, "Cem": -15.0, "Dan": 61.0}
    [reading] = reader.read(image_of(standing_chart(drawn, [-100, -50, 0, 50, 100])))
    _check(reading, {(name,): value for name, value in drawn.items()})


def test_bars_on_a_logarithmic_axis(reader: ChartReader) -> None:
    """Their error grows with the value."""
    drawn = {"Ada": 37.0, "Bob": 820.0, "Cem": 5.0, "Dan": 6100.0}
    picture = standing_chart(drawn, [1, 10, 100, 1000, 10000], logarithmic=True)
    [reading] = reader.read(image_of(picture))
    assert reading.details["axes"]["value"]["scale"] == "log"
    values = _values(reading)
    assert set(values) == {(name,) for name in drawn}
    for (name,), error in zip(values, reading.details["errors"], strict=True):
        assert abs(values[name,] - drawn[name]) <= error <= 0.08 * drawn[name]


def test_bars_on_one_another_without_a_legend_are_left_open(reader: ChartReader) -> None:
    """The upper one may be the top of one bar painted otherwise."""
    for legend in ([], ["north"]):
        picture = bar_chart({"Ada": [30, 20], "Bob": [40, 50]}, stacked=True, legend=legend)
        assert reader.read(image_of(picture)) == []


def test_a_legend_names_bars_side_by_side_and_on_one_another(reader: ChartReader) -> None:
    for stacked in (False, True):
        picture = bar_chart(
            {"Ada": [30, 20], "Bob": [40, 50]}, stacked=stacked, legend=["north", "south"]
        )
        [reading] = reader.read(image_of(picture))
        assert reading.value["columns"] == ["category", "series", "value"]
        _check(
            reading,
            {
                ("Ada", "north"): 30, ("Ada", "south"): 20,
                ("Bob", "north"): 40, ("Bob", "south"): 50,
            },
        )  # fmt: skip


@pytest.mark.parametrize("stacked", [False, True])
@pytest.mark.parametrize("names", [["north", "south"], ["Alpha", "Beta"]])
def test_a_legend_may_stand_among_the_bars(
    reader: ChartReader, names: list[str], *, stacked: bool
) -> None:
    values = {"Ada": [22, 15], "Bob": [10, 35], "Cem": [70, 25], "Dan": [51, 40]}
    picture = with_legend(bar_chart(values, stacked=stacked), names, (66, 46))
    [reading] = reader.read(image_of(picture))
    assert reading.value["columns"] == ["category", "series", "value"]
    _check(
        reading,
        {
            (category, names[series]): value
            for category, both in values.items()
            for series, value in enumerate(both)
        },
    )


def test_of_a_bar_that_ends_behind_a_legend_nothing_is_said(reader: ChartReader) -> None:
    values = {"Ada": [90, 15], "Bob": [10, 35], "Cem": [70, 25], "Dan": [51, 40]}
    [reading] = reader.read(image_of(with_legend(bar_chart(values), ["north", "south"], (66, 46))))
    found = _values(reading)
    assert ("Ada", "north") not in found
    assert found["Cem", "north"] == pytest.approx(70, abs=1)
    assert len(found) == 7


@pytest.mark.parametrize(
    "names", [["north"], ["north", "south", "west"], ["12", "13"], ["north", "north"]]
)
def test_what_is_no_legend_of_all_bars_is_none(reader: ChartReader, names: list[str]) -> None:
    values = {"Ada": [22, 15], "Bob": [10, 35], "Cem": [70, 25], "Dan": [51, 40]}
    assert reader.read(image_of(with_legend(bar_chart(values), names, (66, 46)))) == []


def test_a_second_axis_leaves_open_whose_the_bars_are(reader: ChartReader) -> None:
    picture = bar_chart(RAIN, second=10)
    assert reader.read(image_of(picture)) == []


@pytest.mark.parametrize(
    "picture",
    [
        Pillow.new("RGB", (300, 300), "white"),
        Pillow.new("RGB", (20, 20), "red"),
        lines("CONFIRM 2019 > 40", "0 20 40 60"),
        bar_chart(RAIN, ticks=[0, 50]),
        bar_chart(RAIN, ticks=[]),
    ],
    ids=["blank", "tiny", "poster", "two ticks", "no axis"],
)
def test_what_cannot_be_read_gives_no_reading(reader: ChartReader, picture: Pillow.Image) -> None:
    assert reader.read(image_of(picture)) == []


def test_bars_that_do_not_stand_at_zero_are_left_open(reader: ChartReader) -> None:
    """An axis whose labels were moved: what it says and where the bars stand disagree."""
    picture = bar_chart(RAIN, ticks=[20, 40, 60, 80, 100])
    moved = picture.copy()
    moved.paste(picture.crop((0, 30, 60, 290)), (0, 50))
    assert reader.read(image_of(moved)) == []


class _Unused:
    """A words reader that must not be asked."""

    kind = "words"
    version = "1"
    modalities = frozenset({Modality.IMAGE})

    def warm_up(self) -> None:
        raise AssertionError

    def read(self, medium: Medium) -> Sequence[Reading]:
        raise AssertionError(medium.source)


def test_texts_and_huge_pictures_need_no_print() -> None:
    reader = ChartReader(_Unused())  # type: ignore[arg-type]
    [reading] = reader.read(Text("year,mm\n2019,40\n", "h", "t"))
    assert reading.value == {
        "type": "bar", "title": None, "columns": ["year", "mm"], "rows": [["2019", 40.0]],
    }  # fmt: skip
    assert reading.details["errors"] == [0.0]
    side = int(LARGEST**0.5) + 1
    assert reader.read(Image(np.zeros((side, side, 3), np.uint8), "h", "p")) == []


class _Crowded:
    """The words reader, and so many lines more as only a page of print has."""

    kind = "words"
    version = "1"
    modalities = frozenset({Modality.IMAGE})

    def warm_up(self) -> None:
        """Nothing to load."""

    def read(self, medium: Medium) -> list[Reading]:
        readings = WordsReader().read(medium)
        return readings + readings[:1] * (MOST_LABELS + 1 - len(readings))


def test_a_page_of_print_is_no_chart() -> None:
    assert ChartReader(_Crowded()).read(image_of(bar_chart(RAIN))) == []


def test_a_pattern_is_no_chart(reader: ChartReader) -> None:
    """Many equal squares: what is beside what is not even looked at."""
    picture = Pillow.new("RGB", (900, 900), "white")
    squares = np.array(picture)
    for y in range(20, 880, 12):
        for x in range(60, 880, 12):
            squares[y : y + 7, x : x + 7] = (200, 30, 30)
    assert reader.read(image_of(Pillow.fromarray(squares))) == []


def _level(values: Mapping[str, Sequence[float]]) -> Pillow.Image:
    from PIL import ImageDraw, ImageFont

    picture = Pillow.new("RGB", (460, 300), "white")
    draw, font = ImageDraw.Draw(picture), ImageFont.load_default(14)
    for tick in range(0, 101, 20):
        x = 80 + 3 * tick
        draw.line((x, 20, x, 246), fill=(220, 220, 220))
        draw.text((x, 252), str(tick), fill="black", font=font, anchor="mt")
    for position, (name, [value]) in enumerate(values.items()):
        y = 30 + 55 * position
        draw.rectangle((80, y, 80 + 3 * value - 1, y + 35), fill=(70, 120, 170))
        draw.text((70, y + 18), name, fill="black", font=font, anchor="rm")
    return picture


@pytest.mark.parametrize(
    "picture",
    [
        bar_chart(RAIN),
        dot_chart([(0, 37, 0), (1, 82, 0), (2, 15, 0), (3, 61, 0)], list(RAIN)),
        pie_chart({"Ada": 40.0, "Bob": 26.0, "Cem": 22.0, "Dan": 12.0}),
        line_chart({"rain": [37, 82, 15, 61]}, list(RAIN)),
    ],
    ids=["bars", "points", "pie", "line"],
)
def test_says_where_each_mark_is_drawn(reader: ChartReader, picture: Pillow.Image) -> None:
    medium = image_of(picture)
    [reading] = reader.read(medium)
    extents = reading.details["extents"]
    assert reading.details["medium"] == medium.content_hash
    assert reading.details["size"] == [picture.width, picture.height]
    assert len({tuple(extent) for extent in extents}) == len(reading.value["rows"]) >= 3
    for left, top, right, bottom in extents:
        assert 0 <= left < right <= picture.width
        assert 0 <= top < bottom <= picture.height
        inside = medium.pixels[round(top) : round(bottom), round(left) : round(right)]
        coloured = np.ptp(inside.astype(int), axis=2) > 60
        assert coloured.any()


def test_a_bar_is_drawn_as_long_as_it_is(reader: ChartReader) -> None:
    [reading] = reader.read(image_of(bar_chart(RAIN)))
    pairs = zip(reading.details["extents"], reading.value["rows"], strict=True)
    scales = [(bottom - top) / row[-1] for (_, top, _, bottom), row in pairs]
    assert max(scales) <= 1.05 * min(scales)


@pytest.mark.parametrize("border", [1, 2])
def test_a_bar_ends_in_the_middle_of_the_line_around_it(reader: ChartReader, border: int) -> None:
    """As plotted with black edges: the coloured part alone is shorter."""
    picture = bar_chart(RAIN)
    [plain] = reader.read(image_of(picture))
    pixels = np.asarray(picture).copy()
    coloured = (pixels == COLOURS[0]).all(axis=2)
    for column in np.flatnonzero(coloured.any(axis=0)):
        top = int(np.flatnonzero(coloured[:, column])[0])
        pixels[top - border // 2 : top - border // 2 + border, column] = 0
    [reading] = reader.read(image_of(Pillow.fromarray(pixels)))
    assert _values(reading) == pytest.approx(_values(plain), abs=0.25)
