"""Long recordings as windows of the length that a model hears at once."""

from collections.abc import Iterator
from math import ceil
from typing import NamedTuple

import numpy as np
import soxr
from numpy.typing import NDArray

from modalities.medium import Audio


class Window(NamedTuple):
    """A part of a recording."""

    samples: NDArray[np.float32]
    """At the model's rate."""
    start: float
    """Seconds from the recording's beginning, as ``end``."""
    end: float


def windows(audio: Audio, rate: int, length: int) -> Iterator[Window]:
    """As few windows as cover the recording, evenly spread, each ``length`` samples at ``rate``.

    A recording that is no longer is one window, as it is. Neighbours overlap where the length does
    not divide the recording: a last window filled up with repetition would weigh a brief end as
    much as a whole window.
    """
    samples = _resampled(audio, rate)
    seconds = audio.seconds / len(samples)
    count = max(1, ceil(len(samples) / length))
    starts = np.linspace(0, max(0, len(samples) - length), count).round().astype(int)
    for start in starts.tolist():
        end = min(start + length, len(samples))
        whole = end == len(samples)
        yield Window(samples[start:end], start * seconds, audio.seconds if whole else end * seconds)


def _resampled(audio: Audio, rate: int) -> NDArray[np.float32]:
    if audio.rate == rate:
        return audio.samples
    resampled: NDArray[np.float32] = soxr.resample(audio.samples, audio.rate, rate, quality="HQ")
    # A few samples can come out as none; they are then too brief for their rate to matter.
    return resampled if len(resampled) else audio.samples
