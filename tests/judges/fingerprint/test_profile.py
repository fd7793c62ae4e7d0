"""Profiles: where a recording is loud, whatever its level."""

import numpy as np
from heard import RATE, recording, tune

from judges.fingerprint.profile import BANDS, FLOOR, SPAN, band_of
from judges.fingerprint.sound_print import print_of
from judges.fingerprint.spectrum import HOP


def test_a_tone_is_loud_in_its_band_while_it_lasts() -> None:
    wave = np.zeros(2 * RATE)
    wave[RATE:] = 0.5 * np.sin(2 * np.pi * 1000 * np.arange(RATE) / RATE)
    found = print_of(recording(wave)).profile
    band = int(band_of(np.array([64]))[0])  # 64 bins of 15.625 Hz
    assert found.shape == (64, BANDS)
    assert (found[36:56, band] <= 1).all()
    assert (found[:20] == FLOOR).all()
    assert (found[36:56, band - 6] > 8).all()


def test_level_does_not_count_nor_does_the_cut_into_blocks() -> None:
    long = np.concatenate([tune(seed, 12.0) for seed in range(4)])  # two blocks
    found = print_of(recording(long)).profile
    assert np.array_equal(found, print_of(recording(long / 64)).profile)
    assert len(found) == (len(long) // HOP + 3) // SPAN
