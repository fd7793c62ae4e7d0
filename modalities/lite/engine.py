"""The models and maps behind the space: imported, with torch, only when something is embedded."""

import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from threadpoolctl import ThreadpoolController

from modalities.medium import Audio, Depth, Image, Modality, Text
from modalities.space import Windows

from .features import depth_features, image_features, means, sound_features, window_features
from .layout import depth_layouts, image_layouts
from .maps import DEPTH, PHOTO, Lengths, load_maps, project_text
from .pictures import sound_spans
from .sentences import Sentences
from .trunk import Trunk

Vectors = NDArray[np.float32]


class Engine:
    """The models, each loaded when first needed. Safe to call from threads."""

    def __init__(self, device: str | None) -> None:
        """Reads the maps. Raises SpaceError where they are missing."""
        self._device = device or ("cuda" if torch.cuda.is_available() else "cpu")
        self._lock = threading.Lock()
        self._trunk: Trunk | None = None
        self._sentences: Sentences | None = None
        self._maps = load_maps()
        self._pools = ThreadpoolController()
        self._embedders: Mapping[Modality, Callable[[Sequence[Any]], Vectors]] = {
            Modality.IMAGE: self._images,
            Modality.AUDIO: self._sounds,
            Modality.TEXT: self._texts,
            Modality.DEPTH: self._depths,
        }

    def embed(self, modality: Modality, media: Sequence[Any]) -> Vectors:
        """Vectors of shape (len(media), dim), rows of norm 1. Raises SpaceError."""
        with self._threads(len(media)):
            return self._embedders[modality](media)

    def sound_windows(self, media: Sequence[Audio]) -> list[Windows]:
        """Each recording as a whole and in its windows. Raises SpaceError."""
        with self._threads(len(media)):
            features = window_features(self.trunk(), media)
            wholes = self._maps.sounds(means(features))
            parts = [self._maps.sounds(rows) for rows in features]
        spans = [
            sound_spans(len(rows), audio.seconds)
            for rows, audio in zip(features, media, strict=True)
        ]
        return [Windows(*each) for each in zip(wholes, parts, spans, strict=True)]

    def _threads(self, count: int) -> AbstractContextManager[Any]:
        # One medium is a query, embedded while readers use all cores: threads that wait for each
        # other at every layer then cost more than they save. The limit holds for this thread only.
        limited: AbstractContextManager[Any]
        limited = self._pools.limit(limits=1 if count == 1 else None, user_api="openmp")
        return limited

    def trunk(self) -> Trunk:
        with self._lock:
            self._trunk = self._trunk or Trunk(self._device)
            return self._trunk

    def sentences(self) -> Sentences:
        with self._lock:
            self._sentences = self._sentences or Sentences(self._device)
            return self._sentences

    def _images(self, media: Sequence[Image]) -> Vectors:
        features = image_features(self.trunk(), media)
        return self._pictures(features, image_layouts(media), PHOTO)

    def _depths(self, media: Sequence[Depth]) -> Vectors:
        features = depth_features(self.trunk(), media)
        return self._pictures(features, depth_layouts(media), DEPTH)

    def _pictures(self, features: Vectors, layouts: Vectors, lengths: Lengths) -> Vectors:
        shares = self.trunk().probabilities(features)
        return self._maps.pictures(features, layouts, shares, lengths)

    def _sounds(self, media: Sequence[Audio]) -> Vectors:
        return self._maps.sounds(sound_features(self.trunk(), media))

    def _texts(self, media: Sequence[Text]) -> Vectors:
        return project_text(self.sentences().vectors([medium.text for medium in media]))
