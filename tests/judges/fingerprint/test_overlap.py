"""A query is laid over a recording to a part of a cell, at the recording's level."""

import numpy as np
import pytest
from heard import RATE, recording, tune, with_noise

from judges.fingerprint.overlap import LOUD, overlap, share
from judges.fingerprint.profile import SPAN
from judges.fingerprint.sound_print import print_of
from judges.fingerprint.spectrum import HOP

WAVE = tune(1)
WHOLE = print_of(recording(WAVE))
CELL = SPAN * HOP


@pytest.mark.parametrize("start", [8000, 8100, 8200, 8300, 8450])
@pytest.mark.parametrize("off", [-1, 1])
def test_the_offset_is_found_to_a_part_of_a_cell(start: int, off: int) -> None:
    query = print_of(recording(0.1 * WAVE[start : start + 3 * RATE]))
    both = overlap(query, WHOLE, round(start / HOP) + off)
    assert both is not None
    assert both.offset == pytest.approx(start / CELL, abs=0.3)
    assert both.distance < 1.5
    levels = 10 * np.log10(both.heard[both.loud] / both.own[both.loud])
    assert np.median(levels) == pytest.approx(0, abs=0.5)


def test_loud_cells_are_near_the_loudest() -> None:
    both = overlap(WHOLE, WHOLE, 0)
    assert both is not None
    assert both.distance == 0
    assert both.own[both.loud].min() >= both.own.max() * 10 ** (-LOUD / 10)
    assert share(WHOLE, WHOLE, both) == 1


def test_either_may_reach_beyond_the_other() -> None:
    query = print_of(recording(WAVE[2 * RATE :]))
    ahead = overlap(query, WHOLE, round(2 * RATE / HOP))
    behind = overlap(WHOLE, query, -round(2 * RATE / HOP))
    assert ahead is not None
    assert behind is not None
    assert ahead.start == pytest.approx(2 * RATE / CELL, abs=4)
    assert max(ahead.distance, behind.distance) < 1.5
    assert share(query, WHOLE, ahead) > 0.9
    assert overlap(WHOLE, WHOLE, 5 * RATE // HOP - 8) is None


def test_noise_shortens_no_distance() -> None:
    query = print_of(recording(with_noise(WAVE[RATE : 4 * RATE], 10)))
    other = print_of(recording(tune(2)))
    same, strange = overlap(query, WHOLE, RATE // HOP), overlap(query, other, RATE // HOP)
    assert same is not None
    assert strange is not None
    assert same.distance < 2
    assert strange.distance > 4
