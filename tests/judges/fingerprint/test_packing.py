"""Fingerprints survive being packed, whatever they are."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from judges import JudgeError
from judges.fingerprint.landmarks import LOWEST_BIN, Landmarks
from judges.fingerprint.packing import pack, unpack
from judges.fingerprint.profile import BANDS, FLOOR
from judges.fingerprint.sound_print import SoundPrint
from judges.fingerprint.spectrum import BINS

MARKS = st.lists(st.tuples(st.integers(0, 5000), st.integers(LOWEST_BIN, BINS - 1)))


@given(MARKS, st.integers(0, 20), st.integers(0, 9))
def test_what_is_packed_is_unpacked(marks: list[tuple[int, int]], cells: int, seed: int) -> None:
    frames, bins = np.array(sorted(marks), dtype=np.int64).reshape(-1, 2).T
    profile = np.random.default_rng(seed).integers(0, FLOOR + 1, (cells, BANDS), dtype=np.uint8)
    found = unpack("here", pack(SoundPrint(Landmarks(frames, bins), profile)))
    assert found.landmarks.frames.tolist() == frames.tolist()
    assert found.landmarks.bins.tolist() == bins.tolist()
    assert np.array_equal(found.profile, profile)


@given(st.text() | st.binary().map(lambda data: data.hex()))
def test_any_other_text_is_refused_or_harmless(text: str) -> None:
    try:
        found = unpack("here", text)
    except JudgeError:
        return
    assert (np.diff(found.landmarks.frames) >= 0).all()
    assert ((found.landmarks.bins >= LOWEST_BIN) & (found.landmarks.bins < BINS)).all()
    assert (found.profile <= FLOOR).all()


def test_a_fingerprint_beyond_all_measure_is_refused() -> None:
    with pytest.raises(JudgeError, match="expected a packed fingerprint"):
        unpack("here", "A" * 8_000_004)
