"""What stated patterns say of a code that was heard."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from said import asked, spoken

from judges import Candidate, JudgeConfigError, Reading, Vocabulary, build_judge
from judges.code_shapes import Shapes, shape
from judges.speech.shaped import narrowed

CODES = {"a": "KX-4416", "b": "KX-4418", "c": "FL-5298"}
SHAPES = Shapes(CODES.values())


def verdict(codes: dict[str, str], code: str, reading: Reading, **options: Any) -> tuple[str, str]:
    judge = build_judge("said", {"use": "spoken_code", **options}, Vocabulary())
    (found,) = judge.judge(asked(codes, reading), [Candidate("x", {"model_code": code})])
    return found.outcome.value, found.reason


def doubtful(code: str, at: int, rivals: dict[str, float]) -> Reading:
    """A code whose symbol at one place may be others."""
    reading = spoken(code, 0.98, rivals={at: rivals})
    symbols = reading.details["symbols"]
    symbols[at]["probability"] = round(1 - sum(rivals.values()), 3)
    return reading.model_copy(update={"confidence": symbols[at]["probability"]})


@pytest.mark.parametrize(
    ("at", "rivals", "expected"),
    [
        (2, {"A": 0.3}, ("confirm", "code_heard")),  # the first digit may be no letter
        (2, {"9": 0.3}, ("abstain", "low_confidence")),
        (2, {"A": 0.2, "9": 0.1}, ("confirm", "code_heard")),
        (1, {"8": 0.3}, ("confirm", "code_heard")),
        (1, {"S": 0.3}, ("abstain", "low_confidence")),
        (6, {"…": 0.3}, ("confirm", "code_heard")),  # no code is longer
        (6, {"7": 0.3}, ("confirm", "code_heard")),
    ],
)
def test_a_rival_that_no_code_has_there_counts_for_nothing(
    at: int, rivals: dict[str, float], expected: tuple[str, str]
) -> None:
    reading = doubtful("KX4416", at, rivals)
    assert verdict(CODES, "KX-4416", reading) == ("abstain", "low_confidence")
    assert verdict(CODES, "KX-4416", reading, patterns=["AA-9999"]) == expected


def test_shapes_of_the_catalogue_count_beside_the_stated() -> None:
    reading = doubtful("KX4416", 2, {"A": 0.3})
    wider = {**CODES, "d": "BEO-416"}
    assert verdict(wider, "KX-4416", reading, patterns=["AA-9999"])[0] == "abstain"
    longer = doubtful("KX4416", 6, {"…": 0.3})
    wider = {**CODES, "d": "BE-41677"}
    assert verdict(wider, "KX-4416", longer, patterns=["AA-9999"])[0] == "abstain"


@pytest.mark.parametrize(
    ("heard", "own", "pattern", "expected"),
    [
        ("GCD04", "GCDO4", "AAAA9", ("confirm", "code_heard")),
        ("GCDO4", "GCD04", "AAA99", ("confirm", "code_heard")),
        ("GCD04", "GCD04", "AAA99", ("confirm", "code_heard")),
        ("GCD04", "GCD04", "AAAA9", ("abstain", "letter_or_digit")),  # its own shape counts too
    ],
)
def test_oh_is_what_codes_have_there(
    heard: str, own: str, pattern: str, expected: tuple[str, str]
) -> None:
    at = heard.index("O") if "O" in heard else heard.index("0")
    reading = spoken(heard, rivals={at: {"O": 0.5, "0": 0.5}})
    assert verdict({"a": own}, own, reading) == ("abstain", "letter_or_digit")
    assert verdict({"a": own}, own, reading, patterns=[pattern]) == expected


def test_codes_that_differ_in_oh_alone_stay_open() -> None:
    reading = spoken("GCD04", rivals={3: {"O": 0.5}})
    codes = {"a": "GCD04", "b": "GCDO4"}
    for own in codes.values():
        assert verdict(codes, own, reading, patterns=["AAA99"])[0] == "abstain"


def test_what_was_heard_is_kept() -> None:
    reading = doubtful("KX4416", 2, {"A": 0.3})
    found = narrowed(reading, SHAPES)
    assert found.confidence == pytest.approx(0.98)
    assert found.details["heard"] == {"value": "KX4416", "confidence": 0.7}


def test_transcripts_that_disagree_are_not_overruled() -> None:
    reading = doubtful("KX4416", 2, {"A": 0.3}).model_copy(update={"confidence": 0.4})
    assert narrowed(reading, SHAPES).confidence == 0.4


@pytest.mark.parametrize("code", ["KX44", "4416KX", "K0441O6"])
def test_what_has_no_known_shape_stays_as_it_is(code: str) -> None:
    reading = spoken(code)
    assert narrowed(reading, SHAPES) is reading


SYMBOLS = st.sampled_from("AKO0148")


@given(st.text(SYMBOLS, min_size=4, max_size=6), st.data())
def test_it_is_never_surer_than_its_own_rivals_allow(code: str, data: st.DataObject) -> None:
    """A place is as sure as beside those of its rivals that a code may have there, and no surer."""
    at = data.draw(st.integers(0, len(code) - 1))
    others = st.dictionaries(
        SYMBOLS.filter(lambda one: one not in "O0"), st.floats(0.05, 0.2), max_size=3
    )
    rivals = {one: share for one, share in data.draw(others).items() if one != code[at]}
    found = narrowed(doubtful(code, at, rivals), Shapes([code]))
    place = found.details["symbols"][at]
    alike = {one: share for one, share in rivals.items() if shape(one) == shape(code[at])}
    if found.details.get("heard"):
        assert set(place["or"]) == set(alike)
        own = 1 - sum(rivals.values())
        assert place["probability"] == pytest.approx(own / (own + sum(alike.values())), abs=0.002)
        assert found.confidence <= place["probability"]


def test_patterns_are_checked() -> None:
    with pytest.raises(JudgeConfigError, match=r"said\.patterns"):
        build_judge("said", {"use": "spoken_code", "patterns": ["KX-9"]}, Vocabulary())
