"""Recordings as the model takes them: log-mel pictures of 2-second clips.

The numbers are those of Meta's loading code, which follows the Audio Spectrogram Transformer (Gong
et al., Interspeech 2021). Two things differ. Recordings beyond six seconds get as many clips as
leave no gap, not three. And Meta's code takes each clip's mean off in place, in memory that clips
share where they overlap, so that a later clip is changed by an earlier one's mean; here a clip
depends on its own samples alone. On real recordings the two stay within 1e-4 in the vector.
"""

import math
import threading

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional
from torchaudio.compliance.kaldi import fbank
from torchaudio.functional import resample

from modalities.medium import Audio

from .cut import Cut, spans_of
from .windows import windows

RATE = 16_000
CLIP = 2
"""Seconds of one clip."""
CLIPS = 3
"""Clips of a recording that is longer than one, at least."""
BINS = 128
FRAMES = 204
"""Frames of a log-mel picture. Two seconds have 198; the rest is padding."""
FRAME = 400
"""Samples of one frame, 25 ms. They begin 10 ms apart."""
MEAN, SPREAD = -4.268, 9.138
"""Mean and standard deviation of log-mel values over AudioSet, as Meta's code has them."""


def cut_audio(audio: Audio) -> Cut:
    samples = _Resampled(audio)
    # The very length that resampling gives, which is the sampler's idea of the duration.
    found = windows(math.ceil(RATE * len(audio.samples) / audio.rate) / RATE, CLIP, CLIPS)

    def make(first: int, last: int) -> Tensor:
        heard = samples.get()
        return torch.stack(
            [log_mel(heard[int(w.start * RATE) : int(w.end * RATE)]) for w in found[first:last]]
        )

    return Cut(spans_of(found, audio.seconds), make)


def log_mel(samples: Tensor) -> Tensor:
    """Samples of shape (n,) at 16 kHz, two seconds at most, as (1, 128, 204).

    Less than one frame is made one with silence.
    """
    centred = samples - samples.mean()
    missing = max(FRAME - len(centred), 0)
    energies: Tensor = fbank(
        functional.pad(centred, (0, missing))[None],
        htk_compat=True,
        sample_frequency=RATE,
        use_energy=False,
        window_type="hanning",
        num_mel_bins=BINS,
        dither=0.0,
        frame_length=25,
        frame_shift=10,
    )
    padded = functional.pad(energies.T, (0, FRAMES - len(energies)))
    return (padded[None] - MEAN) / SPREAD


class _Resampled:
    """A recording at the model's rate, resampled once, by whoever asks first."""

    def __init__(self, audio: Audio) -> None:
        self._audio = audio
        self._lock = threading.Lock()
        self._samples: Tensor | None = None

    def get(self) -> Tensor:
        with self._lock:
            if self._samples is None:
                self._samples = _at_rate(self._audio.samples, self._audio.rate)
            return self._samples


def _at_rate(samples: NDArray[np.float32], rate: int) -> Tensor:
    heard = torch.from_numpy(np.array(samples))
    if rate == RATE:
        return heard
    resampled: Tensor = resample(heard, rate, RATE)
    return resampled
