"""Recordings of motion: 2,000 steps for five seconds, whatever the sensor's rate."""

import numpy as np
import pytest

from modalities import Imu
from modalities.imagebind.motion import cut_imu


def ramp(seconds: float, rate: float) -> Imu:
    """Every channel is the time in seconds, times the channel's number."""
    time = np.arange(round(seconds * rate)) / rate
    return Imu((time[:, None] * np.arange(1, 7)).astype(np.float32), rate, "ramp", "ramp")


@pytest.mark.parametrize("rate", [37.5, 100.0, 400.0])
def test_a_slow_sensor_is_joined_by_straight_lines(rate: float) -> None:
    (piece,) = cut_imu(ramp(5, rate)).make(0, 1).numpy()
    assert piece.shape == (6, 2000)
    times = np.minimum(np.arange(2000) / 400, (round(5 * rate) - 1) / rate)
    np.testing.assert_allclose(piece, np.arange(1, 7)[:, None] * times, atol=1e-4)


def test_shaking_faster_than_a_step_averages_out() -> None:
    """At 800 Hz readings that alternate would look still, or anything, if every other were kept."""
    motion = np.tile(np.array([1.0, -1.0], np.float32).repeat(1)[:, None], (4000, 6))
    (piece,) = cut_imu(Imu(motion[:4000], 800.0, "shake", "shake")).make(0, 1).numpy()
    assert np.abs(piece).max() < 1e-6


def test_a_short_recording_holds_its_last_reading() -> None:
    (piece,) = cut_imu(ramp(1, 400.0)).make(0, 1).numpy()
    assert piece[0, 399:].tolist() == pytest.approx([piece[0, 399]] * 1601)


def test_a_long_one_is_seen_through_windows() -> None:
    cut = cut_imu(ramp(12, 100.0))
    assert cut.spans.tolist() == [[0, 5], [3.5, 8.5], [7, 12]]
    pieces = cut.make(1, 3).numpy()
    assert pieces.shape == (2, 6, 2000)
    assert pieces[:, 0, 0].tolist() == pytest.approx([3.5, 7])


def test_one_reading_is_enough() -> None:
    (piece,) = cut_imu(ramp(0.01, 100.0)).make(0, 1).numpy()
    assert np.isfinite(piece).all()
