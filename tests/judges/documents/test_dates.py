"""Dates in text: every spelling, every day that each could stand for, and nothing else."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from judges.documents.dates import dates_in, parse


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("January 12, 2016", ["2016-01-12"]),
        ("16. Nov. 2016", ["2016-11-16"]),
        ("1. M\u00e4rz 2021", ["2021-03-01"]),
        ("le 1er f\u00e9vrier 2021", ["2021-02-01"]),
        ("3 de enero de 2020", ["2020-01-03"]),
        ("second of Aug. 2016", ["2016-08-02"]),
        ("twenty-second of June 2017", ["2017-06-22"]),
        ("May thirty first, 2017", ["2017-05-31"]),
        ("2015/08/12", ["2015-08-12"]),
        ("2019-sep-1", ["2019-09-01"]),
        ("21-04-2016", ["2016-04-21"]),
        ("02/22/2016", ["2016-02-22"]),
        ("05/05/89", ["1989-05-05"]),
        ("3-7-2017", ["2017-03-07", "2017-07-03"]),
        ("3.7.2017", ["2017-07-03", "2017-03-07"]),
    ],
)
def test_spellings(text: str, days: list[str]) -> None:
    (found,) = dates_in(f"due {text} at noon")
    assert [day.isoformat() for day in found.days] == days


@pytest.mark.parametrize(
    "text",
    [
        "2/29/2019", "192.168.1.1", "v1.2.3", "Oct 2", "next Friday", "2021", "31 June 2020",
        "1-2-3-2020", "00/00/2020", "12/2020", "1.234.567,50", "thirty second of May 2017",
    ],
)  # fmt: skip
def test_what_is_no_date(text: str) -> None:
    assert dates_in(text) == []


@pytest.mark.parametrize("text", ["due 1 May 2020", "1 May 2020, 2 May 2020", "", "x" * 10_000])
def test_only_a_date_alone_is_parsed(text: str) -> None:
    assert parse(text) == ()


FORMATS = ["%Y-%m-%d", "%d %B %Y", "%B %d, %Y", "%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y", "%b-%d-%Y"]


@given(st.dates(dt.date(1970, 1, 1), dt.date(2068, 12, 31)), st.sampled_from(FORMATS))
def test_a_day_that_is_written_is_among_those_read(day: dt.date, spelling: str) -> None:
    assert day in parse(day.strftime(spelling))
