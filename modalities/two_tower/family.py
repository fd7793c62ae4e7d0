"""What a config.json says a model is, read without importing a model."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from modalities.errors import SpaceError
from modalities.medium import Modality

_TOWERS = {
    "text_config": Modality.TEXT,
    "vision_config": Modality.IMAGE,
    "audio_config": Modality.AUDIO,
}
_METHODS = {
    Modality.TEXT: "get_text_features",
    Modality.IMAGE: "get_image_features",
    Modality.AUDIO: "get_audio_features",
}
_WIDTHS = {"clip": 512, "clap": 512, "siglip": 768, "siglip2": 768}
"""The width of the joint space where a config leaves it out, as transformers defines it."""


@dataclass(frozen=True, slots=True)
class Family:
    """A kind of model, and what its towers take."""

    model_type: str
    """The name that transformers has for it."""
    modalities: frozenset[Modality]
    dim: int

    @property
    def is_siglip(self) -> bool:
        """SigLIP and SigLIP 2 were trained on lower case, padded to full length, unmasked.

        https://github.com/huggingface/transformers/pull/43101,
        https://github.com/huggingface/transformers/pull/26522
        """
        return self.model_type.startswith("siglip")

    def method(self, modality: Modality) -> str:
        """The model's method that gives a modality's features."""
        return _METHODS[modality]

    def hops(self, asked: Modality, indexed: Modality) -> int:
        """Every tower was trained on pairs with text, and with nothing else."""
        if asked is indexed:
            return 0
        return 1 if Modality.TEXT in (asked, indexed) else 2


def family(config: Mapping[str, Any], source: str) -> Family:
    """Which towers a config describes. ``source`` is how messages name it.

    Raises SpaceError for a model of another kind.
    """
    model_type = str(config.get("model_type", ""))
    towers = {modality for key, modality in _TOWERS.items() if isinstance(config.get(key), Mapping)}
    if Modality.TEXT not in towers or len(towers) < 2 or not model_type:
        raise SpaceError(
            f"{source} is not a two-tower model: found model_type {model_type!r}, "
            "expected text_config and vision_config or audio_config, as CLIP, SigLIP and CLAP have"
        )
    return Family(model_type, frozenset(towers), _width(model_type, config, source))


def _width(model_type: str, config: Mapping[str, Any], source: str) -> int:
    text = config["text_config"]
    if model_type.startswith("siglip"):
        stated = text.get("projection_size") or text.get("hidden_size")
    else:
        stated = config.get("projection_dim")
    width = stated or _WIDTHS.get(model_type)
    if not isinstance(width, int) or width < 1:
        raise SpaceError(
            f"{source}: projection_dim: found {width!r}, expected the width of the joint space"
        )
    return width
