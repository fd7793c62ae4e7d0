"""Where a long medium is looked at: windows of one length that leave no gap."""

import math
from fractions import Fraction
from typing import NamedTuple


class Window(NamedTuple):
    """From when to when, in seconds. Exact, so that positions computed from them are too."""

    start: Fraction
    end: Fraction


def windows(seconds: float, length: int, least: int) -> list[Window]:
    """Windows of ``length`` seconds, evenly spaced from the start to the end, in order of time.

    As few as leave no gap, but ``least`` or more. That is where Meta's loading code looks, which
    always takes ``least`` (ConstantClipsPerVideoSampler of the pytorchvideo that it pins). A medium
    that is no longer than one window has one, as long as itself: ``least`` times the same is the
    same.
    """
    whole = Fraction(seconds)
    if whole <= length:
        return [Window(Fraction(0), whole)]
    count = max(least, math.ceil(whole / length))
    # Their spacing as Meta's code computes it, in floating point, before it turns exact.
    spacing = Fraction(seconds - length) / (count - 1)
    return [Window(i * spacing, i * spacing + length) for i in range(count)]
