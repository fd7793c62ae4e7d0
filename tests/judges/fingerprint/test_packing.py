"""Landmarks survive being packed, whatever they are."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from judges import JudgeError
from judges.fingerprint.landmarks import BINS, LOWEST_BIN, Landmarks
from judges.fingerprint.packing import pack, unpack

MARKS = st.lists(st.tuples(st.integers(0, 5000), st.integers(LOWEST_BIN, BINS - 1)))


@given(MARKS)
def test_what_is_packed_is_unpacked(marks: list[tuple[int, int]]) -> None:
    frames, bins = np.array(sorted(marks), dtype=np.int64).reshape(-1, 2).T
    found = unpack("here", pack(Landmarks(frames, bins)))
    assert found.frames.tolist() == frames.tolist()
    assert found.bins.tolist() == bins.tolist()


@given(st.text() | st.binary().map(lambda data: data.hex()))
def test_any_other_text_is_refused_or_harmless(text: str) -> None:
    try:
        found = unpack("here", text)
    except JudgeError:
        return
    assert (np.diff(found.frames) >= 0).all()
    assert ((found.bins >= LOWEST_BIN) & (found.bins < BINS)).all()


def test_a_fingerprint_beyond_all_measure_is_refused() -> None:
    with pytest.raises(JudgeError, match="expected a packed fingerprint"):
        unpack("here", "A" * 4_000_004)
