"""Sounds as waves, and noise in them."""

import numpy as np
from numpy.typing import NDArray

from modalities import Audio

Wave = NDArray[np.float64]
"""Shape (samples,)."""


def as_audio(wave: Wave, rate: int) -> Audio:
    peak = max(float(np.abs(wave).max()), 1.0)
    return Audio((wave / peak).astype(np.float32), rate, "", "a sound")


def mixed(wave: Wave, noise: Wave, decibels: float) -> Wave:
    share = np.mean((wave - wave.mean()) ** 2) / np.mean(noise**2) / 10 ** (decibels / 10)
    return wave + noise * np.sqrt(share)


def pink(length: int, rng: np.random.Generator) -> Wave:
    spectrum = np.fft.rfft(rng.standard_normal(length))
    return np.fft.irfft(spectrum / np.sqrt(np.maximum(np.arange(len(spectrum)), 1)), length)
