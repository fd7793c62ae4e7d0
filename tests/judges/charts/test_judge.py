"""The chart value judge, over charts that were read and records that hold the data."""

from typing import Any

import pytest
from fake_catalogue import FakeCatalogue

from judges import Candidate, Evidence, Query, Reading, Verdict, Vocabulary
from judges.charts.judge import ChartValue, ChartValueOptions
from judges.charts.table import Chart, ChartType, Row
from judges.errors import JudgeConfigError
from judges.facts import FactType

VOCABULARY = Vocabulary.extended(
    record={"data": FactType.STRING}, claims={"chart": FactType.STRING, "n": FactType.INT}
)
DRAWN = Chart(
    ChartType.BAR,
    (
        Row("2019", 41.0, 0.6),
        Row("2020", 55.0, 0.6),
        Row("2021", 12.0, 0.6, "north"),
        Row("2021", 13.0, 0.6, "south"),
    ),
)


def _reading(chart: Chart) -> Reading:
    return Reading(
        kind="chart", value=chart.as_value(), text="chart", confidence=1.0,
        reader="chart", version="1", details=chart.as_details(),
    )  # fmt: skip


def _judged(claim: Any, *charts: Chart, data: str | None = None) -> Verdict:
    judge = ChartValue("value", ChartValueOptions(use="chart_value", field="data"), VOCABULARY)
    record = {} if data is None else {"data": data}
    catalogue = FakeCatalogue({"a": record}, readings={"a": [_reading(one) for one in charts]})
    query = Query(claims={"chart": claim}, catalogue=catalogue)
    [verdict] = judge.judge(query, [Candidate("a", record)])
    return verdict


@pytest.mark.parametrize(
    ("claim", "outcome", "reason"),
    [
        ("2019 > 40", "confirm", "value_holds"),
        ("2019 > 42", "reject", "value_differs"),
        ("2019 > 40.5", "abstain", "within_error"),
        ("2019 > 41.5", "abstain", "within_error"),
        ("2019 = 41", "abstain", "within_error"),
        ("2019 = 41 ± 1", "confirm", "value_holds"),
        ("2018 > 1", "abstain", "value_not_read"),
        ("2021 > 1", "abstain", "several_values"),
        ("north / 2021 > 11", "confirm", "value_holds"),
        ("2021 / south > 13.7", "reject", "value_differs"),
        ("west / 2021 > 11", "abstain", "value_not_read"),
        ("2019 > 40%", "abstain", "unit_differs"),
        ("2019 ?", "abstain", "value_asked"),
        ("CONFIRM", "abstain", "claim_unreadable"),
        (41, "abstain", "claim_unreadable"),
    ],
)
def test_decides_outside_the_error_only(claim: Any, outcome: str, reason: str) -> None:
    verdict = _judged(claim, DRAWN)
    assert (verdict.outcome, verdict.reason) == (outcome, reason)


def test_evidence_names_value_and_error() -> None:
    verdict = _judged("2019 > 40", DRAWN)
    value = {"category": "2019", "series": None, "value": 41.0, "error": 0.6}
    assert verdict.evidence == (
        Evidence("claim", "chart", "2019 > 40"),
        Evidence("catalogue", "chart", value, reading=_reading(DRAWN)),
    )


def test_evidence_stands_where_the_mark_is_drawn() -> None:
    drawn = Chart(
        ChartType.BAR,
        (Row("2019", 41.0, 0.6, extent=(10, 59, 30, 100)), Row("2020", 55.0, 0.6)),
    )
    [_, measured] = _judged("2019 > 40", drawn).evidence
    assert measured.reading is not None
    assert measured.reading.box == ((10, 59), (30, 59), (30, 100), (10, 100))
    [_, told] = _judged("2020 > 40", drawn).evidence
    assert told.reading is not None
    assert told.reading.box is None


def test_source_data_is_exact() -> None:
    verdict = _judged("2019 = 41", data="year,mm\n2019,41\n2020,55\n")
    assert verdict.reason == "value_holds"
    assert _judged("2019 = 41.1", data="year,mm\n2019,41\n").reason == "value_differs"


def test_source_data_settles_what_pixels_leave_open() -> None:
    assert _judged("2019 > 40.9", DRAWN, data="year,mm\n2019,41\n").reason == "value_holds"


def test_charts_that_contradict_each_other_decide_nothing() -> None:
    assert _judged("2019 > 40", DRAWN, data="year,mm\n2019,30\n").reason == "charts_differ"


@pytest.mark.parametrize(
    ("claim", "reason"),
    [
        ("2.5 > 30", "value_holds"),
        ("2.53 > 30", "value_holds"),
        ("2.6 > 30", "value_not_read"),
        ("north / 2.5 > 42", "value_differs"),
        ("2.5 / north > 42", "value_differs"),
        ("south / 2.5 > 30", "value_not_read"),
        ("4 > 30", "several_values"),
        ("south / 4 > 30", "value_holds"),
        ("two > 30", "value_not_read"),
    ],
)
def test_a_point_is_named_by_its_place(claim: str, reason: str) -> None:
    points = Chart(
        ChartType.POINT,
        (
            Row("2.5", 41.0, 0.6, "north", 2.5, 0.05),
            Row("4", 12.0, 0.6, "north", 4.0, 0.05),
            Row("4.04", 55.0, 0.6, "south", 4.04, 0.05),
        ),
    )
    assert _judged(claim, points).reason == reason


def test_shares_and_amounts_answer_claims_of_their_own() -> None:
    """A pie shows what part the rent is; the table behind it says how much."""
    pie = Chart(ChartType.ARC, (Row("rent", 40.0, 0.3), Row("food", 60.0, 0.3)), percent=True)
    data = "what,spent\nrent,800\nfood,1200\n"
    assert _judged("rent > 39%", pie, data=data).reason == "value_holds"
    assert _judged("rent > 700", pie, data=data).reason == "value_holds"
    assert _judged("rent < 700", pie, data=data).reason == "value_differs"
    assert _judged("rent > 39", pie).reason == "unit_differs"


@pytest.mark.parametrize("data", [None, "no table", ""])
def test_without_a_chart_it_abstains(data: str | None) -> None:
    assert _judged("2019 > 40", data=data).reason == "no_chart"


def test_a_stored_reading_of_another_shape_is_no_chart() -> None:
    judge = ChartValue("value", ChartValueOptions(use="chart_value"), VOCABULARY)
    broken = _reading(DRAWN).model_copy(update={"value": {"rows": [["2019", "many"]]}})
    query = Query(
        claims={"chart": "2019 > 40"}, catalogue=FakeCatalogue({"a": {}}, readings={"a": [broken]})
    )
    assert [one.reason for one in judge.judge(query, [Candidate("a", {})])] == ["no_chart"]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"claim": "picture"}, "judges.value.claim: claims.picture is undeclared, expected"),
        ({"claim": "n"}, "judges.value.claim: claims.n is int, expected a string"),
        ({"field": "stock"}, "judges.value.field: record.stock is int, expected a string"),
    ],
)
def test_claim_and_field_must_be_declared_strings(options: dict[str, str], message: str) -> None:
    with pytest.raises(JudgeConfigError, match=message):
        ChartValue("value", ChartValueOptions(use="chart_value", **options), VOCABULARY)
