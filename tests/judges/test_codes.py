"""Normal forms of codes and what a reader could confuse."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from judges.codes import CodeIndex, compact, fold, normal

CODES = st.text("0OQD1IL5S8B2Z6G4AUVWMRNXK-/. ", min_size=1, max_size=10)


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("wx-4410b", "WX-4410B"),
        (" wx 4410 / b ", "WX-4410-B"),
        ("WX\u20114410", "WX-4410"),
        ("\uff37\uff38.4410", "WX-4410"),
        ("--", ""),
    ],
)
def test_normal(text: str, form: str) -> None:
    assert normal(text) == form


@given(CODES)
def test_forms_are_settled(code: str) -> None:
    assert normal(normal(code)) == normal(code)
    assert compact(normal(code)) == compact(code)
    assert fold(fold(code)) == fold(code)
    assert fold(compact(code)) == fold(code)


@pytest.mark.parametrize(
    ("one", "other"),
    [("0", "O"), ("O", "Q"), ("0", "D"), ("1", "I"), ("I", "l"), ("5", "S"), ("8", "B"),
     ("2", "Z"), ("6", "G"), ("4", "A"), ("U", "V"), ("W", "vv"), ("m", "rn")],
)  # fmt: skip
def test_confusable_letters_fold_together(one: str, other: str) -> None:
    assert fold(f"X{one}-7") == fold(f"X{other}-7")


def test_other_letters_stay_apart() -> None:
    apart = "0123456789CEFHJKNPRTVXY"
    assert len({fold(letter) for letter in apart}) == len(apart)


@given(st.sets(CODES, max_size=12), CODES)
def test_index_agrees_with_the_definitions(codes: set[str], code: str) -> None:
    index = CodeIndex(codes)
    known = {compact(other) for other in codes if compact(other)}
    assert (code in index) == (compact(code) in known)
    assert set(index.confusable(code)) == {
        other for other in known if fold(other) == fold(code) and other != compact(code)
    }
    assert set(index.extending(code)) == {
        other for other in known if fold(code) in fold(other) and fold(code) != fold(other)
    }


def test_spellings_differ_in_separators() -> None:
    index = CodeIndex(["A1-11", "A11-1", "B2"])
    assert index.spellings("a111") == {"A1-11", "A11-1"}
    assert index.spellings("C3") == frozenset()
