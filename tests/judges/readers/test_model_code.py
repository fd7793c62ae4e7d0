"""What looks like a model code in printed lines, and what only seems to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from judge_samples import reading

from judges.readers.model_code import ModelCodeReader

READER = ModelCodeReader()


def codes(line: str) -> list[str]:
    return [found.value for found in READER.derive([reading("words", line)])]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Model: WX-4410B", ["WX-4410B"]),
        ("wx-4410b", ["WX-4410B"]),
        ("TYPE HR7765/10 220-240V 50-60Hz 700W", ["HR7765-10"]),
        ("TP.MS3463S.PB801", ["TP-MS3463S-PB801"]),
        ("(KX_TG6811GB)", ["KX-TG6811GB"]),
        ("WX 4410", ["WX-4410"]),
        ("WX 4410 B", ["WX-4410", "WX-4410-B"]),
        ("WX-4410 B", ["WX-4410", "WX-4410-B"]),
        ("WX-4410  B", ["WX-4410"]),
        ("WX-4410 with lid", ["WX-4410"]),
        ("RTX 4090 Ti", ["RTX-4090", "RTX-4090-TI"]),
        ("CR2032 3V", ["CR2032"]),
        ("AB1234 and CD5678", ["AB1234", "CD5678"]),
        ("WX-44l0B", ["WX-44L0B"]),
    ],
)
def test_codes(line: str, expected: list[str]) -> None:
    assert codes(line) == expected


@pytest.mark.parametrize(
    "line",
    [
        "500ML", "1,5%", "1.5L", "0.5kg", "6x500ml", "4X100G", "2X1.5L", "100-240V", "12V/2A",
        "80G/M2", "1000KCAL", "750 ml", "12:30PM", "12H30", "24HRS", "100TH", "2024-01-31",
        "31JAN2024", "31-JAN-2024", "JAN 2024", "2024-W12", "20240131T1200", "Q4/2024",
        "7310865004703", "EAN 7310865004703", "LOT 123456", "Milk", "A4", "www.abc123.com",
        "info@abc123.com", "https://x.org/AB1234", "ab1234.com", "", "  ", "---", "B" * 20,
        "AB" + "1" * 30,
    ],
)  # fmt: skip
def test_what_is_no_code(line: str) -> None:
    assert codes(line) == []


def test_readings_keep_where_and_how_surely() -> None:
    box = ((1.0, 2.0), (9.0, 2.0), (9.0, 4.0), (1.0, 4.0))
    line = reading("words", "Model wx-4410", 0.87).model_copy(update={"box": box, "page": 2})
    (found,) = READER.derive([line])
    assert (found.kind, found.value, found.text) == ("model_code", "WX-4410", "wx-4410")
    assert (found.confidence, found.box, found.page) == (0.87, box, 2)
    assert (found.reader, found.version) == ("model_code", READER.version)


def test_joined_codes_say_so() -> None:
    alone, joined = READER.derive([reading("words", "WX-4410 B")])
    assert alone.details == {}
    assert joined.details == {"joined": True}


@given(st.lists(st.text(max_size=60), max_size=4))
def test_any_lines_give_codes_that_stand_in_them(lines: list[str]) -> None:
    for found in READER.derive([reading("words", line) for line in lines]):
        assert any(found.text in line for line in lines)
        assert any(map(str.isdigit, found.value))
        assert any(map(str.isalpha, found.value))
        assert 4 <= sum(map(str.isalnum, found.value)) <= 24
