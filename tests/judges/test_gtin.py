"""GTINs: check digits, lengths, GS1 element strings and Digital Links."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from judges.gtin import gtin14, gtin14_in_gs1, gtin14_in_link


def check_digit(body: str) -> str:
    """GS1 General Specifications, section 7.9: weights 3 and 1 from the right."""
    total = sum(int(digit) * (3, 1)[place % 2] for place, digit in enumerate(reversed(body)))
    return str(-total % 10)


@given(
    st.sampled_from([7, 11, 12, 13]).flatmap(
        lambda n: st.from_regex(rf"[0-9]{{{n}}}", fullmatch=True)
    )
)
def test_right_check_digits_and_only_these_make_a_gtin(body: str) -> None:
    right = check_digit(body)
    for digit in "0123456789":
        found = gtin14(body + digit)
        if digit == right and body.strip("0"):
            assert found == (body + digit).zfill(14)
        else:
            assert found is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("96385074", "00000096385074"),
        ("036000291452", "00036000291452"),
        ("7310865004703", "07310865004703"),
        ("07310865004703", "07310865004703"),
        ("7 310865 004703", "07310865004703"),
        ("978-0-7352-0044-9", "09780735200449"),
        ("0000000000000", None),
        ("731086500470", None),
        ("73108650047030", None),
        ("731086500470X", None),
        ("\u0667310865004703", None),
        ("", None),
    ],
)
def test_forms(text: str, expected: str | None) -> None:
    assert gtin14(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("(01)09506000134352(10)AB1", "09506000134352"),
        ("(01)09506000134353", None),
        ("(02)09506000134352(37)10", None),
        ("(01)09506000134352(01)07310865004703", None),
        ("09506000134352", None),
    ],
)
def test_element_strings(text: str, expected: str | None) -> None:
    assert gtin14_in_gs1(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://id.gs1.org/01/09506000134352", "09506000134352"),
        ("https://example.com/path/01/9506000134352/10/AB?x=1", "09506000134352"),
        ("https://example.com/01/09506000134353", None),
        ("https://example.com/?q=/01/09506000134352", None),
        ("https://example.com/101/09506000134352", None),
        ("/01/09506000134352", None),
    ],
)
def test_digital_links(text: str, expected: str | None) -> None:
    assert gtin14_in_link(text) == expected
