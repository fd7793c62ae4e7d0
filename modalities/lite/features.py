"""Media to pooled trunk features, one row each."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from modalities.medium import Audio, Depth, Image

from .pictures import Picture, depth, photo, sound
from .trunk import WIDTH, Trunk

CHUNK = 32
"""Pictures held at a time, so that memory grows neither with the batch nor with a recording."""

Features = NDArray[np.float32]


def image_features(trunk: Trunk, media: Sequence[Image]) -> Features:
    """Shape (n, 1280), not negative; the middle of a photo counts most."""
    return _features(trunk, (photo(medium) for medium in media), focused=True)


def depth_features(trunk: Trunk, media: Sequence[Depth]) -> Features:
    """Shape (n, 1280), not negative; pooled as a photo, which it is compared with."""
    return _features(trunk, (depth(medium) for medium in media), focused=True)


def sound_features(trunk: Trunk, media: Sequence[Audio]) -> Features:
    """Shape (n, 1280), not negative; the mean over all windows of each recording."""
    return means(window_features(trunk, media))


def window_features(trunk: Trunk, media: Sequence[Audio]) -> list[Features]:
    """For each recording shape (w, 1280), not negative, one row for each window."""
    counts = []

    def pictures() -> Iterator[Picture]:
        for medium in media:
            counts.append(0)
            for picture in sound(medium):
                counts[-1] += 1
                yield picture

    rows = _features(trunk, pictures(), focused=False)
    return np.split(rows, np.cumsum(counts)[:-1])


def means(windows: Sequence[Features]) -> Features:
    """Shape (n, 1280): each recording as a whole."""
    return np.stack([rows.mean(axis=0) for rows in windows])


def _features(trunk: Trunk, pictures: Iterable[Picture], *, focused: bool) -> Features:
    stream, rows = iter(pictures), [np.zeros((0, WIDTH), dtype=np.float32)]
    while chunk := list(islice(stream, CHUNK)):
        rows.append(trunk.features(chunk, focused=focused))
    return np.concatenate(rows)
