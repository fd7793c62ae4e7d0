"""Greedy decoding of a line recogniser's output, with the characters that came close."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

BLANK = 0
"""The class that stands between characters."""
_LEAST = 1e-30
"""Shares are rounded to nothing not far below."""


class Line(NamedTuple):
    """What one strip of a picture says."""

    text: str
    confidences: tuple[float, ...]
    """Of each character, 0 to 1."""
    shares: tuple[dict[str, float], ...]
    """For each character, the other ones that were given at least the share asked for."""
    places: tuple[float, ...]
    """Where the middle of each character is, as a share of the strip's width."""
    likenesses: tuple[tuple[float, ...], ...]
    """For each character, the log likelihoods of those that it was compared with, less their mean,
    where it was read most surely."""


def decode(
    probabilities: NDArray[np.float32],
    characters: Sequence[str],
    least: float,
    compared: Sequence[int],
) -> Line:
    """The most likely class of each step, repeats made one and blanks left out.

    ``probabilities`` is of shape (steps, classes), each row of sum 1; class ``BLANK`` is no
    character. ``least`` is the share from which another character is told, and ``compared`` are
    the classes of which likenesses are told. See Graves et al., Connectionist Temporal
    Classification, ICML 2006, section 3.2.
    """
    found = list(_runs(probabilities))
    winners = [winner for winner, _ in found]
    best = [probabilities[run].max(axis=0) for _, run in found]
    return Line(
        "".join(characters[winner] for winner in winners),
        tuple(float(share[winner]) for winner, share in zip(winners, best, strict=True)),
        tuple(
            {
                characters[other]: float(share[other])
                for other in np.flatnonzero(share >= least).tolist()
                if other not in (BLANK, winner)
            }
            for winner, share in zip(winners, best, strict=True)
        ),
        tuple((run.start + run.stop) / 2 / len(probabilities) for _, run in found),
        tuple(
            _likeness(probabilities[run][probabilities[run, winner].argmax(), compared])
            for winner, run in found
        ),
    )


def _likeness(shares: NDArray[np.float32]) -> tuple[float, ...]:
    logs = np.log(np.maximum(shares, _LEAST))
    return tuple((logs - logs.mean()).tolist())


def _runs(probabilities: NDArray[np.float32]) -> Iterator[tuple[int, slice]]:
    """Each character's class, and the steps in which it is the likeliest, in order."""
    steps = enumerate(probabilities.argmax(axis=1).tolist())
    for winner, run in groupby(steps, key=lambda step: step[1]):
        if winner != BLANK:
            places = [step for step, _ in run]
            yield winner, slice(places[0], places[-1] + 1)
