"""The bound is a bound: simulated coincidences reach it less often than it says."""

import numpy as np
import pytest

from judges.fingerprint.significance import (
    CLUSTER,
    STRAY,
    found_improbability,
    improbability,
    in_windows,
    miss_improbability,
    required,
)


@pytest.mark.parametrize("mean", [0.1, 1.0, 5.0])
def test_chance_stays_below_the_bound(mean: float) -> None:
    drawn = CLUSTER * np.random.default_rng(1).poisson(mean / CLUSTER, 200_000)
    for found in range(1, 12):
        (digits,) = improbability(np.array([float(found)]), np.array([mean]))
        assert (drawn >= found).mean() <= 10**-digits * 1.05


def test_more_is_less_probable_and_a_larger_catalogue_asks_for_more() -> None:
    digits = improbability(np.arange(1.0, 50.0), np.full(49, 0.5))
    assert (np.diff(digits) > 0).all()
    assert digits[0] >= 0
    assert required(1e6) == pytest.approx(required(1e5) + 1)


def test_misses_stand_out_where_they_are_together() -> None:
    marks = np.full(20, 3)
    spread, gathered = np.zeros(20, int), np.zeros(20, int)
    spread[::3] = 1
    gathered[8:14] = (2, 3, 2, 3, 3, 2)
    assert miss_improbability(spread, marks).max() < 1
    found = miss_improbability(gathered, marks)
    assert int(np.argmax(found)) == 8
    assert found.max() > 4


def test_misses_by_chance_stay_below_the_bound() -> None:
    rng = np.random.default_rng(2)
    marks = np.full(400, 4)
    drawn = [miss_improbability(rng.binomial(4, 0.3, 400), marks)[::6] for _ in range(100)]
    for digits in (1, 2, 3):
        assert (np.concatenate(drawn) >= digits).mean() <= 10**-digits


def test_without_others_to_compare_with_nothing_is_improbable() -> None:
    assert miss_improbability(np.full(6, 2), np.full(6, 2)).tolist() == [0.0]


@pytest.mark.parametrize("stray", [0.01, 0.2])
def test_landmarks_found_by_chance_stay_below_the_bound(stray: float) -> None:
    rate, marks = max(stray, STRAY), 30
    drawn = np.random.default_rng(3).binomial(marks, rate, 200_000)
    for found in range(1, 20):
        digits = found_improbability(found / marks, marks, stray)
        assert (drawn >= found).mean() <= 10**-digits * 1.05
    assert found_improbability(stray / 2, marks, stray) == 0.0


def test_windows_are_sums_of_cells_in_turn() -> None:
    cells = np.arange(8).reshape(4, 2)
    assert in_windows(cells, 3).tolist() == [[6, 9], [12, 15]]
