"""The bound is a bound: simulated coincidences reach it less often than it says."""

import numpy as np
import pytest

from judges.fingerprint.significance import CLUSTER, improbability, required


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
