"""The law of windows: from the start to the end, evenly, without a gap."""

import math
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modalities.imagebind.windows import windows

DURATIONS = st.floats(min_value=1e-5, max_value=600, allow_nan=False)


@given(DURATIONS, st.sampled_from([2, 5]), st.integers(1, 5))
def test_from_the_start_to_the_end_without_a_gap(seconds: float, length: int, least: int) -> None:
    found = windows(seconds, length, least)
    assert found[0].start == 0
    assert float(found[-1].end) == pytest.approx(seconds)
    for one, following in pairwise(found):
        assert one.start <= following.start
        # Spacing is computed in floating point, as Meta's code does.
        assert following.start <= one.end + Fraction(1, 10**9)
    assert {round(float(w.end - w.start), 9) for w in found} == {round(min(length, seconds), 9)}


@given(DURATIONS, st.sampled_from([2, 5]), st.integers(1, 5))
def test_no_more_than_needed(seconds: float, length: int, least: int) -> None:
    needed = math.ceil(Fraction(seconds) / length)
    expected = 1 if seconds <= length else max(least, needed)
    assert len(windows(seconds, length, least)) == expected


def test_up_to_six_seconds_are_metas_three_clips() -> None:
    found = windows(5.0, 2, 3)
    assert [(float(w.start), float(w.end)) for w in found] == [(0, 2), (1.5, 3.5), (3, 5)]


def test_what_fits_into_one_window_has_one() -> None:
    assert windows(2.0, 2, 3) == [(Fraction(0), Fraction(2))]
    assert windows(0.25, 2, 5) == [(Fraction(0), Fraction(1, 4))]
