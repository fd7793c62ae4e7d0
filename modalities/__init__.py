"""Media in, vectors out. Knows neither judges nor router."""

from .errors import (
    EmptyMediumError,
    LimitError,
    MediumError,
    ModalityError,
    RegistryError,
    SpaceError,
    UnreadableError,
)
from .loader import Limits, Loader
from .medium import Audio, Depth, Image, Intrinsics, Medium, Modality, Text
from .registry import SPACES, registry, resolve
from .source import Source, content_hash
from .space import Space

__all__ = [
    "SPACES",
    "Audio",
    "Depth",
    "EmptyMediumError",
    "Image",
    "Intrinsics",
    "LimitError",
    "Limits",
    "Loader",
    "Medium",
    "MediumError",
    "Modality",
    "ModalityError",
    "RegistryError",
    "Source",
    "Space",
    "SpaceError",
    "Text",
    "UnreadableError",
    "content_hash",
    "registry",
    "resolve",
]
