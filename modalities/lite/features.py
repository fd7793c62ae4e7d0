"""Media to pooled trunk features, one row each."""

from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from modalities.medium import Audio, Depth, Image, Medium

from .pictures import Picture, depth, photo, sound
from .trunk import WIDTH, Trunk

CHUNK = 32
"""Pictures held at a time, so that memory grows neither with the batch nor with a recording."""

Features = NDArray[np.float32]
Seen = TypeVar("Seen", bound=Medium)


def image_features(trunk: Trunk, media: Sequence[Image]) -> Features:
    """Shape (n, 1280), not negative; the middle of a photo counts most."""
    return _mean_features(trunk, media, lambda medium: [photo(medium)], focused=True)


def depth_features(trunk: Trunk, media: Sequence[Depth]) -> Features:
    """Shape (n, 1280), not negative; pooled as a photo, which it is compared with."""
    return _mean_features(trunk, media, lambda medium: [depth(medium)], focused=True)


def sound_features(trunk: Trunk, media: Sequence[Audio]) -> Features:
    """Shape (n, 1280), not negative; the mean over all windows of each recording."""
    return _mean_features(trunk, media, sound, focused=False)


def _mean_features(
    trunk: Trunk,
    media: Sequence[Seen],
    pictures: Callable[[Seen], Iterable[Picture]],
    *,
    focused: bool,
) -> Features:
    sums = np.zeros((len(media), WIDTH), dtype=np.float32)
    counts = np.zeros((len(media), 1), dtype=np.float32)
    stream = ((row, picture) for row, medium in enumerate(media) for picture in pictures(medium))
    while chunk := list(islice(stream, CHUNK)):
        rows = [row for row, _ in chunk]
        features = trunk.features([picture for _, picture in chunk], focused=focused)
        np.add.at(sums, rows, features)
        np.add.at(counts, rows, 1)
    return (sums / np.maximum(counts, 1)).astype(np.float32)
