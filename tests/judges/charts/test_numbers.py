"""Numbers as charts print them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from judges.charts.numbers import number, rounded


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("40", 40),
        ("1,000", 1000),
        ("12,345.5", 12345.5),
        ("20k", 20_000),
        ("1.5M", 1.5e6),
        ("50%", 50),
        ("$3.50", 3.5),
        ("-$3", -3),
        ("\u221228", -28),
        ("1e3", 1000),
        (".5", 0.5),
    ],
)
def test_reads_numbers(text: str, value: float) -> None:
    assert number(text) == pytest.approx(value)


@pytest.mark.parametrize(
    "text", ["", "A", "1,5", "0,250", "1.0 1.1", "3 apples", "--3", "1" * 60, "12-14", "nan", "inf"]
)
def test_what_is_not_one_number_is_none(text: str) -> None:
    assert number(text) is None


@given(st.integers(-(10**12), 10**12))
def test_grouping_changes_nothing(value: int) -> None:
    assert number(f"{value:,}") == number(str(value)) == value


@given(st.floats(-1e9, 1e9), st.floats(1e-6, 1e6))
def test_rounding_stays_far_inside_the_error(value: float, error: float) -> None:
    assert abs(rounded(value, error) - value) <= 0.1 * error
