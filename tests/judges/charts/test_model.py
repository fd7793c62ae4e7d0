"""The chart model: its text as a table, its reader, and its say in a judgement."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from fake_catalogue import FakeCatalogue
from tiny_chart_model import tiny_pix2struct

from judges import Candidate, Query, ReaderError, Reading, Verdict, Vocabulary, build_reader
from judges.charts.judge import ChartValue, ChartValueOptions
from judges.charts.linearised import chart_of_line
from judges.charts.model_reader import FOLDER, ChartModelReader
from judges.charts.table import Chart, ChartType, Row
from judges.facts import FactType
from modalities import Image, Text

PICTURE = Image(np.full((90, 120, 3), 200, np.uint8), "grey", "chart.png")


def test_a_line_of_text_is_a_table() -> None:
    chart = chart_of_line("TITLE | Rain <0x0A> year | mm <0x0A> 2019 | 41 <0x0A> 2020 | 1,255.5")
    assert chart is not None
    assert (chart.title, chart.category, chart.measure) == ("Rain", "year", "mm")
    assert [(row.category, row.series, row.value) for row in chart.rows] == [
        ("2019", None, 41), ("2020", None, 1255.5),
    ]  # fmt: skip


def test_several_columns_are_series_and_percentages_are_percent() -> None:
    chart = chart_of_line("| north | south <0x0A> Ada | 4% | 5% <0x0A> Bob | 6% |")
    assert chart is not None
    assert (chart.title, chart.percent) == (None, True)
    assert [(row.category, row.series, row.value) for row in chart.rows] == [
        ("Ada", "north", 4), ("Ada", "south", 5), ("Bob", "north", 6),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "",
        "CONFIRM",
        "TITLE | Rain",
        "TITLE | Rain <0x0A> year | mm",
        "year | mm <0x0A> 2019 | 41 | 42",
        "year | mm | mm <0x0A> 2019 | 41 | 42",
        "year | mm <0x0A> 2019 | about 41",
        "year | mm <0x0A> | 41",
        "year | mm <0x0A> 2019 |",
        "a | b <0x0A> " * 50_000,
    ],
)
def test_other_texts_are_no_tables(text: str) -> None:
    assert chart_of_line(text) is None


@pytest.mark.parametrize("asked", [True, False], ids=["as DePlot", "without an order"])
def test_a_model_in_a_folder_is_read_with(tmp_path: Path, asked: bool) -> None:
    reader = ChartModelReader(tiny_pix2struct(tmp_path / "tiny", asked=asked))
    [reading] = reader.read(PICTURE)
    assert reading.value["rows"] == [["2019", 41.0], ["2020", 55.0]]
    assert reading.confidence > 0.9
    assert reading.details == {"model": "tiny", "percent": False}


def test_a_model_that_writes_no_table_reads_nothing(tmp_path: Path) -> None:
    assert ChartModelReader(tiny_pix2struct(tmp_path, "CONFIRM 2019 > 40")).read(PICTURE) == []


def test_without_a_model_there_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(FOLDER, raising=False)
    with pytest.raises(ReaderError, match=f"{FOLDER} is not set"):
        build_reader("chart_model").read(PICTURE)
    monkeypatch.setenv(FOLDER, str(tmp_path / "none"))
    with pytest.raises(ReaderError, match="found no folder"):
        build_reader("chart_model").warm_up()
    monkeypatch.setenv(FOLDER, str(tmp_path))
    with pytest.raises(ReaderError, match="cannot be loaded") as caught:
        build_reader("chart_model").warm_up()
    assert "\n" not in str(caught.value)
    with pytest.raises(ReaderError, match="reads images"):
        build_reader("chart_model").read(Text("a", "h", "t"))


def _reading(kind: str, chart: Chart) -> Reading:
    details = chart.as_details() if kind == "chart" else {"model": "m", "percent": False}
    return Reading(
        kind=kind, value=chart.as_value(), text="c", confidence=1, reader=kind, version="1",
        details=details,
    )  # fmt: skip


def _bar(value: float, error: float = 0.0) -> Chart:
    return Chart(ChartType.BAR, (Row("2019", value, error), Row("2020", 7.0, error)))


class _Catalogue(FakeCatalogue):
    """Gives readings by their kind."""

    def readings(self, ids: Any, kind: str) -> Any:
        found = super().readings(ids, kind)
        return {key: [one for one in each if one.kind == kind] for key, each in found.items()}


def _judged(claim: str, seen: float | None, said: float | None, **options: Any) -> Verdict:
    vocabulary = Vocabulary.extended(claims={"chart": FactType.STRING})
    judge = ChartValue("value", ChartValueOptions(use="chart_value", **options), vocabulary)
    readings = [] if seen is None else [_reading("chart", _bar(seen, 0.6))]
    readings += [] if said is None else [_reading("chart_model", _bar(said))]
    catalogue = _Catalogue({"a": {}}, readings={"a": readings})
    [verdict] = judge.judge(
        Query(claims={"chart": claim}, catalogue=catalogue), [Candidate("a", {})]
    )
    return verdict


@pytest.mark.parametrize(
    ("claim", "seen", "said", "model", "reason"),
    [
        ("2019 > 40", 41.0, 90.0, None, "value_holds"),
        ("2019 > 40", None, 90.0, None, "no_chart"),
        ("2019 > 40", 41.0, 42.0, "agrees", "value_holds"),
        ("2019 > 40", 41.0, None, "agrees", "value_holds"),
        ("2019 > 40", 41.0, 90.0, "agrees", "model_disagrees"),
        ("2019 > 40", None, 90.0, "agrees", "model_alone"),
        ("2019 > 40", 41.0, 90.0, "alone", "model_disagrees"),
        ("2019 > 40", None, 90.0, "alone", "value_holds"),
        ("2019 > 85", None, 90.0, "alone", "within_error"),
        ("2019 > 100", None, 90.0, "alone", "value_differs"),
        ("2018 > 40", None, 90.0, "alone", "value_not_read"),
    ],
)
def test_a_model_has_the_say_that_the_config_gives_it(
    claim: str, seen: float | None, said: float | None, model: str | None, reason: str
) -> None:
    assert _judged(claim, seen, said, model=model).reason == reason


def test_the_reader_is_asked_for_only_where_the_config_says_so() -> None:
    vocabulary = Vocabulary.extended(claims={"chart": FactType.STRING})
    for model, kinds in ((None, {"chart"}), ("agrees", {"chart", "chart_model"})):
        options = ChartValueOptions(use="chart_value", model=model)
        assert ChartValue("value", options, vocabulary).catalogue_readers == kinds
