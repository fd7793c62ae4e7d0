"""Videos as the model takes them: two frames of each 2-second clip, in three crops.

Clips, frames, scaling and crops are those of Meta's loading code and the pytorchvideo that it pins,
with as many clips as leave no gap where five would.
"""

import math
from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from modalities.frames import decode_frames
from modalities.medium import Video

from .cut import Cut, spans_of
from .pictures import standardised
from .square import SIDE, without_ends
from .windows import Window, windows

CLIP = 2
"""Seconds of one clip."""
CLIPS = 5
"""Clips of a video that is longer than one, at least."""
CROPS = 3
"""Squares along the long side of a frame: its start, its middle, its end."""
TICK = 1e-4
"""Seconds by which a frame may be early and count as on time: times are rounded in many ways."""


def cut_video(video: Video) -> Cut:
    found = windows(video.seconds, CLIP, CLIPS)
    pairs = [ends(video.times, window) for window in found]

    def make(first: int, last: int) -> Tensor:
        return _clips(video, pairs[first:last])

    return Cut(spans_of(found, video.seconds), make, CROPS)


def ends(times: NDArray[np.float64], window: Window) -> tuple[int, int]:
    """The first and the last frame that appear within a window, by their place in ``times``.

    Where none does, the one that is on show as it begins, twice.
    """
    first, after = np.searchsorted(times, [float(edge) - TICK for edge in window])
    last = max(int(after) - 1, 0)
    return min(int(first), last), last


def _clips(video: Video, pairs: Sequence[tuple[int, int]]) -> Tensor:
    """Shape (clips * 3, 3, 2, 224, 224)."""
    wanted = sorted({index for pair in pairs for index in pair})
    # Scaled as they come: frames of a large video are far larger than what is made of them.
    frames = (scaled(frame) for frame in decode_frames(video, wanted))
    seen = dict(zip(wanted, frames, strict=True))
    return torch.cat([crops(torch.stack([seen[one], seen[two]], 1)) for one, two in pairs])


def scaled(frame: NDArray[np.uint8]) -> Tensor:
    """Shape (height, width, 3) as (3, h, w), its short side 224, standardised."""
    frame = without_ends(frame)
    height, width = frame.shape[:2]
    short = min(height, width)
    size = [math.floor(side / short * SIDE) for side in (height, width)]
    colours = torch.from_numpy(frame.copy()).permute(2, 0, 1).float() / 255
    smaller = functional.interpolate(colours[None], size, mode="bilinear", align_corners=False)
    return standardised(smaller[0])


def crops(clip: Tensor) -> Tensor:
    """Shape (3, frames, h, w) as (3 crops, 3, frames, 224, 224), along the longer side."""
    height, width = clip.shape[-2:]
    axis, spare = (-2, height - SIDE) if height > width else (-1, width - SIDE)
    starts = (0, math.ceil(spare / 2), spare)
    return torch.stack([clip.narrow(axis, start, SIDE) for start in starts])
