"""GS1 element strings: everything as its identifier demands, or nothing."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from judges.gs1_data import GS1_FACTS, gs1_facts
from judges.gtin import gtin14

FNC1 = "\x1d"


@pytest.mark.parametrize(
    ("message", "facts"),
    [
        (
            "01095060001343521726033110AB1",
            {"gtin": "09506000134352", "expiry": "2026-03-31", "lot": "AB1"},
        ),
        (f"10AB{FNC1}3103001250", {"lot": "AB", "kilograms": 1.25}),
        (f"{FNC1}3202000150{FNC1}", {"pounds": 1.5}),
        ("17260200", {"expiry": "2026-02-28"}),
        ("11260105", {"production": "2026-01-05"}),
        ("15260105", {"best_before": "2026-01-05"}),
        (f"3712{FNC1}0209506000134352", {"count": 12, "content": "09506000134352"}),
        ("3922125", {"price": 1.25}),
        ("3932978001250", {"price": 12.5, "currency": "978"}),
        (f"21A-7{FNC1}2007", {"serial": "A-7", "variant": "07"}),
        ("00106141412345678908", {}),
    ],
)
def test_element_strings(message: str, facts: dict) -> None:
    assert gs1_facts(message) == facts


@pytest.mark.parametrize(
    "message",
    [
        "", FNC1, "hello", "0109506000134353", "010950600013435", "17261301", "17260230",
        "10" + "A" * 25, "10" + "A" * 20 + "17260331", "05123",
        "01095060001343520109506000134369", "https://example.com/01/09506000134352",
        "'; DROP TABLE items; --", "1" * 5_000, "10A" + FNC1 + "10B",
    ],
)  # fmt: skip
def test_what_is_no_gs1_message(message: str) -> None:
    assert gs1_facts(message) is None


@given(st.text(alphabet="0123456789AB()\x1d-", max_size=60))
def test_any_text_gives_declared_facts_or_none(message: str) -> None:
    for name, value in (gs1_facts(message) or {}).items():
        assert name in GS1_FACTS
        if name in ("gtin", "content"):
            assert gtin14(value) == value
        if name in ("production", "packaging", "best_before", "sell_by", "expiry"):
            dt.date.fromisoformat(value)
