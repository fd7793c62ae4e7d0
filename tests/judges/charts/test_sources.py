"""Source data in texts."""

import json

import pytest

from judges.charts.sources import chart_in
from judges.charts.table import Chart, ChartType

AXES = {
    "x": {"field": "y", "type": "ordinal"},
    "y": {"field": "mm", "type": "quantitative"},
}
SPEC = {
    "title": "Rain",
    "mark": {"type": "line"},
    "data": {"values": [{"y": 2019, "mm": 40, "w": "N"}, {"y": 2020, "mm": 55.5, "w": "N"}]},
    "encoding": AXES,
}


def _rows(chart: Chart | None) -> list[tuple[str, str | None, float]]:
    assert chart is not None
    assert all(row.error == 0 for row in chart.rows)
    return [(row.category, row.series, row.value) for row in chart.rows]


def test_csv_with_one_measure() -> None:
    assert _rows(chart_in("year,mm\n2019,40\n2020,\n2021,55.5\n")) == [
        ("2019", None, 40),
        ("2021", None, 55.5),
    ]


def test_csv_with_several_measures() -> None:
    assert _rows(chart_in("city;2019;2020\nOslo;1,200;3\n")) == [
        ("Oslo", "2019", 1200),
        ("Oslo", "2020", 3),
    ]


def test_csv_in_long_form() -> None:
    text = "city,half,mm\nOslo,first,3\nOslo,second,4\n"
    assert _rows(chart_in(text)) == [("Oslo", "first", 3), ("Oslo", "second", 4)]


def test_json_records() -> None:
    assert _rows(chart_in('[{"a": "A", "b": 28}, {"a": "B", "b": -5}]')) == [
        ("A", None, 28),
        ("B", None, -5),
    ]


def test_vega_lite() -> None:
    chart = chart_in(json.dumps(SPEC))
    assert _rows(chart) == [("2019", None, 40), ("2020", None, 55.5)]
    assert chart is not None
    assert (chart.type, chart.title, chart.measure) == (ChartType.LINE, "Rain", "mm")


@pytest.mark.parametrize(
    "changed",
    [
        {"transform": [{"filter": "datum.mm > 50"}]},
        {"encoding": {**AXES, "y": {"field": "mm", "type": "quantitative", "aggregate": "sum"}}},
        {"encoding": {**AXES, "column": {"field": "w"}}},
        {"data": {"url": "https://example.org/rain.csv"}},
        {"mark": "geoshape"},
    ],
    ids=["filtered", "summed", "faceted", "elsewhere", "map"],
)
def test_a_specification_that_draws_other_values_is_left_alone(changed: dict[str, object]) -> None:
    assert chart_in(json.dumps({**SPEC, **changed})) is None


def test_svg_by_vega() -> None:
    mark = '<path aria-label="a: {}; b: {}" role="graphics-symbol" aria-roledescription="bar"/>'
    marks = mark.format("A &amp; B", 28) + mark.format("C", "\u22123")
    chart = chart_in(f"<svg>{marks}</svg>")
    assert _rows(chart) == [("A & B", None, 28), ("C", None, -3)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "The rain in Spain, mainly.",
        "Dear all,\nplease CONFIRM,\n",
        "a,b\n1,2,3\n",
        "a,a\n1,2\n",
        "name,colour\nx,red\n",
        "[" * 100_000,
        '[{"a": "A", "b": 1}, {"a": "B"}]',
        '[{"a": NaN, "b": 1e999}]',
        '[{"a": 1' + "0" * 5000 + ', "b": 2}]',
        "<svg>" + "<path " * 50_000 + "</svg>",
        '"' * 10_000 + ",",
        "a,b\n" + "x" * 200_000 + ",1\n",
    ],
    ids=lambda text: text[:12],
)
def test_other_texts_are_no_charts(text: str) -> None:
    assert chart_in(text) is None
