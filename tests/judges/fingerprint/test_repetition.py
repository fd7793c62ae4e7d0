"""A recording repeats itself where it is like itself, whatever noise the query has."""

import numpy as np
import pytest
from heard import RATE, beeps, recording, tune, with_noise

from judges.fingerprint.repetition import stands_out
from judges.fingerprint.sound_print import SoundPrint, print_of
from judges.fingerprint.spectrum import HOP

TICK = tune(3)[RATE : RATE + 32 * HOP]
PERIOD = len(TICK) // HOP
PLACE = 2 * PERIOD
REQUIRED = 3.5


def ticking(level: float, seed: int = 5) -> np.ndarray:
    """Nine times the same, and a note of its own with each."""
    rng = np.random.default_rng(seed)
    wave, at = np.tile(TICK, 9), np.arange(4000)
    for start in range(0, len(wave), len(TICK)):
        wave[start : start + 4000] += level * np.exp(-at / 600) * np.sin(at * rng.uniform(0.2, 2))
    return wave


def heard(wave: np.ndarray) -> SoundPrint:
    return print_of(recording(with_noise(wave[PLACE * HOP : 7 * len(TICK)], 10, seed=9)))


@pytest.mark.parametrize("periods", [-2, -1, 1, 2])
def test_the_same_again_is_a_repetition(periods: int) -> None:
    other = PLACE + periods * PERIOD
    looped = print_of(recording(ticking(0)))
    assert not stands_out(heard(ticking(0)), looped, PLACE, other, REQUIRED)


@pytest.mark.parametrize("periods", [-2, -1, 1, 2])
def test_what_is_unlike_is_none_whatever_the_query(periods: int) -> None:
    other = PLACE + periods * PERIOD
    unlike = print_of(recording(ticking(0.6)))
    for query in (ticking(0.6), ticking(0.6, seed=55)):
        assert stands_out(heard(query), unlike, PLACE, other, REQUIRED)


def test_what_is_somewhat_unlike_is_none_if_the_query_has_what_one_place_has_alone() -> None:
    somewhat = print_of(recording(ticking(0.3)))
    other = PLACE + PERIOD
    assert stands_out(heard(ticking(0.3)), somewhat, PLACE, other, REQUIRED)
    assert not stands_out(heard(ticking(0.3)), somewhat, PLACE, other, 2 * REQUIRED)
    assert not stands_out(heard(ticking(0.3, seed=55)), somewhat, PLACE, other, REQUIRED)


def test_beeps_that_do_not_begin_with_a_frame_repeat_themselves() -> None:
    """Which landmarks a beep has depends on where in a frame it begins; that is no difference."""
    period = 0.4037
    wave = beeps(3100, ((0.2, period - 0.2),), cycles=12)
    beeping = print_of(recording(with_noise(wave, 40)))
    query = print_of(recording(with_noise(wave[RATE : 4 * RATE], 40, seed=1)))
    place = RATE // HOP
    for cycles in (1, 2, 3):
        other = place + round(cycles * period * RATE / HOP)
        assert not stands_out(query, beeping, place, other, REQUIRED)


def test_places_that_do_not_overlap_are_no_repetition() -> None:
    looped = print_of(recording(ticking(0)))
    assert stands_out(heard(ticking(0)), looped, PLACE, len(looped.profile) * 2 - 4, REQUIRED)
