"""A medium as the pieces that the model takes, each made when it is asked for."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from torch import Tensor

from .windows import Window


@dataclass(frozen=True, slots=True, eq=False)
class Cut:
    """What one medium is cut into: windows, and in each window one crop or several."""

    spans: NDArray[np.float64]
    """Shape (w, 2): when each window begins and ends, in seconds; zeros where there is no time."""
    make: Callable[[int, int], Tensor]
    """The pieces of the windows from the first number to before the second, crops side by side:
    shape (windows * crops, …). May be called from several threads at once."""
    crops: int = 1


def uncut(make: Callable[[], Tensor]) -> Cut:
    """A medium that is one piece, which ``make`` prepares."""
    return Cut(np.zeros((1, 2)), lambda _first, _last: make()[None])


def spans_of(found: Sequence[Window], seconds: float) -> NDArray[np.float64]:
    """Windows as numbers, none of them beyond the end."""
    spans = np.array([(float(window.start), float(window.end)) for window in found])
    # Resampling may have made the recording longer by less than one sample.
    spans[-1, 1] = seconds
    return spans
