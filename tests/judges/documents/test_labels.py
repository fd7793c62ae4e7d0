"""Labelled values within a line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from judges.documents.labels import labelled, normal


def found(line: str) -> list[tuple[str, str]]:
    return [(normal(each.label), each.value) for each in labelled(line)]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Total: 1 234,50 EUR", [("total", "1 234,50 EUR")]),
        ("Total 1 234,50 EUR", [("total", "1 234,50 EUR")]),
        ("Total EUR 1.234,50", [("total", "EUR 1.234,50")]),
        ("Total .......... 12.50", [("total", "12.50")]),
        ("Invoice no. 4711", [("invoice no", "4711")]),
        ("Invoice # 4711", [("invoice no", "4711")]),
        ("Amount due (USD): 5", [("amount due usd", "5")]),
        ("Date 1 May 2021", [("date", "1 May 2021")]),
        ("Name: John Smith", [("name", "John Smith")]),
        ("Time: 12:30", [("time", "12:30")]),
        ("Invoice no: 4711 Date: 1 May 2021", [("invoice no", "4711"), ("date", "1 May 2021")]),
        ("Subtotal: 100.00   Total: 125.00", [("subtotal", "100.00"), ("total", "125.00")]),
        ("Total   3   125.00", [("total", "3"), ("total", "125.00")]),
        ("Total\t|\t12.50", [("total", "12.50")]),
    ],
)
def test_labelled_values(line: str, expected: list[tuple[str, str]]) -> None:
    assert found(line) == expected


@pytest.mark.parametrize(
    "line",
    [
        "Page 2 Total: 50", "Page 2 Total 50", "1. Total: 50", "Name: John Date: soon",
        "Total", "12.50", "", "VAT 25% 12.00", "a" * 5000 + ": 5", ":" * 400, "a:" * 400,
    ],
)  # fmt: skip
def test_a_part_of_a_longer_label_is_none(line: str) -> None:
    assert "total" not in dict(found(line))
    assert len(found(line)) <= 1


@given(st.text(max_size=300))
def test_values_stand_where_they_say(line: str) -> None:
    for each in labelled(line):
        assert line[each.start : each.end] == each.value
