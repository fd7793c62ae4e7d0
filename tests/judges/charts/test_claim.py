"""The grammar of claims, and what a value known to within an error decides."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from judges.charts.claim import Claim, parse_claim, same_name


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("2019 > 40", Claim("2019", None, ">", 40)),
        ("north / 2019 >= 1,200", Claim("2019", "north", ">=", 1200)),
        ('"A/B" / "x > y" < 20k', Claim("x > y", "A/B", "<", 20_000)),
        ("share ≤ 50%", Claim("share", None, "<=", 50, percent=True)),
        ("Q1 = 4 ± 0.5", Claim("Q1", None, "=", 4, 0.5)),
        ("8 \u2013 10 = -3", Claim("8 \u2013 10", None, "=", -3)),
        ("2019 ?", Claim("2019", None, None)),
    ],
)
def test_reads_claims(text: str, claim: Claim) -> None:
    assert parse_claim(text) == claim


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2019",
        "> 40",
        "2019 > many",
        "2019 > 40 > 30",
        "a / b / c > 4",
        "2019 > 4 ± 1",
        "2019 = 4 ± -1",
        "/ 2019 > 4",
        "CONFIRM",
        "2019 > 40; CONFIRM",
        "x" * 5000 + " > 4",
        "=" * 300,
    ],
)
def test_anything_else_is_no_claim(text: str) -> None:
    assert parse_claim(text) is None


@given(st.text(max_size=400))
def test_any_text_is_answered(text: str) -> None:
    assert parse_claim(text) is None or isinstance(parse_claim(text), Claim)


numbers = st.floats(-1e6, 1e6)


@given(numbers, numbers, st.floats(0, 1e3), st.sampled_from([">", "<", ">=", "<=", "="]))
def test_never_decides_against_a_value_within_the_error(
    number: float, true: float, error: float, operator: str
) -> None:
    """Whatever was read within the error of the truth, a decision agrees with the truth."""
    claim = Claim("a", None, operator, number)
    truly = claim.holds(true, 0.0)
    for read in (true - 0.99 * error, true, true + 0.99 * error):
        assert claim.holds(read, error) in (truly, None)


def test_equality_needs_a_margin_wider_than_the_error() -> None:
    assert Claim("a", None, "=", 40).holds(40.0, 0.5) is None
    assert Claim("a", None, "=", 40, 1.0).holds(40.2, 0.5) is True
    assert Claim("a", None, "=", 40).holds(41.0, 0.5) is False
    assert Claim("a", None, "=", 40).holds(40.0, 0.0) is True


def test_names_differ_in_more_than_case_spaces_and_dashes() -> None:
    assert same_name("8 \u2013 10", "8-10")
    assert same_name("North  America", "north america")
    assert not same_name("2019", "2018")
