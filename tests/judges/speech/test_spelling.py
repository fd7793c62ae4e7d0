"""Transcripts that are codes, and those that are not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from judges.speech.spelling import spelled


@pytest.mark.parametrize(
    ("transcript", "code"),
    [
        ("U-M-N-Y-H-6.", "UMNYH6"),
        ("HBGL 77.", "HBGL77"),
        ("1,006", "1006"),
        ("B7.25", "B725"),
        ("k x 4 4 1 6", "KX4416"),
        ("Alpha, Bravo, one, two, double four.", "AB1244"),
        ("triple seven oh X-ray", "7770X"),
        ("whisky romeo niner", "WR9"),
        ("W X dash 4 4 1 0 B", "WX4410B"),
        ("zed zee jay kay", "ZZJK"),
        ("seventy thirteen", "7013"),
        ("The code is FL529, please.", "FL529"),
        ("code H X 1 2", "HX12"),
        ("It's the model number A B 1 2, thank you", "AB12"),
        ("This is K X 4 4, thanks", "KX44"),
    ],
)
def test_codes(transcript: str, code: str) -> None:
    found = spelled(transcript)
    assert found is not None
    assert (found.code, found.others) == (code, ())


@pytest.mark.parametrize(
    ("transcript", "code", "others"),
    [
        ("five twenty three", "523", ("5203",)),
        ("seventy five thirteen", "7513", ("70513",)),
        ("60 4 A", "604A", ("64A",)),
        ("double U 1 2", "W12", ("UU12",)),
    ],
)
def test_words_that_may_mean_two_codes(transcript: str, code: str, others: tuple[str, ...]) -> None:
    found = spelled(transcript)
    assert found is not None
    assert (found.code, found.others) == (code, others)


@pytest.mark.parametrize(
    "transcript",
    [
        "",
        "AB",
        "Easy AK08",  # E Z, misheard: AK08 would be another code
        "LZ or V5535",
        "The ADR 3107",  # V A D R
        "It's ADR 3107",  # S, or X
        "Is ADR 3107",
        "The code the ADR 3107",
        "ADR 310 you",  # U
        "ADR 310 thank",
        "Gulf, kilo, seven, three.",
        "Confirm everything.",
        "double",
        "AB 12 double double 4",
        "A" * 25,
    ],
)
def test_what_is_not_one_code_and_nothing_else(transcript: str) -> None:
    assert spelled(transcript) is None


@given(st.text(max_size=60))
def test_a_code_has_capitals_and_digits_only(transcript: str) -> None:
    found = spelled(transcript)
    assert found is None or (found.code.isascii() and found.code.isalnum())
    assert found is None or found.code == found.code.upper()
