"""A recording as Whisper takes it."""

import numpy as np
import soxr

from judges.errors import ReaderError
from modalities import Audio, Medium

from .whisper import RATE, Samples


def audio_of(medium: Medium) -> Audio:
    """Raises ReaderError for a medium that is no recording."""
    if not isinstance(medium, Audio):
        raise ReaderError(f"{medium.source}: found {medium.modality}, expected audio")
    return medium


def samples_of(audio: Audio, seconds: float) -> Samples:
    """The first seconds at ``RATE``, shape (n,). What comes later is not even resampled."""
    first = audio.samples[: int(seconds * audio.rate)]
    return np.asarray(soxr.resample(first, audio.rate, RATE, quality="HQ"), np.float32)


def slowed(samples: Samples, pace: float) -> Samples:
    """The same at another pace: below 1 it is slower, and deeper."""
    return np.asarray(soxr.resample(samples, RATE * pace, RATE, quality="HQ"), np.float32)
