"""The melody reader: which notes are hummed, when, and how high."""

import numpy as np
import pytest
from heard import RATE, beeps, recording, tune, with_noise
from hummed import ELISE, JOY, Notes, hum, melody_readings
from hypothesis import given, settings
from hypothesis import strategies as st

from judges import ReaderError
from judges.melody.reader import LONGEST, MelodyReader
from modalities import Text

SHORT = JOY[:6]


@settings(max_examples=20)
@given(
    by=st.floats(-22, 25),
    beat=st.floats(0.25, 0.7),
    vibrato=st.floats(0, 0.3),
    decibels=st.sampled_from([10, 20, 40]),
    rate=st.sampled_from([8_000, 16_000, 44_100]),
)
def test_notes_within_a_quarter_of_a_semitone_and_50_ms(
    by: float, beat: float, vibrato: float, decibels: float, rate: int
) -> None:
    wave = with_noise(hum(SHORT, by=by, beat=beat, vibrato=vibrato, rate=rate), decibels)
    (reading,) = MelodyReader().read(recording(wave, rate))
    notes = reading.details["notes"]
    assert len(notes) == len(SHORT)
    starts = 0.2 + beat * np.arange(len(SHORT))
    for note, start, (semitones, _) in zip(notes, starts, SHORT, strict=True):
        assert note["semitones"] == pytest.approx(semitones + by, abs=0.25)
        assert note["start"] == pytest.approx(start, abs=0.05)


def test_the_value_is_what_a_record_may_hold() -> None:
    (reading,) = melody_readings(hum(ELISE, by=0))
    parts = [part.split(":") for part in reading.value.split()]
    assert [name for name, _ in parts] == ["E5", "D#5", "E5", "D#5", "E5", "B4", "D5", "C5", "A4"]
    assert [float(step) for _, step in parts[:-1]] == pytest.approx([0.25] * 8, abs=0.04)
    assert reading.confidence > 0.8
    assert reading.span == pytest.approx((0.2, 2.95), abs=0.05)


def test_a_note_sung_again_is_another_note() -> None:
    again: Notes = ((60, 1), (60, 1), (60, 1), (64, 1))
    (reading,) = melody_readings(hum(again, by=0))
    assert [part.split(":")[0] for part in reading.value.split()] == ["C4", "C4", "C4", "E4"]


def chord(*semitones: float) -> np.ndarray:
    """Three seconds, struck four times."""
    return sum(hum([(each, 1.5)] * 4, by=0, vibrato=0) for each in semitones)


@pytest.mark.parametrize(
    "wave",
    [
        pytest.param(np.random.default_rng(2).normal(0, 0.1, 3 * RATE), id="white noise"),
        pytest.param(np.cumsum(np.random.default_rng(3).normal(0, 0.01, 3 * RATE)), id="brown"),
        pytest.param(np.zeros(RATE) + 0.5, id="direct current"),
        pytest.param(np.zeros(RATE), id="silence"),
        pytest.param(np.ones(1), id="one sample"),
        pytest.param(np.sin(2 * np.pi * 440 * np.arange(3 * RATE) / RATE), id="one note"),
        pytest.param(chord(60, 64, 67), id="a major chord"),
        pytest.param(chord(57, 60, 63, 66), id="a diminished chord"),
        pytest.param(tune(1), id="many notes at a time"),
        pytest.param(beeps(5000), id="beeps above all voices"),
    ],
)  # fmt: skip
def test_without_a_melody_nothing_is_read(wave: np.ndarray) -> None:
    assert melody_readings(wave) == []


def test_of_a_long_recording_the_first_minute_counts() -> None:
    wave = np.tile(hum(ELISE), 1 + int((LONGEST + 20) / 3))
    (reading,) = melody_readings(wave)
    assert reading.details["notes"][-1]["end"] <= LONGEST + 0.1


def test_only_recordings_are_read() -> None:
    with pytest.raises(ReaderError, match="a note: found text, expected audio"):
        MelodyReader().read(Text("la la la", "", "a note"))
