"""What counts as another note, another key, or a singer's drift."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from judges.melody.misfit import misfits, without_drift

STEEPEST = 0.12
drifts = st.floats(-STEEPEST, STEEPEST)


@given(st.integers(7, 30), st.floats(-30, 30), drifts)
def test_key_and_slow_drift_do_not_matter(count: int, key: float, drift: float) -> None:
    offsets = key + drift * np.arange(count)
    assert misfits(offsets[None], STEEPEST).max() < 1e-6


@given(st.integers(7, 30), st.data(), drifts)
def test_a_note_a_semitone_off_stands_out(count: int, data: st.DataObject, drift: float) -> None:
    at = data.draw(st.integers(0, count - 1))
    offsets = drift * np.arange(count)
    offsets[at] += 1
    found = misfits(offsets[None], STEEPEST)[0]
    assert found[at] > 0.8
    assert int(found.argmax()) == at


@given(st.integers(7, 30), st.data())
def test_a_change_of_key_stands_out(count: int, data: st.DataObject) -> None:
    offsets = np.zeros(count)
    offsets[data.draw(st.integers(1, count - 1)) :] = 1
    assert misfits(offsets[None], STEEPEST).max() > 0.6


def test_drift_beyond_what_is_allowed_stays() -> None:
    offsets = 0.3 * np.arange(8)
    assert np.diff(without_drift(offsets[None], STEEPEST)[0]) == pytest.approx([0.18] * 7)


def test_rows_are_judged_apart() -> None:
    rows = np.vstack([np.zeros(8), np.eye(8)[3]])
    assert misfits(rows, STEEPEST).max(axis=1) == pytest.approx([0, 1])
