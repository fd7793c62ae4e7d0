import pytest
from hypothesis import given
from hypothesis import strategies as st

from router.store import identifier
from router.store.identifiers import identifiers


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("WM-14A4/EU", "wm14a4eu"),
        ("\uff37\uff2d\uff11\uff14", "wm14"),
        ("Straße 5", "strasse5"),
        ("040 1234-56789", "40123456789"),
        ("000", "0"),
        (" - ", ""),
        ("00A1", "00a1"),
    ],
)
def test_spelling_is_normalised(written: str, normal: str) -> None:
    assert identifier(written) == normal


@given(st.integers(min_value=1, max_value=99_999_999))
def test_all_gtin_lengths_of_a_number_meet(number: int) -> None:
    assert len({identifier(f"{number:0{length}d}") for length in (8, 12, 13, 14)}) == 1


@given(st.text())
def test_normal_form_is_stable(text: str) -> None:
    assert identifier(identifier(text)) == identifier(text)


def test_only_short_scalars_identify() -> None:
    record = {
        "sku": "A-1",
        "year": 2024,
        "is_new": True,
        "price": 1.5,
        "words": ["a"],
        "prose": "x" * 65,
        "none": None,
        "dashes": "--",
    }
    assert dict(identifiers(record)) == {"sku": "a1", "year": "2024"}
