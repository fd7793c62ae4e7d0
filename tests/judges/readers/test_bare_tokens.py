"""Digits alone and letters alone that may be codes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from judges.codes import compact
from judges.readers.bare_tokens import bare_in


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Art. 4410 221", "4410 221"),
        ("Art.nr 4410221", "4410221"),
        ("123.456.78", "123.456.78"),
        ("4410-221", "4410-221"),
        ("998877", "998877"),
        ("KJUXT", "KJUXT"),
        (" BESTÅ ", "BESTÅ"),
    ],
)
def test_what_may_be_a_code(line: str, expected: str) -> None:
    assert [token.text for token in bare_in(line)] == [expected]


@pytest.mark.parametrize(
    "line",
    [
        "2024", "12990", "1299.00", "1 299.00", "129900:-", "129 900 kr", "12 05 2025", "310125",
        "31.01.2025", "20250131", "01312025", "7 310865 004703", "7310865004703", "441022 g",
        "500000ml", "99.887766 %", "LOT 441022", "Tel. 441022", "+46 8 123 456", "KJU", "Kjuxt",
        "KJUXT RED", "MODEL", "", "-1234567", "1234567,50", "12/2034567/3/",
    ],
)  # fmt: skip
def test_what_is_no_code(line: str) -> None:
    assert [token.text for token in bare_in(line)] == []


@given(st.text(max_size=60))
def test_any_line_gives_numbers_or_one_word(line: str) -> None:
    for token in bare_in(line):
        assert token.text in line
        assert compact(token.text).isdecimal() or compact(token.text).isalpha()
