"""Media as pictures: float32 arrays of shape (3, 224, 224) within [-1, 1], as the trunk takes them.

A photo is itself; a sound is its log-mel spectrogram, time to the right and pitch upwards; a depth
map is its disparity, near bright and far dark, as ImageBind takes it (Girdhar et al., CVPR 2023).
"""

from collections.abc import Iterator

import numpy as np
import soxr
import torch
from numpy.typing import NDArray
from PIL import Image as Pillow
from torchaudio.compliance.kaldi import fbank

from modalities.medium import Audio, Depth, Image

SIDE = 224
"""Pixels of the trunk's input, as it was trained."""
RATE = 16_000
"""Samples per second of every sound before its spectrogram."""
WINDOW = 500
"""Frames of 10 ms in one picture of a sound."""
SPAN = WINDOW / 100
"""Seconds of one picture of a sound."""
RANGE = 13.8
"""Natural logarithms of power (60 dB) below a recording's loudest point that still show."""
BINS = 128
SHORTEST = RATE * 25 // 1000
"""Samples in one frame of the spectrogram."""

Picture = NDArray[np.float32]


def photo(image: Image) -> Picture:
    """The whole photo, letterboxed on grey."""
    small = _letterbox(Pillow.fromarray(image.pixels))
    return _centred(small.transpose(2, 0, 1))


def sound(audio: Audio) -> Iterator[Picture]:
    """One picture for every five seconds; the last window ends with the recording."""
    samples = audio.samples
    if audio.rate != RATE:
        samples = soxr.resample(samples, audio.rate, RATE, quality="HQ")
    if len(samples) < SHORTEST:
        samples = np.pad(samples, (0, SHORTEST - len(samples)))
    power = _log_mel(samples)
    level = np.clip((power - power.max()) / RANGE * 2 + 1, -1, 1)
    for start in range(0, max(1, len(level) - WINDOW // 10), WINDOW):
        yield _spectrogram(level, start)


def sound_spans(count: int, seconds: float) -> NDArray[np.float64]:
    """Shape (count, 2): when each picture of a sound begins and ends, in seconds.

    The last begins early where it would otherwise outlast the recording, and ends with it.
    """
    begins = np.arange(count, dtype=np.float64) * SPAN
    ends = begins + SPAN
    begins[-1] = min(begins[-1], max(0.0, seconds - SPAN))
    ends[-1] = seconds
    return np.stack([begins, ends], axis=1)


def depth(medium: Depth) -> Picture:
    """Disparity (1/metres) between its 2nd and 98th percentile; holes are filled as far away."""
    with np.errstate(divide="ignore", invalid="ignore"):
        disparity = np.where(medium.metres > 0, 1.0 / medium.metres, np.nan).astype(np.float32)
    seen = np.isfinite(disparity)
    low, high = np.percentile(disparity[seen], (2, 98)) if seen.any() else (0.0, 1.0)
    scaled = (np.where(seen, disparity, low) - low) / max(float(high - low), 1e-6)
    grey = (np.clip(scaled, 0, 1) * 255).astype(np.uint8)
    small = _letterbox(Pillow.fromarray(grey))
    return _centred(np.broadcast_to(small, (3, *small.shape)))


def _letterbox(picture: Pillow.Image) -> NDArray[np.float32]:
    scale = SIDE / max(picture.size)
    size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    small = np.asarray(picture.resize(size, Pillow.Resampling.BICUBIC, reducing_gap=3.0))
    canvas = np.full((SIDE, SIDE, *small.shape[2:]), 127.0, dtype=np.float32)
    left, top = (SIDE - size[0]) // 2, (SIDE - size[1]) // 2
    canvas[top : top + size[1], left : left + size[0]] = small
    return canvas


def _centred(values: NDArray[np.float32]) -> Picture:
    # The trunk's weights come from TensorFlow and were trained on (pixel - 127) / 128.
    return np.ascontiguousarray((values - 127.0) / 128.0, dtype=np.float32)


def _log_mel(samples: NDArray[np.float32]) -> NDArray[np.float32]:
    wave = torch.from_numpy(np.ascontiguousarray(samples - samples.mean(), dtype=np.float32))
    frames: NDArray[np.float32] = fbank(
        wave[None],
        sample_frequency=RATE,
        num_mel_bins=BINS,
        window_type="hanning",
        htk_compat=True,
        use_energy=False,
        dither=0.0,
    ).numpy()
    return frames


def _spectrogram(level: NDArray[np.float32], start: int) -> Picture:
    start = max(0, min(start, len(level) - WINDOW))
    window = np.full((WINDOW, BINS), -1.0, dtype=np.float32)
    piece = level[start : start + WINDOW]
    window[: len(piece)] = piece
    upright = np.ascontiguousarray(window.T[::-1])
    small = Pillow.fromarray(upright).resize((SIDE, SIDE), Pillow.Resampling.BILINEAR)
    return np.ascontiguousarray(np.broadcast_to(np.asarray(small), (3, SIDE, SIDE)))
