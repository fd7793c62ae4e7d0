"""Media to what a model's towers take."""

import threading
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image as Pillow

from modalities.medium import Image, Modality, Text

from .family import Family
from .load import Parts

Tensors = Mapping[str, torch.Tensor]
_OFFSET = {"clap_text_model", "altclip_text_model", "roberta", "xlm-roberta", "camembert"}
"""Text towers whose first position comes after that of the padding token, as RoBERTa's does."""


class Inputs:
    """The preparation that a checkpoint was trained with. Safe to call from threads."""

    def __init__(self, parts: Parts, family: Family, text_config: Any) -> None:
        """``text_config`` is that of the loaded model, its defaults filled in."""
        self._parts = parts
        self._family = family
        self._length = _text_length(parts.tokenizer, text_config)
        self._lock = threading.Lock()
        self._preparations: Mapping[Modality, Callable[[Sequence[Any]], Tensors]] = {
            Modality.TEXT: self._texts,
            Modality.IMAGE: self._images,
            Modality.AUDIO: self._sounds,
        }

    @property
    def rate(self) -> int:
        """Samples per second that the audio tower takes."""
        return int(self._parts.sounds.sampling_rate)

    @property
    def window(self) -> int:
        """Samples that the audio tower hears at once."""
        return int(self._parts.sounds.max_length_s * self.rate)

    def prepare(self, modality: Modality, contents: Sequence[Any]) -> Tensors:
        """What the modality's tower is called with, by name.

        ``contents`` are Text or Image media, or arrays of samples at ``rate``, none longer than
        ``window``.
        """
        return self._preparations[modality](contents)

    def _texts(self, media: Sequence[Text]) -> Tensors:
        words = [medium.text for medium in media]
        if self._family.is_siglip:
            words = [each.lower() for each in words]
        # A tokenizer keeps its padding and truncation in itself: two threads would share them.
        with self._lock:
            tokens = self._parts.tokenizer(
                text=words,
                padding="max_length" if self._family.is_siglip else True,
                truncation=True,
                max_length=self._length,
                return_tensors="pt",
            )
        unwanted = {"attention_mask"} if self._family.is_siglip else set()
        return {name: tensor for name, tensor in tokens.items() if name not in unwanted}

    def _images(self, media: Sequence[Image]) -> Tensors:
        pictures = [Pillow.fromarray(medium.pixels) for medium in media]
        return dict(self._parts.images(images=pictures, return_tensors="pt"))

    def _sounds(self, samples: Sequence[NDArray[np.float32]]) -> Tensors:
        inputs = dict(
            self._parts.sounds(list(samples), sampling_rate=self.rate, return_tensors="pt")
        )
        if "is_longer" in inputs:
            # No window is too long; CLAP's extractor would call one of them so, drawn at random.
            inputs["is_longer"] = torch.zeros_like(inputs["is_longer"], dtype=torch.bool)
        return inputs


def _text_length(tokenizer: Any, text_config: Any) -> int:
    """Tokens that the text tower has positions for."""
    positions = int(getattr(text_config, "max_position_embeddings", 512))
    if text_config.model_type in _OFFSET:
        positions -= int(text_config.pad_token_id) + 1
    return min(positions, int(tokenizer.model_max_length))
