"""When two values are the same, and what cannot be compared at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from judges.sameness import Same, common_form, printed_gtin


@pytest.mark.parametrize(
    ("value", "same", "form"),
    [
        ("7310865004703", Same.GTIN, "07310865004703"),
        ("7310865004704", Same.GTIN, None),
        ("wx 4410/b", Same.CODE, "WX4410B"),
        ("--", Same.CODE, None),
        ("Crème  fraîche!", Same.WORDS, "creme fraiche"),
        ("!?", Same.WORDS, None),
        ("", Same.EXACT, None),
        (7, Same.CODE, None),
        (7, Same.EXACT, "7"),
        ({"b": 1, "a": 2}, Same.EXACT, '{"a": 2, "b": 1}'),
        (None, Same.EXACT, None),
        ("x" * 1001, Same.EXACT, None),
    ],
)
def test_common_forms(value: object, same: Same, form: str | None) -> None:
    assert common_form(value, same) == form


@given(st.text(max_size=40))
def test_a_common_form_is_its_own(text: str) -> None:
    for same in (Same.GTIN, Same.CODE, Same.EXACT):
        form = common_form(text, same)
        assert form is None or common_form(form, same) == form


@pytest.mark.parametrize(
    ("line", "gtin"),
    [
        ("7 310865 004703 >", "07310865004703"),
        ("< 7310865004703", "07310865004703"),
        ("73-10865-004703", "07310865004703"),
        ("96385074", None),
        ("EAN 7310865004703", None),
        ("7310865004703 7310865004703", None),
        ("7" + " " * 10**5, None),
    ],
)
def test_a_printed_gtin_stands_alone(line: str, gtin: str | None) -> None:
    assert printed_gtin(line) == gtin
