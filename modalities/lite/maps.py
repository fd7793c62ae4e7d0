"""The fitted maps: from pooled trunk features into the shared space.

A vector has two blocks. The appearance block says what a picture looks like, and compares media of
one modality; the meaning block says what it shows, in the coordinates of the text model, and
compares across modalities. A text has no appearance: its first block is zero.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import load_file

from modalities.errors import SpaceError

REVISION = 1
"""Counts changes of the code that alter vectors while the fitted file stays the same."""
FILE = Path(__file__).with_name("maps.safetensors")
APPEARANCE = 384
MEANING = 384
DIM = APPEARANCE + MEANING
SHARE = np.float32(0.5)
"""Length of the meaning block of a vector of norm 1 that has both blocks."""
LOOK = np.float32((1 - 0.5**2) ** 0.5)

Matrix = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Map:
    """Pooled features of one kind of picture into the shared space."""

    centre: Matrix
    """Shape (features,): mean of the training pictures after ``hellinger``."""
    appearance: Matrix
    """Shape (features, 384): principal directions of the training pictures."""
    meaning: Matrix
    """Shape (features, 384): ridge regression onto the text vectors of the labels."""
    bias: Matrix
    """Shape (384,)."""

    def project(self, features: Matrix) -> Matrix:
        """Vectors of shape (n, 768), rows of norm 1, for features of shape (n, 1280)."""
        centred = hellinger(features) - self.centre
        look = unit(centred @ self.appearance) * LOOK
        means = unit(centred @ self.meaning + self.bias) * SHARE
        return unit(np.concatenate([look, means], axis=1))


def project_text(vectors: Matrix) -> Matrix:
    """Vectors of shape (n, 768), rows of norm 1, for text vectors of shape (n, 384)."""
    return np.concatenate([np.zeros((len(vectors), APPEARANCE), np.float32), vectors], axis=1)


def hellinger(features: Matrix) -> Matrix:
    """Square roots of features that sum to 1, so that no single channel dominates.

    Arandjelović and Zisserman, "Three things everyone should know …", CVPR 2012.
    """
    positive = np.maximum(features, 0)
    shares = positive / np.maximum(positive.sum(axis=1, keepdims=True), 1e-12)
    return np.asarray(np.sqrt(shares), dtype=np.float32)


def unit(rows: NDArray[np.floating]) -> Matrix:
    """Rows of norm 1; a row of zeros becomes the first axis, so that no vector is undefined."""
    norms = np.linalg.norm(rows, axis=1, keepdims=True)
    first = np.zeros(rows.shape[1], dtype=rows.dtype)
    first[0] = 1
    units = np.where(norms > 1e-12, rows / np.maximum(norms, 1e-12), first)
    return units.astype(np.float32)


def load_maps(path: Path = FILE) -> Mapping[str, Map]:
    """The maps by name: ``image``, ``audio``. Raises SpaceError for a missing or damaged file."""
    try:
        tensors = load_file(path)
        return {
            kind: Map(*(tensors[f"{kind}.{part}"].astype(np.float32) for part in Map.__slots__))
            for kind in ("image", "audio")
        }
    except (OSError, SafetensorError, KeyError) as error:
        raise SpaceError(
            f"space lite: {path.name}: {error}; expected the maps that modalities.lite.fit writes"
        ) from error


@cache
def maps_digest(path: Path = FILE) -> str:
    """The first 10 hex digits of the SHA-256 of the fitted maps. Raises SpaceError."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()[:10]
    except OSError as error:
        raise SpaceError(
            f"space lite: {path.name}: {error.strerror}; expected the fitted maps"
        ) from error
