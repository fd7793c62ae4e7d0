"""How unlikely coincidences are by chance.

Landmarks of two unrelated recordings coincide at one offset as rare, independent events do: their
number is Poisson distributed around what is found at the other offsets. But two landmarks that
coincide by chance are the ends of several pairs, so coincidences come in clusters, of two on
average: what is Poisson distributed is the number of clusters, half that of coincidences.
"""

import numpy as np
from numpy.typing import NDArray

CLUSTER = 2.0
RISK = 1e-2
"""Bound on the probability that an unrelated query is like any recording of the catalogue. It is
loose: with 1 in its place, 8 of 485 queries of benchmarks/sounds.py were like a wrong one."""
LEAST = 8
"""Coincidences below which nothing is believed, however unlikely they are."""


def improbability(found: NDArray[np.float64], expected: NDArray[np.float64]) -> NDArray[np.float64]:
    """-log10 of a bound on the probability of ``found`` coincidences or more. Shapes (n,).

    The Chernoff bound of the Poisson distribution, exp(-m (r ln r - r + 1)) for r times the mean m.
    """
    mean = expected / CLUSTER
    clusters = found / CLUSTER
    ratio = np.maximum(clusters / mean, 1.0)
    digits: NDArray[np.float64] = mean * (ratio * np.log(ratio) - ratio + 1) / np.log(10)
    return digits


def required(offsets: float) -> float:
    """The improbability from which a match is believed, given how many offsets were looked at."""
    return float(np.log10(max(offsets, 1.0) / RISK))
