"""The fitted maps: from pooled trunk features into the shared space.

A vector has three blocks. The appearance block says what a picture looks like, and compares media
of one modality; the layout block says where its edges run, and compares a depth map with a photo of
the same view; the meaning block says what it shows, in the coordinates of the text model, and
compares across modalities. A text has a meaning alone: its other blocks are zero.
"""

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import load_file, save

from modalities.errors import SpaceError

REVISION = 2
"""Counts changes of the code that alter vectors while the fitted file stays the same."""
FILE = Path(__file__).with_name("maps.safetensors")
APPEARANCE = 384
LAYOUT = 512
MEANING = 384
DIM = APPEARANCE + LAYOUT + MEANING


class Lengths(NamedTuple):
    """How long each block of a vector is; together they have length 1.

    Across two modalities only the proportions between blocks that both have matter.
    """

    appearance: float
    layout: float
    meaning: float


PHOTO = Lengths(0.82**0.5, 0.3, 0.3)
"""More meaning costs rank-1 hits among look-alike items."""
DEPTH = Lengths(0.1, 0.98**0.5, 0.1)
"""More appearance costs depth maps their own photo."""
SOUND = Lengths(0.75**0.5, 0.0, 0.5)
"""More meaning costs hits among sounds unlike those that were fitted on."""

GUESS = np.float32(0.5)
"""Length of the meaning that the trunk's classifier supplies, beside a label's length of 1."""
PARTS = ("centre", "appearance", "meaning", "bias")

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

    def looks(self, rows: Matrix) -> Matrix:
        """Shape (n, 384), rows of norm 1, for rows of shape (n, features)."""
        return unit(product(rows, self.appearance))

    def meanings(self, features: Matrix, guess: Matrix | None = None) -> Matrix:
        """Shape (n, 384), rows of norm 1, for features of shape (n, 1280).

        ``guess``, of shape (n, 384), is what is known of their meaning beforehand.
        """
        known = self.bias if guess is None else self.bias + guess
        return unit(product(self.centred(features), self.meaning) + known)

    def centred(self, features: Matrix) -> Matrix:
        """Features after ``hellinger``, about the centre."""
        return hellinger(features) - self.centre


@dataclass(frozen=True, slots=True)
class Maps:
    """Everything that is fitted."""

    image: Map
    """Takes photos and depth maps."""
    audio: Map
    names: Matrix
    """Shape (1000, 384): the text vectors of the names of the trunk's own classes."""

    def pictures(
        self, features: Matrix, layouts: Matrix, probabilities: Matrix, lengths: Lengths
    ) -> Matrix:
        """Vectors of photos (``PHOTO``) or depth maps (``DEPTH``): shape (n, 1280), norm 1.

        Takes features of shape (n, 1280), layouts (n, 512) and the classifier's shares (n, 1000).
        """
        looks = self.image.looks(self.image.centred(features))
        meanings = self.image.meanings(features, self.guess(probabilities))
        return joined(lengths, looks, unit(layouts), meanings)

    def sounds(self, features: Matrix) -> Matrix:
        """Vectors of shape (n, 1280), rows of norm 1, for features of shape (n, 1280).

        A sound looks like another by its features as they are: roots and centres lose hits here.
        """
        nowhere = np.zeros((len(features), LAYOUT), np.float32)
        looks = self.audio.looks(unit(features))
        return joined(SOUND, looks, nowhere, self.audio.meanings(features))

    def guess(self, probabilities: Matrix) -> Matrix:
        """Meanings of shape (n, 384) from the trunk's own classifier, without any labelled photo.

        The mean of the class names' vectors, weighted by probability, at the length ``GUESS``:
        Norouzi et al., "Zero-Shot Learning by Convex Combination of Semantic Embeddings", 2014.
        """
        return class_guess(self.names, probabilities)


def class_guess(names: Matrix, probabilities: Matrix) -> Matrix:
    """Means of the rows of ``names`` weighted by each row of ``probabilities``, of length GUESS."""
    return unit(product(probabilities, names)) * GUESS


def joined(lengths: Lengths, looks: Matrix, layouts: Matrix, meanings: Matrix) -> Matrix:
    """Vectors from blocks of unit rows."""
    blocks = zip(lengths, (looks, layouts, meanings), strict=True)
    return unit(np.concatenate([np.float32(length) * block for length, block in blocks], axis=1))


def project_text(vectors: Matrix) -> Matrix:
    """Vectors of shape (n, 1280), rows of norm 1, for text vectors of shape (n, 384)."""
    other = np.zeros((len(vectors), DIM - MEANING), np.float32)
    return np.concatenate([other, vectors], axis=1)


def product(rows: Matrix, matrix: Matrix) -> Matrix:
    """``rows @ matrix``, in the threads that the models run in.

    NumPy's own keep spinning for a while after a product, and each pass of a model beside them
    then takes several times as long.
    """
    import torch

    result: Matrix = (torch.from_numpy(rows) @ torch.from_numpy(matrix)).numpy()
    return result


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


def load_maps(path: Path = FILE) -> Maps:
    """Raises SpaceError for a missing or damaged file."""
    try:
        tensors = {name: value.astype(np.float32) for name, value in load_file(path).items()}
        image, audio = (
            Map(*(tensors[f"{kind}.{part}"] for part in PARTS)) for kind in ("image", "audio")
        )
        return Maps(image, audio, tensors["names"])
    except (OSError, SafetensorError, KeyError) as error:
        raise SpaceError(
            f"space lite: {path.name}: {error}; expected the maps that modalities.lite.fit writes"
        ) from error


def save_maps(maps: Maps, path: Path) -> None:
    """Write maps in half precision, which changes cosines by less than 0.001."""
    parts = {
        f"{kind}.{part}": getattr(each, part)
        for kind, each in (("image", maps.image), ("audio", maps.audio))
        for part in PARTS
    }
    halves = {name: np.ascontiguousarray(v, np.float16) for name, v in parts.items()}
    path.write_bytes(save(halves | {"names": np.ascontiguousarray(maps.names, np.float16)}))


@cache
def maps_digest(path: Path = FILE) -> str:
    """The first 10 hex digits of the SHA-256 of the fitted maps. Raises SpaceError."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()[:10]
    except OSError as error:
        raise SpaceError(
            f"space lite: {path.name}: {error.strerror}; expected the fitted maps"
        ) from error
