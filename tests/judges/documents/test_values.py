"""Numbers, dates and codes as pages print them."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from judges.documents.values import amount, is_value


@pytest.mark.parametrize(
    ("text", "values", "unit"),
    [
        ("1 234,50 EUR", ["1234.5"], "EUR"),
        ("\u20ac1.234,50", ["1234.5"], "EUR"),
        ("$ 1,500", ["1500", "1.5"], "USD"),
        ("1.234.567,50 kr", ["1234567.5"], "KR"),
        ("(12.00)", ["-12"], None),
        ("-12.00", ["-12"], None),
        ("12-", ["-12"], None),
        ("12,-", ["12"], None),
        ("12 %", ["12"], "%"),
    ],
)
def test_amounts(text: str, values: list[str], unit: str | None) -> None:
    found = amount(text)
    assert found is not None
    assert found == (tuple(map(Fraction, values)), unit)


@pytest.mark.parametrize("text", ["", "EUR", "(12", "12)", "EUR 5 USD", "1O0", "1 2 3", "9" * 200])
def test_what_is_no_amount(text: str) -> None:
    assert amount(text) is None


@pytest.mark.parametrize("text", ["4711", "#A-12", "1 May 2021", "12.50 EUR"])
def test_values(text: str) -> None:
    assert is_value(text)


@pytest.mark.parametrize("text", ["Total", "page 4", "12 Main Street", "", "1 " * 4000])
def test_what_is_no_value(text: str) -> None:
    assert not is_value(text)


@given(st.decimals(0, 10**9, places=2))
def test_an_amount_is_read_back(number: object) -> None:
    found = amount(f"{number:,.2f} EUR")
    assert found is not None
    assert Fraction(str(number)) in found.values
