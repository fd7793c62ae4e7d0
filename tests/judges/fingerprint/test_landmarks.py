"""Landmarks: where peaks are, and that neither length nor level decides."""

import numpy as np
from heard import RATE, recording, tune, with_noise
from hypothesis import given
from hypothesis import strategies as st

from judges.fingerprint.landmarks import Landmarks, highest_around
from judges.fingerprint.matching import LONGEST_QUERY, densest
from judges.fingerprint.sound_print import print_of
from judges.fingerprint.spectrum import FRAME_SECONDS, HOP


def test_a_struck_note_is_a_landmark() -> None:
    wave = np.zeros(2 * RATE)
    rest = np.arange(RATE) / RATE
    wave[RATE:] = np.exp(-12 * rest) * np.sin(2 * np.pi * 1500 * rest)
    found = print_of(recording(wave)).landmarks
    loudest = np.flatnonzero(np.abs(found.bins - 1500 / 15.625) <= 1)
    assert np.abs(found.frames[loudest] * FRAME_SECONDS - 1.02).min() < 0.03


def test_the_same_landmarks_at_any_level_and_in_blocks() -> None:
    long = np.concatenate([tune(seed, 12.0) for seed in range(4)])  # two blocks
    found = print_of(recording(long)).landmarks
    quiet = print_of(recording(long / 64)).landmarks
    assert np.array_equal(found.frames, quiet.frames)
    assert np.array_equal(found.bins, quiet.bins)
    cut = print_of(recording(long[: 20 * RATE])).landmarks
    both = set(zip(found.frames, found.bins, strict=True)) & set(
        zip(cut.frames, cut.bins, strict=True)
    )
    assert len(both) > 0.95 * len(cut.frames)


def test_what_is_kept_does_not_depend_on_where_a_recording_begins() -> None:
    noise = with_noise(tune(1, 4.0), 0)  # more peaks than are kept
    whole = print_of(recording(noise)).landmarks
    part = print_of(recording(noise[20 * HOP :])).landmarks
    inner = 40, len(noise) // HOP - 40  # frames far from either end
    kept = {(f, b) for f, b in zip(*whole, strict=True) if inner[0] <= f < inner[1]}
    again = {(f + 20, b) for f, b in zip(*part, strict=True) if inner[0] <= f + 20 < inner[1]}
    assert len(kept) > 200
    assert kept == again


@given(st.lists(st.floats(-9, 9, width=32), min_size=1, max_size=40), st.integers(1, 9))
def test_highest_around_is_the_maximum_of_the_neighbours(values: list[float], reach: int) -> None:
    row = np.array([values], dtype=np.float32)
    expected = [max(values[max(0, at - reach) : at + reach + 1]) for at in range(len(values))]
    assert highest_around(row, reach, 1)[0].tolist() == expected
    assert highest_around(row.T, reach, 0)[:, 0].tolist() == expected


def test_a_long_query_is_looked_up_where_it_is_richest() -> None:
    frames = np.concatenate([np.arange(0, 4000, 100), np.arange(4000, 5000, 10)])
    found = densest(Landmarks(frames, np.full(len(frames), 50)))
    assert found.frames[-1] - found.frames[0] < LONGEST_QUERY
    assert {4000, 4990} <= set(found.frames.tolist())
