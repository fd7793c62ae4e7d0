"""Greedy decoding of a line recogniser's output, with the characters that came close."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

BLANK = 0
"""The class that stands between characters."""


class Line(NamedTuple):
    """What one strip of a picture says."""

    text: str
    confidences: tuple[float, ...]
    """Of each character, 0 to 1."""
    shares: tuple[dict[str, float], ...]
    """For each character, the other ones that were given at least the share asked for."""


def decode(probabilities: NDArray[np.float32], characters: Sequence[str], least: float) -> Line:
    """The most likely class of each step, repeats made one and blanks left out.

    ``probabilities`` is of shape (steps, classes), each row of sum 1; class ``BLANK`` is no
    character. ``least`` is the share from which another character is told. See Graves et al.,
    Connectionist Temporal Classification, ICML 2006, section 3.2.
    """
    found = list(_runs(probabilities))
    best = [rows.max(axis=0) for _, rows in found]
    return Line(
        "".join(characters[winner] for winner, _ in found),
        tuple(float(share[winner]) for (winner, _), share in zip(found, best, strict=True)),
        tuple(
            {
                characters[other]: float(share[other])
                for other in np.flatnonzero(share >= least).tolist()
                if other not in (BLANK, winner)
            }
            for (winner, _), share in zip(found, best, strict=True)
        ),
    )


def _runs(
    probabilities: NDArray[np.float32],
) -> Iterator[tuple[int, NDArray[np.float32]]]:
    """Each character's class, and the steps in which it is the likeliest, in order."""
    steps = enumerate(probabilities.argmax(axis=1).tolist())
    for winner, run in groupby(steps, key=lambda step: step[1]):
        if winner != BLANK:
            yield winner, probabilities[[step for step, _ in run]]
