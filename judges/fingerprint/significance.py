"""How unlikely coincidences are by chance, and how unlikely it is that they fail to come.

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
WINDOW_CELLS = 3
"""Cells of a profile, 0.2 s: what is missing in so short a time is one note."""
_FEWEST_ELSEWHERE = 4
_TINY = 1e-9


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


def miss_improbability(misses: NDArray[np.int64], marks: NDArray[np.int64]) -> NDArray[np.float64]:
    """-log10 of a bound on the probability of so many misses in each window; shape (windows,).

    Shapes (cells,): how many landmarks there are in each cell of time, and how many of them are
    missed. The rate of misses is that outside of the window. The Chernoff bound of the binomial
    distribution, exp(-n D(share of misses || rate)); 0 where misses are no more than usual, or too
    few landmarks are elsewhere to tell what is usual.
    """
    missed, count = in_windows(misses), in_windows(marks)
    elsewhere = marks.sum() - count
    rate = (misses.sum() - missed + 1) / (elsewhere + 2)
    share = np.clip(missed / np.maximum(count, 1), _TINY, 1 - _TINY)
    nats = share * np.log(share / rate) + (1 - share) * np.log((1 - share) / (1 - rate))
    is_more = (share > rate) & (elsewhere >= _FEWEST_ELSEWHERE)
    return np.where(is_more, count * nats / np.log(10), 0.0)


def in_windows(cells: NDArray[np.float64] | NDArray[np.int64]) -> NDArray[np.float64]:
    """Sums over ``WINDOW_CELLS`` cells in turn, shape (cells - WINDOW_CELLS + 1,)."""
    found: NDArray[np.float64] = np.convolve(cells, np.ones(WINDOW_CELLS), mode="valid")
    return found
