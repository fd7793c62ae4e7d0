"""Recordings of motion as the model takes them: 5-second windows of 2,000 steps.

The paper gives the lengths, the six channels (accelerometer, then gyroscope) and the data, Ego4D,
whose units are the medium's. Meta's code has no loader. The readings go in as they are: the encoder
normalises each step's projection, so that their common scale does not matter.
"""

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from modalities.medium import Imu

from .cut import Cut, spans_of
from .windows import Window, windows

CLIP = 5
"""Seconds of one window."""
STEPS = 2_000
RATE = STEPS // CLIP
"""Steps per second."""


def cut_imu(imu: Imu) -> Cut:
    found = windows(imu.seconds, CLIP, 1)
    motion, rate = _not_finer_than_steps(imu.motion, imu.rate)

    def make(first: int, last: int) -> Tensor:
        return torch.stack([steps(motion, rate, window) for window in found[first:last]])

    return Cut(spans_of(found, imu.seconds), make)


def steps(motion: NDArray[np.float32], rate: float, window: Window) -> Tensor:
    """Readings of shape (n, 6) as (6, 2000): straight lines between them, 400 steps a second.

    Where the window is longer than the recording, the last reading holds.
    """
    wanted = float(window.start) + np.arange(STEPS) / RATE
    known = np.arange(len(motion)) / rate
    channels = [np.interp(wanted, known, channel) for channel in motion.T]
    return torch.from_numpy(np.stack(channels).astype(np.float32))


def _not_finer_than_steps(
    motion: NDArray[np.float32], rate: float
) -> tuple[NDArray[np.float32], float]:
    """Means of as many readings as fall into one step, lest fast shaking passes for slow."""
    together = int(rate // RATE)
    if together < 2 or len(motion) < together:
        return motion, rate
    kept = len(motion) // together
    means = motion[: kept * together].reshape(kept, together, -1).mean(axis=1)
    return means, rate / together
