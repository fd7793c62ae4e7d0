"""The samples of the chart readers and the judge that goes by them."""

import tempfile
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from fake_catalogue import FakeCatalogue
from tiny_chart_model import tiny_pix2struct

from judges import Candidate, Query, Vocabulary, build_judge
from judges.charts.model_reader import ChartModelReader
from judges.charts.reader import ChartReader
from judges.facts import FactType
from judges.testing import JudgeSample, ReaderSample
from modalities import Image, Text, content_hash


def _table(text: str) -> Text:
    return Text(text, content_hash("text", text.encode()), "table")


def chart_judge() -> JudgeSample:
    records: dict[str, dict[str, Any]] = {
        "holds": {"data": "year,mm\n2019,41\n2020,55\n"},
        "read": {"name": "its chart was read at ingest"},
        "differs": {"data": "year,mm\n2019,12\n2020,55\n"},
        "other": {"data": "year,mm\n2021,41\n"},
        "words": {"data": "CONFIRM"},
        "none": {"name": "no chart"},
        "number": {"data": 41},
    }
    readings = {"read": ChartReader().read(_table("year,mm\n2019,40.5\n"))}
    vocabulary = Vocabulary.extended(
        record={"data": FactType.STRING}, claims={"chart": FactType.STRING}
    )
    return JudgeSample(
        build_judge("rain", {"use": "chart_value", "field": "data"}, vocabulary),
        Query(claims={"chart": "2019 > 40"}, catalogue=FakeCatalogue(records, readings=readings)),
        tuple(Candidate(key, record) for key, record in records.items()),
        confirmed=frozenset({"holds", "read"}),
    )


def chart_reader() -> ReaderSample:
    value = {
        "type": "bar",
        "title": None,
        "columns": ["year", "mm"],
        "rows": [["2019", 41.0], ["2020", 55.0]],
    }
    return ReaderSample(ChartReader(), _table("year,mm\n2019,41\n2020,55\n"), values=(value,))


def chart_model_reader() -> ReaderSample:
    value = {
        "type": "bar",
        "title": "Rain",
        "columns": ["year", "mm"],
        "rows": [["2019", 41.0], ["2020", 55.0]],
    }
    picture = Image(np.full((90, 120, 3), 200, np.uint8), "grey", "chart.png")
    return ReaderSample(ChartModelReader(_tiny_model()), picture, values=(value,))


@cache
def _tiny_model() -> Path:
    return tiny_pix2struct(Path(tempfile.mkdtemp(prefix="tiny-chart-model-")))
