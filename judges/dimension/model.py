"""What a thing's outline may be: a model of it, and how far the surface is from that."""

from dataclasses import dataclass

import numpy as np

from .cloud import Floats

FLAT = 0.06
"""Share of its radius, or of its longer side, by which a surface may leave the model."""
SURE = 3.0
"""Standard deviations of noise that are allowed beside that."""
_TYPICAL = 0.01
"""Share of the same by which it usually does."""


@dataclass(frozen=True)
class Length:
    """Metres."""

    value: float
    error: float
    """Standard deviation."""


@dataclass(frozen=True)
class Footprint:
    """What stands on the table."""

    shape: str
    """``round`` or ``box``."""
    width: Length
    """Across the line of sight."""
    depth: Length | None
    """Along it; None where it is not seen."""
    fits: bool
    """Whether all of the surface lies where the model has it, as far as noise lets one tell."""
    misfit: float
    """Sum of squared distances from it, in variances."""


def misfit_of(off: Floats, errors: Floats, size: float) -> float:
    """Of distances from the model, with their standard deviations, of a thing of this size."""
    return float(np.sum(off**2 / (errors**2 + (_TYPICAL * size) ** 2)))
