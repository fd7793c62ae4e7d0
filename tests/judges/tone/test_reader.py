"""The tone reader: when it beeps, and how high."""

import numpy as np
import pytest
from heard import RATE, T3, T4, beeps, recording, with_noise
from hypothesis import given, settings
from hypothesis import strategies as st

from judges.tone.reader import ToneReader

READER = ToneReader()


@settings(max_examples=25)
@given(
    st.floats(400, 7000),
    st.sampled_from([T3, T4, ((0.06, 0.5),), ((1.0, 0.3),)]),
    st.sampled_from([16_000, 44_100, 48_000]),
    st.integers(0, 99),
)
def test_frequency_within_a_percent_and_durations_within_30_ms(
    hertz: float, cycle: tuple[tuple[float, float], ...], rate: int, seed: int
) -> None:
    wave = with_noise(beeps(hertz, cycle, rate=rate), 10, seed)
    (reading,) = READER.read(recording(wave, rate))
    events = reading.details["events"]
    assert len(events) == 2 * len(cycle)
    for event, (on, _) in zip(events, [*cycle] * 2, strict=True):
        assert event["hertz"] == pytest.approx(hertz, rel=0.01)
        assert event["end"] - event["start"] == pytest.approx(on, abs=0.03)


@pytest.mark.parametrize(
    ("wave", "value"),
    [
        (beeps(3100), "3 x 0.50 s 3100 Hz / 0.50 s, pause 1.50 s"),
        (beeps(2000, T4), "4 x 0.10 s 2000 Hz / 0.10 s, pause 1.50 s"),
        (beeps(1000, ((0.8, 0.2),), cycles=1), "1 x 0.80 s 1000 Hz"),
        (
            np.concatenate([beeps(hertz, T3[:1], cycles=1) for hertz in (660, 520)]),
            "0.50 s 660 Hz, 0.50 s 520 Hz",
        ),
    ],
)
def test_says_how_it_beeps(wave: np.ndarray, value: str) -> None:
    (reading,) = READER.read(recording(wave))
    assert reading.value == value


def test_a_beep_that_the_end_cuts_off_ends_with_the_recording() -> None:
    (reading,) = READER.read(recording(beeps(3100)[: int(0.55 * RATE)]))
    assert reading.span == pytest.approx((0.3, 0.55), abs=0.02)


def test_an_hour_of_beeps_is_cut_short() -> None:
    wave = np.tile(beeps(3100, ((0.05, 0.05),), cycles=1, lead=0), 600)
    (reading,) = READER.read(recording(wave))
    assert len(reading.details["events"]) == 500
