"""How high a thing reaches, and where it begins when it stands on nothing that is seen."""

from typing import NamedTuple

import numpy as np

from .cloud import Cloud, Floats, Mask
from .outline import LOST, blur, jitter

_BENT = 0.4
"""Share of what the columns that count vary by to count as error: a dome, or noise."""
_ANCHOR = 3
"""The third-most extreme column is no outlier."""


class End(NamedTuple):
    """The top or the bottom of a thing."""

    height: float
    error: float
    """Standard deviation, in metres."""
    open: bool
    """Whether there is a hole beyond it, into which it may reach."""


def end_of(mask: Mask, cloud: Cloud, heights: Floats, *, top: bool) -> End:
    """``heights`` (height, width) are metres along up. The end lies between pixels, where the
    surface would go on as it went to the last one: a level lid goes on level."""
    flipped = slice(None) if top else slice(None, None, -1)
    mask, seen = mask[flipped], cloud.seen[flipped]
    rising = heights[flipped] if top else -heights[flipped]
    columns = np.flatnonzero(mask.any(axis=0))
    first = mask[:, columns].argmax(axis=0)
    reached = rising[first, columns]
    scatter = jitter(reached)
    pixel = float(np.median(cloud.z[flipped][first, columns])) * cloud.pixel
    slope = _slope(mask, rising, first, columns, pixel)
    anchor = np.sort(reached)[-min(_ANCHOR, len(reached))]
    highest = reached >= anchor - (slope + 2 * scatter)
    gaps = _gaps(seen, first[highest], columns[highest])
    lost = np.minimum(gaps, LOST)
    height = float((reached[highest] + slope * (0.5 + lost / 2)).mean())
    bent = _BENT * float(anchor - reached[highest].mean())
    error = float(np.linalg.norm([slope * blur(lost), scatter / highest.sum() ** 0.5, bent]))
    return End(height if top else -height, error, bool((gaps > LOST).mean() > 0.5))


def _slope(
    mask: Mask,
    rising: Floats,
    first: "np.typing.NDArray[np.intp]",
    columns: "np.typing.NDArray[np.intp]",
    pixel: float,
) -> float:
    """Metres that the surface rises from one pixel to the last, between none and a whole one."""
    third = np.minimum(first + 2, len(mask) - 1)
    both = mask[third, columns]
    if not both.any():
        return pixel
    rises = (rising[first, columns] - rising[third, columns])[both] / 2
    return float(np.clip(np.median(rises), 0.0, pixel))


def _gaps(
    seen: Mask, first: "np.typing.NDArray[np.intp]", columns: "np.typing.NDArray[np.intp]"
) -> Floats:
    beyond = first[:, None] - np.arange(1, LOST + 3)
    there = seen[np.maximum(beyond, 0), columns[:, None]] | (beyond < 0)
    return np.where(there.any(axis=1), there.argmax(axis=1), LOST + 2).astype(float)
