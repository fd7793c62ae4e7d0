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
WINDOW_CELLS = 6
"""Cells of a profile, 0.2 s: what is missing in so short a time is one note."""
STRAY = 0.1
"""The least probability that a landmark is near one of another sound by chance. That of noise, 100
landmarks a second at all frequencies, is 0.05; where sounds begin there are more."""
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


def found_improbability(found: float, marks: int, stray: float) -> float:
    """-log10 of a bound on the probability of finding such a share of ``marks`` landmarks.

    The Chernoff bound of the binomial distribution; ``stray``: the rate at which chance finds them.
    """
    rate = max(stray, STRAY)
    return marks * _divergence(np.array(found), np.array(rate)).item() if found > rate else 0.0


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
    share = missed / np.maximum(count, 1)
    is_more = (share > rate) & (elsewhere >= _FEWEST_ELSEWHERE)
    return np.where(is_more, count * _divergence(share, rate), 0.0)


def _divergence(share: NDArray[np.float64], rate: NDArray[np.float64]) -> NDArray[np.float64]:
    """D(share || rate) in digits."""
    share = np.clip(share, _TINY, 1 - _TINY)
    nats = share * np.log(share / rate) + (1 - share) * np.log((1 - share) / (1 - rate))
    digits: NDArray[np.float64] = nats / np.log(10)
    return digits


def in_windows(
    cells: NDArray[np.float64] | NDArray[np.int64], width: int = WINDOW_CELLS
) -> NDArray[np.float64]:
    """Sums over ``width`` cells in turn, along the first axis: (cells - width + 1, ...)."""
    before = np.zeros((len(cells) + 1, *cells.shape[1:]))
    np.cumsum(cells, axis=0, out=before[1:])
    return before[width:] - before[:-width]
