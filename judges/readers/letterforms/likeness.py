"""How like a letter a character looks, whatever it was read as.

What the recogniser saw in a glyph shows in how likely it holds all other characters: an O that it
takes for a 0 is often a little liker to other letters than a 0 is. How much each of them tells was
fitted to some four hundred typefaces (``benchmarks/letterforms.py``), on lines in which letters and
digits stand in any order: it does not lean on which usually stand side by side. Another recogniser
needs another fit.
"""

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from judges.readers.ocr import PRINTABLE

FILE = Path(__file__).with_name("likeness.json")


def likeness(letter: str, logs: Sequence[float]) -> float:
    """Log odds of a letter against the digit like it.

    ``logs`` are the log likelihoods of PRINTABLE, less their mean (see ``ctc.Line``).
    """
    constant, weights = _weights()[letter]
    return constant + float(weights @ np.asarray(logs))


@cache
def _weights() -> dict[str, tuple[float, NDArray[np.float64]]]:
    """By letter: the constant, and the weight of each of PRINTABLE."""
    fitted: dict[str, dict[str, float]] = json.loads(FILE.read_text(encoding="utf-8"))
    return {
        letter: (weights[""], np.array([weights[char] for char in PRINTABLE]))
        for letter, weights in fitted.items()
    }
